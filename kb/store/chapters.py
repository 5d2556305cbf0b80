"""Chapters: one identity, its addresses, where the contents list it, when it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, exists, func, insert, select, true, update

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

_chapter, _version, _address, _page = schema.chapter, schema.version, schema.address, schema.page

_SLUG = select(_chapter.c.id).where(_chapter.c.source == bindparam("of_source"), _chapter.c.slug == bindparam("wanted"))
_PUT_CHAPTER = insert(_chapter).returning(_chapter.c.id)


class ChapterTables(Tables):
    """The part of the store that keeps chapters and versions."""

    # --- identity

    def add_chapter(self, source: str, kind: ChapterKind, title: str) -> int:
        """A new identity, with a slug of its own made from the title."""
        with self._writing() as connection:
            name = self._free_slug(connection, source, slug(title)[:80].strip("-"))
            row = connection.execute(_PUT_CHAPTER, {"source": source, "slug": name, "kind": kind.value})
            return int(row.scalar_one())

    def _free_slug(self, connection: Connection, source: str, wanted: str) -> str:
        if connection.execute(_SLUG, {"of_source": source, "wanted": wanted}).first() is None:
            return wanted
        theirs = select(_chapter.c.slug).where(_chapter.c.source == source, _chapter.c.slug.startswith(f"{wanted}-"))
        taken = set(connection.execute(theirs).scalars())
        return next(name for count in range(2, len(taken) + 3) if (name := f"{wanted}-{count}") not in taken)

    def set_address(self, source: str, address: str, match: Match) -> None:
        """Records which chapter an address belongs to and how that was found. `address` is its comparable form."""
        with self._writing() as connection:
            values = {
                "chapter_id": match.chapter_id,
                "url": match.url,
                "how": match.how,
                "sureness": match.sureness,
                "matched_at": match.matched_at,
            }
            added = self._inserting(_address)
            replaced = {column: added.excluded[column] for column in values}
            statement = added.on_conflict_do_update(index_elements=["source", "address"], set_=replaced)
            connection.execute(statement, {"source": source, "address": address, **values})

    def addresses(self, source: str) -> dict[str, int]:
        """Comparable addresses with the id of the chapter each belongs to."""
        with self._reading() as connection:
            columns = select(_address.c.address, _address.c.chapter_id).where(_address.c.source == source)
            rows = connection.execute(columns.order_by(_address.c.id))
            return {row.address: row.chapter_id for row in rows}

    def matches_of(self, source: str) -> dict[int, tuple[Match, ...]]:
        """How each address of each chapter of a source was recognised, oldest first, by the chapter's id."""
        found: dict[int, list[Match]] = {}
        with self._reading() as connection:
            statement = select(_address).where(_address.c.source == source).order_by(_address.c.id)
            for row in connection.execute(statement):
                match = Match(row.chapter_id, row.url, row.how, row.sureness, row.matched_at)
                found.setdefault(row.chapter_id, []).append(match)
        return {chapter_id: tuple(matches) for chapter_id, matches in found.items()}

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
            self._put_listings(connection, source, run_id, listings)

    def _put_listings(self, connection: Connection, source: str, run_id: int, listings: Iterable[Listing]) -> None:
        table = schema.listing
        known = set(connection.execute(select(table.c.url).where(table.c.run_id == run_id)).scalars())
        new: dict[str, Listing] = {}
        for listing in listings:
            if listing.url not in known:
                new.setdefault(listing.url, listing)
        rows = [
            {
                "run_id": run_id,
                "source": source,
                "position": position,
                "number": listing.number,
                "title": listing.title,
                "url": listing.url,
                "part": listing.part,
                "badge": listing.badge,
                "stated_on": listing.stated_on,
            }
            for position, listing in enumerate(new.values(), start=len(known) + 1)
        ]
        if rows:
            connection.execute(insert(table), rows)

    def listings(self, run_id: int) -> tuple[Listing, ...]:
        """What the contents pages listed in a run, in their order."""
        with self._reading() as connection:
            return self._listings(connection, run_id)

    def _listings(self, connection: Connection, run_id: int) -> tuple[Listing, ...]:
        table = schema.listing
        rows = connection.execute(select(table).where(table.c.run_id == run_id).order_by(table.c.position))
        return tuple(_listing_of(row) for row in rows)

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
            theirs = _chapter.c.source == source if source is not None else true()
            listed = self._listed(connection, theirs)
            titles = self._titles(connection, theirs)
            urls = self._urls(connection, theirs)
            known = [
                self._known(row, listed.get(row.id), titles.get(row.id, ()), urls.get(row.id, ""))
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

    def _listed(self, connection: Connection, theirs: ColumnElement[bool]) -> dict[int, Listing]:
        """For each chapter the row of the latest contents page that lists it."""
        table = schema.listing
        # By time, not by id: an archive that is imported today may hold a contents page of last year.
        latest_first = (schema.run.c.started_at.desc(), table.c.run_id.desc(), table.c.position.desc())
        place = func.row_number().over(partition_by=_address.c.chapter_id, order_by=latest_first).label("place")
        rows = (
            select(table, _address.c.chapter_id, place)
            .join(schema.run, schema.run.c.id == table.c.run_id)
            .join(_address, and_(_address.c.source == table.c.source, _address.c.url == table.c.url))
            .join(_chapter, _chapter.c.id == _address.c.chapter_id)
            .where(theirs)
            .subquery()
        )
        latest = connection.execute(select(rows).where(rows.c.place == 1))
        return {row.chapter_id: _listing_of(row) for row in latest}

    def _titles(self, connection: Connection, theirs: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
        """All titles a chapter had, oldest first, the present one last."""
        last = (func.max(_version.c.first_seen), func.max(_version.c.ordinal))
        columns = (
            select(_version.c.chapter_id, _version.c.title)
            .join(_chapter, _chapter.c.id == _version.c.chapter_id)
            .where(theirs)
            .group_by(_version.c.chapter_id, _version.c.title)
            .order_by(_version.c.chapter_id, *last)
        )
        titles: dict[int, tuple[str, ...]] = {}
        for row in connection.execute(columns):
            titles[row.chapter_id] = (*titles.get(row.chapter_id, ()), row.title)
        return titles

    def _urls(self, connection: Connection, theirs: ColumnElement[bool]) -> dict[int, str]:
        # The latest address that is a page's own; one that only led to it (a redirect, a file's name) after that.
        is_own = exists().where(_page.c.source == _address.c.source, _page.c.url == _address.c.url)
        columns = select(_address.c.chapter_id, _address.c.url).order_by(is_own, _address.c.matched_at, _address.c.id)
        rows = connection.execute(columns.join(_chapter, _chapter.c.id == _address.c.chapter_id).where(theirs))
        return {row.chapter_id: row.url for row in rows}

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


def _listing_of(row: Row[Any]) -> Listing:
    return Listing(row.position, row.number, row.title, row.url, row.part, row.badge, row.stated_on)
