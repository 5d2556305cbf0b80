"""PDF documents: headings by size, weight and numbers, wrapped lines as paragraphs, bullets as items, cells as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from crawler.extract.labels import split_label
from crawler.extract.outline import chapter_of
from crawler.extract.pdf_columns import PdfLine
from crawler.extract.pdf_lines import lines_of
from crawler.extract.pieces import BOLD_RANK, Heading, Piece
from crawler.extract.strict import FEWEST_WORDS
from crawler.extract.typed import MARKER, joined_lines, rows_of, without_symbols, words_of
from kb.errors import ExtractError, Fault
from kb.model import CELL_SEPARATOR, Block, BlockKind, Chapter, ChapterKind, Page

_LARGER = 1.12  # a heading is set at least this much larger than the text
_PARAGRAPH_GAP = 1.35  # of the usual distance of lines: more is a new paragraph
_TABLE_GAP = 1.8  # rows of a table may stand further apart than lines, but not as far as this
_HEADING_WORDS = 16
_TITLE_WORDS = 25
_MOST_RANKS = 6
_SMALLER = 0.92  # a footnote is set at most this large against the text
_FOOTNOTE = re.compile(r"(?:\d{1,3}|[*†‡])[.)]?\s?(?=\D)")


def read_pdf(page: Page) -> Chapter:
    """The document that a PDF holds. Raises ExtractError for one that is scanned, encrypted, damaged or too long."""
    lines, stated_title = lines_of(page)
    if sum(len(line.text.split()) for line in lines) < FEWEST_WORDS:
        raise ExtractError(
            f"{page.url} holds pictures of pages but no text (a scan): ask its owner for the original, or have it "
            f"recognised (OCR) and import the result",
            Fault.DOCUMENT,
        )
    title, lines = _title_of(lines, stated_title)
    lines, footnotes = _footnotes_apart(lines)
    reader = _Reader(lines, footnotes)
    reader.read()
    pieces = reader.pieces
    first = pieces[0] if pieces else None
    if not title and isinstance(first, Heading) and not split_label(first.text)[0]:
        title, pieces = first.text, pieces[1:]
    return chapter_of(pieces, title=title, url=page.url, kind=ChapterKind.DOCUMENT)


def _title_of(lines: list[PdfLine], stated: str) -> tuple[str, list[PdfLine]]:
    """The largest lines of the first page, if larger than the text; else the title that the file states."""
    first_page = [line for line in lines if line.page == lines[0].page]
    largest = max(line.size for line in first_page)
    if largest < _LARGER * _text_size(lines):
        return (stated, lines) if len(stated.split()) > 1 else ("", lines)
    start = next(place for place, line in enumerate(lines) if line.size == largest)
    end = start
    while end < len(lines) and lines[end].size == largest and lines[end].page == lines[start].page:
        end += 1
    title = joined_lines([line.text for line in lines[start:end]])
    if len(title.split()) > _TITLE_WORDS or split_label(title)[0]:
        return stated, lines
    return title, [*lines[:start], *lines[end:]]


def _footnotes_apart(lines: list[PdfLine]) -> tuple[list[PdfLine], list[list[PdfLine]]]:
    """The lines without footnotes (smaller, numbered, at the foot of a page), and the footnotes."""
    size = _text_size(lines) if lines else 0.0
    kept: list[PdfLine] = []
    notes: list[list[PdfLine]] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        start = len(page)
        while start and page[start - 1].size <= _SMALLER * size:
            start -= 1
        start = start if len(page) - start <= len(page) / 2 else len(page)  # a page in small print has no notes
        while start < len(page) and not _FOOTNOTE.match(page[start].text):
            start += 1
        for line in page[start:]:
            if _FOOTNOTE.match(line.text):
                notes.append([])
            notes[-1].append(line)
        kept += page[:start]
    return kept, notes


def _text_size(lines: Sequence[PdfLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


class _Reader:
    """Reads line by line into `pieces`."""

    def __init__(self, lines: Sequence[PdfLine], footnotes: Sequence[Sequence[PdfLine]] = ()) -> None:
        self.pieces: list[Piece] = []
        self._lines = lines
        self._footnotes = list(footnotes)
        self._size = _text_size(lines) if lines else 0.0
        larger = sorted({line.size for line in lines if line.size >= _LARGER * self._size}, reverse=True)
        self._ranks = {size: min(place + 1, _MOST_RANKS) for place, size in enumerate(larger)}
        self._vocabulary = words_of("\n".join(line.text for line in lines))
        distances = [above.y - below.y for above, below in pairwise(lines)]
        usual = [gap for gap in distances if 0 < gap < 3 * self._size]
        self._distance = median(usual) if usual else self._size * 1.2
        self._right = max((line.right for line in lines), default=0.0)
        self._open: list[PdfLine] = []
        self._item: tuple[int, str] | None = None
        self._indents: list[float] = []
        self._tables = 0

    def read(self) -> None:
        place = 0
        while place < len(self._lines):
            end = self._table_from(place)
            if end > place:
                self._end()
                self._add_table(self._lines[place:end])
                place = end
            else:
                self._line(place)
                place += 1
        self._end()
        self._add_footnotes(None)

    def _line(self, place: int) -> None:
        line = self._lines[place]
        rank = self._heading_rank(place)
        marker = MARKER.match(line.text)
        if rank is not None:
            self._end()
            self._add_heading(place, rank)
        elif marker and self._starts(line):
            self._end()
            self._item = (self._depth_of(line.left), marker["marker"] or "")
            self._open = [line]
        else:
            if self._open and self._parts(self._open[-1], line):
                self._end()
            self._open.append(line)

    def _starts(self, line: PdfLine) -> bool:
        """Whether a marker begins an item here, and is not a dash in the middle of a wrapped sentence."""
        above = self._open[-1] if self._open else None
        ended = above is None or above.text[-1] in ".;:,!?" or self._item is not None
        return ended or line.left > (above.left if above else 0) or line.text[0].isdigit() is False

    def _parts(self, above: PdfLine, line: PdfLine) -> bool:
        """Whether a line begins a new paragraph after the line above."""
        ended = above.text[-1] in ".:;!?"
        if line.page != above.page:
            return ended or not line.text[0].islower()
        wide = above.y - line.y > _PARAGRAPH_GAP * self._distance or line.y > above.y + self._size
        short = ended and above.right < 0.75 * self._right and line.text[0].isupper() and self._item is None
        outdented = self._item is not None and line.left <= self._open[0].left and line.text[0].isupper() and ended
        return wide or short or outdented

    def _heading_rank(self, place: int) -> int | None:
        line = self._lines[place]
        text = line.text
        if len(text.split()) > _HEADING_WORDS or not any(map(str.isalpha, text)):
            return None
        if line.size in self._ranks:
            return self._ranks[line.size]
        above = self._lines[place - 1] if place else None
        alone = above is None or above.page != line.page or abs(above.y - line.y) > 1.15 * self._distance
        if text[-1] in ".;," or line.size < self._size or (MARKER.match(text) and not split_label(text)[0]):
            return None
        capitals = text.isupper() and len(text) > 3
        return BOLD_RANK if alone and (line.bold or (capitals and split_label(text)[0])) else None

    def _add_heading(self, place: int, rank: int) -> None:
        """Adds a heading, or goes on with the one above where its line was wrapped."""
        line = self._lines[place]
        text = without_symbols(line.text)
        last = self.pieces[-1] if self.pieces else None
        before = self._lines[max(place - 1, 0)]
        close = before.page == line.page and 0 < before.y - line.y < 1.5 * line.size and before.size == line.size
        if isinstance(last, Heading) and last.rank == rank and close and not split_label(text)[0]:
            self.pieces[-1] = Heading(rank, joined_lines([last.text, text], self._vocabulary))
        else:
            self.pieces.append(Heading(rank, text))

    def _depth_of(self, left: float) -> int:
        in_list = bool(self.pieces) and isinstance(self.pieces[-1], Block) and self.pieces[-1].kind is BlockKind.ITEM
        kept = [known for known in self._indents if known < left - 4] if in_list else []
        self._indents = [*kept, left]
        return len(self._indents)

    def _end(self) -> None:
        if not self._open:
            return
        text = joined_lines([line.text for line in self._open], self._vocabulary)
        if self._item:
            found = MARKER.match(text)
            text = text[found.end() :] if found else text
        text = without_symbols(text)
        depth, marker = self._item or (0, "")
        if text:
            self.pieces.append(Block(BlockKind.ITEM if self._item else BlockKind.PARAGRAPH, text, depth, marker))
        self._add_footnotes(self._open[-1].page)
        self._open, self._item = [], None

    def _add_footnotes(self, page: int | None) -> None:
        """Adds the footnotes of the pages before one, all that are left without one: after the paragraph they cut."""
        while self._footnotes and (page is None or self._footnotes[0][0].page < page):
            text = joined_lines([line.text for line in self._footnotes.pop(0)], self._vocabulary)
            self.pieces.append(Block(BlockKind.NOTE, without_symbols(text)))

    def _table_from(self, place: int) -> int:
        """Where the table that begins at a line ends; the same place where none begins: it takes two rows of cells."""
        end = place
        lefts = {round(left) for left, _ in self._lines[place].cells[1:]}
        if not lefts or MARKER.match(self._lines[place].cells[0][1] + " x"):
            return place
        while end < len(self._lines) and self._in_columns(self._lines[end], self._lines[place]):
            if end > place and self._ends_table(end):
                break
            end += 1
        rows = [line for line in self._lines[place:end] if len(line.cells) > 1]
        return end if len(rows) > 1 else place

    def _ends_table(self, place: int) -> bool:
        """Whether a line with nothing beside it begins something else: a numbered heading, or text further down."""
        line, above = self._lines[place], self._lines[place - 1]
        if len(line.cells) > 1:
            return False
        apart = line.page == above.page and above.y - line.y > _TABLE_GAP * self._distance
        return apart or (line.bold and split_label(line.text)[0] != "")

    def _in_columns(self, line: PdfLine, first: PdfLine) -> bool:
        """Whether every cell of a line begins where a column begins, and it ends before the next column."""
        columns = [left for left, _ in first.cells]
        starts = all(any(abs(left - column) < self._size for column in columns) for left, _ in line.cells)
        own = line.size not in self._ranks
        alone = len(line.cells) == 1 and line.left < columns[0] + self._size
        return starts and own and not (alone and line.right > columns[1] - 1)

    def _add_table(self, lines: Sequence[PdfLine]) -> None:
        columns = [left for left, _ in max(lines, key=lambda line: len(line.cells)).cells]
        table: list[list[str]] = []
        for line in lines:
            cells = [""] * len(columns)
            for left, text in line.cells:
                nearest = min(range(len(columns)), key=lambda place: abs(columns[place] - left))
                cells[nearest] = f"{cells[nearest]} {text}".strip()
            table.append(cells)
        self._tables += 1
        for cells_of_row, header in rows_of(table):
            text = CELL_SEPARATOR.join(cell.replace(CELL_SEPARATOR, " ¦ ") for cell in cells_of_row)
            self.pieces.append(Block(BlockKind.ROW, text, header=header, table=self._tables))
