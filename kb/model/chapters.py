"""Chapters: what the extraction rules read out of a page, and contents pages that list them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.text import normalised, slug


class SpanKind(StrEnum):
    """What an inline stretch of text is."""

    LINK = "link"
    """A link out of the manual, or to a file that is not read. Its target counts when versions are compared."""
    CROSS_LINK = "cross-link"
    """A link to another page or document of the same manual. Its address changes with the site, so it never counts:
    what it leads to has versions of its own."""
    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True, slots=True)
class Span:
    """An inline stretch `text[start:end]` of a block's text. `target` is an absolute address, for links only."""

    kind: SpanKind
    start: int
    end: int
    target: str | None = None


class BlockKind(StrEnum):
    """What a block is. A table is a run of rows, a list a run of items."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CAPTION = "caption"
    NOTE = "note"
    QUOTE = "quote"
    FIGURE = "figure"
    CODE = "code"
    """A line of text that is set as typed: program code, commands, what a screen shows."""
    HEADING = "heading"
    """A minor heading inside a section (deeper than the section tree goes, or without a place in it)."""


CELL_SEPARATOR = " | "
"""Between the cells of a row in a block's text."""


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest piece of text that is compared and addressed on its own.

    `text` has its white space collapsed and no soft hyphens, but its own quotes and dashes; a line of code keeps its
    white space but for that at its end, and no comparison looks at it. A row's text is its cells joined by
    `CELL_SEPARATOR`; `header` marks a row of header cells. `depth` is the nesting of a list item, from 1; `marker` its
    own numbering as printed ("a.", "3.", "" for a bullet). `table` numbers the tables and the stretches of code of a
    section from 1, so that neighbours stay apart; a blank line ends a stretch.
    """

    kind: BlockKind
    text: str
    depth: int = 0
    marker: str = ""
    header: bool = False
    table: int = 0
    spans: tuple[Span, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row; empty for every other kind."""
        return tuple(self.text.split(CELL_SEPARATOR)) if self.kind is BlockKind.ROW else ()

    @property
    def links(self) -> tuple[Span, ...]:
        """The spans whose targets count when versions are compared."""
        return tuple([span for span in self.spans if span.kind is SpanKind.LINK])


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a chapter under one heading.

    `label` is how the section is cited, without a closing dot ("4.2.1", "Appendix A"), "" where the heading has none;
    `title` is the heading without its label; `level` is the depth in the tree from 1, and 0 for the text before the
    first heading (whose title and label are ""). Sections of a chapter stand in a flat tuple in the order of the page.
    `anchor` stays the same as long as label and title do, and is unique in its chapter.
    """

    label: str
    title: str
    level: int
    anchor: str
    blocks: tuple[Block, ...] = ()

    @property
    def heading(self) -> str:
        """Label and title as one line, as a reader would cite the section."""
        return " ".join(part for part in (self.label, self.title) if part)

    @property
    def block_anchors(self) -> tuple[str, ...]:
        """How each block is addressed in its chapter: by section and by its own number, else counted among its kind.

        What a block says does not matter, so an amended paragraph keeps its anchor; a numbered one ("4.1.17", "c.")
        keeps it wherever it moves inside its section.
        """
        counts: dict[str, int] = {}
        path = [self.anchor]
        anchors: dict[str, None] = {}
        for block in self.blocks:
            del path[max(block.depth, 1) :]
            name = slug(block.marker) if block.marker else block.kind.value
            wanted = ".".join([*path, name])  # no name holds a dot, so no path is another's
            anchor = wanted if block.marker else ""
            while not anchor or anchor in anchors:
                counts[wanted] = counts.get(wanted, 0) + 1
                anchor = f"{wanted}-{counts[wanted]}"
            anchors[anchor] = None
            if block.depth:
                path.append(anchor.rpartition(".")[2])
        return tuple(anchors)

    @property
    def digest(self) -> str:
        """SHA-256 over the normalised content; two renderings of one section have one digest."""
        return _digest_of(_section_content(self))


class BoxKind(StrEnum):
    """The boxes above a chapter's text."""

    SCOPE = "scope"
    GUIDANCE = "guidance"
    RELATED = "related"
    AMENDMENT = "amendment"
    """What the chapter says of its own latest change. A statement about the text, so not part of it."""
    LOCAL = "local"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Box:
    """A box above a chapter's text; `title` as printed."""

    kind: BoxKind
    title: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The box's blocks, one a line."""
        return "\n".join(block.text for block in self.blocks)


class ChapterKind(StrEnum):
    """Whether a text is a chapter of the manual or a document that belongs to it."""

    CHAPTER = "chapter"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the extraction rules read out of one page.

    `title` is without its number; `number` is the number printed before the title, "" where there is none (the contents
    page may know better). `stated_on` is the date the page gives itself, `review_due_on` the review date it promises.
    """

    title: str
    url: str
    sections: tuple[Section, ...]
    boxes: tuple[Box, ...] = ()
    number: str = ""
    kind: ChapterKind = ChapterKind.CHAPTER
    stated_on: date | None = None
    review_due_on: date | None = None

    def box(self, kind: BoxKind) -> Box | None:
        """The first box of a kind, if the chapter has one."""
        return next((box for box in self.boxes if box.kind is kind), None)

    def blocks(self) -> Iterator[Block]:
        """Every block that counts as the chapter's text: boxes (but not the amendment box), then sections."""
        for box in self.boxes:
            if box.kind is not BoxKind.AMENDMENT:
                yield from box.blocks
        for section in self.sections:
            yield from section.blocks

    @property
    def words(self) -> int:
        """Number of words in the headings and blocks that count as the chapter's text."""
        headings = sum(len(section.heading.split()) for section in self.sections)
        return headings + sum(len(block.text.split()) for block in self.blocks())

    @property
    def digest(self) -> str:
        """SHA-256 over the normalised content: what decides whether a page brings a new version.

        White space, quotes, dashes, soft hyphens, emphasis, the amendment box, dates the page gives itself and the
        number from the contents list do not count; link targets do.
        """
        boxes = [
            [box.kind.value, *(_block_content(block) for block in box.blocks)]
            for box in self.boxes
            if box.kind is not BoxKind.AMENDMENT
        ]
        return _digest_of([normalised(self.title), boxes, [_section_content(section) for section in self.sections]])


def _block_content(block: Block) -> list[object]:
    targets = sorted(link_key(span.target or "") for span in block.links)
    return [block.kind.value, block.depth, normalised(block.marker), normalised(block.text), *targets]


def _section_content(section: Section) -> list[object]:
    heading = [normalised(section.label), normalised(section.title), section.level]
    return [*heading, [_block_content(block) for block in section.blocks]]


def _digest_of(content: object) -> str:
    return hashlib.sha256(repr(content).encode("utf-8")).hexdigest()


def link_key(target: str) -> str:
    """What of a link's target counts: not the scheme, "www.", or a closing slash."""
    key = target.strip().partition("://")[2] or target.strip()
    return key.removeprefix("www.").rstrip("/")


@dataclass(frozen=True, slots=True)
class Listing:
    """One row of a contents page: where a chapter stands in its manual, and what the page says of its state.

    `badge` is "New", "Updated", "Under Review" or "" ("Updated, Under Review" where both are printed).
    """

    position: int
    number: str
    title: str
    url: str
    part: str
    badge: str = ""
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a contents page lists, in its order, with the addresses of logs and documents found beside the chapters."""

    listings: tuple[Listing, ...]
    log_urls: tuple[str, ...] = ()
    document_urls: tuple[str, ...] = ()
