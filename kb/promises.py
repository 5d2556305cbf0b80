"""Promises held against what came: next updates, review dates, the marks of the contents page.

What has passed and what falls due depends on the day, which comes in as an argument. A promised month passes when it
ends. That a next update came is known from the editions; a review is known only by the date the chapter prints.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.history import History, Looks
from kb.model import AmendmentKind, KnownEdition, Promise
from kb.witnesses import BADGES, day

HORIZONS = (30, 60, 90)
"""Days ahead in which what falls due is told, as the field counts: a month to write, one to consult, one to publish."""

_STATED = re.compile(
    rf"\bnext (?:\w+ ){{0,2}}?(?:update|edition|release)\b[^.]{{0,80}}?"
    rf"\b(?P<month>{'|'.join(calendar.month_name[1:])}) (?P<year>20\d\d)\b",
    re.IGNORECASE,
)


class PledgeKind(StrEnum):
    """What became of something the manual promised or marked."""

    UPDATE_OVERDUE = "update overdue"
    UPDATE_LATE = "update late"
    UPDATE_DUE = "update due"
    TWO_UPDATES = "two next updates"
    REVIEW_OVERDUE = "review overdue"
    REVIEW_DUE = "review due"
    BADGE_WITHOUT_ENTRY = "badge without entry"
    ENTRY_WITHOUT_BADGE = "entry without badge"


@dataclass(frozen=True, slots=True)
class Pledge:
    """Something promised or marked that was not kept, or falls due.

    `due` is "YYYY-MM" or "YYYY-MM-DD", "" for marks; `days` are days until then, negative where it has passed;
    `within` is the horizon of `HORIZONS` it falls in, None where it has passed or has no date. `page_url` is where it
    is said, `chapter_id` None where it is said of the whole manual.
    """

    kind: PledgeKind
    title: str
    says: str
    shows: str
    due: str = ""
    days: int | None = None
    within: int | None = None
    chapter_id: int | None = None
    edition: str = ""
    page_url: str = ""


def pledges(
    known: Sequence[History], editions: Sequence[KnownEdition], promises: Sequence[Promise], today: date
) -> tuple[Pledge, ...]:
    """All that was promised and not kept, or falls due within the horizons: updates first, then reviews, then marks."""
    present = [one for one in known if one.chapter.withdrawn_at is None and one.versions]
    looks = known[0].looks if known else Looks()
    return (
        *_updates(editions, promises, today, looks),
        *_two_updates(present, promises, looks),
        *sorted(_reviews(present, today), key=lambda one: (one.due, one.title)),
        *_marks(present, editions),
    )


# --- next updates


def _updates(
    editions: Sequence[KnownEdition], promises: Sequence[Promise], today: date, looks: Looks
) -> Iterator[Pledge]:
    for promise in promises:
        by = looks.end_of(promise.first_seen)
        before = max((one.date for one in editions if one.first_seen <= by), default="")
        came = min((one.date for one in editions if one.date > before), default=None)
        days = (_last_day(promise.next_update) - today).days
        says = f"The log promised its next update for {promise.next_update}."
        if came is not None:
            if came[:7] > promise.next_update[:7]:
                yield _of_manual(PledgeKind.UPDATE_LATE, says, f"The next edition is that of {came}.", promise, days)
        elif days < 0:
            shows = f"No edition has come; {-days} days have passed."
            yield _of_manual(PledgeKind.UPDATE_OVERDUE, says, shows, promise, days)
        elif (within := _horizon(days)) is not None:
            shows = f"It falls due within {within} days."
            yield _of_manual(PledgeKind.UPDATE_DUE, says, shows, promise, days)


def _of_manual(kind: PledgeKind, says: str, shows: str, promise: Promise, days: int) -> Pledge:
    within = _horizon(days) if kind is PledgeKind.UPDATE_DUE else None
    return Pledge(kind, "", says, shows, promise.next_update, days, within, page_url=promise.page_url)


def _two_updates(present: Sequence[History], promises: Sequence[Promise], looks: Looks) -> Iterator[Pledge]:
    """Where what the log and the chapters state of the next update is more than one date."""
    stated: dict[str, tuple[str, str]] = {}
    if promises:
        latest = max(looks.end_of(one.first_seen) for one in promises)
        for one in promises:
            if looks.end_of(one.first_seen) == latest:
                stated.setdefault(one.next_update[:7], ("the amendment log", one.page_url))
    for history in present:
        for block in history.text(history.versions[-1]).blocks():
            for found in _STATED.finditer(block.text):
                month = list(calendar.month_name).index(found["month"].capitalize())
                place = (f"“{history.chapter.title}”", history.chapter.url)
                stated.setdefault(f"{found['year']}-{month:02}", place)
    if len(stated) > 1:
        dates = sorted(stated)
        says = "; ".join(f"{stated[each][0]} says {each}" for each in dates)
        yield Pledge(
            PledgeKind.TWO_UPDATES,
            "",
            says[0].upper() + says[1:] + ".",
            "One manual has one next update.",
            dates[0],
            page_url=stated[dates[0]][1],
        )


# --- reviews


def _reviews(present: Sequence[History], today: date) -> Iterator[Pledge]:
    for history in present:
        due = history.text(history.versions[-1]).review_due_on
        if due is None:
            continue
        days = (due - today).days
        within = _horizon(days)
        if days >= 0 and within is None:
            continue
        kind = PledgeKind.REVIEW_OVERDUE if days < 0 else PledgeKind.REVIEW_DUE
        shows = f"That was {-days} days ago." if days < 0 else f"It falls due within {within} days."
        yield Pledge(
            kind,
            history.chapter.title,
            f"The chapter is to be reviewed by {day(due)}.",
            shows,
            due.isoformat(),
            days,
            within if days >= 0 else None,
            history.chapter.id,
            page_url=history.versions[-1].page_url,
        )


# --- marks of the contents page


def _marks(present: Sequence[History], editions: Sequence[KnownEdition]) -> Iterator[Pledge]:
    """The badges of the latest contents page beside the entries of the newest edition, where the manual has badges."""
    if not editions:
        return
    newest = max(one.date for one in editions)
    latest = [one for one in editions if one.date == newest]
    entries = [entry for one in latest for entry in one.amendments]
    named = {entry.chapter_id for entry in entries if entry.amendment.kind is not AmendmentKind.REMOVED}
    unnamed = sum(entry.chapter_id is None for entry in entries)
    badges = {one.chapter.id: found[0] for one in present if (found := BADGES.search(one.chapter.badge))}
    if not badges:
        return
    label = latest[0].label
    for history in present:
        chapter = history.chapter
        badge = badges.get(chapter.id)
        if badge and chapter.id not in named:
            but = f", unless one of {unnamed} entries without a chapter does" if unnamed else ""
            says, shows = f"The contents page marks it “{badge}”.", f"No entry of {label} names it{but}."
            yield _mark(PledgeKind.BADGE_WITHOUT_ENTRY, history, says, shows, latest[0])
        elif not badge and chapter.id in named:
            says, shows = f"The log names it in {label}.", "The contents page marks others, not this chapter."
            yield _mark(PledgeKind.ENTRY_WITHOUT_BADGE, history, says, shows, latest[0])


def _mark(kind: PledgeKind, history: History, says: str, shows: str, edition: KnownEdition) -> Pledge:
    chapter = history.chapter
    return Pledge(kind, chapter.title, says, shows, "", None, None, chapter.id, edition.label, edition.page_url)


def _last_day(promised: str) -> date:
    """The day on which a promise passes: the day itself, or the last one of its month."""
    if len(promised) > len("2021-07"):
        return date.fromisoformat(promised)
    year, month = int(promised[:4]), int(promised[5:7])
    return date(year, month, calendar.monthrange(year, month)[1])


def _horizon(days: int) -> int | None:
    return next((horizon for horizon in HORIZONS if 0 <= days <= horizon), None)
