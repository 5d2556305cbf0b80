"""Dates as logs print them: months and days as headings, promises of a next update, dates in a column."""

from __future__ import annotations

import re
from difflib import get_close_matches

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_WORDED = (
    _WEEKDAY + r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*(?:/|-|–|&|and|to)\s*)?(?P<month>[A-Za-z]{3,9})\.?,?\s*(?P<year>(?:19|20)\d\d)"
)
_DAY = r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"
_ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""The month in which each begins, as the Met Office counts them."""
_SEASON = r"(?:early |late )?(?P<season>spring|summer|autumn|winter),? (?P<of>(?:19|20)\d\d)"
# "Oct-20", "Oct '20": never with a space alone, for "May 20" is a day.
_SHORT = (
    r"(?:(?P<on>\d{1,2})[-/. ])?(?P<short>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"[a-z]*\.?(?:[-/.]| ?['’])(?P<yy>(?:20)?\d\d)"
)
_ANY = rf"(?:{_ISO}|{_DAY}|{_SEASON}|{_WORDED}|{_SHORT})\b"
_DATE = re.compile(_ANY, re.IGNORECASE)
_NOUN = (
    r"(?:(?:latest|recent|manual|procedures?|policy|online|list of|summary of|all|quarterly|six[- ]monthly|annual|"
    r"scheduled)\s+)*"
    r"(?:amendments?|updates?|changes?|revisions?|edition|release|version|issue|bulletin|news|what['’]?s new)"
)
_HEADING = re.compile(
    rf"(?:{_NOUN}\s*)?(?:[-–:]\s*)?(?:(?:for|in|of|from|made|dated|published|issued|on|to)\s+)*\(?"
    rf"(?P<label>{_ANY})\)?\s*(?:[-–:]\s*)?(?:{_NOUN})?\s*[:.]?",
    re.IGNORECASE,
)
_BARE_MONTH = re.compile(rf"(?P<label>[A-Za-z]{{3,9}})\s*{_NOUN}?\s*:?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


def dated_heading(text: str, year: str | None = None) -> tuple[str, str] | None:
    """The label as printed and its date, if the text is nothing but a date heading: ("May 2024", "2024-05").

    A month without a year counts only under a year heading, whose `year` is then given.
    """
    found = _HEADING.fullmatch(text)
    if found and (date := _date(found)):
        return found["label"], date
    bare = _BARE_MONTH.fullmatch(text) if year else None
    if bare and bare["label"].lower() in _MONTHS:
        return bare["label"], f"{year}-{_MONTHS.index(bare['label'].lower()) + 1:02}"
    return None


def date_in(text: str) -> tuple[str, str] | None:
    """The first date or month that stands in the text, as printed and as "YYYY-MM" or "YYYY-MM-DD"."""
    for found in _DATE.finditer(text):
        if date := _date(found):
            return found[0], date
    return None


def day_cell(text: str) -> tuple[str, str] | None:
    """The label and date of a cell or line that holds one day and nothing else."""
    found = _DATE.fullmatch(text)
    date = _date(found) if found else None
    return (text, date) if date and len(date) == len("2024-02-26") else None


def year_heading(text: str) -> str | None:
    """The year, if the text is a year and nothing else."""
    return text if _YEAR.fullmatch(text) else None


def _date(found: re.Match[str]) -> str | None:
    if found["iso"]:
        return found["iso"]
    if found["season"]:
        return _checked(found["of"], _SEASONS[found["season"].lower()], 0)
    if found["short"]:
        return _checked(f"20{found['yy'][-2:]}", _month(found["short"]) or 0, int(found["on"] or 0))
    if found["d"]:
        year = found["y"] if len(found["y"]) == 4 else f"20{found['y']}"
        return _checked(year, int(found["m"]), int(found["d"]))
    month = _month(found["month"])
    return _checked(found["year"], month, int(found["day"] or 0)) if month else None


def _checked(year: str, month: int, day: int) -> str | None:
    if not 1 <= month <= 12 or day > 31:
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _month(word: str) -> int | None:
    """Months are abbreviated ("Sept") and misspelt ("Juily", "Febuary") in real logs."""
    word = word.lower()
    for number, name in enumerate(_MONTHS, 1):
        if name.startswith(word):
            return number
    near = get_close_matches(word, _MONTHS, 1, 0.8) if len(word) > 3 else []
    return _MONTHS.index(near[0]) + 1 if near else None
