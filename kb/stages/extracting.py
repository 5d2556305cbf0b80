"""Extract: read what was collected into versions, editions and listings, and tell which chapter each page is.

Everything here can be done twice: a page that was read already brings nothing new. Only when a run has been read to its
end are its checks marked, so a killed extraction starts that run again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from crawler.extract import RULES
from crawler.sources import Source
from kb.errors import ExtractError, Fault
from kb.identity import Recognised, comparable_address
from kb.model import Check, KeptPage, Kinship, KinshipKind, Match, Origin, PageRole, Run
from kb.progress import Progress
from kb.stages.holding import held_back, held_in_words
from kb.stages.identifying import questions_in_words
from kb.stages.looking import Looked, Place, absent, look
from kb.stages.rereading import reread
from kb.stages.resolving import resolve_entries
from kb.store import Store
from site_builder.phrases import count


@dataclass(slots=True)
class Extracted:
    """What reading brought. `questions` are lines for a person: pages that may be a known chapter, a held run."""

    versions: dict[Origin, int] = field(default_factory=dict)
    editions: int = 0
    withdrawn: int = 0
    problems: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    @property
    def brought(self) -> bool:
        """Whether anything was read."""
        return bool(self.versions or self.editions or self.withdrawn or self.problems)


def extract(
    store: Store, source: Source, progress: Progress, let_through: Collection[int] = (), again: bool = False
) -> Extracted:
    """Reads every page of a source that has not been read yet, run by run.

    A run that would change too much at once is held instead, unless its id is among `let_through`. What rules of
    another number have read is read again before, so that a new page is never held against a text that was read
    otherwise; with `again`, everything is.
    """
    report = Extracted()

    def keep_unknown(run: Run, checks: list[tuple[Check, KeptPage | None]]) -> None:
        with progress.tally(f"extract {source.name}") as tally:
            _Keeper(store, source, look(store, source, run, checks, tally), report).keep()

    report.problems += reread(store, source, again, keep_unknown, progress).problems
    unread = store.unread_checks(source.name)
    checks: dict[int, list[tuple[Check, KeptPage | None]]] = {}
    for check, page in unread:
        checks.setdefault(check.run_id, []).append((check, page))
    runs = {run.id: run for run in store.runs(source.name)}
    with progress.tally(f"extract {source.name}") as tally:
        tally.expect(len(unread))
        for run_id in sorted(checks):
            looked = look(store, source, runs[run_id], checks.pop(run_id), tally)
            if not held_back(store, source, looked, run_id in let_through):
                _Keeper(store, source, looked, report).keep()
    progress.say(f"extract {source.name}: {_told(report) if unread or report.brought else 'nothing new to read'}")
    report.questions += held_in_words(store, source.name)
    report.questions += questions_in_words(store, source.name)
    return report


def _told(report: Extracted) -> str:
    versions = ", ".join(f"{number} {origin.value}" for origin, number in report.versions.items())
    parts = [count(sum(report.versions.values()), "new version") + (f" ({versions})" if versions else "")]
    parts += [count(report.editions, "new edition")] if report.editions else []
    parts += [f"{report.withdrawn} withdrawn"] if report.withdrawn else []
    parts += [f"{count(len(report.problems), 'page')} could not be read"] if report.problems else []
    return ", ".join(parts)


_TOGETHER = 100
"""So many chapters are kept in one transaction: enough for it to cost nothing, few enough to keep nobody waiting."""


class _Keeper:
    """Keeps what the pages of one run say. What is known before the run is read once."""

    def __init__(self, store: Store, source: Source, looked: Looked, report: Extracted) -> None:
        self.store = store
        self.source = source
        self.looked = looked
        self.report = report
        self.run = looked.run
        self._troubled = {problem.url for problem in store.problems(source.name)}
        self._withdrawn = {one.id for one in store.chapters(source.name) if one.withdrawn_at is not None}

    def keep(self) -> None:
        """All of it. Only at the end are the run's checks marked as read."""
        missing = absent(self.store, self.looked) if self.looked.complete else ()
        with self.store.together():
            for check, error in self.looked.faults:
                self._problem(check, error)
            self._keep_contents()
            self._keep_logs()
        self._keep_chapters()
        with self.store.together():
            for chapter in missing:
                self.store.set_withdrawn(chapter.id, self.run.finished_at or self.run.started_at)
                self.report.withdrawn += 1
            resolve_entries(self.store, self.source.name, [log for _, _, log in self.looked.logs])
            self.store.mark_read(self.run.id, [check.url for check, _ in self.looked.checks], RULES)

    def _problem(self, check: Check, error: ExtractError) -> None:
        self.store.note_problem(self.source.name, check.url, error.fault, str(error), check.checked_at)
        self._troubled.add(check.url)
        self.report.problems.append(str(error))

    def _is_good(self, check: Check) -> None:
        """Nearly always there was no problem to close."""
        if check.url in self._troubled:
            self.store.close_problem(self.source.name, check.url, check.checked_at)

    def _is_there(self, chapter_id: int, at: datetime) -> None:
        if chapter_id in self._withdrawn:
            self.store.close_absence(chapter_id, at)

    # --- contents and logs

    def _keep_contents(self) -> None:
        for check, contents in self.looked.contents:
            self.store.keep_listings(self.source.name, self.run.id, contents.listings)
            self._is_good(check)

    def _keep_logs(self) -> None:
        for check, page, log in self.looked.logs:
            self.report.editions += self.store.keep_log(log, page, check.checked_at)
            self._is_good(check)

    # --- chapters and documents

    def _keep_chapters(self) -> None:
        with self.store.together():
            self._see_again()
        older: list[Check] = []
        latest = self.store.latest_versions(self.source.name) if self.store.is_followed(self.run) else {}
        for start in range(0, len(self.looked.recognised), _TOGETHER):
            with self.store.together():
                for one in self.looked.recognised[start : start + _TOGETHER]:
                    place = self.looked.places[one.found.url]
                    version = latest.get(one.chapter_id or 0)
                    self._is_good(place.check)
                    if version is None or place.check.checked_at >= version.last_seen:
                        self._keep(one, place)
                    elif not self._stood(version.chapter_id, place):
                        older.append(place.check)
        self._note_older(older)

    def _see_again(self) -> None:
        for check, page in self.looked.checks:
            if check.role is PageRole.OTHER and page is not None:  # a list of documents, of which no text is kept
                self._is_good(check)
        for check, chapter_id, _ in self.looked.standing:
            self._is_there(chapter_id, check.checked_at)
            self._is_good(check)
        self.store.see_again((chapter, version, check.checked_at) for check, chapter, version in self.looked.standing)

    def _stood(self, chapter_id: int, place: Place) -> bool:
        """Whether the page says what the chapter is known to have said at that time."""
        at, digest = place.check.checked_at, place.text.digest
        return any(v.digest == digest and v.first_seen <= at <= v.last_seen for v in self.store.versions(chapter_id))

    def _note_older(self, older: list[Check]) -> None:
        """Says once that pages came too late to be part of the history, and notes it of each.

        An archive may be imported long after its time: what a page said before what is known is no news.
        """
        if not older:
            return
        day = older[0].checked_at
        seen = f"seen on {day.day} {day:%B %Y}, before what is known of its chapter"
        line = (
            f"{seen}: kept, but the history stays; for an older history, import all, oldest first, into a new workspace"
        )
        with self.store.together():
            for check in older:
                self.store.note_problem(self.source.name, check.url, Fault.OUT_OF_ORDER, line, check.checked_at)
        more = f" and {count(len(older) - 1, 'more page')}" if len(older) > 1 else ""
        self.report.problems.append(f"{older[0].url}{more}: {line}")

    def _keep(self, one: Recognised, place: Place) -> None:
        check, page, text, at = place.check, place.page, place.text, place.check.checked_at
        chapter_id = one.chapter_id
        if chapter_id is None:
            chapter_id = self.store.add_chapter(self.source.name, text.kind, text.title)
        for url in dict.fromkeys((page.url, check.url)):
            if one.how != "known address" or url != page.url:
                match = Match(chapter_id, url, one.how, one.sureness, at)
                self.store.set_address(self.source.name, comparable_address(url), match)
        origin = self.store.keep_version(chapter_id, text, page.id, RULES, at)
        if origin is not None:
            self.report.versions[origin] = self.report.versions.get(origin, 0) + 1
        if text.said is not None:
            self.store.keep_statement(chapter_id, text.said, page.id, at)
        self._is_there(chapter_id, at)
        self._keep_kin(one, chapter_id, at)

    def _keep_kin(self, one: Recognised, chapter_id: int, at: datetime) -> None:
        """Keeps what the text has in common with other chapters."""
        kin = [Kinship(chapter_id, other, KinshipKind.SPLIT_FROM, part, at) for other, part in one.split_from]
        kin += [Kinship(other, chapter_id, KinshipKind.MERGED_INTO, part, at) for other, part in one.merged]
        if one.like is not None:
            kin.append(Kinship(chapter_id, one.like, KinshipKind.LIKE, one.likeness, at))
        for kinship in kin:
            self.store.keep_kinship(kinship)
