"""Tables: captions and rows of cells; tables that only lay out the page are told apart from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bs4 import Tag

from crawler.extract.elements import attribute
from kb.model import CELL_SEPARATOR, BlockKind, Span

Flat = Callable[[Tag], tuple[str, tuple[Span, ...]]]
_WIDEST = 50  # columns or rows a cell may span; a hostile page asks for a million


@dataclass(frozen=True, slots=True)
class Line:
    """A caption or row, ready to be a block."""

    kind: BlockKind
    text: str
    header: bool = False
    spans: tuple[Span, ...] = ()


def is_layout(table: Tag) -> bool:
    """Whether a table is only there to place things: one column, tables inside, or headings in its ordinary cells."""
    if attribute(table, "role") == "presentation" or table.find("table") is not None:
        return True
    if all(len(_cells(row)) < 2 for row in _rows(table)):
        return True
    return table.find("th") is None and table.find(["h1", "h2", "h3", "h4", "h5", "h6"]) is not None


def read_table(table: Tag, flat: Flat) -> list[Line]:
    """The caption and rows of a table; rows without text are left out."""
    lines: list[Line] = []
    for caption in _children(table, ("caption",)):
        text, spans = flat(caption)
        if text:
            lines.append(Line(BlockKind.CAPTION, text, spans=spans))
    spanned: dict[int, int] = {}
    for row in _rows(table):
        line = _row(row, flat, spanned)
        if line.text.replace("|", "").strip():
            lines.append(line)
    return lines


def _rows(table: Tag) -> Iterator[Tag]:
    for part in _children(table, ("tr", "thead", "tbody", "tfoot")):
        if part.name == "tr":
            yield part
        else:
            yield from _children(part, ("tr",))


def _cells(row: Tag) -> list[Tag]:
    return _children(row, ("td", "th"))


def _children(tag: Tag, names: tuple[str, ...]) -> list[Tag]:
    return [child for child in tag.contents if isinstance(child, Tag) and child.name in names]


def _row(row: Tag, flat: Flat, spanned: dict[int, int]) -> Line:
    """One row. `spanned` counts, column by column, the rows that a cell from above still fills."""
    texts: list[str] = []
    spans: list[Span] = []
    offset = 0
    above, header = dict(spanned), True
    for cell in _cells(row):
        while above.pop(len(texts), 0):
            spanned[len(texts)] -= 1
            texts.append("")
        text, inner = flat(cell)
        text = text.replace(CELL_SEPARATOR, " ¦ ")  # as long as before, so spans keep their places
        header = header and (cell.name == "th" or not text)
        offset = sum(len(one) + len(CELL_SEPARATOR) for one in texts)
        spans.extend(replace(span, start=span.start + offset, end=span.end + offset) for span in inner)
        rows = _span(cell, "rowspan")
        for place in range(_span(cell, "colspan")):
            spanned[len(texts)] = rows - 1
            texts.append(text if place == 0 else "")
    for place in [place for place in above if place >= len(texts)]:
        spanned[place] = max(spanned[place] - 1, 0)
    joined = CELL_SEPARATOR.join(texts[: _last_own(row, texts)])
    in_head = row.parent is not None and row.parent.name == "thead"
    return Line(BlockKind.ROW, joined, header or in_head, tuple(spans))


def _last_own(row: Tag, texts: list[str]) -> int:
    """Where the row ends: the columns that its last cell merely spans are no cells of their own."""
    cells = _cells(row)
    return len(texts) - (_span(cells[-1], "colspan") - 1 if cells else 0)


def _span(cell: Tag, name: str) -> int:
    text = attribute(cell, name).strip()
    return min(max(int(text), 1), _WIDEST) if text.isdecimal() and len(text) < 9 else 1
