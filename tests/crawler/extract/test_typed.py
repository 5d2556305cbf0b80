"""What is typed: words broken at the end of a line."""

from __future__ import annotations

import pytest

from crawler.extract.typed import joined_lines, words_of

BROKEN = [
    ("the pro-", "cedure", "", "the procedure"),
    ("a multi-", "agency plan", "multi-agency plans", "a multi-agency plan"),
    ("a multi-", "agency plan", "", "a multiagency plan"),
    ("the follow-", "ups", "A follow-up is planned", "the follow-ups"),
    ("they re-", "assessed it", "a re-assessment", "they reassessed it"),
    ("they re-", "assessed it", "to re-assess", "they re-assessed it"),
    ("the Co-", "ordinator is", "", "the Co-ordinator is"),
    ("the Co-", "ordinator is", "They co-ordinate it", "the Co-ordinator is"),
    ("the Co-", "ordinator is", "Coordinators meet", "the Coordinator is"),
    ("they co-", "operate", "They coordinate it", "they co-operate"),
]


@pytest.mark.parametrize(("line", "following", "elsewhere", "text"), BROKEN)
def test_a_broken_word_is_written_as_elsewhere(line: str, following: str, elsewhere: str, text: str) -> None:
    """A hyphen at a line's end goes, unless the text writes the word, in whatever form, with it."""
    assert joined_lines([line, following], words_of(f"{elsewhere}\n{line}\n{following}")) == text
