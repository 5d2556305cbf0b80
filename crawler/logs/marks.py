"""What a line means that is no entry: dates, groups, table heads, scopes, promises, archives, furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from crawler.logs.dates import date_in, dated_heading, day_cell, year_heading
from crawler.logs.lines import Line, LineKind
from kb.model import AmendmentKind
from kb.text import normalised


class MarkKind(StrEnum):
    """What a line is for the entries around it."""

    EDITION = "edition"
    YEAR = "year"
    GROUP = "group"
    TABLE_HEAD = "table head"
    SCOPE = "scope"
    DIVIDER = "divider"
    ARCHIVE_LINK = "archive link"
    NEXT_UPDATE = "next update"
    FURNITURE = "furniture"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line understood as something else than an entry.

    `label` and `date` belong to editions, years and next updates; `kind` to groups ("New Chapters"), also to an edition
    that is one ("New Chapters – May 2021"); `scope` to scopes and to groups that name one; `dated` to the head of a
    table with a column of dates.
    """

    what: MarkKind
    label: str = ""
    date: str | None = None
    kind: AmendmentKind | None = None
    scope: str | None = None
    dated: bool = False


def _whole(*patterns: str) -> re.Pattern[str]:
    """One pattern for lines that are one of these and nothing else."""
    return re.compile("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_THING = (
    r"(?:chapters?|procedures?|polic(?:y|ies)|protocols?|guidance|documents?|pages?|content|sections|features|links|forms|"
    r"resources|appendices|information|documentation|items)"
)
_THINGS = rf"{_THING}(?:\s*(?:,|/|&|and)\s*(?:other\s+)?{_THING})*"
_STATES: tuple[tuple[str, AmendmentKind], ...] = (
    (r"removed|removals|deleted|deletions|withdrawn|archived|discontinued|obsolete", AmendmentKind.REMOVED),
    (r"renamed|re-?titled", AmendmentKind.RENAMED),
    (r"new|added|additional|additions", AmendmentKind.NEW),
    (r"updated|updates|amendments|amended|revised|reviewed|refreshed|changed|replaced", AmendmentKind.UPDATED),
)
_STATE = "|".join(words for words, _ in _STATES)
_SUFFIX = re.compile(r"\s*[-–:]?\s*(?:\((?P<inside>[^()]+)\)|(?P<all>all [\w ]+))\s*:?$", re.IGNORECASE)
_GROUP = _whole(
    rf"(?:recently\s+)?(?:{_STATE})(?:\s*(?:/|&|and|or)\s*(?:{_STATE}))*\s+{_THINGS}\s*:?",
    rf"{_THINGS}\s+(?:(?:(?:which|that)\s+)?(?:have|has|had)\s+been\s+|recently\s+)?(?:{_STATE})\s*:?",
    r"(?:chapter|procedure|policy)\s+(?:updates|amendments|additions|deletions|removals)\s*:?",
    r"(?:additions|deletions|removals)\s*:?",
)
_STATE_ALONE = _whole(rf"(?P<state>{_STATE})\s*:?")
_PART = _whole(r"(?:part|section|volume)\s+[A-Z0-9]{1,2}\s*[-–:]?\s*(?:amendments?|updates?|changes?):?")
_TITLE_HEAD = r"(?:(?:chapter|procedure|policy|document|section|page)s?(?:\s*/\s*\w+)?\s*(?:name|title)?|title|name)"
_DETAIL_HEAD = (
    r"(?:(?:brief )?(?:details?|summary|description|nature|outline)(?: of (?:the )?(?:amendments?|changes?|updates?))?|"
    r"amendments?|changes?|updates?|what (?:has )?changed|reason)(?: made| required)?"
)
_TABLE_HEAD = _whole(
    rf"(?:{_TITLE_HEAD}\s*)?{_DETAIL_HEAD}(?:\s+of\s+(?:the\s+)?(?:amendments?|changes?|updates?))?"
    r"(?P<date>\s*(?:date|when)(?:\s+(?:of\s+\w+|updated|amended))?)?",
    r"(?:chapter|procedure)\s*(?:name|title)",
)
_SHARED = re.compile(
    r"\b(?:all (?:\w+ )?(?:authorities|areas|boards|partners|partnerships|councils|boroughs|counties)|shared|"
    r"regional)\b",
    re.IGNORECASE,
)
_SCOPE = _whole(
    r"(?P<archive>archived?\s*(?:[-–:]\s*)?)?(?P<who>shared|local|regional)"
    r"(?:\s+(?:board|partnership|authority|area|manual))?"
    r"(?:\s+(?:information|amendments?|updates?|changes?|chapters?))?\s*:?"
)
_NAME = r"[A-Z][\w'&.-]*(?:\s+(?:and|&|of|upon|on|the|with|[A-Z][\w'&.-]*))*?"
# A chapter's title may end in "Information" ("Confidential Information"), so that needs "Local" or a board before it.
_BODY = r"(?:(?i:local|board|lscb|lscp|scb|scp|safeguarding|children's|partnership|council)\s+)"
_PARTNER = re.compile(
    rf"(?P<who>{_NAME})\s+(?:{_BODY}+(?i:information|updates|chapters|procedures)|{_BODY}*(?i:amendments)):?"
)
_PARTNER_ARCHIVE = re.compile(r"(?i:archive)\s*[-–:]\s*(?P<who>[A-Z][\w'& .-]+)")
_NO_PARTNER = re.compile(
    r"(?:related|further|general|local|shared|contact|recent|previous|latest|monthly|additional|key)\b", re.IGNORECASE
)
_DIVIDER = _whole(r"(?:archived?|previous|earlier|past|older)(?:\s+(?:amendments?|updates?|changes?|editions?))?\s*:?")
_YEARS = r"(?:19|20)\d\d(?:\s*(?:[-–/]|to)\s*(?:20)?\d\d)?"
_LOGS = r"(?:amendments?|archived?|updates?|changes?)"
_ARCHIVE_LINK = _whole(
    rf"(?:view\s+(?:the\s+)?)?{_YEARS}\s+{_LOGS}(?:\s+archive)?",
    rf"(?:view\s+(?:the\s+)?)?(?:archived?\s+)?{_LOGS}\s+(?:archive\s+)?(?:for\s+|from\s+|to\s+|[-–]\s*)?{_YEARS}",
    r"amendments?\s+archives?",
)
_NEXT = _whole(
    r"(?:the\s+|our\s+)?next\s+(?:scheduled\s+|planned\s+|full\s+)?(?:manual\s+)?"
    r"(?:update|amendments?|edition|release|revision)s?\b(?P<rest>.*)"
)
_PROMISE = re.compile(r"\bnext (?:\w+ )?(?:update|edition|release)\b(?P<rest>.*)", re.IGNORECASE)
_FOOT = _whole(
    r"last\s+updated?:?\s+.*\d{4}",
    r"v\d{1,4}",
    r"end of (?:chapter|page)",
    r"(?:©|copyright\b).*",
    r"all rights reserved.*",
    r"powered by .*",
)
_FURNITURE = _whole(
    r"skip to (?:main )?content",
    r"(?:company|client) logo",
    r"(?:back to )?top(?: of (?:the )?page)?",
    r"share|print(?: this page)?|home|contents|search|menu|close",
    r"view this website with .*|(?:text )?size:.*|small\s*medium\s*large.*",
    r"view (?:the )?.* view (?:the )?.*|report abuse.*",
    r"regsiter for alerts.*|register for (?:alerts|updates).*",
    r"please select a (?:board|partnership).*|(?:show|hide) amendments",
    r"(?:(?:log|list) of |(?:manual|recent|procedures?) )?(?:amendments?|updates?)"
    r"(?: (?:and|&) archives?| log| to (?:the|this) .*)?:?",
    r"(?:the|these) following (?:chapters?|procedures?|amendments?|changes?|updates?|polic(?:y|ies)|table)\b.*",
    r"(?:the|this|our) (?:online )?(?:procedures? )?(?:manual|website|site|online procedures) "
    r"(?:is|are|was|were|has|have|will)\b.*",
    r"(?:please )?(?:find|see) below.*|welcome to .*|what's new:?",
    r"(?:in )?(?:the|this|our) (?:latest |current |new )?(?:update|edition|release|log)(?:,| (?:takes?|"
    r"includes?|covers?|contains?|shows?|sets?|lists?|reflects?|summarises?|provides?|brings?)\b).*",
    r"all polic(?:y|ies) (?:is|are) up ?to ?date.*",
    r"(?:view (?:the )?|back to (?:the )?)?(?:latest|current|newest) (?:amendments?|updates?)",
    r"none|n/a|no (?:updates|amendments|changes)(?: (?:this|in|for|at|to report)\b.*)?",
)
_LONGEST_HEADING = 120  # characters of a month and a group; a sentence with a month in it is longer or no heading
_CAPTION = re.compile(r"caption\s*:\s*", re.IGNORECASE)


