"""A log as a sequence of lines: what text and HTML have in common before anybody asks what a line means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.model import EntryLink


class LineKind(StrEnum):
    """What a line is by its form."""

    HEADING = "heading"
    CAPTION = "caption"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `cells` are those of a row, empty ones among them; `text` is then the cells that hold something.

    `gap` counts the blank lines before it. `url` is the target of the line's first link (of a row: of its title's),
    `linked` says that the link covers the whole line. `whole` marks a table's row: nothing that follows belongs to it.
    `links` are all links of the line, in their order.
    `flat` is true where the text may run title and detail together, as a table does that lost its cells. `cut` marks
    the line at which the text breaks off.
    """

    kind: LineKind
    text: str
    cells: tuple[str, ...] = ()
    gap: int = 0
    url: str | None = None
    linked: bool = False
    whole: bool = False
    flat: bool = False
    cut: bool = False
    links: tuple[EntryLink, ...] = ()


def row(
    cells: tuple[str, ...],
    gap: int = 0,
    url: str | None = None,
    whole: bool = True,
    links: tuple[EntryLink, ...] = (),
) -> Line:
    """A row of these cells."""
    text = " ".join(cell for cell in cells if cell)
    return Line(LineKind.ROW, text, cells, gap, url, whole=whole, links=links)
