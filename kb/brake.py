"""The brake: whether what a run would bring can be taken over, or somebody should look first.

A manual changes chapter by chapter. Where much of it changes, empties or vanishes at once, the site is broken or
rebuilt more often than the manual is rewritten, and a mistake would be told to everybody. Both sides of each limit are
counted here, and nowhere else; `kb.model.Limits` says why each stands where it does. Pure: no store and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.model import ChapterKind, Expected, Limits

MOST_OF_ITS_TEXT = 0.5
"""A chapter has shrunk where it keeps less than this share of its words. A revision that halves a chapter is rare."""

_FEW_CHANGED = 10
"""Below this many changed chapters a share says nothing: of a handbook of six, all may be revised together."""

_FEW_LOST = 3
"""One or two chapters less is what any edition may bring, however small the manual."""


class Effect(StrEnum):
    """What a run would do to one chapter or document."""

    NONE = "unchanged"
    CHANGED = "changed"
    SHRUNK = "shrunk"
    """Changed, and most of its text is gone."""
    VANISHED = "vanished"
    ADDED = "new"
    UNTOLD = "untold"
    """It is in force, and the run tells nothing of it: its page failed, or a selection was imported."""


@dataclass(frozen=True, slots=True)
class Step:
    """One chapter or document before and after a run. `before` and `after` count words; None: there is no such text."""

    kind: ChapterKind
    effect: Effect
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What a run would bring: a step for each text in force and each new one.

    `chapters` and `documents` count the pages it met; None where the run does not show how many there are.
    `selection` says that the pages were chosen by somebody (an import), so that shares are those of the whole manual
    rather than of what was reached. `settled` is whether an earlier collection was complete: only then is new new.
    """

    steps: tuple[Step, ...]
    chapters: int | None = None
    documents: int | None = None
    selection: bool = False
    settled: bool = True


def effect_of(before: int, after: int, same: bool) -> Effect:
    """What a text of so many words does to one that was there; `same` is whether the two say the same."""
    if same:
        return Effect.NONE
    return Effect.SHRUNK if after < MOST_OF_ITS_TEXT * before else Effect.CHANGED


def reasons_to_hold(brought: Brought, limits: Limits) -> tuple[str, ...]:
    """A sentence for each limit that a run crosses, with counts and shares; none where it may pass."""
    chapters = [step for step in brought.steps if step.kind is ChapterKind.CHAPTER]
    documents = [step for step in brought.steps if step.kind is ChapterKind.DOCUMENT]
    told = (Effect.NONE, Effect.CHANGED, Effect.SHRUNK)
    in_force = _count(chapters, *told, Effect.VANISHED, Effect.UNTOLD)
    reached = in_force if brought.selection else _count(chapters, *told)
    altered = _count(chapters, Effect.CHANGED, Effect.SHRUNK)
    added = _count(chapters, Effect.ADDED) if brought.settled and not brought.selection else 0
    vanished = _count(chapters, Effect.VANISHED)
    documents_vanished = _count(documents, Effect.VANISHED)
    documents_before = len(documents) - _count(documents, Effect.ADDED)
    found = (
        _share("{} of {} chapters changed", altered, reached, limits.changed, _FEW_CHANGED),
        _share("{} of {} chapters lost most of their text", _count(chapters, Effect.SHRUNK), reached, limits.shrunk),
        _share("{} of {} chapters were not found", vanished, in_force, limits.vanished),
        _share("{} chapters are new, where there were {}", added, in_force, limits.added, _FEW_CHANGED),
        _share("{} of {} documents were not found", documents_vanished, documents_before, limits.documents_vanished),
        _number("chapters", brought.chapters, limits.chapters),
        _number("documents", brought.documents, limits.documents),
    )
    return tuple(reason for reason in found if reason)


def _count(steps: Iterable[Step], *effects: Effect) -> int:
    return sum(step.effect in effects for step in steps)


def _share(told: str, part: int, whole: int, limit: float, few: int = _FEW_LOST) -> str:
    """The sentence, where the part is more than the share that the limit allows, and more than a few."""
    if part < few or part <= limit * whole:
        return ""
    share = "more than there were" if not whole else _percent(part / whole, limit)
    return f"{told.format(part, whole)} ({share}; the limit is {limit:.0%})"


def _percent(share: float, limit: float) -> str:
    """With a decimal where whole numbers would hide which side of the limit it is."""
    whole = f"{share:.0%}"
    return whole if whole != f"{limit:.0%}" else f"{share:.1%}"


def _number(things: str, found: int | None, expected: Expected | None) -> str:
    if found is None or expected is None:
        return ""
    if found < expected.least:
        return f"{found} {things} were found, fewer than the {expected.least} that reread.toml expects"
    if expected.most is not None and found > expected.most:
        return f"{found} {things} were found, more than the {expected.most} that reread.toml expects"
    return ""
