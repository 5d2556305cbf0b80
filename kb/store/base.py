"""What the parts of the store share: one engine, one way to read, one way to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, and_, select

from kb import schema
from kb.errors import StoreError
from kb.model import Page
from kb.store.engine import damage_told, database_errors, shown


class Tables:
    """Tables reached through one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._where = shown(engine.url)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        reading = self._engine.connect().execution_options(reading=True)
        with database_errors(self._where), damage_told(self._where), reading as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        with database_errors(self._where), self._engine.begin() as connection:
            yield connection

    def _page_id(self, connection: Connection, page: Page) -> int:
        table = schema.page
        place = and_(table.c.source == page.source, table.c.url == page.url, table.c.digest == page.digest)
        found = connection.execute(select(table.c.id).where(place)).scalar()
        if found is None:
            raise StoreError(f"the page {page.url} has to be kept before anything can be read out of it")
        return int(found)
