"""Where each page of the site lies, and how one page refers to another.

A *place* is a path from the site's root with forward slashes ("chapters/scope/index.html#s2"). Links between pages are
relative and name index.html, so that the site works from a folder on a file share as it does from a server.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one manual's pages. `prefix` is "" where the manual is the whole site, else its folder and "/"."""

    prefix: str = ""

    @property
    def home(self) -> str:
        return f"{self.prefix}index.html"

    @property
    def reading_list(self) -> str:
        return f"{self.prefix}reread/index.html"

    @property
    def sign_off(self) -> str:
        return f"{self.prefix}reread/sign-off.html"

    @property
    def changes(self) -> str:
        return f"{self.prefix}changes/index.html"

    @property
    def chapters(self) -> str:
        return f"{self.prefix}chapters/index.html"

    @property
    def documents(self) -> str:
        return f"{self.prefix}documents/index.html"

    @property
    def days(self) -> str:
        """The manual on a day; the day itself stands in the address's query."""
        return f"{self.prefix}at/index.html"

    @property
    def about(self) -> str:
        return f"{self.prefix}about/index.html"

    @property
    def atom(self) -> str:
        return f"{self.prefix}changes.atom"

    @property
    def json_feed(self) -> str:
        return f"{self.prefix}{JSON_FEED}"

    def edition(self, slug: str, anchor: str = "") -> str:
        return _with(f"{self.prefix}changes/{slug}/index.html", anchor)

    def chapter(self, slug: str, anchor: str = "") -> str:
        """A chapter's or document's text in force, at a section if `anchor` names one."""
        return _with(f"{self.prefix}chapters/{slug}/index.html", anchor)

    def history(self, slug: str, anchor: str = "") -> str:
        return _with(f"{self.prefix}chapters/{slug}/history/index.html", anchor)

    def version(self, slug: str, ordinal: int) -> str:
        return f"{self.prefix}chapters/{slug}/versions/{ordinal}/index.html"

    def compare(self, slug: str, before: int, after: int, anchor: str = "") -> str:
        return _with(f"{self.prefix}chapters/{slug}/compare/{before}-{after}/index.html", anchor)

    def chapter_atom(self, slug: str) -> str:
        return f"{self.prefix}chapters/{slug}/changes.atom"


JSON_FEED = "feed.json"
SEARCH = "search/index.html"
"""The search spans every manual of the site, so there is one."""


def relative(origin: str, target: str) -> str:
    """How the page at `origin` refers to `target`, fragment and all."""
    path, hash_mark, fragment = target.partition("#")
    if path == origin and fragment:
        return f"#{quote(fragment)}"
    return f"{_way(posixpath.dirname(origin), path)}{hash_mark}{quote(fragment)}"


@lru_cache(maxsize=4_096)
def _way(folder: str, path: str) -> str:
    """Every page refers to the same few places, and what is below it to one another."""
    return quote(posixpath.relpath(f"/{path}", f"/{folder}"))


def root_of(place: str) -> str:
    """The way from a page up to the site's root: "" or "../../"."""
    return "../" * place.count("/")


def _with(path: str, anchor: str) -> str:
    return f"{path}#{anchor}" if anchor else path
