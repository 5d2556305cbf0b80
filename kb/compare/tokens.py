"""Text cut into the pieces that change as one: a word, a mark, a number with its unit, an amount, a citation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.compare.vocabulary import MONTHS, NUMBER_WORDS, UNIT_KINDS, UNITS
from kb.text import collapsed, normalised

NUMBER = (
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?|(?:"
    + "|".join(sorted((re.escape(word) for word in NUMBER_WORDS), key=len, reverse=True))
    + r")(?![\w-]))"
)
"""A number in figures or in words."""
QUANTITY = rf"{NUMBER}(?:(?: to | or | and |-){NUMBER})?[ -](?:(?:{UNIT_KINDS}) )?(?:{UNITS})\b(?! olds?\b)"
"""A number with its unit of time."""
AMOUNT = r"£ ?\d[\d,]*(?:\.\d+)?(?:(?:k|m|bn)\b| (?:million|billion|thousand)\b)?"
PERCENTAGE = r"\d+(?:\.\d+)?(?:%| ?per ?cent\b)"
ADDRESS = r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
SECTION_NUMBER = (
    r"(?:sections?|appendix|appendices|annexe?|chapters?|parts?|paragraphs?|regulations?|reg|schedules?|articles?"
    r"|standards?|steps?|tables?|stages?|levels?|tiers?|forms?|figures?)\.? "
    r"(?:\d+(?:\.\d+)*[a-z]?(?:\(\w{1,4}\))*|(?-i:[A-Z])\b(?!'))"
    r"|\bs\.? ?\d+(?:\.\d+)*[a-z]?\b|§ ?\d+(?:\.\d+)*"
)
CLOCK = r"\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b|\d{1,2}:\d\d"
DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{'|'.join(MONTHS)})(?: \d{{4}})?\b|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
PHONE = r"0\d{2,4} \d{3,4} ?\d{3,4}\b"

_TOKEN = re.compile(
    rf"(?:{ADDRESS})|(?:{AMOUNT})|(?<![\w.])(?:{PERCENTAGE}|{CLOCK}|{PHONE}|(?-i:{DATE})|{QUANTITY})"
    rf"|(?<!\w)(?:{SECTION_NUMBER})|\d+(?:[.,/]\d+)*\w*|\w+(?:['-]\w+)*|[^\w\s]",
    re.IGNORECASE,
)
_LONGER = str.maketrans({"…": "...", **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text: as printed, as compared, and whether white space stands before it."""

    shown: str
    normal: str
    spaced: bool


def tokens(text: str) -> tuple[Token, ...]:
    """The text's pieces in order; with their white space they give the text back, but for typography."""
    normal = normalised(text)
    # Normalising replaces characters one by one, apart from those replaced here beforehand; so places agree.
    shown = collapsed(text.translate(_LONGER))
    if len(shown) != len(normal):
        shown = normal
    made = []
    for match in _TOKEN.finditer(normal):
        start, end = match.span()
        made.append(Token(shown[start:end], normal[start:end], start > 0 and normal[start - 1] == " "))
    return tuple(made)
