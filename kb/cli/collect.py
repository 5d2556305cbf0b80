"""`reread collect`."""

from __future__ import annotations

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, pass_frame
from kb.model import Check


@click.command()
@click.argument("sources", nargs=-1)
@pass_frame
def command(frame: Frame, sources: tuple[str, ...]) -> int:
    """Only collect: ask for every page, keep what is new.

    SOURCES are tables of reread.toml; all of them, where none is named.
    """
    from kb.pipeline import wanted
    from kb.stages.collecting import collect

    config = frame.workspace.config()
    failures: list[Check] = []
    with frame.workspace.writing():
        for source in wanted(config, sources):
            failures += collect(frame.workspace, source, config.contact, None, frame.progress).failures
    for check in failures:
        click.echo(f"needs a look: {check.url}: {check.detail}", err=True)
    return NEEDS_A_PERSON if failures else DONE
