"""`reread compare`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.files import chapter_of_file
from kb.cli.frame import (
    LAST_SECOND,
    Frame,
    as_json_text,
    day_written,
    in_words,
    json_option,
    pass_frame,
    source_option,
    span_in_words,
)
from kb.cli.output import in_colour, put
from kb.errors import UsageError
from kb.model import Chapter, Version

if TYPE_CHECKING:
    from kb.model import Comparison


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two texts to compare, what they are texts of, and what each is called."""

    title: str
    before: Chapter
    after: Chapter
    old: str
    new: str


@click.command()
@click.argument("what", nargs=-1, required=True, metavar="CHAPTER [FROM [TO]] | OLD NEW")
@click.option("--from", "start", metavar="DATE", help="A day: the text in force on it, as far as we know.")
@click.option("--to", "end", metavar="DATE", help="The day to compare it with; without it, the latest text.")
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--all", "whole", is_flag=True, help="Show also the text that did not change.")
@click.option("--color/--no-color", "colour", default=None, help="Colours or none; else colours in a terminal only.")
@source_option
@json_option
@pass_frame
def command(
    frame: Frame,
    what: tuple[str, ...],
    start: str | None,
    end: str | None,
    form: str,
    out: Path | None,
    whole: bool,
    colour: bool | None,
    source: str | None,
    as_json: bool,
) -> None:
    """Show what changed between versions, days or files.

    CHAPTER is a title, number, slug or address; FROM and TO are versions (their numbers) or days (2020-03-16 or
    "16 March 2020"); without them the last change is shown. OLD and NEW are saved pages or documents: HTML, PDF, Word,
    Markdown, text.

    Text marks what went [-so-] and what came {+so+}; a terminal shows it in colours and page by page. HTML is one file
    that needs no other, with the site's redline: inline or side by side, folded to what changed.
    """
    from kb.compare import compare_chapters, comparison_as_json

    pair = _pair(frame, what, start, end, source)
    comparison = compare_chapters(pair.before, pair.after)
    if as_json or form == "json":
        put(as_json_text(comparison_as_json(comparison)), out)
    elif form == "html":
        put(_page(pair, comparison), out)
    else:
        put(_text(pair, comparison, in_colour(colour, out), whole), out, paged=True)


def _text(pair: _Pair, comparison: Comparison, painted: bool, whole: bool) -> str:
    from kb.compare import collapsed, comparison_as_text, redline

    if not comparison.changes:
        return f"no change that counts: {pair.old} → {pair.new}\n"
    rows = redline(pair.before, pair.after, comparison)
    shown = comparison_as_text(rows if whole else collapsed(rows), colour=painted)
    return f"{comparison.summary}\n{pair.old} → {pair.new}\n{shown}"


def _page(pair: _Pair, comparison: Comparison) -> str:
    from kb.compare import redline
    from site_builder.redline_page import redline_page

    rows = redline(pair.before, pair.after, comparison)
    return redline_page(pair.title, pair.old, pair.new, comparison, rows)


def _pair(frame: Frame, what: tuple[str, ...], start: str | None, end: str | None, source: str | None) -> _Pair:
    if len(what) == 2 and not (start or end) and _are_files(*what):
        old, new = Path(what[0]), Path(what[1])
        before, after = _files(old, new)
        called = (old.name, new.name) if old.name != new.name else (str(old), str(new))
        return _Pair(after.title or new.name, before, after, *called)
    chapter, names = what[0], what[1:]
    if not names and _is_document(Path(chapter)) and "://" not in chapter:
        raise UsageError(f"{chapter} is one file: name the file to compare it with, too")
    if len(names) > 2:
        raise UsageError("too many names: give a chapter with at most two versions or days, or two files")
    if names and (start or end):
        raise UsageError("name the two sides once: as FROM and TO, or with --from and --to")
    if end and not start:
        raise UsageError("--to needs --from: name the day to compare from, or only `--from DATE`")
    return _versions(frame, chapter, names or tuple(day for day in (start, end) if day), source)


def _versions(frame: Frame, name: str, sides: tuple[str, ...], source: str | None) -> _Pair:
    from kb.history import History
    from kb.naming import chapter_named

    with frame.workspace.store(must_exist=True) as store:
        chapter = chapter_named(store, name, source)
        versions = store.versions(chapter.id)
        after = _version(versions, sides[1]) if len(sides) == 2 else versions[-1]
        if sides:
            before = _version(versions, sides[0])
        elif len(versions) > 1:
            before = versions[-2]
        else:
            first = versions[0].first_seen.date()
            raise UsageError(f"{chapter.title!r} has one version only, unchanged since {first}: nothing to compare")
        texts = History(chapter, versions, store.text, read_text_by=store.text_by).texts(before, after)
    days = [_day(side) for side in sides]
    old, new = (_called(version, day) for version, day in zip((before, after), (*days, None, None), strict=False))
    return _Pair(f"{chapter.number} {chapter.title}".strip(), *texts, old, new)


def _called(version: Version, day: datetime | None) -> str:
    """A version with the days on which it was seen, and what that says of the day it was asked for."""
    seen = f"version {version.ordinal}, seen {span_in_words(version.first_seen, version.last_seen)}"
    if day is None or day.date() <= version.last_seen.date():
        return seen
    return f"{seen}; not looked at from then to {in_words(day)}"


def _are_files(old: str, new: str) -> bool:
    """Whether two arguments are two files (also where one is missing) rather than a chapter and a version or day."""
    if Path(new).is_file() or _is_document(Path(new)):
        return True
    return Path(old).is_file() and not new.isdigit() and _day(new) is None


def _is_document(path: Path) -> bool:
    """Whether a name is that of a page or document, there or not."""
    from kb.stages.importing import MEDIA_TYPES

    return path.suffix.lower() in MEDIA_TYPES


def _day(name: str) -> datetime | None:
    """The last second of a day, None where it is not written as one."""
    day = day_written(name)
    return datetime.combine(day, LAST_SECOND, UTC) if day else None


def _version(versions: tuple[Version, ...], name: str) -> Version:
    if name.isdigit():
        for version in versions:
            if version.ordinal == int(name):
                return version
        raise UsageError(f"there is no version {name}: there are versions 1 to {len(versions)}")
    day = _day(name)
    if day is None:
        raise UsageError(
            f"{name!r} is neither a version's number nor a day such as 2020-03-16 or 16 March 2020: "
            "`reread history` lists them"
        )
    seen = [version for version in versions if version.first_seen <= day]
    if not seen:
        first = versions[0].first_seen.date()
        raise UsageError(f"nothing is known of the text before {first}: name that day or a later one")
    return seen[-1]


def _files(old: Path, new: Path) -> tuple[Chapter, Chapter]:
    """Two files as chapters. A title that only stands in for one is not compared: both get the other's, or the same."""
    (after, after_untitled), (before, before_untitled) = chapter_of_file(new), chapter_of_file(old)
    if after_untitled and not before_untitled:
        after = replace(after, title=before.title)
    elif before_untitled:
        before = replace(before, title=after.title)
    return before, after
