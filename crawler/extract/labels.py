"""What headings say of themselves: numbers and labels before a title, and the names of boxes."""

from __future__ import annotations

import re

from kb.model import BoxKind
from kb.text import collapsed, normalised

# A chapter's number needs a dot or known letters, or "16 Plus Team" would lose its number.
_TITLE_NUMBER = re.compile(
    r"^(?P<number>\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=[.)])|(?:CP|PG|[A-Z]{1,2}(?=\d+\.\D))\d+(?:\.\d+)*)[.):]?\s*[-–]?\s*(?=\S)"
)
_NAMED = re.compile(
    r"^((?i:appendix|annexe?|schedule|chapter|part|stage|step|standard)\s+(?:\d+[A-Za-z]?|[A-Z]|[IVX]+)(?:\.\d+)*)(?!\w)"
    r"\s*[:.–—-]*\s*"
)
_SECTION = re.compile(r"^(?i:section)\s+(\d+(?:\.\d+)*)\s*[:–—]\s*")
_NUMBER = re.compile(
    r"^(\d{1,3}(?:\.\d{1,3})+|[A-Z]{1,3}\d+(?:\.\d+)+)(?:[.)]?\s*[-–:]\s*|[.)]?\s+|[.)]|(?=[A-Z])|$)(?=\D|$)"
)
_SIMPLE = re.compile(r"^(\d{1,3}|[A-Z](?=[.)]\s+[A-Z]))[.)]\s*")
_BARE = re.compile(r"^(\d{1,2})\s+(?=[A-Z])")

_BOXES = (
    (BoxKind.SCOPE, r"scope(?: of (?:this |the )?(?:chapter|procedure|policy|guidance|document))?"),
    (
        BoxKind.GUIDANCE,
        r"(?:relevant|related)(?: local| national| statutory)?"
        r"(?: (?:procedures?|regulations?|legislation|standards?|policy)(?:,| and| &))*"
        r" (?:guidance|legislation|regulations?)(?: and (?:regulations?|legislation))?",
    ),
    (
        BoxKind.RELATED,
        r"(?:relevant|related) (?:chapters?|procedures?|policies)(?:\(s\))?(?: and (?:chapters?|policies))?",
    ),
    (BoxKind.RELATED, r"related chapter\(s\)"),
    (BoxKind.AMENDMENT, r"amendments?"),
    (BoxKind.LOCAL, r"local (?:information|guidance|procedures?|contacts and information)"),
    (BoxKind.NOTE, r"note|n\.? ?b\.?|please note"),
)
_BOX = tuple((kind, re.compile(rf"(?:{names})\s*[:.]?", re.IGNORECASE)) for kind, names in _BOXES)


def split_number(title: str) -> tuple[str, str]:
    """The number printed before a chapter's title ("3.5", "CP4"), "" where there is none, and the title without it."""
    title = collapsed(title).strip("| ")
    found = _TITLE_NUMBER.match(title)
    return (found["number"], title[found.end() :]) if found else ("", title)


def split_label(heading: str, previous: int | None = None) -> tuple[str, str]:
    """How the section under a heading is cited, "" where it has no label, and the heading without it.

    A number without any mark after it ("3 Visits") only counts as the next after `previous`, the last whole number
    seen (None where none was): "24 Hour Cover" is a title.
    """
    for pattern in (_NAMED, _SECTION, _NUMBER, _SIMPLE):
        found = pattern.match(heading)
        if found:
            return _cited(found.group(1)), heading[found.end() :].strip()
    bare = _BARE.match(heading)
    if bare and int(bare.group(1)) == (previous or 0) + 1:
        return bare.group(1), heading[bare.end() :].strip()
    return "", heading


def box_kind(heading: str) -> BoxKind | None:
    """The kind of box that a heading opens, whatever its case; None for any other heading."""
    if len(heading) > 60:  # no box is called by a longer name
        return None
    text = normalised(heading)
    return next((kind for kind, pattern in _BOX if pattern.fullmatch(text)), None)


def _cited(label: str) -> str:
    words = label.split()
    return f"{words[0].capitalize()} {words[1].upper()}" if len(words) == 2 else label
