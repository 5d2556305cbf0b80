"""What a sentence binds people to: the words that decide how much a change matters, found and given one form.

"within ten working days" and "within 10 working days" are one fact; so are "IRO" and "Independent Reviewing Officer".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from kb.compare import tokens as t
from kb.compare import vocabulary as v
from kb.compare.alternatives import one_of
from kb.compare.openings import NAMES, as_next, openings_in
from kb.model import ReasonKind


class Fact(NamedTuple):
    """`text[start:end]` of a text says something. `value` is its one form, `shown` how it was put."""

    about: ReasonKind
    value: str
    shown: str
    start: int
    end: int


_N = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|{one_of(v.NUMBER_WORDS)}(?![\w-]))"
_QUANTITY = t.QUANTITY.replace(t.NUMBER, _N)
_AGE = (
    rf"(?:(?:under|over|aged?|above|below|from|until|reach(?:es|ed|ing)?|turn(?:s|ed|ing)?)"
    rf"(?: the age of| of| between)? )?"
    rf"{_N}(?:(?: to | or | and |-){_N})?[ -]years?[ -](?:olds?\b|of age\b)"
    rf"|(?:under|over|aged?|above|below|reach(?:es|ed|ing)?|turn(?:s|ed|ing)?)(?: the age of| of| between)? {_N}"
    rf"(?:(?: to | or | and |-){_N})?(?!\d|[.,]\d|[ -](?:(?:{v.UNIT_KINDS}) )?(?:{v.UNITS})|%| ?per ?cent)\b"
    r"(?! (?!is\b|was\b|has\b)\w+s\b)"
    rf"|(?:age of |ages of |between the ages of ){_N}(?:(?: to | or | and |-){_N})?\b|\d+(?:st|nd|rd|th) birthday"
)
_LIMIT = rf"(?:(?:{v.BOUNDS}) )?(?:the (?:first|next|last) )?{_QUANTITY}"
_CLOCK = rf"(?:(?:by|before|no later than|not later than) )?(?:{t.CLOCK})"
_NOON = (
    r"(?:by|before) (?:12 )?(?:noon|midday|midnight)(?: on the (?:(?:next|same|following) )?(?:working )?day)?"
    rf"|(?:on|by) day {_N}"
)
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


def _named(names: Iterable[str]) -> str:
    """A pattern for names, singular or plural."""
    return rf"{one_of(names)}(?:s|')?(?![\w&])"


_ROLE, _ROUTE, _STYLE = (_named(NAMES[kind]) for kind in (ReasonKind.ROLE, ReasonKind.ROUTE, ReasonKind.STYLE))

# What stands first wins where two overlap: an age before a time limit before a bare number.
_PATTERNS: tuple[tuple[ReasonKind, str], ...] = (
    (ReasonKind.CONTACT, _CONTACT),
    (ReasonKind.AMOUNT, t.AMOUNT),
    (ReasonKind.PERCENTAGE, rf"(?<![\w.])(?:(?:{v.BOUNDS}) )?(?:{_N} ?per ?cent\b|{t.PERCENTAGE})"),
    (ReasonKind.FORM, rf"\b(?:{_FORM})"),
    (ReasonKind.LAW, rf"(?<!\w)(?:{_LAW})"),
    (ReasonKind.EDITION, rf"\b(?:{_EDITION})"),
    (ReasonKind.DATE, rf"\b(?:{_DATE})"),
    (ReasonKind.AGE, rf"\b(?:{_AGE})"),
    (
        ReasonKind.LIMIT,
        rf"\b(?:{_LIMIT}|{_CLOCK}|{_NOON}|{_BY_DATE}|{v.URGENCY}|(?:{v.FREQUENCY})\b(?! (?:{v.NOT_RHYTHM})\b))",
    ),
    (
        ReasonKind.THRESHOLD,
        rf"\b(?:(?:{v.LEVELS}) {_N}\b|(?:{v.BOUNDS.replace('|in|by', '')}) {_N}\b|(?:{v.THRESHOLDS})\b)",
    ),
    (ReasonKind.REFERENCE, _REFERENCE),
    (ReasonKind.DUTY_WORD, "|".join(rf"\b(?:{pattern})\b" for pattern, _ in v.MODALS)),
    (ReasonKind.CONDITION, rf"\b(?:{v.NEGATIONS}|{v.CONTRACTIONS})\b"),
    (ReasonKind.ROUTE, rf"\b(?:{_ROUTE})"),
    (ReasonKind.ROLE, rf"\b(?:{_ROLE})"),
    (ReasonKind.STYLE, rf"(?<!\w)(?:{_STYLE})"),
    (ReasonKind.NUMBER, rf"\b{_N}\b"),
)
_Match = Callable[[str, int], "re.Match[str] | None"]
_MATCHES: tuple[tuple[ReasonKind, _Match], ...] = tuple(
    (about, re.compile(pattern, re.IGNORECASE).match) for about, pattern in _PATTERNS
)
_MODAL_FORCES = [(re.compile(pattern, re.IGNORECASE), force) for pattern, force in v.MODALS]
_NUMBER_WORD = re.compile(rf"\b{one_of(v.NUMBER_WORDS)}\b", re.IGNORECASE)
_LAW_PARTS = re.compile(r"([a-z]+)\.? ?(\d+(?:\.\d+)*[a-z]?(?:\(\w{1,4}\))*)(.*)", re.IGNORECASE)
_PROVISIONS = (("reg", "regulation"), ("art", "article"), ("sch", "schedule"), ("part", "part"))
_RANGE = re.compile(r"(?<=\d) to (?=\d)")
_CLOCK_TIME = re.compile(r"\b(\d{1,2})(?:[.:]?(\d\d))? ?([ap])m\b")
_AMOUNT_PARTS = re.compile(r"£(\d+(?:\.\d+)?)(k|thousand|m|million|bn|billion)?")
_MAGNITUDES = {None: 1, "k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_ORDINAL = re.compile(r"\b0?(\d+)(?:st|nd|rd|th)\b")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOTHING_MORE: _Starts = ("", ())
_Tried = tuple[tuple[ReasonKind, _Match], ...]
_Starts = tuple[str, tuple[tuple[int, _Tried, Mapping[str, _Tried] | None], ...]]
"""A piece of text as what comes next, and where in it a fact may begin: what is tried there, in its order, and what
where certain words come next."""


@lru_cache(maxsize=4_000)
def _starts_in(piece: str) -> _Starts:
    """Where in a piece of text without white space a fact may begin. A text has few different ones."""
    return _starts(piece, titles=False)


@lru_cache(maxsize=4_000)
def _starts_with_titles(piece: str) -> _Starts:
    """The same for a text that may have the title of a form or of guidance in it."""
    return _starts(piece, titles=True)


def _starts(piece: str, *, titles: bool) -> _Starts:
    found = (
        (at, _of_kinds(kinds), {word: _of_kinds(some) for word, some in following.items()} or None)
        for at, kinds, following in openings_in(piece, titles=titles)
    )
    return as_next(piece), tuple(found)


@lru_cache(maxsize=500)
def _of_kinds(kinds: frozenset[ReasonKind]) -> _Tried:
    return tuple(each for each in _MATCHES if each[0] in kinds)


def facts(text: str) -> tuple[Fact, ...]:
    """What a normalised text binds to, in its order; no two overlap."""
    starts_in = _starts_with_titles if _may_have_titles(text) else _starts_in
    pieces = text.split(" ")
    looked = [*map(starts_in, pieces), _NOTHING_MORE]
    found: list[Fact] = []
    at = end = 0
    for piece, (_, starts), (following, _) in zip(pieces, looked, islice(looked, 1, None), strict=False):
        for start, tried, tied in starts:
            if tied is not None:
                tried = tied.get(following, tried)
            if tried and at + start >= end and (fact := _fact_at(text, at + start, tried)) is not None:
                found.append(fact)
                end = fact.end
        at += len(piece) + 1
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


def _fact_at(text: str, start: int, tried: Iterable[tuple[ReasonKind, _Match]]) -> Fact | None:
    for about, match in tried:
        found = match(text, start)
        if found is not None:
            shown = found.group().strip()
            return Fact(about, _value(about, shown), shown, start, start + len(shown))
    return None


@lru_cache(maxsize=5_000)
def _value(about: ReasonKind, shown: str) -> str:
    """The one form of a fact; the same few are in every paragraph."""
    return _VALUES.get(about, plain)(shown)


def plain(text: str) -> str:
    """Small letters, numbers in figures, no marks but those inside a number or word."""
    if text.isalpha() and (word := text.casefold()) not in v.NUMBER_WORDS:
        return word  # as most are
    text = _NUMBER_WORD.sub(lambda match: str(v.NUMBER_WORDS[match.group().casefold()]), text.casefold())
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r" ?(?:per ?cent)\b", "%", text)
    return re.sub(r"[\s-]+", " ", re.sub(r"(?<!\d)\.|\.(?!\d)|[,;:()\"']", "", text)).strip()


def _name(shown: str, names: Mapping[str, str]) -> str:
    word = shown.casefold()
    for known in (word, word[:-1], word.replace("-", " ")):
        if known in names:
            return names[known] + ("s" if known == word[:-1] and word.endswith("s") else "")
    return word


def _role(shown: str) -> str:
    return _name(shown, NAMES[ReasonKind.ROLE]).removesuffix("s")


def _route(shown: str) -> str:
    return _name(shown, NAMES[ReasonKind.ROUTE])


def _term(shown: str) -> str:
    return _name(shown, NAMES[ReasonKind.STYLE])


def _force(shown: str) -> str:
    return next((force for pattern, force in _MODAL_FORCES if pattern.fullmatch(shown)), shown.casefold())


def _duration(shown: str) -> str:
    value = _RANGE.sub(" ", _CLOCK_TIME.sub(_in_24_hours, plain(shown)))
    value = re.sub(rf"\b({v.UNITS})$", lambda match: match.group().removesuffix("s"), value)
    value = (
        value.replace("no later than", "within")
        .replace("not later than", "within")
        .replace("a minimum of", "minimum of")
    )
    value = value.replace("minimum of", "at least").replace("maximum of", "at most").replace("up to", "at most")
    return (
        value.replace("as soon as possible", "as soon as practicable")
        .replace("annually", "yearly")
        .replace("a year", "yearly")
    )


def _age(shown: str) -> str:
    value = plain(shown).replace("the age of ", "").replace("age of ", "").replace("ages of ", "").replace("aged ", "")
    return _RANGE.sub(" ", re.sub(r" years? (olds?|of age)$", "", value))


def _in_24_hours(match: re.Match[str]) -> str:
    """ "2pm", "2.00 p.m." and "14:00" are one time."""
    hour, minute = int(match[1]), match[2] or "00"
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return f"{hour}{minute}"


def _amount(shown: str) -> str:
    """ "£1.5 million" and "£1,500,000" are one amount."""
    value = plain(shown).replace(" ", "")
    match = _AMOUNT_PARTS.fullmatch(value)
    if match is None:
        return value
    return f"£{Decimal(match[1]) * _MAGNITUDES[match[2]]:f}".removesuffix(".00").removesuffix(".0")


def _contact(shown: str) -> str:
    return re.sub(r" ", "", plain(shown)) if shown[0] == "0" else plain(shown)


def _law(shown: str) -> str:
    """ "s.47 enquiry" and "Section 47 enquiries" are one provision; so are "reg 44" and "Regulation 44"."""
    match = _LAW_PARTS.fullmatch(shown)
    if match is None:
        return plain(shown)
    word = match[1].casefold()
    name = next((name for short, name in _PROVISIONS if word.startswith(short)), "section")
    rest = plain(match[3])
    return f"{name} {match[2].casefold()} {rest.replace('enquiries', 'enquiry').removesuffix('s')}".rstrip()


def _date(shown: str) -> str:
    """ "3rd May 2020" and "03/05/2020" are one day."""
    value = _ORDINAL.sub(r"\1", plain(shown))
    match = _SLASHED.fullmatch(value)
    if match is None:
        return value
    day, month, year = (int(part) for part in match.groups())
    return f"{day} {v.MONTHS[month - 1].casefold()} {year}" if 1 <= month <= 12 else value


def _reference(shown: str) -> str:
    return re.sub(r"^(\w+?)s? ", r"\1 ", plain(shown))


_VALUES: dict[ReasonKind, Callable[[str], str]] = {
    ReasonKind.LIMIT: _duration,
    ReasonKind.AGE: _age,
    ReasonKind.DUTY_WORD: _force,
    ReasonKind.ROLE: _role,
    ReasonKind.ROUTE: _route,
    ReasonKind.STYLE: _term,
    ReasonKind.REFERENCE: _reference,
    ReasonKind.AMOUNT: _amount,
    ReasonKind.CONTACT: _contact,
    ReasonKind.LAW: _law,
    ReasonKind.DATE: _date,
    ReasonKind.THRESHOLD: _duration,
}
