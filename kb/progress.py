"""Progress for a person: a bar that moves on a terminal, plain lines in a pipe, nothing where it is not wanted."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_REDRAW_SECONDS = 0.1
_REPORT_SECONDS = 60.0
"""Where nobody watches a bar (cron, a pipe), a line says so often how far the work is."""
_BAR_WIDTH = 24
_CLEAR = "\r\x1b[2K"


class Tally:
    """Counts things by kind, and draws how far they are where somebody watches."""

    def __init__(self, what: str, stream: TextIO | None, moving: bool = True) -> None:
        self.what = what
        self.counts: Counter[str] = Counter()
        self._stream = stream
        self._moving = moving
        self.expected = 0
        self._start = self._drawn = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since the tally began."""
        return time.monotonic() - self._start

    def expect(self, number: int) -> None:
        """Says how many things there will be, as far as is known by now."""
        self.expected = number

    def add(self, kind: str) -> None:
        """Counts one thing."""
        self.counts[kind] += 1
        now = time.monotonic()
        if self._stream is not None and now - self._drawn > (_REDRAW_SECONDS if self._moving else _REPORT_SECONDS):
            self._drawn = now
            _show(self._stream, f"{_CLEAR}{self._line()}" if self._moving else f"{self._told()}\n")

    def _line(self) -> str:
        done = self.counts.total()
        filled = min(_BAR_WIDTH, _BAR_WIDTH * done // self.expected) if self.expected else 0
        bar = " " + "█" * filled + "░" * (_BAR_WIDTH - filled) if self.expected else ":"
        return f"{self.what}{bar} {self._far()}"

    def _told(self) -> str:
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.counts.items())
        return f"{self.what}: {self._far()}: {kinds}"

    def _far(self) -> str:
        """How many are done of how many, how fast, and how long the rest takes at that rate."""
        done = self.counts.total()
        rate = done / max(self.seconds, 0.001)
        pace = f"{rate:.0f} a second" if rate >= 1 else f"{60 * rate:.1f} a minute"
        if not self.expected:
            return f"{done} ({pace})"
        left = max(self.expected - done, 0) / max(rate, 0.001)
        return f"{done} of {self.expected} ({pace}, {left:.0f} s left)"


class Progress:
    """Tells on `stream` what is going on. Results belong on standard output, so this is standard error."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._moving = not quiet and self._stream.isatty()

    def say(self, line: str) -> None:
        """One line, for good."""
        if not self._quiet:
            _show(self._stream, f"{line}\n")

    @contextmanager
    def tally(self, what: str) -> Iterator[Tally]:
        """Counts while a block runs, with a bar on a terminal, which is gone when the block ends."""
        try:
            yield Tally(what, None if self._quiet else self._stream, self._moving)
        finally:
            if self._moving:
                _show(self._stream, _CLEAR)


def _show(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        pass  # whoever watched has gone; the work goes on
