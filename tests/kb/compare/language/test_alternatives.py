"""One pattern for many words finds what trying each of them finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kb.compare.language.alternatives import one_of

letters = st.text("ab -.", min_size=1, max_size=5)


@given(st.lists(letters, min_size=1, max_size=8), st.text("ab -.", max_size=12))
def test_one_of_is_the_list_of_alternatives_longest_first(words: list[str], text: str) -> None:
    """At every place of a text the longest word that stands there is found, or none."""
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    for at in range(len(text) + 1):
        ours, theirs = (re.compile(pattern).match(text, at) for pattern in (one_of(words), plain))
        assert (ours and ours.group()) == (theirs and theirs.group())
