"""The home page of a manual, and of a site that spans several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kb.model import RunKind
from site_builder.lookup import Lookup
from site_builder.phrases import clock, count, day
from site_builder.views_changes import (
    EditionLine,
    Noticed,
    answer_words,
    edition_line,
    most_urgent,
    noticed_line,
    promise_words,
)
from site_builder.views_facts import EntryView, Link, entry_view, noticed, outside
from site_builder.views_reread import GroupView, ReadingView, nothing_to_read, reading_view

SHOWN = 6
"""Items of a kind on the home page: what fits a laptop's screen beside the rest."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether what the site says can be relied on: when it was last collected, and what was promised since."""

    verb: str
    collected: str
    complete: str
    chapters: str
    promise: str
    promise_passed: bool


@dataclass(frozen=True, slots=True)
class HomeView:
    """What somebody should see first. `nothing` says why there is no reading list; then what the log asks for stands in
    `logged`, most urgent first."""

    title: str
    address: Link | None
    to_read: GroupView | None
    to_read_more: int
    nothing: str
    logged: tuple[EntryView, ...]
    documents: tuple[Link, ...]
    edition: EditionLine | None
    noticed: tuple[Noticed, ...]
    noticed_more: int
    health: Health
    reading_list: str
    changes: str
    chapters: str
    sign_off: str
    about: str


@dataclass(frozen=True, slots=True)
class ManualLine:
    """A manual on a home page that spans several."""

    title: str
    publisher: str
    place: str
    edition: EditionLine | None
    to_read: str
    noticed: str
    health: Health


@dataclass(frozen=True, slots=True)
class SpanView:
    """The home page of several manuals."""

    manuals: tuple[ManualLine, ...]


def home_view(lookup: Lookup, today: date) -> HomeView:
    """A manual's home page."""
    manual, places = lookup.manual, lookup.places
    reading = reading_view(lookup)
    group = _first_asking(reading)
    notable = _newest_first(lookup)
    return HomeView(
        title=manual.title,
        address=outside(manual.address) if manual.address else None,
        to_read=replace(group, items=group.items[:SHOWN]) if group else None,
        to_read_more=max(len(group.items) - SHOWN, 0) if group else 0,
        nothing=nothing_to_read(lookup),
        logged=() if reading.groups else _logged(lookup),
        documents=() if manual.chapters else _documents(lookup),
        edition=edition_line(manual.editions[0], lookup) if manual.editions else None,
        noticed=notable[:SHOWN],
        noticed_more=max(len(notable) - SHOWN, 0),
        health=health(lookup, today),
        reading_list=places.reading_list,
        changes=places.changes,
        chapters=places.chapters,
        sign_off=places.sign_off,
        about=places.about,
    )


def span_view(lookups: Sequence[Lookup], today: date) -> SpanView:
    """The home page over several manuals."""
    return SpanView(tuple(_manual_line(lookup, today) for lookup in lookups))


def health(lookup: Lookup, today: date) -> Health:
    """When we last looked, how completely, and whether the log keeps its promises."""
    manual = lookup.manual
    ended = manual.last_collected_at
    runs = [run for run in manual.runs if run.kind is RunKind.COLLECT]
    whole = [run for run in runs if run.complete]
    if runs and runs[-1].is_held:
        complete = "The last collection is held until somebody has looked at it: the pages say what was known before."
    elif runs and not whole:
        complete = "No collection reached every page yet."
    elif runs and not runs[-1].complete:
        complete = f"The last collection broke off; the last complete one began on {day(whole[-1].started_at)}."
    else:
        complete = "Every listed page was reached." if runs else ""
    in_force = sum(text.chapter.withdrawn_at is None for text in manual.chapters)
    gone = len(manual.chapters) - in_force
    held = [
        f"{count(in_force, 'chapter')} in force" if manual.chapters else "",
        f"{gone:,} withdrawn" if gone else "",
        count(len(manual.documents), "document") if manual.documents else "",
        count(len(manual.editions), "edition") + " of the log" if manual.editions else "",
    ]
    promise, passed = _promise(lookup, today)
    return Health(
        verb="Last collected" if runs or not manual.runs else "Last imported",
        collected=clock(ended) if ended else "nothing yet",
        complete=complete,
        chapters=", ".join(part for part in held if part) or "nothing yet",
        promise=promise,
        promise_passed=passed,
    )


def _logged(lookup: Lookup) -> tuple[EntryView, ...]:
    """What the latest edition asks for by its own words."""
    edition = lookup.manual.editions[0] if lookup.manual.editions else None
    if edition is None:
        return ()
    entries = sorted(edition.amendments, key=lambda entry: entry.amendment.level.rank)
    return tuple(entry_view(entry, edition, lookup) for entry in entries[:SHOWN])


def _documents(lookup: Lookup) -> tuple[Link, ...]:
    texts = [text.chapter for text in lookup.manual.documents]
    return tuple(Link(chapter.title, lookup.chapter_place(chapter.id)) for chapter in texts)


def _difference(lookup: Lookup) -> str:
    """Whether log and text agree, in a line."""
    if not any(text.versions for text in lookup.manual.chapters):
        return "no text to hold the log against"
    number = len(noticed(lookup.manual.findings))
    return f"{count(number, 'difference')} noticed" if number else "no difference noticed"


def _promise(lookup: Lookup, today: date) -> tuple[str, bool]:
    promises = lookup.manual.promises
    if not promises:
        return ("", False)
    latest = max(promises, key=lambda promise: (promise.first_seen, promise.next_update))
    words, passed = promise_words(latest.next_update, today)
    came = answer_words(latest.next_update, lookup.manual.editions)
    return (f"{words}; {came}", False) if came else (words, passed)


def _first_asking(reading: ReadingView) -> GroupView | None:
    return next((group for group in reading.groups if group.items), None)


def _newest_first(lookup: Lookup) -> tuple[Noticed, ...]:
    found = most_urgent(noticed(lookup.manual.findings), lookup)
    found.sort(key=lambda finding: finding.edition_date, reverse=True)
    return tuple(noticed_line(finding, lookup) for finding in found)


def _manual_line(lookup: Lookup, today: date) -> ManualLine:
    group = _first_asking(reading_view(lookup))
    editions = lookup.manual.editions
    return ManualLine(
        title=lookup.manual.title,
        publisher=lookup.manual.named_publisher,
        place=lookup.places.home,
        edition=edition_line(editions[0], lookup) if editions else None,
        to_read=f"{group.summary} ({group.name})" if group else nothing_to_read(lookup),
        noticed=_difference(lookup),
        health=health(lookup, today),
    )
