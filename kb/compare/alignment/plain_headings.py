"""Headings that stand as a line of text on the other side: set in bold instead of marked up, or the other way round."""

from __future__ import annotations

from collections.abc import Mapping

from kb.compare.alignment.lines import Line
from kb.compare.language.values import plain
from kb.text import normalised

LONGEST = 200
"""A line with more letters is no heading."""


def heading_as_text(heading: Line, texts: Mapping[int, Line]) -> int | None:
    """Which of some texts of the other side says what the heading says, best with its label, else without it."""
    said = {at: plain(line.normal) for at, line in texts.items() if len(line.text) <= LONGEST}
    for name in (plain(normalised(heading.text)), plain(heading.normal)):
        for at, words in said.items():
            if name and words == name:
                return at
    return None
