"""The facts: everything kept, and the only SQL.

Every write is one transaction. Everything that is derived from facts (changes, findings, reading lists, index, site) is
made again from here, so nothing derived is kept.
"""

from __future__ import annotations

from pathlib import Path

from kb.store.amendments import AmendmentTables
from kb.store.collecting import CollectingTables
from kb.store.engine import opened_engine, sqlite_url
from kb.store.holds import HoldTables
from kb.store.packing import PackedText, packed_text
from kb.store.pages import DocumentLink
from kb.store.problems import ProblemTables
from kb.store.readings import SeenPage
from kb.store.rulings import Retold, RulingTables
from kb.store.verify import Verification, Verifier

__all__ = [
    "DocumentLink",
    "PackedText",
    "Retold",
    "SeenPage",
    "Store",
    "Verification",
    "packed_text",
]


class Store(CollectingTables, RulingTables, HoldTables, ProblemTables, Verifier, AmendmentTables):
    """One knowledge base. Reads return nouns in a fixed order; writes are all or nothing."""

    @classmethod
    def open(cls, database: str | Path) -> Store:
        """Opens (and where needed makes or upgrades) a store: a path of a SQLite file, or any SQLAlchemy URL.

        Raises StoreError where it cannot be opened, DamagedStoreError where it is not a sound database.
        """
        url = sqlite_url(database) if isinstance(database, Path) else database
        return cls(opened_engine(url))

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()
