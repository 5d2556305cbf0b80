"""`reread runs`."""

from __future__ import annotations

from collections import Counter

import click

from kb.cli.frame import Frame, json_option, pass_frame, print_json, print_table, source_option
from kb.model import Check, Outcome, Run


@click.command()
@source_option
@json_option
@pass_frame
def command(frame: Frame, source: str | None, as_json: bool) -> None:
    """List the collections and imports, and what each brought."""
    from kb.naming import sources_named

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        runs = [(run, store.checks(run.id)) for name in names for run in store.runs(name)]
    if as_json:
        print_json([_json(run, checks) for run, checks in runs])
        return
    rows = []
    for run, checks in runs:
        counts = Counter(check.outcome.value for check in checks)
        brought = ", ".join(f"{number} {outcome}" for outcome, number in counts.items()) or "nothing"
        rows.append((run.source, run.kind.value, f"{run.started_at:%Y-%m-%d %H:%M}", _state(run), brought))
    print_table(rows, ("source", "kind", "started (UTC)", "state", "brought"))


def _state(run: Run) -> str:
    if run.finished_at is None:
        return "cut off"
    return "complete" if run.complete else "partial"


def _json(run: Run, checks: tuple[Check, ...]) -> dict[str, object]:
    counts = Counter(check.outcome for check in checks)
    return {
        "run": run.id,
        "source": run.source,
        "kind": run.kind.value,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "complete": run.complete,
        "outcomes": {outcome.value: counts[outcome] for outcome in Outcome},
        "failures": [{"url": check.url, "detail": check.detail} for check in checks if check.outcome is Outcome.FAILED],
    }
