"""Sequences held against each other: what they have in common in order, and the heaviest chain of pairs in order.

Everything here is bounded: where two sequences are too long for the exact answer they are cut at what is unique in
both, and a stretch that cannot be cut counts as having nothing in common. That answer is coarser, never wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from rapidfuzz.distance import Indel, LCSseq

EXACT_CELLS = 16_000_000
"""Up to this product of lengths the exact common sequence is asked for: 2 MiB and some 10 ms."""
LAST_CELLS = 64_000_000
"""Up to this product a stretch without anything unique is still compared exactly: 8 MiB. Beyond it is given up."""
ANCHOR_WIDTHS = (4, 1, 12)
"""How many neighbours must be unique together to cut at them: four words rarely are by chance, one row often is."""

Pair = tuple[int, int]


class Spelling:
    """Gives every distinct thing a character, so that sequences of things become strings that compare fast."""

    def __init__(self) -> None:
        self._known: dict[Hashable, str] = {}

    def spell(self, things: Iterable[Hashable]) -> str:
        """One character a thing, the same for the same thing."""
        known = self._known
        return "".join([known.setdefault(thing, chr(len(known) + 1)) for thing in things])


def similarity(before: str, after: str, at_least: float = 0.0) -> float:
    """Twice what two spelled sequences have in common in order, over their lengths; 0 where below `at_least`."""
    return Indel.normalized_similarity(before, after, score_cutoff=at_least)


def shared(before: str, after: str) -> int:
    """How many things two spelled sequences have in common in order."""
    return LCSseq.similarity(before, after)


def common(before: str, after: str) -> list[Pair]:
    """Positions of the things two spelled sequences have in common, in order; as many as is affordable."""
    start = same_start(before, after)
    end = same_start(before[start:][::-1], after[start:][::-1])
    middle = _common_middle(before[start : len(before) - end], after[start : len(after) - end])
    pairs = [(at, at) for at in range(start)]
    pairs += [(i + start, j + start) for i, j in middle]
    pairs += [(len(before) - back, len(after) - back) for back in range(end, 0, -1)]
    return pairs


def same_start(before: str, after: str) -> int:
    """Length of what two texts have in common at their start, by halving: a loop would be the slowest part."""
    low, high = 0, min(len(before), len(after))
    while low < high:
        half = (low + high + 1) // 2
        if before[low:half] == after[low:half]:
            low = half
        else:
            high = half - 1
    return low


def _common_middle(before: str, after: str) -> list[Pair]:
    if not before or not after:
        return []
    if len(before) * len(after) <= EXACT_CELLS:
        return _exact(before, after)
    for width in ANCHOR_WIDTHS:
        anchors = _anchors(before, after, width)
        if anchors:
            return _between(before, after, anchors)
    return _exact(before, after) if len(before) * len(after) <= LAST_CELLS else []


def _exact(before: str, after: str) -> list[Pair]:
    pairs: list[Pair] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            here, there = range(step.src_start, step.src_end), range(step.dest_start, step.dest_end)
            pairs += zip(here, there, strict=True)
    return pairs


def _anchors(before: str, after: str, width: int) -> list[Pair]:
    here, there = _unique_places(before, width), _unique_places(after, width)
    pairs = [(at, there[piece]) for piece, at in here.items() if piece in there]
    return [pairs[k] for k in heaviest_chain([(i, j, 1.0) for i, j in pairs])]


def _unique_places(text: str, width: int) -> dict[str, int]:
    pieces = [text[at : at + width] for at in range(len(text) - width + 1)]
    counts = Counter(pieces)
    return {piece: at for at, piece in enumerate(pieces) if counts[piece] == 1}


def _between(before: str, after: str, anchors: Sequence[Pair]) -> list[Pair]:
    pairs: list[Pair] = []
    here, there = 0, 0
    for i, j in [*anchors, (len(before), len(after))]:
        if i < here or j < there:
            continue  # inside what was already taken in common
        if i > here and j > there:
            pairs += [(a + here, b + there) for a, b in common(before[here:i], after[there:j])]
        if i < len(before):
            pairs.append((i, j))
        here, there = i + 1, j + 1
    return pairs


def heaviest_chain(pairs: Sequence[tuple[int, int, float]]) -> list[int]:
    """Which of the (before, after, weight) pairs form the heaviest chain that rises strictly on both sides.

    Ties go to what comes first. Takes n log n.
    """
    order = sorted(range(len(pairs)), key=lambda k: (pairs[k][0], -pairs[k][1]))
    ranks = sorted({pair[1] for pair in pairs})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)  # a Fenwick tree of running maxima
    previous = [-1] * len(pairs)
    top, last = 0.0, -1
    for k in order:
        rank = bisect_left(ranks, pairs[k][1])
        weight, previous[k] = _heaviest_below(best, rank)
        weight += pairs[k][2]
        _raise(best, rank + 1, weight, k)
        if weight > top:
            top, last = weight, k
    chain = []
    while last >= 0:
        chain.append(last)
        last = previous[last]
    return chain[::-1]


def _heaviest_below(best: Sequence[tuple[float, int]], rank: int) -> tuple[float, int]:
    found = (0.0, -1)
    while rank > 0:
        if best[rank][0] > found[0]:
            found = best[rank]
        rank -= rank & -rank
    return found


def _raise(best: list[tuple[float, int]], rank: int, weight: float, k: int) -> None:
    while rank < len(best):
        if weight > best[rank][0]:
            best[rank] = (weight, k)
        rank += rank & -rank


def candidates(before: Sequence[str], after: Sequence[str], most: int = 4) -> list[Pair]:
    """Pairs of spelled sequences worth comparing closely: each `after` with those that share its rarest things."""
    rare = 12  # a thing in more places than this says little, and looking at all its places would cost squares
    places: dict[str, list[int]] = {}
    for at, things in enumerate(before):
        for thing in set(things):
            places.setdefault(thing, []).append(at)
    pairs = []
    for at, things in enumerate(after):
        votes: Counter[int] = Counter()
        for thing in sorted(set(things)):
            where = places.get(thing, ())
            for other in where if len(where) <= rare else ():
                votes[other] += 1000 // len(where)
        pairs += [(other, at) for other, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))[:most]]
    return sorted(pairs)
