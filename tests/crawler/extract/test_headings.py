"""Headings that are none by their markup: glued to the paragraph before, bold only, or in a table of numbers."""

from __future__ import annotations

import pytest

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from kb.model import BlockKind
from tests.crawler.extract.builders import URL, WORDS, chapter_page


def outline(content: str) -> list[str]:
    """Sections as "label title", each with its blocks under it."""
    chapter = read_chapter(chapter_page(content), layout_of(URL))
    lines = []
    for section in chapter.sections:
        lines.append(f"# {section.heading}")
        lines += [
            f"{block.kind.value}: {' '.join(filter(None, (block.marker, block.text)))}" for block in section.blocks
        ]
    return lines


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "<p>We review plans.1. Introduction</p><p>All of them.</p>",
            ["# ", "paragraph: We review plans.", "# 1 Introduction", "paragraph: All of them."],
        ),
        (
            "<h2>1. First</h2><p>Text (here).2. Second Thing</p><p>More.</p>",
            ["# 1 First", "paragraph: Text (here).", "# 2 Second Thing", "paragraph: More."],
        ),
        (
            "<h2>1. First</h2><p>See Section.3. Not Next</p>",
            ["# 1 First", "paragraph: See Section.3. Not Next"],
        ),
        ("<p>It costs £3.50. Pay at once for all.</p>", ["# ", "paragraph: It costs £3.50. Pay at once for all."]),
        (
            "<p>It ends.<b>4. Anything Bold</b></p><p>More.</p>",
            ["# ", "paragraph: It ends.", "# 4 Anything Bold", "paragraph: More."],
        ),
        (
            "<h2>1. A</h2><p><b>1.1 Glued</b>Text of <i>it</i>.</p>",
            ["# 1 A", "# 1.1 Glued", "paragraph: Text of it."],
        ),
        ("<p>See <b>3. Visits</b></p>", ["# ", "paragraph: See 3. Visits"]),
    ],
)
def test_headings_glued_to_text_are_parted(content: str, expected: list[str]) -> None:
    """A heading that ran into a paragraph opens its section; a number in running text does not."""
    assert outline(content + WORDS)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p><b>What we do</b></p><p>Little.</p>", ["# What we do", "paragraph: Little."]),
        (
            "<h2>Real</h2><p><b>What we do</b></p><p>Little.</p>",
            ["# Real", "heading: What we do", "paragraph: Little."],
        ),
        (
            "<p><b>One</b></p><p><strong>Two</strong></p><p>Text.</p>",
            ["# One", "# Two", "paragraph: Text."],
        ),
        ("<p><b>Never do this.</b></p><p>Text.</p>", ["# ", "paragraph: Never do this.", "paragraph: Text."]),
        ("<p><b><a href='p_x.html'>A link</a></b></p><p>Text.</p>", ["# ", "paragraph: A link", "paragraph: Text."]),
        ("<div style='x'><span style='font-weight:700'>Styled</span></div><p>T.</p>", ["# Styled", "paragraph: T."]),
    ],
)
def test_short_bold_paragraphs_above_text_are_headings(content: str, expected: list[str]) -> None:
    """They are sections where the page has no other headings, and minor headings where it has."""
    assert outline(content + WORDS)[: len(expected)] == expected


def test_a_table_of_numbers_and_text_is_numbered_paragraphs() -> None:
    """The number is the paragraph's own, its lists stand below it, and a bold title beside a number is a heading."""
    table = (
        "<table><tr><td>4.1</td><td><b>Timing</b></td></tr><tr><td>4.1.1</td><td><p>At once:</p>"
        "<ul><li>by day;</li></ul></td></tr><tr><td></td><td>And by night.</td></tr></table>"
    )
    expected = ["# 4.1 Timing", "item: 4.1.1 At once:", "item: by day;", "paragraph: And by night."]
    assert outline(table + WORDS)[:4] == expected


def test_a_table_of_years_is_a_table() -> None:
    """A first column of plain numbers is data."""
    rows = "<table><tr><td>2019</td><td>three</td></tr><tr><td>2020</td><td>four</td></tr></table>"
    assert outline(rows + WORDS)[1] == "row: 2019 | three"


ITEMS = (
    "<h2>4. Visits</h2><p>First.</p><ol type=a><li>alone<ul><li>at home</li></ul></li><li>unseen</li></ol><p>Last.</p>"
)


def test_block_anchors_hang_on_label_and_number_not_on_words() -> None:
    """A block is addressed by its section and its own number, else counted among its kind in the section."""
    (section,) = read_chapter(chapter_page(ITEMS), layout_of(URL)).sections
    assert section.block_anchors == (
        "4-visits.paragraph-1",
        "4-visits.a",
        "4-visits.a.item-1",
        "4-visits.b",
        "4-visits.paragraph-2",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [("First.", "Amended altogether."), ("<h2>4.", "<h2>1. New</h2><p>Before.</p><h2>4."), ("unseen", "seen")],
)
def test_anchors_stay_when_words_or_other_sections_change(before: str, after: str) -> None:
    """Neither amended words nor sections added above touch the anchors of a section's blocks."""
    old, new = (read_chapter(chapter_page(text), layout_of(URL)) for text in (ITEMS, ITEMS.replace(before, after, 1)))
    assert old.sections[-1].block_anchors == new.sections[-1].block_anchors
    assert old.digest != new.digest
    assert all(block.kind is not BlockKind.HEADING for block in new.blocks())
