"""Collect: run the crawler in a process of its own and keep each page as it arrives.

The crawler's event loop can be started once in a process, and a crawl that dies must not take the rest along; so each
collection is a child process. It keeps pages in the store itself, one transaction each, and ends with its parent.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from crawler.sources import Source
from kb.errors import CollectError, RereadError, SourceError, StoreError
from kb.model import Check, Outcome, Page, PageRole, Run, RunKind
from kb.progress import Progress, Tally
from kb.store import Store
from kb.workspace import Workspace

_RESUME_WITHIN = timedelta(hours=24)
"""A cut-off run younger than this is taken up again: its pages are still what the manual says today."""

_GRACE_SECONDS = 3
"""What a child that was told to stop gets to end its page."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection brought, by outcome. `complete` is whether every listed page was reached."""

    run: Run
    counts: dict[Outcome, int]
    complete: bool
    failures: tuple[Check, ...]


def collect(workspace: Workspace, source: Source, contact: str, at: datetime | None, progress: Progress) -> Collected:
    """Collects one source into the store. `at` fixes the clock (for the demo); else the time of day is taken.

    Raises SourceError for a source that cannot be collected, CollectError where nothing at all could be reached.
    """
    _check_collectable(source, contact)
    with workspace.store() as store:
        run = _started(store, source.name, at or datetime.now(UTC))
    asked = _crawl_in_child(workspace, source, contact, run, at, progress)
    with workspace.store() as store:
        return _finished(store, run, asked, at or datetime.now(UTC))


def _check_collectable(source: Source, contact: str) -> None:
    if not source.contents:
        raise SourceError(
            f'source {source.name!r} has no address to start from: add contents = ["https://…"] to its table'
        )
    if not contact and not source.proxy.startswith("http://127.0.0.1:"):
        raise SourceError(
            'no contact is set: put contact = "you@your-council.example" at the top of reread.toml, '
            "so that the manual's host can reach you about the requests"
        )


def _started(store: Store, source: str, at: datetime) -> Run:
    unfinished = store.unfinished_run(source, RunKind.COLLECT)
    if unfinished is not None and at - unfinished.started_at < _RESUME_WITHIN:
        return unfinished
    return store.start_run(source, RunKind.COLLECT, at)


def _crawl_in_child(
    workspace: Workspace, source: Source, contact: str, run: Run, at: datetime | None, progress: Progress
) -> int:
    """Returns how many addresses there were to ask for."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    arguments = (workspace.folder, source, contact, run, at, sender)
    child = context.Process(target=_child, args=arguments, name=f"collect {source.name}")
    with _deaf_to_interrupts():
        child.start()
    sender.close()
    try:
        with progress.tally(f"collect {source.name}") as tally:
            broken = _follow(receiver, child, tally)
    finally:
        _end(child)
    kinds = ", ".join(f"{number} {kind}" for kind, number in tally.counts.items()) or "nothing"
    progress.say(f"collect {source.name}: {kinds} in {tally.seconds:.1f} s")
    if broken is not None:
        raise broken
    if child.exitcode:
        log = workspace.log_folder / "collect.log"
        raise CollectError(
            f"the collection of {source.name} was cut off (see {log}): run the command again; pages that came are kept"
        )
    return tally.expected


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """What starts in here does not hear Ctrl+C, which a terminal sends to both of us: we end the child ourselves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(child: SpawnProcess) -> None:
    """Waits for a child that has nothing more to say; where we are leaving before that, makes it end."""
    if sys.exc_info()[0] is not None:
        child.terminate()
        child.join(_GRACE_SECONDS)
        child.kill()
    child.join()


