"""Collect: ask a source for its pages, keep each as it arrives, and judge whether the collection is complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.sources import Source
from kb.errors import ClosedError, CollectError, SourceError
from kb.model import Check, Outcome, PageRole, Run, RunKind
from kb.progress import Progress
from kb.stages.crawling import crawl_in_child
from kb.store import Store
from kb.workspace import Workspace

_RESUME_WITHIN = timedelta(hours=24)
"""A cut-off run younger than this is taken up again: its pages are still what the manual says today."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection brought, by outcome. `complete` is whether every listed page was reached."""

    run: Run
    counts: dict[Outcome, int]
    complete: bool
    failures: tuple[Check, ...]


def collect(
    workspace: Workspace,
    source: Source,
    contact: str,
    at: datetime | None,
    progress: Progress,
    at_any_hour: bool = False,
) -> Collected:
    """Collects one source into the store. `at` fixes the clock (for the demo); else the time of day is taken.

    Raises SourceError for a source that cannot be collected, ClosedError outside its opening hours (unless
    `at_any_hour`), CollectError where nothing at all could be reached or the network was lost on the way. A collection
    that was cut off or closed is taken up by the next one, which asks only for what is missing.
    """
    _check_collectable(source, contact)
    seconds = None if at_any_hour else _seconds_open(source, at or datetime.now(UTC))
    with workspace.store() as store:
        run = _started(store, source.name, at or datetime.now(UTC))
    sitting = crawl_in_child(workspace, source, contact, run, at, seconds, progress)
    if sitting.is_closed:
        raise ClosedError(
            f"the opening hours of {source.name} ({source.open}) are over: "
            "what is missing is asked for in the next ones"
        )
    if sitting.stopped:
        raise CollectError(
            f"the collection of {source.name} was cut off: {sitting.stopped}: run the command again later; "
            "pages that came are kept"
        )
    with workspace.store() as store:
        return _finished(store, run, sitting.asked, at or datetime.now(UTC))


def _seconds_open(source: Source, now: datetime) -> float | None:
    """How long the source may still be asked; None where it has no opening hours. Raises ClosedError outside them."""
    if source.open is None:
        return None
    seconds = source.open.seconds_left(now.astimezone())
    if not seconds:
        raise ClosedError(
            f"{source.name} is asked only from {source.open.opens:%H:%M} to {source.open.closes:%H:%M}, local time: "
            "nothing was asked; --now asks all the same"
        )
    return seconds


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


def _finished(store: Store, run: Run, asked: int, at: datetime) -> Collected:
    checks = store.checks(run.id)
    # A chapter that is listed and not there is a broken link. Of a document that is gone, nobody is told each time.
    failures = tuple(
        check
        for check in checks
        if check.outcome is Outcome.FAILED or (check.outcome is Outcome.GONE and check.role is PageRole.CHAPTER)
    )
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
    complete = complete and all(check.outcome in reached for check in contents)
    # An address of which nothing is on record was lost on the way, whatever the reason: then absence proves nothing.
    complete = complete and len(checks) >= asked
    store.finish_run(run.id, at, complete)
    if complete:
        store.close_problems_except(run.source, (check.url for check in checks), at)
    counts = {outcome: sum(check.outcome is outcome for check in checks) for outcome in Outcome}
    return Collected(run, counts, complete, failures)
