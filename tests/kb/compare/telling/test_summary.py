"""Summaries: one or two sentences, the most serious first, exact numbers, never empty where something changed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare import compare_chapters, lines, sentence
from kb.compare.telling.summary import LENGTH, MOST
from kb.model import Block, BlockKind, Box, BoxKind, ChangeKind, Chapter
from tests.builders import chapter
from tests.kb.compare.mutations import chapters, mutated

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
        "Section 3.2, Visits: time limit 7 → 5 working days. Section 5, Return home interviews: 2 paragraphs added.",
    ),
    (
        ("1 A: Staff should visit.", f"2 B: {P1}"),
        ("1 A: Staff must visit.", f"2 B: {P1}"),
        "Section 1: Staff should → must visit.",
    ),
    # What was cut ends with its dots and no full stop
    (
        ("1 A: Staff should write to all of the people who live in the house at that time.", f"2 B: {P1}"),
        ("1 A: Staff must write to all of the people who live in the house at that time.", f"2 B: {P1}"),
        "Section 1: Staff should → must write to all of the people who live …",
    ),
    (
        (f"1 A: {LINK.format(1)} / {LINK.format(2)}", f"2 B: {LINK.format(3)}"),
        (f"1 A: {LINK.format(4)} / {LINK.format(5)}", f"2 B: {LINK.format(6)}"),
        "Only links changed in Sections 1 and 2: 3 lead elsewhere now.",
    ),
    (
        (f"1 A: {LINK.format(1)} / {P1}",),
        (f"1 A: {LINK.format(2)} / {P1}",),
        "Only links changed in Section 1: 1 leads elsewhere now.",
    ),
    (
        (f"1 A: {LINK.format(1)} / {P1}", "2 B: Staff should visit."),
        (f"1 A: {LINK.format(2)} / {P1}", "2 B: Staff must visit."),
        "Section 2: Staff should → must visit. Links changed in Section 1: 1 leads elsewhere now.",
    ),
    (
        (f"1 A: {P1}", f"2 B: {P2}", f"3 C: {P3} Go."),
        (f"1 C: {P3} Go.", f"2 A: {P1}", f"3 B: {P2}"),
        "Section 3, C, moved up to Section 1; Sections 1 and 2 are now 2 and 3; no word changed.",
    ),
    ((f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1}", f"3 B: {P2}"), "Section 2, B, is now Section 3; no word changed."),
    ((f"1 A: {P1}",), (f"1 A: {P1}", f"2 B: {P2} / {P3}"), "Section 2, B, added."),
    ((f"1 A: {P1}", f"2 B: {P2}"), (f"1 A: {P1}",), "Section 2, B, removed."),
    ((f"1 A: {P1}",), (f"1 Z: {P1}",), "Section 1 retitled “Z”."),
    ((f"Appendix A Forms: {P1}",), (f"Appendix A Forms: {P1} / {P2}",), "Appendix A, Forms: 1 paragraph added."),
    ((f"Aims: {P1}",), (f"Aims: {P1} / - {P2}",), "“Aims”: 1 list item added."),
    ((f": {P1}",), (f": {P1} / {P2}",), "The opening text: 1 paragraph added."),
    ((f"1 A: {P1} {P2}",), (f"1 A: {P1} / {P2}",), "Section 1, A: 1 paragraph split."),
    (
        (f"1 A: {P1}", f"2 B: {P2}"),
        (f"1 A: {P2}", f"2 B: {P1}"),
        "Section 1, A: 1 paragraph moved here from Section 2; Section 2, B: 1 paragraph moved here from Section 1; "
        "no word changed.",
    ),
    (("1 A: The childs view.",), ("1 A: The child's view.",), "Section 1, A: “childs” → “child's”."),
    # What was added is about what it comes back to
    (
        (f"4.2 Times: It ends within 45 working days. / {P1}",),
        (
            f"4.2 Times: It ends within 30 working days. / {P1} / Early help is offered first. "
            "/ A family may turn early help down.",
        ),
        "Section 4.2, Times: time limit 45 → 30 working days; 2 paragraphs added on early help.",
    ),
    # What stood in one place is replaced, not removed and added
    (
        (f"3 Times: {P1} / {P2} / {P4}",),
        (f"3 Times: {P1} / It ends within 25 working days of the referral. It is looked at on day 10. / {P4}",),
        "Section 3, Times: 1 paragraph replaced "
        "(new: ends within 25 working days of the referral, is looked at on day 10).",
    ),
    (
        (f"3 Times: {P1} / An assessment ends within 25 working days of the referral. / {P4}",),
        (f"3 Times: {P1} / {P2} / {P4}",),
        "Section 3, Times: 1 paragraph replaced "
        "(no longer: an assessment ends within 25 working days of the referral).",
    ),
    (
        (f"1 A: {P1} / {P2}",),
        (f"1 A: {P1} / {P3} / - {P4}",),
        "Section 1, A: 1 paragraph replaced by 1 paragraph and 1 list item.",
    ),
    # What binds in it is named, what both came and went is not
    (
        (f"6 Talks: {P1}",),
        (f"6 Talks: {P1} / It is offered by noon on the working day after the return. / It must be sent in 5 days.",),
        "Section 6, Talks: 2 paragraphs added "
        "(new: must be sent in 5 days, is offered by noon on the working day after the return).",
    ),
    (
        (f"6 Talks: {P1} / Visit every 3 weeks. A talk takes place by 5pm.",),
        (f"6 Talks: {P1} / Ring them every 3 weeks, if nobody is at home or nobody answers, and keep a note.",),
        "Section 6, Talks: 1 paragraph replaced.",
    ),
    # Several things in one section are one clause
    (
        (f"7 End: The plan is held. {P1}",),
        (f"7 End: The plan is held at the office. {P1} / {P2}",),
        "Section 7, End: 1 paragraph amended (new: “at the office”), 1 added.",
    ),
    # Few words are quoted
    ((f"1 A: The clerk sits. {P1}",), (f"1 A: The usher sits. {P1}",), "Section 1, A: “clerk” → “usher”."),
    (
        ("1 A: Schools follow Keeping Children Safe 2019.", "2 B: Under Keeping Children Safe 2019 heads tell us."),
        ("1 A: Schools follow Keeping Children Safe 2021.", "2 B: Under Keeping Children Safe 2021 heads tell us."),
        "Sections 1 and 2: Keeping Children Safe 2019 → 2021.",
    ),
    # Table rows are named
    (
        ("3 Visits: | Parents, under an order | Every 6 weeks | / | Carers | Every 3 weeks |",),
        ("3 Visits: | Parents, under an order | Every 4 weeks | / | Carers | Every 3 weeks |",),
        "Section 3, table row “Parents, under an order”: every 6 → 4 weeks.",
    ),
    # A value that is another one has the title of its section, and one that came or went its verb
    (("6.2 Moving: They get £20.",), ("6.2 Moving: They get £25.",), "Section 6.2, Moving: amount £20 → £25."),
    (
        (f"1 A: {P1}", f"2 B: {P2} / {P3}"),
        (
            f"1 A: {P1} A child who came back is seen, where the parents agree, within 5 days.",
            f"2 B: {P2} / {P3} Where the link to the police, the clinic or the school fails, and cannot be "
            "restored within 10 minutes, the chair decides at least 2 days later.",
        ),
        "Section 1, A: 1 paragraph amended "
        "(new: is seen, where the parents agree, within 5 days). "
        "Section 2, B: 1 paragraph amended (new: cannot be restored within 10 minutes, at least 2 days).",
    ),
    (
        (f"1 A: {P1} / | Taxi | £8 |",),
        (f"1 A: {P1} / | Taxi | £8 | / | Food | £3 |",),
        "Section 1, A: 1 table row added (new: “Food” £3).",
    ),
    # Columns are one thing
    (
        ("3 Pay: | Item | Sum | / | Taxi | £8 | / | Food | £3 |",),
        ("3 Pay: | Item | Sum | By | / | Taxi | £8 | Office | / | Food | £3 | Clerk |",),
        "Section 3, Pay: column “By” added.",
    ),
    (
        ("3 Pay: | Item | Sum | By | / | Taxi | £8 | Office | / | Food | £3 | Clerk |",),
        ("3 Pay: | Item | By | / | Taxi | Office | / | Food | The chief clerk |",),
        "Section 3, Pay: column “Sum” removed (no longer: “Taxi” £8); 1 table row amended (no longer: “Food” £3).",
    ),
    # A line in parts is told where it stood, and once
    (
        (f"1 A: {P1}", f"2 B: {P3} {P2} {P4}", f"Appendix A C: {P1} Go."),
        (f"1 A: {P1} / {P3}", f"2 B: {P2}", f"Appendix A C: {P1} Go. / {P4}"),
        "Section 2, B: 1 paragraph split (parts moved to Appendix A and Section 1).",
    ),
    (
        (f"1 A: {P1} Go. / {P2}", f"2 B: {P3} / {P4}", f"3 C: {P1}"),
        (f"1 A: {P1} Go.", f"2 B: {P3}", f"3 C: {P1} / {P2} {P4}"),
        "Section 3, C: 1 paragraph merged here from Sections 1 and 2.",
    ),
    (
        (f"1 A: {P1} / {P2} {P3}", f"2 B: {P4}"),
        (f"1 A: {P1} / {P2}", f"2 New: {P3}", f"3 B: {P4}"),
        "Section 2, New, split from Section 1. Section 2, B, is now Section 3.",
    ),
    # Many sections without anything to name
    (
        (f"1 A: {P1}", f"2.1 B: {P2}", f"3 C: {P3}"),
        (f"1 A: {P1} / {P4} One.", f"2.1 B: {P2} / {P4} Two.", f"3 C: {P3} / {P4} Three."),
        "3 paragraphs added in Sections 1, 2.1 and 3.",
    ),
    # Whole sections are told with those inside them
    (
        (f"1 A: {P1}",),
        (f"1 A: {P1}", f"2 B: {P2}", f"2.1 C: {P3} It must be sent within 3 days."),
        "Section 2, B, added (must be sent within 3 days).",
    ),
    ((f"1 A: {P1}",), (f"1 A: {P1}", f"2 B: {P2}", f"3 C, D: {P3}"), "New sections: 2, B; 3, C, D."),
]

COUNTED = (*(kind.value for kind in BlockKind), "list item", "table row", "box", "section", "link", "title")
NUMBERS_OF_THE_SUMMARY = re.compile(
    rf"\d+ (?:more|minor|others?|of them|leads?|(?:{'|'.join(COUNTED)})(?:e?s)?"
    rf"|{'|'.join(kind.value for kind in ChangeKind)}|reworded|laid out)\b|\d+%"
)
"""What a summary counts itself; all other numbers are quoted."""

UNWANTED = [
    # Added before and removed after what stayed
    ((f"1 A: {P1} / {P2}",), (f"1 A: {P3} / {P1}",), "replaced"),
    # Told by the section they stand in
    ((f"1 A: {P1}", f"2 B: {P2}", f"2.1 C: {P3}"), (f"1 B: {P2}", f"1.1 C: {P3}", f"2 A: {P1}"), "1.1"),
    # The police are told before and after
    (
        (f"1 A: {P1} / The police must be told, and the school.",),
        (f"1 A: {P1} / {P2} The police must be told, and we.",),
        "no longer",
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), ROWS)
def test_summary(before: tuple[str, ...], after: tuple[str, ...], expected: str) -> None:
    """What changed is said in a sentence or two, in these words."""
    assert compare_chapters(chapter(*before), chapter(*after)).summary == expected


def test_columns_that_changed_places_are_one_thing() -> None:
    """A table whose columns stand in another order is told so, not row by row."""

    def table(*rows: str) -> Chapter:
        made = chapter("3 Pay: " + " / ".join(f"| {row} |" for row in rows))
        (section,) = made.sections
        head, *body = section.blocks
        return replace(made, sections=(replace(section, blocks=(replace(head, header=True), *body)),))

    before = table("Item | Sum | By", "Taxi | £8 | Office", "Food | £3 | Clerk")
    after = table("Item | By | Sum", "Taxi | Office | £8", "Food | Clerk | £4")
    told = "Section 3: columns “By” and “Sum” changed places; row “Food”: amount £3 → £4."
    assert compare_chapters(before, after).summary == told


def test_the_number_of_a_section_is_no_word() -> None:
    """Where no word changed none is counted, though sections moved and have other numbers."""
    before = chapter(f"1 A: {P1}", f"2 B: {P2}", f"3 C: {P3} Go.")
    comparison = compare_chapters(before, chapter(f"1 C: {P3} Go.", f"2 A: {P1}", f"3 B: {P2}"))
    assert comparison.summary.endswith("no word changed.")
    assert (comparison.stats.words_added, comparison.stats.words_removed) == (0, 0)


def test_a_sentence_counts_what_a_summary_counts() -> None:
    """The reading list's sentence tells the same things as the summary, so that no page has two counts."""
    before = [f"{at} P{at}: Staff should visit within {at} days. / {P1} {P4} {at}" for at in range(1, 9)]
    after = [f"{at} P{at}: Staff must visit within {at + 1} days. / {P1} {P4} {at} / {P2} {at}" for at in range(1, 9)]
    comparison = compare_chapters(chapter(*before), chapter(*after))
    one = sentence(comparison.changes, comparison.stats)
    assert re.findall(r"\d+", one) == re.findall(r"\d+", comparison.summary)
    assert one.count(". ") == 0