def _follow(receiver: Connection, child: SpawnProcess, tally: Tally) -> RereadError | None:
    """Counts what the child reports until it has nothing more to say; returns what made it give up, if anything did."""
    while True:
        ready = wait([receiver, child.sentinel], timeout=1.0)
        if receiver in ready:
            try:
                told = receiver.recv()
            except EOFError:
                return None
            if isinstance(told, RereadError):
                return told
            if isinstance(told, int):
                tally.expect(told)
            else:
                tally.add(told)
        elif ready:
            return None


def _child(
    folder: Path,
    source: Source,
    contact: str,
    run: Run,
    at: datetime | None,
    sender: Connection,
) -> None:
    # Imported here: Scrapy takes half a second, and only this process needs it.
    from crawler.collect import collect as crawl
    from crawler.layouts import Reading
    from crawler.spider import Collection
    from kb.stages.readings import reading_of

    _end_with_parent()
    logging.raiseExceptions = False  # a log that cannot be written, as on a full disk, is no news for the terminal
    workspace = Workspace(folder)

    def reading(url: str) -> Reading:
        return reading_of(source, url)

    def now() -> datetime:
        return at or datetime.now(UTC)

    with workspace.store() as store:
        sink = _StoreSink(store, run, now, sender.send)
        crawl(Collection(source, reading, sink, now), contact, workspace.log_folder / "collect.log")
    sender.close()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass(frozen=True, slots=True)
class _StoreSink:
    """The store as the spider sees it."""

    store: Store
    run: Run
    now: Callable[[], datetime]
    tell: Callable[[str | int | RereadError], None]

    def kept(self, url: str) -> Page | None:
        return self.store.page_in_run(self.run.id, url)

    def latest(self, url: str) -> Page | None:
        return self.store.latest_page(self.run.source, url)

    def expect(self, number: int) -> None:
        self.tell(number)

    def keep(self, page: Page, role: PageRole, asked: str) -> None:
        with self._or_give_up():
            outcome = self.store.keep_page(self.run.id, page, role, asked)
            self.store.close_problem(self.run.source, asked, page.fetched_at)
        self.tell(outcome.value)

    def linked(self, url: str, documents: tuple[str, ...]) -> None:
        with self._or_give_up():
            self.store.keep_document_links(self.run.id, url, documents)

    def note(self, url: str, role: PageRole, outcome: Outcome, detail: str) -> None:
        with self._or_give_up():
            self.store.record_check(Check(self.run.id, url, role, self.now(), outcome, detail))
            if outcome is Outcome.FAILED:
                self.store.note_problem(self.run.source, url, detail, self.now())
        self.tell(outcome.value)

    @contextmanager
    def _or_give_up(self) -> Iterator[None]:
        """Scrapy logs what a callback raises and goes on: a page that was not kept would look like one not listed."""
        try:
            yield
        except StoreError as error:
            self.tell(error)
            os._exit(1)


def _finished(store: Store, run: Run, asked: int, at: datetime) -> Collected:
    checks = store.checks(run.id)
    failures = tuple(check for check in checks if check.outcome is Outcome.FAILED)
    contents = [check for check in checks if check.role is PageRole.CONTENTS]
    reached = {Outcome.NEW, Outcome.SAME, Outcome.NOT_MODIFIED}
    if not any(check.outcome in reached for check in contents):
        reason = contents[0].detail if contents else "nothing answered"
        where = contents[0].url if contents else run.source
        store.finish_run(run.id, at, complete=False)
        raise CollectError(
            f"nothing could be collected of {run.source}: {where}: {reason}. What was known stays; try again later"
        )
    listed = [check for check in checks if check.role in {PageRole.CONTENTS, PageRole.CHAPTER}]
    complete = all(check.outcome is not Outcome.FAILED for check in listed) and len(listed) > len(contents)
    # An address of which nothing is on record was lost on the way, whatever the reason: then absence proves nothing.
    complete = complete and len(checks) >= asked
    store.finish_run(run.id, at, complete)
    counts = {outcome: sum(check.outcome is outcome for check in checks) for outcome in Outcome}
    return Collected(run, counts, complete, failures)
