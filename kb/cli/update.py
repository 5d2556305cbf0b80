"""`reread update`."""

from __future__ import annotations

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, pass_frame
from kb.errors import CollectError


@click.command()
@click.argument("sources", nargs=-1)
@pass_frame
def command(frame: Frame, sources: tuple[str, ...]) -> int:
    """Collect, read, compare, index and publish; what cron runs.

    SOURCES are tables of reread.toml; all of them, where none is named.
    """
    from kb.pipeline import update, wanted

    config = frame.workspace.config()
    done = update(frame.workspace, config, wanted(config, sources), frame.progress)
    if done.pages:
        click.echo(f"{done.pages} pages in {frame.workspace.site_folder / 'index.html'}")
    for line in done.needs_a_person:
        click.echo(f"needs a look: {line}", err=True)
    if done.failed:
        raise CollectError("; ".join(str(error) for error in done.failed.values()))
    return NEEDS_A_PERSON if done.needs_a_person else DONE
