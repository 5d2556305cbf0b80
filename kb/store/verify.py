"""Integrity of everything stored: every digest is computed again, every reference is followed."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from sqlalchemy import Table, select, text

from kb import schema
from kb.errors import StoreError
from kb.store import encoding
from kb.store.versions import VersionTables


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification looked at, and every fault it found, one line each."""

    bodies: int
    sections: int
    versions: int
    faults: tuple[str, ...]


class Verifier(VersionTables):
    """The part of the store that distrusts the rest."""

    def verify(self) -> Verification:
        """Reads everything back. Never raises for what is damaged: it is listed among the faults."""
        faults = list(self._database_faults())
        bodies, body_faults = self._digest_faults(schema.body, "page body")
        sections, section_faults = self._digest_faults(schema.section, "section")
        versions, version_faults = self._version_faults()
        return Verification(bodies, sections, versions, (*faults, *body_faults, *section_faults, *version_faults))

    def _database_faults(self) -> list[str]:
        if self._engine.dialect.name != "sqlite":
            return []
        with self._reading() as connection:
            found = [str(line) for line in connection.execute(text("PRAGMA integrity_check")).scalars()]
            faults = [f"the database file: {line}" for line in found if line != "ok"]
            for row in connection.execute(text("PRAGMA foreign_key_check")):
                faults.append(f"{row[0]} row {row[1]} refers to a {row[2]} that is not there")
            return faults

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
        with self._reading() as connection:
            columns = (schema.version.c.id, schema.version.c.digest, schema.version.c.chapter_id)
            rows = connection.execute(select(*columns).order_by(schema.version.c.id)).all()
        faults = []
        for row in rows:
            try:
                sound = self.text(row.id).digest == row.digest
            except (StoreError, zlib.error, ValueError, KeyError):
                sound = False
            if not sound:
                faults.append(f"version {row.id} of chapter {row.chapter_id} does not have the text its digest names")
        return len(rows), faults
