"""`reread demo`."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from kb.cli.frame import Frame, pass_frame


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Make the workspace here instead of in ./reread-demo, and do not serve it.",
)
@click.option("--no-serve", is_flag=True, help="Stop when the site is built.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Where to serve; 0: any.")
@pass_frame
@click.pass_context
def command(context: click.Context, frame: Frame, out: Path | None, no_serve: bool, port: int) -> None:
    """Run everything on the manual that comes with reread.

    Four editions of a fictional authority's manual are served on this machine and collected one after another;
    then the site made of them is served.
    """
    from kb.demo import run_demo
    from kb.serving import check_port, serve

    folder = out or _named_workspace(context, frame) or Path("reread-demo")
    serving = not no_serve and out is None
    if serving:
        check_port(port)
    done = run_demo(folder, frame.progress)
    site = folder / "site"
    click.echo(f"{done.pages} pages: open {site / 'index.html'}")
    click.echo(f"ask it too: reread --workspace {folder} findings")
    if serving:
        serve(site, port, lambda address: click.echo(f"read it at {address} (stop with Ctrl+C)"))


def _named_workspace(context: click.Context, frame: Frame) -> Path | None:
    """The workspace, where it was named with the command: the everyday one is not for trying things out."""
    assert context.parent is not None
    named = context.parent.get_parameter_source("workspace") is ParameterSource.COMMANDLINE
    return frame.workspace.folder if named else None
