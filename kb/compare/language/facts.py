"""What a sentence binds people to: the words that decide how much a change matters, found and given one form.

"within ten working days" and "within 10 working days" are one fact; so are "IRO" and "Independent Reviewing Officer".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, compress, count
from typing import NamedTuple

from kb.compare.language import tokens as t
from kb.compare.language import vocabulary as v
from kb.compare.language.alternatives import one_of
from kb.compare.language.openings import NAMES, as_next, openings_in
from kb.compare.language.values import value_of
from kb.model import ReasonKind


class Fact(NamedTuple):
    """`text[start:end]` of a text says something. `value` is its one form, `shown` how it was put."""

    about: ReasonKind
    value: str
    shown: str
    start: int
    end: int

    @property
    def said(self) -> tuple[ReasonKind, str]:
        """The same for facts that say the same, wherever they stand."""
        return self.about, self.value


_N = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|{one_of(v.NUMBER_WORDS)}(?![\w-]))"
_QUANTITY = t.QUANTITY.replace(t.NUMBER, _N)
_OR_OVER = r"(?: (?:or|and) (?:over|above|older|under|below|younger)\b(?! \d))?"
_AGE = (
    rf"(?:(?:under|over|aged?|above|below|from|until|reach(?:es|ed|ing)?|turn(?:s|ed|ing)?)"
    rf"(?: the age of| of| between)? |between )?"
    rf"{_N}-?(?:(?: to | or | and |-){_N})?[ -]years?[ -](?:olds?\b|of age\b){_OR_OVER}"
    rf"|(?:under|over|aged?|above|below|reach(?:es|ed|ing)?|turn(?:s|ed|ing)?)(?: the age of| of| between)? {_N}"
    rf"(?:(?: to | or | and |-){_N})?(?!\d|[.,]\d|[ -](?:(?:{v.UNIT_KINDS}) )?(?:{v.UNITS})|%| ?per ?cent)\b{_OR_OVER}"
    r"(?! (?!is\b|was\b|has\b)\w+s\b)"
    rf"|(?:age of |ages of |between the ages of ){_N}(?:(?: to | or | and |-){_N})?\b{_OR_OVER}"
    rf"|{_N} years? (?:or|and) (?:over|above|older|under|younger)\b"
    rf"|(?:\d+(?:st|nd|rd|th)|{one_of(v.ORDINAL_WORDS)}) birthday"
)
# "For the child" is said in every paragraph: soon seen here, and late where all that a limit may be is tried.
_OF_TIME = (
    r"(?!(?:for|before|after|during|until|in|by) (?:a|the) "
    r"(?!period|first|second|third|next|last|end|start|beginning|close))"
)
_LIMIT = (
    rf"(?:(?:{v.HOW_OFTEN}) (?=every))?"
    rf"(?:(?:within|over|for) (?:a|the) period of |(?:(?:{v.BOUNDS}) )?(?:the (?:first|next|last) )?){_QUANTITY}"
)
_RHYTHM = rf"(?:(?:{v.HOW_OFTEN}|up to) )?(?:{v.FREQUENCY})\b(?! (?:{v.NOT_RHYTHM})\b)"
_CLOCK = (
    rf"(?:(?:(?:by|before|no later than|not later than) )?(?:{t.CLOCK})|(?:by|before) (?:12 )?(?:noon|midday|midnight))"
    r"(?: on the (?:(?:next|same|following) )?(?:working )?day\b)?"
)
_NTH_DAY = rf"(?:on|by|before) (?:day|week|month) {_N}"
_FORM = (
    rf"(?-i:(?!(?:{v.NOT_FORM_NAMES})\b)(?:[A-Z0-9][\w/&-]*(?: (?:of|and|for|to|the))? ){{1,5}}"
    r"(?:Form|Template|Checklist|Proforma|Pro-forma|Tool|Toolkit))\b(?! \d)"
    r"|form (?:[A-Z]{0,4}\d[\w-]*\b|(?-i:[A-Z]\b(?!')))"
    r"|(?:referral|notification|consent|assessment|request|incident|application|complaints?|report) "
    r"(?:form|template|checklist|tool)s?\b"
)
_LAW_NUMBER = (
    r"(?:sections?|ss?\.?|regulations?|regs?\.?|articles?|schedules?|part) ?\d+(?:\.\d+)*[a-z]?(?:\(\w{1,4}\))*"
)
_LAW = (
    rf"(?:{_LAW_NUMBER} (?:(?:of|to) the (?-i:(?:[A-Z][\w'-]*|and|of|\([^)]{{0,30}}\)) ?){{1,12}}(?:\d{{4}})?"
    r"|enquir(?:y|ies)|assessments?|agreements?|accommodation|orders?|visits?|investigations?|reports?|placements?|carers?))"
    # The provisions that practice knows by their number alone; "see Section 17" may be one of the manual's own.
    r"|(?<!see )(?:\bs\.? ?|(?-i:sections?) )(?:17|20|31|38|46|47)\b(?!\.\d)"
)
_EDITION = (
    rf"(?-i:(?!(?:{v.NOT_TITLES})\b)"
    r"[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|of|and|to|the|for|in|on|\([^)]{0,30}\))){1,12})"
    r",? \(?(?:(?-i:" + "|".join(v.MONTHS) + r") )?(?:19|20)\d\d\)?"
)
_REFERENCE = rf"(?<!\w)(?:{t.SECTION_NUMBER})"
_CONTACT = rf"{t.ADDRESS}|{t.PHONE}"
_DAY, _MONTH = r"\d{1,2}(?:st|nd|rd|th)?", f"(?:{'|'.join(v.MONTHS)})"
_DATE = rf"(?-i:(?:{_DAY} )?{_MONTH} \d{{4}}|{_DAY} {_MONTH})|\d{{1,2}}/\d{{1,2}}/\d{{4}}\b"
# A day or month that something has to be done by, or is done in each year.
_BY_DATE = (
    r"(?:by|no later than|not later than|on or before|by the end of) "
    rf"(?:{_DATE}|{_DAY} (?-i:{_MONTH})|(?-i:{_MONTH})\b)"
    rf"|(?:in|every|each|during|before) (?-i:{_MONTH})\b(?! \d{{4}})"
)


_IMPERATIVE = (
    rf"(?:^|(?<=[.?!:|] ))(?-i:{'|'.join(words for words, _ in v.IMPERATIVES)})(?= (?!(?:{v.NO_IMPERATIVE})\b)\w)"
)


def _named(names: Iterable[str]) -> str:
    """A pattern for names, singular or plural."""
    return rf"{one_of(names)}(?:s|')?(?![\w&])".replace(r"\ ", "[ -]").replace(r"\-", "[ -]")


_ROLE, _ROUTE, _STYLE = (_named(NAMES[kind]) for kind in (ReasonKind.ROLE, ReasonKind.ROUTE, ReasonKind.STYLE))
# Pupils and parishes have councils of their own; and a house has a front door, where nothing is referred to.
_OTHER_COUNCIL = "|".join(rf"(?<=\b{word} )" for word in v.OTHER_COUNCILS)
_AT_A_DESK = "|".join(rf"(?<=\b{word} the )" for word in v.TO_A_DESK)
_NO_HOUSE_DOOR = rf"(?:(?!(?-i:f)ront door)|(?:{_AT_A_DESK})(?!front door (?:{v.OF_A_HOUSE})\b))"

# What stands first wins where two overlap: an age before a time limit before a bare number.
_PATTERNS: tuple[tuple[ReasonKind, str], ...] = (
    (ReasonKind.CONTACT, _CONTACT),
    (ReasonKind.AMOUNT, rf"(?:{t.AMOUNT}|(?<![\w.£])\d+(?:\.\d+)?p(?:ence)?\b){v.PER_PERIOD}"),
    (ReasonKind.PERCENTAGE, rf"(?<![\w.])(?:(?:{v.BOUNDS}) )?(?:{_N} ?per ?cent\b|{t.PERCENTAGE}){v.PER_PERIOD}"),
    (ReasonKind.FORM, rf"\b(?:{_FORM})"),
    (ReasonKind.LAW, rf"(?<!\w)(?:{_LAW})"),
    (ReasonKind.EDITION, rf"\b(?:{_EDITION})"),
    (ReasonKind.DATE, rf"\b(?:{_DATE})"),
    (ReasonKind.AGE, rf"\b(?:{_AGE})"),
    (
        ReasonKind.LIMIT,
        rf"\b{_OF_TIME}(?:{_LIMIT}|{_CLOCK}|{_NTH_DAY}|{_BY_DATE}|{v.URGENCY}|{_RHYTHM})",
    ),
    (
        ReasonKind.THRESHOLD,
        rf"\b(?:(?:{v.LEVELS}) {_N}\b|(?:{v.BOUNDS.replace('|in|by', '')}) {_N}\b|(?:{v.THRESHOLDS})\b)",
    ),
    (ReasonKind.REFERENCE, _REFERENCE),
    (ReasonKind.DUTY_WORD, rf"{_IMPERATIVE}|\b(?:{'|'.join(pattern for pattern, _ in v.MODALS)})\b"),
    (ReasonKind.CONDITION, rf"\b(?:{v.NEGATIONS}|{v.CONTRACTIONS})\b"),
    (ReasonKind.ROUTE, rf"\b{_NO_HOUSE_DOOR}(?:{_ROUTE})"),
    (ReasonKind.ROLE, rf"\b(?!(?:{_OTHER_COUNCIL})councils?\b)(?:{_ROLE})"),
    (ReasonKind.STYLE, rf"(?<!\w)(?:{_STYLE})|(?={v.INVERTED})Should"),
    (ReasonKind.NUMBER, rf"\b{_N}\b"),
)
_Match = Callable[[str, int], "re.Match[str] | None"]
_MATCHES: tuple[tuple[ReasonKind, _Match], ...] = tuple(
    (about, re.compile(pattern, re.IGNORECASE).match) for about, pattern in _PATTERNS
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_Tried = tuple[tuple[ReasonKind, _Match], ...]


_Start = tuple[int, _Tried, frozenset[ReasonKind], Mapping[str, frozenset[ReasonKind]]]
"""Where in a piece of text a fact may begin: what is tried there, of which kinds, and what more by what comes next."""


@lru_cache(maxsize=4_000)
def _starts_in(piece: str) -> tuple[_Start, ...]:
    """Where in a piece of text without white space a fact may begin. A text has few different ones."""
    return tuple([(at, _of_kinds(kinds), kinds, more) for at, kinds, more in openings_in(piece, titles=False)])


@lru_cache(maxsize=4_000)
def _starts_with_titles(piece: str) -> tuple[_Start, ...]:
    """The same for a text that may have the title of a form or of guidance in it."""
    return tuple([(at, _of_kinds(kinds), kinds, more) for at, kinds, more in openings_in(piece, titles=True)])


@lru_cache(maxsize=500)
def _of_kinds(kinds: frozenset[ReasonKind]) -> _Tried:
    return tuple([each for each in _MATCHES if each[0] in kinds])


def facts(text: str) -> tuple[Fact, ...]:
    """What a normalised text binds to, in its order; no two overlap."""
    pieces = text.split(" ")
    starts = list(map(_starts_with_titles if _may_have_titles(text) else _starts_in, pieces))
    letters_before = list(accumulate(map(len, pieces), initial=0))
    found: list[Fact] = []
    end = 0
    for place in compress(count(), starts):  # few words begin anything
        for at, tried, kinds, more in starts[place]:
            if more and place + 1 < len(pieces) and (others := more.get(as_next(pieces[place + 1]))):
                tried = _of_kinds(kinds | others)
            if tried:
                start = letters_before[place] + place + at  # with as many spaces as pieces before it
                if start >= end and (fact := _fact_at(text, start, tried)) is not None:
                    found.append(fact)
                    end = fact.end
    return tuple(found)


def _may_have_titles(text: str) -> bool:
    """Whether the title of a form or of guidance may stand in a text: each has a year or one of these words."""
    return (
        (("20" in text or "19" in text) and _YEAR.search(text) is not None)
        or "Form" in text
        or "Tool" in text
        or "Pro" in text
        or "Template" in text
        or "Checklist" in text
    )


def _fact_at(text: str, start: int, tried: _Tried) -> Fact | None:
    for about, match in tried:
        found = match(text, start)
        if found is not None:
            shown = found[0].strip()
            return Fact(about, value_of(about, shown), shown, start, start + len(shown))
    return None


def apart(these: Sequence[Fact], those: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The facts that only the first ones say, or say more often, and those that only the others do, in their order."""
    if [fact.said for fact in these] == [fact.said for fact in those]:
        return [], []  # as where other words changed
    return without(these, those), without(those, these)


def without(these: Sequence[Fact], those: Sequence[Fact]) -> list[Fact]:
    """The facts that only the first ones say, or say more often, in their order."""
    if not these or not those:
        return list(these)
    known: dict[tuple[ReasonKind, str], int] = {}
    for fact in those:
        known[fact.said] = known.get(fact.said, 0) + 1
    left = []
    for fact in these:
        number = known.get(fact.said, 0)
        if number:
            known[fact.said] = number - 1
        else:
            left.append(fact)
    return left