def mark_of(line: Line, year: str | None = None) -> Mark | None:
    """The line as a mark, or None where it may be an entry or a part of one. `year` is that of a year heading above."""
    filled = sum(map(bool, line.cells)) if line.kind is LineKind.ROW else 0
    return _mark(line.text, line.kind, filled, year)


@lru_cache(maxsize=8192)  # each line is asked about by every pass that reads the log
def _mark(printed: str, kind: LineKind, filled: int, year: str | None) -> Mark | None:
    """The mark that a line of this text and kind is; `filled` counts a row's cells that hold something."""
    text = normalised(printed).strip(" |*")
    if kind is LineKind.ITEM:  # a bullet belongs to an entry, but links to older logs may stand in a list
        return Mark(MarkKind.ARCHIVE_LINK, text) if _ARCHIVE_LINK.fullmatch(text) else None
    if not text:
        return None
    if filled > 1 and not _TABLE_HEAD.fullmatch(text):
        return None
    caption = kind is LineKind.CAPTION or bool(_CAPTION.match(text))
    text = _CAPTION.sub("", text, count=1)
    if caption:
        return _caption(text)
    if kind is LineKind.HEADING and (state := _STATE_ALONE.fullmatch(text)):
        return _group(f"{state['state']} chapters")
    return _dated(text, year) or _grouping(text) or _beside(text)


