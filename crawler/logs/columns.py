"""Columns of a table put into one order, whatever order a log prints them in: chapter, details, date.

Most logs print them so; others put the date or the amendment first, or number their rows. What each column holds is
read from the table's own head; a table without a head stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

from crawler.logs.lines import Line, LineKind
from kb.text import normalised


class Column(StrEnum):
    """What a column holds."""

    TITLE = "title"
    DETAIL = "detail"
    DATE = "date"
    SECTION = "section"
    ASIDE = "aside"
    """A row's number, who wrote it, its version: nothing that an entry says."""


_THING = r"(?:chapter|procedure|policy|document|guidance|protocol|page|item)"
_HEADS = (
    (
        Column.DATE,
        r"(?:date|when|month)(?: (?:of|updated|amended|published|changed).*)?|(?:updated|amended|published) on",
    ),
    (Column.ASIDE, r"(?:no|number|ref(?:erence)?|version|author|lead|owner|by(?: whom)?|(?:updated|amended) by|#)\.?"),
    (Column.SECTION, r"sections?(?: (?:no|number|amended|changed))?\.?"),
    (
        Column.DETAIL,
        r"(?:(?:brief |main )?(?:details?|summary|description|nature|type|outline|reason)(?: (?:of|for)(?: the)?)? ?)?"
        r"(?:amendments?|changes?|updates?|revisions?)?(?: made| required)?|"
        r"what (?:has |have )?(?:been )?changed?|comments?|notes?",
    ),
    (
        Column.TITLE,
        rf"(?:(?:name|title) of (?:the )?)?{_THING}s?(?: ?/ ?\w+)?(?: ?(?:name|title|affected|amended))?|title|name",
    ),
)


def in_order(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, rows below a head that says so with their cells as chapter, details and (where there is one) date."""
    order: tuple[Column, ...] = ()
    for line in lines:
        if line.kind is not LineKind.ROW:
            order = order if line.kind is LineKind.PARAGRAPH else ()
            yield line
        elif head := _head(line.cells):
            order = head if _unusual(head) else ()
            yield _put(line, order, head=True)
        else:
            yield _put(line, order) if len(line.cells) == len(order) else line


def _head(cells: tuple[str, ...]) -> tuple[Column, ...]:
    """What the columns hold, if these cells are a table's head with one title and one detail."""
    columns = tuple(_column(cell) for cell in cells)
    known = [column for column in columns if column is not None]
    whole = len(known) == len(columns) and known.count(Column.TITLE) == known.count(Column.DETAIL) == 1
    return tuple(known) if whole and known.count(Column.DATE) < 2 else ()


def _column(cell: str) -> Column | None:
    text = normalised(cell).strip(" :*|").lower()
    return next((column for column, words in _HEADS if text and re.fullmatch(words, text)), None)


def _unusual(columns: tuple[Column, ...]) -> bool:
    return columns not in ((Column.TITLE, Column.DETAIL), (Column.TITLE, Column.DETAIL, Column.DATE))


def _put(line: Line, order: tuple[Column, ...], head: bool = False) -> Line:
    """The line with its cells in the one order; a named section opens the detail."""
    if not order:
        return line
    cells = dict(zip(order, line.cells, strict=True))
    section = cells.get(Column.SECTION, "")
    if section and not head:
        named = section if re.match(r"[A-Za-z]", section) else f"Section {section}"
        cells[Column.DETAIL] = f"{named}: {cells[Column.DETAIL]}"
    placed = tuple(cells[column] for column in (Column.TITLE, Column.DETAIL, Column.DATE) if column in cells)
    if head:
        placed = ("Chapter", "Details", "Date")[: len(placed)]
    return replace(line, cells=placed, text=" ".join(cell for cell in placed if cell))
