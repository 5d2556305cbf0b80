"""How a family of sites is to be read: where its text is, and what its addresses mean. Values only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from crawler.addresses import host_of, normalised_url, suffix_of
from kb.model import PageRole

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".txt", ".md"})
"""The documents we can read. Other files that a manual links (old Word, spreadsheets) stay links."""

NOTED_SUFFIXES = frozenset({".doc", ".dot", ".dotx", ".rtf", ".odt", ".xls", ".xlsx", ".ods", ".csv", ".ppt", ".pptx"})
"""Documents that we do not read. That a page links to one is kept, so that a person knows of it."""

ANY_LINK = "a[href]"

NOT_FOLLOWED = (
    r"/(?:templates|_accessibility|css|js|scripts|images|img|fonts)/"
    r"|(?:^|/)(?:search|search[-_]results?|print|print[-_](?:view|page)|log-?in|sign-?(?:in|up)|feedback|cookies?"
    r"|register(?:[-_]for[-_]\w+)?|accessibility(?:[-_]statement)?|site_?map)(?:\.\w+)?(?:/|\?|$)"
    r"|[?&](?:print|printable|search|q|share)(?:=|&|$)|[?&](?:view|format|output|mode|layout|display)=print"
    r"|[-_.]print(?:able|er[-_]?friendly)?(?:\.\w+)?/?(?:\?|$)"
)
"""Addresses that hold no text of a manual on any site."""

# "2019 Amendments", "Amendments 2016-2018", "Archived amendments", "Amendments & Archives"
_LOG_TEXT = re.compile(
    r"^(?:view )?(?:the )?(?:latest |local |shared |archived? |(?:19|20)\d\d )*"
    r"amendments?(?: (?:&|and) archives?| archive| log| list|[ :,]*(?:19|20)\d\d(?: ?[-–/to]+ ?(?:19|20)?\d\d)?)?$",
    re.IGNORECASE,
)

# "Documents Library", "Local Documents", "View the forms library"
_LIBRARY_TEXT = re.compile(
    r"^(?:view )?(?:the |our |all )?(?:local )?(?:(?:documents?|resources?|forms?)(?: (?:and|&) \w+)? library"
    r"|local (?:documents|forms)(?: (?:and|&) \w+)?|library)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one manual's pages promise.

    `hosts` are the places that belong to the manual: a host ("x.proceduresonline.com") or a host with the folder the
    manual lives in ("proceduresonline.com/bristol/cs"); "www." and letter case do not matter. `main`, `title` are CSS
    selectors in order of preference, `remove` all apply, `links` picks the links of a contents page. The `_path`
    patterns are searched in the path (with query) below the manual's folder: other first, then log, contents, chapter.
    `library_path` is that of pages which only list documents; they have no other role.
    """

    name: str
    hosts: tuple[str, ...] = ()
    main: tuple[str, ...] = ("main", "[role=main]", "article", "#content", "body")
    title: tuple[str, ...] = ("h1",)
    remove: tuple[str, ...] = ()
    links: str = ANY_LINK
    other_path: str = NOT_FOLLOWED
    log_path: str = r"(?:^|[/_-])amendments?(?:[/._-]|$)"
    contents_path: str = r"(?:^|[/_-])contents?(?:\.\w+)?/?$"
    chapter_path: str = r"(?:/|\.html?|\.php|\.aspx?|/[^/.]+)$"
    library_path: str = r"(?:^|/)(?:documents?|resources?|forms?)[-_]?library(?:\.\w+)?/?$"

    def place_of(self, url: str) -> str | None:
        """The address's path and query below the manual's folder; None where it does not belong to the manual."""
        return _place_of(self.hosts, url)

    def belongs(self, url: str) -> bool:
        """Whether an address is one of the manual's own."""
        return self.place_of(url) is not None


@lru_cache(maxsize=1 << 15)  # the pages of a manual link to the same few thousand addresses
def _place_of(hosts: tuple[str, ...], url: str) -> str | None:
    parts = urlsplit(normalised_url(url))
    path = unquote(parts.path)
    for host in hosts:
        name, _, folder = host.lower().removeprefix("www.").partition("/")
        folder = f"/{folder.strip('/')}" if folder.strip("/") else ""
        if _same_host(name, url, parts.netloc) and f"{path.lower()}/".startswith(f"{folder}/"):
            return (path[len(folder) :] or "/") + (f"?{parts.query}" if parts.query else "")
    return None


def _same_host(name: str, url: str, netloc: str) -> bool:
    return name in (host_of(url), netloc.lower().removeprefix("www."))


def role_of(url: str, reading: Reading, text: str = "") -> PageRole:
    """What the page at an address is in its manual; `text` is that of the link which led there, where there is one.

    The addresses of year archives cannot be foreseen, so a link that calls itself "2019 Amendments" is believed.
    """
    place = reading.place_of(url)
    if place is None or re.search(reading.other_path, place, re.IGNORECASE):
        return PageRole.OTHER
    if suffix_of(url) in DOCUMENT_SUFFIXES:
        return PageRole.DOCUMENT
    if re.search(reading.log_path, place, re.IGNORECASE) or _LOG_TEXT.match(" ".join(text.split())):
        return PageRole.LOG
    if re.search(reading.contents_path, place, re.IGNORECASE):
        return PageRole.CONTENTS
    return PageRole.CHAPTER if re.search(reading.chapter_path, place, re.IGNORECASE) else PageRole.OTHER


def is_library(url: str, reading: Reading, text: str = "") -> bool:
    """Whether an address is that of a page which lists the manual's documents; `text` is that of the link to it."""
    place = reading.place_of(url)
    if place is None or suffix_of(url) in DOCUMENT_SUFFIXES | NOTED_SUFFIXES:
        return False
    return bool(re.search(reading.library_path, place, re.IGNORECASE) or _LIBRARY_TEXT.match(" ".join(text.split())))


def is_noted(url: str, reading: Reading) -> bool:
    """Whether an address is that of one of the manual's documents which we do not read."""
    place = reading.place_of(url)
    return (
        place is not None
        and suffix_of(url) in NOTED_SUFFIXES
        and not re.search(reading.other_path, place, re.IGNORECASE)
    )
