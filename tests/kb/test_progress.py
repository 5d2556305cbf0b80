"""Progress: a bar where somebody watches, plain lines in a pipe, nothing where it is not wanted."""

from __future__ import annotations

import io

import pytest

from kb import progress
from kb.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_lines() -> None:
    """No bar, no control characters; only what is said for good."""
    stream = io.StringIO()
    telling = Progress(stream)
    with telling.tally("collect x") as tally:
        tally.expect(2)
        tally.add("new")
        tally.add("new")
    telling.say("collect x: 2 new")
    assert stream.getvalue() == "collect x: 2 new\n"
    assert tally.counts == {"new": 2}


def test_a_terminal_gets_a_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says how many of how many, and is cleared at the end, also after an error."""
    monkeypatch.setattr(progress, "_REDRAW_SECONDS", -1.0)
    stream = Terminal()
    with pytest.raises(KeyError), Progress(stream).tally("collect x") as tally:
        tally.expect(4)
        tally.add("new")
        raise KeyError
    shown = stream.getvalue()
    assert "1 of 4" in shown
    assert "█" in shown
    assert shown.endswith("\r\x1b[2K")


def test_quiet_says_nothing() -> None:
    """Not even on a terminal."""
    stream = Terminal()
    telling = Progress(stream, quiet=True)
    with telling.tally("collect x") as tally:
        tally.add("new")
    telling.say("done")
    assert stream.getvalue() == ""
