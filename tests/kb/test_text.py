"""Text in the form in which it is compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text import all_normalised, normalised

TEXTS = st.text(st.sampled_from("ab `‘’“”–—…\t\n\u00a0\u00ad\u200b\x1c\x00é"), max_size=12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the child’s “plan” – today", 'the child\'s "plan" - today'),
        ("  two\u00a0 spaces\tand\na line ", "two spaces and a line"),
        ("co\u00adoperate\u200b", "cooperate"),
        ("wait…", "wait..."),
        ("naïve café", "naïve café"),
        ("", ""),
    ],
)
def test_typography_is_taken_off(text: str, expected: str) -> None:
    """Quotes are straight, dashes plain, spaces single; letters stay as they are."""
    assert normalised(text) == expected


@given(TEXTS)
def test_normalised_text_stays_as_it_is(text: str) -> None:
    """Normalising twice changes nothing more, and leaves no white space but single spaces."""
    once = normalised(text)
    assert normalised(once) == once
    assert " ".join(once.split()) == once
    assert not any(unicodedata.category(sign) == "Pi" for sign in once)


@given(st.lists(TEXTS, max_size=4))
def test_many_texts_are_normalised_as_each_alone(texts: list[str]) -> None:
    """What is asked of many texts at once is the same as of one after the other."""
    assert list(all_normalised(texts)) == [normalised(text) for text in texts]
