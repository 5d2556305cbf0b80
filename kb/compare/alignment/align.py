"""Which lines of one version are which of the other: sections, then equal lines, then moves, then what is alike.

Each step takes only what the surer ones before it have left: inside paired sections the longest common sequence of
equal lines; equal lines that stand elsewhere; in the gaps between, lines that are alike, in order; paragraphs that were
split or merged; and last, longer lines that were moved and edited. Whether a pair *moved* is decided at the end over
the whole chapter: the heaviest pairs in order stayed, the others moved.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, product
from operator import itemgetter
from typing import NamedTuple

from kb.compare.alignment.lines import BOX, HEADING, MINOR_HEADING, ROW, Line
from kb.compare.alignment.pieces import FEWEST_WORDS, Torn, with_parts
from kb.compare.alignment.plain_headings import heading_as_text
from kb.compare.alignment.sections import Stretch, line_key, paired, stretches
from kb.compare.sequences import Spelling, blocks, candidates, heaviest_chain, most_alike, shared, similarity
from kb.model import BlockKind

IN_PLACE = 0.40
"""From this similarity two lines in the same gap are one line, amended."""
ELSEWHERE = 0.70
"""From this similarity a line that stands elsewhere was moved and amended."""
ELSEWHERE_WORDS = 12
"""Shorter lines are too easily alike by chance to be called moved and amended."""
EQUAL_ELSEWHERE_WORDS = 4
"""Shorter lines are only called moved inside their own section."""
SPLIT = 0.70
"""From this similarity a line and several together are a split or a merge."""
FEW_PAIRS = 2_500
"""Up to so many pairs in a gap all are compared; beyond it only those that share rare words."""
MANY_LINES = 400
"""With more leftover lines than this on either side, the search for moved and amended ones keeps to rare words."""
UNSPLITTABLE = frozenset(
    (ROW, BOX, MINOR_HEADING, BlockKind.CAPTION.value, BlockKind.FIGURE.value, BlockKind.CODE.value)
)


ALONE = -1
"""The counterpart of a line that has none, and the section of one that stands in no pair of them."""

Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Lines that are one: a single one on either side, or on one of them its parts, in the order of the whole."""


class Match(NamedTuple):
    """Two lines that are one. `moved` as seen over the chapter.

    A line that was split or merged has a match for each of its parts, numbered by `part` from 1 in the order in which
    the whole has them; elsewhere `part` is 0.

    Lines that stayed one after the other and are the same in text and shape may have one match, that of the first;
    `size` says how many they are.
    """

    before: int
    after: int
    part: int = 0
    moved: bool = False
    size: int = 1


def align(before: Sequence[Line], after: Sequence[Line]) -> tuple[Match, ...]:
    """Every line that has a counterpart, with it, in the order of `after`; what stayed the same, as runs."""
    work = _Work(before, after)
    for here, there in work.changed:
        work.take_equal(here, there)
    work.take_equal_elsewhere()
    work.take_headings_as_text()
    for here, there in work.changed:
        work.take_alike(here, there)
    work.take_alike_elsewhere()
    work.take_parts_elsewhere()
    return _with_moves(work)


class _Words(dict[int, str]):
    """The words of each line, spelled; only few lines are ever asked for theirs."""

    def __init__(self, lines: Sequence[Line], spelling: Spelling) -> None:
        self._lines = lines
        self._spelling = spelling

    def __missing__(self, at: int) -> str:
        self[at] = made = self._spelling.spell(self._lines[at].normal.casefold().split())
        return made


