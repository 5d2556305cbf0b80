"""Contents lists inside a page: they repeat its headings, so they are not text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.headings import heading_in
from crawler.extract.labels import split_label
from crawler.extract.pieces import Heading, Piece
from kb.model import Block, BlockKind

_NAME = re.compile(r"(?:table of )?contents|contents list|(?:in|on) this (?:page|chapter|section)", re.IGNORECASE)
_LISTED = {BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.ROW}


def without_contents_list(pieces: Sequence[Piece], url: str) -> list[Piece]:
    """The pieces without contents lists: those called so, and runs of links to the page's own headings."""
    found = (heading_in(piece) for piece in pieces)
    headings = {_bare(heading.text) for heading in found if heading}
    kept: list[Piece] = []
    place = 0
    while place < len(pieces):
        piece = pieces[place]
        end = place + 1
        if _names_list(piece):
            while end < len(pieces) and _is_listed(pieces[end], headings, url):
                end += 1
        else:
            run = place
            while run < len(pieces) and _leads_within(pieces[run], headings, url):
                run += 1
            end = run if run - place > 1 else place + 1
            if end == place + 1:
                kept.append(piece)
        place = end
    return kept


def _names_list(piece: Piece) -> bool:
    short = isinstance(piece, Heading) or (isinstance(piece, Block) and piece.kind is BlockKind.PARAGRAPH)
    return short and isinstance(piece, Heading | Block) and bool(_NAME.fullmatch(piece.text.strip(": ")))


def _is_listed(piece: Piece, headings: set[str], url: str) -> bool:
    if not isinstance(piece, Block) or piece.kind not in _LISTED:
        return False
    return piece.kind is BlockKind.ITEM or _bare(piece.text) in headings or _leads_within(piece, headings, url)


def _leads_within(piece: Piece, headings: set[str], url: str) -> bool:
    """Whether a block is nothing but a link to a heading of the same page."""
    if not isinstance(piece, Block) or piece.kind not in _LISTED or not piece.spans:
        return False
    span = piece.spans[0]
    whole = span.start == 0 and span.end == len(piece.text)
    address, hash_sign, _ = (span.target or "").partition("#")
    return whole and bool(hash_sign) and address == url and _bare(piece.text) in headings


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", split_label(text)[1]).lower()
