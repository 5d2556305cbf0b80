"""What a sentence binds people to: the words that decide how much a change matters, found and given one form.

"within ten working days" and "within 10 working days" are one fact; so are "IRO" and "Independent Reviewing Officer".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from kb.compare import tokens as t
from kb.compare import vocabulary as v
from kb.compare.alternatives import one_of
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


def _terms(terms: Mapping[str, Iterable[str]]) -> tuple[str, dict[str, str]]:
    """A pattern for terms and their other names (singular or plural), and which term a found word is."""
    names = {other: term for term, others in terms.items() for other in (term, *others)}
    return rf"{one_of(names)}(?:s|')?(?![\w&])", names


_ROLE, _ROLE_NAMES = _terms(v.ROLES)
_ROUTE, _ROUTE_NAMES = _terms(v.ROUTES)
_SAME, _SAME_NAMES = _terms({term: others for term, others in v.SAME_TERMS.items() if " " in term})
# A single word needs no finding to be itself, only its other names do.
_OTHER, _ = _terms({other: () for term, others in v.SAME_TERMS.items() if " " not in term for other in others})
_SAME_NAMES |= {other: term for term, others in v.SAME_TERMS.items() if " " not in term for other in others}

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
    (ReasonKind.STYLE, rf"(?<!\w)(?:{_SAME}|{_OTHER})"),
    (ReasonKind.NUMBER, rf"\b{_N}\b"),
)
_Match = Callable[[str, int], "re.Match[str] | None"]
_MATCHES: tuple[tuple[ReasonKind, _Match], ...] = tuple(
    (about, re.compile(pattern, re.IGNORECASE).match) for about, pattern in _PATTERNS
)
_MODAL_FORCES = [(re.compile(pattern, re.IGNORECASE), force) for pattern, force in v.MODALS]
_NUMBER_WORD = re.compile(rf"\b{one_of(v.NUMBER_WORDS)}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+|[£§&]")
_LAW_PARTS = re.compile(r"([a-z]+)\.? ?(\d+(?:\.\d+)*[a-z]?(?:\(\w{1,4}\))*)(.*)", re.IGNORECASE)
_PROVISIONS = (("reg", "regulation"), ("art", "article"), ("sch", "schedule"), ("part", "part"))
_RANGE = re.compile(r"(?<=\d) to (?=\d)")
_CLOCK_TIME = re.compile(r"\b(\d{1,2})(?:[.:]?(\d\d))? ?([ap])m\b")
_AMOUNT_PARTS = re.compile(r"£(\d+(?:\.\d+)?)(k|thousand|m|million|bn|billion)?")
_MAGNITUDES = {None: 1, "k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_ORDINAL = re.compile(r"\b0?(\d+)(?:st|nd|rd|th)\b")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TITLES = re.compile(r"(?:19|20)\d\d|Form|Template|Checklist|Pro-?forma|Tool")
"""Without one of these no text has the title of a form or of guidance in it."""
_NONE: frozenset[ReasonKind] = frozenset()
_TITLED = frozenset((ReasonKind.FORM, ReasonKind.EDITION))
_NUMERIC = frozenset((ReasonKind.PERCENTAGE, ReasonKind.AGE, ReasonKind.LIMIT, ReasonKind.NUMBER))


def _openings() -> dict[str, frozenset[ReasonKind]]:
    """For each word which kinds of fact can begin with it."""
    named = ((ReasonKind.ROLE, _ROLE_NAMES), (ReasonKind.ROUTE, _ROUTE_NAMES), (ReasonKind.STYLE, _SAME_NAMES))
    found: dict[str, set[ReasonKind]] = {}
    for kind, names in (*v.OPENINGS.items(), *named):
        for name in names:
            for word in _WORD.findall(name)[:1]:
                found.setdefault(word, set()).add(kind)
    for name in v.NUMBER_WORDS:
        found.setdefault(name.partition("-")[0], set()).update(_NUMERIC)
    return {word: frozenset(kinds) for word, kinds in found.items()}


_OPENINGS = _openings()


_Start = tuple[int, tuple[tuple[ReasonKind, _Match], ...]]


@lru_cache(maxsize=4_000)
def _starts_in(piece: str) -> tuple[_Start, ...]:
    """Where in a piece of text without white space a fact may begin, with what is tried there, in its order.

    Trying every pattern at every word takes ten times as long. Most pieces are words with which nothing begins; they
    are remembered, because a text has few different ones.
    """
    if piece.isalpha():
        kinds = _kinds(piece)
        return ((0, _of_kinds(kinds)),) if kinds else ()
    words = [(word.start(), _kinds(word.group())) for word in _WORD.finditer(piece)]
    starts = tuple((at, _of_kinds(kinds)) for at, kinds in words if kinds)
    return starts if "@" not in piece else tuple((at, _MATCHES) for at, _ in words)


@lru_cache(maxsize=4_000)
def _starts_with_titles(piece: str) -> tuple[_Start, ...]:
    """The same for a text that may have the title of a form or of guidance in it."""
    words = [(word.start(), word.group()) for word in _WORD.finditer(piece)]
    titled = ((at, _kinds(word) | (_NONE if word[0].islower() else _TITLED)) for at, word in words)
    starts = tuple((at, _of_kinds(kinds)) for at, kinds in titled if kinds)
    return starts if "@" not in piece else tuple((at, _MATCHES) for at, _ in words)


@lru_cache(maxsize=500)
def _of_kinds(kinds: frozenset[ReasonKind]) -> tuple[tuple[ReasonKind, _Match], ...]:
    return tuple(each for each in _MATCHES if each[0] in kinds)


def _kinds(word: str) -> frozenset[ReasonKind]:
    small = word.casefold()
    kinds = _OPENINGS.get(word, _NONE) | _OPENINGS.get(small, _NONE)
    if small != word:  # "IROs", and "Carers" where a sentence begins with them
        kinds |= _OPENINGS.get(small.removesuffix("s"), _NONE)
    if word[0].isdigit():
        kinds |= _NUMERIC | {ReasonKind.CONTACT, ReasonKind.DATE}
    if word[0] in "sS" and word[1:2].isdigit():
        kinds |= {ReasonKind.LAW, ReasonKind.REFERENCE}
    return kinds


def facts(text: str) -> tuple[Fact, ...]:
    """What a normalised text binds to, in its order; no two overlap."""
    return tuple(_facts(text))


def _facts(text: str) -> Iterator[Fact]:
    starts_in = _starts_with_titles if _TITLES.search(text) else _starts_in
    at = end = 0
    for piece in text.split(" "):
        for start, tried in starts_in(piece):
            fact = _fact_at(text, at + start, tried) if at + start >= end else None
            if fact is not None:
                end = fact.end
                yield fact
        at += len(piece) + 1


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
    return _name(shown, _ROLE_NAMES).removesuffix("s")


def _route(shown: str) -> str:
    return _name(shown, _ROUTE_NAMES)


def _term(shown: str) -> str:
    return _name(shown, _SAME_NAMES)


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
