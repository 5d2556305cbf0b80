"""Two sequences of lines as one: the newer text's order, with what is gone at its old place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from kb.compare.alignment.align import Match
from kb.model import Change

Step = tuple[int | None, int | None, Match | None]
Place = tuple[int, int]
"""A line and its part."""


def steps(matches: Sequence[Match], before: int, after: int) -> Iterator[Step]:
    """Every line of both texts in reading order: (line before, line after, their match).

    A line that stayed comes as one step, and so does a run of them with one match. A moved line comes twice: where it
    was (nothing after) and where it is (nothing before). A line that was split or merged comes once for each of its
    parts, in the order of the whole. In every gap between lines that stayed, what is gone comes first.
    """
    moved_from: dict[int, list[Match]] = {}
    moved_to: dict[int, list[Match]] = {}
    for match in matches:
        if match.moved:
            moved_from.setdefault(match.before, []).append(match)
            moved_to.setdefault(match.after, []).append(match)
    for some in moved_from.values():
        some.sort(key=lambda match: match.part)
    here = there = (-1, 0)
    for stay in [*matches, Match(before, after)]:
        i, j, part, moved, size = stay
        if not moved:
            if i - here[0] > 1 or i in moved_from or here[0] in moved_from:
                yield from ((at, None, match) for at, match in _between(here, (i, part), moved_from))
            if j - there[0] > 1 or j in moved_to or there[0] in moved_to:
                yield from ((None, at, match) for at, match in _between(there, (j, part), moved_to))
            if i < before:
                yield i, j, stay
            here, there = (i + size - 1, part), (j + size - 1, part)


def _between(start: Place, stop: Place, moved: dict[int, list[Match]]) -> Iterator[tuple[int, Match | None]]:
    """The lines between two that stayed, and the moved parts of those two that come between."""
    for at in range(start[0], stop[0] + 1):
        if at in moved:
            yield from ((at, match) for match in moved[at] if start < (at, match.part) < stop)
        elif start[0] < at < stop[0]:
            yield at, None


def matches_of(changes: Sequence[Change], before: int, after: int) -> list[Match]:
    """The matches behind a comparison, from its changes alone: lines that no change names stayed, in order, as runs.

    ValueError where the changes are those of other texts.
    """
    made = [
        Match(change.before_at, change.after_at, change.part, change.moved_from is not None)
        for change in changes
        if change.before_at is not None and change.after_at is not None
    ]
    here = _between_named((change.before_at for change in changes), before)
    there = _between_named((change.after_at for change in changes), after)
    if sum(map(len, here)) != sum(map(len, there)):
        raise ValueError("the changes are not those of these two texts: compare them again")
    while here and there:
        old, new = here.pop(), there.pop()
        size = min(len(old), len(new))
        made.append(Match(old[-size], new[-size], size=size))
        here += [old[:-size]] if len(old) > size else []
        there += [new[:-size]] if len(new) > size else []
    return sorted(made, key=attrgetter("after", "part"))


def _between_named(places: Iterable[int | None], size: int) -> list[range]:
    """The stretches of lines of one side that no change names."""
    made = []
    start = 0
    for at in [*sorted({at for at in places if at is not None}), size]:
        if at > start:
            made.append(range(start, at))
        start = at + 1
    return made
