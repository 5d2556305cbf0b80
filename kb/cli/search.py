"""`reread search`."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.frame import Frame, counted, in_words, json_option, pass_frame, print_json, source_option
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.search import ChangeHit, ChangeResult, SearchResult

_SIGNS = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--changes", is_flag=True, help="Instead: which chapters came to say it, or ceased to, and when.")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many to show.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, query: tuple[str, ...], changes: bool, limit: int, source: str | None, as_json: bool) -> None:
    """Search what is in force, or what changed.

    The same answers as the site gives. A chapter gained what it says more often than before, in any of its forms; words
    that only moved are neither gained nor lost. A phrase is quoted within the shell's quotes: '"strategy discussion"'.
    """
    from kb.search import result_as_json, search

    folder = frame.workspace.index_folder
    if not folder.is_dir():
        raise UsageError(f"there is no index in {frame.workspace.folder}: run `reread index` or `reread update` first")
    if changes:
        _show_changes(folder, " ".join(query), limit, source, as_json)
        return
    result = search(folder, " ".join(query), limit=limit, source=source)
    if as_json:
        print_json(result_as_json(result))
        return
    _say_corrected(result)
    for hit in result.hits:
        click.echo(
            f"{hit.number} {hit.title}".strip() + (f" › {hit.label} {hit.heading}".rstrip() if hit.heading else "")
        )
        click.echo(f"    {''.join(piece.text for piece in hit.snippet)}")
        click.echo(f"    {hit.location}")
    hint = "" if result.total else ": use fewer or more general words, or look through `reread chapters`"
    click.echo(f"{counted(result.total, 'section')} found{hint}")


def _say_corrected(result: SearchResult | ChangeResult) -> None:
    if result.corrected:
        click.echo(f"showing results for {result.corrected!r}")


def _show_changes(folder: Path, query: str, limit: int, source: str | None, as_json: bool) -> None:
    from kb.search import change_result_as_json, search_changes

    result = search_changes(folder, query, limit=limit, source=source)
    if as_json:
        print_json(change_result_as_json(result))
        return
    _say_corrected(result)
    for hit in result.hits:
        _show_hit(hit)
    gained = counted(result.total, "change")
    click.echo(f"{gained} found" if result.total else f"no chapter gained or lost {query!r} while we watched")


def _show_hit(hit: ChangeHit) -> None:
    verdict = "gained" if hit.times > 0 else "lost"
    click.echo(f"{hit.number} {hit.title}: {verdict} {_often(abs(hit.times))}, {_when(hit)}".strip())
    for passage in hit.passages:
        heading = f"{passage.label} {passage.heading}".strip()
        words = "".join(
            _SIGNS[state].format("".join(piece.text for piece in run))
            for state, run in groupby(passage.pieces, key=lambda piece: piece.state)
        )
        click.echo(f"    {heading + ': ' if heading else ''}{words}")
    click.echo(f"    {hit.location}")


def _often(times: int) -> str:
    return {1: "once", 2: "twice"}.get(times, f"{times:,} times")


def _when(hit: ChangeHit) -> str:
    """Between which days, in which edition, and from which version to which."""
    until = in_words(date.fromisoformat(hit.until))
    if hit.before is None or hit.since is None:
        span = f"a chapter first seen on {until}"
    elif hit.after is None:
        span = f"a chapter no longer found on {until}"
    else:
        span = f"version {hit.before} to {hit.after}, between {in_words(date.fromisoformat(hit.since))} and {until}"
    return f"{span} ({hit.edition})" if hit.edition else span
