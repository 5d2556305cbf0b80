"""`reread amendments`."""

from __future__ import annotations

import click

from kb.citations import appendices_named, citation_as_json, citations_in
from kb.cli.frame import Frame, counted, json_option, pass_frame, print_json, source_option
from kb.model import KnownChapter, KnownEdition, LoggedAmendment
from kb.resolve import Likely
from kb.store import Store

_Listed = tuple[KnownEdition, LoggedAmendment, tuple[Likely, ...]]

_NONE = "no amendment log has been read"
_NONE_OPEN = "no entry is open: the chapter of each is known"


@click.command()
@click.option("--edition", help='Only this edition, as printed ("October 2020") or dated (2020-10).')
@click.option("--unresolved", is_flag=True, help="Only entries of which the chapter is not known, with candidates.")
@click.option(
    "--is",
    "decision",
    nargs=2,
    metavar="ENTRY CHAPTER",
    help='Decide which chapter an entry ("2020-10/13") speaks of; CHAPTER "nothing" takes a decision back.',
)
@source_option
@json_option
@pass_frame
def command(
    frame: Frame,
    edition: str | None,
    unresolved: bool,
    decision: tuple[str, str] | None,
    source: str | None,
    as_json: bool,
) -> None:
    """List the amendment logs' entries and their chapters."""
    from kb.naming import editions_named, sources_named

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        if decision is not None:
            _decide(store, names, *decision)
        chapters = {chapter.id: chapter for chapter in store.chapters(source)}
        found = [one for name in names for one in _entries(store, name, unresolved)]
        asked = editions_named((one for name in names for one in store.editions(name)), edition)
    keys = {(one.source, one.label, one.date, one.scope) for one in asked}
    shown = [one for one in found if (one[0].source, one[0].label, one[0].date, one[0].scope) in keys]
    if as_json:
        print_json([_json(*one, chapters) for one in shown])
    elif decision is None:
        _print(shown, chapters)
        if not shown:
            click.echo(_NONE_OPEN if unresolved else _NONE)


def _decide(store: Store, names: tuple[str, ...], entry: str, chapter: str) -> None:
    """Records a person's decision."""
    from kb.naming import chapter_named
    from kb.stages.resolving import decide

    if len(names) != 1:
        raise click.UsageError(f"name the manual with --source: {', '.join(names) or 'nothing is known yet'}")
    meant = None if chapter == "nothing" else chapter_named(store, chapter, names[0])
    decided = decide(store, names[0], entry, meant)
    title = decided.amendment.title or "the entry without a title"
    click.echo(f"{entry} ({title}) is {meant.title if meant else 'no longer resolved'}")
    click.echo("run `reread publish` to see it on the site")


def _entries(store: Store, source: str, unresolved: bool) -> list[_Listed]:
    """The entries of a source, with candidates for those whose chapter is not known."""
    from kb.stages.resolving import unresolved as open_entries

    candidates = {one.entry.id: one.likely for one in open_entries(store, source)}
    return [
        (edition, entry, candidates.get(entry.id, ()))
        for edition in store.editions(source)
        for entry in edition.amendments
        if entry.id in candidates or not unresolved
    ]


def _print(shown: list[_Listed], chapters: dict[int, KnownChapter]) -> None:
    from kb.stages.resolving import name_of

    heads: dict[tuple[str, str, str, str | None], int] = {}
    for edition, _, _ in shown:
        key = (edition.source, edition.label, edition.date, edition.scope)
        heads[key] = heads.get(key, 0) + 1
    for edition, entry, likely in shown:
        number = heads.pop((edition.source, edition.label, edition.date, edition.scope), None)
        if number is not None:
            entries = counted(number, "entry", "entries")
            click.echo(f"{edition.label} ({edition.source}), {entries}, read from {edition.page_url}")
        said = entry.amendment
        title = said.title or "(unnamed chapter: the log lost its title)"
        click.echo(f"  {name_of(edition, entry.ordinal):12} {said.kind.value:8} {said.level.value:8} {title}")
        if said.detail:
            click.echo(f"      {said.detail}")
        named = [*(f"Section {label}" for label in said.sections), *appendices_named(said.detail)]
        if named:
            click.echo(f"      names {', '.join(named)}")
        for citation in citations_in(said.detail):
            click.echo(f"      cites {citation.kind.value}: {citation.in_words}")
        if entry.chapter_id is not None:
            click.echo(f"      → {_slug(chapters, entry.chapter_id)}, by {entry.how} ({entry.sureness:.0%} sure)")
        for one in likely:
            click.echo(f"      ? {_slug(chapters, one.chapter_id)} ({one.likelihood:.0%}): {'; '.join(one.why)}")


def _slug(chapters: dict[int, KnownChapter], chapter_id: int) -> str:
    return chapters[chapter_id].slug if chapter_id in chapters else "?"


def _json(
    edition: KnownEdition, entry: LoggedAmendment, likely: tuple[Likely, ...], chapters: dict[int, KnownChapter]
) -> dict[str, object]:
    from kb.stages.resolving import name_of

    said = entry.amendment
    return {
        "source": edition.source,
        "entry": name_of(edition, entry.ordinal),
        "edition": edition.label,
        "date": edition.date,
        "scope": edition.scope,
        "ordinal": entry.ordinal,
        "title": said.title,
        "kind": said.kind.value,
        "detail": said.detail,
        "sections": list(said.sections),
        "appendices": list(appendices_named(said.detail)),
        "level": said.level.value,
        "proof": list(said.proof),
        "citations": [citation_as_json(citation) for citation in citations_in(said.detail)],
        "links": [{"text": link.text, "url": link.url} for link in said.links],
        "complete": said.complete,
        "chapter": _slug(chapters, entry.chapter_id) if entry.chapter_id is not None else None,
        "how": entry.how,
        "sureness": entry.sureness,
        "candidates": [
            {"chapter": _slug(chapters, one.chapter_id), "likelihood": one.likelihood, "why": list(one.why)}
            for one in likely
        ],
        "page_url": edition.page_url,
        "page_digest": edition.page_digest,
    }
