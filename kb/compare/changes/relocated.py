"""Sentences that went from one line into another: nothing that binds came or went by it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kb.compare.changes.of_lines import judged_words
from kb.compare.citing import ELSEWHERE_HERE, named
from kb.compare.significance.judging import Verdict, judged_alone, only_points, strongest
from kb.model import Change, ChangeKind, Reason, ReasonKind, SectionRef, Significance
from kb.text import normalised

FEWEST_WORDS = 5
"""A shorter sentence may stand in two places by chance."""

_MARKS = ".?!;"
_ENDS = re.compile(rf"[{_MARKS}] ")
_BETWEEN = re.compile(rf"(?<=[{_MARKS}]) ")
"""The same places with the mark left to the sentence; looking back from every space takes far longer."""
_KINDS = frozenset((ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.AMENDED))
_WEIGHTY = frozenset((Significance.DUTY, Significance.SUBSTANTIVE))
_Sentences = list[str]
"""Sentences as they are known again: without capitals and the marks at their ends."""
_Places = dict[str, SectionRef]


def relocated(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, judged without the sentences that they only take from a line or bring from one.

    The sentence has to be the same but for capitals and the mark at its end. It is told as moved at both ends; what
    else came or went with it is judged as if it had stood alone.
    """
    moving = {at: _moving(change) for at, change in enumerate(changes) if _may_move(change)}
    gone: _Places = {key: changes[at].section for at, (some, _) in moving.items() for key in some}
    come: _Places = {key: changes[at].section for at, (_, some) in moving.items() for key in some}
    both = {key for key in gone.keys() & come.keys() if key.count(" ") >= FEWEST_WORDS - 1}
    if not both:
        return tuple(changes)
    return tuple(
        _judged(change, moving[at], (gone, come), both) if at in moving else change for at, change in enumerate(changes)
    )


def _may_move(change: Change) -> bool:
    return change.kind in _KINDS and change.significance in _WEIGHTY


def _moving(change: Change) -> tuple[_Sentences, _Sentences]:
    """What a line lost, and what it gained."""
    before, after = _sentences(change.before), _sentences(change.after)
    return _surplus(before, after), _surplus(after, before)


def _sentences(text: str | None) -> _Sentences:
    return [part.rstrip(_MARKS) for part in _ENDS.split(normalised(text).casefold())] if text else []


def _surplus(some: _Sentences, others: _Sentences) -> _Sentences:
    """What is said more often in some than in others, each once."""
    if not others:
        return list(dict.fromkeys(some))
    left: dict[str, int] = {}
    for key in some:
        left[key] = left.get(key, 0) + 1
    for key in others:
        if key in left:
            left[key] -= 1
    return [key for key, times in left.items() if times > 0]


def _judged(
    change: Change,
    moving: tuple[_Sentences, _Sentences],
    places: tuple[_Places, _Places],
    both: Collection[str],
) -> Change:
    gone, come = ([key for key in side if key in both] for side in moving)
    if not (gone or come):
        return change
    to = [Reason(ReasonKind.MOVED, after=_elsewhere(places[1][key], change.section)) for key in gone]
    here = [Reason(ReasonKind.MOVED, before=_elsewhere(places[0][key], change.section)) for key in come]
    links = tuple(reason for reason in change.reasons if reason.kind is ReasonKind.LINK)
    moved = Verdict(Significance.REFERENCE if links else Significance.EDITORIAL, (*to, *here, *links))
    verdict = moved
    if len(gone) < len(moving[0]) or len(come) < len(moving[1]):
        rest = _without(change.before, gone), _without(change.after, come)
        verdict = strongest((_of_rest(change, *rest), moved))
    return change._replace(significance=verdict.significance, reasons=tuple(dict.fromkeys(verdict.reasons)))


def _elsewhere(place: SectionRef, own: SectionRef) -> str:
    there = named(place, title=False)
    return ELSEWHERE_HERE if there == named(own, title=False) else there


def _without(text: str | None, moved: Collection[str]) -> str:
    """A text without the sentences that moved."""
    sentences = _BETWEEN.split(normalised(text)) if text else []
    return " ".join([sentence for sentence in sentences if sentence.casefold().rstrip(_MARKS) not in moved])


def _of_rest(change: Change, before: str, after: str) -> Verdict:
    """What the words amount to that stand nowhere else."""
    if change.before is not None and change.after is not None:
        return judged_words(before, after)
    added = change.before is None
    return judged_alone(after if added else before, added=added, pointing=only_points(change.section.title))
