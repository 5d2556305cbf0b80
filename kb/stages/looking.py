"""Look: read the pages of a run and tell which chapter each is, before anything of it is kept.

What comes of it can still be held back whole. Reading is the costly part, so what was read here is what is kept later:
packed as the store packs it, because a run may bring tens of thousands of texts. Pages are in memory one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from crawler.extract import RULES, read_chapter, read_contents
from crawler.logs import read_log
from crawler.sources import Source
from kb.errors import ExtractError
from kb.identity import Found, Known, Recognised, comparable_address, recognise
from kb.model import (
    AmendmentLog,
    Check,
    Contents,
    KeptPage,
    KnownChapter,
    Outcome,
    Page,
    PageRole,
    Run,
    RunKind,
)
from kb.progress import Tally
from kb.resolve import former_titles
from kb.stages.readings import reading_of
from kb.store import PackedText, Store, packed_text

_TEXTS = {PageRole.CHAPTER, PageRole.DOCUMENT}


@dataclass(frozen=True, slots=True)
class Place:
    """What was read at an address: the check that brought it, the page, and what it says."""

    check: Check
    page: KeptPage
    text: PackedText


@dataclass(slots=True)
class Looked:
    """What the pages of one run say.

    `standing` are pages that are in force already, with the ids of chapter and version; `places` has what was read at
    each found address; `faults` are the pages that could not be read.
    """

    run: Run
    checks: list[tuple[Check, KeptPage | None]]
    contents: list[tuple[Check, Contents]] = field(default_factory=list)
    logs: list[tuple[Check, Page, AmendmentLog]] = field(default_factory=list)
    standing: list[tuple[Check, int, int]] = field(default_factory=list)
    recognised: tuple[Recognised, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    faults: list[tuple[Check, ExtractError]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything was reached and every contents page could be read: only then does absence mean a thing."""
        return self.run.complete and not any(check.role is PageRole.CONTENTS for check, _ in self.faults)

    @property
    def shows_absence(self) -> bool:
        """Whether the contents pages came whole, so that what they do not list is at least not listed any more."""
        asked = [page for check, page in self.checks if check.role is PageRole.CONTENTS]
        whole = len(self.contents) == len(asked) > 0
        return self.complete or (self.run.kind is RunKind.COLLECT and whole)

    @property
    def found(self) -> tuple[Found, ...]:
        """The texts that were read, in the order in which they came."""
        return tuple(one.found for one in self.recognised)

    def lost(self) -> frozenset[str]:
        """Addresses that are part of the manual and brought no text: they failed or could not be read."""
        failed = {check.url for check, _ in self.checks if check.outcome is Outcome.FAILED}
        pages = {check.url: page.url for check, page in self.checks if page is not None}
        return frozenset(failed | {url for check, _ in self.faults for url in (check.url, pages[check.url])})

    def not_answered(self) -> frozenset[str]:
        """Addresses that the contents list and that are gone (a broken link), or that were never asked for, as where
        their date is that of the last time."""
        asked = {check.url for check, _ in self.checks}
        silent = {Outcome.GONE, Outcome.DATED}
        gone = {check.url for check, _ in self.checks if check.role is PageRole.CHAPTER and check.outcome in silent}
        return frozenset(gone | {one.url for _, contents in self.contents for one in contents.listings} - asked)


def look(store: Store, source: Source, run: Run, checks: list[tuple[Check, KeptPage | None]], tally: Tally) -> Looked:
    """Reads what a run brought. Writes nothing."""
    looked = Looked(run, checks)
    for check, kept in checks:
        if kept is not None and check.role in {PageRole.CONTENTS, PageRole.LOG}:
            page = store.page_numbered(kept.id)
            try:
                if check.role is PageRole.CONTENTS:
                    looked.contents.append((check, read_contents(page, reading_of(source, page.url))))
                else:
                    looked.logs.append((check, page, read_log(page)))
            except ExtractError as error:
                looked.faults.append((check, error))
    found = _texts(store, source, looked, tally)
    known = known_chapters(store, source.name)
    former = _former_titles(store, source, looked)
    looked.recognised = recognise(known, found, looked.complete, former, _spared(known, looked))
    return looked


def _texts(store: Store, source: Source, looked: Looked, tally: Tally) -> list[Found]:
    """What the pages of chapters and documents say; those that stand as they stood need not be read again."""
    listed = {listing.url: listing.title for _, contents in looked.contents for listing in contents.listings}
    in_force = store.in_force(source.name, RULES)
    found: list[Found] = []
    for check, page in looked.checks:
        tally.add(check.role.value)
        if check.role not in _TEXTS or page is None or page.url in looked.places or check.outcome is Outcome.DATED:
            continue
        standing = in_force.get(page.id)
        if standing is not None and check.outcome is not Outcome.NEW:
            looked.standing.append((check, *standing))
            continue
        try:
            text = packed_text(read_chapter(store.page_numbered(page.id), reading_of(source, page.url)))
        except ExtractError as error:
            looked.faults.append((check, error))
            continue
        found.append(Found(page.url, text, listed.get(check.url, "")))
        looked.places[page.url] = Place(check, page, text)
    return found


def known_chapters(store: Store, source: str) -> list[Known]:
    """The chapters of a source as recognition wants them."""
    addresses: dict[int, set[str]] = {}
    for address, chapter_id in store.addresses(source).items():
        addresses.setdefault(chapter_id, set()).add(address)
    latest = store.latest_versions(source)
    return [
        Known(
            chapter_id=chapter.id,
            kind=chapter.kind,
            addresses=frozenset(addresses.get(chapter.id, ())),
            titles=(*chapter.former_titles, chapter.title),
            text=partial(store.text, latest[chapter.id].id),
            words=latest[chapter.id].words,
        )
        for chapter in store.chapters(source)
    ]


def _spared(known: list[Known], looked: Looked) -> frozenset[int]:
    """The known chapters that are still there, though no text of theirs was read: no other page can be theirs."""
    lost = {comparable_address(url) for url in looked.lost() | looked.not_answered()}
    standing = {chapter_id for _, chapter_id, _ in looked.standing}
    return frozenset(one.chapter_id for one in known if one.chapter_id in standing or one.addresses & lost)


def _former_titles(store: Store, source: Source, looked: Looked) -> dict[str, str]:
    """From the log as known, and as this run brings it."""
    known = (logged.amendment for edition in store.editions(source.name) for logged in edition.amendments)
    fresh = (one for _, _, log in looked.logs for edition in log.editions for one in edition.amendments)
    return {**former_titles(known), **former_titles(fresh)}


def absent(store: Store, looked: Looked) -> tuple[KnownChapter, ...]:
    """The chapters and documents in force that this run did not meet, and should have, were they still there.

    What could not be read is not absent, and neither is a document that is linked from a page that could not be read.
    """
    source = looked.run.source
    spared = {comparable_address(url) for url in looked.lost() | looked.not_answered()}
    if looked.lost():
        links = store.document_links_before(looked.run)
        spared |= {comparable_address(link.url) for link in links if comparable_address(link.from_url) in spared}
    met: set[int | None] = {chapter_id for _, chapter_id, _ in looked.standing}
    met |= {one.chapter_id for one in looked.recognised}
    met |= {chapter_id for address, chapter_id in store.addresses(source).items() if address in spared}
    return tuple(one for one in store.chapters(source) if one.withdrawn_at is None and one.id not in met)
