"""Ask the index of changes: which chapters came to say something, or ceased to, and when.

What counts is how often a chapter says it, not that a changed passage holds it. A passage says a query as often as the
rarest of its words (or names, or quoted phrases) stands in it, in any of its forms; a chapter gained the query in a
step if its passages together say it more often after than before. So a moved paragraph gains nothing, nor does a
chapter in which "LAC" became "looked after child", nor one in which one passage took over what another said.

`templates/static/search-changes.js` does the same; change both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.search.change_index import SIDES, ChangedPassage, changed_passage, open_changes
from kb.search.entries import ChangeHit, ChangeResult, RedlinePiece, Run, ShownPassage
from kb.search.index import Index, IndexedStep
from kb.search.planner import Alternative, Group, Plan, plan
from kb.search.query import asked, expansions_as_json, marked, spoken
from kb.search.rules import RULES
from kb.search.snippet import Mark, stretch


def search_changes(folder: Path, query: str, limit: int = 10, source: str | None = None) -> ChangeResult:
    """The steps of chapters that gained or lost what is asked for, newest first, at most `limit`.

    The same as the site's search gives. UsageError and StoreError as `kb.search.search` raises them.
    """
    query = asked(query, limit)
    index = open_changes(folder)
    try:
        return _answer(index, query, limit, source)
    finally:
        index.close()


def change_result_as_json(result: ChangeResult) -> dict[str, Any]:
    """A result in its fixed JSON form. `words` are the redline's runs around what was found."""
    return {
        "query": result.query,
        "expanded": list(result.expanded),
        "corrected": result.corrected,
        "hits": [_hit_as_json(hit) for hit in result.hits],
        "total": result.total,
        "expansions": expansions_as_json(result.expansions),
        "unknown": list(result.unknown),
    }


def _hit_as_json(hit: ChangeHit) -> dict[str, Any]:
    return {
        "chapter": hit.chapter,
        "title": hit.title,
        "change": "gained" if hit.times > 0 else "lost",
        "times": abs(hit.times),
        "before": hit.before,
        "after": hit.after,
        "since": hit.since,
        "until": hit.until,
        "edition": hit.edition,
        "location": hit.location,
        "passages": [_passage_as_json(passage) for passage in hit.passages],
        "number": hit.number,
        "kind": hit.kind,
        "source": hit.source,
        "manual": hit.manual,
    }


def _passage_as_json(passage: ShownPassage) -> dict[str, Any]:
    return {
        "section": passage.label,
        "heading": passage.heading,
        "location": passage.location,
        "times": passage.times,
        "words": [[piece.state, piece.text, piece.marked] for piece in passage.pieces],
    }


@dataclass(frozen=True, slots=True)
class _Found:
    """A step, by how much more or less often it says the query, and in which passages."""

    step: IndexedStep
    times: int
    passages: tuple[tuple[int, int], ...]


def _answer(index: Index, query: str, limit: int, source: str | None) -> ChangeResult:
    planned = plan(query, index, index.terms.by_key())
    found = sorted(_found(planned, index, source), key=lambda one: (one.step.until, -one.step.first), reverse=True)
    return ChangeResult(
        query,
        tuple(_hit(one, planned, index) for one in found[:limit]),
        len(found),
        planned.expansions,
        planned.corrected,
        planned.unknown,
    )


def _found(planned: Plan, index: Index, source: str | None) -> Iterator[_Found]:
    before, after = (_said(planned, index, side) for side in SIDES)
    changed = [(document, after.get(document, 0) - before.get(document, 0)) for document in sorted({*before, *after})]
    for step, passages in _by_step(changed, index.steps):
        times = sum(each for _, each in passages)
        if times and source in (None, step.source):
            yield _Found(step, times, tuple(one for one in passages if one[1] * times > 0))


def _by_step(
    changed: Iterable[tuple[int, int]], steps: Sequence[IndexedStep]
) -> Iterator[tuple[IndexedStep, list[tuple[int, int]]]]:
    """Documents in order, under the steps they belong to."""
    rest = iter(changed)
    document = next(rest, None)
    for step in steps:
        own = []
        while document is not None and document[0] < step.first + step.count:
            own.append(document)
            document = next(rest, None)
        if own:
            yield step, own


