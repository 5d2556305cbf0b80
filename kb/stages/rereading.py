"""Read again: what is stored, as today's extraction rules read it.

Nothing here changes the manual's history. A chapter's versions keep their ordinals and get today's reading of the pages
they were read from (`kb.timeline` says what follows from it); contents pages and logs are read again from the same
pages. Chapters, runs and logs are each one transaction that also marks their checks, so a killed command goes on where
it stopped, and a second one finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from crawler.extract import RULES, read_chapter, read_contents
from crawler.logs import read_log
from crawler.sources import Source
from kb.errors import ExtractError
from kb.identity import comparable_address
from kb.model import Check, KeptPage, Listing, Outcome, PageRole, Run, Sighting, Version
from kb.progress import Progress, Tally
from kb.stages.readings import reading_of
from kb.store import PackedText, SeenPage, Store, packed_text
from kb.text import collapsed
from kb.timeline import Saying, Stretch, in_their_time, sayings, timeline

_TEXTS = {PageRole.CHAPTER, PageRole.DOCUMENT}

KeepUnknown = Callable[[Run, list[tuple[Check, KeptPage | None]]], None]
"""Reads pages that belong to no chapter yet as a run would."""


@dataclass(slots=True)
class Reread:
    """What reading again brought: versions that read otherwise, amendments seen late, contents and logs that read
    otherwise, and a line for each page that today's rules cannot read."""

    otherwise: int = 0
    late: int = 0
    lists: int = 0
    problems: list[str] = field(default_factory=list)


def reread(store: Store, source: Source, again: bool, keep_unknown: KeepUnknown, progress: Progress) -> Reread:
    """Reads again what rules of another number have read; with `again`, everything."""
    seen = store.seen_pages(source.name)
    stale = {one.check_id for one in seen if again or one.rules != RULES}
    done = Reread()
    if stale:
        with progress.tally(f"read {source.name} again") as tally:
            tally.expect(len(seen))
            _Rereader(store, source, seen, stale, done, tally).read(keep_unknown)
        progress.say(f"read {source.name} again: {_told(done)}")
    return done


def _told(done: Reread) -> str:
    parts = [f"{done.otherwise} versions read otherwise, which is no change of the manual"]
    parts += [f"{done.late} amendments seen late"] if done.late else []
    parts += [f"{done.lists} contents pages and logs read otherwise"] if done.lists else []
    parts += [f"{len(done.problems)} pages can not be read"] if done.problems else []
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Rereader:
    """Reads a source again; `stale` are the checks whose reading is out of date."""

    store: Store
    source: Source
    seen: tuple[SeenPage, ...]
    stale: set[int]
    done: Reread
    tally: Tally

    def read(self, keep_unknown: KeepUnknown) -> None:
        by_chapter = _by_chapter(self.store, self.source.name, self.seen)
        unknown = by_chapter.pop(None, [])
        for chapter_id, pages in by_chapter.items():
            if chapter_id is not None and any(one.check_id in self.stale for one in pages):
                self._read_chapter(chapter_id, pages)
        self._read_contents()
        self._read_logs()
        self._read_unknown([one for one in unknown if one.check_id in self.stale], keep_unknown)
        rest = [one.check_id for one in self.seen if one.role is PageRole.OTHER and one.check_id in self.stale]
        self.store.mark_seen(rest, RULES)

    # --- chapters and documents

    def _read_chapter(self, chapter_id: int, seen: list[SeenPage]) -> None:
        sightings = in_their_time(one.sighting for one in seen)
        read = read_again(self.store, self.source, self.store.versions(chapter_id), sightings)
        checks = [one.check_id for one in seen]
        changed = self.store.keep_timeline(chapter_id, read.stretches, read.sayings, read.texts, RULES, checks)
        late = sum(one.version is None for one in read.stretches)
        self.done.late += late
        self.done.otherwise += changed - late
        self.tally.add("chapter")
        last = seen[-1]
        for page_id, error in read.faults.items():
            self.done.problems.append(str(error))
            if page_id == last.page_id:
                self.store.note_problem(self.source.name, last.asked, error.fault, str(error), last.at)
        if last.page_id in read.texts:
            self.store.close_problem(self.source.name, last.asked, last.at)

    def _read_unknown(self, pages: list[SeenPage], keep_unknown: KeepUnknown) -> None:
        """Pages that no rules could read so far, a run at a time."""
        runs = {run.id: run for run in self.store.runs(self.source.name)}
        for run_id in sorted({one.run_id for one in pages}):
            of_run = [one for one in pages if one.run_id == run_id]
            checks: list[tuple[Check, KeptPage | None]] = [
                (Check(one.run_id, one.asked, one.role, one.at, Outcome.NEW), KeptPage(one.page_id, one.url))
                for one in of_run
            ]
            # These are a few pages of the run: what is not among them is not absent.
            keep_unknown(replace(runs[run_id], complete=False), checks)

    # --- contents and logs

    def _read_contents(self) -> None:
        contents = [one for one in self.seen if one.role is PageRole.CONTENTS]
        for run_id in sorted({one.run_id for one in contents if one.check_id in self.stale}):
            of_run = [one for one in contents if one.run_id == run_id]
            self.tally.add("contents")
            try:
                listings = [listing for one in of_run for listing in self._listings(one)]
            except ExtractError as error:
                self.done.problems.append(str(error))
            else:
                self.done.lists += self.store.replace_listings(self.source.name, run_id, listings)
            self.store.mark_seen([one.check_id for one in of_run], RULES)

    def _listings(self, one: SeenPage) -> tuple[Listing, ...]:
        page = self.store.page_numbered(one.page_id)
        return read_contents(page, reading_of(self.source, page.url)).listings

    def _read_logs(self) -> None:
        logs = [one for one in self.seen if one.role is PageRole.LOG]
        first = {one.page_id: one for one in reversed(logs)}
        for one in sorted(first.values(), key=lambda one: one.check_id):
            checks = [other.check_id for other in logs if other.page_id == one.page_id]
            if not self.stale.intersection(checks):
                continue
            self.tally.add("log")
            page = self.store.page_numbered(one.page_id)
            try:
                log = read_log(page)
            except ExtractError as error:
                self.done.problems.append(str(error))
            else:
                self.done.lists += self.store.reread_log(log, page)
                self.store.keep_log(log, page, one.at)
            self.store.mark_seen(checks, RULES)


