"""A chapter's blocks as a page shows them: runs with links, nested lists, tables with their captions, code.

What shows a block has its anchor, where the section gives one: "" otherwise, as in boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from kb.model import CELL_SEPARATOR, Block, BlockKind, Span, SpanKind

MAX_RANK = 6
"""HTML has headings down to h6."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring parts under one link, or under none. `place` is a page of the site, `address` one outside it."""

    parts: tuple[Part, ...]
    place: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, note, quote, figure or minor heading. `rank` is a heading's h-number."""

    kind: Literal["paragraph", "note", "quote", "figure", "heading"]
    runs: tuple[Run, ...]
    rank: int = 0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the lists inside it."""

    marker: str
    runs: tuple[Run, ...]
    lists: tuple[ItemList, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """Items of one depth. `marked` is whether they bring their own numbering."""

    items: tuple[Item, ...]
    marked: bool
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row: its cells, and whether they head their columns."""

    cells: tuple[tuple[Run, ...], ...]
    header: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: head rows first, then the rest. `caption` may be empty."""

    caption: tuple[Run, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Code:
    """A stretch of code, line by line; its anchor is that of its first line."""

    lines: tuple[tuple[Run, ...], ...]
    anchor: str = ""
    kind: Literal["code"] = "code"


class _Placed(NamedTuple):
    block: Block
    anchor: str


Node = Text | ItemList | Table | Code
Resolve = Callable[[Span], tuple[str | None, str | None]]
"""Where a link leads: (place on the site, address outside), at most one of them given."""


def nodes(blocks: Sequence[Block], rank: int, resolve: Resolve, anchors: Sequence[str] = ()) -> tuple[Node, ...]:
    """The blocks as nodes, lists nested and rows gathered into tables; `rank` is for minor headings among them.

    `anchors` are those of the blocks, one each, or none at all.
    """
    made: list[Node] = []
    placed = [_Placed(block, anchor) for block, anchor in zip(blocks, anchors or [""] * len(blocks), strict=True)]
    for (family, _), group in groupby(placed, key=_family):
        members = list(group)
        if family == "list":
            made.extend(_lists(members, resolve))
        elif family == "table":
            made.append(_table(members, resolve))
        elif family == "code":
            made.append(Code(tuple(runs(one.text, one.spans, resolve) for one, _ in members), members[0].anchor))
        else:
            made.extend(_text(each, rank, resolve) for each in members)
    return tuple(made)


def runs(text: str, spans: Sequence[Span], resolve: Resolve, start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """`text[start:end]` cut wherever a link or a style begins or ends; overlapping spans are all honoured."""
    stop = len(text) if end is None else end
    edges = {start, stop}
    for span in spans:
        edges.update(edge for edge in (span.start, span.end) if start < edge < stop)
    cuts = sorted(edges)
    pieces = [(_link(spans, low), _part(text[low:high], spans, low)) for low, high in pairwise(cuts)]
    made = []
    for link, group in groupby(pieces, key=lambda piece: piece[0]):
        place, address = resolve(link) if link else (None, None)
        made.append(Run(tuple(part for _, part in group), place, address))
    return tuple(made)


def plain(text: str) -> tuple[Run, ...]:
    """Text without links and styles."""
    return (Run((Part(text),)),) if text else ()


def _family(placed: _Placed) -> tuple[str, int]:
    block = placed.block
    if block.kind is BlockKind.ITEM:
        return ("list", 0)
    if block.kind is BlockKind.ROW or (block.kind is BlockKind.CAPTION and block.table):
        return ("table", block.table)
    if block.kind is BlockKind.CODE:
        return ("code", block.table)
    return ("text", 0)


def _text(placed: _Placed, rank: int, resolve: Resolve) -> Text:
    block, anchor = placed
    content = runs(block.text, block.spans, resolve)
    match block.kind:
        case BlockKind.NOTE:
            return Text("note", content, anchor=anchor)
        case BlockKind.QUOTE:
            return Text("quote", content, anchor=anchor)
        case BlockKind.FIGURE:
            return Text("figure", content, anchor=anchor)
        case BlockKind.HEADING:
            return Text("heading", content, min(rank, MAX_RANK), anchor)
        case _:
            return Text("paragraph", content, anchor=anchor)


def _lists(placed: Sequence[_Placed], resolve: Resolve) -> tuple[ItemList, ...]:
    """Items nested by depth. A step of more than one level down counts as one; the first item sets the ground level."""
    ground = min(block.depth for block, _ in placed)
    items: list[Item] = []
    position = 0
    while position < len(placed):
        block, anchor = placed[position]
        following = position + 1
        while following < len(placed) and placed[following].block.depth > ground:
            following += 1
        inner = placed[position + (block.depth == ground) : following]
        lists = _lists(inner, resolve) if inner else ()
        if block.depth == ground:
            items.append(Item(block.marker, runs(block.text, block.spans, resolve), lists, anchor))
        else:
            items.append(Item("", (), lists))
        position = following
    return tuple(ItemList(tuple(group), marked) for marked, group in groupby(items, key=lambda item: bool(item.marker)))


def _table(placed: Sequence[_Placed], resolve: Resolve) -> Table:
    captions = [block for block, _ in placed if block.kind is BlockKind.CAPTION]
    rows = [_row(each, resolve) for each in placed if each.block.kind is BlockKind.ROW]
    heads = next((place for place, row in enumerate(rows) if not row.header), len(rows))
    caption = tuple(run for block in captions for run in runs(block.text, block.spans, resolve))
    return Table(caption, tuple(rows[:heads]), tuple(rows[heads:]))


def _row(placed: _Placed, resolve: Resolve) -> Row:
    block, anchor = placed
    cells = []
    start = 0
    for cell in block.text.split(CELL_SEPARATOR):
        cells.append(runs(block.text, block.spans, resolve, start, start + len(cell)))
        start += len(cell) + len(CELL_SEPARATOR)
    return Row(tuple(cells), block.header, anchor)


def _link(spans: Sequence[Span], at: int) -> Span | None:
    links = (span for span in spans if span.kind in (SpanKind.LINK, SpanKind.CROSS_LINK))
    return next((span for span in links if span.start <= at < span.end), None)


def _part(text: str, spans: Sequence[Span], at: int) -> Part:
    kinds = {span.kind for span in spans if span.start <= at < span.end}
    return Part(text, SpanKind.STRONG in kinds, SpanKind.EMPHASIS in kinds)
