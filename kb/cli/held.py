"""`reread held`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kb.cli.frame import (
    DONE,
    NEEDS_A_PERSON,
    Frame,
    counted,
    in_words,
    json_option,
    pass_frame,
    print_json,
    source_option,
)
from kb.model import Run

if TYPE_CHECKING:
    from kb.stages.deciding import Sample, Seen

_SHOWN = 5
"""How many chapters of each kind are shown with what would change in them; `--all` shows every one."""


@click.command()
@source_option
@click.option("--all", "show_all", is_flag=True, help="Show every chapter concerned, not only the first few.")
@json_option
@pass_frame
def command(frame: Frame, source: str | None, show_all: bool, as_json: bool) -> int:
    """Show what is held, why, and what it would change.

    A collection is held where it would change, empty or withdraw so much of a manual at once that its site is more
    likely broken. Decide with `reread accept` or `reread reject`.
    """
    from kb.naming import sources_named
    from kb.stages.deciding import seen_in_held

    config = frame.workspace.config()
    with frame.workspace.store(must_exist=True) as store:
        every = (seen_in_held(store, config.known_or_new(name)) for name in sources_named(store, source))
        found = [one for one in every if one is not None]
    if as_json:
        print_json([_json(one) for one in found])
    else:
        for one in found:
            _print(one, show_all)
        if not found:
            click.echo("nothing is held")
    return NEEDS_A_PERSON if found else DONE


def _print(seen: Seen, show_all: bool) -> None:
    first, latest = seen.runs[0], seen.runs[-1]
    click.echo(f"{seen.source}: {first.kind.value} held since {in_words(first.started_at)}")
    if len(seen.runs) > 1:
        click.echo(f"    {len(seen.runs)} runs held; the latest, shown here, is of {in_words(latest.started_at)}")
    for reason in _reasons(latest):
        click.echo(f"    because {reason}")
    counts = Counter(one.effect.value for one in seen.samples)
    click.echo(f"    {', '.join(f'{number} {effect}' for effect, number in counts.items())}")
    for effect in counts:
        _print_samples([one for one in seen.samples if one.effect.value == effect], show_all)
    click.echo(f"decide: `reread accept {seen.source}` or `reread reject {seen.source}`")


def _print_samples(samples: Sequence[Sample], show_all: bool) -> None:
    for one in samples if show_all else samples[:_SHOWN]:
        if one.concerned:
            click.echo(f"    {one.effect.value}: {one.title} ({_words(one)})")
            if one.summary:
                click.echo(f"        {one.summary}")
    left = len(samples) - _SHOWN
    if left > 0 and not show_all and samples[0].concerned:
        click.echo(f"    {samples[0].effect.value}: and {left} more (--all shows them)")


def _words(one: Sample) -> str:
    if one.before is None or one.after is None:
        return counted(one.after if one.before is None and one.after is not None else one.before or 0, "word")
    return f"{one.before} → {counted(one.after, 'word')}"


def _reasons(run: Run) -> tuple[str, ...]:
    return run.hold.reasons if run.hold else ()


def _json(seen: Seen) -> dict[str, object]:
    return {
        "source": seen.source,
        "since": seen.runs[0].started_at.isoformat(),
        "reasons": list(_reasons(seen.runs[-1])),
        "runs": [
            {
                "run": run.id,
                "kind": run.kind.value,
                "started_at": run.started_at.isoformat(),
                "complete": run.complete,
                "reasons": list(_reasons(run)),
            }
            for run in seen.runs
        ],
        "counts": dict(Counter(one.effect.value for one in seen.samples)),
        "chapters": [
            {
                "title": one.title,
                "kind": one.kind.value,
                "effect": one.effect.value,
                "words_before": one.before,
                "words_after": one.after,
                "summary": one.summary,
            }
            for one in seen.samples
            if one.concerned
        ],
    }
