"""`reread parse-log`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from kb.cli.frame import json_option, print_json
from kb.errors import UsageError
from kb.model import Page


@click.command("parse-log")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Show what an amendment log (HTML or text FILE) says."""
    from crawler.logs import log_as_json, read_log
    from kb.stages.importing import MEDIA_TYPES

    try:
        body = file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from error
    media_type = MEDIA_TYPES.get(file.suffix.lower(), "text/plain")
    log = read_log(Page("file", f"file:{file.name}", datetime.now(UTC), body, media_type=media_type))
    if as_json:
        print_json(log_as_json(log, file.name))
        return
    for edition in log.editions:
        scope = f", {edition.scope}" if edition.scope else ""
        click.echo(f"{edition.label} ({edition.date}{scope}): {len(edition.amendments)} entries")
        for entry in edition.amendments:
            click.echo(f"  {entry.kind.value:8} {entry.level.value:8} {entry.title or '(title lost)'}")
            if entry.detail:
                click.echo(f"      {entry.detail}")
    if log.next_update:
        click.echo(f"next update: {log.next_update}")
