"""`reread collect`."""

from __future__ import annotations

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, now_option, pass_frame, wait_option
from kb.errors import ClosedError
from kb.model import Check


@click.command()
@click.argument("sources", nargs=-1)
@now_option
@wait_option
@pass_frame
def command(frame: Frame, sources: tuple[str, ...], at_any_hour: bool, wait: float) -> int:
    """Only collect: ask for every page, keep what is new.

    SOURCES are tables of reread.toml; all of them, where none is named.
    """
    from kb.pipeline import wanted
    from kb.stages.collecting import collect
    from kb.stages.holding import held_in_words

    config = frame.workspace.config()
    failures: list[Check] = []
    with frame.workspace.writing(wait=wait):
        for source in wanted(config, sources):
            try:
                came = collect(frame.workspace, source, config.contact, None, frame.progress, at_any_hour)
            except ClosedError as closed:
                frame.progress.say(str(closed))
            else:
                failures += came.failures
        with frame.workspace.store() as store:
            held = [line for source in wanted(config, sources) for line in held_in_words(store, source.name)]
    lines = [*(f"{check.url}: {check.detail}" for check in failures), *held]
    for line in lines:
        click.echo(f"needs a look: {line}", err=True)
    return NEEDS_A_PERSON if lines else DONE
