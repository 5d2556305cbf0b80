"""`reread verify`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, counted, json_option, pass_frame, print_json
from kb.errors import DamagedStoreError


@click.command()
@json_option
@pass_frame
def command(frame: Frame, as_json: bool) -> None:
    """Check every digest and every reference in the store."""
    with frame.workspace.store(must_exist=True) as store:
        result = store.verify()
    if as_json:
        faults = list(result.faults)
        counts = {"bodies": result.bodies, "sections": result.sections, "versions": result.versions}
        print_json({**counts, "faults": faults})
    else:
        for fault in result.faults:
            click.echo(fault)
        checked = f"{result.bodies} page bodies, {result.sections} sections, {result.versions} versions checked"
        click.echo(checked if result.faults else f"{checked}: no fault")
    if result.faults:
        raise DamagedStoreError(
            f"{counted(len(result.faults), 'fault')} in the store: restore a backup, or collect again"
        )
