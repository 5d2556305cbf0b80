"""Comparing chapters: what happened to sections and blocks, told once and told right."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kb.compare import (
    altered_duties,
    apply_changes,
    changed_sections,
    compare_chapters,
    comparison_as_json,
    comparison_from_json,
    lines,
    revert_changes,
)
from kb.model import (
    Block,
    BlockKind,
    Box,
    BoxKind,
    Chapter,
    Comparison,
    Reason,
    ReasonKind,
    SectionRef,
    Span,
    SpanKind,
)
from tests.builders import chapter

P1 = "The allocated worker sees the child alone and writes down what the child has said about home."
P2 = "A note of the meeting is sent to everyone who was invited, also to those who could not come."
P3 = "Where a family moves to another area the file is passed on and the new area confirms receipt."
P4 = "Money for journeys is paid on the day, against tickets, by the office that booked the contact."


def kinds(comparison: Comparison) -> list[tuple[str, str]]:
    """What happened, to which kind of block."""
    return [(change.kind.value, change.block) for change in comparison.changes]


def there_and_back(before: Chapter, after: Chapter) -> Comparison:
    """The comparison, with its round trip (also from the JSON alone) checked on the way."""
    comparison = compare_chapters(before, after)
    read = comparison_from_json(json.loads(json.dumps(comparison_as_json(comparison))))
    assert read == comparison
    here, there = lines(before), lines(after)
    assert [line.content for line in apply_changes(here, read)] == [line.content for line in there]
    assert [line.content for line in revert_changes(there, read)] == [line.content for line in here]
    return comparison


ROWS = [
    # What stays
    ("same", (f"1 A: {P1}",), (f"1 A: {P1}",), []),
    ("quotes", ("1 A: The child’s “plan” – kept…",), ('1 A: The child\'s "plan" - kept...',), []),
    # Blocks
    ("words", (f"1 A: {P1} / {P2}",), (f"1 A: {P1} / {P2} More.",), [("amended", "paragraph")]),
    ("added", (f"1 A: {P1}",), (f"1 A: {P1} / {P2}",), [("added", "paragraph")]),
    ("removed", (f"1 A: {P1} / {P2}",), (f"1 A: {P2}",), [("removed", "paragraph")]),
    ("moved", (f"1 A: {P1} / {P2} / {P3}",), (f"1 A: {P2} / {P3} / {P1}",), [("moved", "paragraph")]),
    ("across", (f"1 A: {P1} / {P2}", f"2 B: {P3}"), (f"1 A: {P2}", f"2 B: {P3} / {P1}"), [("moved", "paragraph")]),
    (
        "moved and amended",
        (f"1 A: {P1} / {P2}", f"2 B: {P3}"),
        (f"1 A: {P2}", f"2 B: {P3} / {P1} And more."),
        [("moved", "paragraph")],
    ),
    ("split", (f"1 A: {P1} {P2}",), (f"1 A: {P1} / {P2}",), [("split", "paragraph")] * 2),
    ("merged", (f"1 A: {P1} / {P2}",), (f"1 A: {P1} {P2}",), [("merged", "paragraph")] * 2),
    ("split in three", (f"1 A: {P1} {P2} {P3}",), (f"1 A: {P1} / {P2} / {P3}",), [("split", "paragraph")] * 3),
    ("rewritten", (f"1 A: {P1} / {P3}",), (f"1 A: {P2} / {P3}",), [("removed", "paragraph"), ("added", "paragraph")]),
    # Lists and tables
    ("item", ("1 A: - one / - two / - three",), ("1 A: - one / - two / - new / - three",), [("added", "item")]),
    ("reorder", ("1 A: - one / - two / - three",), ("1 A: - two / - three / - one",), [("moved", "item")]),
    ("deeper", ("1 A: - one / - two",), ("1 A: - one / -- two",), [("amended", "item")]),
    ("marker", ("1 A: a) one / b) two",), ("1 A: a) one / c) two",), [("renumbered", "item")]),
    ("row", ("1 A: | GP | 5 days / | IRO | 9 days",), ("1 A: | GP | 6 days / | IRO | 9 days",), [("amended", "row")]),
    ("new row", ("1 A: | GP | 5 / | IRO | 9",), ("1 A: | GP | 5 / | LADO | 7 / | IRO | 9",), [("added", "row")]),
    ("equal rows", ("1 A: | x | y / | x | y",), ("1 A: | x | y / | x | y / | x | y",), [("added", "row")]),
    ("now an item", (f"1 A: {P1}",), (f"1 A: - {P1}",), [("amended", "item")]),
    # Sections
    ("renumbered", (f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1}", f"3 B: {P2}"), [("renumbered", "heading")]),
    (
        "reworded heading with new sections below",
        (f"2 Conduction the visit: {P1} / {P2}",),
        ("2 Conducting the visit", f"2.1 Aims: {P1} / {P2}"),
        [("retitled", "heading"), ("added", "heading")],
    ),
    ("retitled", (f"1 Alpha: {P1}",), (f"1 Omega: {P1}",), [("retitled", "heading")]),
    (
        "new section",
        (f"1 A: {P1}", f"2 B: {P2}"),
        (f"1 A: {P1}", f"2 New: {P3}", f"3 B: {P2}"),
        [("added", "heading"), ("added", "paragraph"), ("renumbered", "heading")],
    ),
    ("gone section", (f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1}",), [("removed", "heading"), ("removed", "paragraph")]),
    (
        "moved section",
        (f"1 A: {P1} / {P4}", f"2 B: {P2}", f"3 C: {P3} / {P1} x"),
        (f"1 B: {P2}", f"2 A: {P1} / {P4}", f"3 C: {P3} / {P1} x"),
        [("moved", "heading"), ("moved", "paragraph"), ("renumbered", "heading")],
    ),
    ("section split", (f"1 A: {P1} / {P2}",), (f"1 A: {P1}", f"2 B: {P2}"), [("split", "heading")]),
    ("section merged", (f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1} / {P2}",), [("merged", "heading")]),
    ("heading on top", (f"1 A: {P1} / {P2}",), ("1 A", f"1.1 B: {P1} / {P2}"), [("added", "heading")]),
    (
        "twice the same title",
        (f"1 Aims: {P1}", f"2 Aims: {P2}"),
        (f"1 Aims: {P3}", f"2 Aims: {P1}", f"3 Aims: {P2}"),
        [("added", "heading"), ("added", "paragraph"), ("renumbered", "heading"), ("renumbered", "heading")],
    ),
    ("level", (f"1 A: {P1}", f"1.1 B: {P2}"), (f"1 A: {P1}", f"2 B: {P2}"), [("amended", "heading")]),
    (
        "minor heading",
        (f"1 A: ## Aims / {P1}",),
        (f"1 A: ## Goals / {P1}",),
        [("removed", "minor heading"), ("added", "minor heading")],
    ),
    ("opening text", (f": {P1}", f"1 A: {P2}"), (f": {P1} / {P3}", f"1 A: {P2}"), [("added", "paragraph")]),
    # Links
    ("link", ("1 A: See [it](https://a.org/x).",), ("1 A: See [it](https://a.org/y).",), [("amended", "paragraph")]),
    ("scheme", ("1 A: See [it](http://www.a.org/x/).",), ("1 A: See [it](https://a.org/x).",), []),
]


@pytest.mark.parametrize(("before", "after", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_happened(before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    """Each thing that happened is named once, and the changes give either version back from the other."""
    comparison = there_and_back(chapter(*before), chapter(*after))
    assert kinds(comparison) == expected
    assert comparison.identical is not bool(expected)


def test_a_link_change_keeps_the_text_and_names_both_targets() -> None:
    """A change of a link's target alone is an amendment with equal text that says from where to where."""
    change = compare_chapters(
        chapter("1 A: See [it](https://a.org/x)."), chapter("1 A: See [it](https://a.org/y).")
    ).changes[0]
    assert change.before == change.after == "See it."
    assert change.words == (("=", "See it."),)
    assert change.reasons == (Reason(ReasonKind.LINK, "a.org/x", "a.org/y"),)


