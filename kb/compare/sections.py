"""Which stretch of lines (title, box, section) of one version is which of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from kb.compare.lines import HEADING, OPENING, ROW, TITLE, Line, Place
from kb.compare.sequences import Spelling, candidates, similarity
from kb.compare.vocabulary import STOP_WORDS

FEW_PAIRS = 2_500
"""Up to so many pairs of leftover stretches every pair is compared; beyond it only those that share rare words."""
SAME_BODY = 0.5
"""From this share of common words two stretches are one, whatever their headings say."""
SAME_BODY_NAMED = 0.25
"""And from this share where they also have the label or most words of the heading in common."""
SAME_HEADING = 0.8
"""From this share of common letters two headings with one label are one heading reworded or corrected."""
TELLING_WORDS = 5
"""A body shorter than this says nothing of which section it belongs to."""


APART = OPENING | {ROW}
"""Lines of these kinds are never equal to others."""

Pair = tuple[int, int]


class Spellings(NamedTuple):
    """The letters of lines, and of words, in one alignment."""

    lines: Spelling
    words: Spelling


@dataclass(frozen=True)
class Stretch:
    """Lines `start` to `stop` of a version: an opening line and those below it.

    `path` is the titles of the sections it stands in, its own last.
    """

    start: int
    stop: int
    block: str
    label: str
    title: str
    path: tuple[str, ...]
    opening: Line = field(repr=False, compare=False)
    below: Sequence[Line] = field(repr=False, compare=False)
    spellings: Spellings = field(repr=False, compare=False)

    @cached_property
    def keys(self) -> str:
        """The lines below, spelled: what is equal has one letter. Only asked for where anything changed."""
        return self.spellings.lines.spell(map(line_key, self.below))

    @cached_property
    def words(self) -> str:
        """The words below, spelled; only those that tell texts apart. Only asked for where headings do not decide."""
        return self.spellings.words.spell(self._telling_words())

    @cached_property
    def tells(self) -> bool:
        """Whether there are enough of them to know the section by."""
        return len(list(islice(self._telling_words(), TELLING_WORDS))) == TELLING_WORDS

    def is_same(self, other: Stretch) -> bool:
        """Whether the lines are the same in all that counts."""
        # Mostly they are the very same ones, remembered, so that this takes no time.
        return self.opening == other.opening and self.below == other.below

    def _telling_words(self) -> Iterator[str]:
        split = (line.normal.casefold().split() for line in self.below)
        return (word for words in split for word in words if word not in STOP_WORDS)


def line_key(line: Line) -> Hashable:
    """The same for lines that are equal: a row is never a paragraph, nor a heading a line below one."""
    block = line.shape.block
    return (block == ROW, line.normal) if block in APART else line.normal


def stretches(version: Sequence[Line], spellings: Spellings) -> tuple[Stretch, ...]:
    """The version's lines cut before every opening line."""
    starts = [at for at, line in enumerate(version) if line.shape.block in OPENING or at == 0]
    return tuple(_stretches(version, starts, spellings))


def _stretches(version: Sequence[Line], starts: Sequence[int], spellings: Spellings) -> Iterator[Stretch]:
    path: list[tuple[int, str]] = []
    for start, stop in zip(starts, [*starts[1:], len(version)], strict=True):
        line = version[start]
        title = line.normal.casefold()
        while path and path[-1][0] >= line.shape.depth:
            path.pop()
        path.append((line.shape.depth, title))
        titles = tuple([each for _, each in path])
        below = version[start + 1 : stop]
        yield Stretch(start, stop, line.block, line.shape.number, title, titles, line, below, spellings)


