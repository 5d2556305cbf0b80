"""`reread import`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Day, Frame, pass_frame
from kb.model import PageRole

_ROLES = [PageRole.CHAPTER.value, PageRole.DOCUMENT.value, PageRole.LOG.value, PageRole.CONTENTS.value]


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", required=True, help="The manual the pages belong to; a new name makes a new manual.")
@click.option("--at", type=Day(), help="The day the pages were seen (2020-03-16); else as archives say, or now.")
@click.option("--as", "role", type=click.Choice(_ROLES), help="What the files are; else each is judged by itself.")
@click.option("--base", default="", help="The address the files were saved from.")
@click.option("--accept", is_flag=True, help="Take the pages over, however much they change at once.")
@pass_frame
def command(
    frame: Frame, paths: tuple[Path, ...], source: str, at: datetime | None, role: str | None, base: str, accept: bool
) -> int:
    """Keep saved pages and documents, and read them.

    PATHS are files (HTML, PDF, DOCX, Markdown, text), folders of them, also such as wget or HTTrack mirrored or a
    browser saved, and web archives (WARC, WACZ).
    """
    from kb.stages.extracting import extract
    from kb.stages.importing import import_files

    declared = frame.workspace.config().known_or_new(source)
    with frame.workspace.writing(), frame.workspace.store() as store:
        what = PageRole(role) if role else None
        imported = import_files(store, declared, paths, at, what, base, datetime.now(UTC))
        report = extract(store, declared, frame.progress, let_through=[run.id for run in imported.runs if accept])
    for path, taken_for in imported.files:
        click.echo(f"{path.name}: {taken_for.value}")
    for note in imported.notes:
        click.echo(note)
    lines = (*imported.left_out, *report.problems, *report.questions)
    for line in lines:
        click.echo(f"needs a look: {line}", err=True)
    return NEEDS_A_PERSON if lines else DONE
