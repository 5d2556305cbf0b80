"""`reread identity`: which pages are which chapter, and ruling on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kb.cli.frame import Frame, counted, in_words, json_option, pass_frame, print_json, source_option
from kb.errors import UsageError
from kb.model import KnownChapter

if TYPE_CHECKING:
    from kb.stages.identifying import Judge, Matched, Question
    from kb.store import Store


@click.group(invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="Also the matches that are sure, and the rulings.")
@source_option
@json_option
@click.pass_context
def command(context: click.Context, everything: bool, source: str | None, as_json: bool) -> None:
    """List how pages were matched with chapters.

    The open questions first (a page that was kept as a new chapter, but may be a known one), then the matches, the
    least sure first, each with how it was made and how sure it is. Answer with `confirm`, `separate` or `join`.
    """
    if context.invoked_subcommand is None:
        _list(context.ensure_object(Frame), everything, source, as_json)


SURE_ENOUGH = 0.95
"""Matches by an address or a file name need nobody's look."""


def _list(frame: Frame, everything: bool, source: str | None, as_json: bool) -> None:
    from kb.naming import sources_named
    from kb.stages.identifying import matches, questions

    with frame.workspace.store(must_exist=True) as store:
        names = sources_named(store, source)
        asked = [one for name in names for one in questions(store, name)]
        found = [one for name in names for one in matches(store, name)]
    shown = [one for one in found if everything or (one.match.sureness < SURE_ENOUGH and one.ruling is None)]
    if as_json:
        print_json(
            {"questions": [_question_json(one) for one in asked], "matches": [_match_json(one) for one in shown]}
        )
        return
    for question in asked:
        click.echo(f"?    {question.chapter.title!r} ({question.chapter.slug}), {question.chapter.url}")
        click.echo(f"     may be {question.like.title!r} ({question.like.slug}), {question.likeness:.0%} alike")
        click.echo(f"     `reread identity join {question.like.slug} {question.chapter.slug}`: one chapter")
        click.echo(f"     `reread identity separate {question.chapter.slug}`: two chapters")
    for one in shown:
        ruled = f"; ruled: {one.ruling.kind}" if one.ruling else ""
        because = f" ({one.ruling.because})" if one.ruling and one.ruling.because else ""
        click.echo(f"{one.match.sureness:4.0%} {one.match.url}")
        click.echo(
            f"     is {one.chapter.title!r} by {one.match.how}, {in_words(one.match.matched_at)}{ruled}{because}"
        )
    left = "" if everything else "; --all lists every match"
    click.echo(f"{counted(len(asked), 'open question')}, {counted(len(shown), 'match', 'matches')} listed{left}")


def _question_json(one: Question) -> dict[str, object]:
    return {
        "source": one.chapter.source,
        "chapter": one.chapter.slug,
        "title": one.chapter.title,
        "url": one.chapter.url,
        "like": one.like.slug,
        "like_title": one.like.title,
        "likeness": one.likeness,
        "asked_at": one.asked_at.isoformat(),
    }


def _match_json(one: Matched) -> dict[str, object]:
    return {
        "source": one.chapter.source,
        "chapter": one.chapter.slug,
        "title": one.chapter.title,
        "url": one.match.url,
        "how": one.match.how,
        "sureness": one.match.sureness,
        "matched_at": one.match.matched_at.isoformat(),
        "ruling": one.ruling.kind.value if one.ruling else None,
        "because": one.ruling.because if one.ruling else None,
        "ruled_at": one.ruling.decided_at.isoformat() if one.ruling else None,
    }


# --- rulings

because_option = click.option("--because", default="", help="Why, kept with the ruling.")


@command.command()
@click.argument("page")
@because_option
@source_option
@pass_frame
def confirm(frame: Frame, page: str, because: str, source: str | None) -> None:
    """Say that a match is right.

    PAGE is the address that was matched, or a chapter (its title, number or slug) for all its addresses.
    """
    with _judging(frame, page, source, because) as (judge, chapter):
        judge.confirm(chapter, _addresses(judge.store, chapter, page))
    click.echo(f"confirmed: {page} is {chapter.title!r}")


@command.command()
@click.argument("page")
@because_option
@source_option
@pass_frame
def separate(frame: Frame, page: str, because: str, source: str | None) -> None:
    """Say that an address is a chapter of its own.

    PAGE is an address; every text that was seen there goes with it. A chapter's title, number or slug says that it is
    not the one it is like.
    """
    with _judging(frame, page, source, because) as (judge, chapter):
        ruling = judge.separate(chapter, _addresses(judge.store, chapter, page))
    if ruling.other_id is None:
        click.echo(f"noted: {chapter.title!r} is a chapter of its own")
    else:
        click.echo(f"separated: {page} is no longer {chapter.title!r}; `reread chapters` lists both")
    click.echo("run `reread publish` to see it on the site; `reread identity forget` takes it back")


@command.command()
@click.argument("one")
@click.argument("other")
@because_option
@source_option
@pass_frame
def join(frame: Frame, one: str, other: str, because: str, source: str | None) -> None:
    """Say that two chapters are one.

    ONE and OTHER are titles, numbers, slugs or addresses. The history of the younger follows that of the older.
    """
    from kb.naming import chapter_named

    with _judging(frame, one, source, because) as (judge, chapter):
        judge.join(chapter, chapter_named(judge.store, other, chapter.source))
    click.echo(f"joined: {one} and {other} are one chapter")
    click.echo("run `reread publish` to see it on the site; `reread identity forget` takes it back")


@command.command()
@click.argument("page")
@source_option
@pass_frame
def forget(frame: Frame, page: str, source: str | None) -> None:
    """Take back the latest ruling on an address.

    PAGE is an address, or a chapter for the first of its addresses that somebody ruled on.
    """
    with _judging(frame, page, source, "") as (judge, chapter):
        ruled = {address for one in judge.store.rulings(chapter.source) for address in one.addresses}
        own = _addresses(judge.store, chapter, page)
        ruling = judge.forget(next((address for address in own if address in ruled), own[0]))
    click.echo(f"taken back: {ruling.kind} of {', '.join(ruling.addresses)}")


@contextmanager
def _judging(frame: Frame, page: str, source: str | None, because: str) -> Iterator[tuple[Judge, KnownChapter]]:
    """The store, held for writing, and the chapter that is meant."""
    from kb.naming import chapter_named
    from kb.stages.identifying import Judge

    config = frame.workspace.config()
    with frame.workspace.store(must_exist=True) as store, frame.workspace.writing():
        chapter = chapter_named(store, page, source)
        yield Judge(store, config.known_or_new(chapter.source), datetime.now(UTC), because), chapter


def _addresses(store: Store, chapter: KnownChapter, page: str) -> list[str]:
    """The one address that was named, else all of the chapter's."""
    from kb.identity import comparable_address

    owned = [address for address, owner in store.addresses(chapter.source).items() if owner == chapter.id]
    if not owned:
        raise UsageError(f"no address of {chapter.title!r} is known: nothing to rule on")
    named = comparable_address(page if "://" in page or page.startswith("file:") else f"//{page}")
    return [named] if named in owned else owned
