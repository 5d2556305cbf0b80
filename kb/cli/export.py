"""`reread export`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.frame import Frame, counted, json_option, pass_frame, print_json, source_option
from kb.errors import UsageError


@click.group()
def command() -> None:
    """Write what is kept in a form that other tools read."""


@command.command("warc")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@source_option
@json_option
@pass_frame
def warc(frame: Frame, file: Path, source: str | None, as_json: bool) -> None:
    """Write every kept page into a web archive, FILE (WARC 1.1; gzipped where it ends in .gz).

    `reread import` makes the same versions of it again.
    """
    from kb.stages.exporting import export_warc

    with frame.workspace.store(must_exist=True) as store:
        known = store.sources()
        if source is not None and source not in known:
            raise UsageError(f"nothing is kept of {source!r} (kept: {', '.join(known) or 'nothing yet'})")
        done = export_warc(store, known if source is None else (source,), file)
    if as_json:
        print_json({"file": str(file), "pages": done.pages, "revisits": done.revisits})
    else:
        click.echo(f"{file}: {counted(done.pages, 'page')}, {counted(done.revisits, 'look')} that found one unchanged")
