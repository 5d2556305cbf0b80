"""Small plots drawn as SVG inside a page. Each page has the same figures as a table beside its plot.

Positions along the time axis are percentages and heights are pixels, so that a plot fills any width while its letters
keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kb.model import Comparison
from site_builder.phrases import MONTHS, day

HEIGHT = 132
"""Pixels from the plot's top to its axis: about a tenth of a laptop's screen."""
_WIDEST = 3.0
_NARROWEST = 0.8


@dataclass(frozen=True, slots=True)
class Point:
    """What is plotted at one date: the whole, and the marked part of it (drawn on top with a pattern)."""

    on: date
    whole: int
    marked: int
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, in percent across and pixels up. `words` is its tooltip."""

    left: str
    width: str
    top: int
    height: int
    marked_top: int
    marked_height: int
    words: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year under the axis."""

    left: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot ready to be drawn. `summary` says in words what it shows."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    highest: int
    height: int
    summary: str


def plot(points: Sequence[Point], summary: str) -> Plot | None:
    """Bars over time, oldest left. Nothing for fewer than two points: a single bar says less than its number."""
    if len(points) < 2:
        return None
    first, last = min(point.on for point in points), max(point.on for point in points)
    span = max((last - first).days, 1)
    highest = max(max(point.whole for point in points), 1)
    width = min(_WIDEST, max(_NARROWEST, 60 / len(points)))
    bars = tuple(_bar(point, (point.on - first).days / span, width, highest) for point in points)
    return Plot(bars, _ticks(first, last, span, width), highest, HEIGHT, summary)


def history_plot(steps: Sequence[tuple[datetime, Comparison]]) -> Plot | None:
    """How many words of a chapter changed when."""
    points = []
    for moment, comparison in steps:
        stats = comparison.stats
        changed = stats.words_added + stats.words_removed + stats.words_moved
        points.append(Point(moment.date(), changed, 0, f"{day(moment)}: {changed:,} words changed"))
    return plot(points, f"Words changed at each of {len(points)} changes; the table below has the figures.")


def _bar(point: Point, along: float, width: float, highest: int) -> Bar:
    tall = _scaled(point.whole, highest)
    marked = _scaled(min(point.marked, point.whole), highest)
    left = along * (100 - width)
    words = point.words
    return Bar(f"{left:.2f}%", f"{width:.2f}%", HEIGHT - tall, tall, HEIGHT - marked, marked, words)


def _scaled(value: int, highest: int) -> int:
    # Anything that is not nothing stays visible.
    return max(round(value / highest * (HEIGHT - 8)), 2) if value else 0


def _ticks(first: date, last: date, span: int, width: float) -> tuple[Tick, ...]:
    """The first and last month, and the years between that keep their distance from both and from each other."""
    ticks = [Tick("0%", _month(first), "start")]
    previous = 0.0
    for year in range(first.year + 1, last.year + 1):
        along = (date(year, 1, 1) - first).days / span
        # A fifth of a narrow screen holds the name of a month; an eighth a year.
        if along - previous >= (0.2 if previous == 0 else 0.125) and along <= 0.75:
            ticks.append(Tick(f"{along * (100 - width):.2f}%", str(year), "start"))
            previous = along
    return (*ticks, Tick("100%", _month(last), "end"))


def _month(moment: date) -> str:
    return f"{MONTHS[moment.month - 1][:3]} {moment.year}"
