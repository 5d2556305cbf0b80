"""Two sequences of lines as one: the newer text's order, with what is gone at its old place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from kb.compare.align import Match
from kb.model import Change

Step = tuple[int | None, int | None, Match | None]
Place = tuple[int, int]
"""A line and its part."""


def steps(matches: Sequence[Match], before: int, after: int) -> Iterator[Step]:
    """Every line of both texts in reading order: (line before, line after, their match).

    Lines that stayed come as one step. A moved line comes twice: where it was (nothing after) and where it is (nothing
    before). A line that was split or merged comes once for each of its parts, in the order of the whole. In every gap
    between lines that stayed, what is gone comes first.
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
        i, j, part, moved = stay
        if not moved:
            if i - here[0] > 1 or i in moved_from or here[0] in moved_from:
                yield from ((at, None, match) for at, match in _between(here, (i, part), moved_from))
            if j - there[0] > 1 or j in moved_to or there[0] in moved_to:
                yield from ((None, at, match) for at, match in _between(there, (j, part), moved_to))
            if i < before:
                yield i, j, stay
            here, there = (i, part), (j, part)


def _between(start: Place, stop: Place, moved: dict[int, list[Match]]) -> Iterator[tuple[int, Match | None]]:
    """The lines between two that stayed, and the moved parts of those two that come between."""
    for at in range(start[0], stop[0] + 1):
        if at in moved:
            yield from ((at, match) for match in moved[at] if start < (at, match.part) < stop)
        elif start[0] < at < stop[0]:
            yield at, None


def matches_of(changes: Iterable[Change], before: int, after: int) -> tuple[Match, ...]:
    """The matches behind a comparison, from its changes alone: lines that no change names stayed, in order."""
    named = tuple(changes)
    taken = {change.before_at for change in named}, {change.after_at for change in named}
    made = [
        Match(change.before_at, change.after_at, change.part, change.moved_from is not None)
        for change in named
        if change.before_at is not None and change.after_at is not None
    ]
    kept = (at for at in range(before) if at not in taken[0])
    made += [Match(i, j) for i, j in zip(kept, (at for at in range(after) if at not in taken[1]), strict=True)]
    return tuple(sorted(made, key=attrgetter("after", "part")))
