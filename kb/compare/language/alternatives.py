"""A pattern for one of many words that looks at each letter once; a list of alternatives tries every word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby


def one_of(words: Iterable[str]) -> str:
    """A pattern that matches the longest of the words that stands at a place; "" is allowed among them."""
    distinct = sorted(set(words))
    rest = [word for word in distinct if word]
    branches = []
    for first, group in groupby(rest, key=lambda word: word[0]):
        same = list(group)
        prefix = _shared(same[0], same[-1]) if len(same) > 1 else same[0]
        tails = one_of(word[len(prefix) :] for word in same)
        branches.append(re.escape(prefix or first) + tails)
    if not branches:
        return ""
    optional = "?" if len(rest) < len(distinct) else ""
    return f"(?:{'|'.join(branches)}){optional}"


def _shared(first: str, last: str) -> str:
    """With what both begin; of sorted words the first and the last tell it of all."""
    length = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:length]
