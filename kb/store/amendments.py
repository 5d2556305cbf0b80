"""Editions, amendments and promises: what the manual's own log says, and where it says so."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from kb import schema
from kb.model import (
    Amendment,
    AmendmentKind,
    AmendmentLog,
    Edition,
    EntryLink,
    KnownEdition,
    Level,
    LoggedAmendment,
    Page,
    Promise,
)
from kb.store.base import Tables

_edition, _amendment, _promise = schema.edition, schema.amendment, schema.promise


class AmendmentTables(Tables):
    """The part of the store that keeps logs."""

    def keep_log(self, log: AmendmentLog, page: Page, at: datetime) -> int:
        """Keeps every edition a log page holds, seen at a time; returns how many editions were not known before.

        An edition that is known keeps its words and the page they were first read from: what a later archive or another
        layout makes of them is no evidence of what was announced. Only where a later page prints more entries (the
        first one broke off) do its words take their place.
        """
        fresh = 0
        with self._writing() as connection:
            page_id = self._page_id(connection, page)
            for edition in log.editions:
                fresh += self._keep_edition(connection, edition, page, page_id, at)
            if log.next_update is not None:
                self._keep_promise(connection, log.next_update, page, page_id, at)
        return fresh

    def reread_log(self, log: AmendmentLog, page: Page) -> int:
        """Puts the entries of the editions that were first read from a page, as read today, in the place of those that
        were read of it before; returns how many editions read otherwise. An entry of the same title keeps its chapter.
        """
        otherwise = 0
        with self._writing() as connection:
            page_id = self._page_id(connection, page)
            for edition in log.editions:
                known = connection.execute(select(_edition).where(_same(edition, page.source))).first()
                if known is None or known.page_id != page_id:
                    continue
                before = self._amendments_of(connection, known)
                if tuple(one.amendment for one in before) == edition.amendments:
                    continue
                connection.execute(delete(_amendment).where(_amendment.c.edition_id == known.id))
                self._put_amendments(connection, known.id, edition, before)
                otherwise += 1
        return otherwise

    def _keep_edition(self, connection: Connection, edition: Edition, page: Page, page_id: int, at: datetime) -> bool:
        known = connection.execute(select(_edition).where(_same(edition, page.source))).first()
        if known is None:
            row = connection.execute(
                insert(_edition)
                .values(
                    source=page.source,
                    label=edition.label,
                    date=edition.date,
                    scope=edition.scope or "",
                    page_id=page_id,
                    first_seen=at,
                )
                .returning(_edition.c.id)
            )
            self._put_amendments(connection, int(row.scalar_one()), edition)
            return True
        if len(edition.amendments) > len(self._amendments_of(connection, known)):
            before = self._amendments_of(connection, known)
            connection.execute(delete(_amendment).where(_amendment.c.edition_id == known.id))
            connection.execute(update(_edition).where(_edition.c.id == known.id).values(page_id=page_id))
            self._put_amendments(connection, known.id, edition, before)
        return False

    def _put_amendments(
        self, connection: Connection, edition_id: int, edition: Edition, before: tuple[LoggedAmendment, ...] = ()
    ) -> None:
        resolved = {one.amendment.title or one.amendment.detail: one for one in before}
        for ordinal, amendment in enumerate(edition.amendments, start=1):
            known = resolved.get(amendment.title or amendment.detail)
            connection.execute(
                insert(_amendment).values(
                    edition_id=edition_id,
                    ordinal=ordinal,
                    title=amendment.title,
                    kind=amendment.kind.value,
                    detail=amendment.detail,
                    sections=json.dumps(amendment.sections),
                    level=amendment.level.value,
                    proof=json.dumps(amendment.proof, ensure_ascii=False),
                    complete=int(amendment.complete),
                    url=amendment.url,
                    links=json.dumps([[link.text, link.url] for link in amendment.links], ensure_ascii=False),
                    chapter_id=known.chapter_id if known else None,
                    how=known.how if known else "",
                    sureness=known.sureness if known else 0.0,
                )
            )

    def _keep_promise(self, connection: Connection, next_update: str, page: Page, page_id: int, at: datetime) -> None:
        place = (_promise.c.source == page.source) & (_promise.c.next_update == next_update)
        if connection.execute(select(_promise.c.id).where(place)).first() is None:
            connection.execute(
                insert(_promise).values(source=page.source, next_update=next_update, page_id=page_id, first_seen=at)
            )

    def resolve(self, amendment_id: int, chapter_id: int | None, how: str, sureness: float) -> None:
        """Records which chapter an entry speaks of, by what that was found, and how surely."""
        with self._writing() as connection:
            values = {"chapter_id": chapter_id, "how": how, "sureness": sureness}
            connection.execute(update(_amendment).where(_amendment.c.id == amendment_id).values(**values))

    def editions(self, source: str) -> tuple[KnownEdition, ...]:
        """All editions of a source, newest first, with their entries in the order of the log."""
        with self._reading() as connection:
            statement = (
                select(_edition, schema.page.c.digest.label("page_digest"), schema.page.c.url.label("page_url"))
                .join(schema.page, schema.page.c.id == _edition.c.page_id)
                .where(_edition.c.source == source)
                .order_by(_edition.c.date.desc(), _edition.c.scope, _edition.c.id)
            )
            return tuple(
                KnownEdition(
                    source=row.source,
                    label=row.label,
                    date=row.date,
                    scope=row.scope or None,
                    page_digest=row.page_digest,
                    page_url=row.page_url,
                    first_seen=row.first_seen,
                    amendments=self._amendments_of(connection, row),
                )
                for row in connection.execute(statement).all()
            )

    def _amendments_of(self, connection: Connection, edition: Row[Any]) -> tuple[LoggedAmendment, ...]:
        statement = select(_amendment).where(_amendment.c.edition_id == edition.id).order_by(_amendment.c.ordinal)
        return tuple(
            LoggedAmendment(
                id=row.id,
                source=edition.source,
                edition_label=edition.label,
                edition_date=edition.date,
                scope=edition.scope or None,
                ordinal=row.ordinal,
                amendment=Amendment(
                    title=row.title,
                    kind=AmendmentKind(row.kind),
                    detail=row.detail,
                    sections=tuple(json.loads(row.sections)),
                    level=Level(row.level),
                    proof=tuple(json.loads(row.proof)),
                    complete=bool(row.complete),
                    url=row.url,
                    links=tuple(EntryLink(text, url) for text, url in json.loads(row.links)),
                ),
                chapter_id=row.chapter_id,
                how=row.how,
                sureness=row.sureness,
            )
            for row in connection.execute(statement)
        )

    def promises(self, source: str) -> tuple[Promise, ...]:
        """Every next update a log has announced, in the order they were announced."""
        with self._reading() as connection:
            statement = (
                select(_promise, schema.page.c.url.label("page_url"))
                .join(schema.page, schema.page.c.id == _promise.c.page_id)
                .where(_promise.c.source == source)
                .order_by(_promise.c.first_seen, _promise.c.id)
            )
            return tuple(
                Promise(row.source, row.next_update, row.page_url, row.first_seen)
                for row in connection.execute(statement)
            )


def _same(edition: Edition, source: str) -> ColumnElement[bool]:
    """The row of an edition: its date, scope and label name it in its manual."""
    return and_(
        _edition.c.source == source,
        _edition.c.date == edition.date,
        _edition.c.scope == (edition.scope or ""),
        _edition.c.label == edition.label,
    )


def _name(amendment: Amendment, ordinal: int) -> str | int:
    """What an entry is known by in its edition: its title, or its place where the log has lost that."""
    return amendment.title or ordinal