def test_what_changes_no_meaning_is_counted_apart() -> None:
    """The changes to read are counted without renumberings and the like, which stand behind as minor."""
    long = "Very long " * 80
    before = ["1 A: Staff should visit.", f"2 {long}title: The childs view."]
    after = ["1 A: Staff must visit.", f"2 {long}title: The child's view."]
    told = "Section 1: Staff should → must visit. "
    assert compare_chapters(chapter(*before), chapter(*after)).summary == f"{told}1 more minor change in 1 section."
    summary = compare_chapters(chapter(*before), chapter(*after, f"3 {long}end: {P3}")).summary
    assert summary == f"{told}2 more changes in 1 section; plus 1 minor one."


def test_a_new_title_is_quoted() -> None:
    """A retitled chapter is told with both titles."""
    comparison = compare_chapters(chapter(f"1 A: {P1}", title="Old"), chapter(f"1 A: {P1}", title="New"))
    assert comparison.summary == "Title changed from “Old” to “New”."


def test_words_added_to_a_title_are_quoted_alone() -> None:
    """A title that only grew is told with what was added."""
    comparison = compare_chapters(chapter(f"1 A: {P1}", title="Old"), chapter(f"1 A: {P1}", title="Old and New"))
    assert comparison.summary == "“and New” added to the title."


