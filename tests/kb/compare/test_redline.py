"""Redlines: rows for templates and for the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.compare import Collapsed, RowState, collapsed, compare_chapters, comparison_as_text, redline
from kb.model import ChangeKind, Chapter, Significance
from tests.builders import chapter

P1 = "The allocated worker sees the child alone and writes down what the child has said about home."
P2 = "A note of the meeting is sent to everyone who was invited, also to those who could not come."
P3 = "Where a family moves to another area the file is passed on and the new area confirms receipt."

BEFORE = chapter(f"1 A: {P1} / {P2} / Gone for good.", "2 B: Visit within 7 days. / | Who | When / a) first")
AFTER = chapter(f"1 A: {P2} / {P1}", "3 B: Visit within 5 days. / | Who | When / New here. / b) first")
ROWS = redline(BEFORE, AFTER, compare_chapters(BEFORE, AFTER))


def test_rows_stand_in_the_order_of_the_new_text() -> None:
    """Rows follow the new text; what is gone or moved away stands at its old place."""
    assert [(row.state.value, row.kind) for row in ROWS] == [
        ("same", "title"),
        ("same", "heading"),
        ("moved-from", "paragraph"),
        ("same", "paragraph"),
        ("removed", "paragraph"),
        ("moved-to", "paragraph"),
        ("amended", "heading"),
        ("amended", "paragraph"),
        ("same", "row"),
        ("added", "paragraph"),
        ("amended", "item"),
    ]


def test_both_ends_of_a_move_know_each_other() -> None:
    """A moved line's two rows carry one move number, which no other row has."""
    ends = [row for row in ROWS if row.move]
    assert {row.state for row in ends} == {RowState.MOVED_TO, RowState.MOVED_FROM}
    assert len({row.move for row in ends}) == 1


def test_a_row_says_what_why_and_where() -> None:
    """A changed row has its words, its change, why it matters, and its section."""
    row = next(row for row in ROWS if row.significance is Significance.DUTY)
    assert row.words == (("=", "Visit within "), ("-", "7 days"), ("+", "5 days"), ("=", "."))
    assert row.before_words == (("=", "Visit within "), ("-", "7 days"), ("=", "."))
    assert row.after_words == (("=", "Visit within "), ("+", "5 days"), ("=", "."))
    assert row.change_kind is ChangeKind.AMENDED
    assert row.reasons == ("time limit 7 → 5 days",)
    assert (row.section, row.anchor) == ("3 B", "3-b")


def test_a_renumbered_heading_and_item_show_both_numbers() -> None:
    """A heading's number is among its words; an item's old marker stands beside the new."""
    heading = next(row for row in ROWS if row.kind == "heading" and row.changed)
    assert heading.words == (("-", "2"), ("+", "3"), ("=", " B"))
    item = ROWS[-1]
    assert (item.marker_before, item.marker, item.state) == ("a.", "b.", RowState.AMENDED)


def _marked(made: Chapter, marker: str) -> Chapter:
    """The chapter with this number before its numbered items."""
    section = made.sections[0]
    blocks = tuple(replace(block, marker=marker if block.marker else "") for block in section.blocks)
    return replace(made, sections=(replace(section, blocks=blocks),))


def test_a_stretch_that_stayed_shows_how_a_number_is_printed_now() -> None:
    """Lines that stayed keep both their places; a number in other typography is shown as it was, and is no change."""
    before, after = chapter("1 A: One. / a) two / Three."), chapter("1 A: New. / One. / a) two / Three.")
    before, after = _marked(before, "1-1"), _marked(after, "1–1")
    rows = redline(before, after, compare_chapters(before, after))
    assert [(row.before_at, row.after_at, row.state.value) for row in rows] == [
        (0, 0, "same"),
        (1, 1, "same"),
        (None, 2, "added"),
        (2, 3, "same"),
        (3, 4, "same"),
        (4, 5, "same"),
    ]
    assert [(row.marker_before, row.marker) for row in rows if row.marker] == [("1-1", "1–1")]


