"""What of the difference between two texts changes a duty, and the words that prove it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kb.compare.language import vocabulary as v
from kb.compare.language.clauses import Place, clause_after, lead_before, sentence_of, subject_before
from kb.compare.language.facts import Fact, apart, without
from kb.compare.language.wording import WORD, Stretch, same_word
from kb.compare.significance.binding import binding, binds, binds_here, counts, own_sentence
from kb.compare.significance.parties import parties_changed
from kb.compare.significance.rearranged import swapped
from kb.model import Reason, ReasonKind

BINDING = frozenset(
    (
        *(ReasonKind.LIMIT, ReasonKind.AGE, ReasonKind.AMOUNT, ReasonKind.PERCENTAGE, ReasonKind.THRESHOLD),
        *(ReasonKind.DUTY_WORD, ReasonKind.FORM),
    )
)
"""A change of one of these is always a change of duty."""
BINDING_IN_CONTEXT = frozenset(
    (ReasonKind.ROLE, ReasonKind.ROUTE, ReasonKind.NUMBER, ReasonKind.CONDITION, ReasonKind.LAW)
)
"""A change of one of these is a change of duty in a sentence that binds somebody."""
ALTERING = BINDING | BINDING_IN_CONTEXT | {ReasonKind.ORDER}
"""Reasons of these kinds can say that a duty that was there is another one now."""

_DUTY_WORD, _ROLE = ReasonKind.DUTY_WORD, ReasonKind.ROLE  # asked for every fact
_NUMERALS = re.compile(r"\d[\d.,]*")
_EVERY_KIND = BINDING | BINDING_IN_CONTEXT
_OF_DUTY = tuple(kind for kind in ReasonKind if kind in _EVERY_KIND)
"""The kinds in the order in which they are told."""
_LIMIT = ReasonKind.LIMIT


class Difference(NamedTuple):
    """Two texts with their facts, and the stretches of words in which they differ."""

    before: str
    here: Sequence[Fact]
    after: str
    there: Sequence[Fact]
    stretches: Sequence[Stretch]


@dataclass(slots=True)
class Duties:
    """What was found of one difference: the reasons, what of either text they tell, which facts they leave untold."""

    reasons: list[Reason]
    told: tuple[list[Place], list[Place]]
    untold: tuple[set[int], set[int]]


_Pairs = list[tuple[Fact, Fact]]


def duties_changed(said: Difference) -> Duties:
    """What changes a duty: pairs first ("should → must"), then what only went or came."""
    found = Duties([], ([], []), (set(), set()))
    for party in parties_changed(said.before, said.here, said.after, said.there, said.stretches):
        if binds(sentence_of(said.before, party.old)) or binds(sentence_of(said.after, party.new)):
            found.reasons.append(Reason(party.kind, said.before[slice(*party.old)], said.after[slice(*party.new)]))
            found.told[0].append(party.old)
            found.told[1].append(party.new)
    _run_from(said, found)
    _facts_changed(said, found)
    if found.told[0]:
        found.reasons.sort(key=lambda reason: _OF_DUTY.index(reason.kind))
    return found


def pairs_and_rest(said: Difference, told: tuple[list[Place], list[Place]]) -> tuple[_Pairs, list[Fact], list[Fact]]:
    """Which fact took which one's place, and which only went or came; what is `told` already is left out.

    Only facts whose words changed are taken for changed, so that of two equal ones the right one is quoted.
    """
    changed = _changed(said, told)
    if not changed:
        return [], [], []
    kinds = _uneven(changed)
    pairs: _Pairs = []
    gone: list[Fact] = []
    come: list[Fact] = []
    for old, new in changed if kinds else ():
        old = [fact for fact in old if fact.about in kinds]
        new = [fact for fact in new if fact.about in kinds]
        if old and new:
            old, new = apart(old, new)
            paired, old, new = _paired(old, new)
            pairs += paired
        gone += old
        come += new
    # Whoever only stands in another place of the text now, under a name that is told, neither came nor went.
    named = _inside(said.here, told[0]), _inside(said.there, told[1])
    gone, come = without(gone, [*come, *named[1]]), without(come, [*gone, *named[0]])
    if gone and come:
        across = [pair for pair in _paired(gone, come)[0] if _goes_on(said, *pair)]
        gone, come = _unpaired(gone, (old for old, _ in across)), _unpaired(come, (new for _, new in across))
        pairs = sorted(pairs + across, key=lambda pair: pair[1].start)
    return pairs, gone, come


def _changed(said: Difference, told: tuple[list[Place], list[Place]]) -> list[tuple[list[Fact], list[Fact]]]:
    """The facts of each stretch that has any."""
    starts = [
        ([word.start for word in old if word.about], [word.start for word in new if word.about])
        for old, new in said.stretches
    ]
    if not any(old or new for old, new in starts):
        return []
    here = {fact.start: fact for fact in _outside(said.here, told[0])}
    there = {fact.start: fact for fact in _outside(said.there, told[1])}
    return [
        ([here[at] for at in old if at in here], [there[at] for at in new if at in there])
        for old, new in starts
        if old or new
    ]


def _uneven(changed: Iterable[tuple[Sequence[Fact], Sequence[Fact]]]) -> set[ReasonKind]:
    """The kinds of which one side says something that the other does not, or says more often."""
    surplus: dict[tuple[ReasonKind, str], int] = {}
    for old, new in changed:
        for facts, step in ((old, 1), (new, -1)):
            for fact in facts:
                surplus[fact.said] = surplus.get(fact.said, 0) + step
    return {about for (about, _), number in surplus.items() if number}


def _inside(found: Sequence[Fact], places: Sequence[Place]) -> list[Fact]:
    return [fact for fact in found if any(start <= fact.start and fact.end <= end for start, end in places)]


def _outside(found: Sequence[Fact], places: Sequence[Place]) -> Sequence[Fact]:
    if not places:
        return found
    return [fact for fact in found if not any(start <= fact.start and fact.end <= end for start, end in places)]


def _unpaired(found: Sequence[Fact], paired: Iterable[Fact]) -> list[Fact]:
    taken = {fact.start for fact in paired}
    return [fact for fact in found if fact.start not in taken]


def _paired(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[_Pairs, list[Fact], list[Fact]]:
    """Facts of one kind in their order, but first those that differ in nothing but a number: hours go with hours.

    With them what is left on both sides.
    """
    if len(old) == len(new) == 1:  # as most often
        return ([(old[0], new[0])], [], []) if old[0].about is new[0].about else ([], [*old], [*new])
    pairs, old, new = _paired_by(old, new, lambda fact: f"{fact.about}:{_NUMERALS.sub('#', fact.value)}")
    more, gone, come = _paired_by(old, new, lambda fact: fact.about.value)
    return pairs + more, gone, come


def _paired_by(
    old: Sequence[Fact], new: Sequence[Fact], alike: Callable[[Fact], str]
) -> tuple[_Pairs, list[Fact], list[Fact]]:
    """Each fact with the first one on the other side that is alike; and what is left on both."""
    waiting: dict[str, deque[Fact]] = {}
    for fact in new:
        waiting.setdefault(alike(fact), deque()).append(fact)
    pairs: _Pairs = []
    left = []
    for fact in old:
        twins = waiting.get(alike(fact))
        if twins:
            pairs.append((fact, twins.popleft()))
        else:
            left.append(fact)
    return pairs, left, _unpaired(new, (twin for _, twin in pairs))


def _goes_on(said: Difference, old: Fact, new: Fact) -> bool:
    """Whether facts that do not stand in one place are still about one thing: their sentences say much the same."""
    if old.about not in BINDING:
        return False
    here, there = (
        set(WORD.findall(sentence_of(text, (fact.start, fact.end)).casefold()))
        for text, fact in ((said.before, old), (said.after, new))
    )
    return 2 * len(here & there) >= min(len(here), len(there))


def _facts_changed(said: Difference, found: Duties) -> None:
    """The reasons of the facts that took another's place, went or came."""
    pairs, gone, come = pairs_and_rest(said, found.told)
    whole: tuple[set[str], set[str]] = (set(), set())
    for kind in _kinds_in_order(pairs, gone, come):
        both = [pair for pair in pairs if pair[0].about is kind]
        old, new = ([fact for fact in side if fact.about is kind] for side in (gone, come))
        some, lone = _that_count(said, both, old, new)
        if kind is ReasonKind.DUTY_WORD:
            whole = (
                {own_sentence(said.before, one) for one in lone[0]},
                {own_sentence(said.after, one) for one in lone[1]},
            )
        if len(some) < len(both) or len(lone[0]) < len(old) or len(lone[1]) < len(new):
            for side, facts, told in ((0, old, lone[0]), (1, new, lone[1])):
                every = (*facts, *(pair[side] for pair in both))
                found.untold[side].update(
                    one.start for one in _unpaired(every, (*told, *(pair[side] for pair in some)))
                )
        found.reasons += [_pair(a, b, said) for a, b in some]
        found.reasons += [
            lone_reason(fact, text, facts, added=added)
            for fact, text, facts, added in _each_lone(said, lone)
            # Who and how many of a sentence that came or went as a duty is told by its clause.
            if kind in BINDING or own_sentence(text, fact) not in whole[added]
        ]


