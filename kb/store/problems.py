"""Problems: the pages that could not be collected or read, each a state that closes itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, insert, select, update

from kb import schema
from kb.errors import Fault
from kb.model import Problem
from kb.store.base import Tables

_problem = schema.problem


class ProblemTables(Tables):
    """The part of the store that keeps what is wrong with pages."""

    def note_problem(self, source: str, url: str, fault: Fault, message: str, at: datetime) -> None:
        """Opens a problem with a page, or records that it was still there at a time.

        What was seen later stays what is said of the page, in whatever order it is told.
        """
        with self._writing() as connection:
            known = connection.execute(select(_problem).where(_open_at(source, url))).first()
            said = {"fault": fault.value, "message": message}
            if known is None:
                row = {"source": source, "url": url, "first_seen": at, "last_seen": at}
                connection.execute(insert(_problem).values(**row, **said))
                return
            times = {"first_seen": min(known.first_seen, at), "last_seen": max(known.last_seen, at)}
            newer = said if at >= known.last_seen else {}
            connection.execute(update(_problem).where(_problem.c.id == known.id).values(**times, **newer))

    def close_problem(self, source: str, url: str, at: datetime) -> None:
        """Records that a page was good at a time; nothing where it had no problem, or was seen to have it later."""
        condition = and_(_open_at(source, url), _problem.c.last_seen <= at)
        with self._reading() as connection:
            if connection.execute(select(_problem.c.id).where(condition)).first() is None:
                return  # nearly always: not worth a transaction that writes
        with self._writing() as connection:
            connection.execute(update(_problem).where(condition).values(closed_at=at))

    def close_problems_except(self, source: str, urls: Iterable[str], at: datetime) -> None:
        """Closes the problems of all pages but these: what a complete collection asks for no more is not missed."""
        kept = set(urls)
        for problem in self.problems(source):
            if problem.url not in kept:
                self.close_problem(source, problem.url, at)

    def problems(self, source: str, closed: bool = False) -> tuple[Problem, ...]:
        """The problems of a source by address, oldest first at each: the open ones, or with `closed` all ever seen."""
        condition = _problem.c.source == source
        if not closed:
            condition = and_(condition, _problem.c.closed_at.is_(None))
        order = (_problem.c.url, _problem.c.first_seen, _problem.c.id)
        with self._reading() as connection:
            return tuple(
                _problem_of(row) for row in connection.execute(select(_problem).where(condition).order_by(*order))
            )


def _open_at(source: str, url: str) -> Any:
    return and_(_problem.c.source == source, _problem.c.url == url, _problem.c.closed_at.is_(None))


def _problem_of(row: Row[Any]) -> Problem:
    return Problem(row.source, row.url, Fault(row.fault), row.message, row.first_seen, row.last_seen, row.closed_at)
