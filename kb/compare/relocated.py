"""Sentences that went from one line into another: nothing that binds came or went by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.compare.changes import judged_words
from kb.compare.outline import named
from kb.compare.significance import Verdict, judged_alone, only_points, strongest
from kb.compare.structure import ELSEWHERE_HERE
from kb.model import Change, ChangeKind, Reason, ReasonKind, Significance
from kb.text import normalised

FEWEST_WORDS = 5
"""A shorter sentence may stand in two places by chance."""

_ENDS = re.compile(r"(?<=[.?!;]) ")
_KINDS = frozenset((ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.AMENDED))
_WEIGHTY = frozenset((Significance.DUTY, Significance.SUBSTANTIVE))
_Places = dict[str, str]


class _Sentence(NamedTuple):
    """A sentence as it is known again, without capitals and the marks at its end, and as it stands in its line."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class _Moving:
    """What sentences a line had and has, and those of them that it lost and gained."""

    before: Sequence[_Sentence]
    after: Sequence[_Sentence]
    gone: Collection[str]
    come: Collection[str]


def relocated(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, judged without the sentences that they only take from a line or bring from one.

    The sentence has to be the same but for capitals and the mark at its end. It is told as moved at both ends; what
    else came or went with it is judged as if it had stood alone.
    """
    moving = {at: _moving(change) for at, change in enumerate(changes) if _may_move(change)}
    places = (
        _places(changes, ((at, found.gone) for at, found in moving.items())),
        _places(changes, ((at, found.come) for at, found in moving.items())),
    )
    both = places[0].keys() & places[1].keys()
    if not both:
        return tuple(changes)
    return tuple(
        _judged(change, moving[at], places, both) if at in moving else change for at, change in enumerate(changes)
    )


def _may_move(change: Change) -> bool:
    return change.kind in _KINDS and change.significance in _WEIGHTY


def _moving(change: Change) -> _Moving:
    before, after = (_sentences(text or "") for text in (change.before, change.after))
    here, there = (Counter(sentence.key for sentence in side) for side in (before, after))
    return _Moving(before, after, here - there, there - here)


def _sentences(text: str) -> list[_Sentence]:
    parts = _ENDS.split(normalised(text)) if text else []
    return [_Sentence(part.casefold().rstrip(".?!;"), part) for part in parts]


def _places(changes: Sequence[Change], moving: Iterable[tuple[int, Iterable[str]]]) -> _Places:
    """In which section each sentence went or came, of those that are long enough to be known again."""
    places: _Places = {}
    for at, sentences in moving:
        known = [sentence for sentence in sentences if sentence.count(" ") >= FEWEST_WORDS - 1]
        if known:
            places.update(dict.fromkeys(known, named(changes[at].section, title=False)))
    return places


def _judged(change: Change, moving: _Moving, places: tuple[_Places, _Places], both: Collection[str]) -> Change:
    gone, come = ([key for key in side if key in both] for side in (moving.gone, moving.come))
    if not (gone or come):
        return change
    own = named(change.section, title=False)
    to = [Reason(ReasonKind.MOVED, after=_elsewhere(places[1][key], own)) for key in gone]
    here = [Reason(ReasonKind.MOVED, before=_elsewhere(places[0][key], own)) for key in come]
    links = tuple(reason for reason in change.reasons if reason.kind is ReasonKind.LINK)
    moved = Verdict(Significance.REFERENCE if links else Significance.EDITORIAL, (*to, *here, *links))
    verdict = moved
    if len(gone) < len(moving.gone) or len(come) < len(moving.come):
        rest = _without(moving.before, gone), _without(moving.after, come)
        verdict = strongest((_of_rest(change, *rest), moved))
    return change._replace(significance=verdict.significance, reasons=tuple(dict.fromkeys(verdict.reasons)))


def _elsewhere(place: str, own: str) -> str:
    return ELSEWHERE_HERE if place == own else place


def _without(sentences: Iterable[_Sentence], moved: Collection[str]) -> str:
    return " ".join(sentence.text for sentence in sentences if sentence.key not in moved)


def _of_rest(change: Change, before: str, after: str) -> Verdict:
    """What the words amount to that stand nowhere else."""
    if change.before is not None and change.after is not None:
        return judged_words(before, after)
    added = change.before is None
    return judged_alone(after if added else before, added=added, pointing=only_points(change.section.title))
