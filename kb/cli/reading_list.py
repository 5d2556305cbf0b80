"""`reread reading-list`."""

from __future__ import annotations

from datetime import datetime

import click

from kb.cli.frame import Day, Frame, counted, json_option, pass_frame, print_json, source_option
from kb.model import Level, ReadingItem


@click.command("reading-list")
@click.option("--edition", help='Only this edition, as printed ("October 2020") or dated (2020-10).')
@click.option("--since", type=Day(), help="Only editions from this day on.")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="Only this level and stronger ones.")
@source_option
@json_option
@pass_frame
def command(
    frame: Frame, edition: str | None, since: datetime | None, level: str | None, source: str | None, as_json: bool
) -> None:
    """Show what to read again, why, and how long it takes."""
    from kb.naming import editions_named, sources_named
    from kb.stages.comparing import compare

    with frame.workspace.store(must_exist=True) as store:
        compared = [compare(store, name) for name in sources_named(store, source)]
    asked = editions_named((one for derived in compared for one in derived.editions), edition)
    labels = {one.label for one in asked}
    weakest = Level(level).rank if level else Level.NONE.rank
    items = [
        item
        for derived in compared
        for item in derived.reading
        if (edition is None or item.edition_label in labels)
        and (since is None or item.since >= since.date())
        and item.level.rank <= weakest
    ]
    if as_json:
        print_json([_json(item) for item in items])
        return
    for item in items:
        _print(item)
    click.echo(f"{counted(len(items), 'item')}, {counted(sum(item.minutes for item in items), 'minute')}")


def _print(item: ReadingItem) -> None:
    click.echo(f"{item.edition_label or item.since}  {item.level.value:8} {item.title} ({item.minutes} min)")
    if item.look_for:
        click.echo(f"    look for: {item.look_for}")
    if item.sections:
        click.echo(f"    sections: {', '.join(' '.join(part for part in one if part) for one in item.sections)}")
    for reason in item.reasons:
        click.echo(f"    {reason}")


def _json(item: ReadingItem) -> dict[str, object]:
    return {
        "chapter": item.slug,
        "title": item.title,
        "level": item.level.value,
        "reasons": list(item.reasons),
        "sections": [{"label": label, "title": title} for label, title in item.sections],
        "minutes": item.minutes,
        "since": item.since.isoformat(),
        "edition": item.edition_label,
        "amendment": item.amendment_id,
        "finding": item.finding.value if item.finding else None,
        "look_for": item.look_for,
    }
