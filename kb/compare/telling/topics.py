"""What a few lines that came or went are about: the pair of words they come back to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kb.compare.language.vocabulary import GENERAL_WORDS, STOP_WORDS
from kb.text import normalised

AT_LEAST = 2
"""A pair of words that is said less often is no subject."""

_RUN = re.compile(r"[A-Za-z][\w'-]*(?: [A-Za-z][\w'-]*)*")


def topic(texts: Iterable[str]) -> str:
    """The two words that are said most often side by side, "" where none are said twice; the first of equals.

    In small letters, unless they are a name throughout. Words that any procedure is full of are no subject.
    """
    seen: dict[str, list[str]] = {}
    for text in texts:
        for pair in _pairs(normalised(text)):
            seen.setdefault(pair.casefold(), []).append(pair)
    counted = Counter({pair: len(forms) for pair, forms in seen.items()})
    if not counted:
        return ""
    pair, times = counted.most_common(1)[0]
    if times < AT_LEAST:
        return ""
    return seen[pair][0] if all(form.istitle() or form.isupper() for form in seen[pair]) else pair


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        for first, second in pairwise(run.split()):
            if not {first.casefold(), second.casefold()} & _EMPTY:
                yield f"{first} {second}"


_EMPTY = STOP_WORDS | GENERAL_WORDS
