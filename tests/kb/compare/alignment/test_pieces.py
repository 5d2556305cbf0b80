"""Split and merged paragraphs of which a part stands elsewhere: told as moved parts, and still exactly applicable."""

from __future__ import annotations

import pytest

from kb.compare import RowState, compare_chapters, redline
from kb.compare.alignment.pieces import FEWEST_WORDS, LONGEST, MOST_PARTS, Torn, with_parts
from kb.model import ChangeKind, Significance
from tests.builders import chapter
from tests.kb.compare.test_compare import P1, P2, P3, there_and_back

Q = "Every visit is planned with the carers beforehand and never falls on a school day."
R = "Records are kept for as long as the law says and no longer than that."
SHORT = "The plan is read out then."
NEW = "The team manager signs every page of it by hand."
LIMIT = P1.replace("alone", "within 5 working days")

SPLIT, MERGED = ChangeKind.SPLIT, ChangeKind.MERGED
ROWS = [
    # The first half went into another section
    (
        (f"1 A: {P1} {P2} / {Q}", f"2 B: {P3}"),
        (f"1 A: {P2} / {Q}", f"2 B: {P3} / {P1}"),
        [(SPLIT, 2, None, (0, 0)), (SPLIT, 1, "1 A", (0, 0))],
    ),
    # The second half did
    (
        (f"1 A: {P1} {P2} / {Q}", f"2 B: {P3}"),
        (f"1 A: {P1} / {Q}", f"2 B: {P3} / {P2}"),
        [(SPLIT, 1, None, (0, 0)), (SPLIT, 2, "1 A", (0, 0))],
    ),
    # And was amended
    (
        (f"1 A: {P1} {P2} / {Q}", f"2 B: {P3}"),
        (f"1 A: {P2} / {Q}", f"2 B: {P3} / {LIMIT}"),
        [(SPLIT, 2, None, (0, 0)), (SPLIT, 1, "1 A", (1, 4))],
    ),
    # And has a sentence more
    (
        (f"1 A: {P1} {P2} / {Q}", f"2 B: {P3}"),
        (f"1 A: {P2} / {Q}", f"2 B: {P3} / {P1} {NEW}"),
        [(SPLIT, 2, None, (0, 0)), (SPLIT, 1, "1 A", (0, 10))],
    ),
    # Both halves went, and what stood between them stays
    (
        (f"1 A: {P1} {Q} {P2} / {R}", f"2 B: {P3}", f"3 C: {NEW}"),
        (f"1 A: {Q} / {R}", f"2 B: {P3} / {P2}", f"3 C: {NEW} / {P1}"),
        [(SPLIT, 2, None, (0, 0)), (SPLIT, 3, "1 A", (0, 0)), (SPLIT, 1, "1 A", (0, 0))],
    ),
    # Nothing of the paragraph stays
    (
        (f"1 A: {P1} {P2} / {Q}", f"2 B: {P3}", f"3 C: {NEW}"),
        (f"1 A: {Q}", f"2 B: {P1} / {P3}", f"3 C: {NEW} / {P2}"),
        [(SPLIT, 1, "1 A", (0, 0)), (SPLIT, 2, "1 A", (0, 0))],
    ),
    # The half is further down in its section
    (
        (f"1 A: {P1} {P2} / {Q} / {R}",),
        (f"1 A: {P2} / {Q} / {R} / {P1}",),
        [(SPLIT, 2, None, (0, 0)), (SPLIT, 1, "1 A", (0, 0))],
    ),
    # A short one is known by what it stood beside
    (
        (f"1 A: {P1} {SHORT} / {Q}", f"2 B: {P3}"),
        (f"1 A: {P1} / {Q}", f"2 B: {P3} / {SHORT}"),
        [(SPLIT, 1, None, (0, 0)), (SPLIT, 2, "1 A", (0, 0))],
    ),
    # Something new stands between the halves
    (
        (f"1 A: {P1} {P2} / {Q}",),
        (f"1 A: {P1} / {NEW} / {P2} / {Q}",),
        [(SPLIT, 1, None, (0, 0)), (ChangeKind.ADDED, 0, None, (0, 10)), (SPLIT, 2, None, (0, 0))],
    ),
    # A paragraph took in one of another section
    (
        (f"1 A: {P2} / {Q}", f"2 B: {P3} / {P1}"),
        (f"1 A: {P1} {P2} / {Q}", f"2 B: {P3}"),
        [(MERGED, 1, "2 B", (0, 0)), (MERGED, 2, None, (0, 0))],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_a_part_that_stands_elsewhere_moved(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[ChangeKind, int, str | None, tuple[int, int]]]
) -> None:
    """Each part is one change with its number in the whole, where it came from, and the words that differ in it."""
    comparison = there_and_back(chapter(*before), chapter(*after))
    told = [
        (change.kind, change.part, change.moved_from, tuple(_words(change.words, side) for side in "-+"))
        for change in comparison.changes
    ]
    assert told == expected


def _words(runs: tuple[tuple[str, str], ...], side: str) -> int:
    return sum(len(text.split()) for kind, text in runs if kind == side)


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_the_other_way_is_the_other_kind(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[ChangeKind, int, str | None, tuple[int, int]]]
) -> None:
    """What was split one way is merged the other way, with as many parts that moved."""
    comparison = there_and_back(chapter(*after), chapter(*before))
    kind = MERGED if expected[0][0] is SPLIT else SPLIT
    parts = [change for change in comparison.changes if change.part]
    assert {change.kind for change in parts} == {kind}
    assert sorted(change.part for change in parts) == sorted(part for _, part, _, _ in expected if part)
    assert sum(c.moved_from is not None for c in parts) == sum(origin is not None for _, _, origin, _ in expected)


