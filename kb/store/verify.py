"""Integrity of everything stored: every digest is computed again, every reference is followed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import Column, String, Table, select, text, type_coerce

from kb import schema
from kb.errors import StoreError
from kb.model import (
    AmendmentKind,
    Chapter,
    ChapterKind,
    Decision,
    KinshipKind,
    Level,
    Origin,
    Outcome,
    PageRole,
    RulingKind,
    RunKind,
)
from kb.store import encoding
from kb.store.readings import ReadingTables


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification looked at, and every fault it found, one line each."""

    bodies: int
    sections: int
    versions: int
    faults: tuple[str, ...]


_NAMES: tuple[tuple[Column[str], type[StrEnum]], ...] = (
    (schema.run.c.kind, RunKind),
    (schema.hold.c.decision, Decision),
    (schema.check.c.role, PageRole),
    (schema.check.c.outcome, Outcome),
    (schema.chapter.c.kind, ChapterKind),
    (schema.version.c.origin, Origin),
    (schema.amendment.c.kind, AmendmentKind),
    (schema.amendment.c.level, Level),
    (schema.kinship.c.kind, KinshipKind),
    (schema.ruling.c.kind, RulingKind),
)
"""The columns that hold one of a few names."""


class Verifier(ReadingTables):
    """The part of the store that distrusts the rest."""

    def verify(self) -> Verification:
        """Reads everything back. Never raises for what is damaged: it is listed among the faults."""
        faults = list(self._database_faults())
        bodies, body_faults = self._digest_faults(schema.body, "page body")
        sections, section_faults = self._digest_faults(schema.section, "section")
        versions, version_faults = self._version_faults()
        faults += [*self._value_faults(), *body_faults, *section_faults, *version_faults]
        return Verification(bodies, sections, versions, tuple(faults))

    def _database_faults(self) -> list[str]:
        if self._engine.dialect.name != "sqlite":
            return []
        with self._reading() as connection:
            found = [str(line) for line in connection.execute(text("PRAGMA integrity_check")).scalars()]
            faults = [f"the database file: {line}" for line in found if line != "ok"]
            for row in connection.execute(text("PRAGMA foreign_key_check")):
                faults.append(f"{row[0]} row {row[1]} refers to a {row[2]} that is not there")
            return faults

    def _value_faults(self) -> list[str]:
        """Times, dates and names that do not read back as such, which every command that meets them would stop at."""
        faults = []
        for table in schema.TABLES.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, schema.UtcTime | schema.IsoDate):
                    faults += self._unread(column, _is_time if isinstance(column.type, schema.UtcTime) else _is_date)
        for column, names in _NAMES:
            faults += self._unread(column, frozenset(name.value for name in names).__contains__)
        return faults

    def _unread(self, column: Column[Any], reads: Callable[[str], bool]) -> list[str]:
        written = type_coerce(column, String)
        (key,) = tuple(column.table.primary_key)[:1]
        with self._reading() as connection:
            rows = connection.execute(select(key, written).where(written.is_not(None)).order_by(key)).all()
        what = f"{column.table.name} row"
        return [f"{what} {row[0]}: {row[1]!r} is no {column.name}" for row in rows if not reads(row[1])]

    def _digest_faults(self, table: Table, what: str) -> tuple[int, list[str]]:
        faults, count = [], 0
        with self._reading() as connection:
            for row in connection.execute(select(table.c.digest, table.c.packed).order_by(table.c.digest)):
                count += 1
                try:
                    sound = encoding.digest(encoding.unpacked(row.packed)) == row.digest
                except zlib.error:
                    sound = False
                if not sound:
                    faults.append(f"{what} {row.digest[:12]} does not have the content its digest names")
        return count, faults

    def _version_faults(self) -> tuple[int, list[str]]:
        earlier = schema.earlier_reading
        with self._reading() as connection:
            columns = (schema.version.c.id, schema.version.c.digest, schema.version.c.chapter_id)
            rows = connection.execute(select(*columns).order_by(schema.version.c.id)).all()
            kept = (earlier.c.version_id, earlier.c.rules, earlier.c.digest)
            readings = connection.execute(select(*kept).order_by(earlier.c.id)).all()
        texts = [
            (f"version {row.id} of chapter {row.chapter_id}", partial(self.text, row.id), row.digest) for row in rows
        ]
        texts += [
            (f"version {row.version_id} as rules {row.rules} read it", partial(self.text_by, *row[:2]), row.digest)
            for row in readings
        ]
        faults = [
            f"{what} does not have the text its digest names" for what, text, digest in texts if not _says(text, digest)
        ]
        return len(rows), faults


def _says(read: Callable[[], Chapter], digest: str) -> bool:
    try:
        return read().digest == digest
    except (StoreError, zlib.error, ValueError, KeyError):
        return False


def _is_time(written: str) -> bool:
    try:
        return datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False


def _is_date(written: str) -> bool:
    try:
        return bool(date.fromisoformat(written))
    except ValueError:
        return False
