"""`reread show`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import click

from kb.cli.frame import Day, Frame, in_words, json_option, pass_frame, print_json, source_option, span_in_words
from kb.errors import UsageError
from kb.model import Block, BlockKind, Chapter, Version


@click.command()
@click.argument("chapter")
@click.option("--at", type=Day(end=True), help="The text in force on a day, as far as we know.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, chapter: str, at: datetime | None, source: str | None, as_json: bool) -> None:
    """Print the text of CHAPTER in force, or on a day.

    CHAPTER is a title, number, slug or address.
    """
    from kb.naming import chapter_named

    with frame.workspace.store(must_exist=True) as store:
        known = chapter_named(store, chapter, source)
        versions = store.versions(known.id)
        version = _in_force(versions, at, known.title)
        text = store.text(version.id)
    bounds = _bounds(version, versions, at)
    if known.withdrawn_at is not None and (at is None or at >= known.withdrawn_at):
        bounds += f" Withdrawn: not found on {in_words(known.withdrawn_at)}."
    if as_json:
        print_json(_json(text, version, bounds))
        return
    click.echo(f"{known.number} {text.title}".strip())
    click.echo(f"[{bounds} Read from {version.page_url}]")
    for line in _lines(text):
        click.echo(line)


def _in_force(versions: tuple[Version, ...], at: datetime | None, title: str) -> Version:
    if at is None:
        return versions[-1]
    seen = [version for version in versions if version.first_seen <= at]
    if not seen:
        first = in_words(versions[0].first_seen)
        raise UsageError(f"{title!r} was first seen on {first}: what it said before is not known")
    return seen[-1]


def _bounds(version: Version, versions: tuple[Version, ...], at: datetime | None) -> str:
    """What we can honestly say of the time the text was in force."""
    unchanged = "" if version.first_seen.date() == version.last_seen.date() else "unchanged "
    seen = f"Version {version.ordinal}, seen {unchanged}{span_in_words(version.first_seen, version.last_seen)}."
    if at is not None and at.date() > version.last_seen.date():
        later = [one for one in versions if one.ordinal > version.ordinal]
        until = f"; a new text was first seen on {in_words(later[0].first_seen)}" if later else ""
        seen += f" It was not looked at between then and {in_words(at)}{until}."
    return seen


def _lines(text: Chapter) -> Iterator[str]:
    for box in text.boxes:
        yield ""
        yield box.title.upper()
        yield from (_line(block) for block in box.blocks)
    for section in text.sections:
        if section.heading:
            yield ""
            yield section.heading
        yield from (_line(block) for block in section.blocks)


def _line(block: Block) -> str:
    if block.kind is BlockKind.ITEM:
        return f"{'  ' * block.depth}{block.marker or '•'} {block.text}"
    return f"    {block.text}" if block.kind is BlockKind.CODE else block.text


def _json(text: Chapter, version: Version, bounds: str) -> dict[str, object]:
    return {
        "title": text.title,
        "version": version.ordinal,
        "bounds": bounds,
        "page_url": version.page_url,
        "page_digest": version.page_digest,
        "boxes": [{"kind": box.kind.value, "title": box.title, "text": box.text} for box in text.boxes],
        "sections": [
            {
                "label": section.label,
                "title": section.title,
                "level": section.level,
                "anchor": section.anchor,
                "blocks": [
                    {"kind": block.kind.value, "depth": block.depth, "text": block.text} for block in section.blocks
                ],
            }
            for section in text.sections
        ],
    }
