"""`reread accept`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, counted, pass_frame


@click.command()
@click.argument("source", required=False)
@click.option("--because", default="", help="Why; kept with the decision.")
@pass_frame
def command(frame: Frame, source: str | None, because: str) -> int:
    """Take over what is held: the manual really says so.

    Everything held of SOURCE (which may be left out where only one manual is held) is read as any collection is, and
    the site is brought up to date.
    """
    from kb.model import Decision
    from kb.pipeline import derive
    from kb.stages.deciding import decide, held_source
    from kb.stages.extracting import extract

    config, now = frame.workspace.config(), datetime.now(UTC)
    with frame.workspace.store(must_exist=True) as store, frame.workspace.writing():
        name = held_source(store, source)
        runs = decide(store, name, Decision.ACCEPTED, now, because)
        click.echo(f"{name}: accepted ({counted(len(runs), 'run')})")
        report = extract(store, config.known_or_new(name), frame.progress)
        pages = derive(frame.workspace, store, config, now, frame.progress)
    click.echo(f"{pages} pages: open {frame.workspace.site_folder / 'index.html'}")
    lines = (*report.problems, *report.questions)
    for line in lines:
        click.echo(f"needs a look: {line}", err=True)
    return NEEDS_A_PERSON if lines else DONE
