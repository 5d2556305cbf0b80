"""Runs, checks and pages: what was asked, when, and the bytes that came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, func, insert, or_, select, update

from kb import schema
from kb.errors import StoreError
from kb.model import Check, KeptPage, Outcome, Page, PageRole, Run, RunKind
from kb.store import encoding
from kb.store.base import PAGE_ID, Tables
from kb.store.holds import HOLD_COLUMNS, hold_of, rejected, untaken

_page, _check, _run, _link = schema.page, schema.check, schema.run, schema.link

# What is asked and written for each page is made once: putting a statement together costs more than running it.
_OUTCOME = select(_check.c.outcome).where(_check.c.run_id == bindparam("of_run"), _check.c.url == bindparam("asked"))
_LATEST_DIGEST = (
    select(_page.c.digest)
    .join(_check, _check.c.page_id == _page.c.id)
    .where(_page.c.source == bindparam("of_source"), _page.c.url == bindparam("at_url"))
    .where(_check.c.run_id.not_in(rejected()))
    .order_by(_check.c.checked_at.desc(), _check.c.id.desc())
    .limit(1)
)
_BODY = select(schema.body.c.digest).where(schema.body.c.digest == bindparam("wanted"))
_KEPT = select(_page, schema.body.c.packed).join(schema.body, schema.body.c.digest == _page.c.digest)
_KEPT_NUMBERED = _KEPT.where(_page.c.id == bindparam("number"))
_PUT_BODY, _PUT_PAGE, _PUT_CHECK = insert(schema.body), insert(_page).returning(_page.c.id), insert(_check)
_MARK = (
    update(_check)
    .where(_check.c.run_id == bindparam("of_run"), _check.c.url == bindparam("asked"))
    .values(rules=bindparam("by_rules"))
)


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
        statement = select(_run, *HOLD_COLUMNS).outerjoin(schema.hold, schema.hold.c.run_id == _run.c.id)
        return self._runs(statement.where(_run.c.source == source))

    def undecided_runs(self, source: str) -> tuple[Run, ...]:
        """The runs of a source that are held and that nobody has decided about, oldest first."""
        statement = select(_run, *HOLD_COLUMNS).join(schema.hold, schema.hold.c.run_id == _run.c.id)
        return self._runs(statement.where(_run.c.source == source, schema.hold.c.decision.is_(None)))

    def _runs(self, statement: Select[Any]) -> tuple[Run, ...]:
        with self._reading() as connection:
            return tuple(
                Run(
                    row.id,
                    row.source,
                    RunKind(row.kind),
                    row.started_at,
                    row.finished_at,
                    bool(row.complete),
                    hold_of(row),
                )
                for row in connection.execute(statement.order_by(_run.c.id))
            )

    def is_followed(self, run: Run) -> bool:
        """Whether another run of the source was later than this one: an archive may be imported long after its time."""
        ended = func.coalesce(_run.c.finished_at, _run.c.started_at)
        others = and_(_run.c.source == run.source, _run.c.id != run.id)
        with self._reading() as connection:
            later = select(_run.c.id).where(others, ended > run.started_at).limit(1)
            return connection.execute(later).first() is not None

    def is_settled(self, run: Run) -> bool:
        """Whether a collection of the source before this run was complete and taken over."""
        before = and_(_run.c.source == run.source, _run.c.id < run.id, _run.c.kind == RunKind.COLLECT.value)
        with self._reading() as connection:
            complete = select(_run.c.id).where(before, _run.c.complete == 1, _run.c.id.not_in(untaken())).limit(1)
            return connection.execute(complete).first() is not None

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
            known = connection.execute(_OUTCOME, {"of_run": run_id, "asked": asked}).scalar()
            if known is not None:
                return Outcome(known)
            previous = connection.execute(_LATEST_DIGEST, {"of_source": page.source, "at_url": page.url}).scalar()
            digest = page.digest
            outcome = Outcome.SAME if previous == digest else Outcome.NEW
            values = {
                "run_id": run_id,
                "url": asked,
                "role": role.value,
                "checked_at": page.fetched_at,
                "outcome": outcome.value,
                "detail": "",
                "page_id": self._put_page(connection, page, digest),
            }
            connection.execute(_PUT_CHECK, values)
            return outcome

    def _put_page(self, connection: Connection, page: Page, digest: str) -> int:
        if connection.execute(_BODY, {"wanted": digest}).first() is None:
            packed = encoding.packed(page.body)
            connection.execute(_PUT_BODY, {"digest": digest, "size": len(page.body), "packed": packed})
        headers = {"etag": page.etag, "last_modified": page.last_modified, "charset": page.charset}
        place = {"of_source": page.source, "at_url": page.url, "wanted": digest}
        known = connection.execute(PAGE_ID, place).scalar()
        if known is not None:
            connection.execute(update(_page).where(_page.c.id == known).values(**headers))
            return int(known)
        values = {
            "source": page.source,
            "url": page.url,
            "digest": digest,
            "fetched_at": page.fetched_at,
            "status": page.status,
            "media_type": page.media_type,
        }
        return int(connection.execute(_PUT_PAGE, {**values, **headers}).scalar_one())

    def record_check(self, check: Check) -> None:
        """Keeps that an address was checked and brought no new page (not modified, gone, failed).

        "Not modified" is tied to the latest page kept for the address. Raises StoreError where there is none.
        """
        with self._writing() as connection:
            if connection.execute(_OUTCOME, {"of_run": check.run_id, "asked": check.url}).first() is not None:
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

    def page_in_run(self, run_id: int, url: str) -> Page | None:
        """The page that a run has kept (or found unmodified) for an address."""
        with self._reading() as connection:
            kept = _KEPT.join(_check, _check.c.page_id == _page.c.id)
            row = connection.execute(kept.where(_check.c.run_id == run_id, _check.c.url == url)).first()
            return None if row is None else _page_of(row)

    def page(self, source: str, url: str, digest: str) -> Page:
        """One kept page. Raises StoreError where it is not kept."""
        with self._reading() as connection:
            place = and_(_page.c.source == source, _page.c.url == url, _page.c.digest == digest)
            row = connection.execute(_KEPT.where(place)).first()
            if row is None:
                raise StoreError(f"no page {digest[:12]} of {url} is kept")
            return _page_of(row)

    def latest_page(self, source: str, url: str) -> Page | None:
        """The page that stood at an address when it was last checked.

        None where the run that checked it was rejected: what it found is no page to ask "changed since?" about.
        """
        with self._reading() as connection:
            row = self._latest_page(connection, source, url, with_rejected=True)
        return None if row is None or row.is_rejected else self.page_numbered(row.id)

    def landing(self, source: str, url: str) -> str | None:
        """Where an address led when it was last answered, after redirects; None where it never was."""
        with self._reading() as connection:
            statement = (
                select(_page.c.url)
                .join(_check, _check.c.page_id == _page.c.id)
                .where(_page.c.source == source, _check.c.url == url, _check.c.run_id.not_in(untaken()))
                .order_by(_check.c.id.desc())
                .limit(1)
            )
            return connection.execute(statement).scalar()

    def checks(self, run_id: int) -> tuple[Check, ...]:
        """What a run asked for, in that order."""
        return tuple(check for check, _ in self.checked_pages(run_id))

    def checked_pages(self, run_id: int) -> tuple[tuple[Check, KeptPage | None], ...]:
        """What a run asked for, in that order, each with the page that it kept or found unmodified."""
        return self._checks(_check.c.run_id == run_id)

    def unread_checks(self, source: str) -> tuple[tuple[Check, KeptPage | None], ...]:
        """Checks whose pages have not been read yet, in the order of their runs, each with its page.

        Only finished runs count: what a cut-off run brought is read when it has been resumed and finished. Runs that
        the brake holds are left out until they are accepted.
        """
        ready = and_(_run.c.finished_at.is_not(None), _run.c.id.not_in(untaken()))
        return self._checks(and_(_run.c.source == source, ready, _check.c.rules.is_(None)))

    def _checks(self, condition: Any) -> tuple[tuple[Check, KeptPage | None], ...]:
        pages = _page.alias("kept")
        statement = (
            select(_check, pages.c.digest.label("page_digest"), pages.c.url.label("page_url"))
            .join(_run, _run.c.id == _check.c.run_id)
            .outerjoin(pages, pages.c.id == _check.c.page_id)
            .where(condition)
            .order_by(_check.c.id)
        )
        with self._reading() as connection:
            return tuple(
                (check_of(row), None if row.page_id is None else KeptPage(row.page_id, row.page_url))
                for row in connection.execute(statement)
            )

    def page_numbered(self, page_id: int) -> Page:
        """A kept page by its number. Raises StoreError where there is none."""
        with self._reading() as connection:
            row = connection.execute(_KEPT_NUMBERED, {"number": page_id}).first()
            if row is None:
                raise StoreError(f"no page numbered {page_id} is kept")
            return _page_of(row)

    def mark_read(self, run_id: int, urls: Iterable[str], rules: int) -> None:
        """Records that the pages of these checks have been read by the rules of a number."""
        rows = [{"of_run": run_id, "asked": url, "by_rules": rules} for url in urls]
        if rows:
            with self._writing() as connection:
                connection.execute(_MARK, rows)

    def _latest_page(
        self, connection: Connection, source: str, url: str, with_rejected: bool = False
    ) -> Row[Any] | None:
        is_rejected = _check.c.run_id.in_(rejected())
        statement = (
            select(_page, is_rejected.label("is_rejected"))
            .join(_check, _check.c.page_id == _page.c.id)
            .where(_page.c.source == source, _page.c.url == url)
            .order_by(_check.c.checked_at.desc(), _check.c.id.desc())
            .limit(1)
        )
        return connection.execute(statement if with_rejected else statement.where(~is_rejected)).first()

    # --- documents

    def keep_document_links(self, run_id: int, from_url: str, urls: Iterable[str]) -> None:
        """Keeps which documents a page links to by now. A page whose links stay the same costs nothing."""
        wanted = set(urls)
        statement = (
            select(_link.c.id, _link.c.url)
            .join(_run, _run.c.source == _link.c.source)
            .where(_run.c.id == run_id, _link.c.from_url == from_url, _is_open())
        )
        with self._reading() as connection:
            known = [(row.id, row.url) for row in connection.execute(statement)]
        linked = {url for _, url in known}
        if linked == wanted:
            return
        with self._writing() as connection:
            source = connection.execute(select(_run.c.source).where(_run.c.id == run_id)).scalar_one()
            ended = [link_id for link_id, url in known if url not in wanted]
            connection.execute(update(_link).where(_link.c.id.in_(ended)).values(until_run_id=run_id))
            for url in sorted(wanted - linked):
                row = {"source": source, "url": url, "from_url": from_url, "since_run_id": run_id}
                connection.execute(insert(_link).values(**row))

    def document_links(self, source: str) -> tuple[DocumentLink, ...]:
        """Which documents a source's pages link to today, by document; files that are not read are among them.

        A page that the latest complete collection did not meet any more links to nothing; held runs do not count.
        """
        complete = select(func.max(_run.c.id)).where(
            _run.c.source == source, _run.c.complete == 1, _run.c.id.not_in(untaken())
        )
        met = (
            select(_check.c.id)
            .outerjoin(_page, _page.c.id == _check.c.page_id)
            .where(
                _check.c.outcome != Outcome.GONE.value,
                _check.c.run_id.not_in(untaken()),
                _check.c.run_id >= func.coalesce(complete.scalar_subquery(), 0),
                or_(_check.c.url == _link.c.from_url, _page.c.url == _link.c.from_url),
            )
        )
        with self._reading() as connection:
            rows = connection.execute(
                select(_link.c.url, _link.c.from_url)
                .where(_link.c.source == source, _is_open(), met.exists())
                .distinct()
                .order_by(_link.c.url, _link.c.from_url)
            )
            return tuple(DocumentLink(row.url, row.from_url) for row in rows)

    def document_links_before(self, run: Run) -> tuple[DocumentLink, ...]:
        """Which documents the source's pages linked to before a run, by document."""
        still_open = or_(_is_open(), _link.c.until_run_id >= run.id)
        place = and_(_link.c.source == run.source, _link.c.since_run_id < run.id, still_open)
        with self._reading() as connection:
            rows = connection.execute(select(_link).where(place).order_by(_link.c.url, _link.c.from_url))
            return tuple(DocumentLink(row.url, row.from_url) for row in rows)

    def page_count(self, source: str) -> int:
        """How many different pages of a source are kept."""
        with self._reading() as connection:
            count = select(func.count()).select_from(_page).where(_page.c.source == source)
            return int(connection.execute(count).scalar_one())


def _is_open() -> ColumnElement[bool]:
    """Whether a link stands today: what runs began and ended that were held or rejected does not count."""
    begun = _link.c.since_run_id.not_in(untaken())
    return and_(begun, or_(_link.c.until_run_id.is_(None), _link.c.until_run_id.in_(untaken())))


def check_of(row: Any) -> Check:
    """The check that a row of `checked` is, with `page_digest` from its page."""
    return Check(
        row.run_id, row.url, PageRole(row.role), row.checked_at, Outcome(row.outcome), row.detail, row.page_digest
    )


def _page_of(row: Row[Any]) -> Page:
    return Page(
        source=row.source,
        url=row.url,
        fetched_at=row.fetched_at,
        body=encoding.unpacked(row.packed),
        status=row.status,
        media_type=row.media_type,
        charset=row.charset,
        etag=row.etag,
        last_modified=row.last_modified,
    )
