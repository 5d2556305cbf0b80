"""Sections split and merged, table columns and cells: named as such, and still exactly applicable."""

from __future__ import annotations

import pytest

from kb.compare import compare_chapters
from kb.compare.words.cells import paired_cells, row_runs
from kb.model import Block, BlockKind, ChangeKind, Chapter, ReasonKind, Section, Significance
from tests.builders import chapter
from tests.kb.compare.test_compare import P1, P2, P3, there_and_back

TABLE = ("1 A: | Step | Who / | One | Worker / | Two | Manager",)

COLUMNS = [
    (
        "added",
        TABLE,
        ("1 A: | Step | Proof | Who / | One | Note | Worker / | Two | Form | Manager",),
        "column added: Proof",
    ),
    ("removed", TABLE, ("1 A: | Step / | One / | Two",), "column removed: Who"),
    (
        "amended beside",
        TABLE,
        ("1 A: | Step | Who | When / | One | Social worker | Today / | Two | Manager | Later",),
        "column added: When",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), [row[1:] for row in COLUMNS], ids=[row[0] for row in COLUMNS])
def test_columns_are_named_at_the_first_row(before: tuple[str, ...], after: tuple[str, ...], expected: str) -> None:
    """A table's first row says which column came or went; both versions come back."""
    comparison = there_and_back(chapter(*before), chapter(*after))
    assert [reason.text for reason in comparison.changes[0].reasons] == [expected]
    assert {change.kind for change in comparison.changes} == {ChangeKind.AMENDED}


def test_an_amended_first_row_without_header_names_no_column() -> None:
    """Without header cells another first row is another row, not a renamed column."""
    comparison = compare_chapters(
        chapter("1 A: | GP | 5 days / | IRO | 9 days"), chapter("1 A: | GP | 6 days / | IRO | 9 days")
    )
    assert all(reason.kind is not ReasonKind.COLUMN for change in comparison.changes for reason in change.reasons)


def table(*rows: str) -> Chapter:
    """A chapter with one table, the first row its header."""
    made = tuple(Block(BlockKind.ROW, row, header=not at, table=1) for at, row in enumerate(rows))
    return Chapter("Money", "https://example.org/m", (Section("1", "Payments", 1, "1-payments", made),))


PAID = table("Item | Amount | Paid by", "Mileage | 45p | Finance", "Taxi | £25 | Home manager")


def test_a_moved_column_changes_no_cell() -> None:
    """Cells are judged beside those of their own column, wherever it stands now."""
    moved = table("Item | Paid by | Amount", "Mileage | Finance | 45p", "Taxi | Home manager | £25")
    comparison = there_and_back(PAID, moved)
    assert comparison.significance is Significance.EDITORIAL
    assert {reason.text for change in comparison.changes for reason in change.reasons} == {"column moved: Amount"}
    assert comparison.summary == "Section 1, Payments: columns “Paid by” and “Amount” changed places."


def test_what_changed_in_a_moved_column_is_told() -> None:
    """An amount that is another one is told as such, although its column moved too."""
    moved = table("Item | Paid by | Amount", "Mileage | Finance | 45p", "Taxi | Home manager | £30")
    *_, taxi = there_and_back(PAID, moved).changes
    assert [reason.text for reason in taxi.reasons] == ["column moved: Amount", "amount £25 → £30"]
    assert taxi.significance is Significance.DUTY


def test_columns_of_one_name_did_not_move() -> None:
    """Where a name stands twice nobody can say which column is which."""
    here, there = table("Name | Date | Date", "A | 1 | 2"), table("Date | Name | Date", "1 | A | 2")
    reasons = [reason.text for change in there_and_back(here, there).changes for reason in change.reasons]
    assert reasons and not any("column moved" in reason for reason in reasons)


def test_a_new_cell_is_new_as_a_whole() -> None:
    """The separator goes with the cell, so that the row reads as a row on both sides."""
    assert row_runs("One | Worker", "One | Note | Worker") == (("=", "One"), ("+", " | Note"), ("=", " | Worker"))
    assert row_runs("One | Note", "Note") == (("-", "One | "), ("=", "Note"))


def test_cells_are_paired_in_order_and_each_once() -> None:
    """Equal cells first, then alike ones between them; no cell is left out."""
    pairs = paired_cells(["a", "the manager signs", "c"], ["x", "a", "the team manager signs", "c"])
    assert pairs == [(None, 0), (0, 1), (1, 2), (2, 3)]


