"""From headings and blocks in a row to a chapter: boxes, and sections as a labelled tree. The same for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.extract.contents_list import without_contents_list
from crawler.extract.dates import without_dates
from crawler.extract.headings import heading_in, unglued, with_bold_headings
from crawler.extract.inline import is_strong
from crawler.extract.labels import box_kind, split_label, split_number
from crawler.extract.pieces import BOLD_RANK, Close, Heading, Piece
from kb.model import Block, BlockKind, Box, BoxKind, Chapter, ChapterKind, Section
from kb.text import slug


def chapter_of(
    pieces: Sequence[Piece], *, title: str, url: str, kind: ChapterKind = ChapterKind.CHAPTER, number: str = ""
) -> Chapter:
    """The chapter that the pieces make; `title` as printed, with its number or without."""
    printed, bare_title = split_number(title)
    dated, stated_on, review_due_on = without_dates(pieces)
    outline = _Outline()
    for piece in with_bold_headings(without_contents_list(dated, url)):
        for part in unglued(piece, outline.last_number):
            outline.add(part)
    return Chapter(
        title=bare_title,
        url=url,
        sections=outline.sections(),
        boxes=tuple(Box(kind, title, _tables_from_one(blocks)) for kind, title, blocks in outline.boxes if blocks),
        number=number or printed,
        kind=kind,
        stated_on=stated_on,
        review_due_on=review_due_on,
    )


class _Outline:
    """Takes pieces one after another. Text goes to the box or section that was opened last."""

    def __init__(self) -> None:
        self.boxes: list[tuple[BoxKind, str, list[Block]]] = []
        self._preface: list[Block] = []
        self._sections: list[tuple[Section, list[Block]]] = []
        self._current = self._preface
        self._levels = _Levels()
        self._noting = False

    @property
    def last_number(self) -> int | None:
        """The last whole number that a section had; None before the first."""
        return self._levels.last_number

    def add(self, piece: Piece) -> None:
        if isinstance(piece, Close):
            self._close_box()
            return
        heading = heading_in(piece)
        kind = self._box_opened_by(piece, heading)
        if kind is not None and not isinstance(piece, Close):
            self.boxes.append((kind, piece.text, []))
            self._current = self.boxes[-1][2]
        elif isinstance(piece, Heading) and piece.boxed and box_kind(piece.text) is BoxKind.NOTE:
            self._noting = True  # that it is a note is the blocks' kind; the word itself says nothing more
        elif isinstance(piece, Heading) and piece.boxed:
            self._current.append(Block(BlockKind.HEADING, piece.text))
        elif heading is not None:
            self._open_section(heading)
        elif isinstance(piece, Block) and not (piece.kind is BlockKind.NOTE and box_kind(piece.text) is BoxKind.NOTE):
            self._current.append(self._in_place(piece))

    def _in_place(self, block: Block) -> Block:
        """Whether text is a note is told by the element in one layout, by a heading in another: one kind for both."""
        if self._in_box() and block.kind is BlockKind.NOTE:
            return replace(block, kind=BlockKind.PARAGRAPH)
        noted = self._noting and not self._in_box() and block.kind is BlockKind.PARAGRAPH
        return replace(block, kind=BlockKind.NOTE) if noted else block

    def _in_box(self) -> bool:
        return bool(self.boxes) and self._current is self.boxes[-1][2]

    def sections(self) -> tuple[Section, ...]:
        """All sections in order, the text before the first heading as one of level 0."""
        found = [replace(section, blocks=_tables_from_one(blocks)) for section, blocks in self._sections]
        if self._preface:
            found.insert(0, Section("", "", 0, "start", _tables_from_one(self._preface)))
        return _with_own_anchors(found)

    def _box_opened_by(self, piece: Piece, heading: Heading | None) -> BoxKind | None:
        if not isinstance(piece, Heading):
            plain = heading is None and isinstance(piece, Block) and piece.kind is BlockKind.PARAGRAPH
            if not (
                plain and isinstance(piece, Block) and (piece.text.isupper() or is_strong(piece.text, piece.spans))
            ):
                return None
        kind = None if isinstance(piece, Close) else box_kind(piece.text)
        # Boxes stand above the text; only what a chapter says of its own latest change may also stand below it.
        return kind if kind is BoxKind.AMENDMENT or not self._sections else None

    def _close_box(self) -> None:
        self._noting = False
        if self._in_box():
            self._current = self._sections[-1][1] if self._sections else self._preface

    def _open_section(self, heading: Heading) -> None:
        label, title = split_label(heading.text, self._levels.last_number)
        level = self._levels.level_of(label, heading.rank)
        self._current = []
        self._sections.append((Section(label, title, level, ""), self._current))


class _Levels:
    """The depth of each section: under the section whose number begins its own, else by the rank of its heading."""

    def __init__(self) -> None:
        self.last_number: int | None = None
        self._of_label: dict[str, int] = {}
        self._of_label_and_rank: dict[tuple[str, int], int] = {}
        self._open: list[tuple[int, int]] = []

    def level_of(self, label: str, rank: int) -> int:
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()
        level = self._by_number(label, rank) or (self._open[-1][1] + 1 if self._open else 1)
        self._open.append((rank, level))
        if label:
            self._of_label[label] = self._of_label_and_rank[label, rank] = level
        if label.isdigit():
            self.last_number = int(label)
        return level

    def _by_number(self, label: str, rank: int) -> int | None:
        if label.lower().startswith("appendix") and rank == BOLD_RANK:
            return 1
        above, _, last = label.rpartition(".")
        if above in self._of_label:
            return self._of_label[above] + 1
        if not last.isdigit():
            return None
        before = f"{above}.{int(last) - 1}" if above else str(int(last) - 1)
        # A bold "4. Visits" after a real heading "3. Notification" is its neighbour, though its rank is lower.
        same = self._of_label_and_rank.get((before, rank))
        return same or (self._of_label.get(before) if rank == BOLD_RANK else None)


def _tables_from_one(blocks: list[Block]) -> tuple[Block, ...]:
    numbers: dict[int, int] = {}
    return tuple(
        replace(block, table=numbers.setdefault(block.table, len(numbers) + 1)) if block.table else block
        for block in blocks
    )


def _with_own_anchors(sections: list[Section]) -> tuple[Section, ...]:
    taken: set[str] = set()
    named: list[Section] = []
    for section in sections:
        wanted = section.anchor or slug(section.heading)
        anchor, count = wanted, 1
        while anchor in taken:
            count += 1
            anchor = f"{wanted}-{count}"
        taken.add(anchor)
        named.append(replace(section, anchor=anchor))
    return tuple(named)
