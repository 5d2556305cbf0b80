"""Tables: rows of cells; tables that only place things, or only number paragraphs, are told apart from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.extract.inline import is_strong
from crawler.extract.tree import Element, first, strings_of
from kb.model import CELL_SEPARATOR, Block, BlockKind, Span

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


class Rows:
    """Makes the rows of one table, cell by cell. Cells that span rows leave empty ones below them."""

    def __init__(self, number: int, depth: int) -> None:
        self._number = number
        self._depth = depth
        self._spanned: dict[int, int] = {}  # column by column, the rows that a cell from above still fills
        self._first = True
        self._begin()

    def _begin(self) -> None:
        self._texts: list[str] = []
        self._spans: list[Span] = []
        self._above = dict(self._spanned)
        self._header = True
        self._last_width = 1

    def add(self, cell: Element, text: str, spans: tuple[Span, ...]) -> None:
        """Adds a cell with its text."""
        while self._above.pop(len(self._texts), 0):
            self._spanned[len(self._texts)] -= 1
            self._texts.append("")
        text = text.replace(CELL_SEPARATOR, " ¦ ")  # as long as before, so spans keep their places
        bold = self._first and is_strong(text, spans)
        self._header = self._header and (cell.tag == "th" or bold or not text)
        offset = sum(len(one) + len(CELL_SEPARATOR) for one in self._texts)
        self._spans.extend(replace(span, start=span.start + offset, end=span.end + offset) for span in spans)
        rows, self._last_width = _span(cell, "rowspan"), _span(cell, "colspan")
        for place in range(self._last_width):
            self._spanned[len(self._texts)] = rows - 1
            self._texts.append(text if place == 0 else "")

    def end(self, row: Element) -> Block | None:
        """Ends the row; None for one without text."""
        for place in [place for place in self._above if place >= len(self._texts)]:
            self._spanned[place] = max(self._spanned[place] - 1, 0)
        # The columns that the last cell merely spans are no cells of their own.
        text = CELL_SEPARATOR.join(self._texts[: len(self._texts) - self._last_width + 1])
        parent = row.getparent()
        header = self._header or (parent is not None and parent.tag == "thead")
        block = Block(BlockKind.ROW, text, self._depth, header=header, table=self._number, spans=tuple(self._spans))
        self._begin()
        self._first = False
        return block if text.replace("|", "").strip() else None


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
