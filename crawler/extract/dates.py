"""Dates that pages give themselves, in the ways that manuals print them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from crawler.extract.pieces import Heading, Piece
from kb.model import Block, BlockKind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\.?"
DATE = re.compile(
    rf"(?:{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}))"
    rf"|(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.replace('month', 'month2')},? (?P<year2>\d{{4}}))"
    rf"|(?:{_MONTH.replace('month', 'month3')},? (?P<year3>\d{{4}}))"
    r"|(?:(?P<year4>\d{4})-(?P<month4>\d{2})-(?P<day4>\d{2}))"
    r"|(?:(?P<day5>\d{1,2})[/.](?P<month5>\d{1,2})[/.](?P<year5>\d{4}))",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"(?:(?:this )?(?:page|chapter|document|procedure) )?(?:was )?"
    r"(?:last )?(?:updated|modified|revised|published)(?: on)?\s*:?\s*(?P<date>.+?)(?: v\d{1,4})?\.?",
    re.IGNORECASE,
)
_REVIEW = re.compile(
    r"(?:(?:date of )?(?:next |policy )?review(?: date| due)?(?: by| on)?|update required)\s*:\s*(?P<date>.+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:(?:first|last|date) )?(?:published|updated|modified|revised|issued)(?: on)?:?", re.IGNORECASE)
_FEW = 3  # a footer's date is among the last pieces; with a build number and a "top of page" that makes three


def date_of(text: str) -> date | None:
    """The date that a text is, as a whole; a month alone gives its first day. None for anything else."""
    found = DATE.fullmatch(text.strip().rstrip("."))
    if not found:
        return None
    part = {name.rstrip("2345"): value for name, value in found.groupdict().items() if value}
    month = part["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(part["year"]), number, int(part.get("day", "1")))
    except ValueError:  # "31 June", or a day and month the American way round: no date we can vouch for
        return None


def without_dates(pieces: Sequence[Piece]) -> tuple[list[Piece], date | None, date | None]:
    """The pieces without the lines that only date the page, the date it states, and the review date it promises."""
    kept: list[Piece] = []
    stated: date | None = None
    review: date | None = None
    begun = False
    for place, piece in enumerate(pieces):
        begun = begun or (isinstance(piece, Heading) and not piece.boxed and piece.text[:1].isdigit())
        at_rim = not begun or place >= len(pieces) - _FEW
        said = _said_by(piece, at_rim)
        if said is None:
            kept.append(piece)
        elif said[0] == "review":
            review = review or said[1]
        else:
            stated = said[1] if said[0] == "stated" else stated or said[1]
            if kept and _names_date(kept[-1]):
                kept.pop()
    return kept, stated, review


def _names_date(piece: Piece) -> bool:
    """Whether a piece is only the name of the date that follows: "Published" above "1 March 2019"."""
    return isinstance(piece, Block) and piece.kind is not BlockKind.ITEM and bool(_NAME.fullmatch(piece.text))


def _said_by(piece: Piece, at_rim: bool) -> tuple[str, date] | None:
    if not isinstance(piece, Block) or piece.kind is BlockKind.ROW or len(piece.text) > 80:
        return None
    for said, pattern in (("review", _REVIEW), ("stated", _STATED)):
        found = pattern.fullmatch(piece.text)
        day = date_of(found["date"]) if found else None
        if day:
            return said, day
    day = date_of(piece.text) if at_rim and piece.kind is not BlockKind.ITEM else None
    return ("bare", day) if day else None
