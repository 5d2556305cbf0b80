"""Decide: show a person what a held run would change, and do what the person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.sources import Source
from kb.brake import Effect
from kb.compare import compare_chapters
from kb.errors import UsageError
from kb.model import ChapterKind, Decision, Run
from kb.stages.holding import Effected, effects, held_runs, looked_again
from kb.store import Store

_UNCONCERNED = {Effect.NONE, Effect.UNTOLD}


@dataclass(frozen=True, slots=True)
class Sample:
    """What a held run would do to one chapter. `before` and `after` count words; None: there is no such text.

    `summary` says in a line how the text would change, for a chapter that has a text before and after.
    """

    title: str
    kind: ChapterKind
    effect: Effect
    before: int | None
    after: int | None
    summary: str = ""

    @property
    def concerned(self) -> bool:
        """Whether anything would change."""
        return self.effect not in _UNCONCERNED


@dataclass(frozen=True, slots=True)
class Seen:
    """What is held of a source, oldest run first, and what the latest of them would do to each chapter."""

    source: str
    runs: tuple[Run, ...]
    samples: tuple[Sample, ...]


def seen_in_held(store: Store, source: Source) -> Seen | None:
    """What is held of a source; None where nothing is."""
    runs = held_runs(store, source.name)
    if not runs:
        return None
    found = effects(store, source, looked_again(store, source, runs[-1]))
    return Seen(source.name, runs, tuple(_sample(store, one) for one in found))


def _sample(store: Store, one: Effected) -> Sample:
    step, summary = one.step, ""
    if step.effect in {Effect.CHANGED, Effect.SHRUNK} and one.before is not None and one.after is not None:
        summary = compare_chapters(store.text(one.before.id), one.after.chapter()).summary
    return Sample(one.title, step.kind, step.effect, step.before, step.after, summary)


def held_source(store: Store, name: str | None) -> str:
    """The source a decision is about: the one named, else the only one of which anything is held. Raises UsageError."""
    held = tuple(one for one in store.sources() if held_runs(store, one))
    if name is not None and name in held:
        return name
    if name is not None and held:
        raise UsageError(f"nothing of {name!r} is held (held: {', '.join(held)}): see `reread held`")
    if not held:
        raise UsageError("nothing is held: `reread runs` shows what was decided, `reread update` brings all up to date")
    if len(held) > 1:
        raise UsageError(f"several manuals are held: name one of {', '.join(held)}")
    return held[0]


def decide(store: Store, source: str, decision: Decision, at: datetime, because: str = "") -> tuple[Run, ...]:
    """Records what was decided about everything held of a source; returns those runs."""
    runs = held_runs(store, source)
    store.decide([run.id for run in runs], decision, at, because)
    return runs
