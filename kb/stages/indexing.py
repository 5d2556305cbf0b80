"""Index: one search entry for each section of every chapter and document in force, and what changed in each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from crawler.sources import Config
from kb.model import Chapter, Section
from kb.progress import Progress
from kb.search import Entry, shipped_terms, with_own, write_index
from kb.stages.changed import steps
from kb.stages.comparing import Compared
from site_builder.places import Places


def index(folder: Path, config: Config, compared: tuple[Compared, ...], progress: Progress) -> None:
    """Writes the index of all sources to a folder: of what is in force (so of no withdrawn chapter), and of what
    changed."""
    named = [(one, config.known_or_new(one.source).title, _places(one, several=len(compared) != 1)) for one in compared]
    entries = tuple(entry for each in named for entry in _entries(*each))
    changed = tuple(step for each in named for step in steps(*each))
    write_index(entries, folder, with_own(shipped_terms(), config.acronyms), changed)
    progress.say(f"index: {len(entries)} sections, {sum(len(step.passages) for step in changed)} changed passages")


def _places(compared: Compared, several: bool) -> Places:
    return Places(f"{compared.source}/" if several else "")


def _entries(compared: Compared, manual: str, places: Places) -> Iterator[Entry]:
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
