"""Index: one search entry for each section of every chapter and document in force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.sources import Config
from kb.model import Chapter, Section
from kb.progress import Progress
from kb.search import Entry, write_index
from kb.stages.comparing import Compared
from site_builder.places import Places


def index(folder: Path, config: Config, compared: tuple[Compared, ...], progress: Progress) -> None:
    """Writes the index of all sources to a folder. Withdrawn chapters are not in it: they are not in force."""
    entries = tuple(entry for one in compared for entry in _entries(one, config, several=len(compared) != 1))
    write_index(entries, folder)
    progress.say(f"index: {len(entries)} sections")


def _entries(compared: Compared, config: Config, several: bool) -> Iterator[Entry]:
    places = Places(f"{compared.source}/" if several else "")
    manual = config.known_or_new(compared.source).title
    for history in compared.histories:
        chapter = history.chapter
        if chapter.withdrawn_at is not None or not history.versions:
            continue
        text = history.text(history.versions[-1])
        for section in _searched(text):
            yield Entry(
                source=compared.source,
                manual=manual,
                chapter=chapter.slug,
                title=chapter.title,
                number=chapter.number,
                kind=chapter.kind.value,
                label=section.label,
                heading=section.title,
                location=places.chapter(chapter.slug, section.anchor),
                text="\n".join(block.text for block in section.blocks),
            )


def _searched(text: Chapter) -> Iterator[Section]:
    """The sections; what stands in boxes above the text is searched as the chapter's opening."""
    opening = tuple(block for box in text.boxes for block in box.blocks)
    if opening:
        yield Section("", "", 0, "", opening)
    yield from (section for section in text.sections if section.blocks or section.title)
