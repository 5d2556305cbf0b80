"""Progress for a person: a bar that moves on a terminal, plain lines in a pipe, nothing where it is not wanted."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_REDRAW_SECONDS = 0.1
_BAR_WIDTH = 24
_CLEAR = "\r\x1b[2K"


class Tally:
    """Counts things by kind, and draws how far they are where somebody watches."""

    def __init__(self, what: str, stream: TextIO | None) -> None:
        self.what = what
        self.counts: Counter[str] = Counter()
        self._stream = stream
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
        if self._stream is not None and time.monotonic() - self._drawn > _REDRAW_SECONDS:
            self._drawn = time.monotonic()
            _show(self._stream, f"{_CLEAR}{self._line()}")

    def _line(self) -> str:
        done, rate = self.counts.total(), self.counts.total() / max(self.seconds, 0.001)
        if not self.expected:
            return f"{self.what}: {done} ({rate:.0f} a second)"
        filled = min(_BAR_WIDTH, _BAR_WIDTH * done // self.expected)
        left = max(self.expected - done, 0) / max(rate, 0.001)
        bar = "█" * filled + "░" * (_BAR_WIDTH - filled)
        return f"{self.what} {bar} {done} of {self.expected} ({rate:.0f} a second, {left:.0f} s left)"


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
            yield Tally(what, self._stream if self._moving else None)
        finally:
            if self._moving:
                _show(self._stream, _CLEAR)


def _show(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        pass  # whoever watched has gone; the work goes on
