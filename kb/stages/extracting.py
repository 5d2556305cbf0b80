"""Extract: read what was collected into versions, editions and listings, and tell which chapter each page is.

Everything here can be done twice: a page that was read already brings nothing new. Only when a run has been read to its
end are its checks marked, so a killed extraction starts that run again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from crawler.extract import RULES, read_chapter, read_contents
from crawler.logs import read_log
from crawler.sources import Source
from kb.errors import ExtractError
from kb.identity import Found, Known, Recognised, comparable_address, recognise
from kb.model import (
    BoxKind,
    Chapter,
    ChapterKind,
    Check,
    KnownChapter,
    Match,
    Origin,
    Outcome,
    Page,
    PageRole,
    Run,
)
from kb.progress import Progress, Tally
from kb.resolve import Candidate, former_titles, resolved
from kb.stages.readings import reading_of
from kb.store import Store

_MOST_WITHDRAWN = 0.5
"""Where more than this share of a manual seems to have vanished at once, the site is broken rather than the manual."""

_FEW = 5
"""Below this many chapters a share says nothing."""


@dataclass(slots=True)
class Extracted:
    """What reading brought. `questions` are lines for a person: pages that may be a known chapter, mass vanishing."""

    versions: dict[Origin, int] = field(default_factory=dict)
    editions: int = 0
    withdrawn: int = 0
    problems: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


def extract(store: Store, source: Source, progress: Progress) -> Extracted:
    """Reads every page of a source that has not been read yet, run by run."""
    report = Extracted()
    unread = store.unread_checks(source.name)
    runs = {run.id: run for run in store.runs(source.name)}
    with progress.tally(f"extract {source.name}") as tally:
        tally.expect(len(unread))
        for run_id in sorted({check.run_id for check, _ in unread}):
            checks = [(check, page) for check, page in unread if check.run_id == run_id]
            _Reader(store, source, runs[run_id], report, tally).read(checks)
    if unread:
        progress.say(f"extract {source.name}: {_told(report)}")
    return report


def _told(report: Extracted) -> str:
    versions = ", ".join(f"{number} {origin.value}" for origin, number in report.versions.items())
    parts = [f"{sum(report.versions.values())} new versions" + (f" ({versions})" if versions else "")]
    parts += [f"{report.editions} new editions"] if report.editions else []
    parts += [f"{report.withdrawn} withdrawn"] if report.withdrawn else []
    parts += [f"{len(report.problems)} pages could not be read"] if report.problems else []
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the pages of one run."""

    store: Store
    source: Source
    run: Run
    report: Extracted
    tally: Tally

    def read(self, checks: list[tuple[Check, Page | None]]) -> None:
        readable = self._read_contents(checks)
        self._read_logs(checks)
        self._read_chapters(checks, complete=self.run.complete and readable)
        self._resolve()
        self.store.mark_read(self.run.id, [check.url for check, _ in checks], RULES)

    # --- contents and logs

    def _read_contents(self, checks: list[tuple[Check, Page | None]]) -> bool:
        """Whether every contents page could be read."""
        readable = True
        for check, page in checks:
            if check.role is PageRole.CONTENTS and page is not None:
                try:
                    contents = read_contents(page, reading_of(self.source, page.url))
                except ExtractError as error:
                    self._problem(check, error)
                    readable = False
                else:
                    self.store.keep_listings(self.source.name, self.run.id, contents.listings)
                    self.store.close_problem(self.source.name, check.url, check.checked_at)
        return readable

    def _read_logs(self, checks: list[tuple[Check, Page | None]]) -> None:
        for check, page in checks:
            if check.role is PageRole.LOG and page is not None:
                try:
                    log = read_log(page)
                except ExtractError as error:
                    self._problem(check, error)
                else:
                    self.report.editions += self.store.keep_log(log, page, check.checked_at)
                    self.store.close_problem(self.source.name, check.url, check.checked_at)

    def _problem(self, check: Check, error: ExtractError) -> None:
        self.store.note_problem(self.source.name, check.url, str(error), check.checked_at)
        self.report.problems.append(str(error))

    # --- chapters and documents

    def _read_chapters(self, checks: list[tuple[Check, Page | None]], complete: bool) -> None:
        listed = {listing.url: listing.title for listing in self.store.listings(self.run.id)}
        found: list[Found] = []
        places: dict[str, tuple[Check, Page]] = {}
        unreadable = set()
        seen = set()
        in_force = self.store.in_force(self.source.name, RULES)
        for check, page in checks:
            self.tally.add(check.role.value)
            if check.role not in {PageRole.CHAPTER, PageRole.DOCUMENT} or page is None or page.url in places:
                continue
            standing = in_force.get((page.url, page.digest))
            if standing is not None and check.outcome is not Outcome.NEW:
                self._see_again(check, *standing)
                seen.add(standing[0])
                continue
            try:
                chapter = read_chapter(page, reading_of(self.source, page.url))
            except ExtractError as error:
                self._problem(check, error)
                unreadable.add(comparable_address(page.url))
                continue
            self.store.close_problem(self.source.name, check.url, check.checked_at)
            found.append(Found(page.url, chapter, listed.get(check.url, "")))
            places[page.url] = (check, page)
        older: list[Check] = []
        later = self._is_followed()
        for one in recognise(self._known(), found, complete, self._former_titles()):
            check, page = places[one.found.url]
            if later and one.chapter_id is not None and self._is_older(one.chapter_id, check.checked_at):
                seen.add(one.chapter_id)
                older += [] if self._stood(one, check.checked_at) else [check]
            else:
                seen.add(self._keep(one, check, page))
        self._note_older(older)
        if complete:
            self._withdraw(seen, unreadable)

    def _is_followed(self) -> bool:
        """Whether other runs were later than this one: an archive may be imported long after its time."""
        others = (run for run in self.store.runs(self.source.name) if run.id != self.run.id)
        return any((run.finished_at or run.started_at) > self.run.started_at for run in others)

    def _see_again(self, check: Check, chapter_id: int, version_id: int) -> None:
        self.store.see_again(chapter_id, version_id, check.checked_at)
        self.store.close_absence(chapter_id, check.checked_at)
        self.store.close_problem(self.source.name, check.url, check.checked_at)

    def _is_older(self, chapter_id: int, at: datetime) -> bool:
        """Whether the chapter is known from a later time: what a page said before that is no news."""
        versions = self.store.versions(chapter_id)
        return bool(versions) and at < versions[-1].last_seen

    def _stood(self, one: Recognised, at: datetime) -> bool:
        """Whether the page says what the chapter is known to have said at that time."""
        versions = self.store.versions(one.chapter_id or 0)
        return any(v.digest == one.found.text.digest and v.first_seen <= at <= v.last_seen for v in versions)

    def _note_older(self, older: list[Check]) -> None:
        """Says once that pages came too late to be part of the history, and notes it of each."""
        if not older:
            return
        day = older[0].checked_at
        seen = f"seen on {day.day} {day:%B %Y}, before what is known of its chapter"
        line = (
            f"{seen}: kept, but the history stays; for an older history, import all, oldest first, into a new workspace"
        )
        for check in older:
            self.store.note_problem(self.source.name, check.url, line, check.checked_at)
        more = f" and {len(older) - 1} more pages" if len(older) > 1 else ""
        self.report.problems.append(f"{older[0].url}{more}: {line}")

    def _known(self) -> list[Known]:
        addresses: dict[int, set[str]] = {}
        for address, chapter_id in self.store.addresses(self.source.name).items():
            addresses.setdefault(chapter_id, set()).add(address)
        return [
            Known(
                chapter_id=chapter.id,
                kind=chapter.kind,
                addresses=frozenset(addresses.get(chapter.id, ())),
                titles=(*chapter.former_titles, chapter.title),
                text=partial(self._latest_text, chapter.id),
            )
            for chapter in self.store.chapters(self.source.name)
        ]

    def _latest_text(self, chapter_id: int) -> Chapter:
        return self.store.text(self.store.versions(chapter_id)[-1].id)

    def _former_titles(self) -> dict[str, str]:
        editions = self.store.editions(self.source.name)
        return dict(former_titles(logged.amendment for edition in editions for logged in edition.amendments))

    def _keep(self, one: Recognised, check: Check, page: Page) -> int:
        chapter, at = one.found.text, check.checked_at
        chapter_id = one.chapter_id
        if chapter_id is None:
            chapter_id = self.store.add_chapter(self.source.name, chapter.kind, chapter.title)
            if one.like is not None:
                self._ask(one)
        for url in dict.fromkeys((page.url, check.url)):
            if one.how != "known address" or url != page.url:
                match = Match(chapter_id, url, one.how, one.sureness, at)
                self.store.set_address(self.source.name, comparable_address(url), match)
        origin = self.store.keep_version(chapter_id, chapter, page, RULES, at)
        if origin is not None:
            self.report.versions[origin] = self.report.versions.get(origin, 0) + 1
        box = chapter.box(BoxKind.AMENDMENT)
        if box is not None:
            self.store.keep_statement(chapter_id, box.text, page, at)
        self.store.close_absence(chapter_id, at)
        return chapter_id

    def _ask(self, one: Recognised) -> None:
        titles = {chapter.id: chapter.title for chapter in self.store.chapters(self.source.name)}
        like = titles.get(one.like or 0, "")
        self.report.questions.append(
            f"{one.found.text.title!r} ({one.found.url}) was taken for a new chapter, "
            f"but {one.likeness:.0%} of its text is that of {like!r}"
        )

    def _withdraw(self, seen: set[int], unreadable: set[str]) -> None:
        at = self.run.finished_at or self.run.started_at
        addresses = self.store.addresses(self.source.name)
        spared = {chapter_id for address, chapter_id in addresses.items() if address in unreadable}
        present = [one for one in self.store.chapters(self.source.name) if one.withdrawn_at is None]
        missing = [one for one in present if one.id not in seen and one.id not in spared]
        if len(present) >= _FEW and len(missing) > _MOST_WITHDRAWN * len(present):
            self.report.questions.append(
                f"{len(missing)} of {len(present)} chapters of {self.source.name} were not found: "
                "this looks like a broken or rebuilt site, so none was withdrawn"
            )
            return
        for chapter in missing:
            self._withdraw_one(chapter, at)

    def _withdraw_one(self, chapter: KnownChapter, at: datetime) -> None:
        self.store.set_withdrawn(chapter.id, at)
        self.report.withdrawn += 1

    # --- entries

    def _resolve(self) -> None:
        addresses: dict[int, set[str]] = {}
        for address, chapter_id in self.store.addresses(self.source.name).items():
            addresses.setdefault(chapter_id, set()).add(address)
        candidates = tuple(
            Candidate(
                chapter.id,
                frozenset(addresses.get(chapter.id, ())),
                (*chapter.former_titles, chapter.title),
                tuple(statement.text for statement in self.store.statements(chapter.id)),
            )
            for chapter in self.store.chapters(self.source.name, ChapterKind.CHAPTER)
        )
        for edition in self.store.editions(self.source.name):
            for logged in edition.amendments:
                if logged.chapter_id is None:
                    resolution = resolved(logged.amendment, candidates)
                    if resolution is not None:
                        chapter_id, how = resolution.chapter_id, resolution.how
                        self.store.resolve(logged.id, chapter_id, how, resolution.sureness)
