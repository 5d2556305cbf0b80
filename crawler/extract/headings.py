"""Which pieces are headings: real ones, bold paragraphs, and those that ran into the paragraph before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.extract.inline import cut_from, is_strong
from crawler.extract.labels import box_kind, split_label
from crawler.extract.pieces import BOLD_RANK, Heading, Piece
from kb.model import Block, BlockKind, Span, SpanKind

_HEADING_WORDS = 20  # a bold paragraph longer than this is bold text, not a heading
_TITLE_WORDS = 12  # without a number to tell it, a heading has to be shorter still
# "…Supervision Order Reviews.1. Introduction": no space after the sentence, and nothing but the heading behind it.
_GLUED = re.compile(r"(?<=[a-z)\]’'”\"][.;:!?])(?P<heading>\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z][^.;:!?]{2,80})$")


def heading_in(piece: Piece) -> Heading | None:
    """The heading that a piece is: a real one, or a paragraph that is all bold and begins with a number or label."""
    if isinstance(piece, Heading):
        return piece
    if not isinstance(piece, Block) or piece.kind is not BlockKind.PARAGRAPH or piece.depth:
        return None
    if not piece.spans or not is_strong(piece.text, piece.spans) or len(piece.text.split()) > _HEADING_WORDS:
        return None
    label, title = split_label(piece.text)
    return Heading(BOLD_RANK, piece.text) if label and title else None


def unglued(piece: Piece, last_number: int | None) -> tuple[Piece, ...]:
    """A piece, with a heading that ran into it as a piece of its own.

    A bold end or beginning that has a label is one; plain text only where its number is the next after `last_number`,
    the last whole number that a section had.
    """
    if not isinstance(piece, Block) or piece.kind is not BlockKind.PARAGRAPH or piece.depth:
        return (piece,)
    for span in piece.spans:
        if span.kind is SpanKind.STRONG and (parts := _parted_at(piece, span)):
            return parts
    found = _GLUED.search(piece.text)
    if found is None or not _is_next(split_label(found["heading"])[0], last_number):
        return (piece,)
    return _before(piece, found.start()), Heading(BOLD_RANK, found["heading"])


def with_bold_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, with short bold paragraphs above running text as headings.

    They are the headings of sections where a page has no others, and minor headings where it has.
    """
    headed = any(heading_in(piece) is not None for piece in pieces)
    titles = [_is_bold_title(piece) for piece in pieces]
    return [
        _as_heading(piece, headed) if title and _stands_above_text(pieces, titles, place) else piece
        for place, (piece, title) in enumerate(zip(pieces, titles, strict=True))
    ]


def _stands_above_text(pieces: Sequence[Piece], titles: Sequence[bool], place: int) -> bool:
    """Whether a bold line, or the run of them it belongs to, is followed by text."""
    while place < len(pieces) and titles[place]:
        place += 1
    return place < len(pieces) and isinstance(pieces[place], Block) and heading_in(pieces[place]) is None


def _as_heading(piece: Piece, headed: bool) -> Piece:
    if not isinstance(piece, Block):
        return piece
    minor = replace(piece, kind=BlockKind.HEADING, spans=tuple(s for s in piece.spans if s.kind is not SpanKind.STRONG))
    return minor if headed else Heading(BOLD_RANK, piece.text)


def _is_bold_title(piece: Piece) -> bool:
    if not isinstance(piece, Block) or piece.kind is not BlockKind.PARAGRAPH or piece.depth or not piece.spans:
        return False
    if piece.text[-1] in ".,;:" or not piece.text[0].isupper() or len(piece.text.split()) > _TITLE_WORDS:
        return False
    linked = any(span.target for span in piece.spans)
    return not linked and is_strong(piece.text, piece.spans) and box_kind(piece.text) is None


def _parted_at(block: Block, span: Span) -> tuple[Piece, ...]:
    """The block as paragraph and heading, or heading and paragraph, where a bold stretch is a glued heading."""
    text = block.text[span.start : span.end]
    label, title = split_label(text)
    if not label or not title or not title[0].isupper() or len(text.split()) > _HEADING_WORDS:
        return ()
    if span.end == len(block.text) and span.start and block.text[span.start - 1] in ".;:!?":
        return _before(block, span.start), Heading(BOLD_RANK, text)
    if span.start == 0 and block.text[span.end : span.end + 1].isupper() and text[-1].isalpha():
        rest = replace(block, text=block.text[span.end :], spans=cut_from(block.spans, span.end))
        return Heading(BOLD_RANK, text), rest
    return ()


def _before(block: Block, end: int) -> Block:
    kept = tuple(replace(span, end=min(span.end, end)) for span in block.spans if span.start < end)
    return replace(block, text=block.text[:end], spans=kept)


def _is_next(label: str, last_number: int | None) -> bool:
    whole, _, rest = label.partition(".")
    if not whole.isdigit():
        return False
    return int(whole) == (last_number or 0) + 1 or (bool(rest) and int(whole) == last_number)
