"""`reread extract`."""

from __future__ import annotations

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, pass_frame


@click.command()
@click.argument("sources", nargs=-1)
@click.option("--again", is_flag=True, help="Read every stored page again, with today's rules and selectors.")
@pass_frame
def command(frame: Frame, sources: tuple[str, ...], again: bool) -> int:
    """Only extract: read the pages that have not been read yet.

    SOURCES are names of manuals; all of them, where none is named. Pages that were read by older extraction rules are
    read again first; use --again after changing a source's selectors. What only the reading changed is never told as a
    change of the manual.
    """
    from kb.naming import sources_named
    from kb.stages.extracting import extract

    config = frame.workspace.config()
    lines: list[str] = []
    with frame.workspace.store(must_exist=True) as store, frame.workspace.writing():
        names = [name for source in sources or [None] for name in sources_named(store, source)]
        for name in names:
            report = extract(store, config.known_or_new(name), frame.progress, again=again)
            lines += [*report.problems, *report.questions]
    for line in lines:
        click.echo(f"needs a look: {line}", err=True)
    return NEEDS_A_PERSON if lines else DONE
