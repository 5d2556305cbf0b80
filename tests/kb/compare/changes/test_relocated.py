"""Sentences that only stand elsewhere now are no duty that came or went."""

from __future__ import annotations

import pytest

from kb.compare import altered_duties, compare_chapters
from kb.model import Reason, ReasonKind, Significance
from tests.builders import chapter

P1 = "The allocated worker sees the child alone and writes down what the child has said about home."
P2 = "A note of the meeting is sent to everyone who was invited, also to those who could not come."
DUTY = "The manager must sign the plan within 5 working days."

ROWS = [
    # A sentence went into another section's paragraph
    ((f"1 A: {P1} {DUTY}", f"2 B: {P2}"), (f"1 A: {P1}", f"2 B: {P2} {DUTY}"), Significance.EDITORIAL),
    # Two paragraphs changed a sentence each
    (
        (f"1 A: {P1} {DUTY}", f"2 B: {P2} Go home before it is dark."),
        (f"1 A: {P1} Go home before it is dark.", f"2 B: {P2} {DUTY}"),
        Significance.EDITORIAL,
    ),
    # It went, and is another one where it came
    (
        (f"1 A: {P1} {DUTY}", f"2 B: {P2}"),
        (f"1 A: {P1}", f"2 B: {P2} {DUTY.replace('5', '7')}"),
        Significance.DUTY,
    ),
    # It went, and something else changed with it
    ((f"1 A: {P1} {DUTY} Staff may stay.", f"2 B: {P2}"), (f"1 A: {P1}", f"2 B: {P2} {DUTY}"), Significance.DUTY),
    # It went with its paragraph, and came with another
    (
        (f"1 A: {P1} / {DUTY} Nobody knows why it rains there.", f"2 B: {P2}"),
        (f"1 A: {P1}", f"2 B: {P2} / A letter is a good thing to have. {DUTY}"),
        Significance.SUBSTANTIVE,
    ),
    # It only went
    ((f"1 A: {P1} {DUTY}", f"2 B: {P2}"), (f"1 A: {P1}", f"2 B: {P2}"), Significance.DUTY),
    # Too short to be known again
    (
        ("1 A: One thing. Staff must go.", f"2 B: {P2}"),
        ("1 A: One thing.", f"2 B: {P2} Staff must go."),
        Significance.DUTY,
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_a_duty_that_stands_elsewhere_is_no_change_of_duty(
    before: tuple[str, ...], after: tuple[str, ...], expected: Significance
) -> None:
    """Only what went and came word for word is a move; all else keeps its verdict, in both directions."""
    assert compare_chapters(chapter(*before), chapter(*after)).significance is expected
    assert compare_chapters(chapter(*after), chapter(*before)).significance is expected


def test_both_ends_of_a_moved_sentence_name_each_other() -> None:
    """The reasons say where the sentence went and where it came from; so does the summary."""
    comparison = compare_chapters(chapter(*ROWS[0][0]), chapter(*ROWS[0][1]))
    assert [change.reasons for change in comparison.changes] == [
        (Reason(ReasonKind.MOVED, after="Section 2"),),
        (Reason(ReasonKind.MOVED, before="Section 1"),),
    ]
    assert comparison.summary == (
        "Section 1, A: text moved to Section 2. Section 2, B: text moved here from Section 1."
    )
    assert not any(map(altered_duties, comparison.changes))


def test_what_came_or_went_beside_a_moved_sentence_is_judged_alone() -> None:
    """Of lines that came or went as a whole the rest is told, and the sentence as moved, at both ends."""
    before, after = chapter(*WITH_OTHERS[0]), chapter(*WITH_OTHERS[1])
    comparison = compare_chapters(before, after)
    assert [[reason.text for reason in change.reasons] for change in comparison.changes] == [
        ["obligation removed: Nobody should wait", "moved to Section 2"],
        ["added: “A letter is a good thing to have.”", "moved from Section 1"],
    ]
    assert [change.significance for change in comparison.changes] == [Significance.DUTY, Significance.SUBSTANTIVE]
    assert "5 working days" not in comparison.summary
    assert "text moved to Section 2" in comparison.summary


WITH_OTHERS = (
    (f"1 A: {P1} / {DUTY} Nobody should wait.", f"2 B: {P2}"),
    (f"1 A: {P1}", f"2 B: {P2} / A letter is a good thing to have. {DUTY}"),
)


def test_inside_a_section_text_moves_to_another_place() -> None:
    """A section is never told as the place to which its own text moved; both ends are told at once."""
    before = chapter(f"1 A: {P1} {DUTY} / Go home early. / {P2}")
    after = chapter(f"1 A: {P1} / Go home early. / {P2} {DUTY}")
    comparison = compare_chapters(before, after)
    assert {reason.text for change in comparison.changes for reason in change.reasons} == {
        "moved to another place in this section",
        "moved from another place in this section",
    }
    assert comparison.summary == "Section 1, A: text moved to another place in this section."
