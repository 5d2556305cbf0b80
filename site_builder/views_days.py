"""The text on a day: which version stood there as far as we know, and which pairs of versions have a page."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.facts import ChapterFacts
from site_builder.lookup import Lookup
from site_builder.phrases import day
from site_builder.views_facts import Link, numbered, seen_phrase


@dataclass(frozen=True, slots=True)
class SpanView:
    """A version with the first and the last day it was seen on (ISO dates); `since` and `seen` say them in words."""

    ordinal: int
    first: str
    last: str
    since: str
    seen: str
    place: str


@dataclass(frozen=True, slots=True)
class DaysView:
    """A chapter's versions over the days. `gone` is the day on which it was no longer found, "" while it is in force;
    `pairs` are the ordinals of the pairs that have a page, each with its place."""

    slug: str
    title: Link
    spans: tuple[SpanView, ...]
    gone: str
    pairs: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class ManualDaysView:
    """The whole manual on any day between the first and the last collection (ISO dates)."""

    chapters: tuple[DaysView, ...]
    first: str
    last: str


def days_view(text: ChapterFacts, lookup: Lookup) -> DaysView:
    """One chapter over the days."""
    places, slug, gone = lookup.places, text.chapter.slug, text.chapter.withdrawn_at
    return DaysView(
        slug=slug,
        title=Link(numbered(text.chapter), places.history(slug)),
        spans=tuple(
            SpanView(
                one.version.ordinal,
                one.version.first_seen.date().isoformat(),
                one.version.last_seen.date().isoformat(),
                day(one.version.first_seen),
                seen_phrase(one.version, text.checked_at),
                places.version(slug, one.version.ordinal),
            )
            for one in text.versions
        ),
        gone=gone.date().isoformat() if gone else "",
        pairs=tuple(
            (one.before.ordinal, one.after.ordinal, places.compare(slug, one.before.ordinal, one.after.ordinal))
            for one in text.comparisons
        ),
    )


def manual_days_view(lookup: Lookup) -> ManualDaysView:
    """Every chapter and document of a manual over the days."""
    chapters = tuple(days_view(text, lookup) for text in lookup.manual.texts if text.versions)
    days = sorted(seen for each in chapters for span in each.spans for seen in (span.first, span.last))
    return ManualDaysView(chapters, days[0] if days else "", days[-1] if days else "")
