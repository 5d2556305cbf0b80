"""The words of two texts held against each other: runs that are easy to read and give both texts back.

Sentences in common are found first; only between them texts are cut into tokens. What the longest common sequence
leaves is cleaned up (`kb.compare.words.tidying`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from kb.compare.language.tokens import Cut, Text, cut, text_of
from kb.compare.sequences import blocks
from kb.compare.words.tidying import Same, tidied

Run = tuple[str, str]
"""("=" | "-" | "+", text)."""
Gap = tuple[int, int, int, int]
"""A stretch of either text, as places of letters: start and stop before, start and stop after."""

AT_ONCE = 20_000
"""So many letters that differ in one line are judged together: some forty long paragraphs."""
_SENTENCE = re.compile(r" (?<=[.?!;:] )(?=[A-Z\"'(])")
"""Between two sentences. No token goes on beyond it."""


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """Runs of words in common ("="), removed ("-") and added ("+").

    Without the added runs they read as `before`, without the removed ones as `after`, but for typography (words in
    common are printed as in `after`).
    """
    here, there = text_of(before), text_of(after)
    if here.normal == there.normal:
        return joined([("=", there.shown)])
    return joined(told(here, there, same_places(here.normal, there.normal)))


def differing(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Two normalised texts without the sentences that they have in common, in order: those can prove nothing.

    What differs comes as one pair of texts, or as several of about `AT_ONCE` letters where there is more of it.
    """
    here: list[str] = []
    there: list[str] = []
    size = 0
    for gap in sentence_gaps(before, after):
        for start, stop, other, end in _affordable(before, after, gap):
            here.append(before[start:stop].strip())
            there.append(after[other:end].strip())
            size += max(stop - start, end - other)
            if size > AT_ONCE:
                yield " ".join(here).strip(), " ".join(there).strip()
                here, there, size = [], [], 0
    if here:
        yield " ".join(here).strip(), " ".join(there).strip()


def _affordable(before: str, after: str, gap: Gap) -> Iterable[Gap]:
    """The gap, or, where it is a monster without sentences in common, several that begin with words in common.

    Where there are none for long, it is cut into equally many parts on both sides.
    """
    small = max(gap[1] - gap[0], gap[3] - gap[2]) < 2 * AT_ONCE
    return (gap,) if small else _cut_up(before, after, gap)


def _cut_up(before: str, after: str, gap: Gap) -> Iterator[Gap]:
    start, stop, other, end = gap
    if max(stop - start, end - other) > 2 * AT_ONCE:
        for i, j, _ in _same_in(before, after, gap):
            if max(i - start, j - other) > AT_ONCE:
                yield from _equal_parts(before, after, (start, i, other, j))
                start, other = i, j
    yield from _equal_parts(before, after, (start, stop, other, end))