@pytest.mark.parametrize(("before", "after", "unwanted"), UNWANTED)
def test_what_a_summary_does_not_say(before: tuple[str, ...], after: tuple[str, ...], unwanted: str) -> None:
    """A summary neither calls replaced what stood elsewhere nor repeats in counts what it has told."""
    summary = compare_chapters(chapter(*before), chapter(*after)).summary
    assert summary
    assert unwanted not in summary


def test_a_box_that_moved_and_is_called_otherwise_is_told() -> None:
    """A box is told by its head, also where neither its title nor its text is the same."""
    scope = Box(BoxKind.SCOPE, "Scope", (Block(BlockKind.PARAGRAPH, f"{P1} {P2}"),))
    texts = ("Read the circular on home visits in full.", "Read the circular on home visits in part.")
    old, new = (
        Box(BoxKind.GUIDANCE, title, (Block(BlockKind.PARAGRAPH, text),))
        for title, text in zip(("Guidance", "More guidance"), texts, strict=True)
    )
    before, after = (replace(chapter(), boxes=boxes) for boxes in ((scope, old), (new, scope)))
    assert compare_chapters(before, after).summary.startswith("“More guidance” moved up.")


def test_much_is_counted_not_listed() -> None:
    """However much changed, the summary stays two sentences of bearable length, and all changes are told or counted."""
    before = [f"{at} Part{at}: Staff should visit within {at} days. / {P1} {P4} {at}" for at in range(1, 20)]
    after = [
        f"{at} Part{at}: Staff must visit within {at + 1} days. / {P1} {P4} {at} / {P2} {at} / {P3} {at}"
        for at in range(1, 20)
    ]
    summary = compare_chapters(chapter(*before), chapter(*after)).summary
    first = "Section 1: time limit 1 → 2 days, Staff should → must visit within 2 days; 2 paragraphs added; Section 2: "
    assert summary.startswith(first)
    assert summary.endswith("48 more changes in 16 sections; 16 of them change what staff must do.")
    assert len(summary) <= LENGTH


