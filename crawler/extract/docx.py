"""Word documents: headings by style, outline level or number, lists as Word counts them, tables, notes, text boxes.

What the reader of the printed document sees is read: tracked changes as accepted, no comments, no hidden text, no heads
and feet of pages, no table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.extract.docx_numbers import Numbered, Numbering, W
from crawler.extract.docx_parts import Style, WordFile, opened, outline_rank
from crawler.extract.inline import Line, cut_from, is_strong
from crawler.extract.links import Links
from crawler.extract.outline import chapter_of
from crawler.extract.pieces import BOLD_RANK, Heading, Piece
from crawler.extract.tables import REPEATED
from crawler.extract.tree import Element
from crawler.layouts import Reading
from kb.model import CELL_SEPARATOR, Block, BlockKind, Chapter, ChapterKind, Page, Span, SpanKind

_STYLE_LIST = re.compile(r"list (?:bullet|number)(?: (\d))?")
_TYPED_MARKER = re.compile(r"^(?:[•·▪●◦‣\uf0b7\uf0a7–-]|(\(?(?:[a-z]|[ivx]{1,4})\)))\s+")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_NOT_TEXT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}txbxContent", _FALLBACK})
_GAPS = frozenset({f"{W}tab", f"{W}br", f"{W}cr"})
_NOTE_MARKS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_PLAIN = Style("", 0)
_HEADING_WORDS = 16  # a numbered bold paragraph longer than this is no heading


def read_docx(page: Page, reading: Reading) -> Chapter:
    """The document that a Word file holds. Raises ExtractError for one that is damaged, encrypted or too large."""
    file = opened(page)
    reader = _Reader(file, Links(page.url, reading))
    reader.read(file.body)
    pieces = reader.pieces
    title, place = _title_of(pieces, reader.title, file.title)
    kept = pieces if place is None else [*pieces[:place], *pieces[place + 1 :]]
    return chapter_of(kept, title=title, url=page.url, kind=ChapterKind.DOCUMENT)


def _title_of(pieces: list[Piece], styled: int | None, stated: str) -> tuple[str, int | None]:
    """The title and the place of the piece that prints it: by style, a lone strongest heading first, the first line."""
    if styled is not None and styled < len(pieces):
        piece = pieces[styled]
        return ("" if not isinstance(piece, Heading | Block) else piece.text), styled
    headings = [(place, piece) for place, piece in enumerate(pieces) if isinstance(piece, Heading)]
    strongest = [place for place, heading in headings if heading.rank == min(one.rank for _, one in headings)]
    if len(strongest) == 1 and strongest[0] == headings[0][0]:
        return headings[0][1].text, strongest[0]
    first = pieces[0] if pieces else None
    if isinstance(first, Block) and first.kind is BlockKind.PARAGRAPH and len(first.text.split()) <= 15:
        return first.text, 0
    return stated, None


class _Reader:
    """Takes paragraphs and tables in order. `title` is the place of the piece in the style "Title"."""

    def __init__(self, file: WordFile, links: Links) -> None:
        self.pieces: list[Piece] = []
        self.title: int | None = None
        self._file = file
        self._links = links
        self._numbering = Numbering(file.numbering, file.styles_part)
        self._tables = 0

    def read(self, container: Element) -> None:
        """Reads what stands in a body, a text box or a note, also inside content controls and accepted insertions."""
        for part in _parts_in(container):
            if part.tag == f"{W}p":
                self._add_paragraph(part)
                for box in _outside_fallback(part, f"{W}txbxContent"):
                    self.read(box)
            else:
                self._add_table(part)

    def _add_paragraph(self, paragraph: Element) -> None:
        line = Line()
        self._fill(line, paragraph)
        text, spans = line.take()
        own = next((one.get(f"{W}val", "") for one in paragraph.iter(f"{W}pStyle")), self._file.default_style)
        style = self._file.styles.get(own, _PLAIN)
        if style.name.startswith("toc"):
            return
        numbered = self._numbering.of(paragraph, own) if text else None
        if text:
            if style.name == "title" and self.title is None:
                self.title = len(self.pieces)
            self.pieces.append(_piece(text, spans, style, _rank(paragraph, style), numbered))
        self._add_notes(paragraph)

    def _add_notes(self, paragraph: Element) -> None:
        """Footnotes and endnotes, each after the paragraph that refers to it."""
        for mark, kind in _NOTE_MARKS.items():
            for reference in _outside_fallback(paragraph, mark):
                note = self._file.notes.get((kind, reference.get(f"{W}id", "")))
                text, spans = self._text_of(note) if note is not None else ("", ())
                if text:
                    self.pieces.append(Block(BlockKind.NOTE, text, spans=spans))

    def _text_of(self, container: Element) -> tuple[str, tuple[Span, ...]]:
        """Everything in a cell or note as one line."""
        line = Line()
        for paragraph in container.iter(f"{W}p"):
            self._fill(line, paragraph)
            line.space()
        text, spans = line.take()
        return text.replace(CELL_SEPARATOR, " ¦ "), spans

    def _add_table(self, table: Element) -> None:
        self._tables += 1
        rows = [row for row in _rows_in(table) if not _is_deleted(row)]
        above: dict[int, tuple[str, tuple[Span, ...]]] = {}
        for place, row in enumerate(rows):
            texts: list[str] = []
            spans: list[Span] = []
            width, said = 1, False
            for cell in _cells_in(row):
                offset = sum(len(text) + len(CELL_SEPARATOR) for text in texts)
                width, continues = _merged(cell)
                text, inner = above.get(len(texts), ("", ())) if continues else self._text_of(cell)
                above[len(texts)] = (text, inner) if len(text) <= REPEATED else ("", ())
                said = said or (bool(text) and not continues)
                texts += [text, *[""] * (width - 1)]
                spans.extend(replace(span, start=span.start + offset, end=span.end + offset) for span in inner)
            texts = texts[: len(texts) - width + 1]  # the columns that the last cell merely spans are no cells
            if said:
                short = place == 0 and len(rows) > 1 and all(len(text.split()) <= 6 for text in texts)
                header = short or next(row.iter(f"{W}tblHeader"), None) is not None
                joined = CELL_SEPARATOR.join(texts)
                self.pieces.append(Block(BlockKind.ROW, joined, header=header, table=self._tables, spans=tuple(spans)))

    def _fill(self, line: Line, element: Element) -> None:
        """Runs wherever they are nested: in insertions, hyperlinks, content controls; not in deletions."""
        for child in element:
            if child.tag == f"{W}r":
                self._add_run(line, child)
            elif child.tag == f"{W}hyperlink":
                self._add_link(line, child)
            elif child.tag not in _NOT_TEXT:
                self._fill(line, child)

    def _add_link(self, line: Line, element: Element) -> None:
        relation = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        target = self._file.targets.get(relation)
        link = self._links.resolve(target) if target else None
        if link is not None:
            line.open(*link)
        self._fill(line, element)
        if link is not None:
            line.close()

    def _add_run(self, line: Line, run: Element) -> None:
        if _is_on(run, "vanish"):
            return
        kinds = [kind for name, kind in (("b", SpanKind.STRONG), ("i", SpanKind.EMPHASIS)) if _is_on(run, name)]
        for kind in kinds:
            line.open(kind)
        for child in run:
            if child.tag == f"{W}t":
                line.add(child.text or "")
            elif child.tag in _GAPS:
                line.space()
            elif child.tag == f"{W}noBreakHyphen":
                line.add("-")
        for _ in kinds:
            line.close()


def _piece(text: str, spans: tuple[Span, ...], style: Style, rank: int, numbered: Numbered | None) -> Piece:
    marker = numbered.marker if numbered else ""
    if rank or style.name == "title":
        return Heading(rank or 1, f"{marker} {text}" if marker else text)
    if style.name == "caption":
        return Block(BlockKind.CAPTION, text, spans=spans)
    if "quote" in style.name:
        return Block(BlockKind.QUOTE, text, spans=spans)
    listed = _STYLE_LIST.match(style.name)
    depth = max(numbered.depth if numbered else 0, int(listed.group(1) or 1) if listed else 0)
    if marker[:1].isdigit() and _is_title(text, spans):
        return Heading(BOLD_RANK, f"{marker} {text}")
    typed = _TYPED_MARKER.match(text)
    if typed and not depth:
        return Block(BlockKind.ITEM, text[typed.end() :], 1, typed.group(1) or "", spans=cut_from(spans, typed.end()))
    return Block(BlockKind.ITEM if depth else BlockKind.PARAGRAPH, text, depth, marker, spans=spans)


def _is_title(text: str, spans: tuple[Span, ...]) -> bool:
    return text[-1] not in ".;:," and len(text.split()) <= _HEADING_WORDS and is_strong(text, spans)


def _rank(paragraph: Element, style: Style) -> int:
    properties = next(paragraph.iter(f"{W}pPr"), None)
    own = outline_rank(properties) if properties is not None else None
    return style.rank if own is None else own


def _parts_in(container: Element) -> Iterator[Element]:
    """Paragraphs and tables in order."""
    for child in container:
        if child.tag in {f"{W}p", f"{W}tbl"}:
            yield child
        elif child.tag not in _NOT_TEXT:
            yield from _parts_in(child)


def _outside_fallback(paragraph: Element, tag: str) -> Iterator[Element]:
    """Elements of a name in a paragraph; not those which repeat others for old programs, nor inside one another."""
    for found in paragraph.iter(tag):
        around = {one.tag for one in found.iterancestors()} if found is not paragraph else set()
        if _FALLBACK not in around and f"{W}del" not in around and _inside_once(found, paragraph, tag):
            yield found


def _inside_once(found: Element, paragraph: Element, tag: str) -> bool:
    for one in found.iterancestors():
        if one is paragraph:
            return True
        if one.tag in {tag, f"{W}txbxContent"}:
            return False
    return True


def _rows_in(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _rows_in(child)


def _cells_in(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
            yield from _cells_in(child)


def _is_deleted(row: Element) -> bool:
    return any(child.tag == f"{W}trPr" and next(child.iter(f"{W}del"), None) is not None for child in row)


def _merged(cell: Element) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it only goes on with the one above."""
    properties = next((child for child in cell if child.tag == f"{W}tcPr"), None)
    if properties is None:
        return 1, False
    span = next((one.get(f"{W}val", "1") for one in properties.iter(f"{W}gridSpan")), "1")
    merge = next(properties.iter(f"{W}vMerge"), None)
    width = min(max(int(span), 1), 50) if span.isdecimal() and len(span) < 9 else 1
    return width, merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _is_on(run: Element, name: str) -> bool:
    properties = next((child for child in run if child.tag == f"{W}rPr"), None)
    found = next((one for one in properties if one.tag == f"{W}{name}"), None) if properties is not None else None
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "off"}
