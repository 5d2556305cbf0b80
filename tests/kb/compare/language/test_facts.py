"""Facts: what binds, in one form whatever its wording."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare.language import facts as module
from kb.compare.language import vocabulary as v
from kb.compare.language.facts import ReasonKind, facts
from kb.compare.language.openings import NAMES
from tests.kb.compare.significance.test_significance import ALONE, AMENDED

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
    # One rhythm has one value, whatever it is called
    ("six weekly, 6-weekly, every six weeks", [(ReasonKind.LIMIT, "every 6 week")] * 3),
    ("annually, every year, once a year, each year, yearly", [(ReasonKind.LIMIT, "every year")] * 5),
    ("fortnightly, every fortnight, every other week, every two weeks", [(ReasonKind.LIMIT, "every 2 week")] * 4),
    ("twice a year, twice yearly", [(ReasonKind.LIMIT, "2 times every year")] * 2),
    (
        "half-termly, each half term, termly",
        [(ReasonKind.LIMIT, "every half term")] * 2 + [(ReasonKind.LIMIT, "every term")],
    ),
    ("at least annually, not less than once a year", [(ReasonKind.LIMIT, "at least every year")] * 2),
    ("at least every six weeks", [(ReasonKind.LIMIT, "at least every 6 week")]),
    ("three times a week", [(ReasonKind.LIMIT, "3 times every week")]),
    ("no more often than every 4 weeks, at most every 4 weeks", [(ReasonKind.LIMIT, "at most every 4 week")] * 2),
    # What bounds a limit and what an amount is paid for belong to it
    ("no sooner than 5 days, not earlier than 5 days", [(ReasonKind.LIMIT, "no sooner than 5 day")] * 2),
    ("no longer than 5 days, at most 5 days", [(ReasonKind.LIMIT, "at most 5 day")] * 2),
    ("£5 a week, £5 per week, £5.00 each week", [(ReasonKind.AMOUNT, "£5 every week")] * 3),
    ("3% per annum, 3 per cent a year", [(ReasonKind.PERCENTAGE, "3% every year")] * 2),
    ("only if, only when", [(ReasonKind.CONDITION, "only if")] * 2),
    # A house has a front door, and pupils a council
    ("sent to the front door", [(ReasonKind.ROUTE, "front door")]),
    ("sent to the Front Door", [(ReasonKind.ROUTE, "front door")]),
    ("shut the front door", []),
    ("walk to the front door of the house", []),
    ("the council, the local authority, local authorities", [(ReasonKind.ROLE, "local authority")] * 3),
    ("the school council", []),
    # Periods without a figure, and times of a day that is named
    ("before the end of the shift, by the end of the shift", [(ReasonKind.LIMIT, "by the end of the shift")] * 2),
    ("until the end of the school year", [(ReasonKind.LIMIT, "until the end of the school year")]),
    ("during the first week", [(ReasonKind.LIMIT, "during the first week")]),
    ("within a week, within one week", [(ReasonKind.LIMIT, "within 1 week")] * 2),
    ("within a period of three months, within 3 months", [(ReasonKind.LIMIT, "within 3 month")] * 2),
    ("for a period of six weeks, for 6 weeks", [(ReasonKind.LIMIT, "for 6 week")] * 2),
    ("by week 4", [(ReasonKind.LIMIT, "by week 4")]),
    ("by 12 noon on the next day", [(ReasonKind.LIMIT, "by 1200 on the next day")]),
    ("by 5pm on the next working day", [(ReasonKind.LIMIT, "by 1700 on the next working day")]),
    # Ages and amounts in other clothes
    ("the sixteenth birthday, the 16th birthday", [(ReasonKind.AGE, "16 birthday")] * 2),
    ("the twenty-first birthday", [(ReasonKind.AGE, "21 birthday")]),
    ("16- and 17-year-olds, 16 and 17 year olds", [(ReasonKind.AGE, "16 and 17")] * 2),
    ("aged 16 and over, aged 16 or above, 16 years or older", [(ReasonKind.AGE, "16 or over")] * 3),
    ("45p, 45pence, £0.45", [(ReasonKind.AMOUNT, "£0.45")] * 3),
    # Names with and without a hyphen
    ("foster-carers, foster carer", [(ReasonKind.ROLE, "foster carer")] * 2),
    ("the multi agency safeguarding hub", [(ReasonKind.ROUTE, "multi-agency safeguarding hub")]),
    ("the chairman", [(ReasonKind.ROLE, "chair")]),
    ("reg 44, Regulation 44", [(ReasonKind.REFERENCE, "regulation 44")] * 2),
    # What binds where a sentence begins with it
    ("Do not ask. Never ask", [(ReasonKind.DUTY_WORD, "must not")] * 2),
    ("Ensure it is done. Always ask: Make sure they come", [(ReasonKind.DUTY_WORD, "must")] * 3),
    ("do not ask", [(ReasonKind.CONDITION, "not")]),
    ("Never | Always", [(ReasonKind.CONDITION, "never")]),
    ("is not allowed, are not permitted to", [(ReasonKind.DUTY_WORD, "must not")] * 2),
    ("is allowed, has a power to", [(ReasonKind.DUTY_WORD, "may")] * 2),
    ("is essential that, is under a duty to, have a legal duty to", [(ReasonKind.DUTY_WORD, "must")] * 3),
    ("is essential reading", []),
    ("is good practice to, is advisable that", [(ReasonKind.DUTY_WORD, "should")] * 2),
    ("is entitled to, have the right to", [(ReasonKind.DUTY_WORD, "is entitled to")] * 2),
    ("have a right to be heard", []),
    ("is responsible for, has responsibility for", [(ReasonKind.DUTY_WORD, "is responsible for")] * 2),
    ("Should you ask, we come", []),
    ("Should the carer wait?", [(ReasonKind.DUTY_WORD, "should"), (ReasonKind.ROLE, "carer")]),
    # What narrows a duty
    ("other than at night", [(ReasonKind.CONDITION, "other than")]),
    ("subject to the approval of all", [(ReasonKind.CONDITION, "subject to the approval")]),
    ("subject to an order", []),
    ("with the consent of both", [(ReasonKind.CONDITION, "with the consent of")]),
    ("prior written consent", [(ReasonKind.CONDITION, "prior written consent")]),
    ("in exceptional circumstances", [(ReasonKind.CONDITION, "in exceptional circumstances")]),
    ("if any of these are there", [(ReasonKind.THRESHOLD, "any")]),
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
    *(word for words in (*v.FOLLOWING.values(), *v.FOLLOWING_BOUNDS.values()) for word in words.split()),
    *("within", "no later than", "twenty-four", "10", "5pm", "hours", "working days", "the first", "the end of the"),
    *("year olds", "per cent", "birthday", "risk", "discretion of", "Placement Form", "2018", "delay", "possible"),
    *(
        "child",
        "review",
        "Section",
        "47",
        "enquiry",
        "a period of",
        "end of the shift",
        "approval",
        "consent of",
        "allowed",
        "essential that",
        "and",
        "of",
        "not",
        "to",
        "required",
        "March",
        "3 March 2020",
    ),
)


@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=9), st.sampled_from((" ", " ", ", ", " (")))
@settings(max_examples=300, deadline=None)
def test_no_order_of_words_hides_a_fact_from_the_shortcut(phrases: list[str], mark: str) -> None:
    """Whatever stands behind a word with which facts begin, what trying everything finds is found."""
    text = mark.join([" ".join(phrases[:4]), " ".join(phrases[4:])]).strip().removesuffix(" (")
    assert [(fact.start, fact.shown) for fact in facts(text)] == found_everywhere(text)
