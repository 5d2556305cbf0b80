"""Facts: what binds, in one form whatever its wording."""

from __future__ import annotations

import pytest

from kb.compare import facts as module
from kb.compare.facts import About, facts
from tests.kb.compare.test_significance import ALONE, AMENDED

FACTS = [
    ("must visit within ten working days", [(About.MODAL, "must"), (About.LIMIT, "within 10 working day")]),
    ("is required to attend", [(About.MODAL, "must")]),
    ("no later than 5 days", [(About.LIMIT, "within 5 day")]),
    ("a child aged 16", [(About.AGE, "16")]),
    ("a sixteen year old", [(About.AGE, "16")]),
    ("under 18", [(About.AGE, "under 18")]),
    ("£1,500 or 75 per cent", [(About.AMOUNT, "£1500"), (About.PERCENTAGE, "75%")]),
    ("the IROs", [(About.ROLE, "independent reviewing officer")]),
    ("the MASH", [(About.ROUTE, "multi-agency safeguarding hub")]),
    ("see Section 4.2", [(About.REFERENCE, "section 4.2")]),
    ("a section 47 enquiry", [(About.LAW, "section 47 enquiry")]),
    ("it isn't so", [(About.NEGATION, "isnt")]),
    ("at a.b-c@council.example", [(About.CONTACT, "ab c@councilexample")]),
]


@pytest.mark.parametrize(("text", "expected"), FACTS)
def test_facts_in_their_one_form(text: str, expected: list[tuple[About, str]]) -> None:
    """What binds is found with what it is about, and two wordings of one thing have one value."""
    assert [(fact.about, fact.value) for fact in facts(text) if fact.about is not About.TERM] == expected


SENTENCES = [text for row in AMENDED for text in row[:2]] + [row[0] for row in ALONE] + [row[0] for row in FACTS]


@pytest.mark.parametrize("text", SENTENCES)
def test_looking_only_where_a_fact_may_begin_misses_none(text: str) -> None:
    """The shortcut over the text finds exactly what the whole pattern finds."""
    found = [(match.start(), match.group().strip()) for match in module._FIND.finditer(text)]
    assert [(fact.start, fact.shown) for fact in facts(text)] == found
