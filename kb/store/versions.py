"""Versions: every text a chapter had, what its amendment box said, and when each was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from kb import schema
from kb.errors import StoreError
from kb.model import (
    Chapter,
    Origin,
    Outcome,
    Statement,
    Version,
)
from kb.store import encoding
from kb.store.base import Tables
from kb.store.packing import PackedText
from kb.text import collapsed

_chapter, _version, _address, _earlier = schema.chapter, schema.version, schema.address, schema.earlier_reading
_statement = schema.statement

IN_TIME = (_version.c.first_seen, _version.c.ordinal)
"""The order of a chapter's versions."""

# What is asked and written for each page is made once: putting a statement together costs more than running it.
_OF_CHAPTER: BindParameter[int] = bindparam("of_chapter")
_NEWEST_FIRST = (_version.c.first_seen.desc(), _version.c.ordinal.desc())
_LATEST = (
    select(_version.c.id, _version.c.digest, _version.c.page_id, _version.c.rules, _version.c.last_seen)
    .where(_version.c.chapter_id == _OF_CHAPTER)
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
_SAME = select(_version.c.id).where(_version.c.chapter_id == _OF_CHAPTER, _version.c.digest == bindparam("wanted"))
_NEWEST = select(func.max(_version.c.ordinal)).where(_version.c.chapter_id == _OF_CHAPTER)
_PUT_VERSION = insert(_version).returning(_version.c.id)
_PUT_PARTS = insert(schema.version_section)
_SEE_VERSION = (
    update(_version)
    .where(_version.c.id == bindparam("of_version"), _version.c.last_seen < bindparam("at", type_=schema.UtcTime()))
    .values(last_seen=bindparam("at"))
)
_SAID = select(_statement).where(_statement.c.chapter_id == _OF_CHAPTER).order_by(_statement.c.id.desc()).limit(1)
_NEWEST_SAID = select(func.max(_statement.c.id)).where(_statement.c.chapter_id == _OF_CHAPTER).scalar_subquery()
_SEE_STATEMENT = (
    update(_statement)
    .where(_statement.c.id == _NEWEST_SAID, _statement.c.last_seen < bindparam("at", type_=schema.UtcTime()))
    .values(last_seen=bindparam("at"))
)
_PUT_STATEMENT = insert(_statement)


class VersionTables(Tables):
    """The part of the store that keeps versions and statements."""

    def keep_version(self, chapter_id: int, text: PackedText, page_id: int, rules: int, at: datetime) -> Origin | None:
        """Keeps what a page says now, and returns why that is a new version; None where it is the one in force.

        A text that differs only because the rules read the same page differently is RE_EXTRACTED; one that is equal to
        an earlier version is REVERTED. A text from before the latest version was last seen is no version.
        """
        with self._writing() as connection:
            latest = connection.execute(_LATEST, {"of_chapter": chapter_id}).first()
            if latest is not None and latest.digest == text.digest:
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
                elif connection.execute(_SAME, {"of_chapter": chapter_id, "wanted": text.digest}).first() is not None:
                    origin = Origin.REVERTED
            seen = {"page_id": page_id, "first_seen": at, "last_seen": at}
            self._put_version(connection, chapter_id, text, rules, origin=origin.value, **seen)
            return origin

    def _put_version(
        self, connection: Connection, chapter_id: int, text: PackedText, rules: int, **values: object
    ) -> int:
        """A new version, under the next ordinal."""
        newest = connection.execute(_NEWEST, {"of_chapter": chapter_id}).scalar()
        place = {"chapter_id": chapter_id, "ordinal": (newest or 0) + 1}
        row = connection.execute(_PUT_VERSION, {**place, **values, **reading_values(text, rules)})
        version_id = int(row.scalar_one())
        self._put_sections(connection, version_id, text)
        return version_id

    def _put_sections(self, connection: Connection, version_id: int, text: PackedText) -> None:
        if not text.sections:
            return
        bodies = [{"digest": digest, "packed": packed} for digest, packed in text.sections]
        connection.execute(self._inserting(schema.section).on_conflict_do_nothing(), bodies)
        parts = [
            {"version_id": version_id, "position": position, "digest": digest}
            for position, (digest, _) in enumerate(text.sections)
        ]
        connection.execute(_PUT_PARTS, parts)

    def in_force(self, source: str, rules: int) -> dict[int, tuple[int, int]]:
        """The pages, by number, that versions in force were read from by rules of a number, each with the ids of
        chapter and version: such a page need not be read again to know what it says."""
        columns = select(_version.c.page_id, _version.c.chapter_id, _version.c.id)
        statement = columns.where(_version.c.id.in_(_latest_of(source)), _version.c.rules == rules)
        with self._reading() as connection:
            return {row.page_id: (row.chapter_id, row.id) for row in connection.execute(statement)}

    def see_again(self, seen: Iterable[tuple[int, int, datetime]]) -> None:
        """Records that versions in force (ids of chapter and version), and what the amendment boxes of their chapters
        say, still stood at a time."""
        rows = [{"of_chapter": chapter, "of_version": version, "at": at} for chapter, version, at in seen]
        if rows:
            with self._writing() as connection:
                connection.execute(_SEE_VERSION, rows)
                connection.execute(_SEE_STATEMENT, rows)

    def versions(self, chapter_id: int) -> tuple[Version, ...]:
        """All versions of a chapter, oldest first."""
        with self._reading() as connection:
            return tuple(self._versions(connection, _version.c.chapter_id == chapter_id))

    def versions_of(self, source: str) -> dict[int, tuple[Version, ...]]:
        """All versions of each chapter of a source, oldest first, by the chapter's id."""
        theirs = _version.c.chapter_id.in_(select(_chapter.c.id).where(_chapter.c.source == source))
        found: dict[int, list[Version]] = {}
        with self._reading() as connection:
            for version in self._versions(connection, theirs):
                found.setdefault(version.chapter_id, []).append(version)
        return {chapter_id: tuple(versions) for chapter_id, versions in found.items()}

    def _versions(self, connection: Connection, which: ColumnElement[bool]) -> Iterator[Version]:
        statement = (
            select(_version, schema.page.c.digest.label("page_digest"), schema.page.c.url.label("page_url"))
            .join(schema.page, schema.page.c.id == _version.c.page_id)
            .where(which)
            .order_by(_version.c.chapter_id, *IN_TIME)
        )
        earlier = self._earlier_rules(connection, which)
        for row in connection.execute(statement):
            yield _version_of(row, earlier.get(row.id, ()))

    def _earlier_rules(self, connection: Connection, which: ColumnElement[bool]) -> dict[int, tuple[int, ...]]:
        """The numbers of older rules whose readings are kept, by version."""
        statement = (
            select(_earlier.c.version_id, _earlier.c.rules)
            .join(_version, _version.c.id == _earlier.c.version_id)
            .where(which)
            .order_by(_earlier.c.rules)
        )
        numbers: dict[int, tuple[int, ...]] = {}
        for row in connection.execute(statement):
            numbers[row.version_id] = (*numbers.get(row.version_id, ()), row.rules)
        return numbers

    def latest_versions(self, source: str) -> dict[int, Version]:
        """The latest version of each chapter of a source, by the chapter's id."""
        with self._reading() as connection:
            latest = self._versions(connection, _version.c.id.in_(_latest_of(source)))
            return {one.chapter_id: one for one in latest}

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

    def checked_at_of(self, source: str) -> dict[int, tuple[datetime, ...]]:
        """When the page of each chapter of a source was looked at and answered, oldest first, by the chapter's id.

        What was not read (yet) does not count.
        """
        check = schema.check
        statement = (
            select(_address.c.chapter_id, check.c.checked_at)
            .join(schema.run, schema.run.c.id == check.c.run_id)
            .join(_address, and_(_address.c.url == check.c.url, _address.c.source == schema.run.c.source))
            .where(schema.run.c.source == source, check.c.rules.is_not(None))
            .where(check.c.outcome.in_([Outcome.NEW.value, Outcome.SAME.value, Outcome.NOT_MODIFIED.value]))
            .distinct()
            .order_by(check.c.checked_at)
        )
        found: dict[int, list[datetime]] = {}
        with self._reading() as connection:
            for row in connection.execute(statement):
                found.setdefault(row.chapter_id, []).append(row.checked_at)
        return {chapter_id: tuple(moments) for chapter_id, moments in found.items()}

    # --- what a chapter says of its own latest change

    def keep_statement(self, chapter_id: int, text: str, page_id: int, at: datetime) -> None:
        """Keeps what an amendment box says on a page, or that it still says it."""
        with self._writing() as connection:
            latest = connection.execute(_SAID, {"of_chapter": chapter_id}).first()
            said = "\n".join(collapsed(line) for line in text.splitlines())
            if latest is not None and latest.text == said:
                connection.execute(update(_statement).where(_statement.c.id == latest.id).values(last_seen=at))
                return
            values = {"chapter_id": chapter_id, "text": said, "page_id": page_id}
            connection.execute(_PUT_STATEMENT, {**values, "first_seen": at, "last_seen": at})

    def statements(self, chapter_id: int) -> tuple[Statement, ...]:
        """What a chapter's amendment box said over time, oldest first."""
        with self._reading() as connection:
            return tuple(self._statements(connection, _statement.c.chapter_id == chapter_id))

    def statements_of(self, source: str) -> dict[int, tuple[Statement, ...]]:
        """What the amendment boxes of a source's chapters said over time, oldest first, by the chapter's id."""
        theirs = _statement.c.chapter_id.in_(select(_chapter.c.id).where(_chapter.c.source == source))
        found: dict[int, list[Statement]] = {}
        with self._reading() as connection:
            for statement in self._statements(connection, theirs):
                found.setdefault(statement.chapter_id, []).append(statement)
        return {chapter_id: tuple(statements) for chapter_id, statements in found.items()}

    def _statements(self, connection: Connection, which: ColumnElement[bool]) -> Iterator[Statement]:
        statement = (
            select(_statement, schema.page.c.digest.label("page_digest"))
            .join(schema.page, schema.page.c.id == _statement.c.page_id)
            .where(which)
            .order_by(_statement.c.id)
        )
        for row in connection.execute(statement):
            yield Statement(row.chapter_id, row.text, row.page_digest, row.first_seen, row.last_seen)


def _latest_of(source: str) -> Select[Any]:
    """The ids of the latest version of each chapter of a source."""
    newest = select(_version.c.id).where(_version.c.chapter_id == _chapter.c.id).order_by(*_NEWEST_FIRST).limit(1)
    return select(newest.correlate(_chapter).scalar_subquery()).select_from(_chapter).where(_chapter.c.source == source)


def reading_values(text: PackedText, rules: int) -> dict[str, object]:
    """The columns of a version that come from reading its page."""
    return {
        "digest": text.digest,
        "rules": rules,
        "stated_on": text.stated_on,
        "title": text.title,
        "words": text.words,
        "head": text.head,
    }


def _version_of(row: Row[Any], earlier_rules: tuple[int, ...]) -> Version:
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
        page_id=row.page_id,
        earlier_rules=earlier_rules,
    )
