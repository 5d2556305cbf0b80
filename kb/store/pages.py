"""Runs, checks and pages: what was asked, when, and the bytes that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from kb import schema
from kb.errors import StoreError
from kb.model import Check, Outcome, Page, PageRole, Run, RunKind
from kb.store import encoding
from kb.store.base import Tables

_page, _check, _run, _link = schema.page, schema.check, schema.run, schema.link


@dataclass(frozen=True, slots=True)
class Validators:
    """What to send along so that the server can answer "not modified"."""

    etag: str | None
    last_modified: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A page that could not be collected or read. It closes itself when the page is good again."""

    source: str
    url: str
    message: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """That a page links to a document."""

    url: str
    from_url: str


class PageTables(Tables):
    """The part of the store that keeps pages."""

    # --- runs

    def start_run(self, source: str, kind: RunKind, at: datetime) -> Run:
        """Opens a run; its checks are kept one by one from now on."""
        with self._writing() as connection:
            row = connection.execute(
                insert(_run)
                .values(source=source, kind=kind.value, started_at=at, finished_at=None, complete=0)
                .returning(_run.c.id)
            )
            return Run(int(row.scalar_one()), source, kind, at)

    def unfinished_run(self, source: str, kind: RunKind) -> Run | None:
        """The latest run of a kind, if it was cut off before it was finished."""
        runs = [run for run in self.runs(source) if run.kind is kind]
        return runs[-1] if runs and runs[-1].finished_at is None else None

    def finish_run(self, run_id: int, at: datetime, complete: bool) -> None:
        """Closes a run. `complete` says that what was not found in it is really absent."""
        with self._writing() as connection:
            connection.execute(update(_run).where(_run.c.id == run_id).values(finished_at=at, complete=int(complete)))

    def runs(self, source: str) -> tuple[Run, ...]:
        """All runs of a source, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(select(_run).where(_run.c.source == source).order_by(_run.c.id))
            return tuple(
                Run(row.id, row.source, RunKind(row.kind), row.started_at, row.finished_at, bool(row.complete))
                for row in rows
            )

    def sources(self) -> tuple[str, ...]:
        """The names of all sources of which anything is kept."""
        with self._reading() as connection:
            return tuple(connection.execute(select(_run.c.source).distinct().order_by(_run.c.source)).scalars())

    # --- pages and checks

    def keep_page(self, run_id: int, page: Page, role: PageRole, url: str | None = None) -> Outcome:
        """Keeps a page and that it was checked, in one transaction. `url` is the address asked for, if another.

        A page that this run has kept already is left as it is. Returns NEW or SAME.
        """
        asked = url or page.url
        with self._writing() as connection:
            known = connection.execute(_check_of(run_id, asked)).first()
            if known is not None:
                return Outcome(known.outcome)
            previous = self._latest_page(connection, page.source, page.url)
            outcome = Outcome.SAME if previous is not None and previous.digest == page.digest else Outcome.NEW
            page_id = self._put_page(connection, page)
            connection.execute(
                insert(_check).values(
                    run_id=run_id,
                    url=asked,
                    role=role.value,
                    checked_at=page.fetched_at,
                    outcome=outcome.value,
                    detail="",
                    page_id=page_id,
                )
            )
            return outcome

    def _put_page(self, connection: Connection, page: Page) -> int:
        digest = page.digest
        if connection.execute(select(schema.body.c.digest).where(schema.body.c.digest == digest)).first() is None:
            packed = encoding.packed(page.body)
            connection.execute(insert(schema.body).values(digest=digest, size=len(page.body), packed=packed))
        headers = {"etag": page.etag, "last_modified": page.last_modified, "charset": page.charset}
        place = and_(_page.c.source == page.source, _page.c.url == page.url, _page.c.digest == digest)
        known = connection.execute(select(_page.c.id).where(place)).scalar()
        if known is not None:
            connection.execute(update(_page).where(_page.c.id == known).values(**headers))
            return int(known)
        row = connection.execute(
            insert(_page)
            .values(
                source=page.source,
                url=page.url,
                digest=digest,
                fetched_at=page.fetched_at,
                status=page.status,
                media_type=page.media_type,
                **headers,
            )
            .returning(_page.c.id)
        )
        return int(row.scalar_one())

    def record_check(self, check: Check) -> None:
        """Keeps that an address was checked and brought no new page (not modified, gone, failed).

        "Not modified" is tied to the latest page kept for the address. Raises StoreError where there is none.
        """
        with self._writing() as connection:
            if connection.execute(_check_of(check.run_id, check.url)).first() is not None:
                return
            page_id = None
            if check.outcome is Outcome.NOT_MODIFIED:
                source = connection.execute(select(_run.c.source).where(_run.c.id == check.run_id)).scalar_one()
                latest = self._latest_page(connection, source, check.url)
                if latest is None:
                    raise StoreError(f"{check.url} is said to be unmodified, but no page of it is kept: collect again")
                page_id = latest.id
            connection.execute(
                insert(_check).values(
                    run_id=check.run_id,
                    url=check.url,
                    role=check.role.value,
                    checked_at=check.checked_at,
                    outcome=check.outcome.value,
                    detail=check.detail,
                    page_id=page_id,
                )
            )

    def validators(self, source: str, url: str) -> Validators | None:
        """What the latest page of an address can be re-checked with."""
        with self._reading() as connection:
            row = self._latest_page(connection, source, url)
            return None if row is None else Validators(row.etag, row.last_modified, row.digest)

    def page_in_run(self, run_id: int, url: str) -> Page | None:
        """The page that a run has kept (or found unmodified) for an address."""
        with self._reading() as connection:
            row = connection.execute(
                select(_page)
                .join(_check, _check.c.page_id == _page.c.id)
                .where(_check.c.run_id == run_id, _check.c.url == url)
            ).first()
            return None if row is None else self._page_of(connection, row)

    def page(self, source: str, url: str, digest: str) -> Page:
        """One kept page. Raises StoreError where it is not kept."""
        with self._reading() as connection:
            place = and_(_page.c.source == source, _page.c.url == url, _page.c.digest == digest)
            row = connection.execute(select(_page).where(place)).first()
            if row is None:
                raise StoreError(f"no page {digest[:12]} of {url} is kept")
            return self._page_of(connection, row)

    def latest_page(self, source: str, url: str) -> Page | None:
        """The page that stood at an address when it was last checked."""
        with self._reading() as connection:
            row = self._latest_page(connection, source, url)
            return None if row is None else self._page_of(connection, row)

    def landing(self, source: str, url: str) -> str | None:
        """Where an address led when it was last answered, after redirects; None where it never was."""
        with self._reading() as connection:
            statement = (
                select(_page.c.url)
                .join(_check, _check.c.page_id == _page.c.id)
                .where(_page.c.source == source, _check.c.url == url)
                .order_by(_check.c.id.desc())
                .limit(1)
            )
            return connection.execute(statement).scalar()

    def checks(self, run_id: int) -> tuple[Check, ...]:
        """What a run asked for, in that order."""
        return tuple(check for check, _ in self._checks(_check.c.run_id == run_id))

    def unread_checks(self, source: str) -> tuple[tuple[Check, Page | None], ...]:
        """Checks whose pages have not been read yet, in the order of their runs, each with its page.

        Only finished runs count: what a cut-off run brought is read when it has been resumed and finished.
        """
        unread = and_(_run.c.source == source, _run.c.finished_at.is_not(None), _check.c.rules.is_(None))
        return self._checks(unread, with_pages=True)

    def _checks(self, condition: Any, with_pages: bool = False) -> tuple[tuple[Check, Page | None], ...]:
        with self._reading() as connection:
            pages = _page.alias("kept")
            statement = (
                select(_check, pages.c.digest.label("page_digest"))
                .join(_run, _run.c.id == _check.c.run_id)
                .outerjoin(pages, pages.c.id == _check.c.page_id)
                .where(condition)
                .order_by(_check.c.id)
            )
            found = []
            for row in connection.execute(statement).all():
                check = Check(
                    row.run_id,
                    row.url,
                    PageRole(row.role),
                    row.checked_at,
                    Outcome(row.outcome),
                    row.detail,
                    row.page_digest,
                )
                kept = None
                if with_pages and row.page_id is not None:
                    kept_row = connection.execute(select(_page).where(_page.c.id == row.page_id)).one()
                    kept = self._page_of(connection, kept_row)
                found.append((check, kept))
            return tuple(found)

    def mark_read(self, run_id: int, urls: Iterable[str], rules: int) -> None:
        """Records that the pages of these checks have been read by the rules of a number."""
        with self._writing() as connection:
            for url in urls:
                place = and_(_check.c.run_id == run_id, _check.c.url == url)
                connection.execute(update(_check).where(place).values(rules=rules))

    def _latest_page(self, connection: Connection, source: str, url: str) -> Row[Any] | None:
        return connection.execute(
            select(_page)
            .join(_check, _check.c.page_id == _page.c.id)
            .where(_page.c.source == source, _page.c.url == url)
            .order_by(_check.c.checked_at.desc(), _check.c.id.desc())
            .limit(1)
        ).first()

    def _page_of(self, connection: Connection, row: Row[Any]) -> Page:
        packed = connection.execute(select(schema.body.c.packed).where(schema.body.c.digest == row.digest)).scalar_one()
        return Page(
            source=row.source,
            url=row.url,
            fetched_at=row.fetched_at,
            body=encoding.unpacked(packed),
            status=row.status,
            media_type=row.media_type,
            charset=row.charset,
            etag=row.etag,
            last_modified=row.last_modified,
        )

    # --- documents

    def keep_document_links(self, run_id: int, from_url: str, urls: Iterable[str]) -> None:
        """Keeps which documents a page links to by now. A page whose links stay the same costs nothing."""
        wanted = set(urls)
        statement = (
            select(_link.c.id, _link.c.url)
            .join(_run, _run.c.source == _link.c.source)
            .where(_run.c.id == run_id, _link.c.from_url == from_url, _link.c.until_run_id.is_(None))
        )
        with self._reading() as connection:
            known = {row.url: row.id for row in connection.execute(statement)}
        if known.keys() == wanted:
            return
        with self._writing() as connection:
            source = connection.execute(select(_run.c.source).where(_run.c.id == run_id)).scalar_one()
            ended = [known[url] for url in known.keys() - wanted]
            connection.execute(update(_link).where(_link.c.id.in_(ended)).values(until_run_id=run_id))
            for url in sorted(wanted - known.keys()):
                row = {"source": source, "url": url, "from_url": from_url, "since_run_id": run_id}
                connection.execute(insert(_link).values(**row))

    def document_links(self, source: str) -> tuple[DocumentLink, ...]:
        """Which documents a source's pages link to today, by document; files that are not read are among them.

        A page that the latest complete collection did not meet any more links to nothing.
        """
        complete = select(func.max(_run.c.id)).where(_run.c.source == source, _run.c.complete == 1)
        met = (
            select(_check.c.id)
            .outerjoin(_page, _page.c.id == _check.c.page_id)
            .where(
                _check.c.outcome != Outcome.GONE.value,
                _check.c.run_id >= func.coalesce(complete.scalar_subquery(), 0),
                or_(_check.c.url == _link.c.from_url, _page.c.url == _link.c.from_url),
            )
        )
        with self._reading() as connection:
            rows = connection.execute(
                select(_link.c.url, _link.c.from_url)
                .where(_link.c.source == source, _link.c.until_run_id.is_(None), met.exists())
                .order_by(_link.c.url, _link.c.from_url)
            )
            return tuple(DocumentLink(row.url, row.from_url) for row in rows)

    # --- problems

    def note_problem(self, source: str, url: str, message: str, at: datetime) -> None:
        """Opens a problem with a page, or records that it is still there."""
        problem = schema.problem
        is_open = and_(problem.c.source == source, problem.c.url == url, problem.c.closed_at.is_(None))
        with self._writing() as connection:
            known = connection.execute(select(problem.c.id).where(is_open)).scalar()
            if known is None:
                fresh = {"source": source, "url": url, "first_seen": at}
                connection.execute(insert(problem).values(**fresh, message=message, last_seen=at))
            else:
                connection.execute(update(problem).where(problem.c.id == known).values(message=message, last_seen=at))

    def close_problem(self, source: str, url: str, at: datetime) -> None:
        """Records that a page is good again; nothing where it had no problem."""
        problem = schema.problem
        is_open = and_(problem.c.source == source, problem.c.url == url, problem.c.closed_at.is_(None))
        with self._reading() as connection:
            if connection.execute(select(problem.c.id).where(is_open)).first() is None:
                return  # nearly always: not worth a transaction that writes
        with self._writing() as connection:
            connection.execute(update(problem).where(is_open).values(closed_at=at))

    def problems(self, source: str) -> tuple[Problem, ...]:
        """The open problems of a source, by address."""
        problem = schema.problem
        with self._reading() as connection:
            statement = select(problem).where(problem.c.source == source, problem.c.closed_at.is_(None))
            rows = connection.execute(statement.order_by(problem.c.url))
            return tuple(Problem(row.source, row.url, row.message, row.first_seen, row.last_seen) for row in rows)

    def page_count(self, source: str) -> int:
        """How many different pages of a source are kept."""
        with self._reading() as connection:
            count = select(func.count()).select_from(_page).where(_page.c.source == source)
            return int(connection.execute(count).scalar_one())


def _check_of(run_id: int, url: str) -> Any:
    return select(_check).where(_check.c.run_id == run_id, _check.c.url == url)
