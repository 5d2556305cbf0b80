"""`reread update`."""

from __future__ import annotations

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, now_option, pass_frame, wait_option
from kb.errors import CollectError


@click.command()
@click.argument("sources", nargs=-1)
@now_option
@wait_option
@pass_frame
def command(frame: Frame, sources: tuple[str, ...], at_any_hour: bool, wait: float) -> int:
    """Collect, read, compare, index and publish; what cron runs.

    SOURCES are tables of reread.toml; all of them, where none is named.
    """
    from kb.pipeline import update, wanted

    config = frame.workspace.config()
    chosen = wanted(config, sources)
    done = update(frame.workspace, config, chosen, frame.progress, at_any_hour=at_any_hour, wait=wait)
    if done.pages:
        click.echo(f"{done.pages} pages: open {frame.workspace.site_folder / 'index.html'}")
    for line in done.needs_a_person:
        click.echo(f"needs a look: {line}", err=True)
    if done.failed:
        raise CollectError("; ".join(str(error) for error in done.failed.values()))
    return NEEDS_A_PERSON if done.needs_a_person else DONE
