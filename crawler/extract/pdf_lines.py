"""The lines of a PDF, with where they stand and how they are set. What a PDF holds are characters, nothing more."""

from __future__ import annotations

import ctypes
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pypdfium2
from pypdfium2 import raw

from crawler.extract.pdf_bombs import refuse_bomb
from crawler.extract.pdf_columns import PdfLine, columns_apart
from kb.errors import ExtractError, Fault
from kb.model import Page

_MOST_PAGES = 800  # the longest statutory guidance has about 500; more is not read in a few seconds
_MOST_CHARACTERS = 2_000_000  # about five seconds' work
_LONGEST = 20.0  # seconds of processor time for a whole document; what takes longer was made to
_CELL_GAP = 1.8  # of the letter size: wider than any word space in justified text
_ROW_REACH = 14  # of the letter size: how far a cell beside another may lie above it; further up is a new column
_LINE_HYPHENS = frozenset({"\x02", "\ufffe"})  # what the library gives for a hyphen at the end of a line
_FOLIO = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_PAGE_OF = re.compile(r"\bpage \d+ of \d+\b", re.IGNORECASE)
_RIM = 3  # running heads and feet are among the outermost lines of a page


def lines_of(page: Page, clock: Callable[[], float] = time.process_time) -> tuple[list[PdfLine], str]:
    """The document's lines in reading order, without running heads, feet and page numbers, and the title it states.

    Raises ExtractError for a document that is encrypted, damaged or too long: by its pages, its characters, or the
    seconds that reading it takes by `clock`.
    """
    refuse_bomb(page)
    try:
        document = pypdfium2.PdfDocument(page.body)
    except pypdfium2.PdfiumError as error:
        reason = "it asks for a password" if "assword" in str(error) else f"it is damaged ({error})"
        raise ExtractError(
            f"{page.url} cannot be read as a PDF: {reason}; ask its owner for an open copy", Fault.DOCUMENT
        ) from error
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise ExtractError(
                f"{page.url} has {count} pages, more than are read ({_MOST_PAGES}): split the document", Fault.TOO_LARGE
            )
        pages: list[list[PdfLine]] = []
        left, latest = _MOST_CHARACTERS, clock() + _LONGEST
        for number in range(count):
            if clock() > latest:
                raise ExtractError(
                    f"{page.url} was given up after {_LONGEST:g} seconds, at page {number} of {count}: "
                    f"look at the file, and have it printed to a new one",
                    Fault.BOMB,
                )
            sheet = document[number]
            text = sheet.get_textpage()
            left -= text.count_chars()
            if left < 0:
                raise ExtractError(
                    f"{page.url} has more than {_MOST_CHARACTERS:,} characters: split the document", Fault.TOO_LARGE
                )
            pages.append(_lines_in_order(list(_fragments(text, number))))
            text.close()
            sheet.close()
        return _without_running(pages), str(document.get_metadata_dict().get("Title") or "").strip()
    except pypdfium2.PdfiumError as error:
        raise ExtractError(
            f"{page.url} cannot be read as a PDF: a page is damaged ({error}); look at the file",
            Fault.DOCUMENT,
        ) from error
    finally:
        document.close()


def _fragments(text: Any, number: int) -> Iterator[PdfLine]:
    """Stretches of text without a line end or a wide gap, in the order in which the document has them.

    Where a character stands is asked only at the ends of words, as asking costs more than everything else.
    """
    signs: list[str] = []
    first, last, left, size = 0, 0, 0.0, 0.0
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = chr(code)
        if sign in "\r\n":
            if signs:
                yield _fragment(text, signs, first, left, _box(text, last)[1], number)
            signs = []
            continue
        if sign.isspace() or not code:
            if signs and signs[-1] != " ":
                signs.append(" ")
            continue
        if signs and signs[-1] == " ":
            right = _box(text, last)[1]
            if size and _box(text, index)[0] - right > _CELL_GAP * size:
                yield _fragment(text, signs, first, left, right, number)
                signs = []
        if not signs:
            first, left, size = index, _box(text, index)[0], raw.FPDFText_GetFontSize(text, index)
        last = index
        signs.append("-" if sign in _LINE_HYPHENS else sign)
        if sign in _LINE_HYPHENS:  # the library leaves out the line end that follows
            yield _fragment(text, signs, first, left, _box(text, last)[1], number)
            signs = []
    if signs:
        yield _fragment(text, signs, first, left, _box(text, last)[1], number)


def _box(text: Any, index: int) -> tuple[float, float]:
    left, right, bottom, top = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, right.value


def _fragment(text: Any, signs: list[str], first: int, left: float, right: float, number: int) -> PdfLine:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, first, x, y)
    words = " ".join("".join(signs).split())
    size = round(_size(text, first) * 2) / 2
    return PdfLine(((left, words),), right, y.value, size, _is_bold(text, first), number)


def _size(text: Any, index: int) -> float:
    """The size as seen: a font of size 1 may be scaled up by the page."""
    matrix = raw.FS_MATRIX()
    scaled = raw.FPDFText_GetMatrix(text, index, matrix)
    size = float(raw.FPDFText_GetFontSize(text, index))
    return size * abs(matrix.d or matrix.b or 1.0) if scaled else size


def _is_bold(text: Any, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, 128, flags)
    return (
        b"bold" in name.value.lower() or b"black" in name.value.lower() or raw.FPDFText_GetFontWeight(text, index) > 600
    )


def _lines_in_order(fragments: list[PdfLine]) -> list[PdfLine]:
    return [line for stretch in columns_apart(fragments) for line in _rows_joined(stretch)]


def _rows_joined(fragments: list[PdfLine]) -> list[PdfLine]:
    """Fragments beside each other as the cells of one line."""
    lines: list[PdfLine] = []
    for fragment in fragments:
        beside = _line_beside(lines, fragment)
        if beside is None:
            lines.append(fragment)
        else:
            line = lines[beside]
            cells = (*line.cells, *fragment.cells)
            lines[beside] = replace(line, cells=cells, right=fragment.right, bold=line.bold and fragment.bold)
    return lines


def _line_beside(lines: list[PdfLine], fragment: PdfLine) -> int | None:
    for place in range(len(lines) - 1, max(len(lines) - _ROW_REACH, 0) - 1, -1):
        line = lines[place]
        if abs(line.y - fragment.y) < fragment.size * 0.4 and line.right <= fragment.left + 1:
            return place
        if line.y - fragment.y > _ROW_REACH * fragment.size:
            return None
    return None


def _without_running(pages: list[list[PdfLine]]) -> list[PdfLine]:
    """All lines without those that repeat at the rim of most pages, and page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for lines in pages:
        seen.update({_running_key(line) for line in _rim(lines)})
    often = max(2, len(pages) // 2)
    kept: list[PdfLine] = []
    for lines in pages:
        rim = set(map(id, _rim(lines)))
        for line in lines:
            at_rim = id(line) in rim
            runs = at_rim and (seen[_running_key(line)] >= often or _FOLIO.fullmatch(line.text))
            if not runs and not (len(line.text) < 60 and _PAGE_OF.search(line.text)):
                kept.append(line)
    return kept


def _rim(lines: list[PdfLine]) -> list[PdfLine]:
    down = sorted(lines, key=lambda line: -line.y)
    # On a page of few lines the text itself would be rim.
    width = min(_RIM, len(down) // 3)
    return [*down[:width], *down[len(down) - width :]] if width else []


def _running_key(line: PdfLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.lower()), round(line.y / 4)
