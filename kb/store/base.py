"""What the parts of the store share: one engine, one way to read, one way to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from kb import schema
from kb.errors import StoreError
from kb.model import Page
from kb.store.engine import damage_told, database_errors, shown

PAGE_ID = select(schema.page.c.id).where(
    schema.page.c.source == bindparam("of_source"),
    schema.page.c.url == bindparam("at_url"),
    schema.page.c.digest == bindparam("wanted"),
)
"""A page by what names it. Made once, as all that is asked for each page: to put it together costs more than to run it.
"""


class Tables:
    """Tables reached through one engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._where = shown(engine.url)
        self._together: Connection | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction for everything that is written and read within: all of it is kept, or nothing.

        Within another one this is part of that. Nobody else can write meanwhile, so it should be short.
        """
        with self._writing() as connection:
            outer, self._together = self._together, connection
            try:
                yield
            finally:
                self._together = outer

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._together is not None:
            with database_errors(self._where), damage_told(self._where):
                yield self._together
            return
        reading = self._engine.connect().execution_options(reading=True)
        with database_errors(self._where), damage_told(self._where), reading as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        if self._together is not None:
            yield self._together
            return
        with database_errors(self._where), self._engine.begin() as connection:
            yield connection

    def _inserting(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An insertion that can say what to do where a row is there already, in the dialect's own words."""
        return postgresql.insert(table) if self._engine.dialect.name == "postgresql" else sqlite.insert(table)

    def _page_id(self, connection: Connection, page: Page) -> int:
        place = {"of_source": page.source, "at_url": page.url, "wanted": page.digest}
        found = connection.execute(PAGE_ID, place).scalar()
        if found is None:
            raise StoreError(f"the page {page.url} has to be kept before anything can be read out of it")
        return int(found)
