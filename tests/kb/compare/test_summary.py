"""Summaries: one or two sentences, the most serious first, exact numbers, never empty where something changed."""

from __future__ import annotations

import pytest

from kb.compare import compare_chapters
from tests.builders import chapter

P1 = "The allocated worker sees the child alone and writes down what the child has said about home."
P2 = "A note of the meeting is sent to everyone who was invited, also to those who could not come."
P3 = "Where a family moves to another area the file is passed on and the new area confirms receipt."
P4 = "Money for journeys is paid on the day, against tickets, by the office that booked the contact."
LINK = "See [it](https://a.org/{})."

ROWS = [
    ((f"1 A: {P1}",), (f"1 A: {P1}",), ""),
    (
        ("3.2 Visits: A visit is made within 7 working days.", f"5 Return home interviews: {P1}"),
        ("3.2 Visits: A visit is made within 5 working days.", f"5 Return home interviews: {P1} / {P2} / {P3}"),
        "Section 3.2: time limit 7 → 5 working days. 2 paragraphs added in Section 5, Return home interviews.",
    ),
    (
        ("1 A: Staff should visit.", f"2 B: {P1}"),
        ("1 A: Staff must visit.", f"2 B: {P1}"),
        "Section 1: should → must.",
    ),
    (
        (f"1 A: {LINK.format(1)} / {LINK.format(2)}", f"2 B: {LINK.format(3)}"),
        (f"1 A: {LINK.format(4)} / {LINK.format(5)}", f"2 B: {LINK.format(6)}"),
        "Links only: 3 targets changed.",
    ),
    (
        (f"1 A: {P1}", f"2 B: {P2}", f"3 C: {P3} Go."),
        (f"1 C: {P3} Go.", f"2 A: {P1}", f"3 B: {P2}"),
        "Section 3, C moved up (now 1). 2 sections renumbered.",
    ),
    ((f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1}", f"3 B: {P2}"), "Section 2, B renumbered 3."),
    ((f"1 A: {P1}",), (f"1 A: {P1}", f"2 B: {P2} / {P3}"), "Section 2, B, added."),
    ((f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1}",), "Section 2, B, removed."),
    ((f"1 A: {P1}",), (f"1 Z: {P1}",), "Section 1 retitled “Z”."),
    ((f"Appendix A Forms: {P1}",), (f"Appendix A Forms: {P1} / {P2}",), "1 paragraph added in Appendix A, Forms."),
    ((f"Aims: {P1}",), (f"Aims: {P1} / - {P2}",), "1 list item added in “Aims”."),
    ((f": {P1}",), (f": {P1} / {P2}",), "1 paragraph added in the opening text."),
    ((f"1 A: {P1} {P2}",), (f"1 A: {P1} / {P2}",), "1 paragraph split in Section 1, A."),
    ((f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P2}", f"2 B: {P1}"), "2 paragraphs moved in 2 sections."),
    (("1 A: The childs view.",), ("1 A: The child's view.",), "1 paragraph reworded in Section 1, A."),
]


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_summary(before: tuple[str, ...], after: tuple[str, ...], expected: str) -> None:
    """What changed is said in a sentence or two, in these words."""
    assert compare_chapters(chapter(*before), chapter(*after)).summary == expected


def test_a_new_title_is_quoted() -> None:
    """A retitled chapter is told with both titles."""
    comparison = compare_chapters(chapter(f"1 A: {P1}", title="Old"), chapter(f"1 A: {P1}", title="New"))
    assert comparison.summary == "Title changed from “Old” to “New”."


def test_much_is_counted_not_listed() -> None:
    """However much changed, the summary stays two sentences of bearable length."""
    before = [f"{at} Part{at}: Staff should visit within {at} days. / {P1} {at}" for at in range(1, 20)]
    after = [f"{at} Part{at}: Staff must visit within {at + 1} days. / {P2} {at} / {P3} {at}" for at in range(1, 20)]
    summary = compare_chapters(chapter(*before), chapter(*after)).summary
    assert "17 other changes of duty in 17 sections" in summary
    assert "38 paragraphs added in 19 sections" in summary
    assert len(summary) < 400
