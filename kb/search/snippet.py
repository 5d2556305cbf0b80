"""Snippets: the stretch of a section that says why it was found, with the words that were matched marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.search.analysis import RESPELT, Word, apart, term_of, words
from kb.search.entries import Piece
from kb.search.planner import Plan
from kb.search.rules import RULES

_LEAD = 50
"""Characters shown before the first mark, so that it has a beginning."""
_BETWEEN = " · "
"""What stands in a snippet between two blocks: a table row does not run on into the next."""
_LINES = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Mark:
    """That `text[start:end]` matches a group of the plan."""

    start: int
    end: int
    group: int


def marked_terms(plan: Plan, loose: bool) -> dict[str, int]:
    """The terms to mark with the group of each; with `loose`, also words that only together stand for a group."""
    marked: dict[str, int] = {}
    for number, group in enumerate(plan.groups):
        for alternative in group.alternatives:
            if loose or not alternative.loose or len(alternative.terms) == 1:
                for term in alternative.terms:
                    marked.setdefault(term, number)
    return marked


def marks(text: str, marked: Mapping[str, int], written: Callable[[str], bool]) -> list[Mark]:
    """Where the text has terms that are to be marked, the longest phrase first.

    `written` says whether the manual has a word or phrase so, for neighbours put together can make a word by chance.
    """
    initials = frozenset(term[0] for term in marked)
    longest = max(RULES.longest_compound, *(term.count(" ") + 1 for term in marked), 0)
    found: list[Mark] = []
    scanned = words(text)
    at = 0
    while at < len(scanned):
        for length in range(min(longest, len(scanned) - at), 0, -1):
            run = scanned[at : at + length]
            if any(apart(text, run[i], run[i + 1]) for i in range(length - 1)):
                continue
            likely = (name for name in _spellings(run) if name[0] in initials or name in RESPELT)
            group = next((marked[term] for name in likely if (term := term_of(name)) in marked and written(name)), None)
            if group is not None:
                found.append(Mark(run[0].start, run[-1].end, group))
                break
        else:
            length = 1
        at += length
    return found


def snippet(text: str, found: Sequence[Mark]) -> tuple[Piece, ...]:
    """About two lines of the text: where most groups of the plan stand close together, else its beginning.

    The text has its blocks one a line; the snippet has a dot between them.
    """
    start, end = stretch(text.replace("\n", " "), found)
    pieces = [Piece("… ")] if start else []
    at = start
    for mark in found:
        if mark.start >= at and mark.end <= end:
            pieces += [Piece(text[at : mark.start]), Piece(text[mark.start : mark.end], marked=True)]
            at = mark.end
    pieces += [Piece(text[at:end]), Piece(" …" if end < len(text) else "")]
    return tuple(Piece(_LINES.sub(_BETWEEN, piece.text), piece.marked) for piece in pieces if piece.text)


def stretch(text: str, found: Sequence[Mark]) -> tuple[int, int]:
    """From where to where a text is shown: about two lines, cut between words."""
    start = _start(text, found)
    end = min(len(text), start + RULES.snippet)
    if end < len(text):
        space = text.rfind(" ", start + 1, end)
        end = space if space > start else end
    return start, end


def _start(text: str, found: Sequence[Mark]) -> int:
    best, place = (0, 0), 0
    for i, first in enumerate(found):
        near = [mark for mark in found[i:] if mark.end - first.start <= RULES.snippet - _LEAD]
        worth = (len({mark.group for mark in near}), len(near))
        if worth > best:
            best, place = worth, first.start
    if place <= _LEAD:
        return 0
    space = text.find(" ", place - _LEAD, place)
    return space + 1 if space >= 0 else place


def _spellings(run: Sequence[Word]) -> tuple[str, ...]:
    """How a run of words may stand in the lexicon: as a phrase, as a compound, or by what a single word also says."""
    if len(run) > 1:
        phrase = " ".join(word.surface for word in run)
        return (phrase, phrase.replace(" ", "")) if len(run) <= RULES.longest_compound else (phrase,)
    return (run[0].surface, run[0].raw, *run[0].parts)
