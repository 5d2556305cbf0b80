"""`reread history`."""

from __future__ import annotations

from itertools import pairwise

import click

from kb.cli.frame import (
    Frame,
    check_json,
    in_words,
    json_option,
    pass_frame,
    print_json,
    print_table,
    source_option,
    span_in_words,
)
from kb.model import Check, Outcome, Version


@click.command()
@click.argument("chapter")
@click.option("--checks", is_flag=True, help="Instead: every day on which it was looked at, and how.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, chapter: str, checks: bool, source: str | None, as_json: bool) -> None:
    """Show every version of CHAPTER and what each changed.

    CHAPTER is a title, number, slug or address. Where newer rules read a version otherwise, --json has a row of origin
    re-extracted for each such reading, under the version's ordinal.
    """
    from kb.history import History
    from kb.naming import chapter_named

    with frame.workspace.store(must_exist=True) as store:
        known = chapter_named(store, chapter, source)
        if checks:
            _show_checks(store.looks(known.id), as_json)
            return
        versions = store.versions(known.id)
        if as_json:
            print_json([_json(version) for version in store.readings(known.id)])
            return
        whole = History(known, versions, store.text, read_text_by=store.text_by)
        summaries = {after.ordinal: whole.comparison(before, after).summary for before, after in pairwise(versions)}
        readings = store.readings(known.id)
    click.echo(f"{known.number} {known.title}".strip())
    for version in versions:
        seen = f"seen {span_in_words(version.first_seen, version.last_seen)}"
        click.echo(f"{version.ordinal:3}  {version.origin.value:12} {seen}, {version.words} words")
        if version.ordinal in summaries:
            click.echo(f"     {summaries[version.ordinal]}")
        for before, after in pairwise(one for one in readings if one.id == version.id):
            click.echo(
                f"     re-extracted: rules {before.rules} read {before.words} words, rules {after.rules} {after.words}"
            )
    if known.withdrawn_at is not None:
        click.echo(f"     withdrawn: not found on {in_words(known.withdrawn_at)}")


_SAYS = {
    Outcome.NEW: "another page than before",
    Outcome.SAME: "unchanged: the same page came again",
    Outcome.NOT_MODIFIED: "unchanged: the server said so",
    Outcome.DATED: "not asked: the contents page stated the same date",
    Outcome.GONE: "not there",
    Outcome.FAILED: "no answer of the manual",
}


def _show_checks(checks: tuple[Check, ...], as_json: bool) -> None:
    if as_json:
        print_json([check_json(check) for check in checks])
        return
    new = [check for check in checks if check.outcome is Outcome.NEW]
    rows = [(f"{one.checked_at:%Y-%m-%d %H:%M}", _said(one, one in new[:1]), one.url) for one in checks]
    print_table(rows, ("at (UTC)", "came", "address"))


def _said(check: Check, first: bool) -> str:
    says = "the first page kept" if first else _SAYS[check.outcome]
    return f"{says} ({check.detail})" if check.detail else says


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