def seen_by_chapter(store: Store, source: str) -> dict[int, list[SeenPage]]:
    """Every page seen of each chapter, in the order in which that was recorded."""
    found = _by_chapter(store, source, store.seen_pages(source))
    return {chapter_id: pages for chapter_id, pages in found.items() if chapter_id is not None}


def _by_chapter(store: Store, source: str, seen: Iterable[SeenPage]) -> dict[int | None, list[SeenPage]]:
    """Pages by the chapter of their own address, else of the one that was asked for; None: of no chapter yet."""
    addresses = store.addresses(source)
    found: dict[int | None, list[SeenPage]] = {}
    for one in seen:
        if one.role in _TEXTS:
            asked = addresses.get(comparable_address(one.asked))
            found.setdefault(addresses.get(comparable_address(one.url), asked), []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class ChapterRead:
    """A chapter's pages as today's rules read them, by number: the `texts`, and the `faults` of the others."""

    versions: tuple[Version, ...]
    sightings: tuple[Sighting, ...]
    texts: dict[int, PackedText]
    faults: dict[int, ExtractError]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The versions put together again."""
        digests: dict[int, str | None] = {page_id: text.digest for page_id, text in self.texts.items()}
        return timeline(self.versions, self.sightings, digests | dict.fromkeys(self.faults))

    @property
    def sayings(self) -> tuple[Saying, ...] | None:
        """What the amendment box said over time; None where that cannot be told for want of a page."""
        if self.faults:
            return None
        return sayings(self.sightings, {page_id: _said(text) for page_id, text in self.texts.items()})


def read_again(store: Store, source: Source, versions: Sequence[Version], sightings: Sequence[Sighting]) -> ChapterRead:
    """Reads every page of a chapter by today's rules. Writes nothing."""
    texts: dict[int, PackedText] = {}
    faults: dict[int, ExtractError] = {}
    for page_id in sorted({one.page_id for one in sightings} | {one.page_id for one in versions}):
        page = store.page_numbered(page_id)
        try:
            texts[page_id] = packed_text(read_chapter(page, reading_of(source, page.url)))
        except ExtractError as error:
            faults[page_id] = error
    return ChapterRead(tuple(versions), tuple(sightings), texts, faults)


def _said(text: PackedText) -> str | None:
    return None if text.said is None else "\n".join(collapsed(line) for line in text.said.splitlines())
