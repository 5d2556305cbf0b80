"""Opening a store: the connection's habits, the migrations, and how the database's own errors become ours."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, SQLAlchemyError

from kb.errors import DamagedStoreError, StoreError
from kb.migrations import DIALECT_WORDS, MIGRATIONS

_WAIT_SECONDS = 30
"""How long a writer waits for another one before it gives up."""


def opened_engine(database: str) -> Engine:
    """An engine for a SQLAlchemy URL, brought up to the newest migration.

    Raises StoreError where it cannot be opened, DamagedStoreError where the file is not a sound database.
    """
    where = shown(database)
    with database_errors(where), damage_told(where):
        url = make_url(database)
        engine = create_engine(url)
        if engine.dialect.name not in DIALECT_WORDS:
            raise StoreError(f"cannot keep facts in {engine.dialect.name}: use an sqlite or postgresql URL")
        if engine.dialect.name == "sqlite":
            _teach_sqlite(engine)
        _migrate(engine)
        return engine


def _teach_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: object) -> None:
        # The driver's own transactions end before some statements and leave half a migration behind: issue our own.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        # With a write-ahead log a killed process loses nothing; a power cut may lose the last pages, never the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        # 64 MiB: digests come in no order, so where a library does not fit, each is looked for on the disk.
        connection.execute("PRAGMA cache_size = -65536")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    with engine.connect().execution_options(reading=True) as connection:
        known = _known_migrations(connection)
        if not known and inspect(connection).get_table_names():
            raise StoreError(
                f"{shown(connection.engine.url)} is the database of another program: it is left as it is; "
                "choose another --workspace or `database`"
            )
    newest = MIGRATIONS[-1].number
    if known and max(known) > newest:
        raise StoreError(
            f"the store was written by a newer reread (its tables are at step {max(known)}, this one knows {newest}): "
            "install the newer version"
        )
    for step in MIGRATIONS:
        if step.number not in known:
            with engine.begin() as connection:
                # Another process may have migrated while we waited for the lock.
                if step.number in _known_migrations(connection):
                    continue
                if step.number == 1:
                    connection.execute(text("CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)"))
                for statement in step.statements:
                    connection.execute(text(statement.format_map(DIALECT_WORDS[engine.dialect.name])))
                record = text("INSERT INTO migration (number, name) VALUES (:number, :name)")
                connection.execute(record, {"number": step.number, "name": step.name})


def _known_migrations(connection: Connection) -> frozenset[int]:
    if not connection.dialect.has_table(connection, "migration"):
        return frozenset()
    return frozenset(connection.execute(text("SELECT number FROM migration")).scalars())


@contextmanager
def database_errors(where: str) -> Iterator[None]:
    """Turns what the database raises into StoreError or DamagedStoreError, with the next step in the message."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "disk I/O" in reason or "full" in reason:
            raise StoreError(f"cannot write {where}: {reason}: free some space and run the command again") from error
        if "locked" in reason:
            raise StoreError(f"{where} is in use by another reread: wait for it to end, then try again") from error
        if "malformed" in reason:
            raise DamagedStoreError(f"{where} is damaged ({reason}): restore a backup") from error
        raise StoreError(f"cannot open {where}: {reason}: check the path and that the folder is writable") from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        reason = str(getattr(error, "orig", error))
        raise DamagedStoreError(f"{where} is damaged ({reason}): restore a backup") from error
    except SQLAlchemyError as error:
        raise StoreError(f"cannot use the database {where}: {error}") from error


@contextmanager
def damage_told(where: str) -> Iterator[None]:
    """Turns what does not read back as what was written (packed bytes, a date, the name of a kind) into
    DamagedStoreError. Only for reading: there a value that makes no sense can have no other cause."""
    try:
        yield
    except (zlib.error, ValueError) as error:
        raise DamagedStoreError(
            f"{where} is damaged ({error}): `reread verify` says where; restore a backup"
        ) from error


def shown(database: str | URL) -> str:
    """A database as messages name it: the path of a file, else the URL without its password."""
    try:
        url = make_url(database)
    except ArgumentError:
        return "the database"  # what cannot be understood may hold a password anywhere
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def sqlite_url(path: Path) -> str:
    """The SQLAlchemy URL of a database file."""
    return f"sqlite:///{path}"
