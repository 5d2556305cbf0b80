"""The same facts or the same clauses in another order: sometimes nothing, sometimes another duty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from kb.compare.language.facts import Fact
from kb.compare.language.values import plain
from kb.model import ReasonKind

_BORDERS = re.compile(r"[.?!;] |, (?:and|or|but) |,? (?:and|or|but) |, |[.?!;]$")
_AGENT = re.compile(r"\bby (?:the |an? |their |his |her )?$", re.IGNORECASE)

_SENTENCES = re.compile(r"(?<=[.?!]) ")
_CONDITION = re.compile(r"(?:if|when|where|unless|before|after|once|until|because|while)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(rf", |[.?!;]$| (?={_CONDITION.pattern})", re.IGNORECASE)

_WHO_MUST = frozenset((ReasonKind.ROLE, ReasonKind.ROUTE, ReasonKind.DUTY_WORD))


def clauses_rearranged(before: str, after: str) -> bool:
    """Whether both say the same clauses, joined by the same words, in another order."""
    if _clauses(before) == _clauses(after):
        return True
    here, there = _SENTENCES.split(before), _SENTENCES.split(after)
    return len(here) == len(there) and all(map(_condition_first_or_last, here, there))


def _condition_first_or_last(before: str, after: str) -> bool:
    """Whether two sentences are one: "If A, B." and "B if A." """
    if before == after:
        return True
    here, there = (list(map(plain, _halves(text))) for text in (before, after))
    return len(here) > 1 and any(
        _CONDITION.match(last) is not None and [last, *rest] == other
        for (*rest, last), other in ((here, there), (there, here))
    )


def _halves(sentence: str) -> list[str]:
    return [part for part in _SUBORDINATE.split(sentence) if plain(part)]


def condition_moved(before: str, after: str) -> tuple[str, str] | None:
    """The sentence that lost a condition and the one that has it now, where the condition is in both texts."""
    here, there = _conditions(before), _conditions(after)
    for condition, (rest, sentence) in here.items():
        other = there.get(condition)
        if other is not None and other[0] != rest:
            return sentence, other[1]
    return None


def _conditions(text: str) -> dict[str, tuple[str, str]]:
    """Each condition of a text with what it is a condition of, and their sentence."""
    found = {}
    for sentence in _SENTENCES.split(text):
        halves = _halves(sentence)
        begins = [_CONDITION.match(half) is not None for half in halves]
        if len(halves) == 2 and begins.count(True) == 1:
            condition, rest = (halves[0], halves[1]) if begins[0] else (halves[1], halves[0])
            found[plain(condition)] = plain(rest), sentence.rstrip(".?!; ")
    return found


def _clauses(text: str) -> tuple[list[str], list[str]]:
    joints = [_joint(match) for match in _BORDERS.findall(text)]
    return sorted(filter(None, map(plain, _BORDERS.split(text)))), sorted(filter(None, joints))


def _joint(border: str) -> str:
    return border.strip(" ,.;?!")


def swapped(
    before: str, after: str, here: Sequence[Fact], there: Sequence[Fact], kinds: Collection[ReasonKind]
) -> tuple[Fact, Fact] | None:
    """The first two facts that changed places, if the same ones stand on both sides: two of one kind, or who does it
    and the word that binds ("the police must tell the school", "the school must tell the police").

    "The manager tells the worker" and "the worker is told by the manager" have two roles in another order and the same
    of them at work; nothing changed places then.
    """
    if [fact.said for fact in here] == [fact.said for fact in there]:
        return None
    present = {fact.about for fact in here if fact.about in kinds}
    for group in (*({kind} for kind in sorted(present)), _WHO_MUST):
        old = [fact for fact in here if fact.about in group]
        new = [fact for fact in there if fact.about in group]
        if Counter(fact.said for fact in old) != Counter(fact.said for fact in new):
            continue
        pair = next(((a, b) for a, b in zip(old, new, strict=True) if a.said != b.said), None)
        if pair is not None and _has_agent(before, old) == _has_agent(after, new):
            return pair
    return None


def _has_agent(text: str, found: Sequence[Fact]) -> bool:
    """Whether one of the facts is who does it in the passive: "by the manager"."""
    return any(_AGENT.search(text, max(0, fact.start - 12), fact.start) for fact in found)
