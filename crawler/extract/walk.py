"""One walk over the parsed page, giving its headings and blocks in order.

The walk keeps its own stack, so that a page nested a thousand deep (a generation of unclosed tags) is read like any
other. What is to be done at an element's end is what entering it returned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set

from crawler.extract.elements import INLINE, is_furniture, is_note
from crawler.extract.inline import CodeLine, Line, cut_from
from crawler.extract.labels import box_kind, split_label
from crawler.extract.links import Links
from crawler.extract.lists import ItemNumbers, google_level, office_level
from crawler.extract.notes import is_note_mark
from crawler.extract.pieces import BOLD_RANK, Close, Heading, Piece
from crawler.extract.tables import Rows, is_layout, numbers_paragraphs
from crawler.extract.tree import Element, first
from kb.model import Block, BlockKind, Span, SpanKind

_FURNITURE_ALT = re.compile(
    r"logo|\bicons?\b|^view this website|report abuse|^powered by|spacer|^print\b", re.IGNORECASE
)
_BULLET = re.compile(r"^[•·▪●◦‣\uf0b7\uf0a7]\s*(?=\S)")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_HEADING_WORDS = 20
_STRUCTURE = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "ul", "ol", "dl")

Leave = Callable[[], None]


class Walk:
    """Walks elements and collects `pieces`. Elements in `skipped` are not content."""

    def __init__(self, links: Links, skipped: Set[Element] = frozenset()) -> None:
        self.pieces: list[Piece] = []
        self._links = links
        self._skipped = skipped
        self._line = Line()
        self._figures: list[tuple[str, SpanKind, str | None]] = []
        self._kind = BlockKind.PARAGRAPH
        self._depth = 0
        self._item: str | None = None  # the marker of an item whose text has not come yet
        self._flat = 0  # above 0, block elements only part words: inside headings, cells and captions
        self._lists: list[ItemNumbers] = []
        self._tables = 0
        self._rows: Rows | None = None  # of the table that is being read
        self._numbering = False  # whether the table that is being read only numbers paragraphs
        self._handlers: dict[str, Callable[[Element], Leave | None]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("ul", "ol", "menu", "dir"), self._list),
            **dict.fromkeys(("strong", "b"), lambda _: self._span(SpanKind.STRONG)),
            **dict.fromkeys(("em", "i"), lambda _: self._span(SpanKind.EMPHASIS)),
            **dict.fromkeys(("dt", "summary"), lambda _: self._as_kind(BlockKind.HEADING)),
            **dict.fromkeys(("td", "th"), self._cell),
            "a": self._anchor,
            "blockquote": lambda _: self._as_kind(BlockKind.QUOTE),
            "br": self._break,
            "caption": self._caption,
            "figcaption": lambda _: self._as_kind(BlockKind.CAPTION),
            "img": self._image,
            "li": self._list_item,
            "p": self._paragraph,
            "pre": self._preformatted,
            "span": self._styled,
            "table": self._table,
            "tr": self._row,
        }

    def main(self, root: Element) -> None:
        """Walks an element that holds the page's text."""
        self._line.add(root.text or "")
        open_elements: list[tuple[Iterator[Element], Leave | None, str | None]] = [(iter(root), None, None)]
        while open_elements:
            children, leave, tail = open_elements[-1]
            child = next(children, None)
            if child is None:
                open_elements.pop()
                if leave is not None:
                    leave()
                if tail:
                    self._line.add(tail)
            elif child in self._skipped or is_furniture(child) or is_note_mark(child):
                self._line.add(child.tail or "")
            else:
                leave = self._enter(child)
                if child.text:
                    self._line.add(child.text)
                open_elements.append((iter(child), leave, child.tail))
        self._flush()

    def _enter(self, element: Element) -> Leave | None:
        name = element.tag
        handler = self._handlers.get(name)
        if handler is not None:
            return handler(element)
        return None if name in INLINE or ":" in name else self._container(element)

    def _flush(self) -> None:
        """Ends the block that is being read, if there is text in it."""
        if self._flat:
            self._line.space()
            return
        text, spans = self._line.take()
        figures, self._figures = self._figures, []
        if text:
            self.pieces.append(self._block(text, spans))
        for alt, kind, target in figures:
            if alt.casefold() not in text.casefold():  # an image beside its own words says nothing more
                spans = (Span(kind, 0, len(alt), target),) if target else ()
                self.pieces.append(Block(BlockKind.FIGURE, alt, self._depth, spans=spans))

    def _block(self, text: str, spans: tuple[Span, ...]) -> Piece:
        if self._item is not None:
            marker, self._item = self._item, None
            if self._numbering and marker and _is_title(text, spans):
                return Heading(BOLD_RANK, f"{marker} {text}")
            return Block(BlockKind.ITEM, text, self._depth, marker, spans=spans)
        bullet = _BULLET.match(text) if self._kind is BlockKind.PARAGRAPH else None
        if bullet:
            cut = bullet.end()
            return Block(BlockKind.ITEM, text[cut:], self._depth + 1, spans=cut_from(spans, cut))
        table = self._tables if self._kind is BlockKind.CODE else 0
        return Block(self._kind, text, self._depth, table=table, spans=spans)

    def _container(self, element: Element) -> Leave:
        self._flush()
        start, before, note = len(self.pieces), self._kind, is_note(element)
        if note:
            self._kind = BlockKind.NOTE

        def leave() -> None:
            self._flush()
            self._kind = before
            if not self._flat:
                self._close_region(start, note)

        return leave

    def _close_region(self, start: int, note: bool) -> None:
        """Marks a container that is a box or a note as a whole, so that its headings open no sections."""
        if len(self.pieces) - start < 2:
            return
        first = self.pieces[start]
        box = first if isinstance(first, Heading) and box_kind(first.text) is not None else None
        if box is None and not note:
            return
        inner = [piece for piece in self.pieces[start + (box is not None) :] if isinstance(piece, Heading)]
        if any(_opens_something(piece, box) for piece in inner):
            return
        for place in range(start, len(self.pieces)):
            piece = self.pieces[place]
            if isinstance(piece, Heading):
                self.pieces[place] = Heading(piece.rank, piece.text, boxed=True)
        if box is not None:
            self.pieces.append(Close())

    def _as_kind(self, kind: BlockKind) -> Leave:
        self._flush()
        before, self._kind = self._kind, kind

        def leave() -> None:
            self._flush()
            self._kind = before

        return leave

    def _paragraph(self, element: Element) -> Leave:
        level = office_level(element.get("style", ""))
        if not level or self._flat:
            return self._container(element)
        self._flush()
        before, self._depth, self._item = self._depth, level, ""

        def leave() -> None:
            self._flush()
            self._depth, self._item = before, None

        return leave

    def _preformatted(self, element: Element) -> Leave:
        """Code, line by line; where structure is marked up inside, only the white space was to be kept."""
        if self._flat or first(element, *_STRUCTURE) is not None:
            return self._container(element)
        leave_kind = self._as_kind(BlockKind.CODE)
        outer, self._line, self._item = self._line, CodeLine(self._end_code_line), None
        self._tables += 1

        def leave() -> None:
            leave_kind()
            self._line = outer

        return leave

    def _end_code_line(self) -> None:
        if not self._line.text.strip():
            self._tables += 1  # a blank line ends a stretch
        self._flush()

    def _styled(self, element: Element) -> Leave | None:
        """A `span` means what its style says, if anything."""
        style = element.get("style", "")
        if not style:
            return None
        if "mso-list" in style and self._item == "" and not self._line.text:
            return self._take_office_marker
        return self._span(SpanKind.STRONG) if _BOLD_STYLE.search(style) else None

    def _take_office_marker(self) -> None:
        """Keeps the number that Word prints before an item, in an element of its own; a bullet is no number."""
        text, _ = self._line.take()
        self._item = text if any(map(str.isalnum, text)) and text not in {"o", "§"} else ""

    def _heading(self, element: Element) -> Leave:
        self._flush()
        if self._flat or (self._item is not None and not self._numbering):  # at the start of an item it is just text
            return self._flush
        rank = int(element.tag[1])
        self._flat += 1

        def leave() -> None:
            self._flat -= 1
            text, _ = self._line.take()
            if text:
                label, self._item = self._item, None
                self.pieces.append(Heading(rank, f"{label} {text}" if label else text))

        return leave

    def _span(self, kind: SpanKind, target: str | None = None) -> Leave:
        self._line.open(kind, target)
        return self._line.close

    def _anchor(self, element: Element) -> Leave | None:
        href = element.get("href", "")
        link = self._links.resolve(href) if href else None
        return None if link is None else self._span(*link)

    def _break(self, element: Element) -> None:
        if self._kind is BlockKind.CODE:
            self._end_code_line()
            return
        following = element.getnext() if not (element.tail or "").strip() else None
        # A bold numbered line before a single break is a heading glued to its paragraph.
        glued = not self._flat and self._item is None and self._line.strong and split_label(self._line.text)[0] != ""
        if ((following is not None and following.tag == "br") or glued) and not self._flat:
            self._flush()
        else:
            self._line.space()

    def _image(self, element: Element) -> None:
        alt = " ".join(element.get("alt", "").split())
        if alt and not _FURNITURE_ALT.search(alt):
            self._figures.append((alt, self._line.target_kind, self._line.target))

    def _list(self, element: Element) -> Leave:
        self._flush()
        outer, self._item = self._item, None
        deeper = 1 if self._lists else 1 + google_level(element.get("class", ""))
        self._depth += deeper
        self._lists.append(ItemNumbers(element))

        def leave() -> None:
            self._flush()
            self._lists.pop()
            self._depth -= deeper
            self._item = outer if outer is not None and self._flat else None

        return leave

    def _list_item(self, element: Element) -> Leave:
        if not self._lists:
            return self._container(element)
        self._flush()
        self._item = self._lists[-1].marker_of(element)

        def leave() -> None:
            self._flush()
            self._item = None

        return leave

    def _table(self, element: Element) -> Leave:
        numbering = not self._flat and numbers_paragraphs(element)
        if self._flat or numbering or is_layout(element):
            return self._layout_table(element, numbering)
        self._flush()
        self._tables += 1
        self._item = None
        self._rows = Rows(self._tables, self._depth)

        def leave() -> None:
            self._flush()
            self._rows = None

        return leave

    def _layout_table(self, element: Element, numbering: bool) -> Leave:
        outer, self._numbering = self._numbering, numbering
        leave_container = self._container(element)

        def leave() -> None:
            leave_container()
            self._numbering = outer

        return leave

    def _row(self, element: Element) -> Leave:
        if self._rows is None or self._flat:
            return self._container(element)

        def leave() -> None:
            row = self._rows.end(element) if self._rows else None
            if row is not None:
                self.pieces.append(row)

        return leave

    def _cell(self, element: Element) -> Leave:
        if self._rows is not None and not self._flat:
            rows = self._rows
            return self._flattened(lambda text, spans: rows.add(element, text, spans))
        if self._numbering and not self._flat:
            return self._numbering_cell(element)
        return self._container(element)

    def _numbering_cell(self, element: Element) -> Leave:
        """A cell of a table that numbers paragraphs: the number becomes that of the first paragraph beside it."""
        parent = element.getparent()
        if parent is not None and next(iter(parent), None) is element:
            self._flush()

            def number(text: str, _: object) -> None:
                self._item = text.rstrip(".") or None

            return self._flattened(number)
        self._depth += 1
        leave_container = self._container(element)

        def leave() -> None:
            leave_container()
            self._depth, self._item = self._depth - 1, None

        return leave

    def _caption(self, element: Element) -> Leave:
        if self._rows is None or self._flat:
            return self._container(element)

        def caption(text: str, spans: tuple[Span, ...]) -> None:
            if text:
                self.pieces.append(Block(BlockKind.CAPTION, text, self._depth, table=self._tables, spans=spans))

        return self._flattened(caption)

    def _flattened(self, take: Callable[[str, tuple[Span, ...]], None]) -> Leave:
        """Reads an element's text as one line, whatever stands inside, and hands it over at its end."""
        self._flush()
        self._flat += 1

        def leave() -> None:
            self._flat -= 1
            take(*self._line.take())

        return leave


def _is_title(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether what stands beside a number is the title of what follows rather than a paragraph."""
    strong = any(s.kind is SpanKind.STRONG and s.start == 0 and s.end == len(text) for s in spans)
    return strong and len(text.split()) <= _HEADING_WORDS


def _opens_something(heading: Heading, box: Heading | None) -> bool:
    """Whether a heading inside a container says that more than the box or note stands in it."""
    beside = box is not None and heading.rank <= box.rank
    return beside or box_kind(heading.text) is not None or split_label(heading.text)[0] != ""
