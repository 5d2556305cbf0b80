"""Which pieces are headings, real or only bold."""

from __future__ import annotations

from crawler.extract.inline import is_strong
from crawler.extract.labels import split_label
from crawler.extract.pieces import BOLD_RANK, Heading, Piece
from kb.model import Block, BlockKind

_HEADING_WORDS = 20  # a bold paragraph longer than this is bold text, not a heading


def heading_in(piece: Piece) -> Heading | None:
    """The heading that a piece is: a real one, or a paragraph that is all bold and begins with a number or label."""
    if isinstance(piece, Heading):
        return piece
    if not isinstance(piece, Block) or piece.kind is not BlockKind.PARAGRAPH or piece.depth:
        return None
    if not is_strong(piece.text, piece.spans) or len(piece.text.split()) > _HEADING_WORDS:
        return None
    label, title = split_label(piece.text)
    return Heading(BOLD_RANK, piece.text) if label and title else None
