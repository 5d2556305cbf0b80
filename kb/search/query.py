"""Ask the index: plan the query, score the sections, show what was found."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from kb.errors import UsageError
from kb.search.analysis import cleaned, words
from kb.search.entries import Expansion, Hit, Piece, SearchResult
from kb.search.index import Index, IndexedChapter, IndexedSection, open_index
from kb.search.planner import Plan, plan
from kb.search.rules import RULES
from kb.search.score import RankedChapter, ranked
from kb.search.snippet import Mark, marked_terms, marks, snippet


def search(folder: Path, query: str, limit: int = 10, source: str | None = None) -> SearchResult:
    """The sections that answer a query, at most `limit`, of one manual or of all; the same as the site's search gives.

    UsageError where the query has no word, the limit no sense or the index no such manual; StoreError without an index.
    """
    query = asked(query, limit)
    index = open_index(folder)
    try:
        return _answer(index, query, limit, source)
    finally:
        index.close()


def result_as_json(result: SearchResult) -> dict[str, Any]:
    """A result in its fixed JSON form. `snippet` is HTML with <mark>, `snippet_text` the same without."""
    return {
        "query": result.query,
        "expanded": list(result.expanded),
        "corrected": result.corrected,
        "hits": [_hit_as_json(hit) for hit in result.hits],
        "total": result.total,
        "expansions": expansions_as_json(result.expansions),
        "partial": result.partial,
        "unknown": list(result.unknown),
    }


def asked(query: str, limit: int) -> str:
    """A query as it is searched. UsageError where it has no word, or where the limit has no sense."""
    if limit < 1:
        raise UsageError(f"A limit of {limit} shows nothing: ask for at least one hit.")
    query = cleaned(query)
    if not words(query):
        raise UsageError(f"The query {query.strip()!r} has no word to search for: name a subject, a term or a section.")
    return query


def expansions_as_json(expansions: Iterable[Expansion]) -> list[dict[str, Any]]:
    """What a query was also searched as, in its fixed JSON form."""
    return [{"said": one.said, "also": list(one.also), "ambiguous": one.ambiguous} for one in expansions]


def _answer(index: Index, query: str, limit: int, source: str | None) -> SearchResult:
    sources = sorted({chapter.source for chapter in index.chapters})
    if source is not None and source not in sources:
        raise UsageError(f"The index has no manual {source!r}: it has {', '.join(sources) or 'none at all'}.")
    planned = plan(query, index, index.terms.by_key())
    ranking = ranked(planned, index, lambda chapter: source in (None, index.chapters[chapter].source))
    chapters = tuple(_with_phrases(planned, ranking.chapters, index)) if planned.phrases else ranking.chapters
    return SearchResult(
        query,
        tuple(_hits(planned, chapters, index, limit)),
        sum(len(chapter.sections) for chapter in chapters),
        planned.expansions,
        planned.corrected,
        ranking.partial and bool(chapters),
        planned.unknown,
    )


def _with_phrases(planned: Plan, chapters: tuple[RankedChapter, ...], index: Index) -> Iterator[RankedChapter]:
    """Of the best chapters, the sections that have every quoted phrase as it was quoted."""
    for chapter in chapters[: RULES.phrase_chapters]:
        title = index.chapters[chapter.chapter].title
        kept = tuple(found for found in chapter.sections if _has_phrases(planned, title, index.section(found[0])))
        if kept:
            yield RankedChapter(chapter.chapter, chapter.score, chapter.exact, kept)


def _has_phrases(planned: Plan, title: str, section: IndexedSection) -> bool:
    said = [spoken(text) for text in (title, section.heading, section.text)]
    return all(any(f" {phrase} " in text for text in said) for phrase in planned.phrases)


def spoken(text: str) -> str:
    """The words of a text in a row, with a space on either side, as quoted phrases are looked for."""
    return f" {' '.join(word.surface for word in words(text))} "


def _hits(planned: Plan, chapters: tuple[RankedChapter, ...], index: Index, limit: int) -> Iterator[Hit]:
    shown = 0
    for chapter in chapters:
        for document, score in chapter.sections[: RULES.sections_shown]:
            if shown == limit:
                return
            shown += 1
            section = index.section(document)
            yield _hit(
                index.chapters[chapter.chapter],
                section,
                score,
                _snippet(planned, section.text, lambda name: index.count(name) > 0),
            )


def _hit(chapter: IndexedChapter, section: IndexedSection, score: float, pieces: tuple[Piece, ...]) -> Hit:
    return Hit(
        source=chapter.source,
        manual=chapter.manual,
        chapter=chapter.slug,
        title=chapter.title,
        number=chapter.number,
        kind=chapter.kind,
        label=section.label,
        heading=section.heading,
        location=section.location,
        score=score,
        snippet=pieces,
    )


def _snippet(planned: Plan, text: str, written: Callable[[str], bool]) -> tuple[Piece, ...]:
    return snippet(text, marked(planned, text, written))


def marked(planned: Plan, text: str, written: Callable[[str], bool]) -> list[Mark]:
    """Where a text has what surely stands for the plan's words; else what stands for them only together."""
    found = marks(text, marked_terms(planned, loose=False), written)
    return found or marks(text, marked_terms(planned, loose=True), written)


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    return {
        "chapter": hit.chapter,
        "title": hit.title,
        "section": hit.label,
        "heading": hit.heading,
        "location": hit.location,
        "score": hit.score,
        "snippet": "".join(_marked(piece) for piece in hit.snippet),
        "snippet_text": "".join(piece.text for piece in hit.snippet),
        "number": hit.number,
        "kind": hit.kind,
        "source": hit.source,
        "manual": hit.manual,
    }


def _marked(piece: Piece) -> str:
    text = html.escape(piece.text, quote=False)
    return f"<mark>{text}</mark>" if piece.marked else text