def test_both_ends_of_a_moved_half_are_joined() -> None:
    """The half stands where it was among the parts of its paragraph and where it is; what stayed says where it went."""
    before, after = (chapter(*side) for side in ROWS[0][:2])
    comparison = compare_chapters(before, after)
    rows = [row for row in redline(before, after, comparison) if row.changed]
    assert [(row.state, row.move, row.before_at, row.after_at) for row in rows] == [
        (RowState.MOVED_FROM, "1", 2, None),
        (RowState.AMENDED, "", 2, 2),
        (RowState.MOVED_TO, "1", None, 6),
    ]
    assert [row.section for row in rows] == ["1 A", "1 A", "2 B"]
    assert rows[1].reasons == ("paragraph split, part of it moved to Section 2",)
    assert rows[2].reasons == ("moved from 1 A", "paragraph split")
    assert comparison.summary == "Section 1, A: 1 paragraph split (part moved to Section 2)."
    assert comparison.stats.words_moved == len(P1.split())
    assert (comparison.stats.words_added, comparison.stats.words_removed) == (0, 0)


def test_a_merge_says_whence_its_parts_came() -> None:
    """The part that stayed names the section of the other; the summary says it once."""
    comparison = compare_chapters(*(chapter(*side) for side in ROWS[-1][:2]))
    assert [[reason.text for reason in change.reasons] for change in comparison.changes] == [
        ["moved from 2 B", "paragraphs merged"],
        ["paragraphs merged, also from Section 2"],
    ]
    assert comparison.summary == "Section 1, A: 1 paragraph merged (with text from Section 2)."


def test_only_what_differs_in_a_moved_half_matters() -> None:
    """A half that only moved is editorial; a time limit that came into it is a duty, told of that half alone."""
    assert compare_chapters(*(chapter(*side) for side in ROWS[0][:2])).significance is Significance.EDITORIAL
    stayed, moved = compare_chapters(*(chapter(*side) for side in ROWS[2][:2])).changes
    assert (stayed.significance, moved.significance) == (Significance.EDITORIAL, Significance.DUTY)


def test_sentences_of_a_rewritten_paragraph_are_no_parts() -> None:
    """A paragraph of which little is left has no parts elsewhere: its words came and went."""
    before = chapter(f"1 A: {P1} {Q}", f"2 B: {P3}")
    after = chapter(f"1 A: {NEW}", f"2 B: {P3} / {P1.replace('child', 'carer').replace('sees', 'meets')} {R} {P2}")
    assert not any(change.part or change.moved_from for change in compare_chapters(before, after).changes)


def _spelled(start: int, size: int) -> str:
    return "".join(map(chr, range(start, start + size)))


def test_what_is_too_long_or_in_too_many_parts_is_left_alone() -> None:
    """The search is bounded: by the length of a line, by the number of its parts, and by the shortest part."""
    assert not Torn(_spelled(300, LONGEST + 1), []).wants_parts()
    assert Torn(_spelled(300, LONGEST), []).wants_parts()
    assert not Torn(_spelled(300, 40), [(0, _spelled(300, 41 - FEWEST_WORDS))]).wants_parts()
    loose = {at: _spelled(300 + 20 * at, 20) for at in range(MOST_PARTS + 4)}
    whole = "".join(loose.values())
    found = with_parts({7: Torn(whole, [])}, loose)
    assert len(found[7]) == MOST_PARTS
    assert list(found[7]) == sorted(found[7])
