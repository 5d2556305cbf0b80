"""Build the site: gather everything, then write; the same facts give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from kb.model import NationalAmendment
from kb.resources import templates
from site_builder.facts import Manual
from site_builder.feeds import Feed, atom, chapter_feed, joined_feed, json_feed, manual_feed
from site_builder.lookup import Lookup
from site_builder.pages import frame_of, manual_pages, search_page
from site_builder.places import JSON_FEED, Places
from site_builder.render import Frame, NavItem, Renderer, SitePage
from site_builder.search_files import write_search_files
from site_builder.swap import replaced
from site_builder.views_adoption import ADOPTION, adoption_view
from site_builder.views_home import span_view

SPAN_TITLE = "Procedures manuals"


def build_site(
    manuals: Sequence[Manual],
    out: Path,
    now: datetime,
    search_index: Path | None = None,
    adopted: Sequence[NationalAmendment] = (),
) -> int:
    """Writes the site of the given manuals to `out`, in place of the one there, and returns how many pages it has.

    One manual's pages sit at the root; of several each has its folder, and the root's home page spans them. `now` only
    decides which promises and review dates have passed. `search_index` is what the browser's search is exported from,
    `adopted` the amendments that several manuals have taken up.
    Raises PublishError where the site cannot be written; the last good one stays.
    """
    several = len(manuals) != 1
    lookups = [Lookup(manual, Places(f"{manual.source}/" if several else "")) for manual in manuals]
    renderer = Renderer()
    written = 0
    with replaced(out) as folder:
        # One page at a time: those of a large manual together would fill the memory.
        for page in _pages(lookups, now, adopted):
            _write(folder / page.place, renderer.page(page))
            written += 1
        feeds = _feeds(lookups)
        for feed in chain(feeds, _chapter_feeds(lookups)):
            _write(folder / feed.place, atom(feed, renderer))
        for feed in feeds:
            _write((folder / feed.place).with_name(JSON_FEED), json_feed(feed))
        _copy(templates() / "static", folder / "static")
        if search_index is not None:
            write_search_files(search_index, folder / "search")
    return written


def _pages(lookups: Sequence[Lookup], now: datetime, adopted: Sequence[NationalAmendment]) -> Iterator[SitePage]:
    if len(lookups) == 1:
        frame = frame_of(lookups[0])
        yield from manual_pages(lookups[0], frame, now.date())
        yield search_page(frame, lookups[0].places.chapters)
        return
    frame = _span_frame(lookups)
    yield SitePage("index.html", "span.html", SPAN_TITLE, span_view(lookups, now.date()), frame, "home")
    if lookups:
        view = adoption_view(adopted, lookups)
        yield SitePage(ADOPTION, "adoption.html", "Who has taken it up", view, frame, "adoption")
    for lookup in lookups:
        yield from manual_pages(lookup, frame_of(lookup, site_home="index.html"), now.date())
    yield search_page(frame)


def _span_frame(lookups: Sequence[Lookup]) -> Frame:
    """The frame of the pages that belong to no single manual: its navigation leads to each of them."""
    manuals = [NavItem(lookup.manual.source, lookup.manual.title, lookup.places.home) for lookup in lookups]
    adoption = [NavItem("adoption", "Adoption", ADOPTION)] if lookups else []
    return Frame(
        SPAN_TITLE, "", "index.html", (NavItem("home", "Home", "index.html"), *manuals, *adoption), "changes.atom"
    )


def _feeds(lookups: Sequence[Lookup]) -> list[Feed]:
    feeds = [manual_feed(lookup, lookup.places.atom) for lookup in lookups]
    if len(lookups) == 1:
        return feeds
    return [*feeds, joined_feed(feeds, f"Changes: {SPAN_TITLE}", "changes.atom")]


def _chapter_feeds(lookups: Sequence[Lookup]) -> Iterator[Feed]:
    return (chapter_feed(text, lookup) for lookup in lookups for text in lookup.manual.texts if text.versions)


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8", newline="\n")


def _copy(source: Traversable, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for entry in _sorted(source):
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())


def _sorted(folder: Traversable) -> Iterator[Traversable]:
    yield from sorted(folder.iterdir(), key=lambda entry: entry.name)
