"""Versions: every text a chapter had, what its amendment box said, and when each was seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from kb import schema
from kb.errors import StoreError
from kb.model import (
    Chapter,
    Origin,
    Outcome,
    Page,
    Statement,
    Version,
)
from kb.store import encoding
from kb.store.base import Tables
from kb.text import collapsed

_chapter, _version, _address = schema.chapter, schema.version, schema.address


class VersionTables(Tables):
    """The part of the store that keeps versions and statements."""

    def keep_version(self, chapter_id: int, chapter: Chapter, page: Page, rules: int, at: datetime) -> Origin | None:
        """Keeps what a page says now, and returns why that is a new version; None where it is the one in force.

        A text that differs only because the rules read the same page differently is RE_EXTRACTED; one that is equal to
        an earlier version is REVERTED. A text from before the latest version was last seen is no version.
        """
        with self._writing() as connection:
            page_id = self._page_id(connection, page)
            statement = select(_version).where(_version.c.chapter_id == chapter_id).order_by(_version.c.ordinal)
            versions = connection.execute(statement).all()
            digest = chapter.digest
            latest = versions[-1] if versions else None
            if latest is not None and latest.digest == digest:
                if at > latest.last_seen:
                    connection.execute(update(_version).where(_version.c.id == latest.id).values(last_seen=at))
                return None
            if latest is not None and at < latest.last_seen:
                return None
            origin = Origin.FIRST
            if latest is not None:
                origin = Origin.AMENDED
                if latest.page_id == page_id and latest.rules != rules:
                    origin = Origin.RE_EXTRACTED
                elif any(version.digest == digest for version in versions):
                    origin = Origin.REVERTED
            row = connection.execute(
                insert(_version)
                .values(
                    chapter_id=chapter_id,
                    ordinal=len(versions) + 1,
                    origin=origin.value,
                    digest=digest,
                    page_id=page_id,
                    rules=rules,
                    first_seen=at,
                    last_seen=at,
                    stated_on=chapter.stated_on,
                    title=chapter.title,
                    words=chapter.words,
                    head=encoding.packed(encoding.head_bytes(chapter)),
                )
                .returning(_version.c.id)
            )
            self._put_sections(connection, int(row.scalar_one()), chapter)
            return origin

    def _put_sections(self, connection: Connection, version_id: int, chapter: Chapter) -> None:
        for position, section in enumerate(chapter.sections):
            body = encoding.section_bytes(section)
            digest = encoding.digest(body)
            known = select(schema.section.c.digest).where(schema.section.c.digest == digest)
            if connection.execute(known).first() is None:
                connection.execute(insert(schema.section).values(digest=digest, packed=encoding.packed(body)))
            connection.execute(
                insert(schema.version_section).values(version_id=version_id, position=position, digest=digest)
            )

    def in_force(self, source: str, rules: int) -> dict[tuple[str, str], tuple[int, int]]:
        """The pages (address and digest) that versions in force were read from by rules of a number, each with the ids
        of chapter and version: such a page need not be read again to know what it says."""
        latest = (
            select(_version.c.chapter_id, func.max(_version.c.ordinal).label("ordinal"))
            .group_by(_version.c.chapter_id)
            .subquery()
        )
        statement = (
            select(schema.page.c.url, schema.page.c.digest, _version.c.chapter_id, _version.c.id)
            .join(schema.page, schema.page.c.id == _version.c.page_id)
            .join(latest, and_(latest.c.chapter_id == _version.c.chapter_id, latest.c.ordinal == _version.c.ordinal))
            .where(schema.page.c.source == source, _version.c.rules == rules)
        )
        with self._reading() as connection:
            return {(row.url, row.digest): (row.chapter_id, row.id) for row in connection.execute(statement)}

    def see_again(self, chapter_id: int, version_id: int, at: datetime) -> None:
        """Records that the version in force, and what its amendment box says, still stood at a time."""
        said = schema.statement
        newest = select(func.max(said.c.id)).where(said.c.chapter_id == chapter_id).scalar_subquery()
        with self._writing() as connection:
            seen = and_(_version.c.id == version_id, _version.c.last_seen < at)
            connection.execute(update(_version).where(seen).values(last_seen=at))
            connection.execute(update(said).where(said.c.id == newest, said.c.last_seen < at).values(last_seen=at))

    def versions(self, chapter_id: int) -> tuple[Version, ...]:
        """All versions of a chapter, oldest first."""
        with self._reading() as connection:
            statement = (
                select(_version, schema.page.c.digest.label("page_digest"), schema.page.c.url.label("page_url"))
                .join(schema.page, schema.page.c.id == _version.c.page_id)
                .where(_version.c.chapter_id == chapter_id)
                .order_by(_version.c.ordinal)
            )
            return tuple(_version_of(row) for row in connection.execute(statement))

    def text(self, version_id: int) -> Chapter:
        """The text of a version. Raises StoreError where there is no such version."""
        with self._reading() as connection:
            head = connection.execute(select(_version.c.head).where(_version.c.id == version_id)).scalar()
            if head is None:
                raise StoreError(f"no version {version_id} is kept")
            table, section = schema.version_section, schema.section
            rows = connection.execute(
                select(section.c.packed)
                .join(table, table.c.digest == section.c.digest)
                .where(table.c.version_id == version_id)
                .order_by(table.c.position)
            ).scalars()
            sections = tuple(encoding.section_of(encoding.unpacked(packed)) for packed in rows)
            return encoding.chapter_of(encoding.unpacked(head), sections)

    def checked_at(self, chapter_id: int) -> tuple[datetime, ...]:
        """When the chapter's page was looked at and answered, oldest first."""
        with self._reading() as connection:
            check = schema.check
            statement = (
                select(check.c.checked_at)
                .join(schema.run, schema.run.c.id == check.c.run_id)
                .join(_address, and_(_address.c.url == check.c.url, _address.c.source == schema.run.c.source))
                .where(_address.c.chapter_id == chapter_id)
                .where(check.c.outcome.in_([Outcome.NEW.value, Outcome.SAME.value, Outcome.NOT_MODIFIED.value]))
                .distinct()
                .order_by(check.c.checked_at)
            )
            return tuple(connection.execute(statement).scalars())

    # --- what a chapter says of its own latest change

    def keep_statement(self, chapter_id: int, text: str, page: Page, at: datetime) -> None:
        """Keeps what an amendment box says, or that it still says it."""
        table = schema.statement
        with self._writing() as connection:
            statement = select(table).where(table.c.chapter_id == chapter_id).order_by(table.c.id.desc()).limit(1)
            latest = connection.execute(statement).first()
            said = "\n".join(collapsed(line) for line in text.splitlines())
            if latest is not None and latest.text == said:
                connection.execute(update(table).where(table.c.id == latest.id).values(last_seen=at))
                return
            page_id = self._page_id(connection, page)
            seen = {"first_seen": at, "last_seen": at}
            connection.execute(insert(table).values(chapter_id=chapter_id, text=said, page_id=page_id, **seen))

    def statements(self, chapter_id: int) -> tuple[Statement, ...]:
        """What a chapter's amendment box said over time, oldest first."""
        table = schema.statement
        with self._reading() as connection:
            statement = (
                select(table, schema.page.c.digest.label("page_digest"))
                .join(schema.page, schema.page.c.id == table.c.page_id)
                .where(table.c.chapter_id == chapter_id)
                .order_by(table.c.id)
            )
            return tuple(
                Statement(row.chapter_id, row.text, row.page_digest, row.first_seen, row.last_seen)
                for row in connection.execute(statement)
            )


def _version_of(row: Row[Any]) -> Version:
    return Version(
        id=row.id,
        chapter_id=row.chapter_id,
        ordinal=row.ordinal,
        origin=Origin(row.origin),
        digest=row.digest,
        page_digest=row.page_digest,
        page_url=row.page_url,
        rules=row.rules,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        stated_on=row.stated_on,
        title=row.title,
        words=row.words,
    )
