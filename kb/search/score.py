"""Scoring: BM25F over the postings, every group of a plan as one word. Whoosh's own top-k search is never asked: over
several fields it leaves out sections that belong in the answer.

`templates/static/search-score.js` computes the same in the same order of operations; scores are rounded, so that the
last bit of a logarithm decides nothing.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kb.search.index import Index
from kb.search.planner import Alternative, Group, Plan
from kb.search.rules import RULES


@dataclass(frozen=True, slots=True)
class RankedChapter:
    """A chapter that answers, with its sections as (document, score), best first."""

    chapter: int
    score: float
    exact: bool
    sections: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The chapters that answer a plan, best first; `partial` where no section has all its words."""

    chapters: tuple[RankedChapter, ...]
    partial: bool = False


@dataclass(slots=True)
class _Found:
    """Where a group stands: how strongly in which document, and how many words of which chapter's title it fills."""

    strength: dict[int, float] = field(default_factory=dict)
    sure: set[int] = field(default_factory=set)
    titles: dict[int, int] = field(default_factory=dict)
    rarity: float = 0.0


def ranked(plan: Plan, index: Index, wanted: Callable[[int], bool]) -> Ranking:
    """The chapters among the `wanted` ones that answer a plan: exact titles first, then by score.

    A section answers if it has as many of the required groups as any section has.
    """
    found = [_group(group, index) for group in plan.groups]
    starts = [chapter.first for chapter in index.chapters]
    required = [found[i] for i, group in enumerate(plan.groups) if not group.optional]
    matched: dict[int, int] = {}
    for group in required:
        for document in group.strength:
            if wanted(bisect_right(starts, document) - 1):
                matched[document] = matched.get(document, 0) + 1
    most = max(matched.values(), default=0)
    chapters: dict[int, list[tuple[int, float]]] = {}
    for document in sorted(document for document, count in matched.items() if count == most):
        chapters.setdefault(bisect_right(starts, document) - 1, []).append((document, _section_score(document, found)))
    scored = [_chapter(number, sections, required, index) for number, sections in chapters.items()]
    scored.sort(key=lambda chapter: (not chapter.exact, -chapter.score, chapter.chapter))
    return Ranking(tuple(scored), partial=most < len(required))


def rounded(score: float) -> float:
    """To six decimals, in a way every language does alike."""
    return math.floor(score * 1e6 + 0.5) / 1e6


def _group(group: Group, index: Index) -> _Found:
    found = _Found()
    for alternative in group.alternatives:
        _add(alternative, found, index)
    spread = len(found.sure) or len(found.strength)
    found.rarity = math.log(1 + (index.documents - spread + 0.5) / (spread + 0.5))
    return found


def _add(alternative: Alternative, found: _Found, index: Index) -> None:
    """A section has an alternative as strongly as it has the weakest of its terms."""
    parts = [_strengths(term, index) for term in alternative.terms]
    for document in _in_all([strength for strength, _ in parts]):
        weakest = min(strength[document] for strength, _ in parts)
        found.strength[document] = found.strength.get(document, 0.0) + alternative.weight * weakest
        if not alternative.loose:
            found.sure.add(document)
    for chapter in _in_all([dict.fromkeys(titles, True) for _, titles in parts]):
        found.titles[chapter] = max(found.titles.get(chapter, 0), alternative.fills)


def _strengths(term: str, index: Index) -> tuple[dict[int, float], set[int]]:
    """How strongly each document has a term over its fields, and which chapters have it in their title."""
    strength: dict[int, float] = {}
    titled: set[int] = set()
    for name, boost, share in zip(RULES.fields, RULES.boosts, RULES.length_weights, strict=True):
        average = index.average_length(name)
        for document, times in index.postings(name, term):
            long = 1 - share + share * index.length(document, name) / average
            strength[document] = strength.get(document, 0.0) + boost * times / long
            if name == "title":
                titled.add(document)
    return strength, {number for number, chapter in enumerate(index.chapters) if chapter.first in titled}


def _in_all(parts: Sequence[Mapping[int, object]]) -> Iterable[int]:
    smallest, *others = sorted(parts, key=len)
    return [key for key in smallest if all(key in other for other in others)]


def _section_score(document: int, found: list[_Found]) -> float:
    score = 0.0
    for group in found:
        strength = group.strength.get(document, 0.0)
        score += group.rarity * strength * (RULES.saturation + 1) / (strength + RULES.saturation)
    return rounded(score)


def _chapter(number: int, sections: list[tuple[int, float]], required: list[_Found], index: Index) -> RankedChapter:
    """A chapter counts by its best section, a little by the next two, and by how far its title is what was asked."""
    sections.sort(key=lambda section: (-section[1], section[0]))
    score = sections[0][1]
    for (_, other), share in zip(sections[1:3], (RULES.second, RULES.second / 2), strict=False):
        score += share * other
    title_words = index.chapters[number].title_words
    exact = False
    if all(number in group.titles for group in required):
        filled = sum(group.titles[number] for group in required)
        exact = title_words > 0 and filled >= title_words
        score += RULES.title * min(1.0, filled / max(1, title_words)) * sum(group.rarity for group in required)
    return RankedChapter(number, rounded(score), exact, tuple(sections))