def test_changes_of_other_texts_are_refused() -> None:
    """Where the lines that no change names are not as many on both sides nothing is shown wrongly."""
    one, two = chapter("1 A: One."), chapter("1 A: One. / Two.")
    with pytest.raises(ValueError, match="not those of these two texts"):
        redline(two, two, compare_chapters(one, two))


def test_folding_keeps_context_and_headings() -> None:
    """Rows near a change stay, and the heading above it; everything else folds and can be unfolded."""
    before = chapter("1 A: " + " / ".join(f"Line {at} of text." for at in range(20)), "2 B: Text.")
    after = chapter("1 A: " + " / ".join(f"Line {at} of text." for at in range(20) if at != 10), "2 B: Text.")
    rows = redline(before, after, compare_chapters(before, after))
    folded = collapsed(rows, context=1)
    assert [len(row.rows) if isinstance(row, Collapsed) else row.kind for row in folded] == [
        *(1, "heading", 9, "paragraph", "paragraph", "paragraph", 10)
    ]
    unfolded = [each for row in folded for each in (row.rows if isinstance(row, Collapsed) else (row,))]
    assert tuple(unfolded) == rows


def test_nothing_changed_folds_to_one() -> None:
    """A comparison without changes is one folded stretch."""
    rows = redline(BEFORE, BEFORE, compare_chapters(BEFORE, BEFORE))
    assert collapsed(rows) == (Collapsed(rows),)


def test_a_move_inside_a_section_names_no_section() -> None:
    """Who reads in a section that a line moved from that very section would look in vain for another one."""
    before, after = chapter(f"1 A: {P1} / {P2} / {P3}"), chapter(f"1 A: {P2} / {P3} / {P1}")
    rows = redline(before, after, compare_chapters(before, after))
    assert [(row.state, row.reasons) for row in rows if row.move] == [
        (RowState.MOVED_FROM, ("moved to another place in this section",)),
        (RowState.MOVED_TO, ("moved from another place in this section",)),
    ]


def test_both_ends_of_a_move_name_the_other_section() -> None:
    """Where a line stood it says where it went, not where it came from; a section that moved is named by its title."""
    before = chapter(f"1 A: {P1} / {P2}", f"2 B: {P3}", "3 C: Over.")
    after = chapter("1 C: Over.", f"2 A: {P2}", f"3 B: {P3} / {P1}")
    rows = redline(before, after, compare_chapters(before, after))
    moved = [row for row in rows if row.move and row.kind == "paragraph"]
    ends = [(row.state, row.elsewhere, row.reasons) for row in moved if P1 in "".join(text for _, text in row.words)]
    assert ends == [
        (RowState.MOVED_FROM, "3 B", ("moved to 3 B",)),
        (RowState.MOVED_TO, "1 A", ("moved from 1 A",)),
    ]
    assert {row.elsewhere for row in rows if row.kind == "heading"} == {""}
    plain = comparison_as_text(rows)
    assert "moved away to 3 B, see move" in plain
    assert "moved away, see move" in plain


def test_every_part_of_a_line_says_which_one_it_is() -> None:
    """The rows of one split line are told apart, also where none of them moved."""
    before, after = chapter(f"1 A: {P1} {P2}"), chapter(f"1 A: {P1} / {P2}")
    rows = redline(before, after, compare_chapters(before, after))
    assert [row.part for row in rows if row.changed] == ["part 1 of 2", "part 2 of 2"]
    assert "part 2 of 2, editorial: paragraph split" in comparison_as_text(rows)


def test_text_for_the_terminal() -> None:
    """Every change has a sign without colour; with colour the same text is painted."""
    plain = comparison_as_text(ROWS)
    assert "~ Visit within [-7 days-]{+5 days+}.\n    duty: time limit 7 → 5 days" in plain
    assert "- Gone for good." in plain
    assert "+ New here." in plain
    assert "see move 1" in plain
    assert "[-a.-]{+b.+} first" in plain
    painted = comparison_as_text(ROWS, colour=True)
    for code in ("\x1b[31m", "\x1b[32m", "\x1b[36m", "\x1b[1m", "\x1b[0m"):
        painted = painted.replace(code, "")
    assert painted == plain
