"""`reread compare`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from kb.cli.files import page_of_file
from kb.cli.frame import Frame, json_option, pass_frame, print_json, source_option
from kb.errors import UsageError
from kb.model import Chapter, Version


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="CHAPTER [FROM [TO]] | OLD NEW")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@source_option
@json_option
@pass_frame
def command(frame: Frame, what: tuple[str, ...], form: str, source: str | None, as_json: bool) -> None:
    """Show what changed between two versions, or two files.

    CHAPTER is a title, number, slug or address; FROM and TO are versions (their numbers) or days (2020-03-16);
    without them the last change is shown.
    """
    from kb.compare import compare_chapters, comparison_as_json, comparison_as_text, redline

    before, after = _two_texts(frame, what, source)
    comparison = compare_chapters(before, after)
    if as_json or form == "json":
        print_json(comparison_as_json(comparison))
        return
    text = comparison_as_text(redline(before, after, comparison), colour=sys.stdout.isatty())
    shown = f"{comparison.summary}\n{text}" if comparison.changes else "no change that counts"
    click.echo(shown)


def _two_texts(frame: Frame, what: tuple[str, ...], source: str | None) -> tuple[Chapter, Chapter]:
    if len(what) == 2 and _are_files(*what):
        return _file(Path(what[0])), _file(Path(what[1]))
    if len(what) > 3:
        raise UsageError("too many names: give a chapter with at most two versions or days, or two files")
    from kb.naming import chapter_named

    with frame.workspace.store(must_exist=True) as store:
        chapter = chapter_named(store, what[0], source)
        versions = store.versions(chapter.id)
        after = _version(versions, what[2]) if len(what) == 3 else versions[-1]
        if len(what) > 1:
            before = _version(versions, what[1])
        elif len(versions) > 1:
            before = versions[-2]
        else:
            first = versions[0].first_seen.date()
            raise UsageError(f"{chapter.title!r} has one version only, unchanged since {first}: nothing to compare")
        return store.text(before.id), store.text(after.id)


def _are_files(old: str, new: str) -> bool:
    """Whether two arguments are two files (also where one is missing) rather than a chapter and a version or day."""
    from kb.stages.importing import MEDIA_TYPES

    if Path(new).is_file() or Path(new).suffix.lower() in MEDIA_TYPES:
        return True
    return Path(old).is_file() and not new.isdigit() and _day(new) is None


def _day(name: str) -> datetime | None:
    """The last second of a day, None where it is not written as one."""
    try:
        return datetime.fromisoformat(f"{name}T23:59:59+00:00")
    except ValueError:
        return None


def _version(versions: tuple[Version, ...], name: str) -> Version:
    if name.isdigit():
        for version in versions:
            if version.ordinal == int(name):
                return version
        raise UsageError(f"there is no version {name}: there are versions 1 to {len(versions)}")
    day = _day(name)
    if day is None:
        raise UsageError(
            f"{name!r} is neither a version's number nor a day such as 2020-03-16: `reread history` lists them"
        )
    seen = [version for version in versions if version.first_seen <= day]
    if not seen:
        first = versions[0].first_seen.date()
        raise UsageError(f"nothing is known of the text before {first}: name that day or a later one")
    return seen[-1]


def _file(path: Path) -> Chapter:
    from crawler.extract import read_chapter
    from crawler.layouts import layout_of

    page = page_of_file(path)
    return read_chapter(page, layout_of(page.url))
