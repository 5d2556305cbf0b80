"""The same facts or the same clauses in another order: sometimes nothing, sometimes another duty."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from kb.compare.facts import Fact, plain
from kb.model import ReasonKind

_BORDERS = re.compile(r"[.?!;] |, (?:and|or|but) |,? (?:and|or|but) |, |[.?!;]$")
_AGENT = re.compile(r"\bby (?:the |an? |their |his |her )?$", re.IGNORECASE)

_WHO_MUST = frozenset((ReasonKind.ROLE, ReasonKind.ROUTE, ReasonKind.DUTY_WORD))


def clauses_rearranged(before: str, after: str) -> bool:
    """Whether both say the same clauses, joined by the same words, in another order."""
    return _clauses(before) == _clauses(after)


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
    if list(map(_key, here)) == list(map(_key, there)):
        return None
    present = {fact.about for fact in here if fact.about in kinds}
    for group in (*({kind} for kind in sorted(present)), _WHO_MUST):
        old = [fact for fact in here if fact.about in group]
        new = [fact for fact in there if fact.about in group]
        if Counter(map(_key, old)) != Counter(map(_key, new)):
            continue
        pair = next(((a, b) for a, b in zip(old, new, strict=True) if _key(a) != _key(b)), None)
        if pair is not None and _has_agent(before, old) == _has_agent(after, new):
            return pair
    return None


def _key(fact: Fact) -> tuple[ReasonKind, str]:
    return fact.about, fact.value


def _has_agent(text: str, found: Sequence[Fact]) -> bool:
    """Whether one of the facts is who does it in the passive: "by the manager"."""
    return any(_AGENT.search(text, max(0, fact.start - 12), fact.start) for fact in found)
