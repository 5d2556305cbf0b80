"""Table rows held against each other cell by cell, also where a column came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.compare.sequences import blocks, heaviest_chain, similarity
from kb.compare.words.runs import Run, joined, word_runs
from kb.model import CELL_SEPARATOR
from kb.text import normalised

SAME_CELL = 0.4
"""From this similarity two cells in differing columns are one, amended."""
FEW_PAIRS = 400
"""Up to so many pairs of cells are compared; beyond it, in no table that people read, cells are one where equal."""
_CELL = re.compile(r" \|(?= |$)")

CellPair = tuple[int | None, int | None]


def cells_of(text: str) -> list[str]:
    """A row's cells."""
    # With a space in front the first cell is like all others, and what is searched begins with letters that are known.
    return [cell.strip() for cell in _CELL.split(f" {text}")]


def row_runs(before: str, after: str) -> tuple[Run, ...]:
    """Runs of words from one row to another; no words are matched across cells, and a new cell is new as a whole."""
    here, there = cells_of(before), cells_of(after)
    if len(here) == len(there) == 1:
        return word_runs(before, after)
    return joined(_runs(here, there))


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    for i, j in paired_cells(before, after):
        if i and j:
            yield "=", CELL_SEPARATOR
        elif i or j:
            yield "-" if i else "+", CELL_SEPARATOR
        if i is None or j is None:
            yield ("-", before[i]) if i is not None else ("+", after[j or 0])
        elif before[i] == after[j]:
            yield "=", after[j]
        else:
            yield from word_runs(before[i], after[j])


def paired_cells(before: Sequence[str], after: Sequence[str]) -> list[CellPair]:
    """Every cell of both rows in order, with its counterpart: by place in rows of one length, else what is alike."""
    if len(before) == len(after):
        return [(at, at) for at in range(len(before))]
    same = blocks(list(map(normalised, before)), list(map(normalised, after)))
    made: list[CellPair] = []
    i = j = 0
    for a, b, size in [*same, (len(before), len(after), 0)]:
        made += _paired_between(before, after, range(i, a), range(j, b))
        made += [(a + step, b + step) for step in range(size)]
        i, j = a + size, b + size
    return made


def _paired_between(before: Sequence[str], after: Sequence[str], here: range, there: range) -> Iterator[CellPair]:
    close: list[tuple[int, int, float]] = []
    if len(here) * len(there) <= FEW_PAIRS:
        alike = ((i, j, similarity(before[i].casefold(), after[j].casefold(), SAME_CELL)) for i in here for j in there)
        close += (pair for pair in alike if pair[2] > 0)
    i, j = here.start, there.start
    for k in heaviest_chain(close):
        a, b, _ = close[k]
        yield from _beside(range(i, a), range(j, b))
        yield a, b
        i, j = a + 1, b + 1
    yield from _beside(range(i, here.stop), range(j, there.stop))


def _beside(here: range, there: range) -> Iterator[CellPair]:
    """Cells without a counterpart that is alike: as many as there are on both sides are one another's."""
    if len(here) == len(there):
        yield from zip(here, there, strict=True)
        return
    yield from ((i, None) for i in here)
    yield from ((None, j) for j in there)