HALLS = ("amber", "birch", "cedar", "dover", "elder", "ferns", "grape", "hazel", "irish", "jolly")
PLACES = [
    (1, "; 1 of them changes what staff must do (Section 3)."),
    (2, "; 2 of them change what staff must do (Sections 3 and 4)."),
    (4, "; 4 of them change what staff must do (Sections 3, 4, 5 and 6)."),
    (6, "; 6 of them change what staff must do (Sections 3, 4 and 5, and 3 more)."),
    (8, "; all of them change what staff must do."),
]


@pytest.mark.parametrize(("duties", "expected"), PLACES)
def test_counted_duties_are_told_in_plain_words(duties: int, expected: str) -> None:
    """What has no room is counted with how much of it staff must know, and where the first of that is."""

    office = "interdepartmental-commissioning"  # so long a word that no clause about it has room beside the first two

    def sections(*, new: bool) -> list[str]:
        made = []
        for at, hall in enumerate(HALLS, 1):
            binds = at <= 2 + duties
            aside = f" {' '.join([f'{hall}-{office}'] * 9)}" if new and not binds else ""
            visit = (
                f"Staff {'must' if new and binds else 'should'} visit {hall} hall with {hall}-{office} {office} keys"
            )
            made.append(f"{at} P{at}: {P1} {hall}{aside}. / {visit}.")
        return made

    summary = compare_chapters(chapter(*sections(new=False)), chapter(*sections(new=True))).summary
    assert summary.endswith(expected)
    assert len(summary) <= MOST


