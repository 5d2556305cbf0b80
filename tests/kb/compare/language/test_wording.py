"""The words that count: those in common at both ends of a sentence need no looking at."""

from __future__ import annotations

import pytest

from kb.compare.language.facts import facts
from kb.compare.language.wording import changed_words, counting_words, differing_words, stretches
from tests.kb.compare.significance.test_significance import AMENDED


@pytest.mark.parametrize(("before", "after"), [row[:2] for row in AMENDED])
def test_leaving_out_what_both_begin_and_end_with_changes_nothing(before: str, after: str) -> None:
    """Which words went and came is the same as over the whole texts."""
    here, there = facts(before), facts(after)
    whole = changed_words(stretches(counting_words(before, here), counting_words(after, there)))
    assert changed_words(stretches(*differing_words(before, after, here, there))) == whole


def test_a_fact_that_grew_is_looked_at_whole() -> None:
    """Words in common that became part of a limit, or were part of one, are not left out."""
    before, after = "Visit within 5 days of it.", "Visit within 5 working days of it."
    gone, come = differing_words(before, after, facts(before), facts(after))
    assert [word.form for word in gone][:1] == ["time limit:within 5 day"]
    assert [word.form for word in come][:1] == ["time limit:within 5 working day"]
