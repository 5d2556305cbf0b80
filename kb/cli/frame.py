"""What the commands share: the workspace they work in, how they print, the options that mean the same everywhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import click

from kb.model import Check
from kb.progress import Progress
from kb.workspace import Workspace

_Command = TypeVar("_Command", bound=Callable[..., Any])

DONE, NEEDS_A_PERSON = 0, 3
"""The exit codes a command that did its work can return."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a command works and where it tells what it does."""

    workspace: Workspace
    progress: Progress

    @classmethod
    def of(cls, folder: Path, quiet: bool) -> Frame:
        """The frame for a workspace folder."""
        return cls(Workspace(folder), Progress(quiet=quiet))


pass_frame = click.make_pass_decorator(Frame)


def json_option(command: _Command) -> _Command:
    """`--json`: facts as JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(command)


def source_option(command: _Command) -> _Command:
    """`--source`: one manual of several."""
    return click.option("--source", help="Only this manual (the name of its table in reread.toml).")(command)


def now_option(command: _Command) -> _Command:
    """`--now`: never mind the opening hours."""
    help_text = "Ask also outside a source's opening hours."
    return click.option("--now", "at_any_hour", is_flag=True, help=help_text)(command)


def wait_option(command: _Command) -> _Command:
    """`--wait`: for another command that changes the workspace."""
    seconds = click.FloatRange(min=0)
    help_text = "So many seconds to wait for another reread that is changing the workspace."
    return click.option("--wait", type=seconds, default=0.0, metavar="SECONDS", help=help_text)(command)


def print_json(value: object) -> None:
    """Prints a value as JSON, readable and in one fixed form."""
    click.echo(as_json_text(value), nl=False)


def as_json_text(value: object) -> str:
    """A value as JSON, readable and in one fixed form, with nothing that standard output cannot print."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    return json.dumps(value, ensure_ascii=not encoding.startswith("utf"), indent=2) + "\n"


def check_json(check: Check) -> dict[str, object]:
    """One look at one address: when, as what, and what came of it."""
    return {
        "checked_at": check.checked_at.isoformat(),
        "run": check.run_id,
        "url": check.url,
        "role": check.role.value,
        "outcome": check.outcome.value,
        "detail": check.detail,
        "page_digest": check.page_digest,
    }


def print_table(rows: Iterable[Sequence[str]], heads: Sequence[str]) -> None:
    """Prints rows under their heads, columns lined up; the last column takes what is left."""
    table = [tuple(heads), *(tuple(row) for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(heads) - 1)]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number of things: "1 item", "2 items"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def in_words(moment: datetime | date) -> str:
    """A day as people write it: 16 March 2020."""
    return f"{moment.day} {moment:%B %Y}"


def span_in_words(first: datetime, last: datetime) -> str:
    """From when to when something was seen: "from 16 March 2020 to 12 October 2020", or "on 16 March 2020"."""
    if first.date() == last.date():
        return f"on {in_words(first)}"
    return f"from {in_words(first)} to {in_words(last)}"


LAST_SECOND = time(23, 59, 59)
"""Of a day that is meant to its end."""


def day_written(text: str) -> date | None:
    """A day written as 2020-03-16 or, as it is printed, as 16 March 2020; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    from crawler.extract.dates import date_of

    of_a_month = text.count(" ") == 1  # "March 2020" is no day
    return None if of_a_month else date_of(text)


class Day(click.ParamType[datetime]):
    """A day, or a moment, in UTC. `end` takes a day's last second, so that "at" a day means all of it."""

    name = "date"

    def __init__(self, end: bool = False) -> None:
        self._end = end

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> datetime:
        """Reads YYYY-MM-DD, "16 March 2020" or an ISO 8601 time."""
        if isinstance(value, datetime):
            return value
        day = day_written(str(value))
        if day is not None:
            return datetime.combine(day, LAST_SECOND if self._end else time(), UTC)
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            self.fail(f"{value!r} is not a date: write it as 2020-03-16 or 16 March 2020", parameter, context)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
