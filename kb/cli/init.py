"""`reread init`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, pass_frame


@click.command()
@pass_frame
def command(frame: Frame) -> None:
    """Write a commented reread.toml into the workspace."""
    path = frame.workspace.write_config()
    click.echo(f"wrote {path}: declare a manual with `reread add URL` or in it by hand, then run `reread update`")
