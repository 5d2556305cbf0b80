"""Chapters: one identity, its addresses, where the contents list it, when it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, select, update

from kb import schema
from kb.errors import StoreError
from kb.model import (
    ChapterKind,
    KnownChapter,
    Listing,
    Match,
)
from kb.store.base import Tables
from kb.text import slug

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
        """Records that a withdrawn chapter is there again; nothing where it was withdrawn only later than that."""
        with self._reading() as connection:
            withdrawn_at = connection.execute(
                select(_chapter.c.withdrawn_at).where(_chapter.c.id == chapter_id)
            ).scalar()
        if withdrawn_at is None or withdrawn_at > at:
            return
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
        # By time, not by id: an archive that is imported today may hold a contents page of last year.
        runs = connection.execute(
            select(table.c.run_id, schema.run.c.started_at)
            .join(schema.run, schema.run.c.id == table.c.run_id)
            .where(table.c.source == source)
            .distinct()
            .order_by(schema.run.c.started_at, table.c.run_id)
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
