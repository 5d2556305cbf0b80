"""Progress for a person: a line that moves on a terminal, plain lines in a pipe, nothing where it is not wanted."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_REDRAW_SECONDS = 0.1


class Progress:
    """Tells on `stream` what is going on. Results belong on standard output, so this is standard error."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._moving = not quiet and self._stream.isatty()

    def say(self, line: str) -> None:
        """One line, for good."""
        if not self._quiet:
            self._stream.write(f"{line}\n")
            self._stream.flush()

    @contextmanager
    def counting(self, what: str) -> Iterator[Callable[[str], None]]:
        """Counts things by kind while a block runs, and says the totals and the time at its end."""
        counts: Counter[str] = Counter()
        start = drawn = time.monotonic()

        def count(kind: str) -> None:
            nonlocal drawn
            counts[kind] += 1
            if self._moving and time.monotonic() - drawn > _REDRAW_SECONDS:
                drawn = time.monotonic()
                rate = counts.total() / max(drawn - start, 0.001)
                self._stream.write(f"\r\x1b[2K{what}: {counts.total()} ({rate:.0f} a second)")
                self._stream.flush()

        try:
            yield count
        finally:
            if self._moving:
                self._stream.write("\r\x1b[2K")
        kinds = ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "nothing"
        self.say(f"{what}: {kinds} in {time.monotonic() - start:.1f} s")
