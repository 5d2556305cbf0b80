"""Word documents: headings by style or typed numbers, lists with their depth, tables as rows, insertions accepted."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from crawler.extract.inline import Line
from crawler.extract.links import Links
from crawler.extract.outline import chapter_of
from crawler.extract.pieces import Heading, Piece
from crawler.layouts import Reading
from kb.errors import ExtractError
from kb.model import CELL_SEPARATOR, Block, BlockKind, Chapter, ChapterKind, Page, Span, SpanKind
from kb.text import collapsed

_LARGEST = 200 * 1024 * 1024  # unpacked; a small file that unpacks to more is a bomb
_STYLE_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_STYLE_LIST = re.compile(r"list (?:bullet|number|paragraph)(?: (\d))?", re.IGNORECASE)
_TYPED_MARKER = re.compile(r"^(?:[•·▪●◦‣\uf0b7\uf0a7–-]|(\(?(?:[a-z]|[ivx]{1,4})\)))\s+")
_DELETED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_docx(page: Page, reading: Reading) -> Chapter:
    """The document that a Word file holds. Raises ExtractError for one that is damaged, encrypted or too large."""
    document = _opened(page)
    reader = _Reader(Links(page.url, reading))
    for part in document.iter_inner_content():
        reader.add(part)
    pieces = reader.pieces
    title, place = _title_of(pieces, reader.title, collapsed(document.core_properties.title or ""))
    kept = pieces if place is None else [*pieces[:place], *pieces[place + 1 :]]
    return chapter_of(kept, title=title, url=page.url, kind=ChapterKind.DOCUMENT)


def _opened(page: Page) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _LARGEST:
            raise ExtractError(
                f"{page.url} unpacks to {size:,} bytes, more than is read ({_LARGEST:,}): look at the file"
            )
        return docx.Document(io.BytesIO(page.body))
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError, NotImplementedError) as error:
        # lxml's errors about broken XML are SyntaxErrors.
        raise ExtractError(
            f"{page.url} cannot be read as a Word document ({error}): open it in Word and save it again as .docx"
        ) from error


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

    def __init__(self, links: Links) -> None:
        self.pieces: list[Piece] = []
        self.title: int | None = None
        self._links = links
        self._tables = 0

    def add(self, part: Paragraph | Table) -> None:
        if isinstance(part, Table):
            self._add_table(part)
        else:
            self._add_paragraph(part)

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        text, spans = self._line(paragraph)
        if not text:
            return
        style = paragraph.style.name if paragraph.style is not None else ""
        found = _STYLE_HEADING.match(style or "")
        if style == "Title" and self.title is None:
            self.title = len(self.pieces)
        if found or style == "Title":
            self.pieces.append(Heading(int(found.group(1)) if found else 1, text))
        elif style == "Caption":
            self.pieces.append(Block(BlockKind.CAPTION, text, spans=spans))
        elif "quote" in (style or "").lower():
            self.pieces.append(Block(BlockKind.QUOTE, text, spans=spans))
        else:
            self.pieces.append(_paragraph_or_item(text, spans, _list_depth(paragraph, style or "")))

    def _add_table(self, table: Table) -> None:
        self._tables += 1
        for place, row in enumerate(table.rows):
            texts: list[str] = []
            spans: list[Span] = []
            seen: set[int] = set()
            for cell in row.cells:
                if id(cell._tc) in seen:  # a merged cell is given once for each column it spans
                    continue
                seen.add(id(cell._tc))
                offset = sum(len(text) + len(CELL_SEPARATOR) for text in texts)
                text, inner = self._cell(cell)
                texts.append(text)
                spans.extend(replace(span, start=span.start + offset, end=span.end + offset) for span in inner)
            if any(texts):
                header = place == 0 and len(table.rows) > 1 and all(len(text.split()) <= 6 for text in texts)
                joined = CELL_SEPARATOR.join(texts)
                self.pieces.append(Block(BlockKind.ROW, joined, header=header, table=self._tables, spans=tuple(spans)))

    def _cell(self, cell: Any) -> tuple[str, tuple[Span, ...]]:
        line = Line()
        for paragraph in cell.iter_inner_content():
            if isinstance(paragraph, Paragraph):
                self._fill(line, paragraph)
            else:
                line.add(" ".join(collapsed(inner.text) for row in paragraph.rows for inner in row.cells))
            line.space()
        text, spans = line.take()
        return text.replace(CELL_SEPARATOR, " ¦ "), spans

    def _line(self, paragraph: Paragraph) -> tuple[str, tuple[Span, ...]]:
        line = Line()
        self._fill(line, paragraph)
        return line.take()

    def _fill(self, line: Line, paragraph: Paragraph) -> None:
        self._walk(line, paragraph._p, paragraph.part)

    def _walk(self, line: Line, element: Any, part: Any) -> None:
        """Runs wherever they are nested: in insertions, hyperlinks, content controls; not in deletions."""
        for child in element:
            if child.tag == qn("w:r"):
                _add_run(line, child)
            elif child.tag == qn("w:hyperlink"):
                relation = part.rels.get(child.get(qn("r:id"))) if child.get(qn("r:id")) else None
                link = self._links.resolve(relation.target_ref) if relation is not None else None
                if link is None:
                    self._walk(line, child, part)
                    continue
                line.open(*link)
                self._walk(line, child, part)
                line.close()
            elif child.tag not in _DELETED:
                self._walk(line, child, part)


def _add_run(line: Line, run: Any) -> None:
    kinds = [kind for tag, kind in (("w:b", SpanKind.STRONG), ("w:i", SpanKind.EMPHASIS)) if _is_on(run, tag)]
    for kind in kinds:
        line.open(kind)
    for child in run:
        if child.tag == qn("w:t"):
            line.add(child.text or "")
        elif child.tag in {qn("w:tab"), qn("w:br"), qn("w:cr")}:
            line.space()
        elif child.tag == qn("w:noBreakHyphen"):
            line.add("-")
    for _ in kinds:
        line.close()


def _is_on(run: Any, tag: str) -> bool:
    found = run.find(f"{qn('w:rPr')}/{qn(tag)}")
    return found is not None and found.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _list_depth(paragraph: Paragraph, style: str) -> int:
    """The depth of a list item from 1, 0 for a plain paragraph: by Word's own numbering, else by style."""
    number = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if number is not None:
        level = number.find(qn("w:ilvl"))
        return int(level.get(qn("w:val"), "0")) + 1 if level is not None else 1
    found = _STYLE_LIST.match(style)
    # "List Paragraph" is also Word's style for a paragraph that merely hangs in a list.
    return int(found.group(1) or 1) if found and "Paragraph" not in style else 0


def _paragraph_or_item(text: str, spans: tuple[Span, ...], depth: int) -> Block:
    typed = _TYPED_MARKER.match(text)
    if typed and not depth:
        cut = typed.end()
        moved = tuple(
            replace(span, start=max(span.start - cut, 0), end=span.end - cut) for span in spans if span.end > cut
        )
        return Block(BlockKind.ITEM, text[cut:], 1, typed.group(1) or "", spans=moved)
    if depth:
        return Block(BlockKind.ITEM, text, depth, spans=spans)
    return Block(BlockKind.PARAGRAPH, text, spans=spans)