def paired(before: Sequence[Stretch], after: Sequence[Stretch]) -> tuple[Pair, ...]:
    """Positions of the stretches that are one: by label and heading, by heading, then by what stands under them.

    Every step only takes what the surer ones before it have left.
    """
    work = _Leftover(before, after)
    work.take_unchanged()
    work.take(lambda each: (each.block, each.label, each.title, each.keys))
    work.take(lambda each: each.title and (each.block, each.title, each.keys) if each.tells else None)
    work.take(lambda each: (each.block, each.label, each.title) if each.block != TITLE else each.block)
    work.take(lambda each: (each.block, each.path) if each.title else None, alone=True)
    work.take(lambda each: (each.block, each.title) if each.title else None, alone=True)
    work.take_reworded()
    work.take(lambda each: (each.block, each.keys) if each.tells else None)
    work.take_alike()
    work.take(lambda each: (each.block, each.title) if each.title else None)
    return tuple(sorted(work.pairs))


class _Leftover:
    """The stretches not yet paired, and the pairs."""

    def __init__(self, before: Sequence[Stretch], after: Sequence[Stretch]) -> None:
        self._sides = (before, after)
        self._left = (dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after))))
        self.pairs: list[Pair] = []

    def take_unchanged(self) -> None:
        """Pair what is the same in all, first with first."""
        waiting: dict[Place, list[int]] = {}
        for i, here in enumerate(self._sides[0]):
            waiting.setdefault(here.opening.place, []).append(i)
        for j, there in enumerate(self._sides[1]):
            some = waiting.get(there.opening.place, [])
            same = next((i for i in some if self._sides[0][i].is_same(there)), None)
            if same is not None:
                some.remove(same)
                self._pair(same, j)

    def take(self, key: Callable[[Stretch], Hashable], *, alone: bool = False) -> None:
        """Pair what has the same key, first with first; with `alone` only where there is one on either side."""
        waiting: dict[Hashable, list[int]] = {}
        for at in self._left[0]:
            waiting.setdefault(key(self._sides[0][at]), []).append(at)
        counts = Counter(key(self._sides[1][at]) for at in self._left[1])
        for at in tuple(self._left[1]):
            name = key(self._sides[1][at])
            partners = waiting.get(name, []) if name else []
            if partners and not (alone and (len(partners) > 1 or counts[name] > 1)):
                self._pair(partners.pop(0), at)

    def take_reworded(self) -> None:
        """Pair what has the same label and nearly the same heading, whatever stands under it."""
        known = {(each.block, each.label): i for i in self._left[0] if (each := self._sides[0][i]).label}
        for j in tuple(self._left[1]):
            there = self._sides[1][j]
            i = known.pop((there.block, there.label), None)
            if i is not None and similarity(self._sides[0][i].title, there.title) >= SAME_HEADING:
                self._pair(i, j)

    def take_alike(self) -> None:
        """Pair what has most words in common, the most alike first."""
        scored = []
        for i, j in self._worth_a_look():
            score = _alike(self._sides[0][i], self._sides[1][j])
            if score > 0:
                scored.append((-score, i, j))
        for _, i, j in sorted(scored):
            if i in self._left[0] and j in self._left[1]:
                self._pair(i, j)

    def _worth_a_look(self) -> list[Pair]:
        here, there = list(self._left[0]), list(self._left[1])
        if len(here) * len(there) <= FEW_PAIRS:
            return [(i, j) for i in here for j in there]
        texts = [[self._sides[side][at].words for at in self._left[side]] for side in (0, 1)]
        return [(here[i], there[j]) for i, j in candidates(texts[0], texts[1])]

    def _pair(self, i: int, j: int) -> None:
        del self._left[0][i], self._left[1][j]
        self.pairs.append((i, j))


def _alike(before: Stretch, after: Stretch) -> float:
    """The share of common words, 0 where that does not make the two one."""
    if before.block != after.block or not (before.tells and after.tells):
        return 0.0
    common = sum((Counter(before.words) & Counter(after.words)).values())
    share = 2 * common / (len(before.words) + len(after.words))
    named = before.block == HEADING and _names_alike(before, after)
    return share if share >= (SAME_BODY_NAMED if named else SAME_BODY) else 0.0


def _names_alike(before: Stretch, after: Stretch) -> bool:
    here, there = set(before.title.split()), set(after.title.split())
    return bool(before.label and before.label == after.label) or 2 * len(here & there) > max(len(here), len(there))
