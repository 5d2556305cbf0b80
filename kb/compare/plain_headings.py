"""Headings that stand as a line of text on the other side: set in bold instead of marked up, or the other way round."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.compare.lines import Line
from kb.compare.values import plain
from kb.text import normalised

LONGEST = 200
"""A line with more letters is no heading."""

Placed = tuple[int, Line]


def pair_headings(headings: Sequence[Placed], texts: Sequence[Placed], pair: Callable[[int, int], bool]) -> None:
    """Pairs headings of one side with texts of the other that say the same, with or without the label.

    `pair` keeps a pair, and says whether it does: it refuses those that do not have the same place.
    """
    places: dict[str, list[int]] = {}
    for at, line in texts:
        if len(line.text) <= LONGEST:
            places.setdefault(plain(line.normal), []).append(at)
    taken: set[int] = set()
    for heading, line in headings:
        names = dict.fromkeys((plain(normalised(line.text)), plain(line.normal)))
        found = (at for name in names if name for at in places.get(name, ()))
        text = next((at for at in found if at not in taken and pair(heading, at)), None)
        if text is not None:
            taken.add(text)
