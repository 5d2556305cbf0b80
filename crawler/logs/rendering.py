"""Saved text as lines: what renderers do to tables is undone as far as it can be.

One renderer prints a row's cells on one line, another prints a line for each cell; an empty cell at the end of a row is
a lone bar, and the cells behind a lost title move up to its place. Paragraphs of a cell stay lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crawler.logs.columns import in_order
from crawler.logs.dates import day_cell
from crawler.logs.lines import Line, LineKind, row
from crawler.logs.marks import mark_of
from crawler.logs.titles import looks_like_title, opens_detail
from kb.text import collapsed

_BULLET = re.compile(r"^(?:[•·▪◦●*‣]|o(?=\s\s)|[-–](?=\s))\s*")
_ADDRESS = re.compile(r"https?://\S+")
_WHOLE = re.compile(r"[.!?|][\"'’”)\]]*\s*$")


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a log saved as text, the last one marked `cut` where the text breaks off inside it."""
    plain = _plain_lines(text)
    barred = any("|" in line.text for line in plain)
    lines = tuple(in_order(_Table().read(plain) if barred else plain))
    return (*lines[:-1], replace(lines[-1], cut=_breaks_off(text, lines[-1]))) if lines else ()


def _plain_lines(text: str) -> list[Line]:
    lines = []
    gap = 0
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines()):
        stripped = collapsed(raw)
        if not stripped:
            gap += 1
        elif number == 0 and _ADDRESS.fullmatch(stripped):
            gap = 0
        elif len(cells := tuple(filter(None, map(collapsed, raw.split("\t"))))) > 1:
            lines.append(row(cells, gap))
            gap = 0
        else:
            bullet = _BULLET.match(stripped)
            kind = LineKind.ITEM if bullet and stripped[bullet.end() :] else LineKind.PARAGRAPH
            body = stripped[bullet.end() :] if bullet and kind is LineKind.ITEM else stripped
            lines.append(Line(kind, body, gap=gap, flat=True))
            gap = 0
    return lines


def _breaks_off(text: str, last: Line) -> bool:
    return not _WHOLE.search(text) and mark_of(last) is None


@dataclass
class _Table:
    """Puts rows together from lines with bars."""

    cells: list[str] = field(default_factory=list)
    pending: list[Line] = field(default_factory=list)
    inside: bool = False

    def read(self, lines: list[Line]) -> Iterator[Line]:
        for line in lines:
            if not line.text.endswith("|") and "|" not in line.text:
                yield from self._outside(line)
            else:
                yield from self._barred(line)
        self.cells += [" ".join(part.text for part in self.pending)] if self.pending else []
        yield from self._rows(cut=bool(self.pending))

    def _outside(self, line: Line) -> Iterator[Line]:
        """A line without a bar stands between tables, or is a paragraph of a cell that ends further down."""
        if self.inside and mark_of(line) is None:
            self.pending.append(line)
            return
        yield from self._flushed()
        self.inside = False
        yield line

    def _barred(self, line: Line) -> Iterator[Line]:
        # A last line may break off before its closing bar.
        body = line.text[:-1] if line.text.endswith("|") else line.text
        body = body.strip()
        parts = [part.strip() for part in (body[1:] if body.startswith("|") else body).split("|")]
        if self.pending:
            parts[0] = " ".join([*(part.text for part in self.pending), parts[0]]).strip()
            self.pending = []
        heading = replace(line, text=" ".join(filter(None, parts)))
        self.inside = True
        if heading.text and mark_of(heading) is not None and not day_cell(heading.text):
            yield from self._rows()
            yield row(tuple(parts), line.gap)
        elif len(parts) > 1:
            yield from self._rows()
            yield row(_in_place(tuple(parts)), line.gap)
        else:
            self.cells.append(parts[0])

    def _flushed(self) -> Iterator[Line]:
        yield from self._rows()
        yield from self.pending
        self.pending = []

    def _rows(self, cut: bool = False) -> Iterator[Line]:
        cells, self.cells = self.cells, []
        while cells:
            taken, cells = _next_row(cells, cut)
            if any(taken):
                yield row(taken)


def _next_row(cells: list[str], cut: bool) -> tuple[tuple[str, ...], list[str]]:
    """The first row of a run of cells, and the rest of the run."""
    first, *rest = cells
    if not first:
        return (), rest
    dates = [number for number, cell in enumerate(cells[:3]) if day_cell(cell)]
    if dates:
        return _in_place(tuple(cells[: dates[0] + 1])), cells[dates[0] + 1 :]
    lost = not rest or not rest[0] or _reads_as_detail(first, cut and not rest)
    if lost and not (rest and rest[0] and looks_like_title(first) and not opens_detail(first)):
        return _in_place((first,), cut and not rest), rest
    return (first, rest[0]), rest[1:]


def _in_place(cells: tuple[str, ...], cut: bool = False) -> tuple[str, ...]:
    """A row whose title was lost, with its detail moved up into the first cell, put right."""
    dated = len(cells) > 1 and day_cell(cells[-1]) is not None
    body = [cell for cell in (cells[:-1] if dated else cells) if cell]
    if not dated and cells[:1] == ("",) and body:
        placed: tuple[str, ...] = ("", " ".join(body))
    elif len(body) == 1:
        placed = ("", body[0]) if dated or _reads_as_detail(body[0], cut) else (body[0], "")
    else:
        placed = (body[0], " ".join(body[1:])) if body else ("", "")
    return (*placed, cells[-1]) if dated else placed


def _reads_as_detail(text: str, cut: bool = False) -> bool:
    return opens_detail(text, cut) or not looks_like_title(text)
