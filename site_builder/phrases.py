"""How the site says dates, counts and levels, so that every page says them alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kb.model import AmendmentKind, ChangeKind, FindingKind, Level, Origin, Significance

# Written out here because strftime's month names follow the machine's locale.
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A short label with a stable key: the key picks the look, the label is what is read."""

    key: str
    label: str


LEVELS = {
    Level.MUST: Tag("must", "Must read"),
    Level.SECTION: Tag("section", "Read the section"),
    Level.SKIM: Tag("skim", "Skim"),
    Level.INFO: Tag("info", "For information"),
    Level.NONE: Tag("none", "Nothing to read"),
}
FINDINGS = {
    FindingKind.ANNOUNCED: Tag("announced", "Announced and seen"),
    FindingKind.SILENT: Tag("silent", "Silent change"),
    FindingKind.UNSEEN: Tag("unseen", "Logged, not seen"),
    FindingKind.MISMATCHED: Tag("mismatched", "Log and text differ"),
}
BEFORE_OUR_TIME = Tag("before", "Before our time")
NOT_CHECKED = Tag("unchecked", "Not held against the text")
SIGNIFICANCES = {
    Significance.DUTY: Tag("duty", "Duty"),
    Significance.SUBSTANTIVE: Tag("substantive", "Substance"),
    Significance.REFERENCE: Tag("reference", "Reference"),
    Significance.EDITORIAL: Tag("editorial", "Editorial"),
}
KINDS = {
    AmendmentKind.UPDATED: Tag("updated", "Updated"),
    AmendmentKind.NEW: Tag("new", "New chapter"),
    AmendmentKind.REMOVED: Tag("removed", "Removed"),
    AmendmentKind.RENAMED: Tag("renamed", "Renamed"),
}
ORIGINS = {
    Origin.FIRST: Tag("first", "First seen"),
    Origin.AMENDED: Tag("amended", "Changed"),
    Origin.RE_EXTRACTED: Tag("re-extracted", "Read again with newer rules"),
    Origin.REVERTED: Tag("reverted", "Back to an earlier text"),
}
CHANGE_WORDS = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.AMENDED: "Changed",
    ChangeKind.MOVED: "Moved",
    ChangeKind.RENUMBERED: "Renumbered",
    ChangeKind.RETITLED: "Retitled",
    ChangeKind.SPLIT: "Split",
    ChangeKind.MERGED: "Merged",
}


_CAPITALS = re.compile(r"“([^“”a-z]*[A-Z][^“”a-z]* [^“”a-z]*)”")
_LOGS_LEVEL = re.compile(r"the log: (\w+)(?: \((.+)\))?")
"""How a reading item names the level of the log's words."""


def day(moment: date | datetime) -> str:
    """A date as a letter would give it: "16 March 2020"."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def clock(moment: datetime) -> str:
    """A time to the minute with its zone: "16 March 2020, 09:30 UTC"; of an import given a day, the day alone."""
    at_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return day(moment) if at_midnight else f"{day(moment)}, {moment:%H:%M} UTC"


def month_or_day(stated: str) -> str:
    """ "2020-10" as "October 2020" and "2020-10-12" as "12 October 2020"; anything else as it stands."""
    fields = stated.split("-")
    if len(fields) not in (2, 3) or not all(field.isdigit() for field in fields):
        return stated
    month = int(fields[1])
    if not 1 <= month <= 12:
        return stated
    name = f"{MONTHS[month - 1]} {int(fields[0])}"
    return f"{int(fields[2])} {name}" if len(fields) == 3 else name


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun in the right form: "1 chapter", "1,200 words"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def joined(parts: Sequence[str]) -> str:
    """A list as prose: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def days(moments: Iterable[datetime]) -> tuple[date, ...]:
    """The days of the given times, each once, oldest first."""
    return tuple(sorted({moment.date() for moment in moments}))


def seen_on(moments: Iterable[datetime]) -> str:
    """On which days a text was seen: every day up to four, else how often and between which days."""
    seen = days(moments)
    if len(seen) > 4:
        return f"on {len(seen)} days from {day(seen[0])} to {day(seen[-1])}"
    return f"on {joined([day(each) for each in seen])}"


def in_one_case(title: str) -> str:
    """A title in capitals as a sentence would have it: the older layouts print the titles of boxes so.

    A single word may be an acronym and stays.
    """
    return title.capitalize() if title.isupper() and " " in title else title


def named_sections(sections: Iterable[tuple[str, str]]) -> str:
    """Sections (label and title) as one line, each once: "4.2 Visits; 5 Reviews"."""
    names = (" ".join(part for part in (label, in_one_case(title)) if part) for label, title in sections)
    return "; ".join(dict.fromkeys(name or "Opening text" for name in names))


def told(words: str) -> str:
    """A summary with the titles it quotes in one case."""
    return _CAPITALS.sub(lambda found: f"“{in_one_case(found[1])}”", words)


def why(reasons: Sequence[str]) -> str:
    """The reasons of a reading item as sentences, the level of the log's words under the name that readers know."""
    return " ".join(f"{_reason(each).rstrip('.')}." for each in reasons)


def _reason(reason: str) -> str:
    found = _LOGS_LEVEL.fullmatch(reason)
    if found and found[1] in set(Level):
        proof = f" ({found[2]})" if found[2] else ""
        return f"By the log’s words{proof}: {LEVELS[Level(found[1])].label.lower()}"
    return f"{reason[:1].upper()}{reason[1:]}"
