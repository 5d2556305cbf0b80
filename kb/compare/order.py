"""Two sequences of lines as one: the newer text's order, with what is gone at its old place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.compare.align import Match
from kb.model import Change, ChangeKind

Step = tuple[tuple[int, ...], tuple[int, ...], Match | None]


def steps(matches: Sequence[Match], before: int, after: int) -> Iterator[Step]:
    """Every line of both texts in reading order: (lines before, lines after, their match).

    Lines that stayed come as one step. A moved line comes twice: where it was (nothing after) and where it is (nothing
    before). In every gap between lines that stayed, what is gone comes first.
    """
    moved_to = {match.after[0]: match for match in matches if match.moved}
    moved_from = {match.before[0]: match for match in matches if match.moved}
    i = j = 0
    for stay in [*(match for match in matches if not match.moved), None]:
        until = (stay.before[0], stay.after[0]) if stay else (before, after)
        if i < until[0]:
            yield from _alone(i, until[0], moved_from, gone=True)
        if j < until[1]:
            yield from _alone(j, until[1], moved_to, gone=False)
        if stay:
            yield stay.before, stay.after, stay
            i, j = stay.before[-1] + 1, stay.after[-1] + 1


def _alone(start: int, stop: int, moved: dict[int, Match], *, gone: bool) -> Iterator[Step]:
    at = start
    while at < stop:
        match = moved.get(at)
        places = (match.before if gone else match.after) if match else (at,)
        yield (places, (), match) if gone else ((), places, match)
        at = places[-1] + 1


def matches_of(changes: Iterable[Change], before: int, after: int) -> tuple[Match, ...]:
    """The matches behind a comparison, from its changes alone: lines that no change names stayed, in order."""
    named = tuple(changes)
    taken = {change.before_at for change in named}, {change.after_at for change in named}
    made = list(_named(named))
    kept = (at for at in range(before) if at not in taken[0])
    made += [Match((i,), (j,)) for i, j in zip(kept, (at for at in range(after) if at not in taken[1]), strict=True)]
    return tuple(sorted(made, key=lambda match: match.after))


def _named(changes: Iterable[Change]) -> Iterator[Match]:
    """One match for each line with a counterpart, or for each line and its parts."""
    wholes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    moved: set[tuple[int, int]] = set()
    for change in changes:
        if change.before_at is not None and change.after_at is not None:
            whole = (0, change.before_at) if change.kind is ChangeKind.SPLIT else (1, change.after_at)
            wholes.setdefault(whole, []).append((change.before_at, change.after_at))
            if change.moved_from is not None:
                moved.add(whole)
    for whole, pairs in wholes.items():
        before, after = ({pair[side] for pair in pairs} for side in (0, 1))
        yield Match(tuple(sorted(before)), tuple(sorted(after)), whole in moved)
