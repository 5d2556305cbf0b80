"""Four sources on one chapter in one edition: the log, the chapter's amendment box, the contents page, the text.

Each is quoted with the page it stands on and the rule by which it counts, so that whoever doubts a finding can look.
Dates that do not fit one another are told here; what they amount to, `kb.reconcile` decides.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kb.history import Badge, History
from kb.model import KnownEdition, LoggedAmendment, Statement, Version, Witness, WitnessKind

_MONTHS = tuple(calendar.month_name)[1:]
_MONTH_SAID = re.compile(rf"\b(?P<month>{'|'.join(_MONTHS)}),? (?P<year>(?:19|20)\d\d)\b")
_DATES_ITSELF = re.compile(
    rf"^In {_MONTH_SAID.pattern.replace('<month', '<m').replace('<year', '<y')}|"
    rf"\b(?:updated|refreshed|added|amended|revised|reviewed|renamed) (?:\w+ ){{0,3}}in {_MONTH_SAID.pattern}"
)
"""Where an entry says when it was made; other months ("the changes made in May are withdrawn") are its subject."""

_NEAR = 1
"""A month beside the edition's is no contradiction: what is amended in March may be published in April."""

BADGES = re.compile(r"\b(New|Updated)\b")


@dataclass(frozen=True, slots=True)
class Period:
    """The editions first seen at one collection, and the span in which what they speak of was published."""

    start: datetime
    end: datetime
    editions: tuple[KnownEdition, ...]

    @property
    def in_words(self) -> str:
        """Which collections were compared."""
        return f"Text compared between the collections of {day(self.start)} and {day(self.end)}."


def witnesses(
    history: History,
    period: Period,
    edition: KnownEdition,
    logged: LoggedAmendment | None,
    step: tuple[Version, Version] | None,
) -> tuple[Witness, ...]:
    """Every source that says anything of a chapter in an edition, the log first, the text last."""
    return (
        *([_log(edition, logged)] if logged is not None else []),
        *_box(history, period),
        *_contents(history, period),
        *([_text(*step)] if step is not None else []),
    )


def _log(edition: KnownEdition, logged: LoggedAmendment) -> Witness:
    says = logged.amendment.detail or f"listed as {logged.amendment.kind.value}"
    how = f"{logged.how} ({logged.sureness:.0%} sure)"
    return Witness(WitnessKind.LOG, says, how, edition.page_url, edition.page_digest, edition.first_seen)


def _box(history: History, period: Period) -> Iterator[Witness]:
    said, version = history.box(period.end), history.at(period.end)
    if said is not None and version is not None:
        how = "written since the collection before" if _fresh(said, period) else "older than this edition"
        yield Witness(WitnessKind.BOX, said.text, how, version.page_url, said.page_digest, said.first_seen)


def _contents(history: History, period: Period) -> Iterator[Witness]:
    listed = history.listed(period.end)
    if listed is not None and (listed.text or listed.stated_on):
        parts = [f"marked “{listed.text}”" if listed.text else "", _dated(listed)]
        yield Witness(WitnessKind.CONTENTS, ", ".join(filter(None, parts)), "its row there", seen_at=listed.seen_at)


def _dated(listed: Badge) -> str:
    return f"dated {listed.stated_on.day} {listed.stated_on:%B %Y}" if listed.stated_on else ""


def _text(before: Version, after: Version) -> Witness:
    says = f"version {after.ordinal} differs from version {before.ordinal}"
    how = "the texts of both collections compared"
    return Witness(WitnessKind.TEXT, says, how, after.page_url, after.page_digest, after.first_seen)


def dates_that_do_not_fit(history: History, period: Period, logged: LoggedAmendment) -> Iterator[str]:
    """Where the entry's own words, the amendment box or the contents page give another time than the edition."""
    edition = logged.edition_date
    own = [month for found in _DATES_ITSELF.finditer(logged.amendment.detail) for month in months_in(found[0])]
    if own and not any(_near(month, edition) for month in own):
        yield f"The entry says it was made in {own[0][1]}; it stands under {logged.edition_label}."
    said = history.box(period.end)
    if said is not None and _fresh(said, period):
        boxed = months_in(said.text)
        if boxed and not any(_near(month, edition) for month in boxed):
            yield f"The chapter's amendment box says {boxed[-1][1]}; the log says {logged.edition_label}."
    listed = history.listed(period.end)
    if listed is not None and listed.stated_on is not None and not _within(listed.stated_on, period, edition):
        where = f"{day(listed.stated_on)} is outside the time of {logged.edition_label}"
        yield f"The contents page dates the chapter's latest amendment: {where}."


def _within(stated: date, period: Period, edition: str) -> bool:
    """Whether a contents page's date may be that of an edition: from its month on, or since the collection before."""
    since = min(period.start.date(), _first_day(edition))
    return since <= stated <= period.end.date()


def _first_day(edition: str) -> date:
    return date.fromisoformat(f"{edition[:7]}-01")


def _fresh(said: Statement, period: Period) -> bool:
    """Whether a box was written in the span; one that stood there before speaks of an earlier edition."""
    return period.start < said.first_seen <= period.end


def months_in(text: str) -> list[tuple[int, str]]:
    """The months a text names, counted from year 0 so that they can be compared, each as printed."""
    return [(int(found["year"]) * 12 + _MONTHS.index(found["month"]), found[0]) for found in _MONTH_SAID.finditer(text)]


def _near(month: tuple[int, str], edition: str) -> bool:
    return abs(month[0] - (int(edition[:4]) * 12 + int(edition[5:7]) - 1)) <= _NEAR


def day(moment: date) -> str:
    """A day as people write it."""
    return f"{moment.day} {moment:%B %Y}"
