"""`reread serve`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, pass_frame


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free one.")
@pass_frame
def command(frame: Frame, port: int) -> None:
    """Serve the published site on this machine only."""
    from kb.serving import serve

    site = frame.workspace.site_folder
    serve(site, port, lambda address: click.echo(f"read it at {address} (stop with Ctrl+C)"))