def _caption(text: str) -> Mark:
    """Captions repeat the heading above them, so they open an edition only where nothing else does."""
    dated = dated_heading(text)
    if dated:
        return Mark(MarkKind.FURNITURE, dated[0], dated[1])
    group = _group(text)
    return group or Mark(MarkKind.FURNITURE)


def _dated(text: str, year: str | None) -> Mark | None:
    if dated := dated_heading(text, year) or day_cell(text):
        return Mark(MarkKind.EDITION, dated[0], dated[1])
    if found := year_heading(text):
        return Mark(MarkKind.YEAR, text, found)
    following = _NEXT.fullmatch(text)
    if following and (dated := date_in(following["rest"])):
        return Mark(MarkKind.NEXT_UPDATE, dated[0], dated[1])
    return _dated_group(text)


def _dated_group(text: str) -> Mark | None:
    """A month and a group in one line: "Updated Chapters – April 2024"."""
    dated = date_in(text) if len(text) < _LONGEST_HEADING else None
    if dated is None or not (text.startswith(dated[0]) or text.endswith(dated[0])):
        return None
    group = _group(text.replace(dated[0], "").strip(" -–:"))
    return Mark(MarkKind.EDITION, dated[0], dated[1], kind=group.kind, scope=group.scope) if group else None


def _grouping(text: str) -> Mark | None:
    if group := _group(text):
        return group
    head = _TABLE_HEAD.fullmatch(text)
    if head and (len(text.split()) > 1 or head["date"] or text.lower().startswith("chapterdetail")):
        return Mark(MarkKind.TABLE_HEAD, text, dated=bool(head["date"]))
    if _PART.fullmatch(text):
        return Mark(MarkKind.GROUP, text)
    return _scope(text)


def _group(text: str) -> Mark | None:
    suffix = _SUFFIX.search(text)
    bare = text[: suffix.start()] if suffix else text
    if not _GROUP.fullmatch(bare):
        return None
    kinds = [kind for words, kind in _STATES if re.search(rf"\b(?:{words})\b", bare, re.IGNORECASE)]
    kind = kinds[0] if len(kinds) == 1 else None  # "New and Updated Chapters": each entry has to say which
    scope = _scope_name(suffix["inside"] or suffix["all"]) if suffix else None
    return Mark(MarkKind.GROUP, text, kind=kind, scope=scope)


def _scope_name(suffix: str) -> str | None:
    if _SHARED.search(suffix):
        return "shared"
    if re.fullmatch(r"local(?: \w+)?(?: only)?", suffix, re.IGNORECASE):
        return "local"
    name = re.sub(r"\s+only$", "", suffix, flags=re.IGNORECASE)
    return name if re.fullmatch(r"[A-Z][\w'& -]+", name) else None


def _scope(text: str) -> Mark | None:
    if (found := _SCOPE.fullmatch(text)) and text.lower() not in ("shared", "local", "regional"):
        who = "local" if found["who"].lower() == "local" else "shared"
        return Mark(MarkKind.SCOPE, text, scope=who, dated=bool(found["archive"]))
    if found := _PARTNER_ARCHIVE.fullmatch(text):
        return Mark(MarkKind.SCOPE, text, scope=found["who"], dated=True)
    found = _PARTNER.fullmatch(text)
    if found and found["who"][0].isupper() and not _NO_PARTNER.match(text):
        return Mark(MarkKind.SCOPE, text, scope=found["who"])
    return None


def _beside(text: str) -> Mark | None:
    if _ARCHIVE_LINK.fullmatch(text):
        return Mark(MarkKind.ARCHIVE_LINK, text)
    if _DIVIDER.fullmatch(text):
        return Mark(MarkKind.DIVIDER, text)
    if _FOOT.fullmatch(text):
        return Mark(MarkKind.FOOT, text)
    if _FURNITURE.fullmatch(text):
        promise = _PROMISE.search(text)
        dated = date_in(promise["rest"]) if promise else None
        return Mark(MarkKind.NEXT_UPDATE, dated[0], dated[1]) if dated else Mark(MarkKind.FURNITURE, text)
    return None
