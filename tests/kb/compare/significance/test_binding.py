"""Which sentences bind somebody."""

from __future__ import annotations

import pytest

from kb.compare.significance import binding


@pytest.mark.parametrize("word", sorted(binding._BINDING_WORDS))
def test_a_word_that_settles_it_is_one_the_rules_know(word: str) -> None:
    """What is seen at once to bind would be found to bind by the rules, too."""
    assert binding._BINDS.search(f"The carer {word} the record.")


@pytest.mark.parametrize(
    ("sentence", "binds"),
    [
        ("Carers must ring.", True),
        ("They are told, and must; nobody else.", True),
        ("MUST be signed.", True),
        ("The musty room is aired.", False),
        ("The record is kept.", False),
        ("Send it to the duty desk.", True),
    ],
)
def test_a_sentence_binds_by_its_words(sentence: str, binds: bool) -> None:
    """With marks and capitals or without, and never by a part of a word."""
    assert binding.binds(sentence) is binds
