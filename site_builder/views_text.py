"""A chapter's blocks as a page shows them: runs with links, nested lists, tables with their captions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Item:
    """A list item with the lists inside it."""

    marker: str
    runs: tuple[Run, ...]
    lists: tuple[ItemList, ...] = ()


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


@dataclass(frozen=True, slots=True)
class Table:
    """A table: head rows first, then the rest. `caption` may be empty."""

    caption: tuple[Run, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    kind: Literal["table"] = "table"


Node = Text | ItemList | Table
Resolve = Callable[[Span], tuple[str | None, str | None]]
"""Where a link leads: (place on the site, address outside), at most one of them given."""


def nodes(blocks: Sequence[Block], rank: int, resolve: Resolve) -> tuple[Node, ...]:
    """The blocks as nodes, lists nested and rows gathered into tables; `rank` is for minor headings among them."""
    made: list[Node] = []
    for (family, _), group in groupby(blocks, key=_family):
        members = list(group)
        if family == "list":
            made.extend(_lists(members, resolve))
        elif family == "table":
            made.append(_table(members, resolve))
        else:
            made.extend(_text(block, rank, resolve) for block in members)
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


def _family(block: Block) -> tuple[str, int]:
    if block.kind is BlockKind.ITEM:
        return ("list", 0)
    if block.kind is BlockKind.ROW or (block.kind is BlockKind.CAPTION and block.table):
        return ("table", block.table)
    return ("text", 0)


def _text(block: Block, rank: int, resolve: Resolve) -> Text:
    content = runs(block.text, block.spans, resolve)
    match block.kind:
        case BlockKind.NOTE:
            return Text("note", content)
        case BlockKind.QUOTE:
            return Text("quote", content)
        case BlockKind.FIGURE:
            return Text("figure", content)
        case BlockKind.HEADING:
            return Text("heading", content, min(rank, MAX_RANK))
        case _:
            return Text("paragraph", content)


def _lists(blocks: Sequence[Block], resolve: Resolve) -> tuple[ItemList, ...]:
    """Items nested by depth. A step of more than one level down counts as one; the first item sets the ground level."""
    ground = min(block.depth for block in blocks)
    items: list[Item] = []
    position = 0
    while position < len(blocks):
        block = blocks[position]
        following = position + 1
        while following < len(blocks) and blocks[following].depth > ground:
            following += 1
        inner = blocks[position + 1 : following] if block.depth == ground else blocks[position:following]
        lists = _lists(inner, resolve) if inner else ()
        own = runs(block.text, block.spans, resolve) if block.depth == ground else ()
        items.append(Item(block.marker if block.depth == ground else "", own, lists))
        position = following
    return tuple(ItemList(tuple(group), marked) for marked, group in groupby(items, key=lambda item: bool(item.marker)))


def _table(blocks: Sequence[Block], resolve: Resolve) -> Table:
    captions = [block for block in blocks if block.kind is BlockKind.CAPTION]
    rows = [_row(block, resolve) for block in blocks if block.kind is BlockKind.ROW]
    heads = next((place for place, row in enumerate(rows) if not row.header), len(rows))
    caption = tuple(run for block in captions for run in runs(block.text, block.spans, resolve))
    return Table(caption, tuple(rows[:heads]), tuple(rows[heads:]))


def _row(block: Block, resolve: Resolve) -> Row:
    cells = []
    start = 0
    for cell in block.text.split(CELL_SEPARATOR):
        cells.append(runs(block.text, block.spans, resolve, start, start + len(cell)))
        start += len(cell) + len(CELL_SEPARATOR)
    return Row(tuple(cells), block.header)


def _link(spans: Sequence[Span], at: int) -> Span | None:
    links = (span for span in spans if span.kind in (SpanKind.LINK, SpanKind.CROSS_LINK))
    return next((span for span in links if span.start <= at < span.end), None)


def _part(text: str, spans: Sequence[Span], at: int) -> Part:
    kinds = {span.kind for span in spans if span.start <= at < span.end}
    return Part(text, SpanKind.STRONG in kinds, SpanKind.EMPHASIS in kinds)