def test_an_endless_title_does_not_make_an_endless_summary() -> None:
    """What has no room in a bearable length is cut at a word, and says so."""
    summary = compare_chapters(chapter(f"1 A: {P1}"), chapter(f"1 {'Very long ' * 80}title: {P1}")).summary
    assert summary.startswith("Section 1 retitled “Very long")
    assert len(summary) <= MOST
    assert summary.endswith((" Very long…", " Very…"))


def test_a_text_written_again_says_so_with_exact_numbers() -> None:
    """A rewritten chapter is told as such, with the duties that are other ones now, not with lists of counts."""
    words = [f"word{at}" for at in range(120)]
    before = [f"{at} P{at}: {' '.join(words[at : at + 40])} old. / Visit within 5 days. {P1}" for at in range(1, 9)]
    after = [
        f"{at} P{at}: New {' '.join(f'{w}x' for w in words[at : at + 40])}. / Visit within 4 days. {P1}"
        for at in range(1, 9)
    ]
    comparison = compare_chapters(chapter(*before), chapter(*after))
    share = comparison.stats.words_added / comparison.stats.words_after
    assert comparison.summary.startswith(
        f"Re-written, {share:.0%} of the words are new; Section 1, P1: time limit 5 → 4 days"
    )
    assert "paragraph" not in comparison.summary
    assert len(comparison.summary) <= LENGTH


@settings(max_examples=40)
@given(st.data())
def test_a_summary_is_short_and_quotes_only_what_stands_there(data: st.DataObject) -> None:
    """Whatever changed: as long as promised, the same each time, and each number counted or in one of the texts."""
    before = data.draw(chapters())
    after = data.draw(mutated(before))
    comparison = compare_chapters(before, after)
    summary = comparison.summary
    assert bool(summary) is not comparison.identical
    assert len(summary) <= MOST
    assert summary == compare_chapters(before, after).summary
    texts = " ".join(line.text for text in (before, after) for line in lines(text))
    labels = {label for text in (before, after) for section in text.sections for label in [section.label]}
    for number in re.findall(r"\d+", NUMBERS_OF_THE_SUMMARY.sub("", summary)):
        assert number in texts or any(number in label for label in labels), summary
