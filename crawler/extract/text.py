"""Plain text, also such as was made from a PDF: numbered or upper-case headings, bullets, rows parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from rapidfuzz.fuzz import ratio

from crawler.extract.furniture import without_furniture
from crawler.extract.labels import split_label
from crawler.extract.outline import chapter_of
from crawler.extract.page_text import text_of
from crawler.extract.pieces import Heading, Piece
from crawler.extract.typed import MARKER, joined_lines, rows_of, without_symbols, words_of
from kb.model import CELL_SEPARATOR, Block, BlockKind, Chapter, ChapterKind, Page
from kb.text import collapsed

_ADDRESS = re.compile(r"^\s*https?://\S+\s*$")
_HASHES = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_NUMBERED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)[.)]?\s+(?=\S)")
_NAMED = re.compile(r"^(?:appendix|annexe?|chapter|part|schedule)\s+(?:\d+|[A-Z])\b\s*[:.–—-]", re.IGNORECASE)
_NAME_ALONE = re.compile(r"^[A-Z][\w’']*(?: [\w’']+){0,2}:$")
_CONTENTS = re.compile(r"^(?:table of )?contents:?$", re.IGNORECASE)
_LIST_HEADS = re.compile(r"^(?:section|page|chapter)s?$", re.IGNORECASE)
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")
_TAGS = re.compile(r"</?\w+>|\*\*")
_HEADING_WORDS = 14
_TITLE_WORDS = 15
_LONG_LINE = 200  # text with lines as long as this has one paragraph a line; else its lines are wrapped
_SAME_TITLE = 90  # how alike (of 100) a heading torn over two cells and its entry in the contents list must be


def read_text(page: Page) -> Chapter:
    """The document that a plain text holds; its title is the first line, or a title in capitals just below it."""
    lines = [line.rstrip(" ") for line in re.sub(r"\r\n?", "\n", text_of(page)).replace("\f", "\n\n").split("\n")]
    if _ADDRESS.match(lines[0]):  # a page that was saved as text, with where it was found above it
        lines = lines[1:]
    reader = _Reader(lines)
    reader.read()
    pieces, title = _with_title(without_furniture(reader.pieces))
    return chapter_of(pieces, title=title, url=page.url, kind=ChapterKind.DOCUMENT)


def _with_title(pieces: list[Piece]) -> tuple[list[Piece], str]:
    opening = 0
    while opening < len(pieces) and _may_open(pieces[opening]):
        opening += 1
    for place, piece in enumerate(pieces[:opening]):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        alone = isinstance(piece, Heading) and isinstance(following, Heading) and not split_label(piece.text)[0]
        if alone and isinstance(piece, Heading) and piece.text.isupper() and len(piece.text.split()) > 2:
            return [*pieces[:place], *pieces[place + 1 :]], piece.text
    first = pieces[0] if opening else None
    if isinstance(first, Heading | Block):
        return pieces[1:], first.text
    return pieces, ""


def _may_open(piece: Piece) -> bool:
    """Whether a piece can stand before the text proper, on a document's title page."""
    if isinstance(piece, Block):
        return piece.kind is BlockKind.PARAGRAPH and len(piece.text.split()) <= _TITLE_WORDS
    return isinstance(piece, Heading)


