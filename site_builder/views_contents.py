"""The contents as the manual has them, the same from A to Z, and the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kb.text import normalised
from site_builder.facts import ChapterFacts
from site_builder.lookup import Lookup
from site_builder.phrases import day
from site_builder.views_facts import Link, between, outside


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A chapter in a list. `words` is what the filter box looks in."""

    number: str
    title: str
    place: str | None
    badge: str
    note: str
    words: str


@dataclass(frozen=True, slots=True)
class ChapterGroup:
    """A part of the manual, or a letter."""

    anchor: str
    name: str
    lines: tuple[ChapterLine, ...]


@dataclass(frozen=True, slots=True)
class ContentsView:
    """All chapters twice: as the manual orders them and by title; withdrawn ones apart."""

    parts: tuple[ChapterGroup, ...]
    letters: tuple[ChapterGroup, ...]
    withdrawn: tuple[ChapterLine, ...]
    total: int
    documents: str | None
    days: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document with where it comes from."""

    title: str
    place: str | None
    original: Link
    seen: str
    changed: str
    words: str


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """The documents that belong to the manual."""

    documents: tuple[DocumentLine, ...]


def contents_view(lookup: Lookup) -> ContentsView:
    """The contents page."""
    in_force = [text for text in lookup.manual.chapters if text.chapter.withdrawn_at is None]
    withdrawn = [text for text in lookup.manual.chapters if text.chapter.withdrawn_at is not None]
    by_title = sorted(in_force, key=lambda text: (_sorted_as(text), text.chapter.slug))
    return ContentsView(
        parts=_groups("part", ((text.chapter.part or "Chapters", text) for text in in_force), lookup),
        letters=_groups("letter", ((_sorted_as(text)[:1].upper() or "#", text) for text in by_title), lookup),
        withdrawn=tuple(_line(text, lookup) for text in withdrawn),
        total=len(in_force),
        documents=lookup.places.documents if lookup.manual.documents else None,
        days=lookup.places.days,
    )


def documents_view(lookup: Lookup) -> DocumentsView:
    """The documents page."""
    return DocumentsView(tuple(_document(text, lookup) for text in lookup.manual.documents))


def _groups(kind: str, named: Iterable[tuple[str, ChapterFacts]], lookup: Lookup) -> tuple[ChapterGroup, ...]:
    made = []
    for number, (name, members) in enumerate(groupby(named, key=lambda each: each[0]), start=1):
        made.append(ChapterGroup(f"{kind}-{number}", name, tuple(_line(text, lookup) for _, text in members)))
    return tuple(made)


def _line(text: ChapterFacts, lookup: Lookup) -> ChapterLine:
    chapter = text.chapter
    return ChapterLine(
        number=chapter.number if chapter.withdrawn_at is None else "",
        title=chapter.title,
        place=lookup.chapter_place(chapter.id),
        badge=chapter.badge,
        note=_note(text),
        words=normalised(" ".join((chapter.number, chapter.title, *chapter.former_titles))).lower(),
    )


def _note(text: ChapterFacts) -> str:
    if text.chapter.withdrawn_at is not None:
        return f"withdrawn, noticed on {day(text.chapter.withdrawn_at)}"
    if not text.versions:
        return "listed, but its text was not collected"
    if text.steps:
        when = between(text.steps[-1].before, text.steps[-1].after)
        return f"text changed {when[:1].lower()}{when[1:]}"
    return ""


def _document(text: ChapterFacts, lookup: Lookup) -> DocumentLine:
    latest = text.latest.version if text.latest else None
    return DocumentLine(
        title=text.chapter.title,
        place=lookup.chapter_place(text.chapter.id),
        original=outside(text.chapter.url),
        seen=day(latest.last_seen) if latest else "",
        changed=between(text.steps[-1].before, text.steps[-1].after) if text.steps else "",
        words=f"{latest.words:,}" if latest else "",
    )


def _sorted_as(text: ChapterFacts) -> str:
    """A title as an index sorts it: without a leading article or quote."""
    title = normalised(text.chapter.title).lower().lstrip("'\"( ")
    for article in ("the ", "a ", "an "):
        title = title.removeprefix(article)
    return title
