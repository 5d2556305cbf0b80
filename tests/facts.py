"""Facts for tests: pages, moments, and a chapter kept in a store in one call."""

from __future__ import annotations

from datetime import UTC, datetime

from kb.model import Chapter, ChapterKind, Origin, Page, PageRole, Run, RunKind
from kb.store import Store, packed_text

SOURCE = "ourmanual"


def moment(day: str) -> datetime:
    """Six in the morning of a day, UTC."""
    return datetime.fromisoformat(f"{day}T06:00:00+00:00").astimezone(UTC)


def page(
    body: str = "<h1>Visits</h1>", day: str = "2020-03-16", url: str = "http://manual.example/p_visits.html"
) -> Page:
    """A page as collected on a day."""
    return Page(SOURCE, url, moment(day), body.encode(), etag=f'"{len(body)}"')


def kept_page(store: Store, kept: Page, role: PageRole = PageRole.CHAPTER) -> Run:
    """Keeps a page in a run of its own."""
    run = store.start_run(SOURCE, RunKind.COLLECT, kept.fetched_at)
    store.keep_page(run.id, kept, role)
    store.finish_run(run.id, kept.fetched_at, complete=True)
    return run


def kept_version(
    store: Store, chapter_id: int, text: Chapter, day: str, body: str = "", rules: int = 1
) -> Origin | None:
    """Keeps a text as what a chapter's page said on a day."""
    of_day = page(body or f"{day} {text.digest}", day)
    kept = page_number(store, kept_page(store, of_day))
    return store.keep_version(chapter_id, packed_text(text), kept, rules, of_day.fetched_at)


def page_number(store: Store, run: Run) -> int:
    """The number of the page that a run of one page kept."""
    ((_, kept),) = store.checked_pages(run.id)
    assert kept is not None
    return kept.id


def new_chapter(store: Store, title: str = "Visits") -> int:
    """A chapter without a version yet."""
    return store.add_chapter(SOURCE, ChapterKind.CHAPTER, title)
