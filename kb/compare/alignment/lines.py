"""A chapter as a flat sequence of comparable lines: what every comparison is made on, and positions count in."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kb.compare.alignment.labels import typed_labels, without_label
from kb.compare.citing import ELSEWHERE_HERE, OPENING_TEXT
from kb.model import Block, BlockKind, Box, BoxKind, Chapter, LineShape, Section, link_key
from kb.text import all_normalised, normalised

TITLE = "title"
HEADING = "heading"
BOX = "box"
MINOR_HEADING = "minor heading"
ROW = BlockKind.ROW.value
OPENING = frozenset((TITLE, BOX, HEADING))
REMEMBERED = 512
"""The lines of so many sections are kept in mind: those of two long chapters."""


class Place(NamedTuple):
    """The section (or box) a line stands in. The chapter's title stands in none: all three are ""."""

    label: str = ""
    title: str = ""
    anchor: str = ""

    @property
    def heading(self) -> str:
        """Label and title as one line, as a reader would cite the section."""
        return f"{self.label} {self.title}" if self.label and self.title else self.label or self.title

    def seen_from(self, other: Place) -> str:
        """How a text that moved says where its other end is."""
        return ELSEWHERE_HERE if self.anchor == other.anchor else self.heading or OPENING_TEXT


class Line(NamedTuple):
    """The smallest thing that can change: a title, the head of a box, a heading, a block. They are made by thousands.

    `text` is as printed (a heading with its label); `normal` is what is compared: blind to typography, a heading
    without its label, and "" for the head of a box, whose wording does not count. `marker` is an item's numbering as
    printed, or the label typed before a paragraph or row ("4.1", "(a)"), which is then not in `text`; `header` and
    `table` are those of a row. Everything that counts is in `shape` and `normal`, and so in `digest`.
    """

    place: Place
    text: str
    normal: str
    shape: LineShape
    marker: str = ""
    header: bool = False
    table: int = 0

    @property
    def block(self) -> str:
        """The kind of block, as in `Change.block`."""
        return self.shape.block

    @property
    def opens(self) -> bool:
        """Whether the line begins a new stretch: the title, a box or a section."""
        return self.shape.block in OPENING

    @property
    def content(self) -> tuple[str, LineShape, str]:
        """What has to be the same for two lines to be the same: text, shape, and the label of the section."""
        return (self.normal, self.shape, normalised(self.place.label))

    @property
    def size(self) -> int:
        """How many words are printed."""
        # What is compared has single spaces only, and most text is compared as it is printed.
        return self.text.count(" ") + 1 if self.text and self.text == self.normal else len(self.text.split())

    @property
    def digest(self) -> str:
        """SHA-256 over text and shape."""
        shape = self.shape
        content = (self.normal, shape.block, shape.depth, shape.number, shape.links)
        return hashlib.sha256(repr(content).encode("utf-8")).hexdigest()


def lines(chapter: Chapter) -> tuple[Line, ...]:
    """The chapter's title, boxes (but not the amendment box) and sections as lines, in the order of the page."""
    made = [Line(Place(), chapter.title, normalised(chapter.title), LineShape(TITLE))]
    for box in chapter.boxes:
        if box.kind is not BoxKind.AMENDMENT:
            made.extend(_box_lines(box))
    for section in chapter.sections:
        made.extend(lines_of_section(section))
    return tuple(made)


def lines_of_section(section: Section) -> tuple[Line, ...]:
    """A section's lines. They are remembered: most sections stand in both versions, and in many versions of a chain."""
    versions = _versions(section.label, section.title, section.anchor, len(section.blocks))
    for known, made in versions:
        if known is section:
            return made
    equal = [made for known, made in versions if known == section]
    made = equal[0] if equal else _section_lines(section)
    # Also where it is equal to another: looking block by block takes long, and the redline asks for it once more.
    versions.append((section, made))
    return made


@lru_cache(maxsize=REMEMBERED)
def _versions(label: str, title: str, anchor: str, blocks: int) -> deque[tuple[Section, tuple[Line, ...]]]:
    """Room for the last sections of a heading and length. A section itself as a key would be hashed block by block."""
    return deque(maxlen=4)


def _box_lines(box: Box) -> list[Line]:
    place = Place("", box.title, f"box-{box.kind.value}")
    return [Line(place, box.title, "", LineShape(BOX, 0, box.kind.value)), *_block_lines(place, box.blocks)]


def _section_lines(section: Section) -> tuple[Line, ...]:
    place = Place(section.label, section.title, section.anchor)
    # The text before the first heading has an empty heading, so that it never runs on from the last box.
    if not (section.blocks or place.heading):
        return ()
    shape = LineShape(HEADING, section.level, normalised(section.label))
    opening = Line(place, place.heading, normalised(section.title), shape)
    return (opening, *_block_lines(place, section.blocks))


def _block_lines(place: Place, blocks: Sequence[Block]) -> list[Line]:
    labels = typed_labels(blocks, place.label)
    texts = [
        without_label(block.text, label) if label else block.text for block, label in zip(blocks, labels, strict=True)
    ]
    made = []
    new = tuple.__new__
    for block, label, text, normal in zip(blocks, labels, texts, all_normalised(texts), strict=True):
        marker = label or block.marker
        shape = _plain_shape(block.kind, block.depth, marker)
        if block.spans and (links := block.links):
            keys = sorted([link_key(span.target or "") for span in links])
            shape = LineShape(shape.block, shape.depth, shape.number, tuple(keys))
        # Calling the class takes twice as long, and there are more lines than of anything else.
        made.append(new(Line, (place, text, normal, shape, marker, block.header, block.table)))
    return made


@lru_cache(maxsize=1_000)
def _plain_shape(kind: BlockKind, depth: int, marker: str) -> LineShape:
    """The shape of a block without links: of these there are few."""
    return LineShape(MINOR_HEADING if kind is BlockKind.HEADING else kind.value, depth, normalised(marker))


def line_of(text: str, shape: LineShape) -> Line:
    """The line a change describes; its place is not known from the change alone (see `placed`)."""
    normal = normalised(text)
    if shape.block == HEADING and shape.number:
        normal = normal[len(shape.number) :].lstrip()
    elif shape.block == BOX:
        normal = ""
    return Line(Place(), text, normal, shape, marker="" if shape.block in (HEADING, BOX) else shape.number)


def placed(made: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, each standing in the section whose heading precedes it."""
    result = []
    place = Place()
    for line in made:
        if line.opens:
            place = _opened(line)
        result.append(line if line.place == place else line._replace(place=place))
    return tuple(result)


def _opened(line: Line) -> Place:
    if line.block == TITLE:
        return Place()
    if line.block == BOX:
        return Place("", line.text, f"box-{line.shape.number}")
    if line.place.heading == line.text:
        return line.place
    label = line.shape.number
    return Place(label, line.text.removeprefix(label).strip() if line.text.startswith(label) else line.normal)
