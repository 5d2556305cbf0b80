"""Reading again: the pages seen of a source, and a chapter's versions as today's rules read them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from kb import schema
from kb.model import Chapter, Listing, Origin, PageRole, Sighting, Version
from kb.store import encoding
from kb.store.chapters import ChapterTables
from kb.store.packing import PackedText
from kb.store.pages import PageTables
from kb.store.versions import VersionTables, reading_values
from kb.timeline import Saying, Stretch

_version, _earlier, _check, _page = schema.version, schema.earlier_reading, schema.check, schema.page
_parts, _said = schema.version_section, schema.statement

_MARK = update(_check).where(_check.c.id == bindparam("number")).values(rules=bindparam("by_rules"))


@dataclass(frozen=True, slots=True)
class SeenPage:
    """That an address, when asked, gave a page, and by the rules of what number it was last read."""

    check_id: int
    run_id: int
    asked: str
    url: str
    at: datetime
    role: PageRole
    page_id: int
    rules: int

    @property
    def sighting(self) -> Sighting:
        """When what page was seen."""
        return Sighting(self.at, self.page_id)


class ReadingTables(PageTables, ChapterTables, VersionTables):
    """The part of the store that replaces one reading of the same pages by another."""

    def seen_pages(self, source: str) -> tuple[SeenPage, ...]:
        """Every page of a source that has been read, each time it was seen, in the order in which that was recorded."""
        statement = (
            select(_check, _page.c.url.label("page_url"))
            .join(_page, _page.c.id == _check.c.page_id)
            .join(schema.run, schema.run.c.id == _check.c.run_id)
            .where(schema.run.c.source == source, _check.c.rules.is_not(None))
            .order_by(_check.c.id)
        )
        with self._reading() as connection:
            return tuple(
                SeenPage(
                    row.id,
                    row.run_id,
                    row.url,
                    row.page_url,
                    row.checked_at,
                    PageRole(row.role),
                    row.page_id,
                    row.rules,
                )
                for row in connection.execute(statement)
            )

    def text_by(self, version_id: int, rules: int) -> Chapter:
        """The text of a version as the rules of a number read it. Raises StoreError where that is not kept."""
        with self._reading() as connection:
            kept = and_(_earlier.c.version_id == version_id, _earlier.c.rules == rules)
            row = connection.execute(select(_earlier).where(kept)).first()
            if row is None:
                return self.text(version_id)
            digests = json.loads(row.sections)
            table = schema.section
            rows = connection.execute(select(table.c.digest, table.c.packed).where(table.c.digest.in_(digests)))
            bodies = {section.digest: section.packed for section in rows}
            sections = tuple(encoding.section_of(encoding.unpacked(bodies[digest])) for digest in digests)
            return encoding.chapter_of(encoding.unpacked(row.head), sections)

    def readings(self, chapter_id: int) -> tuple[Version, ...]:
        """Every reading of a chapter's versions, oldest version first, and of each the one by the oldest rules.

        What newer rules read otherwise is of origin RE_EXTRACTED: the same version, under the same ordinal.
        """
        found: list[Version] = []
        with self._reading() as connection:
            for version in self.versions(chapter_id):
                statement = select(_earlier).where(_earlier.c.version_id == version.id).order_by(_earlier.c.rules)
                earlier = [
                    replace(
                        version,
                        digest=row.digest,
                        rules=row.rules,
                        stated_on=row.stated_on,
                        title=row.title,
                        words=row.words,
                    )
                    for row in connection.execute(statement)
                ]
                later = [replace(one, origin=Origin.RE_EXTRACTED) for one in (*earlier[1:], version)]
                found += [*earlier[:1], *later] if earlier else [version]
        return tuple(found)

    # --- writing, a chapter at a time

    def keep_timeline(
        self,
        chapter_id: int,
        stretches: Sequence[Stretch],
        sayings: Sequence[Saying] | None,
        texts: Mapping[int, PackedText],
        rules: int,
        seen: Iterable[int],
    ) -> int:
        """Keeps a chapter's versions as put together again, all or nothing; returns how many read otherwise now.

        `texts` holds the text of each page that could be read; `sayings`, where given, is what its amendment box said
        over time; `seen` are the checks that are read with this. The reading of older rules is kept beside the new one,
        so that what was published can still be shown.
        """
        with self._writing() as connection:
            changed = self._put_timeline(connection, chapter_id, stretches, sayings, texts, rules)
            self._mark(connection, seen, rules)
            return changed

    def _put_timeline(
        self,
        connection: Connection,
        chapter_id: int,
        stretches: Sequence[Stretch],
        sayings: Sequence[Saying] | None,
        texts: Mapping[int, PackedText],
        rules: int,
    ) -> int:
        changed = 0
        for one in stretches:
            if one.version is not None:
                changed += self._read_again(connection, one.version, one, texts.get(one.page_id), rules)
            else:
                self._put_version(connection, chapter_id, texts[one.page_id], rules, **_span(one))
                changed += 1
        if sayings is not None:
            self._put_sayings(connection, chapter_id, sayings)
        return changed

    def _put_sayings(self, connection: Connection, chapter_id: int, sayings: Sequence[Saying]) -> None:
        connection.execute(delete(_said).where(_said.c.chapter_id == chapter_id))
        for one in sayings:
            seen = {"first_seen": one.first_seen, "last_seen": one.last_seen}
            connection.execute(insert(_said).values(chapter_id=chapter_id, text=one.text, page_id=one.page_id, **seen))

    def _read_again(
        self, connection: Connection, version: Version, one: Stretch, text: PackedText | None, rules: int
    ) -> bool:
        place = _version.c.id == version.id
        if one.digest is None or text is None:
            connection.execute(update(_version).where(place).values(**_span(one)))
            return False
        values = _span(one) | reading_values(text, rules)
        before = connection.execute(select(_version).where(place)).one()
        sections = [digest for digest, _ in text.sections]
        kept = self._section_digests(connection, version.id)
        if before.digest != one.digest and before.rules != rules:
            self._keep_earlier(connection, version.id, kept)
        connection.execute(update(_version).where(place).values(**values))
        if sections != kept:
            connection.execute(delete(_parts).where(_parts.c.version_id == version.id))
            self._put_sections(connection, version.id, text)
        return bool(before.digest != one.digest)

    def _section_digests(self, connection: Connection, version_id: int) -> list[str]:
        statement = select(_parts.c.digest).where(_parts.c.version_id == version_id).order_by(_parts.c.position)
        return list(connection.execute(statement).scalars())

    def _keep_earlier(self, connection: Connection, version_id: int, sections: list[str]) -> None:
        row = connection.execute(select(_version).where(_version.c.id == version_id)).one()
        same = and_(_earlier.c.version_id == version_id, _earlier.c.rules == row.rules)
        connection.execute(delete(_earlier).where(same))
        kept = {column: getattr(row, column) for column in ("rules", "digest", "page_id", "stated_on", "title")}
        more = {"words": row.words, "head": row.head, "sections": json.dumps(sections)}
        connection.execute(insert(_earlier).values(version_id=version_id, **kept, **more))

    def replace_listings(self, source: str, run_id: int, listings: Iterable[Listing]) -> bool:
        """Puts what the contents pages of a run list, as read today, in the place of what was read of them before.

        Returns whether that is another thing.
        """
        with self._writing() as connection:
            before = self._listings(connection, run_id)
            connection.execute(delete(schema.listing).where(schema.listing.c.run_id == run_id))
            self._put_listings(connection, source, run_id, listings)
            return before != self._listings(connection, run_id)

    def mark_seen(self, checks: Iterable[int], rules: int) -> None:
        """Records that the pages of these checks have been read by the rules of a number."""
        with self._writing() as connection:
            self._mark(connection, checks, rules)

    def _mark(self, connection: Connection, checks: Iterable[int], rules: int) -> None:
        rows = [{"number": check_id, "by_rules": rules} for check_id in checks]
        if rows:
            connection.execute(_MARK, rows)


def _span(one: Stretch) -> dict[str, object]:
    return {
        "origin": one.origin.value,
        "page_id": one.page_id,
        "first_seen": one.first_seen,
        "last_seen": one.last_seen,
    }
