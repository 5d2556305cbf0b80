"""What was found in its one form: "ten working days" and "10 working days" are one value."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from kb.compare.language import vocabulary as v
from kb.compare.language.alternatives import one_of
from kb.compare.language.openings import NAMES
from kb.model import ReasonKind

_MODAL_FORCES = [(re.compile(pattern, re.IGNORECASE), force) for pattern, force in (*v.IMPERATIVES, *v.MODALS)]
_NUMBER_WORD = re.compile(rf"\b{one_of(v.NUMBER_WORDS)}\b", re.IGNORECASE)
_FIGURES = {word: str(number) for word, number in v.NUMBER_WORDS.items()}
_LAW_PARTS = re.compile(r"([a-z]+)\.? ?(\d+(?:\.\d+)*[a-z]?(?:\(\w{1,4}\))*)(.*)", re.IGNORECASE)
_PROVISIONS = (("reg", "regulation"), ("art", "article"), ("sch", "schedule"), ("part", "part"))
_RANGE = re.compile(r"(?<=\d) to (?=\d)")
_CLOCK_TIME = re.compile(r"\b(\d{1,2})(?:[.:]?(\d\d))? ?([ap])m\b")
_MIDDAY = re.compile(r"\b(?:12 )?(?:noon|midday)\b")
_PENCE = re.compile(r"(\d+(?:\.\d+)?) ?(?:p|pence)")
_BIRTHDAY = re.compile(r"(\S+) birthday", re.IGNORECASE)
_YEARS_OLD = re.compile(r" years?(?: (?:olds?|of age))?(?= or |$)")
_OR_OVER = re.compile(r" (?:or|and) (over|above|older|under|below|younger)$")
_OVER = {"above": "over", "older": "over", "below": "under", "younger": "under"}
_LAST_UNIT = re.compile(rf"\b({v.UNITS})$")
_ONE_UNIT = re.compile(r"^(within|over) (?:an?|one) ")
_SAME_BOUNDS = (
    *(("a period of ", ""), ("the period of ", "")),
    *(("no later than", "within"), ("not later than", "within"), ("not sooner than", "no sooner than")),
    *(("no earlier than", "no sooner than"), ("not earlier than", "no sooner than")),
    *(("less often than", "less than"), ("more often than", "more than")),
    *(("less frequently than", "less than"), ("more frequently than", "more than")),
    *(("no longer than", "at most"), ("not longer than", "at most")),
    *(("a minimum of", "at least"), ("minimum of", "at least"), ("not less than", "at least")),
    *(("no less than", "at least"), ("a maximum of", "at most"), ("maximum of", "at most"), ("up to", "at most")),
    *(("not more than", "at most"), ("no more than", "at most")),
    *(("as soon as possible", "as soon as practicable"), ("before the end of", "by the end of")),
)
_SIGNS_OF_BOUNDS = ("than", "period", "mum of", "up to", "possible", "end of")
"""One of them is in each that has another way."""
_BOUND = re.compile(r"(?:at least|at most) (?=\D)")
_ADVERBS = {
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "fortnightly": "2 week",
    "monthly": "month",
    "termly": "term",
    "half termly": "half term",
    "quarterly": "quarter",
    "half yearly": "half year",
    "yearly": "year",
    "annual": "year",
    "annually": "year",
    "fortnight": "2 week",
}
_TIMES = re.compile(r"(once|twice|\d+ times) (?:(?:an?|each|every|per) )?(\w+(?: term)?)")
_EVERY_SO_MANY = re.compile(r"(\d+) ?(hourly|weekly|monthly|yearly)")
_PER_PERIOD = re.compile(r" (?:per|an?|each|every) (\w+(?: term)?)$")
_ONLY_IF = re.compile(r"only (?:when|where)")
_SHORT_NAMES = {"reg": "regulation", "s": "section", "annexe": "annex", "appendice": "appendix"}
_AMOUNT_PARTS = re.compile(r"£(\d+(?:\.\d+)?)(k|thousand|m|million|bn|billion)?")
_MAGNITUDES = {None: 1, "k": 1000, "thousand": 1000, "m": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9}
_NAMES = {kind: {name.replace("-", " "): term for name, term in names.items()} for kind, names in NAMES.items()}
_ORDINAL = re.compile(r"\b0?(\d+)(?:st|nd|rd|th)\b")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@lru_cache(maxsize=5_000)
def value_of(about: ReasonKind, shown: str) -> str:
    """The one form of a fact; the same few are in every paragraph."""
    return _VALUES.get(about, plain)(shown)


def plain(text: str) -> str:
    """Small letters, numbers in figures, no marks but those inside a number or word."""
    if text.isalpha() and (word := text.casefold()) not in v.NUMBER_WORDS:
        return word  # as most are
    text = text.casefold()
    words = text.split()
    if "".join(words).isalnum() and "cent" not in text:  # nor is there a mark in most others
        return " ".join([_FIGURES.get(word, word) for word in words])
    text = _NUMBER_WORD.sub(lambda match: _FIGURES[match[0].casefold()], text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = re.sub(r" ?(?:per ?cent)\b", "%", text)
    return re.sub(r"[\s-]+", " ", re.sub(r"(?<!\d)\.|\.(?!\d)|[,;:()\"']", "", text)).strip()


def _name(shown: str, kind: ReasonKind) -> str:
    word = shown.casefold().replace("-", " ")
    names = _NAMES[kind]
    for known in (word, word[:-1]):
        if known in names:
            return names[known] + ("s" if known == word[:-1] and word.endswith("s") else "")
    return word


def _role(shown: str) -> str:
    return _name(shown, ReasonKind.ROLE).removesuffix("s")


def _route(shown: str) -> str:
    return _name(shown, ReasonKind.ROUTE)


def _term(shown: str) -> str:
    return "if" if shown == "Should" else _name(shown, ReasonKind.STYLE)


def _force(shown: str) -> str:
    return next((force for pattern, force in _MODAL_FORCES if pattern.fullmatch(shown)), shown.casefold())


def _duration(shown: str) -> str:
    value = plain(shown)
    if "noon" in value or "midday" in value:
        value = _MIDDAY.sub("12pm", value)
    if "am" in value or "pm" in value:
        value = _CLOCK_TIME.sub(_in_24_hours, value)
    if " to " in value:
        value = _RANGE.sub(" ", value)
    if value.endswith("s"):
        value = _LAST_UNIT.sub(lambda match: match[0][:-1], value)
    value = _with_one_bound(value)
    if value.startswith(("within ", "over ")):
        value = _ONE_UNIT.sub(r"\1 1 ", value)
    return _rhythm(value)


def _with_one_bound(value: str) -> str:
    """The value with the one of several ways to put its bound that stands for all."""
    if not any(sign in value for sign in _SIGNS_OF_BOUNDS):
        return value  # as most
    for bound, same in _SAME_BOUNDS:
        if bound in value:
            value = value.replace(bound, same)
    return value


def _rhythm(value: str) -> str:
    """ "fortnightly", "every fortnight" and "every two weeks" are one rhythm; so are "annually" and "once a year"."""
    bound, rest = "", value
    found = _BOUND.match(value)
    if found:
        bound, rest = found.group(), value[found.end() :]
    match = _TIMES.fullmatch(rest)
    if match:
        times = {"once": "", "twice": "2 times "}.get(match[1], f"{match[1]} ")
        period = _ADVERBS.get(match[2], match[2])
        return f"{bound}{times}every {period}"
    match = _EVERY_SO_MANY.fullmatch(rest)
    if match:
        return f"{bound}every {match[1]} {_ADVERBS[match[2]]}"
    if rest in _ADVERBS:
        return f"{bound}every {_ADVERBS[rest]}"
    for other in ("every other ", "each other "):
        rest = rest.replace(other, "every 2 ")
    rest = rest.replace("every fortnight", "every 2 week")
    return bound + (rest.replace("each ", "every ", 1) if rest.startswith("each ") else rest)


def _age(shown: str) -> str:
    match = _BIRTHDAY.fullmatch(shown)
    if match:
        number = v.ORDINAL_WORDS.get(match[1].casefold())
        return f"{number or _ORDINAL.sub(chr(92) + '1', match[1])} birthday"
    value = plain(shown).replace("the age of ", "").replace("age of ", "").replace("ages of ", "").replace("aged ", "")
    value = _OR_OVER.sub(lambda found: f" or {_OVER.get(found[1], found[1])}", value)
    return _RANGE.sub(" ", _YEARS_OLD.sub("", value))


def _in_24_hours(match: re.Match[str]) -> str:
    """ "2pm", "2.00 p.m." and "14:00" are one time."""
    hour, minute = int(match[1]), match[2] or "00"
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0)
    return f"{hour}{minute}"


def _amount(shown: str) -> str:
    """ "£1.5 million" and "£1,500,000" are one amount; "£5 a week" and "£5 a month" are two."""
    sum_only, period = _per_period(shown)
    return f"{_sum(sum_only.replace(' ', ''))}{period}"


def _per_period(shown: str) -> tuple[str, str]:
    """What is paid, plain, and for how long: "per week" and "a week" are one."""
    value = plain(shown)
    found = _PER_PERIOD.search(value)
    if found is None:
        return value, ""
    return value[: found.start()], f" every {found[1].replace('annum', 'year')}"


def _sum(value: str) -> str:
    if pence := _PENCE.fullmatch(value):
        return f"£{Decimal(pence[1]) / 100:.2f}"
    match = _AMOUNT_PARTS.fullmatch(value)
    if match is None:
        return value
    return f"£{Decimal(match[1]) * _MAGNITUDES[match[2]]:f}".removesuffix(".00").removesuffix(".0")


def _percentage(shown: str) -> str:
    return "".join(_per_period(shown))


def _condition(shown: str) -> str:
    return _ONLY_IF.sub("only if", plain(shown))


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
    value = re.sub(r"^(\w+?)s? ", r"\1 ", plain(shown))
    word, space, rest = value.partition(" ")
    return f"{_SHORT_NAMES.get(word, word)}{space}{rest}"


_VALUES: dict[ReasonKind, Callable[[str], str]] = {
    ReasonKind.LIMIT: _duration,
    ReasonKind.AGE: _age,
    ReasonKind.DUTY_WORD: _force,
    ReasonKind.ROLE: _role,
    ReasonKind.ROUTE: _route,
    ReasonKind.STYLE: _term,
    ReasonKind.REFERENCE: _reference,
    ReasonKind.AMOUNT: _amount,
    ReasonKind.PERCENTAGE: _percentage,
    ReasonKind.CONDITION: _condition,
    ReasonKind.CONTACT: _contact,
    ReasonKind.LAW: _law,
    ReasonKind.DATE: _date,
    ReasonKind.THRESHOLD: _duration,
}
