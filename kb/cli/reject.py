"""`reread reject`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from kb.cli.frame import Frame, counted, pass_frame


@click.command()
@click.argument("source", required=False)
@click.option("--because", default="", help="Why; kept with the decision.")
@pass_frame
def command(frame: Frame, source: str | None, because: str) -> None:
    """Leave out what is held: the site was broken.

    The pages held of SOURCE (which may be left out where only one manual is held) stay kept and are never read. What
    was known stays in force; the next collection asks for those pages afresh.
    """
    from kb.model import Decision
    from kb.pipeline import derive, is_anything_known
    from kb.stages.deciding import decide, held_source

    config, now = frame.workspace.config(), datetime.now(UTC)
    with frame.workspace.store(must_exist=True) as store, frame.workspace.writing():
        name = held_source(store, source)
        runs = decide(store, name, Decision.REJECTED, now, because)
        click.echo(f"{name}: rejected ({counted(len(runs), 'run')}); what was known stays in force")
        if is_anything_known(store):
            derive(frame.workspace, store, config, now, frame.progress)
    click.echo(f"when the manual's site is good again: `reread update {name}`")
