"""Identity as people decide it: what chapters have in common, what a person ruled, and texts changing hands by it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update

from kb import schema
from kb.model import BY_A_PERSON, Kinship, KinshipKind, Ruling, RulingKind
from kb.store.packing import PackedText
from kb.store.readings import ReadingTables
from kb.store.versions import IN_TIME
from kb.timeline import Absence, Saying, Stretch

_kinship, _ruling, _version = schema.kinship, schema.ruling, schema.version


@dataclass(frozen=True, slots=True)
class Retold:
    """A chapter's history as a ruling leaves it."""

    chapter_id: int
    stretches: tuple[Stretch, ...]
    sayings: tuple[Saying, ...] | None
    absences: tuple[Absence, ...]
    texts: Mapping[int, PackedText]


class RulingTables(ReadingTables):
    """The part of the store that keeps kinship and rulings."""

    def keep_kinship(self, kinship: Kinship) -> None:
        """Keeps that two chapters share text; saying it again changes nothing."""
        same = and_(
            _kinship.c.chapter_id == kinship.chapter_id,
            _kinship.c.other_id == kinship.other_id,
            _kinship.c.kind == kinship.kind.value,
        )
        with self._writing() as connection:
            if connection.execute(select(_kinship.c.id).where(same)).first() is None:
                connection.execute(
                    insert(_kinship).values(
                        chapter_id=kinship.chapter_id,
                        other_id=kinship.other_id,
                        kind=kinship.kind.value,
                        sureness=kinship.sureness,
                        seen_at=kinship.seen_at,
                    )
                )

    def kinships(self, source: str) -> tuple[Kinship, ...]:
        """What chapters of a source have in common, in the order in which it was found."""
        statement = (
            select(_kinship)
            .join(schema.chapter, schema.chapter.c.id == _kinship.c.chapter_id)
            .where(schema.chapter.c.source == source)
            .order_by(_kinship.c.id)
        )
        with self._reading() as connection:
            return tuple(
                Kinship(row.chapter_id, row.other_id, KinshipKind(row.kind), row.sureness, row.seen_at)
                for row in connection.execute(statement)
            )

    def rulings(self, source: str) -> tuple[Ruling, ...]:
        """What people ruled and did not take back, in the order in which they did."""
        stands = and_(_ruling.c.source == source, _ruling.c.forgotten_at.is_(None))
        with self._reading() as connection:
            rows = connection.execute(select(_ruling).where(stands).order_by(_ruling.c.id))
            return tuple(_ruling_of(row) for row in rows)

    def keep_ruling(self, ruling: Ruling, retold: Sequence[Retold] = (), rules: int = 0) -> None:
        """Keeps what a person ruled, with everything that follows from it, all or nothing. Its id is given by us.

        `retold` is the history of each chapter that the ruling touches, as the rules of a number read it.
        """
        with self._writing() as connection:
            connection.execute(
                insert(_ruling).values(
                    source=ruling.source,
                    kind=ruling.kind.value,
                    chapter_id=ruling.chapter_id,
                    other_id=ruling.other_id,
                    addresses=json.dumps(ruling.addresses),
                    because=ruling.because,
                    decided_at=ruling.decided_at,
                )
            )
            if ruling.kind is not RulingKind.CONFIRM and ruling.other_id is not None:
                self._hand_over(connection, ruling.source, ruling.addresses, ruling.chapter_id)
                self._retell(connection, retold, rules)

    def forget_ruling(self, ruling: Ruling, at: datetime, retold: Sequence[Retold] = (), rules: int = 0) -> None:
        """Takes a ruling back: what it moved returns to where it was. The record of it stays."""
        with self._writing() as connection:
            connection.execute(update(_ruling).where(_ruling.c.id == ruling.id).values(forgotten_at=at))
            if ruling.kind is not RulingKind.CONFIRM and ruling.other_id is not None:
                self._hand_over(connection, ruling.source, ruling.addresses, ruling.other_id)
                self._retell(connection, retold, rules)

    def _hand_over(self, connection: Connection, source: str, addresses: Iterable[str], chapter_id: int) -> None:
        table = schema.address
        for address in addresses:
            place = and_(table.c.source == source, table.c.address == address)
            connection.execute(update(table).where(place).values(chapter_id=chapter_id))

    def _retell(self, connection: Connection, retold: Sequence[Retold], rules: int) -> None:
        kept = {one.version.id for chapter in retold for one in chapter.stretches if one.version}
        touched = [chapter.chapter_id for chapter in retold]
        for row in connection.execute(select(_version).where(_version.c.chapter_id.in_(touched))).all():
            if row.id not in kept:
                self._drop_version(connection, row.id)
        for chapter in retold:
            for one in chapter.stretches:
                if one.version is not None and one.version.chapter_id != chapter.chapter_id:
                    self._move_version(connection, one.version.id, chapter.chapter_id)
        for chapter in retold:
            told = (chapter.stretches, chapter.sayings, chapter.texts, rules)
            self._put_timeline(connection, chapter.chapter_id, *told)
            if all(one.version is None or one.version.chapter_id != chapter.chapter_id for one in chapter.stretches):
                self._renumber(connection, chapter.chapter_id)
            self._put_absences(connection, chapter.chapter_id, chapter.absences)
        self._hand_over_entries(connection, retold)

    def _hand_over_entries(self, connection: Connection, retold: Sequence[Retold]) -> None:
        """Which of the chapters an entry speaks of is told anew from what they are called now; what a person said of
        it stays, with the chapter that has the texts."""
        table = schema.amendment
        left = [one.chapter_id for one in retold if one.stretches]
        for one in retold:
            own = table.c.chapter_id == one.chapter_id
            found = and_(own, table.c.how != BY_A_PERSON)
            connection.execute(update(table).where(found).values(chapter_id=None, how="", sureness=0.0))
            if not one.stretches:
                connection.execute(update(table).where(own).values(chapter_id=left[0]))

    def _drop_version(self, connection: Connection, version_id: int) -> None:
        """A version that says the same as the one before it, or was seen nowhere any more; its pages stay."""
        for table in (schema.version_section, schema.earlier_reading):
            connection.execute(delete(table).where(table.c.version_id == version_id))
        connection.execute(delete(_version).where(_version.c.id == version_id))

    def _move_version(self, connection: Connection, version_id: int, chapter_id: int) -> None:
        newest = select(func.max(_version.c.ordinal)).where(_version.c.chapter_id == chapter_id)
        ordinal = (connection.execute(newest).scalar() or 0) + 1
        values = {"chapter_id": chapter_id, "ordinal": ordinal}
        connection.execute(update(_version).where(_version.c.id == version_id).values(**values))

    def _renumber(self, connection: Connection, chapter_id: int) -> None:
        """Numbers the versions of a chapter that had none: in time, as if they had always been its own."""
        place = _version.c.chapter_id == chapter_id
        ids = list(connection.execute(select(_version.c.id).where(place).order_by(*IN_TIME)).scalars())
        for start in (2 * len(ids), 0):  # first out of the way: two versions never have one ordinal
            for ordinal, version_id in enumerate(ids, start=start + 1):
                connection.execute(update(_version).where(_version.c.id == version_id).values(ordinal=ordinal))

    def _put_absences(self, connection: Connection, chapter_id: int, absences: Sequence[Absence]) -> None:
        table = schema.absence
        connection.execute(delete(table).where(table.c.chapter_id == chapter_id))
        for one in absences:
            connection.execute(insert(table).values(chapter_id=chapter_id, since=one.since, until=one.until))
        open_since = next((one.since for one in absences if one.until is None), None)
        place = schema.chapter.c.id == chapter_id
        connection.execute(update(schema.chapter).where(place).values(withdrawn_at=open_since))


def _ruling_of(row: Row[Any]) -> Ruling:
    return Ruling(
        id=row.id,
        source=row.source,
        kind=RulingKind(row.kind),
        chapter_id=row.chapter_id,
        other_id=row.other_id,
        addresses=tuple(json.loads(row.addresses)),
        because=row.because,
        decided_at=row.decided_at,
    )
