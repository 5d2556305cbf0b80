"""`reread index`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, pass_frame


@click.command()
@pass_frame
def command(frame: Frame) -> None:
    """Only index: make the search index anew from what is known."""
    from kb.stages.comparing import compare
    from kb.stages.indexing import index

    workspace = frame.workspace
    with workspace.store(must_exist=True) as store, workspace.writing():
        compared = tuple(compare(store, source) for source in store.sources())
        index(workspace.index_folder, workspace.config(), compared, frame.progress)
