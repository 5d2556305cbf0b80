"""Typed numbers of paragraphs and rows: told from quantities, dates and initials, and never compared as words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kb.compare import apply_changes, collapsed, compare_chapters, comparison_as_text, lines, redline, revert_changes
from kb.compare.alignment.labels import typed_labels, without_label
from kb.model import Block, BlockKind, ChangeKind, Chapter, Section, Significance
from site_builder.redline_page import redline_page

Make = Callable[..., tuple[Block, ...]]

LABELS = [
    ("4.1 The worker rings the police.", "4.1"),
    ("4.1. The worker rings the police.", "4.1."),
    ("4.1- The worker rings the police.", "4.1-"),
    ("4.1 – The worker rings the police.", "4.1 –"),
    ("4.1The worker rings the police.", "4.1"),
    ("4.1.17 “Home” means where the child lives.", ""),
    ("1.3.2 Records are kept.", "1.3.2"),
    ("1.3.5 Working with families is not a quantity.", "1.3.5"),
    ("1.5 Working days are enough.", ""),
    ("A1.2 Records are kept.", "A1.2"),
    ("12. Records are kept.", "12."),
    ("(a) the child's wishes;", "(a)"),
    ("(iv) the child's wishes;", "(iv)"),
    ("(aa) the child's wishes;", "(aa)"),
    ("a) the child's wishes;", "a)"),
    ("3) the child's wishes;", "3)"),
    ("iv. the child's wishes;", "iv."),
    ("24 hours is the longest a child may wait.", ""),
    ("7 Days after the meeting the plan is sent.", ""),
    ("2018 saw a new edition.", ""),
    ("16 and 17 year olds are visited too.", ""),
    ("16 Plus Team", ""),
    ("£45.50 Per night is paid.", ""),
    ("45.50 Per night is paid.", ""),
    ("1 April 2020 is the first day.", ""),
    ("1. April is the first month.", ""),
    ("12.05.20 Meeting of the panel.", ""),
    ("1.5.2020 Meeting of the panel.", ""),
    ("9.30 Meeting of the panel.", ""),
    ("10.00 Meeting of the panel.", ""),
    ("1 in 4 children are seen twice.", ""),
    ("3.5 tonnes is the most.", ""),
    ("3.5 Tonnes is the most.", ""),
    ("A. Smith is the lead.", ""),
    ("A child is seen alone.", ""),
    ("I see the child.", ""),
    ("i.e. the child is seen.", ""),
    ("(civil) partners are asked too.", ""),
    ("4.1", ""),
]


def paragraphs(*texts: str) -> tuple[Block, ...]:
    """The texts as paragraphs."""
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


def rows(*texts: str, header: str = "") -> tuple[Block, ...]:
    """The texts as rows of one table."""
    head = (Block(BlockKind.ROW, header, header=True, table=1),) if header else ()
    return (*head, *(Block(BlockKind.ROW, text, table=1) for text in texts))


def manual(blocks: tuple[Block, ...]) -> Chapter:
    """A chapter of one section."""
    return Chapter("Numbered", "https://example.org/n", (Section("4", "Duties", 1, "4-duties", blocks),))


@pytest.mark.parametrize(("text", "label"), LABELS, ids=[text for text, _ in LABELS])
def test_a_label_stands_alone(text: str, label: str) -> None:
    """What is a label without any neighbour, and what is a quantity, a date, a time, a name or a word."""
    assert typed_labels(paragraphs(text)) == (label,)


SERIES = [
    (paragraphs("4.14 The one.", "Between them.", "4.15 The other."), ("4.14", "", "4.15")),
    (paragraphs("A. One thing.", "B. Another."), ("A.", "B.")),
    (paragraphs("1 One thing.", "2 Another.", "3 A third."), ("1", "2", "3")),
    (paragraphs("1 May 2020", "2 June 2020", "3 July 2020"), ("", "", "")),
    (paragraphs("16 Year olds.", "17 Year olds."), ("", "")),
    (rows("1 | One", "2 | Two", header="No. | What"), ("", "1", "2")),
    (rows("2 | One", "3 | Two", header="No | What"), ("", "2", "3")),
    (rows("1 | One", "2 | Two", "3 | Three"), ("1", "2", "3")),
    (rows("16 | £10", "17 | £12", "18 | £14", header="Age | Amount"), ("", "", "", "")),
    (rows("1 | £10", "2 | £12", "3 | £14", header="Children | Amount"), ("", "", "", "")),
    (rows("4.1 | One", "4.2 | Two", header="Standard | What"), ("", "4.1", "4.2")),
    (rows("4.1 One | Who", header="Standard | Who"), ("", "4.1")),
    (rows("3.5 | One", "7.2 | Two", header="Rate | What"), ("", "", "")),
    (rows("(a) | One", "Total | Two"), ("(a)", "")),
]


@pytest.mark.parametrize(("blocks", "labels"), SERIES, ids=[blocks[-1].text for blocks, _ in SERIES])
def test_a_label_stands_in_a_series(blocks: tuple[Block, ...], labels: tuple[str, ...]) -> None:
    """What is a label only beside its neighbours, or in a column that is headed so."""
    assert typed_labels(blocks) == labels


def test_the_number_of_the_section_leads_the_series() -> None:
    """A number that begins with that of its section needs no neighbour."""
    assert typed_labels(paragraphs("4.15 The worker rings."), "4") == ("4.15",)
    assert typed_labels(paragraphs("4.15 The worker rings."), "3") == ("",)


def test_printed_numbers_of_lists_are_left_alone() -> None:
    """An item that has its number from its list begins with words; code and header cells have no labels."""
    blocks = (
        Block(BlockKind.ITEM, "4.1 The rule.", 1, "a."),
        Block(BlockKind.CODE, "4.1 The rule."),
        Block(BlockKind.ROW, "4.1 The rule | Who", header=True, table=1),
    )
    assert typed_labels(blocks) == ("", "", "")


def test_the_rest_keeps_the_border_of_an_empty_cell() -> None:
    """A number that had a cell for itself leaves the cell."""
    assert without_label("4.1 | Who", "4.1") == " | Who"
    assert without_label("4.1- Who", "4.1-") == "Who"


RENUMBERED = [
    (("4.1 One is seen.", "4.2 Two are rung."), ("4.2 One is seen.", "4.3 Two are rung."), "4.1 → 4.2"),
    (("4.1 One is seen.", "4.2 Two are rung."), ("4.1.1 One is seen.", "4.1.2 Two are rung."), "4.1 → 4.1.1"),
    (("(a) One is seen.", "(b) Two are rung."), ("(b) One is seen.", "(c) Two are rung."), "(a) → (b)"),
    (("4.1. One is seen.", "4.2. Two are rung."), ("4.1 One is seen.", "4.2 Two are rung."), "4.1. → 4.1"),
]


@pytest.mark.parametrize(("before", "after", "told"), RENUMBERED, ids=[told for _, _, told in RENUMBERED])
@pytest.mark.parametrize("make", [paragraphs, lambda *texts: rows(*(f"{text} | Who" for text in texts))])
def test_a_changed_label_is_renumbered(before: tuple[str, ...], after: tuple[str, ...], told: str, make: Make) -> None:
    """Another label is no other duty; it is told once, and the changes give both texts back."""
    here, there = manual(make(*before)), manual(make(*after))
    comparison = compare_chapters(here, there)
    assert [change.kind for change in comparison.changes] == [ChangeKind.RENUMBERED] * 2
    assert comparison.significance is Significance.EDITORIAL
    assert comparison.changes[0].reasons[0].text == f"renumbered: {told}"
    assert "2 " in comparison.summary and "renumbered; no word changed." in comparison.summary
    old, new = lines(here), lines(there)
    assert [line.content for line in apply_changes(old, comparison)] == [line.content for line in new]
    assert [line.content for line in revert_changes(new, comparison)] == [line.content for line in old]


def test_a_paragraph_put_before_others_is_the_only_new_one() -> None:
    """Where every number moved on by one only the new paragraph's words are new, and both numbers are shown."""
    must = "The worker must tell the manager within 1 working day."
    before = manual(paragraphs(f"4.1 {must}", "4.2 A review is held every 4 weeks."))
    after = manual(
        paragraphs("4.1 The manager rings the police.", f"4.2 {must}", "4.3 A review is held every 4 weeks.")
    )
    comparison = compare_chapters(before, after)
    assert [change.kind.value for change in comparison.changes] == ["added", "renumbered", "renumbered"]
    assert comparison.significance is Significance.SUBSTANTIVE
    text = comparison_as_text(collapsed(redline(before, after, comparison)))
    assert f"~ [-4.1-]{{+4.2+}} {must}" in text
    assert "+ 4.1 The manager rings the police." in text


