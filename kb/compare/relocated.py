"""Sentences that went from one line into another: nothing that binds came or went by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kb.compare.outline import named
from kb.model import Change, ChangeKind, Reason, ReasonKind, Significance
from kb.text import normalised

FEWEST_WORDS = 5
"""A shorter sentence may stand in two places by chance."""

_ENDS = re.compile(r"[.?!;]+ ")
_KINDS = frozenset((ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.AMENDED))
_WEIGHTY = frozenset((Significance.DUTY, Significance.SUBSTANTIVE))


@dataclass(frozen=True, slots=True)
class _Moving:
    """What sentences a change takes from its line and brings into it."""

    gone: Collection[str]
    come: Collection[str]


def relocated(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, those that do nothing but take or bring sentences of another line judged as moves.

    The sentence has to be the same but for capitals and the mark at its end. Where anything else changed in the
    line, the verdict on the line stands.
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
    before, after = (_sentences(text) if text else [] for text in (change.before, change.after))
    if not (before and after):
        return _Moving(before, after)
    here, there = Counter(before), Counter(after)
    return _Moving(here - there, there - here)


def _sentences(text: str) -> list[str]:
    return _ENDS.split(normalised(text).casefold().rstrip(".?!;"))


def _places(changes: Sequence[Change], moving: Iterable[tuple[int, Iterable[str]]]) -> dict[str, str]:
    """In which section each sentence went or came, of those that are long enough to be known again."""
    places: dict[str, str] = {}
    for at, sentences in moving:
        known = [sentence for sentence in sentences if sentence.count(" ") >= FEWEST_WORDS - 1]
        if known:
            places.update(dict.fromkeys(known, named(changes[at].section, title=False)))
    return places


def _judged(change: Change, moving: _Moving, places: tuple[dict[str, str], dict[str, str]], both: set[str]) -> Change:
    if not (moving.gone or moving.come) or not both.issuperset((*moving.gone, *moving.come)):
        return change
    to = [Reason(ReasonKind.MOVED, after=places[1][sentence]) for sentence in moving.gone]
    here = [Reason(ReasonKind.MOVED, before=places[0][sentence]) for sentence in moving.come]
    links = [reason for reason in change.reasons if reason.kind is ReasonKind.LINK]
    significance = Significance.REFERENCE if links else Significance.EDITORIAL
    return replace(change, significance=significance, reasons=tuple(dict.fromkeys((*to, *here, *links))))
