"""`reread history`."""

from __future__ import annotations

from itertools import pairwise

import click

from kb.cli.frame import Frame, in_words, json_option, pass_frame, print_json, source_option, span_in_words
from kb.model import Version


@click.command()
@click.argument("chapter")
@source_option
@json_option
@pass_frame
def command(frame: Frame, chapter: str, source: str | None, as_json: bool) -> None:
    """Show every version of CHAPTER and what each changed.

    CHAPTER is a title, number, slug or address.
    """
    from kb.compare import compare_chapters
    from kb.naming import chapter_named

    with frame.workspace.store(must_exist=True) as store:
        known = chapter_named(store, chapter, source)
        versions = store.versions(known.id)
        if as_json:
            print_json([_json(version) for version in versions])
            return
        summaries = {
            after.ordinal: compare_chapters(store.text(before.id), store.text(after.id)).summary
            for before, after in pairwise(versions)
        }
    click.echo(f"{known.number} {known.title}".strip())
    for version in versions:
        seen = f"seen {span_in_words(version.first_seen, version.last_seen)}"
        click.echo(f"{version.ordinal:3}  {version.origin.value:12} {seen}, {version.words} words")
        if version.ordinal in summaries:
            click.echo(f"     {summaries[version.ordinal]}")
    if known.withdrawn_at is not None:
        click.echo(f"     withdrawn: not found on {in_words(known.withdrawn_at)}")


def _json(version: Version) -> dict[str, object]:
    return {
        "ordinal": version.ordinal,
        "origin": version.origin.value,
        "first_seen": version.first_seen.isoformat(),
        "last_seen": version.last_seen.isoformat(),
        "stated_on": version.stated_on.isoformat() if version.stated_on else None,
        "digest": version.digest,
        "page_digest": version.page_digest,
        "page_url": version.page_url,
        "rules": version.rules,
        "words": version.words,
    }