def test_a_number_in_a_cell_of_its_own_is_shown_there() -> None:
    """The redline has the number in the row's first cell."""
    before = manual(rows("1 | The worker rings.", header="No | What"))
    after = manual(rows("2 | The worker rings.", header="No | What"))
    made = redline(before, after, compare_chapters(before, after))
    assert (made[-1].marker_before, made[-1].marker, made[-1].words) == ("1", "2", (("=", " | The worker rings."),))
    assert "~ [-1-]{+2+} | The worker rings." in comparison_as_text(made)


def test_a_paragraph_that_became_a_list_item_keeps_its_number() -> None:
    """A label typed before a paragraph and the number of a list item are one."""
    before = manual(paragraphs("(a) the child's wishes;"))
    after = manual((Block(BlockKind.ITEM, "the child's wishes;", 1, "(a)"),))
    (change,) = compare_chapters(before, after).changes
    assert change.significance is Significance.EDITORIAL
    assert [reason.text for reason in change.reasons] == ["paragraph is now a list item"]


def test_the_page_shows_both_numbers() -> None:
    """On a page the old number is struck through and the new one underlined, a row's in its first cell."""
    for make, shown in ((paragraphs, "marker"), (lambda *texts: rows(*(f"{text} | Who" for text in texts)), "cell")):
        before, after = manual(make("4.1 One is seen.")), manual(make("4.2 One is seen."))
        comparison = compare_chapters(before, after)
        page = redline_page("Numbered", "old", "new", comparison, redline(before, after, comparison))
        assert re.search(rf'class="{shown}"><del>4\.1</del> ?<ins>4\.2</ins>', page)
