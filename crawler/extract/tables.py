"""Tables: rows of cells; tables that only place things, or only number paragraphs, are told apart from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from crawler.extract.inline import is_strong
from crawler.extract.tree import Element, first, strings_of
from kb.model import CELL_SEPARATOR, Block, BlockKind, Span

REPEATED = 120
"""A cell of up to so many characters stands in every row that it spans; a longer one, which is a text, in the first."""
_WIDEST = 50  # columns or rows a cell may span; a hostile page asks for a million
_LABEL = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)]|\(?(?:[a-z]|[ivx]{2,4})\)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_layout(table: Element) -> bool:
    """Whether a table is only there to place things: one column, tables inside, or headings in its ordinary cells."""
    if table.get("role", "") in {"presentation", "none"}:
        return True
    rows = [_cells(row) for row in _rows(table)]
    if all(len(cells) < 2 for cells in rows):
        return True
    if any(cell.tag == "th" for cells in rows for cell in cells):
        return False
    inner = next((found for found in table.iter("table") if found is not table), None)
    if inner is not None or first(table, *_HEADINGS) is not None:
        return True
    # A menu beside the text, or line numbers beside code: a single row, and more than a line in one of its cells.
    return len(rows) == 1 and any(
        sum(1 for _ in cell.iter("p", "ul", "ol", "br")) > 1 or first(cell, "pre") is not None for cell in rows[0]
    )


def numbers_paragraphs(table: Element) -> bool:
    """Whether a table has nothing but paragraphs in its second column and their numbers in the first."""
    labels = []
    for row in _rows(table):
        cells = _cells(row)
        if len(cells) != 2 or cells[0].tag == "th":
            return False
        label = " ".join(strings_of(cells[0]).split())
        if label and not _LABEL.fullmatch(label):
            return False
        labels.append(label)
    return any(labels)


class _Spanning(NamedTuple):
    """A cell that goes on in so many rows below; its text is "" where it is not repeated there."""

    rows: int
    text: str
    spans: tuple[Span, ...]


class Rows:
    """Makes the rows of one table, cell by cell. A short cell stands in every row it spans, a long one in the first."""

    def __init__(self, number: int, depth: int) -> None:
        self._number = number
        self._depth = depth
        self._spanned: dict[int, _Spanning] = {}  # column by column
        self._first = True
        self._begin()

    def _begin(self) -> None:
        self._texts: list[str] = []
        self._spans: list[Span] = []
        self._above, self._spanned = self._spanned, {}
        self._header = True
        self._said = False
        self._width = self._length = 0

    def add(self, cell: Element, text: str, spans: tuple[Span, ...]) -> None:
        """Adds a cell with its text."""
        self._go_on_from_above()
        text = text.replace(CELL_SEPARATOR, " ¦ ")  # as long as before, so spans keep their places
        bold = self._first and is_strong(text, spans)
        self._header = self._header and (cell.tag == "th" or bold or not text)
        self._said = self._said or bool(text)
        rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
        self._put(_Spanning(rows - 1, text, spans))
        self._width = len(self._texts)
        for _ in range(columns - 1):
            self._put(_Spanning(rows - 1, "", ()))

    def _go_on_from_above(self) -> None:
        """Adds the cells from above that stand at this place."""
        while (cell := self._above.pop(len(self._texts), None)) is not None:
            self._put(cell._replace(rows=cell.rows - 1))
            if cell.text:
                self._width = len(self._texts)

    def _put(self, cell: _Spanning) -> None:
        at = self._length
        self._spans.extend(replace(span, start=span.start + at, end=span.end + at) for span in cell.spans)
        self._length += len(cell.text) + len(CELL_SEPARATOR)
        if cell.rows:
            kept = cell if len(cell.text) <= REPEATED else cell._replace(text="", spans=())
            self._spanned[len(self._texts)] = kept
        self._texts.append(cell.text)

    def end(self, row: Element) -> Block | None:
        """Ends the row; None for one without text of its own."""
        self._go_on_from_above()
        self._spanned |= {
            place: cell._replace(rows=cell.rows - 1) for place, cell in self._above.items() if cell.rows > 1
        }
        # The columns at the end that cells merely span are no cells of their own.
        text = CELL_SEPARATOR.join(self._texts[: self._width])
        parent = row.getparent()
        header = self._header or (parent is not None and parent.tag == "thead")
        block = Block(BlockKind.ROW, text, self._depth, header=header, table=self._number, spans=tuple(self._spans))
        said = self._said and bool(text.replace("|", "").strip())
        self._begin()
        self._first = False
        return block if said else None


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in part if row.tag == "tr")


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _span(cell: Element, name: str) -> int:
    text = cell.get(name, "").strip()
    return min(max(int(text), 1), _WIDEST) if text.isdecimal() and len(text) < 9 else 1
