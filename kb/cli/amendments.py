"""`reread amendments`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, counted, json_option, pass_frame, print_json, source_option
from kb.model import KnownEdition, LoggedAmendment


@click.command()
@click.option("--edition", help='Only this edition, as printed ("October 2020") or dated (2020-10).')
@click.option("--unresolved", is_flag=True, help="Only entries of which the chapter is not known.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, edition: str | None, unresolved: bool, source: str | None, as_json: bool) -> None:
    """List the amendment logs' entries and their chapters."""
    from kb.naming import editions_named, sources_named

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        slugs = {chapter.id: chapter.slug for chapter in store.chapters(source)}
        editions = editions_named((one for name in names for one in store.editions(name)), edition)
    entries = [
        (one, entry)
        for one in editions
        for entry in one.amendments
        if not (unresolved and entry.chapter_id is not None)
    ]
    if as_json:
        print_json([_json(one, entry, slugs) for one, entry in entries])
        return
    for one in editions:
        own = [entry for other, entry in entries if other is one]
        if not own:
            continue
        click.echo(f"{one.label} ({one.source}), {counted(len(own), 'entry', 'entries')}, read from {one.page_url}")
        for entry in own:
            said = entry.amendment
            click.echo(f"  {said.kind.value:8} {said.level.value:8} {said.title or '(title lost in the log)'}")
            if said.detail:
                click.echo(f"      {said.detail}")
            if entry.chapter_id is not None:
                click.echo(f"      → {slugs.get(entry.chapter_id, '?')}, by {entry.how} ({entry.sureness:.0%} sure)")


def _json(edition: KnownEdition, entry: LoggedAmendment, slugs: dict[int, str]) -> dict[str, object]:
    said = entry.amendment
    return {
        "source": edition.source,
        "edition": edition.label,
        "date": edition.date,
        "scope": edition.scope,
        "ordinal": entry.ordinal,
        "title": said.title,
        "kind": said.kind.value,
        "detail": said.detail,
        "sections": list(said.sections),
        "level": said.level.value,
        "proof": list(said.proof),
        "complete": said.complete,
        "chapter": slugs.get(entry.chapter_id) if entry.chapter_id is not None else None,
        "how": entry.how,
        "sureness": entry.sureness,
        "page_url": edition.page_url,
        "page_digest": edition.page_digest,
    }
