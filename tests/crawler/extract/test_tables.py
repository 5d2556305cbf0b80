"""Cells that span rows and columns."""

from __future__ import annotations

import pytest

from crawler.extract import read_chapter
from crawler.extract.tables import REPEATED
from crawler.layouts import layout_of
from kb.model import BlockKind, SpanKind
from tests.crawler.extract.builders import URL, WORDS, chapter_page

HEAD = "<tr><th>Item</th><th>Amount</th><th>Paid by</th></tr>"
LONG = "Long " * (REPEATED // 5 + 1)


def rows_of(table: str) -> list[str]:
    """The rows of a table as they are read."""
    page = chapter_page(f"{WORDS}<table>{table}</table>", "<h1>Money</h1>")
    return [block.text for block in read_chapter(page, layout_of(URL)).blocks() if block.kind is BlockKind.ROW]


SPANNING = [
    (
        "<tr><td>Bus</td><td>£2</td><td rowspan=2>Finance</td></tr><tr><td>Taxi</td><td>£9</td></tr>",
        ["Bus | £2 | Finance", "Taxi | £9 | Finance"],
    ),
    (
        "<tr><td rowspan=3>Bus</td><td>£2</td><td>A</td></tr><tr><td>£3</td><td>B</td></tr>"
        "<tr><td>£4</td><td>C</td></tr><tr><td>Taxi</td><td>£5</td><td>D</td></tr>",
        ["Bus | £2 | A", "Bus | £3 | B", "Bus | £4 | C", "Taxi | £5 | D"],
    ),
    (
        "<tr><td>Bus</td><td rowspan=2>£2</td><td rowspan=2>A</td></tr><tr><td>Taxi</td></tr>",
        ["Bus | £2 | A", "Taxi | £2 | A"],
    ),
    (
        "<tr><td rowspan=2 colspan=2>Both</td><td>A</td></tr><tr><td>B</td></tr>",
        ["Both |  | A", "Both |  | B"],
    ),
    (f"<tr><td>Bus</td><td rowspan=2>{LONG}</td></tr><tr><td>Taxi</td></tr>", [f"Bus | {LONG.strip()}", "Taxi"]),
    ("<tr><td>Bus</td><td rowspan=2>£2</td></tr><tr></tr><tr><td>Taxi</td><td>£9</td></tr>", ["Bus | £2", "Taxi | £9"]),
]


@pytest.mark.parametrize(("markup", "rows"), SPANNING, ids=[rows[-1][:30] for _, rows in SPANNING])
def test_a_cell_stands_in_every_row_it_spans(markup: str, rows: list[str]) -> None:
    """Short cells are repeated; long ones, and columns that a cell spans, are empty; a row says something itself."""
    assert rows_of(HEAD + markup)[1:] == rows


def test_merging_equal_cells_changes_nothing() -> None:
    """A table reads the same whether two equal cells below each other are one cell or two."""
    first = "<tr><td>Bus</td><td>£2</td>"
    merged = f"{HEAD}{first}<td rowspan=2>Finance</td></tr><tr><td>Taxi</td><td>£9</td></tr>"
    apart = f"{HEAD}{first}<td>Finance</td></tr><tr><td>Taxi</td><td>£9</td><td>Finance</td></tr>"
    assert rows_of(merged) == rows_of(apart)


def test_links_stand_where_their_words_stand() -> None:
    """The links of a repeated cell are repeated with it."""
    link = '<a href="https://www.gov.uk/a">Form</a>'
    table = f"<table>{HEAD}<tr><td>Bus</td><td rowspan=2>The {link}</td></tr><tr><td>A taxi</td></tr></table>"
    chapter = read_chapter(chapter_page(WORDS + table, "<h1>Money</h1>"), layout_of(URL))
    rows = [block for block in chapter.blocks() if block.kind is BlockKind.ROW][1:]
    linked = [row.text[span.start : span.end] for row in rows for span in row.spans if span.kind is SpanKind.LINK]
    assert linked == ["Form", "Form"]
