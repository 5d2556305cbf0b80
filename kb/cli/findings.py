"""`reread findings`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from kb.cli.frame import Day, Frame, json_option, pass_frame, print_json, source_option
from kb.model import Finding, FindingKind, Witness
from kb.promises import Pledge


@click.command()
@click.option("--edition", help='Only this edition, as printed ("October 2020") or dated (2020-10).')
@click.option("--kind", type=click.Choice([kind.value for kind in FindingKind]), help="Only findings of this kind.")
@click.option("--since", type=Day(), help="Only editions dated from this day's month on.")
@click.option(
    "--promises", is_flag=True, help="Show promises instead: next updates, review dates, marks without entry."
)
@click.option("--at", type=Day(end=True), help="With --promises: as of this day instead of today.")
@source_option
@json_option
@pass_frame
def command(
    frame: Frame,
    edition: str | None,
    kind: str | None,
    since: datetime | None,
    promises: bool,
    at: datetime | None,
    source: str | None,
    as_json: bool,
) -> None:
    """Show where log and text agree, and where they do not.

    announced: the log says it and the text shows it; silent: the text changed and the log says nothing;
    unseen: the log claims a change that the text does not show; mismatched: both changed, not in the same way.
    """
    if promises:
        if edition or kind or since:
            raise click.UsageError("--promises shows what is open on a day: narrow it with --at and --source only")
        _show_promises(frame, (at or datetime.now(UTC)), source, as_json)
        return
    if at:
        raise click.UsageError("--at belongs to --promises: findings do not depend on the day")
    _show_findings(frame, edition, kind, since, source, as_json)


def _show_findings(
    frame: Frame, edition: str | None, kind: str | None, since: datetime | None, source: str | None, as_json: bool
) -> None:
    from kb.naming import editions_named, sources_named
    from kb.stages.comparing import compare

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        slugs = {chapter.id: chapter.slug for chapter in store.chapters(source)}
        compared = [compare(store, name) for name in names]
    asked = editions_named((one for derived in compared for one in derived.editions), edition)
    dates = {(one.label, one.date) for one in asked if since is None or one.date[:7] >= f"{since:%Y-%m}"}
    shown = [
        one
        for derived in compared
        for one in derived.findings
        if (one.edition_label, one.edition_date) in dates and kind in {None, one.kind.value}
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
        for witness in one.witnesses:
            click.echo(f"    {witness.kind.value}: {_where(witness)}")
    judged = {(one.edition_label, one.edition_date) for derived in compared for one in derived.findings}
    older = [label for label, date in sorted(dates, key=lambda pair: pair[1]) if (label, date) not in judged]
    if older and kind is None:
        click.echo(f"before our time, so nothing is claimed: {', '.join(older)}")


def _where(witness: Witness) -> str:
    seen = f", seen {witness.seen_at:%Y-%m-%d}" if witness.seen_at else ""
    page = f" <{witness.page_url}> {witness.page_digest[:12]}" if witness.page_url else ""
    return f"{witness.how}{seen}{page}"


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
        "witnesses": [
            {
                "kind": witness.kind.value,
                "says": witness.says,
                "how": witness.how,
                "page_url": witness.page_url,
                "page_digest": witness.page_digest,
                "seen_at": witness.seen_at.isoformat() if witness.seen_at else None,
            }
            for witness in finding.witnesses
        ],
    }


def _show_promises(frame: Frame, at: datetime, source: str | None, as_json: bool) -> None:
    from kb.history import histories
    from kb.naming import sources_named
    from kb.promises import pledges

    with frame.workspace.store(must_exist=True) as store:
        slugs = {chapter.id: chapter.slug for chapter in store.chapters(source)}
        found = [
            (name, one)
            for name in sources_named(store, source)
            for one in pledges(histories(store, name), store.editions(name), store.promises(name), at.date())
        ]
    if as_json:
        print_json([_pledge_json(name, one, slugs) for name, one in found])
        return
    for name, one in found:
        click.echo(f"{one.kind.value}: {one.title or name}")
        click.echo(f"    says:  {one.says}")
        click.echo(f"    shows: {one.shows}")


def _pledge_json(source: str, one: Pledge, slugs: dict[int, str]) -> dict[str, object]:
    return {
        "source": source,
        "kind": one.kind.value,
        "chapter": slugs.get(one.chapter_id) if one.chapter_id is not None else None,
        "title": one.title,
        "edition": one.edition or None,
        "due": one.due or None,
        "days": one.days,
        "within": one.within,
        "says": one.says,
        "shows": one.shows,
        "page_url": one.page_url,
    }
