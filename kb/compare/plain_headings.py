"""Headings that stand as a line of text on the other side: set in bold instead of marked up, or the other way round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kb.compare.lines import Line
from kb.compare.values import plain
from kb.text import normalised

LONGEST = 200
"""A line with more letters is no heading."""


def headings_as_text(
    headings: Mapping[int, Line], texts: Mapping[int, Line], stands_there: Callable[[int, int], bool]
) -> Iterator[tuple[int, int]]:
    """The headings of one side that are among the texts of the other, with or without their label, and which.

    `stands_there` tells whether a heading and a text have the same place; a pair counts from when it is given.
    """
    places: dict[str, list[int]] = {}
    for at, line in texts.items():
        if len(line.text) <= LONGEST:
            places.setdefault(plain(line.normal), []).append(at)
    taken: set[int] = set()
    for heading, line in headings.items():
        names = dict.fromkeys((plain(normalised(line.text)), plain(line.normal)))
        found = (at for name in names if name for at in places.get(name, ()))
        other = next((at for at in found if at not in taken and stands_there(heading, at)), None)
        if other is not None:
            taken.add(other)
            yield heading, other
