"""Sequences held against each other: what they have in common in order, and the heaviest chain of pairs in order.

Everything here is bounded: where two sequences are too long for the exact answer they are cut at what is unique in
both, and a stretch that cannot be cut counts as having nothing in common. That answer is coarser, never wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq, Postfix, Prefix

EXACT_CELLS = 16_000_000
"""Up to this product of lengths the exact common sequence is asked for: 2 MiB and some 10 ms."""
LAST_CELLS = 64_000_000
"""Up to this product a stretch without anything unique is still compared exactly: 8 MiB. Beyond it is given up."""
ANCHOR_WIDTHS = (4, 1, 12)
"""How many neighbours must be unique together to cut at them: four words rarely are by chance, one row often is."""

NOWHERE = "\0"
"""The letter of what is not spelled."""

Pair = tuple[int, int]
Block = tuple[int, int, int]
"""A run in common: where it begins in the one sequence and in the other, and how long it is."""


class Spelling(dict[Hashable, str]):
    """Gives every distinct thing a character, so that sequences of things become strings that compare fast."""

    def spell(self, things: Iterable[Hashable]) -> str:
        """One character a thing, the same for the same thing."""
        return "".join(map(self.__getitem__, things))

    def __missing__(self, thing: Hashable) -> str:
        # Surrogates are left out: they cannot stand in every string.
        place = len(self) + 1
        self[thing] = made = chr(place if place < 0xD800 else place + 0x800)
        return made


def similarity(before: str, after: str, at_least: float = 0.0) -> float:
    """Twice what two spelled sequences have in common in order, over their lengths; 0 where below `at_least`."""
    return Indel.normalized_similarity(before, after, score_cutoff=at_least)


def most_alike(text: str, others: Mapping[int, str], at_least: float) -> list[tuple[int, float]]:
    """Which of many spelled sequences are so similar to one, and how similar, the most similar first."""
    if len(others) == 1:  # as in most gaps
        return [(at, score) for at, other in others.items() if (score := similarity(other, text, at_least))]
    found = process.extract(text, others, scorer=Indel.normalized_similarity, score_cutoff=at_least, limit=None)
    return [(at, score) for _, score, at in found]


def shared(before: str, after: str) -> int:
    """How many things two spelled sequences have in common in order."""
    return LCSseq.similarity(before, after)


def common(before: str, after: str) -> list[Pair]:
    """Positions of the things two spelled sequences have in common, in order; as many as is affordable."""
    return [(i + step, j + step) for i, j, size in blocks(before, after) for step in range(size)]


def blocks(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Block]:
    """The same as runs: where in either, and how many things; neighbouring runs are one.

    Both are spelled, or both are lists or both tuples: then only what is left between what they have in common at
    their start and at their end is spelled here.
    """
    start = same_start(before, after)
    found: list[Block] = [(0, 0, start)] if start else []
    if start == len(before) or start == len(after):
        return found
    end = same_end(before[start:], after[start:])
    for i, j, size in _middle_blocks(before[start : len(before) - end], after[start : len(after) - end]):
        _append(found, (i + start, j + start, size))
    if end:
        _append(found, (len(before) - end, len(after) - end, end))
    return found


def _append(found: list[Block], block: Block) -> None:
    i, j, size = found[-1] if found else (0, 0, 0)
    if found and (i + size, j + size) == block[:2]:
        found[-1] = (i, j, size + block[2])
    else:
        found.append(block)


def same_start(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """Length of what two texts or lists have in common at their start."""
    if isinstance(before, str) and isinstance(after, str):
        return Prefix.similarity(before, after)
    # By halving: a loop would be the slowest part.
    low, high = 0, min(len(before), len(after))
    while low < high:
        half = (low + high + 1) // 2
        if before[low:half] == after[low:half]:
            low = half
        else:
            high = half - 1
    return low


def same_end(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """Length of what two texts or lists have in common at their end."""
    if isinstance(before, str) and isinstance(after, str):
        return Postfix.similarity(before, after)
    return same_start(before[::-1], after[::-1])


def _middle_blocks(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Block]:
    """The runs in common of two sequences that differ in their first thing, and in their last."""
    if not before or not after or len(before) == len(after) == 1:
        return []
    here, there = _spelled(before, after)
    if len(here) * len(there) <= EXACT_CELLS:
        return _exact(here, there)
    for width in ANCHOR_WIDTHS:
        anchors = _anchors(here, there, width)
        if anchors:
            return _between(here, there, anchors)
    return _exact(here, there) if len(here) * len(there) <= LAST_CELLS else []


def _spelled(before: Sequence[Hashable], after: Sequence[Hashable]) -> tuple[str, str]:
    """Both with one letter a thing; what only stands in `after` needs no letters of its own."""
    if isinstance(before, str) and isinstance(after, str):
        return before, after
    letters = Spelling()
    here = letters.spell(before)
    return here, "".join([letters.get(thing, NOWHERE) for thing in after])


def _exact(before: str, after: str) -> list[Block]:
    steps = Indel.opcodes(before, after)
    return [(step.src_start, step.dest_start, step.src_end - step.src_start) for step in steps if step.tag == "equal"]


def _anchors(before: str, after: str, width: int) -> list[Pair]:
    here = _unique_places(before, width)
    found: dict[int, int] = {}
    for j in range(len(after) - width + 1):
        i = here.get(after[j : j + width], -1)
        if i >= 0:
            found[i] = -1 if i in found else j
    pairs = sorted((i, j) for i, j in found.items() if j >= 0)
    return [pairs[k] for k in heaviest_chain([(i, j, 1.0) for i, j in pairs])]


def _unique_places(text: str, width: int) -> dict[str, int]:
    """Where the pieces of a width stand; -1 for those that stand in several places."""
    places: dict[str, int] = {}
    for at in range(len(text) - width + 1):
        piece = text[at : at + width]
        places[piece] = -1 if piece in places else at
    return places


def _between(before: str, after: str, anchors: Sequence[Pair]) -> list[Block]:
    found: list[Block] = []
    here, there = 0, 0
    for i, j in [*anchors, (len(before), len(after))]:
        if i < here or j < there:
            continue  # inside what was already taken in common
        if i > here and j > there:
            for a, b, size in blocks(before[here:i], after[there:j]):
                _append(found, (a + here, b + there, size))
        if i < len(before):
            _append(found, (i, j, 1))
        here, there = i + 1, j + 1
    return found


def heaviest_chain(pairs: Sequence[tuple[int, int, float]]) -> list[int]:
    """Which of the (before, after, weight) pairs form the heaviest chain that rises strictly on both sides.

    Ties go to what comes first. Takes n log n, and n where all are in order.
    """
    if _rise(pairs):
        return list(range(len(pairs)))
    # A stair of chains: `ends` rise, and so do the `weights` of the best chain that ends there.
    ends: list[int] = []
    weights: list[float] = []
    lasts: list[int] = []
    previous = [-1] * len(pairs)
    for k in sorted(range(len(pairs)), key=lambda k: (pairs[k][0], -pairs[k][1])):
        _, end, weight = pairs[k]
        at = bisect_left(ends, end)
        if at:
            previous[k] = lasts[at - 1]
            weight += weights[at - 1]
        if at < len(ends) and ends[at] == end and weights[at] >= weight:
            continue
        stop = at
        while stop < len(ends) and weights[stop] <= weight:
            stop += 1
        ends[at:stop], weights[at:stop], lasts[at:stop] = [end], [weight], [k]
    found = []
    last = lasts[-1] if lasts else -1
    while last >= 0:
        found.append(last)
        last = previous[last]
    return found[::-1]


def _rise(pairs: Iterable[tuple[int, int, float]]) -> bool:
    last_before = last_after = -1
    for before, after, _ in pairs:
        if before <= last_before or after <= last_after:
            return False
        last_before, last_after = before, after
    return True


def candidates(before: Sequence[str], after: Sequence[str], most: int = 4) -> list[Pair]:
    """Pairs of spelled sequences worth comparing closely: each `after` with those that share its rarest things."""
    rare = 12  # a thing in more places than this says little, and looking at all its places would cost squares
    distinct = [set(things) for things in before]
    counts = Counter(chain.from_iterable(distinct))
    telling = {thing for thing, count in counts.items() if count <= rare}.intersection(chain.from_iterable(after))
    places: dict[str, list[int]] = {thing: [] for thing in telling}
    for at, things in enumerate(distinct):
        for thing in things & telling:
            places[thing].append(at)
    # A rank is a place less so many times the number of places as it has votes: the smallest ranks have most votes.
    many = len(before)
    weights = {thing: 1000 // counts[thing] * many for thing in telling}
    pairs: list[Pair] = []
    for at, text in enumerate(after):
        ranks: dict[int, int] = {}
        for thing in telling.intersection(text):
            weight = weights[thing]
            for other in places[thing]:
                ranks[other] = ranks.get(other, other) - weight
        pairs += [(rank % many, at) for rank in sorted(ranks.values())[:most]]
    return sorted(pairs)