def _that_count(
    said: Difference, both: _Pairs, old: list[Fact], new: list[Fact]
) -> tuple[_Pairs, tuple[list[Fact], list[Fact]]]:
    """Of the facts of one kind, those whose change is one of duty: the pairs, and what only went or came."""
    kind = (both[0][0] if both else (old or new)[0]).about
    if kind in BINDING:
        some = [(a, b) for a, b in both if counts(a, said.before) or counts(b, said.after)]
        gone = [fact for fact in old if binds_here(fact, said.before)]
        return some, (gone, [fact for fact in new if binds_here(fact, said.after)])
    if binding((*old, *(a for a, _ in both)), said.before) or binding((*new, *(b for _, b in both)), said.after):
        return both, (old, new)
    return [], ([], [])


def _each_lone(
    said: Difference, lone: tuple[Sequence[Fact], Sequence[Fact]]
) -> Iterator[tuple[Fact, str, Sequence[Fact], bool]]:
    yield from ((fact, said.before, said.here, False) for fact in lone[0])
    yield from ((fact, said.after, said.there, True) for fact in lone[1])


def _kinds_in_order(pairs: _Pairs, gone: Sequence[Fact], come: Sequence[Fact]) -> list[ReasonKind]:
    kinds = {fact.about for fact in (*gone, *come, *(old for old, _ in pairs))}
    return [kind for kind in _OF_DUTY if kind in kinds] if kinds else []