def _said(planned: Plan, index: Index, side: str) -> dict[int, int]:
    """How often each passage says the query on one side; those that say it at all."""
    counts = [_times(group, index, side) for group in planned.groups if not group.optional]
    if not counts:
        return {}
    said = {document: min(each[document] for each in counts) for document in _in_all(counts)}
    if not planned.phrases:
        return said
    quoted = {
        document: min(times, _quoted(planned.phrases, changed_passage(index, document).text(side)))
        for document, times in said.items()
    }
    return {document: times for document, times in quoted.items() if times}


def _quoted(phrases: Sequence[str], text: str) -> int:
    """How often a text has the quoted phrase; of several, the rarest."""
    said = spoken(text)
    return min(said.count(f" {phrase} ") for phrase in phrases)


def _times(group: Group, index: Index, side: str) -> dict[int, int]:
    """How often each passage has a group, by any of the names that surely mean it.

    A name may stand inside a longer one ("looked after" in "looked after child"), which is said once.
    """
    sure = [one for one in group.alternatives if not one.loose] or list(group.alternatives)
    total: dict[int, int] = {}
    longer: list[tuple[str, Mapping[int, int]]] = []
    for alternative in sorted(sure, key=_length, reverse=True):
        times = _of_alternative(alternative, index, side)
        if len(alternative.terms) == 1:
            term = alternative.terms[0]
            for name, counted in longer:
                inside = f" {name} ".count(f" {term} ")
                if inside and name != term:
                    times = {document: n - inside * counted.get(document, 0) for document, n in times.items()}
            longer.append((term, times))
        for document, n in times.items():
            if n > 0:
                total[document] = total.get(document, 0) + n
    return total


def _length(alternative: Alternative) -> int:
    return sum(term.count(" ") + 1 for term in alternative.terms)


def _of_alternative(alternative: Alternative, index: Index, side: str) -> dict[int, int]:
    parts = [dict(index.postings(side, term)) for term in alternative.terms]
    return {document: min(part[document] for part in parts) for document in _in_all(parts)}


def _in_all(parts: Sequence[Mapping[int, int]]) -> list[int]:
    smallest, *others = sorted(parts, key=len)
    return [document for document in smallest if all(document in other for other in others)]


def _hit(found: _Found, planned: Plan, index: Index) -> ChangeHit:
    step = found.step
    best = sorted(found.passages, key=lambda one: (-abs(one[1]), one[0]))[: RULES.sections_shown]
    return ChangeHit(
        source=step.source,
        manual=step.manual,
        chapter=step.slug,
        title=step.title,
        number=step.number,
        kind=step.kind,
        before=step.before,
        after=step.after,
        since=step.since,
        until=step.until,
        edition=step.edition,
        location=step.location,
        times=found.times,
        passages=tuple(_shown(changed_passage(index, document), times, planned, index) for document, times in best),
    )


def _shown(passage: ChangedPassage, times: int, planned: Plan, index: Index) -> ShownPassage:
    side = "after" if times > 0 else "before"
    text = passage.text(side)
    found = marked(planned, text, lambda name: index.count(name) > 0)
    pieces = _pieces(passage.runs, "-" if side == "after" else "+", stretch(text, found), found)
    return ShownPassage(passage.label, passage.heading, passage.location, times, tuple(pieces))


def _pieces(runs: Sequence[Run], other: str, shown: tuple[int, int], found: Sequence[Mark]) -> Iterator[RedlinePiece]:
    """The redline around a stretch of one side: its runs with the marks, and what the `other` side has between them."""
    start, end = shown
    if start:
        yield RedlinePiece("=", "… ")
    at, cut = 0, False
    for state, text in runs:
        if state == other:
            if start <= at <= end and not cut:
                yield RedlinePiece(state, text[: RULES.snippet])
            continue
        low, high = max(at, start), min(at + len(text), end)
        if low < high:
            yield from _with_marks(state, text, at, (low, high), found)
        at += len(text)
        cut = at > end
    if cut:
        yield RedlinePiece("=", " …")


def _with_marks(
    state: str, text: str, at: int, shown: tuple[int, int], found: Sequence[Mark]
) -> Iterator[RedlinePiece]:
    """A run that begins at a place of its side's text, as far as it is shown, cut where marks begin and end."""
    low, high = shown
    place = low
    for mark in found:
        start, end = max(mark.start, low), min(mark.end, high)
        if start < end:
            if place < start:
                yield RedlinePiece(state, text[place - at : start - at])
            yield RedlinePiece(state, text[start - at : end - at], marked=True)
            place = end
    if place < high:
        yield RedlinePiece(state, text[place - at : high - at])