def test_what_never_counts() -> None:
    """Emphasis, links inside the manual, the amendment box, a box's wording and another address are no change."""
    plain = chapter("1 A: See the child.", boxes={"scope": "All children."})
    block = plain.sections[0].blocks[0]
    spans = (Span(SpanKind.STRONG, 0, 3), Span(SpanKind.CROSS_LINK, 4, 7, "https://manual.example/b"))
    section = replace(plain.sections[0], blocks=(replace(block, spans=spans),), anchor="other")
    boxes = (*chapter(boxes={"amendment": "New."}).boxes, replace(plain.boxes[0], title="SCOPE OF THIS CHAPTER"))
    other = replace(plain, sections=(section,), boxes=boxes, url="https://elsewhere.example/")
    assert compare_chapters(plain, other).identical


def test_boxes_are_compared_as_sections_are() -> None:
    """A change inside a box names the box; a new box is told with its text."""
    before = chapter("1 A: Text.", boxes={"scope": "All children."})
    after = chapter("1 A: Text.", boxes={"scope": "All young people and children.", "local": "Ring the desk."})
    comparison = there_and_back(before, after)
    assert kinds(comparison) == [("amended", "paragraph"), ("added", "box"), ("added", "paragraph")]
    assert comparison.changes[0].section == SectionRef("", "", "Scope")