class _Work:
    """The state of one alignment: who is matched with whom so far."""

    def __init__(self, before: Sequence[Line], after: Sequence[Line]) -> None:
        self.lines = (before, after)
        of_lines, of_sections = Spelling(), Spelling()
        self.words = (_Words(before, of_lines), _Words(after, of_lines))
        cut = [stretches(side, of_sections) for side in self.lines]
        self.sections = [(cut[0][i], cut[1][j]) for i, j in paired(*cut)]
        self.free = ([True] * len(before), [True] * len(after))
        self.twins = ([ALONE] * len(before), [ALONE] * len(after))
        """For a line that is equal to one of the other side, or begins a stretch as that does, or did: which it is."""
        self.equal: list[Match] = []
        """The same as matches."""
        self.groups: list[Group] = []
        """All others that are matched."""
        self.changed: list[tuple[Stretch, Stretch]] = []
        """The sections in which not all is the same."""
        for here, there in self.sections:
            if here.is_same(there):
                self.match_equal(here.start, there.start, here.stop - here.start, same=True)
            else:
                self.match_equal(here.start, there.start)
                self.changed.append((here, there))
        self.heads: tuple[list[int], list[int]] = ([], [])
        """Opening lines without a counterpart section: new, or gone, whatever they resemble."""
        for side, every in enumerate(cut):
            self.heads[side].extend([each.start for each in every if self.free[side][each.start]])
            for at in self.heads[side]:
                self.free[side][at] = False

    @cached_property
    def home(self) -> tuple[list[int], list[int]]:
        """Which of the sections a line stands in; few chapters need to know."""
        home = ([ALONE] * len(self.lines[0]), [ALONE] * len(self.lines[1]))
        for number, pair in enumerate(self.sections):
            for side, each in zip(home, pair, strict=True):
                side[each.start : each.stop] = [number] * (each.stop - each.start)
        return home

    def match(self, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        """Keep a match."""
        self.groups.append((before, after))
        for i in before:
            self.free[0][i] = False
        for j in after:
            self.free[1][j] = False

    def match_equal(self, before: int, after: int, size: int = 1, *, same: bool = False) -> None:
        """Keep so many lines in a row as equal in text; where they are the `same` in shape too, as one match."""
        if same:
            self.equal.append(Match(before, after, size=size))
        else:
            self.equal += [Match(before + step, after + step) for step in range(size)]
        self.twins[0][before : before + size] = range(after, after + size)
        self.twins[1][after : after + size] = range(before, before + size)
        self.free[0][before : before + size] = self.free[1][after : after + size] = [False] * size

    def left(self, side: int, start: int = 0, stop: int | None = None) -> list[int]:
        """The lines of a side not yet matched."""
        free = self.free[side]
        stop = len(free) if stop is None else stop
        return list(compress(range(start, stop), free[start:stop]))

    def take_equal(self, here: Stretch, there: Stretch) -> None:
        """Equal lines in order."""
        for i, j, size in blocks(here.keys, there.keys):
            shapes = [[line.shape for line in below] for below in (here.below[i : i + size], there.below[j : j + size])]
            self.match_equal(here.start + 1 + i, there.start + 1 + j, size, same=shapes[0] == shapes[1])

    def take_equal_elsewhere(self) -> None:
        """Equal lines out of order, in the same section first; only where it is clear which went where."""
        left = [[(at, line_key(self.lines[side][at])) for at in self.left(side)] for side in (0, 1)]
        if {key for _, key in left[0]}.isdisjoint([key for _, key in left[1]]):
            return  # as in most chapters
        for inside in (True, False):
            places = [self._places(side, left[side], inside) for side in (0, 1)]
            for name, here in places[0].items():
                there = places[1].get(name, [])
                if len(here) == len(there) and (inside or len(self.words[0][here[0]]) >= EQUAL_ELSEWHERE_WORDS):
                    for i, j in zip(here, there, strict=True):
                        self.match_equal(i, j)

    def _places(
        self, side: int, some: list[tuple[int, Hashable]], inside: bool
    ) -> dict[tuple[Hashable, int], list[int]]:
        places: dict[tuple[Hashable, int], list[int]] = {}
        for at, key in some:
            home = self.home[side][at]
            if self.free[side][at] and (not inside or home >= 0):
                places.setdefault((key, home if inside else 0), []).append(at)
        return places

    def take_headings_as_text(self) -> None:
        """Headings that are plain text on the other side, where a line beside them stayed beside them."""
        for side, heads in enumerate(self.heads):
            for at in heads:
                line = self.lines[side][at]
                texts = {text: self.lines[1 - side][text] for text in self._beside(side, at)}
                text = heading_as_text(line, texts) if texts and line.block == HEADING else None
                if text is not None:
                    self.match_equal(*((text, at) if side else (at, text)))

    def _beside(self, side: int, at: int) -> list[int]:
        """The free lines of the other side, but rows, that stand before or after a line as this one does."""
        twins, free, lines = self.twins[side], self.free[1 - side], self.lines[1 - side]
        steps = [step for step in (-1, 1) if 0 <= at + step < len(twins) and twins[at + step] != ALONE]
        places = {twins[at + step] - step for step in steps}
        return sorted(place for place in places if 0 <= place < len(free) and free[place] and lines[place].block != ROW)

    def take_alike(self, here: Stretch, there: Stretch) -> None:
        """Lines that are alike, in order, in the gaps between matched ones; then what was split or merged."""
        for before, after in self._gaps(here, there):
            pairs = self._alike_in(before, after)
            for i, j in pairs:  # all of them first, so that no split takes a line that has its own counterpart
                self.free[0][i] = self.free[1][j] = False
            for i, j in pairs:
                grown = self._grown(i, j)
                self.match(*(grown or ((i,), (j,))))

    def _gaps(self, here: Stretch, there: Stretch) -> Iterator[tuple[list[int], list[int]]]:
        start, stop, other, end = here.start, here.stop, there.start, there.stop
        if True not in self.free[0][start:stop] or True not in self.free[1][other:end]:
            return
        twins = self.twins[0]
        fixed = [(i, twins[i], 1.0) for i in range(start, stop) if other <= twins[i] < end]
        # Lines that left their order are no borders of gaps.
        chain = [fixed[k] for k in heaviest_chain(fixed)]
        for (i, j, _), (next_i, next_j, _) in zip(chain, [*chain[1:], (stop, end, 1.0)], strict=True):
            if i + 1 < next_i and j + 1 < next_j:
                before, after = self.left(0, i + 1, next_i), self.left(1, j + 1, next_j)
                if before and after:
                    yield before, after

    def _alike_in(self, before: list[int], after: list[int]) -> list[tuple[int, int]]:
        scored = [
            (i, j, (alike - IN_PLACE / 2) * (len(self.words[0][i]) + len(self.words[1][j])))
            for (i, j), alike in sorted(self._scores(before, after).items())
            if _one_kind(self.lines[0][i], self.lines[1][j])
        ]
        return [scored[k][:2] for k in heaviest_chain(scored)]

    def _scores(self, before: list[int], after: list[int]) -> dict[tuple[int, int], float]:
        """Which lines in one gap are alike, and how alike; rows also by their first cell, which names them."""
        words = {i: self.words[0][i] for i in before}
        pairs: Iterable[tuple[int, int]]
        if len(before) * len(after) <= FEW_PAIRS:
            found = {(i, j): alike for j in after for i, alike in most_alike(self.words[1][j], words, IN_PLACE)}
            pairs = product(self._rows(0, before), self._rows(1, after))
        else:
            some = candidates(list(words.values()), [self.words[1][j] for j in after])
            pairs = [(before[i], after[j]) for i, j in some]
            found = {(i, j): alike for i, j in pairs if (alike := similarity(words[i], self.words[1][j], IN_PLACE))}
        for i, j in pairs:
            if (i, j) not in found and _same_first_cell(self.lines[0][i], self.lines[1][j]):
                found[i, j] = IN_PLACE
        return found

    def _rows(self, side: int, some: list[int]) -> list[int]:
        return [at for at in some if self.lines[side][at].block == ROW]

    def _grown(self, i: int, j: int) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """The match of two lines widened to the lines beside them, if one was split into or merged from several."""
        parts = self._parts(i, j, side=1)
        if len(parts) > 1:
            return (i,), parts
        parts = self._parts(j, i, side=0)
        return (parts, (j,)) if len(parts) > 1 else None

    def _parts(self, whole: int, part: int, side: int) -> tuple[int, ...]:
        """The lines of `side` around `part` that together make the other side's `whole`."""
        words = self.words[1 - side][whole]
        if self.lines[1 - side][whole].block in UNSPLITTABLE:
            return (part,)
        first = last = part
        text = self.words[side][part]
        for step in (1, -1):
            at = part + step
            while 0 <= at < len(self.free[side]) and self.free[side][at] and self._splittable(side, at):
                wider = text + self.words[side][at] if step > 0 else self.words[side][at] + text
                if shared(wider, words) - shared(text, words) < 0.6 * len(self.words[side][at]):
                    break
                text, first, last = wider, min(first, at), max(last, at)
                at += step
        return tuple(range(first, last + 1)) if first < last and similarity(text, words, SPLIT) else (part,)

    def _splittable(self, side: int, at: int) -> bool:
        return self.lines[side][at].block not in UNSPLITTABLE and bool(self.words[side][at])

    def take_alike_elsewhere(self) -> None:
        """Longer lines that stand elsewhere and were amended, the most alike first."""
        left = [self.left(side) for side in (0, 1)]
        if not all(left):
            return
        here, there = ([at for at in left[s] if len(self.words[s][at]) >= ELSEWHERE_WORDS] for s in (0, 1))
        if max(len(here), len(there)) > MANY_LINES or len(here) * len(there) > FEW_PAIRS:
            texts = ([self.words[0][i] for i in here], [self.words[1][j] for j in there])
            scored = [
                (similarity(texts[0][i], texts[1][j], ELSEWHERE), here[i], there[j]) for i, j in candidates(*texts)
            ]
        else:
            words = {i: self.words[0][i] for i in here}
            scored = [(score, i, j) for j in there for i, score in most_alike(self.words[1][j], words, ELSEWHERE)]
        for score, i, j in sorted(scored, key=lambda pair: (-pair[0], *pair[1:])):
            if score and self.free[0][i] and self.free[1][j] and _may_have_moved(self.lines[0][i], self.lines[1][j]):
                self.match((i,), (j,))

    def take_parts_elsewhere(self) -> None:
        """What is left of either side as parts of lines that were split, or merged, and have words left over."""
        for side in (1, 0):
            left = [at for at in self.left(side) if self._splittable(side, at)]
            loose = {at: words for at in left if len(words := self.words[side][at]) >= FEWEST_WORDS}
            if loose:
                self._take_parts(side, loose)

    def _take_parts(self, side: int, loose: dict[int, str]) -> None:
        """The loose lines of `side` as parts of lines of the other side."""
        # Where several already make one of this side, it is not a line with parts of this side.
        known = {group[1 - side][0]: place for place, group in enumerate(self.groups) if len(group[1 - side]) == 1}
        torn = {}
        for at in (*known, *self.left(1 - side)):
            if self._splittable(1 - side, at) and not self.lines[1 - side][at].opens:
                parts = self.groups[known[at]][side] if at in known else ()
                line = Torn(self.words[1 - side][at], [(part, self.words[side][part]) for part in parts])
                if line.wants_parts():
                    torn[at] = line
        made = with_parts(torn, loose)
        widened = {known[at] for at in made if at in known}
        if widened:
            self.groups = [group for place, group in enumerate(self.groups) if place not in widened]
        for at, parts in made.items():
            self.match(*(((at,), parts) if side else (parts, (at,))))


def _one_kind(here: Line, there: Line) -> bool:
    """Whether two lines can be one: a row is never a paragraph, nor a box."""
    return (here.block == ROW) == (there.block == ROW) and (here.block == BOX) == (there.block == BOX)


def _may_have_moved(here: Line, there: Line) -> bool:
    """Whether two lines far apart can be one: rows of different tables are alike, only their first cell names them."""
    return _one_kind(here, there) and (here.block != ROW or _same_first_cell(here, there))


def _same_first_cell(here: Line, there: Line) -> bool:
    """Whether two lines are rows that begin with the same cell."""
    first = here.normal.partition(" |")[0] if here.block == there.block == ROW else ""
    return bool(first) and first == there.normal.partition(" |")[0]


def _with_moves(work: _Work) -> tuple[Match, ...]:
    """The matches in the order of `after`, with whether they moved: sections first, then what stands in them."""
    matches = _matches(work)
    places = [(match[0], match[2]) for match in matches]
    if places == sorted(places):
        return tuple(matches)
    sizes = [[2.0 + line.normal.count(" ") for line in side] for side in work.lines]
    weights = [
        min(sizes[0][i], sizes[1][j]) if part else sum(sizes[0][i : i + size]) for i, j, part, _, size in matches
    ]
    stayed = _sections_that_stayed(work, matches, weights)
    # A section that stayed keeps its place whatever its text did.
    firm = sum(weights)
    for at, match in enumerate(matches):
        if match.before in stayed:
            weights[at] += firm
    chain = _chain(matches, weights)
    made: list[Match] = []
    for at, (i, j, part, _, size) in enumerate(matches):
        made += [matches[at]] if at in chain else [Match(i + k, j + k, part, moved=True) for k in range(size)]
    return tuple(made)


def _matches(work: _Work) -> list[Match]:
    """The matches in the order of `after`, then of their parts."""
    made = list(work.equal)
    for before, after in work.groups:
        if len(before) == len(after):
            made.append(Match(before[0], after[0]))
        elif len(before) == 1:
            made.extend([Match(before[0], j, part) for part, j in enumerate(after, 1)])
        else:
            made.extend([Match(i, after[0], part) for part, i in enumerate(before, 1)])
    made.sort(key=itemgetter(1, 2, 0))
    return made


def _chain(matches: Sequence[Match], weights: Sequence[float]) -> set[int]:
    """Which of the matches (in the order of `after`) form the heaviest chain; neighbours on both sides go together."""
    places = [(match.before, match.part) for match in matches]
    order = sorted(range(len(matches)), key=places.__getitem__)
    ranks = dict(zip(order, range(len(matches)), strict=True))
    starts = [at for at in range(len(matches)) if not at or ranks[at] != ranks[at - 1] + 1]
    runs = list(zip(starts, [*starts[1:], len(matches)], strict=True))
    chain = heaviest_chain([(ranks[start], start, sum(weights[start:stop])) for start, stop in runs])
    return {at for k in chain for at in range(*runs[k])}


def _sections_that_stayed(work: _Work, matches: Sequence[Match], weights: Sequence[float]) -> set[int]:
    """The opening lines (before) of the sections that kept their order, the heaviest of them."""
    own = [1.0] * len(work.sections)
    for match, weight in zip(matches, weights, strict=True):
        home = work.home[0][match.before]
        if home >= 0 and home == work.home[1][match.after]:
            own[home] += weight
    pairs = [(here.start, there.start, own[at]) for at, (here, there) in enumerate(work.sections)]
    return {pairs[k][0] for k in heaviest_chain(pairs)}
