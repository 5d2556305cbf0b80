"""Blocks as nodes, and places as links: the pure parts under the pages."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Block, BlockKind, Span, SpanKind
from site_builder.places import Places, relative, root_of
from site_builder.views_text import Code, Item, ItemList, Run, Table, Text, nodes, runs
from tests.builders import blocks


def nowhere(span: Span) -> tuple[str | None, str | None]:
    """Every link leads outside, to its target."""
    return (None, span.target)


def said(made: tuple[Run, ...]) -> str:
    """The words of runs."""
    return "".join(part.text for run in made for part in run.parts)


def items_of(lists: tuple[ItemList, ...]) -> list[object]:
    """Lists as nested plain lists of words."""
    return [_item(item) for each in lists for item in each.items]


def _item(item: Item) -> object:
    return [said(item.runs), items_of(item.lists)] if item.lists else said(item.runs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a / - b", ["a", "b"]),
        ("- a / -- b / -- c / - d", [["a", ["b", "c"]], "d"]),
        ("- a / --- b / - c", [["a", ["b"]], "c"]),
        ("-- a / - b", [["", ["a"]], "b"]),
    ],
)
def test_lists_nest_by_depth(text: str, expected: list[object]) -> None:
    """Deeper items stand inside the item before them, however deep the step; none is lost."""
    made = nodes(blocks(text), 3, nowhere)
    assert items_of(tuple(node for node in made if isinstance(node, ItemList))) == expected


def test_rows_become_tables_with_head_and_caption() -> None:
    """Header rows lead, the caption of the same table is its caption, and another table is another."""
    made = nodes(
        (
            Block(BlockKind.CAPTION, "Who decides", table=1),
            Block(BlockKind.ROW, "What | Who", header=True, table=1),
            Block(BlockKind.ROW, "Visit | Worker", table=1),
            Block(BlockKind.ROW, "Other", table=2),
        ),
        3,
        nowhere,
    )
    first, second = (node for node in made if isinstance(node, Table))
    assert said(first.caption) == "Who decides"
    assert [[said(cell) for cell in row.cells] for row in first.head] == [["What", "Who"]]
    assert [[said(cell) for cell in row.cells] for row in first.body] == [["Visit", "Worker"]]
    assert (second.caption, second.head, len(second.body)) == ((), (), 1)


def test_links_in_a_cell_keep_their_place() -> None:
    """Spans count from the row's start; each cell gets its own part of them."""
    row = Block(BlockKind.ROW, "a | see here", table=1, spans=(Span(SpanKind.LINK, 8, 12, "https://x.example"),))
    (table,) = nodes((row,), 3, nowhere)
    assert isinstance(table, Table)
    assert [(said((run,)), run.address) for run in table.body[0].cells[1]] == [
        ("see ", None),
        ("here", "https://x.example"),
    ]


def test_each_stretch_of_code_is_shown_as_one() -> None:
    """Lines stand together as typed; what a blank line parts is two."""
    lines = [("a", 1), ("  b", 1), ("c", 2)]
    made = nodes([Block(BlockKind.CODE, text, table=table) for text, table in lines], 3, nowhere)
    assert [[said(line) for line in node.lines] for node in made if isinstance(node, Code)] == [["a", "  b"], ["c"]]


def test_every_block_is_shown_with_its_own_anchor() -> None:
    """Paragraphs, items, rows and code each have the anchor that the section gives them."""
    kinds = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ITEM, BlockKind.ROW, BlockKind.CODE)
    depths = (0, 1, 2, 0, 0)
    given = [Block(kind, "words", depth=depth) for kind, depth in zip(kinds, depths, strict=True)]
    text, items, table, code = nodes(given, 3, nowhere, ["s.p", "s.i", "s.i.i", "s.r", "s.c"])
    assert isinstance(text, Text)
    assert isinstance(items, ItemList)
    assert isinstance(table, Table)
    assert isinstance(code, Code)
    (outer,) = items.items
    shown = (text.anchor, outer.anchor, outer.lists[0].items[0].anchor, table.body[0].anchor, code.anchor)
    assert shown == ("s.p", "s.i", "s.i.i", "s.r", "s.c")


def test_overlapping_styles_are_all_shown() -> None:
    """Emphasis that begins inside a link and ends outside is shown in both, and the link stays one."""
    spans = (Span(SpanKind.LINK, 0, 8, "https://x.example"), Span(SpanKind.STRONG, 4, 12))
    first, second = runs("one two three", spans, nowhere)[:2]
    assert [(part.text, part.strong) for part in first.parts] == [("one ", False), ("two ", True)]
    assert [(part.text, part.strong) for part in second.parts] == [("thre", True), ("e", False)]


spans_strategy = st.lists(
    st.builds(
        lambda kind, start, length: Span(kind, start, start + length, "https://x.example"),
        st.sampled_from(list(SpanKind)),
        st.integers(0, 30),
        st.integers(1, 20),
    ),
    max_size=5,
)


@given(st.text(max_size=40), spans_strategy)
def test_no_word_is_lost_or_doubled(text: str, spans: list[Span]) -> None:
    """Whatever spans say, the runs together read as the text."""
    assert said(runs(text, spans, nowhere)) == text


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12))
def test_no_item_is_lost(depths: list[int]) -> None:
    """Whatever the depths, every item is shown once and in order."""
    made = nodes([Block(BlockKind.ITEM, str(place), depth=depth) for place, depth in enumerate(depths)], 3, nowhere)

    def flat(lists: tuple[ItemList, ...]) -> list[str]:
        return [word for each in lists for item in each.items for word in [said(item.runs), *flat(item.lists)] if word]

    lists = tuple(node for node in made if isinstance(node, ItemList))
    assert flat(lists) == [str(place) for place in range(len(depths))]


@pytest.mark.parametrize(
    ("origin", "target", "expected"),
    [
        ("index.html", "chapters/index.html", "chapters/index.html"),
        ("chapters/a/index.html", "index.html", "../../index.html"),
        ("chapters/a/index.html", "chapters/a/index.html#s1", "#s1"),
        ("chapters/a/index.html", "chapters/b/index.html#s 1", "../b/index.html#s%201"),
    ],
)
def test_links_are_relative(origin: str, target: str, expected: str) -> None:
    """A link says the way from page to page and names the file."""
    assert relative(origin, target) == expected


places = st.sampled_from(
    [Places(prefix).chapter("a") for prefix in ("", "north/")]
    + [Places().home, Places().compare("a", 1, 2), Places("north/").edition("2020-03"), Places().sign_off]
)


@given(places, places)
def test_every_page_reaches_every_other(origin: str, target: str) -> None:
    """Resolved as a browser does it, a link from any page ends at its target; `root_of` leads to the root."""
    base = "https://site.example/a/"
    assert urljoin(base + origin, relative(origin, target)) == base + target
    assert urljoin(base + origin, root_of(origin) or "./") == base
