"""Chapters and their versions: one identity, its addresses, where the contents list it, and every text it had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from kb import schema
from kb.errors import StoreError
from kb.model import (
    Chapter,
    ChapterKind,
    KnownChapter,
    Listing,
    Match,
    Origin,
    Outcome,
    Page,
    Statement,
    Version,
)
from kb.store import encoding
from kb.store.base import Tables
from kb.text import collapsed, slug

_chapter, _version, _address = schema.chapter, schema.version, schema.address


class ChapterTables(Tables):
    """The part of the store that keeps chapters and versions."""

    # --- identity

    def add_chapter(self, source: str, kind: ChapterKind, title: str) -> int:
        """A new identity, with a slug of its own made from the title."""
        with self._writing() as connection:
            wanted = slug(title)[:80].strip("-")
            taken = set(connection.execute(select(_chapter.c.slug).where(_chapter.c.source == source)).scalars())
            name = wanted
            for count in range(2, len(taken) + 3):
                if name not in taken:
                    break
                name = f"{wanted}-{count}"
            row = connection.execute(
                insert(_chapter).values(source=source, slug=name, kind=kind.value).returning(_chapter.c.id)
            )
            return int(row.scalar_one())

    def set_address(self, source: str, address: str, match: Match) -> None:
        """Records which chapter an address belongs to and how that was found. `address` is its comparable form."""
        with self._writing() as connection:
            place = and_(_address.c.source == source, _address.c.address == address)
            values = {
                "chapter_id": match.chapter_id,
                "url": match.url,
                "how": match.how,
                "sureness": match.sureness,
                "matched_at": match.matched_at,
            }
            if connection.execute(select(_address.c.id).where(place)).first() is None:
                connection.execute(insert(_address).values(source=source, address=address, **values))
            else:
                connection.execute(update(_address).where(place).values(**values))

    def addresses(self, source: str) -> dict[str, int]:
        """Comparable addresses with the id of the chapter each belongs to."""
        with self._reading() as connection:
            columns = select(_address.c.address, _address.c.chapter_id).where(_address.c.source == source)
            rows = connection.execute(columns.order_by(_address.c.id))
            return {row.address: row.chapter_id for row in rows}

    def matches(self, chapter_id: int) -> tuple[Match, ...]:
        """How each address of a chapter was recognised, oldest first."""
        with self._reading() as connection:
            statement = select(_address).where(_address.c.chapter_id == chapter_id).order_by(_address.c.id)
            rows = connection.execute(statement)
            return tuple(Match(row.chapter_id, row.url, row.how, row.sureness, row.matched_at) for row in rows)

    def set_withdrawn(self, chapter_id: int, at: datetime | None) -> None:
        """Dates a chapter's withdrawal, or (None) its return. Saying the same again changes nothing."""
        with self._writing() as connection:
            place = _chapter.c.id == chapter_id
            before = connection.execute(select(_chapter.c.withdrawn_at).where(place)).scalar_one()
            if (before is None) == (at is None):
                return
            connection.execute(update(_chapter).where(place).values(withdrawn_at=at))
            if at is not None:
                connection.execute(insert(schema.absence).values(chapter_id=chapter_id, since=at, until=None))

    def close_absence(self, chapter_id: int, at: datetime) -> None:
        """Records that a withdrawn chapter is there again."""
        self.set_withdrawn(chapter_id, None)
        absence = schema.absence
        with self._writing() as connection:
            is_open = and_(absence.c.chapter_id == chapter_id, absence.c.until.is_(None))
            connection.execute(update(absence).where(is_open).values(until=at))

    # --- contents

    def keep_listings(self, source: str, run_id: int, listings: Iterable[Listing]) -> None:
        """Keeps what the contents pages of a run list; keeping them again replaces nothing."""
        with self._writing() as connection:
            table = schema.listing
            known = set(connection.execute(select(table.c.url).where(table.c.run_id == run_id)).scalars())
            for listing in listings:
                if listing.url in known:
                    continue
                known.add(listing.url)
                connection.execute(
                    insert(table).values(
                        run_id=run_id,
                        source=source,
                        position=len(known),
                        number=listing.number,
                        title=listing.title,
                        url=listing.url,
                        part=listing.part,
                        badge=listing.badge,
                        stated_on=listing.stated_on,
                    )
                )

    def listings(self, run_id: int) -> tuple[Listing, ...]:
        """What the contents pages listed in a run, in their order."""
        with self._reading() as connection:
            return self._listings(connection, run_id)

    def _listings(self, connection: Connection, run_id: int) -> tuple[Listing, ...]:
        table = schema.listing
        rows = connection.execute(select(table).where(table.c.run_id == run_id).order_by(table.c.position))
        return tuple(
            Listing(row.position, row.number, row.title, row.url, row.part, row.badge, row.stated_on) for row in rows
        )

    # --- chapters

    def chapters(self, source: str | None = None, kind: ChapterKind | None = None) -> tuple[KnownChapter, ...]:
        """Chapters as known today, in the order of the contents page; unlisted ones after it, withdrawn ones last."""
        with self._reading() as connection:
            statement = select(_chapter).order_by(_chapter.c.source, _chapter.c.id)
            if source is not None:
                statement = statement.where(_chapter.c.source == source)
            if kind is not None:
                statement = statement.where(_chapter.c.kind == kind.value)
            rows = connection.execute(statement).all()
            listed = {name: self._listed(connection, name) for name in {row.source for row in rows}}
            titles = self._titles(connection)
            urls = self._urls(connection)
            known = [
                self._known(row, listed[row.source].get(row.id), titles.get(row.id, ()), urls.get(row.id, ""))
                for row in rows
                if row.id in titles
            ]
        last = 1 << 30
        return tuple(
            sorted(known, key=lambda c: (c.source, c.withdrawn_at is not None, c.position or last, c.kind, c.slug))
        )

    def chapter(self, source: str, slug: str) -> KnownChapter:
        """One chapter by its slug. Raises StoreError where there is none."""
        for known in self.chapters(source):
            if known.slug == slug:
                return known
        raise StoreError(f"no chapter {slug!r} in {source}: `reread chapters` lists them")

    def _listed(self, connection: Connection, source: str) -> dict[int, Listing]:
        """For each chapter the row of the latest contents page that lists it."""
        table = schema.listing
        runs = connection.execute(
            select(table.c.run_id).where(table.c.source == source).distinct().order_by(table.c.run_id)
        ).scalars()
        by_url: dict[str, int] = {
            row.url: row.chapter_id for row in connection.execute(select(_address).where(_address.c.source == source))
        }
        latest: dict[int, Listing] = {}
        for run_id in runs.all():
            for listing in self._listings(connection, run_id):
                if listing.url in by_url:
                    latest[by_url[listing.url]] = listing
        return latest

    def _titles(self, connection: Connection) -> dict[int, tuple[str, ...]]:
        """All titles a chapter had, oldest first, the present one last."""
        columns = select(_version.c.chapter_id, _version.c.title).order_by(_version.c.chapter_id, _version.c.ordinal)
        titles: dict[int, tuple[str, ...]] = {}
        for row in connection.execute(columns):
            before = tuple(title for title in titles.get(row.chapter_id, ()) if title != row.title)
            titles[row.chapter_id] = (*before, row.title)
        return titles

    def _urls(self, connection: Connection) -> dict[int, str]:
        columns = select(_address.c.chapter_id, _address.c.url).order_by(_address.c.matched_at, _address.c.id)
        return {row.chapter_id: row.url for row in connection.execute(columns)}

    def _known(self, row: Row[Any], listing: Listing | None, titles: tuple[str, ...], url: str) -> KnownChapter:
        return KnownChapter(
            id=row.id,
            source=row.source,
            slug=row.slug,
            kind=ChapterKind(row.kind),
            title=titles[-1],
            url=url,
            number=listing.number if listing else "",
            part=listing.part if listing else "",
            position=listing.position if listing else 0,
            badge=listing.badge if listing else "",
            listed_on=listing.stated_on if listing else None,
            withdrawn_at=row.withdrawn_at,
            former_titles=titles[:-1],
        )

    # --- versions

    def keep_version(self, chapter_id: int, chapter: Chapter, page: Page, rules: int, at: datetime) -> Origin | None:
        """Keeps what a page says now, and returns why that is a new version; None where it is the one in force.

        A text that differs only because the rules read the same page differently is RE_EXTRACTED; one that is equal to
        an earlier version is REVERTED.
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

    def count(self) -> tuple[int, int]:
        """How many chapters and versions are kept."""
        with self._reading() as connection:
            chapters = connection.execute(select(func.count()).select_from(_chapter)).scalar_one()
            versions = connection.execute(select(func.count()).select_from(_version)).scalar_one()
            return int(chapters), int(versions)


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