def test_title_change() -> None:
    """The chapter's own title is a line like any other."""
    comparison = there_and_back(chapter("1 A: Text.", title="Old"), chapter("1 A: Text.", title="New name"))
    assert kinds(comparison) == [("retitled", "title")]


def test_a_moved_block_says_where_it_came_from() -> None:
    """A moved block carries the heading it stood under, and its words count as moved, not as added and removed."""
    comparison = compare_chapters(
        chapter(f"1 A: {P1} / {P2}", f"2 B: {P3}"), chapter(f"1 A: {P2}", f"2 B: {P3} / {P1}")
    )
    change = comparison.changes[0]
    assert change.moved_from == "1 A"
    assert (change.section.before, change.section.after) == ("1", "2")
    assert comparison.stats.words_moved == len(P1.split())
    assert comparison.stats.words_added == comparison.stats.words_removed == 0


def test_changed_sections_come_once_and_in_order() -> None:
    """Every section something happened in is named once, in the order of the changes."""
    before = chapter(f"1 A: {P1} / {P2}", f"2 B: {P3}", "3 C: Text.")
    after = chapter(f"1 A: {P1} More. / {P2} More.", f"2 B: {P3}", "3 C: Text. / Text again.")
    assert changed_sections(compare_chapters(before, after)) == (
        SectionRef("1", "1", "A"),
        SectionRef("3", "3", "C"),
    )


def test_json_has_the_promised_shape() -> None:
    """The JSON has the documented keys, and `moved_from` only where something moved."""
    before, after = chapter(f"1 A: {P1} / {P2} / Old."), chapter(f"1 A: {P2} / {P1} / New.")
    made = comparison_as_json(compare_chapters(before, after))
    assert set(made) == {"identical", "changes", "stats", "significance", "summary"}
    assert set(made["stats"]) == {"words_before", "words_after", "words_added", "words_removed", "words_moved"}
    fixed = {"kind", "section", "block", "before", "after", "words", "significance", "reasons"}
    assert all(fixed <= set(change) for change in made["changes"])
    assert [("moved_from" in change) for change in made["changes"]] == [c["kind"] == "moved" for c in made["changes"]]


