"""Where a command's text goes: to a file, to a terminal page by page, or down a pipe as it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kb.errors import UsageError


def in_colour(wanted: bool | None, out: Path | None) -> bool:
    """Whether to colour: as wanted, else only in a terminal, and never there where NO_COLOR is set (no-color.org)."""
    if wanted is not None:
        return wanted
    return out is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def put(text: str, out: Path | None, *, paged: bool = False) -> None:
    """Prints a text that ends its last line (where there is a terminal page by page), or writes it to a file.

    Raises UsageError where the file cannot be written.
    """
    if out is not None:
        try:
            out.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise UsageError(f"cannot write {out}: {error.strerror}: name another file with --out") from error
    elif paged and sys.stdin.isatty() and sys.stdout.isatty():
        click.echo_via_pager(text, color=True)
    else:
        click.echo(text, nl=False, color=True)
