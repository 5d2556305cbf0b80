"""Who has taken up a national amendment: one page over all manuals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import NationalAmendment, Uptake, UptakeState
from site_builder.lookup import Lookup
from site_builder.phrases import FINDINGS, Tag, count, month_or_day
from site_builder.views_facts import Link

ADOPTION = "adoption/index.html"
"""It spans every manual of the site, so there is one."""
_STATES = {
    UptakeState.TAKEN_UP: Tag("announced", "Taken up"),
    UptakeState.NOT_YET: Tag("unseen", "Not yet"),
    UptakeState.NO_CHAPTER: Tag("none", "No such chapter"),
    UptakeState.NOT_KNOWN: Tag("unchecked", "Not known"),
}


@dataclass(frozen=True, slots=True)
class UptakeLine:
    """One manual's row: its chapter if it has it, in which edition it took the amendment up, and how we know."""

    manual: str
    chapter: str | None
    state: Tag
    edition: Link | None
    sure: str
    known: str


@dataclass(frozen=True, slots=True)
class AdoptionEntry:
    """One national amendment with a row for each manual."""

    anchor: str
    title: str
    since: str
    detail: str
    reason: str
    taken: str
    rows: tuple[UptakeLine, ...]


@dataclass(frozen=True, slots=True)
class AdoptionView:
    """The page: all national amendments, newest first."""

    entries: tuple[AdoptionEntry, ...]
    manuals: int


def adoption_view(found: Sequence[NationalAmendment], lookups: Sequence[Lookup]) -> AdoptionView:
    """The page of the given amendments."""
    by_source = {lookup.manual.source: lookup for lookup in lookups}
    entries = (_entry(number, one, by_source) for number, one in enumerate(found, start=1))
    return AdoptionView(tuple(entries), len(lookups))


def _entry(number: int, amendment: NationalAmendment, lookups: dict[str, Lookup]) -> AdoptionEntry:
    taken = len(amendment.taken_up)
    return AdoptionEntry(
        anchor=f"amendment-{number}",
        title=amendment.title or "A chapter whose title the logs have lost",
        since=month_or_day(amendment.since),
        detail=amendment.detail,
        reason="; ".join(one.in_words for one in amendment.citations),
        taken=f"{taken} of {count(len(amendment.uptakes), 'manual')}",
        rows=tuple(_line(one, lookups[one.source]) for one in amendment.uptakes if one.source in lookups),
    )


def _line(uptake: Uptake, lookup: Lookup) -> UptakeLine:
    entry = uptake.entry
    edition = lookup.edition_of_entry(entry) if entry else None
    place = lookup.edition_place(edition, f"entry-{entry.ordinal}") if entry and edition else None
    shows = f"; {FINDINGS[uptake.finding].label.lower()}" if uptake.finding else ""
    return UptakeLine(
        manual=lookup.manual.title,
        chapter=lookup.chapter_place(entry.chapter_id) if entry else None,
        state=_STATES[uptake.state],
        edition=Link(month_or_day(entry.edition_date), place) if entry else None,
        sure=f"{uptake.sureness:.0%} sure: {', '.join(uptake.why)}{shows}" if entry else "",
        known=uptake.bounds,
    )