def test_lines_split_the_label_from_the_title() -> None:
    """A heading's label is not part of the text that is compared; level, marker and links are beside it."""
    made = lines(chapter("4.1 Scope: a) See [it](https://www.a.org/x/)."))
    assert [(line.block, line.text, line.normal) for line in made] == [
        ("title", "A chapter", "A chapter"),
        ("heading", "4.1 Scope", "Scope"),
        ("item", "See it.", "See it."),
    ]
    assert (made[1].shape.depth, made[1].shape.number) == (2, "4.1")
    assert (made[2].shape.number, made[2].shape.links) == ("a.", ("a.org/x",))
    assert len({line.digest for line in made}) == 3


ALTERED = [
    # A duty that is another one, one that is gone, and a sentence that gained a "must"
    (("1 A: Visit within 7 days.",), ("1 A: Visit within 5 days.",), ["time limit 7 → 5 days"]),
    ((f"1 A: {P1} / It must be signed.",), (f"1 A: {P1}",), ["obligation removed: must be signed"]),
    (
        ("1 A: Staff tell the parents.",),
        ("1 A: Staff must tell the parents.",),
        ["obligation added: Staff must tell the parents"],
    ),
    # Only new duties, other words, or nothing that binds
    ((f"1 A: {P1}",), (f"1 A: {P1} / It must be signed.",), []),
    (("1 A: Good plans are short.",), ("1 A: Good plans are brief.",), []),
    (("1 A: See [it](https://a.org/x). Visit.",), ("1 A: See [it](https://a.org/y). Visit within 5 days.",), []),
]


@pytest.mark.parametrize(("before", "after", "expected"), ALTERED)
def test_duties_that_are_other_ones_now(before: tuple[str, ...], after: tuple[str, ...], expected: list[str]) -> None:
    """Told apart from duties that were only added: nothing that people already do becomes wrong by these."""
    comparison = compare_chapters(chapter(*before), chapter(*after))
    assert [reason.text for change in comparison.changes for reason in altered_duties(change)] == expected


def test_like_rows_of_two_tables_are_not_one_that_moved() -> None:
    """A row that went from one table and a like one that came in another are two rows, if their first cells differ."""
    rest = "the duty desk writes to the referrer and to the family on the next working day and keeps a copy"
    before = chapter(
        "1 A: | Step | What / | Step 1 | First call / | Step 2 | " + rest, "2 B: | Step | What / | Other | Call"
    )
    after = chapter(
        "1 A: | Step | What / | Step 1 | First call", "2 B: | Step | What / | Other | Call / | Extra | " + rest
    )
    assert sorted(kinds(there_and_back(before, after))) == [("added", "row"), ("removed", "row")]


def test_boxes_of_one_kind_and_text_are_each_their_own() -> None:
    """A chapter with one box twice is no other than itself."""
    box = Box(BoxKind.SCOPE, "Scope", (Block(BlockKind.PARAGRAPH, "For all staff."),))
    twice = Chapter("A chapter", "https://m.example/", (), (box, box))
    assert compare_chapters(twice, twice).identical


def test_of_two_boxes_of_one_kind_one_may_become_another() -> None:
    """A box that stands first on the one side and last on the other, with other text, is told without a stumble."""

    def boxed(*boxes: tuple[BoxKind, list[str]]) -> Chapter:
        made = (
            Box(kind, kind.value.title(), tuple(Block(BlockKind.PARAGRAPH, text) for text in texts))
            for kind, texts in boxes
        )
        return Chapter("A chapter", "https://m.example/", (), tuple(made))

    before = boxed((BoxKind.SCOPE, ["child"]), (BoxKind.SCOPE, ["child", "the child child must must"]))
    after = boxed((BoxKind.GUIDANCE, ["child child child child child"]), (BoxKind.SCOPE, ["child"]))
    assert "Guidance" in there_and_back(before, after).summary
