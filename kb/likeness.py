"""How much of one text is in another, by runs of three words.

Three words in a row are rarely the same by chance: chapters of one manual on different subjects share at most half of
theirs, mostly standing phrases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import Protocol, TypeVar

from kb.model import Block, ChapterKind
from kb.text import normalised

Runs = Counter[int]
"""Runs of words by hash: all that is asked is whether two are the same, and thousands of texts may be in memory."""

_Key = TypeVar("_Key", bound=Hashable)
_Other = TypeVar("_Other", int, str)

_RARE = 8
"""A run that stands in more texts than this is a standing phrase and points to none of them."""

_CLOSEST = 5
"""Of so many texts the likeness is counted out; the rest share next to nothing that is rare."""


class Text(Protocol):
    """What has a text: a chapter, or one that is packed."""

    @property
    def title(self) -> str:
        """The title, without a number."""

    @property
    def kind(self) -> ChapterKind:
        """Chapter or document."""

    @property
    def words(self) -> int:
        """How many words it has."""

    def blocks(self) -> Iterator[Block]:
        """Every block that counts as the text."""


def word_runs(text: Text) -> Runs:
    """The runs of three words of a text, each with how often it stands there."""
    words = [word for block in text.blocks() for word in normalised(block.text).lower().split()]
    return Counter(map(hash, zip(words, words[1:], words[2:], strict=False)))


def likeness(one: Runs, other: Runs) -> float:
    """Shared runs over all of them, 0 to 1 (the Jaccard index of two multisets)."""
    shared = (one & other).total()
    return shared / ((one.total() + other.total() - shared) or 1)


def share(part: Runs, whole: Runs) -> float:
    """How much of `part` is in `whole`, 0 to 1."""
    return (part & whole).total() / (part.total() or 1)


def candidates(texts: Mapping[_Key, Runs], others: Mapping[_Other, Runs]) -> dict[_Key, tuple[_Other, ...]]:
    """For each text the few others that may be like it, so that not every pair has to be counted out."""
    if len(others) <= _CLOSEST:
        return {key: tuple(sorted(others)) for key in texts}
    places: dict[int, list[_Other]] = {}
    for other, runs in sorted(others.items()):
        for run in runs:
            places.setdefault(run, []).append(other)
    rare = {run: ids for run, ids in places.items() if len(ids) <= _RARE}
    found = {}
    for key, runs in texts.items():
        hits = Counter(other for run in runs for other in rare.get(run, ()))
        found[key] = tuple(other for other, _ in hits.most_common(_CLOSEST))
    return found
