"""Lines read as one flow of words, blind to where lines, cells and items end; and two such flows held together.

Cut into stretches where lines end that are whole statements, so that each can be judged with its context.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from kb.compare.alignment.lines import HEADING, ROW
from kb.compare.sequences import Spelling, blocks
from kb.text import collapsed, normalised

SAME_TEXT = 0.6
"""From so many words in common two stretches are one text."""

_WORD = re.compile(r"[£$€]?\w+(?:[.,:/'&-]\w+)*%?")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)] ", re.IGNORECASE)
_STATEMENT = re.compile(r"[.?!][\"')]*$")
_BETWEEN_CELLS = re.compile(r" ?\| ?")
_LAST_JOINT = ("and",)
"""What stands before the last of several things in a sentence, and need not in a list."""


class Piece(NamedTuple):
    """The words a change has on one side: the change's number, its line's place, kind of block, text, and label."""

    change: int
    line: int
    block: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """The words of lines, one after the other: their forms, what is printed of each with the marks behind it.

    `starts` is where each piece begins, `ends` where a line ends, and `statements` where a statement ends with it;
    `numbering` are the places of words that only number a line.
    """

    pieces: Sequence[Piece]
    starts: Sequence[int]
    forms: Sequence[str]
    shown: Sequence[str]
    ends: Sequence[int]
    statements: frozenset[int]
    numbering: frozenset[int]

    def piece_at(self, word: int) -> Piece:
        """The piece a word stands in."""
        return self.pieces[bisect_right(self.starts, word) - 1]

    def end_of(self, word: int) -> int:
        """Where the piece ends in which a word stands."""
        return self.starts[bisect_right(self.starts, word)]

    def pieces_in(self, start: int, stop: int) -> Sequence[Piece]:
        """The pieces that have words in a stretch."""
        if start == stop:
            return ()
        return self.pieces[bisect_right(self.starts, start) - 1 : bisect_left(self.starts, stop)]

    def text(self, start: int, stop: int) -> str:
        """A stretch as text, without the numbers of lines."""
        return collapsed("".join(self.shown[at] for at in range(start, stop) if at not in self.numbering)).strip()

    def borders_in(self, start: int, stop: int) -> Sequence[int]:
        """Where lines end from one place on up to another, both included."""
        return self.ends[bisect_left(self.ends, start) : bisect_right(self.ends, stop)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands in one place of both flows, from and to before and after.

    `common` is how many words are in common, `new` the first word on either side that is not, and says something.
    """

    sides: tuple[tuple[int, int], tuple[int, int]]
    common: int
    new: tuple[int | None, int | None]

    @property
    def is_same_text(self) -> bool:
        """Whether most words are in common."""
        return self.common > 0 and self.common >= SAME_TEXT * max(stop - start for start, stop in self.sides)


def flow_of(pieces: Sequence[Piece]) -> Flow:
    """Pieces in the order in which they are read; every one has words."""
    starts = [0]
    forms: list[str] = []
    shown: list[str] = []
    ends: list[int] = []
    statements: set[int] = set()
    numbering: set[int] = set()
    kept: list[Piece] = []
    for piece in pieces:
        text = _BETWEEN_CELLS.sub(" ", normalised(piece.text))
        places = [match.span() for match in _WORD.finditer(text)]
        if not places:
            continue
        if kept and kept[-1].line != piece.line:
            ends.append(len(forms))
            statements.update(ends[-1:] if _is_border(kept[-1], piece) else ())
        numbering.update(range(len(forms), len(forms) + _numbers(piece, text, [start for start, _ in places])))
        begins = [0, *(start for start, _ in places[1:]), len(text)]
        forms += [text[start:stop].casefold() for start, stop in places]
        shown += [text[start:stop] for start, stop in pairwise(begins)]
        shown[-1] += " "
        kept.append(piece)
        starts.append(len(forms))
    return Flow(kept, starts, forms, shown, ends, frozenset(statements), frozenset(numbering))


def _is_border(piece: Piece, following: Piece) -> bool:
    """Whether a line is a statement of its own, not one that the next goes on with."""
    alone = (HEADING, ROW)
    return piece.block in alone or following.block in alone or _STATEMENT.search(normalised(piece.text)) is not None


def _numbers(piece: Piece, text: str, starts: Sequence[int]) -> int:
    """How many words at the beginning of a line are its number."""
    if piece.block == HEADING and piece.label and text.startswith(piece.label):
        return bisect_left(starts, len(piece.label))
    found = _NUMBERING.match(text)
    return bisect_left(starts, found.end()) if found and len(starts) > 1 else 0


def stretches(before: Flow, after: Flow) -> list[Stretch]:
    """Two flows cut where statements end on both sides, in order; together they are all of both."""
    spelling = Spelling()
    same = blocks(spelling.spell(before.forms), spelling.spell(after.forms))
    ends = (len(before.forms), len(after.forms))
    cuts = {(0, 0), ends}
    known = [0] * (ends[0] + 1)
    new: tuple[list[int], list[int]] = ([], [])
    i = j = 0
    for a, b, size in [*same, (*ends, 0)]:
        gap = (range(i, a), range(j, b))
        cuts.update(_cuts(before, after, gap))
        if _says_something(before, after, gap):
            new[0].extend(gap[0])
            new[1].extend(gap[1])
        known[a + 1 : a + size + 1] = [1] * size
        inside = {at - a for at in before.borders_in(a + 1, a + size - 1)}
        inside.update(at - b for at in after.borders_in(b + 1, b + size - 1))
        for step in inside:
            cuts.update(_cuts(before, after, (range(a + step, a + step), range(b + step, b + step))))
        i, j = a + size, b + size
    common = list(accumulate(known))
    return [
        Stretch(
            ((here, stop), (there, end)),
            common[stop] - common[here],
            (_first(new[0], here, stop), _first(new[1], there, end)),
        )
        for (here, there), (stop, end) in pairwise(sorted(cuts))
    ]


def _first(places: Sequence[int], start: int, stop: int) -> int | None:
    at = bisect_left(places, start)
    return places[at] if at < len(places) and places[at] < stop else None


def _cuts(before: Flow, after: Flow, gap: tuple[range, range]) -> Iterator[tuple[int, int]]:
    """Where to cut between words in common: where lines end on both sides, or where a statement ends on one.

    `gap` are the words between them, none on a side, or on both, that has nothing there.
    """
    here, there = (flow.borders_in(side.start, side.stop) for flow, side in zip((before, after), gap, strict=True))
    if here and there:
        yield here[0], there[0]
        yield here[-1], there[-1]
        return
    flow, ends, side = (before, here, gap[0]) if here else (after, there, gap[1])
    statements = [at for at in ends if at in flow.statements]
    if side.start in statements:
        yield gap[0].start, gap[1].start
    if side.stop in statements and side:
        yield gap[0].stop, gap[1].stop


def _says_something(before: Flow, after: Flow, gap: tuple[range, range]) -> bool:
    """Whether the words of a gap are more than numbers of lines, or an "and" where lines end."""
    flows = (before, after)
    left = [[flow.forms[at] for at in side if at not in flow.numbering] for flow, side in zip(flows, gap, strict=True)]
    for side in (0, 1):
        if not left[side] and tuple(left[1 - side]) == _LAST_JOINT:
            return not flows[side].borders_in(gap[side].start, gap[side].stop)
    return bool(left[0] or left[1])
