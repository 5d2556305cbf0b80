"""Text cut into the pieces that change as one: a word, a mark, a number with its unit, an amount, a citation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from kb.compare.language.vocabulary import MONTHS, NUMBER_WORDS, UNIT_KINDS, UNITS
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

_SPECIAL = re.compile(
    rf"(?:{AMOUNT})|(?<![\w.])(?:{PERCENTAGE}|{CLOCK}|{PHONE}|(?-i:{DATE})|{QUANTITY})|(?<!\w)(?:{SECTION_NUMBER})",
    re.IGNORECASE,
)
_PLAIN = r"\d+(?:[.,/]\d+)*\w*|\w+(?:['-]\w+)*|[^\w\s]"
_TOKEN = re.compile(_PLAIN)
_TOKEN_OR_ADDRESS = re.compile(rf"(?:{ADDRESS})|{_PLAIN}", re.IGNORECASE)
_SECTION_NAMES = (
    *("section", "appendix", "appendices", "annex", "annexe", "chapter", "part", "paragraph", "regulation", "reg"),
    *("schedule", "article", "standard", "step", "table", "stage", "level", "tier", "form", "figure"),
)
_BEGIN = frozenset(
    form
    for word in (*(name.split()[0] for name in NUMBER_WORDS), *_SECTION_NAMES, *MONTHS, "s")
    for name in (word, f"{word}s")
    for form in (name.casefold(), name.capitalize(), name.upper())
)
"""With these words begins what is more than a word; trying all patterns at every word takes ten times as long."""
_BEGIN_MARKS = frozenset("0123456789£§%")
_END_MARKS = frozenset(".,;:?!)")
_LONGER = str.maketrans({"…": "...", **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")})


class Text(NamedTuple):
    """A text as printed and as compared: of one length, so that places in the one are places in the other."""

    shown: str
    normal: str


class Cut(NamedTuple):
    """A stretch of a normal text cut into tokens: the tokens, and where each starts in the text."""

    tokens: list[str]
    starts: list[int]

    def end(self, at: int) -> int:
        """Where a token ends in the text."""
        return self.starts[at] + len(self.tokens[at])


def text_of(text: str) -> Text:
    """The text in both its forms."""
    normal = normalised(text)
    if normal is text or (text.isascii() and len(text) == len(normal)):
        return Text(text, normal)
    # Normalising replaces characters one by one, apart from those replaced here beforehand; so places agree.
    shown = collapsed(text.translate(_LONGER))
    return Text(shown if len(shown) == len(normal) else normal, normal)


def cut(normal: str, start: int = 0, stop: int | None = None) -> Cut:
    """A normalised text, or a stretch of it, in its tokens, in order."""
    stop = len(normal) if stop is None else stop
    pieces = _with_address if "@" in normal or "://" in normal or "www." in normal else _tokens_in
    tokens: list[str] = []
    starts: list[int] = []
    at = until = start
    split = normal[start:stop].split(" ")
    for piece, words in zip(split, map(pieces, split), strict=True):
        for word, first, special in words:
            begins = at + first
            if begins < until:
                continue
            if special:
                longer = _SPECIAL.match(normal, begins, stop)
                if longer and longer.end() > begins + len(word):
                    word = longer.group()
                until = begins + len(word)
            tokens.append(word)
            starts.append(begins)
        at += len(piece) + 1
    return Cut(tokens, starts)


_Token = tuple[str, int, bool]
"""A word or mark, where it starts in its piece, and whether it may be the beginning of more."""


@lru_cache(maxsize=4_000)
def _tokens_in(piece: str) -> tuple[_Token, ...]:
    """The tokens of a piece of text without white space."""
    if piece.isalpha():
        return ((piece, 0, _begins_more(piece)),)
    word, mark = piece[:-1], piece[-1:]
    if word.isalpha() and mark in _END_MARKS:  # as most others
        return ((word, 0, _begins_more(word)), (mark, len(word), False))
    return _found_by(_TOKEN, piece)


@lru_cache(maxsize=1_000)
def _with_address(piece: str) -> tuple[_Token, ...]:
    return _found_by(_TOKEN_OR_ADDRESS, piece)


def _found_by(pattern: re.Pattern[str], piece: str) -> tuple[_Token, ...]:
    return tuple([(word := match[0], match.start(), _begins_more(word)) for match in pattern.finditer(piece)])


def _begins_more(word: str) -> bool:
    return word in _BEGIN or word[0] in _BEGIN_MARKS or (word[0] in "sS" and word[1:2].isdigit())