class _Reader:
    """Reads line by line into `pieces`; what is still open (a paragraph, an item, a table) waits in its own list."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.pieces: list[Piece] = []
        self._lines = lines
        self._width = max(map(len, lines), default=0)
        self._wrapped = self._width < _LONG_LINE
        self._vocabulary = words_of("\n".join(lines))
        self._listed: dict[str, str] = {}
        self._paragraph: list[str] = []
        self._item: tuple[int, str] | None = None
        self._indents: list[int] = []
        self._table: list[list[str]] = []
        self._tables = 0

    def read(self) -> None:
        place = 0
        while place < len(self._lines):
            place = self._skip_contents(place) if _CONTENTS.match(self._lines[place].strip("# ")) else self._line(place)
        self._end()

    def _line(self, place: int) -> int:
        line = self._lines[place]
        heading = self._heading_at(place)
        if not line.strip():
            self._end_paragraph()
        elif _RULE.match(line):
            self._end()
        elif heading is not None:
            self._end()
            self._add_heading(heading, line)
        elif "\t" in line:
            self._end_paragraph()
            self._table.append(line.split("\t"))
        else:
            self._running_text(line)
        return place + 1

    def _running_text(self, line: str) -> None:
        found = MARKER.match(line)
        if found:
            self._end()
            self._item = (self._depth_of(len(found["indent"].expandtabs(4))), found["marker"] or "")
            self._paragraph = [line[found.end() :]]
            return
        hanging = self._item is not None and line[:1].isspace()
        if not (hanging or (self._wrapped and self._goes_on(line))):
            self._end()
        self._paragraph.append(line)

    def _goes_on(self, line: str) -> bool:
        """Whether a line goes on with the paragraph: in lower case, or after a line that was not short."""
        above = self._paragraph[-1] if self._paragraph else ""
        return bool(above) and (len(above) > self._width / 2 or line.lstrip()[:1].islower())

    def _depth_of(self, indent: int) -> int:
        in_list = bool(self.pieces) and isinstance(self.pieces[-1], Block) and self.pieces[-1].kind is BlockKind.ITEM
        kept = [known for known in self._indents if known < indent] if in_list else []
        self._indents = [*kept, indent]
        return len(self._indents)

    def _end_paragraph(self) -> None:
        if not self._paragraph:
            return
        text = without_symbols(joined_lines(self._paragraph, self._vocabulary))
        depth, marker = self._item or (0, "")
        kind = BlockKind.ITEM if self._item else BlockKind.PARAGRAPH
        if text:
            self.pieces.append(Block(kind, text, depth, marker))
        self._paragraph, self._item = [], None

    def _end(self) -> None:
        """Ends what is open. A blank line does not end a table: page breaks leave blank lines inside."""
        self._end_paragraph()
        if not self._table:
            return
        self._tables += 1
        for cells, header in rows_of(self._table):
            text = CELL_SEPARATOR.join(cell.replace(CELL_SEPARATOR, " ¦ ") for cell in cells)
            self.pieces.append(Block(BlockKind.ROW, text, header=header, table=self._tables))
        self._table = []

    def _heading_at(self, place: int) -> str | None:
        """The heading that a line is, if it is one: as its text, with its hashes."""
        line = self._lines[place].strip()
        if not line:
            return None
        if _HASHES.match(line):
            return line
        if "\t" in self._lines[place]:
            return self._torn_heading(self._lines[place].split("\t"))
        alone = place == 0 or not self._lines[place - 1].strip() or bool(self._table)
        if not alone or len(line.split()) > _HEADING_WORDS or "http" in line or line[-1] in ".;,?":
            return None
        if _NAMED.match(line) or (_is_capitals(line) and not MARKER.match(line)):
            return line
        following = self._following(place)
        if _NUMBERED.match(line) and line[-1] != ":":
            return line if _is_capitals(line) or not self._is_list(line, following) else None
        return line[:-1] if _NAME_ALONE.match(line) and _is_prose(following) else None

    def _torn_heading(self, cells: Sequence[str]) -> str | None:
        """A heading in the first cell of a table's line ("2. CONTACT AND INITIAL RESPONSE"), perhaps torn over two."""
        found = _NUMBERED.match(cells[0])
        if not found or "." in found.group(1) or not cells[0][found.end() :][:1].isupper():
            return None
        listed = self._listed.get(found.group(1), "")
        own = collapsed(cells[0][found.end() :])
        if not _is_capitals(own):
            return cells[0] if len(own.split()) <= 6 and not any(map(str.strip, cells[1:])) else None
        if self._listed and int(found.group(1)) > max(map(int, self._listed)):  # no such section: a misread line
            return None
        rest = [cell.strip() for cell in cells[1:] if cell.strip()]
        torn = list(takewhile(lambda cell: _is_capitals(cell) or (len(cell) < 4 and cell.isupper()), rest))
        if torn:
            return f"{found.group(1)}. {_mended(own, torn, listed)}"
        return f"{found.group(1)}. {listed}" if rest and _letters(listed).startswith(_letters(own)) else cells[0]

    def _add_heading(self, heading: str, line: str) -> None:
        hashes = _HASHES.match(heading)
        text = without_symbols(hashes.group(2) if hashes else heading)
        number = _NUMBERED.match(text)
        depth = number.group(1).count(".") + 1 if number else 1
        self.pieces.append(Heading(len(hashes.group(1)) if hashes else depth, text))
        rest = line.split("\t")[1:]
        if any(len(cell.split()) > _TITLE_WORDS for cell in rest):  # a row's text ran into the heading's line
            self._table.append(["", *rest])

    def _following(self, place: int) -> str:
        return next((line for line in self._lines[place + 1 :] if line.strip()), "")

    def _is_list(self, line: str, following: str) -> bool:
        this, after = _NUMBERED.match(line), _NUMBERED.match(following.strip())
        both = this is not None and after is not None and this.group(1).isdigit() and after.group(1).isdigit()
        return both and this is not None and after is not None and int(after.group(1)) == int(this.group(1)) + 1

    def _skip_contents(self, place: int) -> int:
        """Passes over a contents list and keeps what it calls the sections."""
        self._end()
        last = {_letters(_TAGS.sub("", line)): number for number, line in enumerate(self._lines)}
        place += 1
        while place < len(self._lines):
            line = _TAGS.sub("", self._lines[place]).strip()
            found = MARKER.match(line)
            entry = _NUMBERED.match(line[found.end() :] if found and not found["marker"] else line)
            again = bool(entry) and last[_letters(line)] > place
            if (
                line
                and not (found and not found["marker"])
                and not _LIST_HEADS.match(line)
                and "\t" not in line
                and not again
            ):
                break
            if "\t" in line and self._torn_heading(line.split("\t")):
                break
            if entry and entry.group(1).isdigit():
                title = line[found.end() :] if found and not found["marker"] else line
                self._listed[entry.group(1)] = collapsed(title[entry.end() :])
            place += 1
        return place


def _mended(own: str, torn: Sequence[str], listed: str) -> str:
    """A torn heading in one piece: as the contents list has it, where that is the same heading; else just joined."""
    close, apart = own + "".join(torn), " ".join([own, *torn])
    if (
        listed
        and max(ratio(_letters(close), _letters(listed)), ratio(_letters(apart), _letters(listed))) >= _SAME_TITLE
    ):
        return listed
    return close if _letters(listed).startswith(_letters(close)) and listed else apart


def _is_capitals(text: str) -> bool:
    """Whether a line is set in capitals: letters enough, hardly one of them small."""
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 3 and sum(sign.isupper() for sign in letters) >= 0.9 * len(letters)


def _is_prose(line: str) -> bool:
    return len(line.split()) > _HEADING_WORDS and "\t" not in line and not MARKER.match(line)


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).lower()
