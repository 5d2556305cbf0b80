"""`reread parse-log`."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli.files import page_of_file
from kb.cli.frame import counted, json_option, print_json


@click.command("parse-log")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Show what an amendment log (HTML or text FILE) says."""
    from crawler.logs import log_as_json, read_log
    from kb.citations import citations_in

    log = read_log(page_of_file(file))
    if as_json:
        print_json(log_as_json(log, file.name))
        return
    for edition in log.editions:
        scope = f", {edition.scope}" if edition.scope else ""
        click.echo(f"{edition.label} ({edition.date}{scope}): {counted(len(edition.amendments), 'entry', 'entries')}")
        for entry in edition.amendments:
            click.echo(f"  {entry.kind.value:8} {entry.level.value:8} {entry.title or '(title lost)'}")
            if entry.detail:
                click.echo(f"      {entry.detail}")
            for citation in citations_in(entry.detail):
                click.echo(f"      cites {citation.kind.value}: {citation.in_words}")
    if log.next_update:
        click.echo(f"next update: {log.next_update}")
