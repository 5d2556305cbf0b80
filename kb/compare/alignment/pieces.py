"""Which leftover lines are parts of a line that has words without a counterpart: split or merged, and moved besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.compare.sequences import blocks, shared, similarity

RUN = 4
"""So many words in a row are looked for: fewer stand in many places by chance, more would miss what was amended."""
STRIDE = 3
"""And they are looked up at every third word of the whole."""
FEWEST_WORDS = RUN + STRIDE - 1
"""A shorter line is never called a part that stands elsewhere."""
LONG = 12
"""Shorter ones only beside other parts, and if no word of them was amended."""
SHARE = 0.85
"""So much of a part that was amended is in the whole;"""
ENLARGED_SHARE, ENLARGED = 0.5, 14
"""or so much, with so many words of it in runs: then a sentence came in besides."""
WHOLE = 0.70
"""From this similarity the parts together make the whole;"""
CONTAINED = 0.9
"""or where so much of the one is in the other, with `LONG` words of it in runs."""
LONGEST, MOST_PARTS = 2_000, 16
"""Of a line with more words, or more parts, none is looked for elsewhere: that would cost squares."""


@dataclass(slots=True)
class Torn:
    """A line by its words, and the parts of it that are known, each by its place and words, in the line's order.

    `runs` are how many words in runs made a line a part of it.
    """

    words: str
    parts: list[tuple[int, str]]
    runs: int = 0

    def wants_parts(self) -> bool:
        """Whether the line has words enough that none of its parts has."""
        return len(self.words) <= LONGEST and len(self.words) >= FEWEST_WORDS + self.covered()

    def covered(self) -> int:
        """How many of the words its parts have."""
        return shared(self.words, "".join(words for _, words in self.parts)) if self.parts else 0

    def takes(self, part: int, words: str) -> bool:
        """Takes a part in where it belongs, if it has words of the line that no other part has."""
        if len(self.parts) == MOST_PARTS or (len(words) < LONG and not (self.parts and words in self.words)):
            return False
        known = [each for _, each in self.parts]
        common = [shared(self.words, "".join([*known[:at], words, *known[at:]])) for at in range(len(known) + 1)]
        gain = max(common) - self.covered()
        runs = _in_runs(self.words, words)
        enlarged = runs >= max(ENLARGED, ENLARGED_SHARE * len(words))
        if gain < (ENLARGED_SHARE if enlarged else SHARE) * len(words):
            return False
        self.parts.insert(common.index(max(common)), (part, words))
        self.runs += runs
        return True

    def is_made_of_them(self) -> bool:
        """Whether the parts together are the line, or it is one of them with more beside it, or the other way."""
        together = "".join(words for _, words in self.parts)
        # A line that is alike as a whole was looked for before.
        if len(self.parts) > 1 and similarity(together, self.words, WHOLE):
            return True
        return self.runs >= LONG and self.covered() >= CONTAINED * min(len(together), len(self.words))


def with_parts(torn: Mapping[int, Torn], loose: Mapping[int, str]) -> dict[int, tuple[int, ...]]:
    """The lines of `torn` that some of the loose ones are part of, with the places of all their parts, in order.

    Takes time in proportion to the words: only a line and a part that have `RUN` words in a row in common, which stand
    in no other part, are held against each other. What has most in common is taken first, each part once.
    """
    found: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    for _, at, part in sorted(_alike(torn, loose), reverse=True):
        line = torn[at]
        if part not in taken and line.takes(part, loose[part]):
            taken.add(part)
            found[at] = tuple(place for place, _ in line.parts)
    return {at: parts for at, parts in found.items() if torn[at].is_made_of_them()}


def _alike(torn: Mapping[int, Torn], loose: Mapping[int, str]) -> Iterator[tuple[int, int, int]]:
    """Lines and parts with so much in common that they are worth a look: how many runs, line, part."""
    owners = {
        words[start : start + RUN]: part for part, words in loose.items() for start in range(len(words) - RUN + 1)
    }
    for at, line in torn.items():
        words = line.words
        runs = [words[start : start + RUN] for start in range(0, len(words) - RUN + 1, STRIDE)]
        votes = Counter([owners[run] for run in runs if run in owners])
        for part, count in votes.items():
            if count * STRIDE * 4 >= len(loose[part]):
                yield count, at, part


def _in_runs(words: str, other: str) -> int:
    """How many words in common stand in runs."""
    return sum(size for _, _, size in blocks(words, other) if size >= RUN)
