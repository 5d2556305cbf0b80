"""Stretches of text on a page of a PDF, and the order in which columns of them are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_FEWEST = 6  # lines on either side; fewer are cells of a table or a caption beside a picture
_FULL = 0.55  # of its column's width: running text fills its lines, the cells of a table rarely do
_MIDDLE = (0.35, 0.65)  # where, across the width of the text, a second column begins


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One line: its cells with where each begins; `y` is the base line from the bottom of the page."""

    cells: tuple[tuple[float, str], ...]
    right: float
    y: float
    size: float
    bold: bool
    page: int

    @property
    def text(self) -> str:
        """The cells with a space between."""
        return " ".join(text for _, text in self.cells)

    @property
    def left(self) -> float:
        """Where the line begins."""
        return self.cells[0][0]


def columns_apart(fragments: Sequence[PdfLine]) -> list[list[PdfLine]]:
    """The stretches of a page in reading order: what runs over the whole width, and the columns between it one by one.

    A page without columns is one list, in the order in which the document has it.
    """
    gutter = _gutter(fragments)
    if gutter is None:
        return [list(fragments)]
    stretches: list[list[PdfLine]] = []
    left: list[PdfLine] = []
    right: list[PdfLine] = []
    for fragment in sorted(fragments, key=lambda one: -one.y):
        if fragment.left >= gutter:
            right.append(fragment)
        elif fragment.right <= gutter:
            left.append(fragment)
        else:
            stretches += [left, right, [fragment]]
            left, right = [], []
    return [stretch for stretch in (*stretches, left, right) if stretch]


def _gutter(fragments: Sequence[PdfLine]) -> float | None:
    """Where the second of two columns of running text begins; None for a page that has no two."""
    if len(fragments) < 2 * _FEWEST:
        return None
    leftmost, rightmost = min(one.left for one in fragments), max(one.right for one in fragments)
    width = rightmost - leftmost
    begins = Counter(round(one.left) for one in fragments if _is_middle((one.left - leftmost) / (width or 1)))
    if not begins:
        return None
    gutter = begins.most_common(1)[0][0] - 2.0
    left = [one for one in fragments if one.right <= gutter]
    right = [one for one in fragments if one.left >= gutter]
    across = len(fragments) - len(left) - len(right)
    if min(len(left), len(right)) < _FEWEST or across > min(len(left), len(right)):
        return None
    filled = _is_filled(left, gutter - leftmost) and _is_filled(right, rightmost - gutter)
    return gutter if filled else None


def _is_middle(share: float) -> bool:
    return _MIDDLE[0] <= share <= _MIDDLE[1]


def _is_filled(lines: Sequence[PdfLine], width: float) -> bool:
    full = sum(line.right - line.left >= _FULL * width for line in lines)
    return full >= 0.6 * len(lines)
