"""Texts in the form in which they are kept: a run may bring tens of thousands, which are judged before any is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kb.model import Block, BoxKind, Chapter, ChapterKind
from kb.store import encoding


@dataclass(frozen=True, slots=True)
class PackedText:
    """What a page says, packed: a few kilobytes, where the chapter itself takes ten times as much.

    `said` is what its amendment box says, None where it has none; `sections` are digest and packed bytes of each.
    """

    title: str
    kind: ChapterKind
    digest: str
    words: int
    stated_on: date | None
    said: str | None
    head: bytes
    sections: tuple[tuple[str, bytes], ...]

    def chapter(self) -> Chapter:
        """The chapter that was packed."""
        sections = (encoding.section_of(encoding.unpacked(packed)) for _, packed in self.sections)
        return encoding.chapter_of(encoding.unpacked(self.head), tuple(sections))

    def blocks(self) -> Iterator[Block]:
        """Every block that counts as the chapter's text."""
        return self.chapter().blocks()


def packed_text(chapter: Chapter) -> PackedText:
    """A chapter, packed."""
    box = chapter.box(BoxKind.AMENDMENT)
    bodies = [encoding.section_bytes(section) for section in chapter.sections]
    return PackedText(
        title=chapter.title,
        kind=chapter.kind,
        digest=chapter.digest,
        words=chapter.words,
        stated_on=chapter.stated_on,
        said=None if box is None else box.text,
        head=encoding.packed(encoding.head_bytes(chapter)),
        sections=tuple((encoding.digest(body), encoding.packed(body)) for body in bodies),
    )
