"""What is wrong with a source's pages, each with what stays in force meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kb.identity import comparable_address
from kb.model import KnownChapter, Problem
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