def test_a_split_section_says_whose_text_it_is() -> None:
    """The new heading over text that stood elsewhere names the section it was split from; so does the summary."""
    comparison = there_and_back(chapter(f"1 A: {P1} / {P2}"), chapter(f"1 A: {P1}", f"2 Contact: {P2}"))
    assert [(c.kind, c.section.before, c.section.after) for c in comparison.changes] == [(ChangeKind.SPLIT, "1", "2")]
    assert comparison.changes[0].reasons[0].text == "section split from Section 1"
    assert comparison.summary == "Section 2, Contact, split from Section 1."


def test_a_label_that_stayed_is_not_struck_through() -> None:
    """Of a heading with another title only the title is told as another one."""
    comparison = there_and_back(chapter(f"4 Visits: {P1}"), chapter(f"4 Keeping in touch: {P1}"))
    assert comparison.changes[0].words == (("=", "4 "), ("-", "Visits"), ("+", "Keeping in touch"))


def test_a_merged_section_says_where_its_text_is() -> None:
    """The lost heading names the section that took its text in."""
    comparison = there_and_back(chapter(f"1 A: {P1}", f"2 Contact: {P2}"), chapter(f"1 A: {P1} / {P2}"))
    assert [(c.kind, c.section.before, c.section.after) for c in comparison.changes] == [(ChangeKind.MERGED, "2", "1")]
    assert comparison.summary == "Section 2, Contact, merged into Section 1."


def test_new_text_under_a_new_heading_is_no_split() -> None:
    """Only a heading over text that mostly stood under another one comes from a split."""
    comparison = compare_chapters(chapter(f"1 A: {P1} / {P2}"), chapter(f"1 A: {P1} / {P2}", f"2 B: {P3}"))
    assert [change.kind for change in comparison.changes] == [ChangeKind.ADDED, ChangeKind.ADDED]


def test_a_section_of_subsections_came_with_their_text() -> None:
    """A heading with nothing but new subsections under it is a new section, not a heading put over old text."""
    comparison = there_and_back(chapter(f"1 A: {P1}"), chapter(f"1 A: {P1}", "2 B", f"2.1 C: {P2}", f"2.2 D: {P3}"))
    head = next(change for change in comparison.changes if change.after == "2 B")
    assert [reason.text for reason in head.reasons] == ["section added: 2 blocks"]
    assert comparison.summary.startswith("Section 2, B, added")


def test_a_heading_over_subsections_that_were_there_is_only_a_heading() -> None:
    """What stands below a new heading was there already."""
    comparison = there_and_back(chapter(f"1 A: {P1}", f"2.1 C: {P2}"), chapter(f"1 A: {P1}", "2 B", f"2.1 C: {P2}"))
    head = next(change for change in comparison.changes if change.after == "2 B")
    assert [reason.text for reason in head.reasons] == ["heading added, not the text under it"]


HEADINGS = [
    (
        (f"1 A: {P1}", f"2 B: {P2}"),
        (f"1 A: {P1}", f"1.1 B: {P2}"),
        "Section 2, B, is now Section 1.1.",
    ),
    (
        (f"4 Strategy Meetings: {P1}",),
        (f"5 Multi-agency Discussions: {P1}",),
        "Section 4, Strategy Meetings, is now Section 5, Multi-agency Discussions.",
    ),
    ((f"4 Meetings: {P1}",), (f"4 Discussions: {P1}",), "Section 4 retitled “Discussions”."),
    ((f"4 Meetings: {P1}",), (f"4 MEETINGS: {P1}",), "The heading of Section 4 has other capitals."),
    (
        (f"4 Meetings: {P1}", f"Contacts: {P2}"),
        (f"4 MEETINGS: {P1}", f"CONTACTS: {P2}"),
        "2 headings have other capitals.",
    ),
]


@pytest.mark.parametrize(("before", "after", "told"), HEADINGS, ids=[row[-1] for row in HEADINGS])
def test_headings_are_told_with_what_they_were(before: tuple[str, ...], after: tuple[str, ...], told: str) -> None:
    """A new number, level, title or case of a heading is told as just that."""
    assert there_and_back(chapter(*before), chapter(*after)).summary == told
