"""`reread demo`."""

from __future__ import annotations

from pathlib import Path

import click

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
def command(frame: Frame, out: Path | None, no_serve: bool, port: int) -> None:
    """Run the whole pipeline on a small manual that comes with reread, then serve its site.

    Four editions of a fictional authority's manual are served on this machine and collected one after another.
    """
    from kb.demo import run_demo
    from kb.serving import serve

    folder = out or Path("reread-demo")
    done = run_demo(folder, frame.progress)
    site = folder / "site"
    click.echo(f"{done.pages} pages in {site / 'index.html'}")
    if not no_serve and out is None:
        serve(site, port, lambda address: click.echo(f"read it at {address} (stop with Ctrl+C)"))
