"""Facts: what binds, in one form whatever its wording."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare import facts as module
from kb.compare import vocabulary as v
from kb.compare.facts import ReasonKind, facts
from kb.compare.openings import NAMES
from tests.kb.compare.test_significance import ALONE, AMENDED

FACTS = [
    (
        "must visit within ten working days",
        [(ReasonKind.DUTY_WORD, "must"), (ReasonKind.LIMIT, "within 10 working day")],
    ),
    ("is required to attend", [(ReasonKind.DUTY_WORD, "must")]),
    ("no later than 5 days", [(ReasonKind.LIMIT, "within 5 day")]),
    ("a child aged 16", [(ReasonKind.AGE, "16")]),
    ("a sixteen year old", [(ReasonKind.AGE, "16")]),
    ("under 18", [(ReasonKind.AGE, "under 18")]),
    ("£1,500 or 75 per cent", [(ReasonKind.AMOUNT, "£1500"), (ReasonKind.PERCENTAGE, "75%")]),
    ("the IROs", [(ReasonKind.ROLE, "independent reviewing officer")]),
    ("the MASH", [(ReasonKind.ROUTE, "multi-agency safeguarding hub")]),
    ("see Section 4.2", [(ReasonKind.REFERENCE, "section 4.2")]),
    ("a section 47 enquiry", [(ReasonKind.LAW, "section 47 enquiry")]),
    ("a s47 enquiry", [(ReasonKind.LAW, "section 47 enquiry")]),
    ("it isn't so", [(ReasonKind.CONDITION, "isnt")]),
    ("at a.b-c@council.example", [(ReasonKind.CONTACT, "ab c@councilexample")]),
]


@pytest.mark.parametrize(("text", "expected"), FACTS)
def test_facts_in_their_one_form(text: str, expected: list[tuple[ReasonKind, str]]) -> None:
    """What binds is found with what it is about, and two wordings of one thing have one value."""
    assert [(fact.about, fact.value) for fact in facts(text) if fact.about is not ReasonKind.STYLE] == expected


SENTENCES = [text for row in AMENDED for text in row[:2]] + [row[0] for row in ALONE] + [row[0] for row in FACTS]


def found_everywhere(text: str) -> list[tuple[int, str]]:
    """What is found where every kind of fact is tried at every letter."""
    found = []
    at = 0
    while at < len(text):
        there = next(filter(None, (match(text, at) for _, match in module._MATCHES)), None)
        if there is not None:
            found.append((at, there.group().strip()))
        at = at + 1 if there is None else there.end()
    return found


@pytest.mark.parametrize("text", SENTENCES)
def test_looking_only_where_a_fact_may_begin_misses_none(text: str) -> None:
    """The shortcut over the text finds exactly what trying everything everywhere finds."""
    assert [(fact.start, fact.shown) for fact in facts(text)] == found_everywhere(text)


PHRASES = (
    *(name for names in NAMES.values() for name in names),
    *(word for words in v.OPENINGS.values() for word in sorted(words)),
    *(word for words in v.FOLLOWING.values() for word in words.split()),
    *("within", "no later than", "twenty-four", "10", "5pm", "hours", "working days", "the first", "the end of the"),
    *("year olds", "per cent", "birthday", "risk", "discretion of", "Placement Form", "2018", "delay", "possible"),
    *("child", "review", "Section", "47", "enquiry", "and", "of", "not", "to", "required", "March", "3 March 2020"),
)


@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=9), st.sampled_from((" ", " ", ", ", " (")))
@settings(max_examples=300, deadline=None)
def test_no_order_of_words_hides_a_fact_from_the_shortcut(phrases: list[str], mark: str) -> None:
    """Whatever stands behind a word with which facts begin, what trying everything finds is found."""
    text = mark.join([" ".join(phrases[:4]), " ".join(phrases[4:])]).strip().removesuffix(" (")
    assert [(fact.start, fact.shown) for fact in facts(text)] == found_everywhere(text)
