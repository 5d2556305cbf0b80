"""`reread publish`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from kb.cli.frame import Day, Frame, pass_frame


@click.command()
@click.option("--at", type=Day(), help="The day the site is of (for dates that have passed); today, if not given.")
@pass_frame
def command(frame: Frame, at: datetime | None) -> None:
    """Compare, index and publish what is known.

    Nothing is asked of the network; the last site stays until the new one is whole.
    """
    from kb.pipeline import derive

    workspace = frame.workspace
    with workspace.store(must_exist=True) as store, workspace.writing():
        pages = derive(workspace, store, workspace.config(), at or datetime.now(UTC), frame.progress)
    click.echo(f"{pages} pages: open {workspace.site_folder / 'index.html'}")
