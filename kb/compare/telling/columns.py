"""Columns of a table that came, went or changed places: one thing, however many rows it altered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.compare.alignment.lines import ROW
from kb.compare.citing import in_words
from kb.compare.words.cells import CellPair, cells_of, paired_cells
from kb.model import Change, Reason, ReasonKind
from kb.text import normalised


@dataclass(frozen=True, slots=True)
class Columns:
    """What happened to the columns of one table, and the rows that changed only by it, its head first."""

    text: str
    told: tuple[Change, ...]


def columns_changed(changes: Sequence[Change]) -> list[Columns]:
    """The tables among the changes of a section whose columns changed, each with its rows."""
    if not any(map(_of_columns, changes)):
        return []
    made: list[Columns] = []
    told: set[int] = set()
    for at, head in enumerate(changes):
        pairs = _pairs(head) if at not in told else ()
        text = _text(head, pairs)
        if text:
            rows = [at, *(row for row in _rows_below(changes, at) if _only_by(pairs, changes[row]))]
            told.update(rows)
            made.append(Columns(text, tuple(changes[row] for row in rows)))
    return made


def _rows_below(changes: Sequence[Change], at: int) -> Iterator[int]:
    """Where the rows stand that changed below a head, up to the next one."""
    for below in range(at + 1, len(changes)):
        # That a column stands elsewhere is said of every row, that it is another one of the head alone.
        if changes[below].block != ROW or any(reason.before != reason.after for reason in _of_columns(changes[below])):
            break
        yield below


def _of_columns(change: Change) -> list[Reason]:
    column = ReasonKind.COLUMN
    return [reason for reason in change.reasons if reason.kind is column]


def _pairs(head: Change) -> tuple[CellPair, ...]:
    """Which column is which; () where no more than their names changed."""
    if not _of_columns(head) or head.before is None or head.after is None:
        return ()
    here, there = _cells(head.before), _cells(head.after)
    if len(here) != len(there):
        return tuple(paired_cells(here, there))
    if here != there and len(set(here)) == len(here) and sorted(here) == sorted(there):
        return tuple((here.index(cell), at) for at, cell in enumerate(there))
    return ()


def _text(head: Change, pairs: Sequence[CellPair]) -> str:
    if not pairs or head.before is None or head.after is None:
        return ""
    here, there = _cells(head.before), _cells(head.after)
    parts = []
    came = [there[b] for a, b in pairs if a is None and b is not None]
    went = [here[a] for a, b in pairs if b is None and a is not None]
    for verb, names in (("added", came), ("removed", went)):
        if names:
            parts.append(f"{'column' if len(names) == 1 else 'columns'} {_quoted(names)} {verb}")
    if not parts:
        elsewhere = [there[b] for a, b in pairs if a is not None and b is not None and a != b]
        parts.append(f"columns {_quoted(elsewhere)} changed places")
    return ", ".join(parts)


def _quoted(names: Sequence[str]) -> str:
    return in_words([f"“{name}”" if name else "without a name" for name in names])


def _only_by(pairs: Sequence[CellPair], row: Change) -> bool:
    """Whether a row differs by nothing but its columns."""
    if row.before is None or row.after is None or row.moved_from is not None:
        return False
    here, there = _cells(row.before), _cells(row.after)
    if (len(here), len(there)) != (_width(a for a, _ in pairs), _width(b for _, b in pairs)):
        return False
    return all(here[a] == there[b] for a, b in pairs if a is not None and b is not None)


def _width(places: Iterable[int | None]) -> int:
    return sum(place is not None for place in places)


def _cells(text: str) -> list[str]:
    return cells_of(normalised(text))
