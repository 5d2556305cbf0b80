"""`reread problems`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, counted, in_words, json_option, pass_frame, print_json, source_option


@click.command()
@source_option
@json_option
@pass_frame
def command(frame: Frame, source: str | None, as_json: bool) -> None:
    """List the pages that could not be collected or read.

    Each with what is wrong, since when, and what to do.
    """
    from kb.naming import sources_named

    with frame.workspace.store(must_exist=True) as store:
        found = [one for name in sources_named(store, source) for one in store.problems(name)]
    if as_json:
        print_json(
            [
                {
                    "source": one.source,
                    "url": one.url,
                    "message": one.message,
                    "first_seen": one.first_seen.isoformat(),
                    "last_seen": one.last_seen.isoformat(),
                }
                for one in found
            ]
        )
        return
    for one in found:
        click.echo(
            f"{one.url}\n    {one.message}\n    since {in_words(one.first_seen)}, last {in_words(one.last_seen)}"
        )
    click.echo(f"{counted(len(found), 'problem')}; each closes itself when its page is good again")