def _run_from(said: Difference, found: Duties) -> None:
    """The limits that stand, but run from something else: "within 45 days of the referral", "… of allocation"."""
    old = [fact for fact in said.here if fact.about is _LIMIT]
    new = [fact for fact in said.there if fact.about is _LIMIT] if old else []
    if not new:
        return
    starts = [{word.start for stretch in said.stretches for word in stretch[side]} for side in (0, 1)]
    old, new = [one for one in old if one.start not in starts[0]], [one for one in new if one.start not in starts[1]]
    if [fact.value for fact in old] != [fact.value for fact in new]:
        return
    for a, b in zip(old, new, strict=True):
        tails = clause_after(said.before, a, said.here), clause_after(said.after, b, said.there)
        if not all(tails) or tails[0] == tails[1] or not (counts(a, said.before) and counts(b, said.after)):
            continue
        if _say_other(*tails):
            ends = a.end + 1 + len(tails[0]), b.end + 1 + len(tails[1])
            found.told[0].append((a.start, ends[0]))
            found.told[1].append((b.start, ends[1]))
            found.reasons.append(Reason(a.about, said.before[a.start : ends[0]], said.after[b.start : ends[1]]))


def _say_other(one: str, other: str) -> bool:
    """Whether neither says what the other ends in: "of the referral" and "of receiving the referral" are one."""
    words = [[word for word in WORD.findall(tail.casefold()) if word not in v.STOP_WORDS] for tail in (one, other)]
    if not all(words) or same_word(words[0][-1], words[1][-1]):
        return False
    return words[0][-1] not in words[1] and words[1][-1] not in words[0]


def _pair(old: Fact, new: Fact, said: Difference) -> Reason:
    if new.about is not ReasonKind.DUTY_WORD:
        return Reason(old.about, old.shown, new.shown)
    leads = lead_before(said.before, old), lead_before(said.after, new)
    # Who must is told where it is the same one on both sides: "the agenda is good practice to" is nothing anybody said.
    lead = leads[1] if leads[0].casefold().split()[-1:] == leads[1].casefold().split()[-1:] else ""
    return Reason(old.about, old.shown, new.shown, lead, clause_after(said.after, new, said.there))


def lone_reason(fact: Fact, text: str, found: Sequence[Fact], *, added: bool) -> Reason:
    """The reason of a fact that only came or went, with what stands around it."""
    lead, clause = lead_before(text, fact), clause_after(text, fact, found)
    if not lead and fact.about is _DUTY_WORD:
        lead = subject_before(text, fact)
    if fact.about is _ROLE:
        clause = next((_duty_of(text, other, found) for other in found if other.start == fact.end + 1), "")
    return Reason(fact.about, None if added else fact.shown, fact.shown if added else None, lead, clause)


def _duty_of(text: str, fact: Fact, found: Sequence[Fact]) -> str:
    """For what somebody is responsible, if a fact says so; else ""."""
    return f"{fact.shown} {clause_after(text, fact, found)}" if fact.value == v.ANSWERING else ""


def places_changed(said: Difference) -> tuple[Reason, bool] | None:
    """Where nothing came or went: two facts of one kind that changed places, and whether that changes a duty."""
    pair = swapped(said.before, said.after, said.here, said.there, _EVERY_KIND)
    if pair is None:
        return None
    binds_one = binding(pair[:1], said.before) or binding(pair[1:], said.after)
    shown = pair[0].shown, pair[1].shown
    if pair[0].about is not pair[1].about:  # who must and whom: "must" alone would say nothing
        leads = lead_before(said.before, pair[0]), lead_before(said.after, pair[1])
        shown = leads[0] or shown[0], leads[1] or shown[1]
    return Reason(ReasonKind.ORDER, *shown), binds_one
