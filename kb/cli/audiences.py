"""`reread audiences`."""

from __future__ import annotations

import click

from kb.cli.frame import NEEDS_A_PERSON, Frame, counted, json_option, pass_frame, print_json


@click.command()
@json_option
@pass_frame
def command(frame: Frame, as_json: bool) -> int:
    """Show each audience with the chapters that concern it.

    Audiences are declared in reread.toml (docs/reading.md). Ends with exit code 3 where one names something that fits
    no chapter.
    """
    from kb.history import histories
    from kb.reading import readership, unmatched

    audiences = frame.workspace.config().reading.audiences
    with frame.workspace.store(must_exist=True) as store:
        known = [history for name in store.sources() for history in histories(store, name)]
        concerned = readership(audiences, known)
        missing = unmatched(audiences, known)
    chapters = {
        one.name: [history.chapter for history in known if one.name in concerned[history.chapter.id]]
        for one in audiences
    }
    if as_json:
        print_json(
            [
                {
                    "audience": name,
                    "chapters": [
                        {"source": one.source, "chapter": one.slug, "title": one.title, "part": one.part}
                        for one in found
                    ],
                    "unmatched": [
                        {"what": one.what, "name": one.name, "near": list(one.near)}
                        for one in missing
                        if one.audience == name
                    ],
                }
                for name, found in chapters.items()
            ]
        )
    for name, found in () if as_json else chapters.items():
        click.echo(f"{name}: {counted(len(found), 'chapter')}")
        for chapter in found:
            click.echo(f"    {' '.join(part for part in (chapter.number, chapter.title) if part)} ({chapter.source})")
    for each in () if as_json else missing:
        click.echo(each.in_words)
    if not audiences and not as_json:
        click.echo('no audience is declared: add a table such as [audiences."Fostering team"] to reread.toml')
    return NEEDS_A_PERSON if missing else 0
