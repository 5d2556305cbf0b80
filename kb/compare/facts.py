"""What a sentence binds people to: the words that decide how much a change matters, found and given one form.

"within ten working days" and "within 10 working days" are one fact; so are "IRO" and "Independent Reviewing Officer".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kb.compare import tokens as t
from kb.compare import vocabulary as v


class About(StrEnum):
    """What a fact is about, as a reason names it."""

    LIMIT = "time limit"
    AGE = "age"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    THRESHOLD = "threshold"
    MODAL = "obligation"
    NEGATION = "condition"
    FORM = "form"
    ROUTE = "route"
    ROLE = "role"
    NUMBER = "number"
    REFERENCE = "reference"
    LAW = "law"
    EDITION = "edition"
    CONTACT = "contact"
    DATE = "date"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Fact:
    """`text[start:end]` of a text says something. `value` is its one form, `shown` how it was put."""

    about: About
    value: str
    shown: str
    start: int
    end: int


_N = t.NUMBER
_AGE = (
    rf"(?:(?:under|over|aged?|above|below|from|until|reach(?:es|ed|ing)?|turn(?:s|ed|ing)?)"
    rf"(?: the age of| of| between)? )?"
    rf"{_N}(?:(?: to | or | and |-){_N})?[ -]years?[ -](?:olds?\b|of age\b)"
    rf"|(?:under|over|aged?|above|below|reach(?:es|ed|ing)?|turn(?:s|ed|ing)?)(?: the age of| of| between)? {_N}"
    rf"(?:(?: to | or | and |-){_N})?(?!\d|[.,]\d|[ -](?:(?:{v.UNIT_KINDS}) )?(?:{v.UNITS})|%| ?per ?cent)\b"
    r"(?! (?!is\b|was\b|has\b)\w+s\b)"
    rf"|(?:age of |ages of |between the ages of ){_N}(?:(?: to | or | and |-){_N})?\b|\d+(?:st|nd|rd|th) birthday"
)
_LIMIT = rf"(?:(?:{v.BOUNDS}) )?(?:the (?:first|next|last) )?{t.QUANTITY}"
_CLOCK = rf"(?:(?:by|before|no later than|not later than) )?(?:{t.CLOCK})"
_NOON = (
    r"(?:by|before) (?:12 )?(?:noon|midday|midnight)(?: on the (?:(?:next|same|following) )?(?:working )?day)?"
    rf"|(?:on|by) day {_N}"
)
_FORM = (
    rf"(?-i:(?!(?:{v.NOT_FORM_NAMES})\b)(?:[A-Z0-9][\w/&-]*(?: (?:of|and|for|to|the))? ){{1,5}}"
    r"(?:Form|Template|Checklist|Proforma|Pro-forma|Tool|Toolkit))\b(?! \d)"
    r"|form [A-Z]{0,4}\d[\w-]*\b"
    r"|(?:referral|notification|consent|assessment|request|incident|application|complaints?|report) "
    r"(?:form|template|checklist|tool)s?\b"
)
_LAW = (
    r"(?:(?:sections?|s\.?|regulations?|reg|articles?|schedules?|part) ?\d+(?:\.\d+)*[a-z]?(?:\(\w{1,4}\))* "
    r"(?:(?:of|to) the (?-i:(?:[A-Z][\w'-]*|and|of|\([^)]{0,30}\)) ?){1,12}(?:\d{4})?"
    r"|enquir(?:y|ies)|assessments?|agreements?|accommodation|orders?|visits?|investigations?|reports?|placements?|carers?))"
    r"|\bs\.? ?(?:17|20|31|38|46|47)\b"
)
_EDITION = (
    rf"(?-i:(?!(?:{v.NOT_TITLES})\b)"
    r"[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|of|and|to|the|for|in|on|\([^)]{0,30}\))){1,12})"
    r",? \(?(?:(?-i:" + "|".join(v.MONTHS) + r") )?(?:19|20)\d\d\)?"
)
_REFERENCE = rf"(?<!\w)(?:{t.SECTION_NUMBER})"
_CONTACT = rf"{t.ADDRESS}|{t.PHONE}"
_DAY, _MONTH = r"\d{1,2}(?:st|nd|rd|th)?", f"(?:{'|'.join(v.MONTHS)})"
_DATE = rf"(?-i:(?:{_DAY} )?{_MONTH} \d{{4}}|{_DAY} {_MONTH})"


def _terms(terms: Mapping[str, Iterable[str]]) -> tuple[str, dict[str, str]]:
    """A pattern for terms and their other names (singular or plural), and which term a found word is."""
    names = {other: term for term, others in terms.items() for other in (term, *others)}
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"(?:{pattern})(?:s|')?(?![\w&])", names


_ROLE, _ROLE_NAMES = _terms(v.ROLES)
_ROUTE, _ROUTE_NAMES = _terms(v.ROUTES)
_SAME, _SAME_NAMES = _terms({term: others for term, others in v.SAME_TERMS.items() if " " in term})
# A single word needs no finding to be itself, only its other names do.
_OTHER, _ = _terms({other: () for term, others in v.SAME_TERMS.items() if " " not in term for other in others})
_SAME_NAMES |= {other: term for term, others in v.SAME_TERMS.items() if " " not in term for other in others}

# What stands first wins where two overlap: an age before a time limit before a bare number.
_PATTERNS: tuple[tuple[About, str], ...] = (
    (About.CONTACT, _CONTACT),
    (About.AMOUNT, t.AMOUNT),
    (About.PERCENTAGE, rf"(?<![\w.])(?:{_N} ?per ?cent\b|{t.PERCENTAGE})"),
    (About.FORM, rf"\b(?:{_FORM})"),
    (About.LAW, rf"(?<!\w)(?:{_LAW})"),
    (About.EDITION, rf"\b(?:{_EDITION})"),
    (About.DATE, rf"\b(?:{_DATE})"),
    (About.AGE, rf"\b(?:{_AGE})"),
    (About.LIMIT, rf"\b(?:{_LIMIT}|{_CLOCK}|{_NOON}|{v.URGENCY}|(?:{v.FREQUENCY})\b(?! (?:{v.NOT_RHYTHM})\b))"),
    (About.THRESHOLD, rf"\b(?:(?:{v.LEVELS}) {_N}\b|(?:{v.BOUNDS.replace('|in|by', '')}) {_N}\b|(?:{v.THRESHOLDS})\b)"),
    (About.REFERENCE, _REFERENCE),
    (About.MODAL, "|".join(rf"\b(?:{pattern})\b" for pattern, _ in v.MODALS)),
    (About.NEGATION, rf"\b(?:{v.NEGATIONS}|{v.CONTRACTIONS})\b"),
    (About.ROUTE, rf"\b(?:{_ROUTE})"),
    (About.ROLE, rf"\b(?:{_ROLE})"),
    (About.TERM, rf"(?<!\w)(?:{_SAME}|{_OTHER})"),
    (About.NUMBER, rf"\b{_N}\b"),
)
_FIND = re.compile("|".join(f"(?P<{about.name}>{pattern})" for about, pattern in _PATTERNS), re.IGNORECASE)
_MODAL_FORCES = [(re.compile(pattern, re.IGNORECASE), force) for pattern, force in v.MODALS]
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(sorted(v.NUMBER_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+|[£§]")
_MAIL = re.compile(r"[\w.+-]{1,64}@")
_FIRST_WORDS = frozenset(
    word
    for names in (_ROLE_NAMES, _ROUTE_NAMES, _SAME_NAMES, v.NUMBER_WORDS, v.FIRST_WORDS)
    for name in names
    for word in _WORD.findall(name)[:1]
)


def facts(text: str) -> tuple[Fact, ...]:
    """What a normalised text binds to, in its order; no two overlap."""
    return tuple(_facts(text))


def _facts(text: str) -> Iterator[Fact]:
    end = 0
    for start in _starts(text):
        match = _FIND.match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        about = About[str(match.lastgroup)]
        shown = match.group().strip()
        yield Fact(about, _VALUES.get(about, plain)(shown), shown, match.start(), match.start() + len(shown))


def _starts(text: str) -> Iterator[int]:
    """Where a fact may begin: trying the whole pattern at every letter takes twenty times as long."""
    mail = "@" in text
    for match in _WORD.finditer(text):
        word = match.group()
        first = word[0]
        if not first.islower() or word in _FIRST_WORDS or (mail and _MAIL.match(text, match.start())):
            yield match.start()


def plain(text: str) -> str:
    """Small letters, numbers in figures, no marks but those inside a number or word."""
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
    value = plain(shown)
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
    return re.sub(r" years? (olds?|of age)$", "", value)


def _reference(shown: str) -> str:
    return re.sub(r"^(\w+?)s? ", r"\1 ", plain(shown))


_VALUES: dict[About, Callable[[str], str]] = {
    About.LIMIT: _duration,
    About.AGE: _age,
    About.MODAL: _force,
    About.ROLE: _role,
    About.ROUTE: _route,
    About.TERM: _term,
    About.REFERENCE: _reference,
    About.THRESHOLD: _duration,
}
