"""The same words in another layout: no word came or went, and only those that did are judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare import compare_chapters
from kb.compare.changes.regathered import MOST_WORDS
from kb.model import Block, BlockKind, Chapter, Comparison, Reason, ReasonKind, Significance
from tests.builders import chapter
from tests.kb.compare.mutations import laid_out_differently, with_a_plain_heading
from tests.kb.compare.test_compare import there_and_back

D, S, E = Significance.DUTY, Significance.SUBSTANTIVE, Significance.EDITORIAL
OPENING = "Carers keep a diary of the stay."
CLOSING = "The diary goes back to the office with the child."
CALLED = "The worker calls the police, the school, the carer and the health visitor."
ITEMS = "The worker calls: / - the police; / - the school; / - the carer; and / - the health visitor."
WRITES = "The worker writes to the manager within 5 working days: what the child said; who was there; what comes next."
WRITTEN = (
    "The worker writes to the manager within 5 working days: / - what the child said; / - who was there; "
    "/ - what comes next."
)
TABLE = "| Taxi | £25.00 | Home manager / | Telephone | £5.00 | Finance / | Meals | £8.00 | Finance"
LINES = "Taxi £25.00 Home manager Telephone £5.00 Finance Meals £8.00 Finance"

ROWS = [
    ("a paragraph is a list", CALLED, ITEMS, E, ""),
    ("without the last and", CALLED, ITEMS.replace("; and /", "; /"), E, ""),
    ("a list that is numbered by hand", CALLED, ITEMS.replace("- the", "- (a) the"), E, ""),
    ("a paragraph with its list", WRITES, WRITTEN, E, ""),
    ("sentences are items", f"{OPENING[:-1]} now. {CALLED}", f"- {OPENING[:-1]} now. / - {CALLED}", E, ""),
    ("rows are one line", TABLE, LINES, E, ""),
    (
        "rows are cut elsewhere",
        TABLE,
        "| Taxi £25.00 / | Home manager Telephone £5.00 | Finance Meals £8.00 Finance",
        E,
        "",
    ),
    ("rows are paragraphs", TABLE, TABLE.replace("| ", "").replace(" / ", ". / "), E, ""),
    ("an item went", CALLED, ITEMS.replace("/ - the school; ", ""), S, "school”"),
    ("another limit", WRITES, WRITTEN.replace("5", "7"), D, "time limit 5 → 7 working days"),
    ("another amount", TABLE, LINES.replace("£8", "£9"), D, "amount £8.00 → £9.00"),
    ("a duty besides", CALLED, f"{ITEMS} / Staff must stay until then.", D, "must stay until then"),
    (
        "a permission besides",
        f"{CALLED} Notes go out.",
        f"{ITEMS} / Staff may do so. / Notes go out.",
        D,
        "may do so",
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "significance", "proof"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS]
)
def test_only_words_that_came_or_went_are_judged(
    before: str, after: str, significance: Significance, proof: str
) -> None:
    """Whatever the layout, the verdict is that of the words, both ways; and both versions come back."""
    old, new = (chapter(f"1 A: {OPENING} / {text} / {CLOSING}") for text in (before, after))
    comparison = there_and_back(old, new)
    assert comparison.significance is significance
    assert compare_chapters(new, old).significance is significance
    weighty = [
        reason.text for change in comparison.changes if change.significance is significance for reason in change.reasons
    ]
    assert any(proof in text for text in weighty)
    assert _told_once(comparison)


def _told_once(comparison: Comparison) -> bool:
    """Whether what is more than layout has one place."""
    found = [
        reason for change in comparison.changes for reason in change.reasons if reason.kind is not ReasonKind.LAYOUT
    ]
    return len(found) == len(set(found))


def test_the_reason_says_what_it_was_and_is() -> None:
    """One reason for all lines, and the summary tells it instead of what came and went."""
    comparison = compare_chapters(chapter(f"1 A: {WRITES} / {CLOSING}"), chapter(f"1 A: {WRITTEN} / {CLOSING}"))
    reasons = {reason for change in comparison.changes for reason in change.reasons}
    assert reasons == {Reason(ReasonKind.LAYOUT, "a paragraph", "paragraph and 3 list items")}
    assert comparison.summary == "Section 1, A: a paragraph is now a paragraph and 3 list items."
    back = compare_chapters(chapter(f"1 A: {TABLE}"), chapter(f"1 A: {LINES}"))
    assert back.summary == "Section 1, A: 3 table rows are now a paragraph."


def test_links_of_lines_laid_out_differently_are_compared_together() -> None:
    """A link that is in the list as it was in the paragraph is none that came; another target is told."""
    before = chapter("1 A: The worker calls [the police](https://a.org/), the school and the carer.")
    same = chapter("1 A: The worker calls: / - [the police](https://a.org/); / - the school; / - the carer.")
    other = chapter("1 A: The worker calls: / - [the police](https://b.org/); / - the school; / - the carer.")
    assert compare_chapters(before, same).significance is E
    assert compare_chapters(before, other).significance is Significance.REFERENCE


def test_where_too_much_changed_nothing_is_looked_for() -> None:
    """Beyond the bound the lines are told as they are: removed and added, and still exactly applicable."""
    sentence = "The worker must call office {} within {} days. "
    text = "".join(sentence.format(at, at) for at in range(MOST_WORDS // 8)).strip()
    items = text.replace(". The", ". / - The")
    assert there_and_back(chapter(f"1 A: {text}"), chapter(f"1 A: - {items}")).identical is False
    few = text[: len(text) // 3].rpartition(". ")[0] + "."
    assert (
        compare_chapters(chapter(f"1 A: {few}"), chapter(f"1 A: - {few.replace('. The', '. / - The')}")).significance
        is E
    )


SENTENCES = [
    "The manager must sign the plan within 2 working days of the visit.",
    "Carers ring home at least every 12 hours;",
    "A nurse weighs each baby before it is 10 days old.",
    "Without the consent of a parent, nothing is sent to the police",
    "Up to £40.00 is paid for a taxi, and 45p a mile:",
    "Form CP1 should be on file by 5pm.",
    "Young people under 16 may not stay alone overnight.",
    "If level 3 is reached, notify the director at once;",
    "Ensure that section 47 enquiries go on meanwhile.",
    "Do not promise the witness that it stays secret.",
]
TEXTS = st.permutations(SENTENCES).map(
    lambda some: [f"{one} {other}" for one, other in zip(some[::2], some[1::2], strict=True)]
)
KINDS = st.lists(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW]), min_size=5, max_size=5)
BLOCKS = st.tuples(TEXTS, KINDS).map(lambda drawn: tuple(map(_block, *drawn)))


def _block(text: str, kind: BlockKind) -> Block:
    return Block(kind, text.replace(", ", " | ") if kind is BlockKind.ROW else text)


def _with(blocks: Sequence[Block]) -> Chapter:
    made = chapter(f"1 A: {OPENING}", "2 B: Nothing else.")
    return replace(
        made, sections=(replace(made.sections[0], blocks=(*made.sections[0].blocks, *blocks)), made.sections[1])
    )


@given(BLOCKS.flatmap(lambda blocks: st.tuples(st.just(blocks), laid_out_differently(blocks))))
@settings(max_examples=40, deadline=None)
def test_another_layout_alone_is_editorial(drawn: tuple[Sequence[Block], Sequence[Block]]) -> None:
    """Text that is laid out differently, every line of it a duty, has no duty and nothing substantive, both ways."""
    before, after = map(_with, drawn)
    for comparison in (there_and_back(before, after), there_and_back(after, before)):
        assert comparison.significance is E, comparison.summary


def test_a_heading_in_bold_is_one_line() -> None:
    """A heading and a paragraph that say the same at one place are one line; no section came or went."""
    before = chapter(f"1 A: {OPENING}", f"2 B: {CALLED} / {CLOSING}", f"Contacts: {WRITES}")
    first, second, third = before.sections
    after = replace(before, sections=(with_a_plain_heading(with_a_plain_heading(first, second), third),))
    for old, new, text in (
        (before, after, "heading is now a paragraph"),
        (after, before, "paragraph is now a heading"),
    ):
        comparison = there_and_back(old, new)
        assert [[reason.text for reason in change.reasons] for change in comparison.changes] == [[text], [text]]
        assert comparison.significance is E


def test_a_heading_and_a_paragraph_elsewhere_are_two() -> None:
    """A paragraph that says the same as a heading that went, but stands elsewhere, is not that heading."""
    before = chapter(f"1 A: {OPENING} / {CALLED}", f"2 Early help: {CLOSING} / {WRITES}")
    after = chapter(f"1 A: Early help / {OPENING} / {CALLED} / {CLOSING} / {WRITES}")
    kinds = [change.kind for change in there_and_back(before, after).changes]
    assert len(kinds) == 2
