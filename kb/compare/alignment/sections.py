"""Which stretch of lines (title, box, section) of one version is which of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kb.compare.alignment.lines import HEADING, OPENING, ROW, TITLE, Line, Place
from kb.compare.language.vocabulary import STOP_WORDS
from kb.compare.sequences import Spelling, candidates, similarity

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


@dataclass(slots=True, eq=False)
class Stretch:
    """Lines `start` to `stop` of a version: an opening line and those below it, in the section `parent` or in none.

    What is only asked for where anything changed, or where headings do not decide, is found out then, and once.
    """

    start: int
    stop: int
    opening: Line
    below: Sequence[Line]
    parent: Stretch | None
    spelling: Spelling
    _keys: tuple[Hashable, ...] | None = None
    _words: str | None = None

    @property
    def block(self) -> str:
        """What kind of line opens it."""
        return self.opening.shape.block

    @property
    def label(self) -> str:
        """The heading's label."""
        return self.opening.shape.number

    @property
    def title(self) -> str:
        """The words of the opening line in small letters."""
        return self.opening.normal.casefold()

    @property
    def path(self) -> tuple[str, ...]:
        """The titles of the sections it stands in, its own last."""
        return (*self.parent.path, self.title) if self.parent else (self.title,)

    @property
    def keys(self) -> tuple[Hashable, ...]:
        """The lines below, what is equal as one thing."""
        if self._keys is None:
            self._keys = tuple(map(line_key, self.below))
        return self._keys

    @property
    def words(self) -> str:
        """The words below, spelled; only those that tell texts apart."""
        if self._words is None:
            self._words = self.spelling.spell(self._telling_words())
        return self._words

    @property
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


def stretches(version: Sequence[Line], spelling: Spelling) -> tuple[Stretch, ...]:
    """The version's lines cut before every opening line; `spelling` is one for both versions."""
    starts = [at for at, line in enumerate(version) if line.shape.block in OPENING or at == 0]
    made: list[Stretch] = []
    open_ones: list[Stretch] = []
    for start, stop in zip(starts, [*starts[1:], len(version)], strict=True):
        line = version[start]
        while open_ones and open_ones[-1].opening.shape.depth >= line.shape.depth:
            open_ones.pop()
        parent = open_ones[-1] if open_ones else None
        made.append(Stretch(start, stop, line, version[start + 1 : stop], parent, spelling))
        open_ones.append(made[-1])
    return tuple(made)


def paired(before: Sequence[Stretch], after: Sequence[Stretch]) -> tuple[Pair, ...]:
    """Positions of the stretches that are one: by label and heading, by heading, then by what stands under them.

    Every step only takes what the surer ones before it have left.
    """
    work = _Leftover(before, after)
    work.take_unchanged()
    work.take_named()
    work.take(lambda each: (each.block, each.label, each.title, each.keys))
    work.take(lambda each: each.title and (each.block, each.title, each.keys), only=lambda each: each.tells)
    work.take(lambda each: (each.block, each.label, each.title) if each.block != TITLE else each.block)
    work.take(lambda each: (each.block, each.path) if each.title else None, alone=True)
    work.take(lambda each: (each.block, each.title) if each.title else None, alone=True)
    work.take_reworded()
    work.take(lambda each: (each.block, each.keys), only=lambda each: each.tells)
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

    def take_named(self) -> None:
        """Pair what has one heading that nothing else is left with: all that follows would come to the same."""
        here, there = (self._by_key(side, lambda each: (each.block, each.title)) for side in (0, 1))
        for name, some in here.items():
            others = there.get(name, ())
            if len(some) == len(others) == 1 and self._sides[0][some[0]].label == self._sides[1][others[0]].label:
                self._pair(some[0], others[0])

    def take(
        self, key: Callable[[Stretch], Hashable], *, alone: bool = False, only: Callable[[Stretch], bool] | None = None
    ) -> None:
        """Pair what has the same key, first with first: with `alone` where there is one on either side, with `only`
        where that is so of what has the key."""
        here, there = (self._by_key(side, key) for side in (0, 1))
        for name, some in here.items():
            others = there.get(name, ())
            if not (name and others) or (alone and len(some) + len(others) > 2):
                continue
            if only is None or only(self._sides[0][some[0]]):
                for i, j in zip(some, others, strict=False):
                    self._pair(i, j)

    def _by_key(self, side: int, key: Callable[[Stretch], Hashable]) -> dict[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = {}
        if self._left[1 - side]:
            for at in self._left[side]:
                found.setdefault(key(self._sides[side][at]), []).append(at)
        return found

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
