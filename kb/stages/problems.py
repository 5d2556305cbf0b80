"""What is wrong with a source's pages, each with what stays in force meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kb.identity import comparable_address
from kb.model import KnownChapter, Outcome, Problem, RunKind
from kb.store import Store


@dataclass(frozen=True, slots=True)
class PageProblem:
    """A problem, with the chapter or document of its page, where it is one, and when its text was last seen good."""

    problem: Problem
    chapter: KnownChapter | None
    last_good: datetime | None

    def days_open(self, now: datetime) -> int:
        """For how many days the problem has been there, or was; 0 on its first day."""
        return max(0, ((self.problem.closed_at or now).date() - self.problem.first_seen.date()).days)


def page_problems(store: Store, source: str, closed: bool = False) -> tuple[PageProblem, ...]:
    """The open problems of a source by address; with `closed` also those that are over."""
    problems = store.problems(source, closed)
    if not problems:
        return ()
    chapters = {chapter.id: chapter for chapter in store.chapters(source)}
    addresses = store.addresses(source)
    found = []
    for problem in problems:
        chapter = chapters.get(addresses.get(comparable_address(problem.url), 0))
        versions = store.versions(chapter.id) if chapter else ()
        found.append(PageProblem(problem, chapter, versions[-1].last_seen if versions else None))
    return tuple(found)


def broken_collection(store: Store, source: str) -> str:
    """That the last collection of a source was cut off or brought nothing at all, on what day and why; "" where it came
    to its end."""
    runs = [run for run in store.runs(source) if run.kind is RunKind.COLLECT]
    if not runs or runs[-1].complete:
        return ""
    run = runs[-1]
    checks = store.checks(run.id)
    if run.finished_at is not None and any(check.outcome is not Outcome.FAILED for check in checks):
        return ""
    day = max((check.checked_at for check in checks), default=run.started_at)
    why = "it was stopped before its end, or is still at work"
    if checks and checks[-1].outcome is Outcome.FAILED:
        why = f"{checks[-1].url}: {checks[-1].detail}"
    how = "failed" if run.finished_at is not None else "was cut off"
    return f"the last collection of {source} {how} on {day.day} {day:%B %Y}: {why}; run `reread update`"
