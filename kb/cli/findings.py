"""`reread findings`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, json_option, pass_frame, print_json, source_option
from kb.model import Finding, FindingKind


@click.command()
@click.option("--edition", help='Only this edition, as printed ("October 2020") or dated (2020-10).')
@click.option("--kind", type=click.Choice([kind.value for kind in FindingKind]), help="Only findings of this kind.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, edition: str | None, kind: str | None, source: str | None, as_json: bool) -> None:
    """Show where log and text agree, and where they do not.

    announced: the log says it and the text shows it; silent: the text changed and the log says nothing;
    unseen: the log claims a change that the text does not show; mismatched: both changed, not in the same way.
    """
    from kb.naming import editions_named, sources_named
    from kb.stages.comparing import compare

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        slugs = {chapter.id: chapter.slug for chapter in store.chapters(source)}
        compared = [compare(store, name) for name in names]
    asked = editions_named((one for derived in compared for one in derived.editions), edition)
    labels = {one.label for one in asked}
    shown = [
        one
        for derived in compared
        for one in derived.findings
        if (edition is None or one.edition_label in labels) and kind in {None, one.kind.value}
    ]
    if as_json:
        print_json([_json(one, slugs) for one in shown])
        return
    for one in shown:
        click.echo(f"{one.edition_label}  {one.kind.value}: {one.title}")
        click.echo(f"    says:  {one.says}")
        click.echo(f"    shows: {one.shows}")
        for line in one.evidence:
            click.echo(f"           {line}")


def _json(finding: Finding, slugs: dict[int, str]) -> dict[str, object]:
    return {
        "chapter": slugs.get(finding.chapter_id) if finding.chapter_id is not None else None,
        "title": finding.title,
        "edition": finding.edition_label,
        "date": finding.edition_date,
        "kind": finding.kind.value,
        "says": finding.says,
        "shows": finding.shows,
        "evidence": list(finding.evidence),
    }