def _equal_parts(before: str, after: str, gap: Gap) -> Iterator[Gap]:
    """The gap in parts of at most about twice `AT_ONCE` letters that end with whole words."""
    start, stop, other, end = gap
    parts = max(stop - start, end - other, AT_ONCE) // AT_ONCE
    for left in range(parts, 1, -1):
        i = before.find(" ", start + (stop - start) // left, stop)
        j = after.find(" ", other + (end - other) // left, end)
        if i < 0 or j < 0:
            break
        yield start, i, other, j
        start, other = i, j
    yield start, stop, other, end


def same_places(before: str, after: str) -> list[Same]:
    """Which stretches of two normalised texts are the same, in order, as places of letters; words are never cut."""
    found: list[Same] = []
    i = j = 0
    for gap in sentence_gaps(before, after):
        if gap[0] > i:
            found.append(Same(i, j, gap[0] - i))
        found += _same_in(before, after, gap)
        i, j = gap[1], gap[3]
    if i < len(before):
        found.append(Same(i, j, len(before) - i))
    return found


@lru_cache(maxsize=4)
def sentence_gaps(before: str, after: str) -> tuple[Gap, ...]:
    """The stretches between the sentences that two texts have in common, with the white space around them.

    Outside of them the texts are the same letter by letter. The last ones are remembered: words and meaning of a line
    are looked at one after the other.
    """
    if before == after:
        return ()
    here, there = _SENTENCE.split(before), _SENTENCE.split(after)
    if len(here) == len(there) == 1:
        return ((0, len(before), 0, len(after)),)
    same = blocks(here, there)
    starts = (_starts(here), _starts(there))
    gaps = []
    i = j = 0
    ends = (0, 0)
    for a, b, size in [*same, (len(here), len(there), 0)]:
        if i < a or j < b:
            last = not size
            gaps.append((ends[0], len(before) if last else starts[0][a], ends[1], len(after) if last else starts[1][b]))
        i, j = a + size, b + size
        ends = starts[0][i] - 1, starts[1][j] - 1
    return tuple(gaps)


def _starts(sentences: Sequence[str]) -> list[int]:
    """Where each sentence starts, and where a next one would."""
    return [0, *accumulate([len(sentence) + 1 for sentence in sentences])]


def _same_in(before: str, after: str, gap: Gap) -> Iterator[Same]:
    if gap[1] - gap[0] < 2 or gap[3] - gap[2] < 2:
        return  # nothing but white space on one side
    here, there = cut(before, gap[0], gap[1]), cut(after, gap[2], gap[3])
    same = [Same(*block) for block in blocks(here.tokens, there.tokens)]
    for one in tidied(same, here.tokens, there.tokens):
        yield from _in_letters(one, (before, here), (after, there))


def _in_letters(same: Same, before: tuple[str, Cut], after: tuple[str, Cut]) -> Iterator[Same]:
    """Tokens in common as letters in common: one stretch, unless white space differs inside it."""
    i, j, size = same
    (old, here), (new, there) = before, after
    start, stop = here.starts[i], here.end(i + size - 1)
    other, end = there.starts[j], there.end(j + size - 1)
    if old[start:stop] == new[other:end]:
        yield Same(start, other, stop - start)
    else:
        for step in range(size):
            start = here.starts[i + step]
            yield Same(start, there.starts[j + step], len(here.tokens[i + step]))


def told(before: Text, after: Text, same: Iterable[Same]) -> Iterator[Run]:
    """The texts as runs. White space beside a change is in common where both sides have it."""
    i = j = 0
    for place in [*same, Same(len(before.normal), len(after.normal), 0)]:
        if i < place.before or j < place.after:
            yield from changed(before.shown[i : place.before], after.shown[j : place.after])
        i, j = place.before + place.size, place.after + place.size
        yield "=", after.shown[place.after : j]


def changed(gone: str, come: str) -> Iterator[Run]:
    """What stands between two places in common, as runs; white space that both sides have is in common."""
    start = 1 if gone[:1] == come[:1] == " " else 0
    stop = 1 if gone[start:][-1:] == come[start:][-1:] == " " else 0
    yield "=", " " * start
    yield "-", gone[start : len(gone) - stop]
    yield "+", come[start : len(come) - stop]
    yield "=", " " * stop


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs without empty ones, and with neighbours of one kind joined."""
    made: list[Run] = []
    for kind, text in runs:
        if not text:
            continue
        if made and made[-1][0] == kind:
            made[-1] = (kind, made[-1][1] + text)
        else:
            made.append((kind, text))
    return tuple(made)


def side_of(words: Sequence[Run], side: str) -> str:
    """What runs of words read on one side ("-" before, "+" after), without white space at the ends."""
    return "".join(text for kind, text in words if kind in ("=", side)).strip()


def mirrored(words: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with the sides changed over; what is removed still comes first."""
    sides = {"+": "-", "-": "+", "=": "="}
    made = [(sides[kind], text) for kind, text in words]
    for at, (one, other) in enumerate(pairwise(tuple(made))):
        if one[0] == "+" and other[0] == "-":
            made[at], made[at + 1] = other, one
    return joined(made)
