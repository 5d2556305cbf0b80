"""The index of what changed: its documents are changed passages, each with its words before and after.

Only what differs is in it. A passage that was moved as it stood, or only numbered anew, says the same as before, so it
can gain or lose nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.search.acronyms import TermTable
from kb.search.analysis import Vocabulary, cleaned, compounds_in, surfaces
from kb.search.entries import Passage, Run, Step
from kb.search.index import Index, fill, open_index, write_outline

CHANGES = "changes"
"""The folder of this index in that of the search."""
SIDES = ("before", "after")
"""Its fields."""


@dataclass(frozen=True, slots=True)
class ChangedPassage:
    """What the index stores of a passage."""

    label: str
    heading: str
    location: str
    runs: tuple[Run, ...]

    def text(self, side: str) -> str:
        """What the passage reads before or after; "" where it did not stand."""
        return side_of(self.runs, side)


def side_of(runs: Sequence[Run], side: str) -> str:
    """The text of one side of a redline's runs."""
    dropped = "+" if side == "before" else "-"
    return "".join(text for state, text in runs if state != dropped)


def fill_changes(folder: Path, steps: Iterable[Step], terms: TermTable) -> None:
    """Write the index of changes into an empty folder. Steps and passages stay in their order."""
    kept = tuple(steps)
    passages = [passage for step in kept for passage in step.passages]
    vocabulary = terms.vocabulary(compounds_in(side_of(one.runs, side) for one in passages for side in SIDES))
    documents = ({side: _surfaces(one, side, vocabulary) for side in SIDES} for one in passages)
    fill(folder, SIDES, documents, (_stored(one) for one in passages))
    write_outline(folder, terms, steps=list(_rows(kept)))


def open_changes(folder: Path) -> Index:
    """The index of changes in the search's folder; StoreError with the way out where it cannot be read."""
    return open_index(folder / CHANGES)


def changed_passage(index: Index, document: int) -> ChangedPassage:
    """What is stored of a document."""
    label, heading, location, runs = json.loads(index.passage(document))
    return ChangedPassage(label, heading, location, tuple((state, text) for state, text in runs))


def _surfaces(passage: Passage, side: str, vocabulary: Vocabulary) -> list[str]:
    return list(surfaces(cleaned(side_of(passage.runs, side)), vocabulary))


def _stored(passage: Passage) -> str:
    runs = [[state, cleaned(text).replace("\n", " ")] for state, text in passage.runs]
    return json.dumps([passage.label, passage.heading, passage.location, runs], ensure_ascii=False)


def _rows(steps: Sequence[Step]) -> Iterator[list[str | int | None]]:
    first = 0
    for step in steps:
        named = [step.source, step.manual, step.chapter, step.title, step.number, step.kind]
        count = len(step.passages)
        yield [*named, step.before, step.after, step.since, step.until, step.edition, step.location, first, count]
        first += count
