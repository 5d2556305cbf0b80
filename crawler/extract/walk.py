"""One walk over the parsed page, giving its headings and blocks in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import CData, Tag
from bs4.element import NavigableString, PageElement

from crawler.extract.elements import INLINE, attribute, is_noise, is_note
from crawler.extract.inline import Line
from crawler.extract.labels import box_kind, split_label
from crawler.extract.links import Links
from crawler.extract.lists import marker_of
from crawler.extract.pieces import Close, Heading, Piece
from crawler.extract.tables import is_layout, read_table
from kb.model import Block, BlockKind, Span, SpanKind

_FURNITURE_ALT = re.compile(
    r"logo|\bicons?\b|^view this website|report abuse|^powered by|spacer|^print\b", re.IGNORECASE
)
_BULLET = re.compile(r"^[•·▪●◦‣\uf0b7\uf0a7]\s*(?=\S)")


class Walk:
    """Walks elements and collects `pieces`. Elements whose `id()` is in `skipped` are not content."""

    def __init__(self, links: Links, skipped: frozenset[int] = frozenset()) -> None:
        self.pieces: list[Piece] = []
        self._links = links
        self._skipped = skipped
        self._line = Line()
        self._figures: list[tuple[str, SpanKind, str | None]] = []
        self._kind = BlockKind.PARAGRAPH
        self._depth = 0
        self._item: str | None = None  # the marker of an item whose text has not come yet
        self._flat = 0  # above 0, block elements only part words: inside headings, cells and captions
        self._tables = 0
        self._handlers: dict[str, Callable[[Tag], None]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(("ul", "ol", "menu", "dir"), self._list),
            **dict.fromkeys(("strong", "b"), lambda tag: self._span(tag, SpanKind.STRONG)),
            **dict.fromkeys(("em", "i"), lambda tag: self._span(tag, SpanKind.EMPHASIS)),
            "a": self._anchor,
            "br": self._break,
            "img": self._image,
            "table": self._table,
            "blockquote": lambda tag: self._as_kind(tag, BlockKind.QUOTE),
            "dt": lambda tag: self._as_kind(tag, BlockKind.HEADING),
            "summary": lambda tag: self._as_kind(tag, BlockKind.HEADING),
            "figcaption": lambda tag: self._as_kind(tag, BlockKind.CAPTION),
        }

    def main(self, root: Tag) -> None:
        """Walks an element that holds the page's text."""
        self._children(root)
        self._flush()

    def flat_text(self, tag: Tag) -> tuple[str, tuple[Span, ...]]:
        """An element's text and spans as one line, whatever stands inside."""
        self._flat += 1
        self._children(tag)
        self._flat -= 1
        return self._line.take()

    def _children(self, tag: Tag) -> None:
        for child in tag.contents:
            self._element(child)

    def _element(self, element: PageElement) -> None:
        if isinstance(element, Tag):
            name = element.name
            if id(element) in self._skipped or is_noise(element):
                return
            handler = self._handlers.get(name)
            if handler is not None:
                handler(element)
            elif name in INLINE:
                self._children(element)
            else:
                self._container(element)
        elif type(element) is NavigableString or type(element) is CData:  # not comments and declarations
            self._line.add(element)

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

    def _block(self, text: str, spans: tuple[Span, ...]) -> Block:
        if self._item is not None:
            marker, self._item = self._item, None
            return Block(BlockKind.ITEM, text, self._depth, marker, spans=spans)
        bullet = _BULLET.match(text) if self._kind is BlockKind.PARAGRAPH else None
        if bullet:
            cut = bullet.end()
            moved = tuple(Span(s.kind, max(s.start - cut, 0), s.end - cut, s.target) for s in spans if s.end > cut)
            return Block(BlockKind.ITEM, text[cut:], self._depth + 1, spans=moved)
        return Block(self._kind, text, self._depth, spans=spans)

    def _container(self, tag: Tag) -> None:
        self._flush()
        start, before = len(self.pieces), self._kind
        note = is_note(tag)
        if note:
            self._kind = BlockKind.NOTE
        self._children(tag)
        self._flush()
        self._kind = before
        if not self._flat:
            self._close_region(start, note)

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

    def _as_kind(self, tag: Tag, kind: BlockKind) -> None:
        self._flush()
        before, self._kind = self._kind, kind
        self._children(tag)
        self._flush()
        self._kind = before

    def _heading(self, tag: Tag) -> None:
        self._flush()
        if self._flat or self._item is not None:  # in a cell or at the start of a list item it is just text
            self._children(tag)
            self._flush()
            return
        text, _ = self.flat_text(tag)
        if text:
            self.pieces.append(Heading(int(tag.name[1]), text))

    def _span(self, tag: Tag, kind: SpanKind, target: str | None = None) -> None:
        self._line.open(kind, target)
        self._children(tag)
        self._line.close()

    def _anchor(self, tag: Tag) -> None:
        link = self._links.resolve(attribute(tag, "href"))
        if link is None:
            self._children(tag)
        else:
            self._span(tag, *link)

    def _break(self, tag: Tag) -> None:
        following = tag.next_sibling
        while isinstance(following, NavigableString) and not following.strip():
            following = following.next_sibling
        doubled = isinstance(following, Tag) and following.name == "br"
        # A bold numbered line before a single break is a heading glued to its paragraph.
        glued = not self._flat and self._item is None and self._line.strong and split_label(self._line.text)[0] != ""
        if (doubled or glued) and not self._flat:
            self._flush()
        else:
            self._line.space()

    def _image(self, tag: Tag) -> None:
        alt = " ".join(attribute(tag, "alt").split())
        if alt and not _FURNITURE_ALT.search(alt):
            self._figures.append((alt, self._line.target_kind, self._line.target))

    def _list(self, tag: Tag) -> None:
        self._flush()
        outer = self._item
        self._depth += 1
        number = 0
        for child in tag.contents:
            if isinstance(child, Tag) and child.name == "li" and not (id(child) in self._skipped or is_noise(child)):
                number, self._item = marker_of(tag, child, number)
                self._children(child)
                self._flush()
                self._item = None
            else:
                self._element(child)
        self._flush()
        self._depth -= 1
        self._item = outer if outer is not None and self._flat else None

    def _table(self, tag: Tag) -> None:
        if self._flat or is_layout(tag):
            self._container(tag)
            return
        self._flush()
        self._tables += 1
        depth, self._item = self._depth, None
        for row in read_table(tag, self.flat_text):
            self.pieces.append(Block(row.kind, row.text, depth, header=row.header, table=self._tables, spans=row.spans))
        self._flush()


def _opens_something(heading: Heading, box: Heading | None) -> bool:
    """Whether a heading inside a container says that more than the box or note stands in it."""
    beside = box is not None and heading.rank <= box.rank
    return beside or box_kind(heading.text) is not None or split_label(heading.text)[0] != ""
