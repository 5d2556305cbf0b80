"""Opening a store: migrations, damage, locks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from kb import migrations, schema
from kb.errors import DamagedStoreError, StoreError
from kb.migrations import Migration
from kb.store import Store
from kb.store.engine import shown
from tests.builders import chapter
from tests.facts import SOURCE, kept_page, kept_version, new_chapter, page


def test_migrations_lead_to_the_tables_that_queries_use(tmp_path: Path) -> None:
    """The frozen steps and today's tables describe the same database."""
    Store.open(tmp_path / "kb.sqlite3").close()
    found = inspect(create_engine(f"sqlite:///{tmp_path / 'kb.sqlite3'}"))
    made = {table: {column["name"] for column in found.get_columns(table)} for table in found.get_table_names()}
    assert made == {table.name: {column.name for column in table.columns} for table in schema.TABLES.sorted_tables}
    for table in schema.TABLES.sorted_tables:
        required = {column["name"] for column in found.get_columns(table.name) if not column["nullable"]}
        keys = {column.name for column in table.primary_key}
        assert required - keys == {c.name for c in table.columns if not c.nullable} - keys, table.name


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    """A store that is up to date is left as it is."""
    for _ in range(2):
        Store.open(tmp_path / "kb.sqlite3").close()
    rows = sqlite3.connect(tmp_path / "kb.sqlite3").execute("SELECT number FROM migration").fetchall()
    assert rows == [(step.number,) for step in migrations.MIGRATIONS]


def test_a_migration_that_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step is applied with the record of it, or not at all."""
    store = Store.open(tmp_path / "kb.sqlite3")
    kept_page(store, page())
    store.close()
    broken = Migration(999, "broken", ("CREATE TABLE half (x INTEGER)", "CREATE NONSENSE"))
    monkeypatch.setattr("kb.store.engine.MIGRATIONS", (*migrations.MIGRATIONS, broken))
    with pytest.raises(StoreError):
        Store.open(tmp_path / "kb.sqlite3")
    monkeypatch.undo()
    store = Store.open(tmp_path / "kb.sqlite3")
    assert store.latest_page(SOURCE, page().url) == page()
    tables = sqlite3.connect(tmp_path / "kb.sqlite3").execute("SELECT name FROM sqlite_master").fetchall()
    assert ("half",) not in tables


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """An older reread does not write into tables it does not know."""
    Store.open(tmp_path / "kb.sqlite3").close()
    with sqlite3.connect(tmp_path / "kb.sqlite3") as connection:
        connection.execute("INSERT INTO migration VALUES (999, 'from the future')")
    with pytest.raises(StoreError, match="newer reread"):
        Store.open(tmp_path / "kb.sqlite3")


def test_a_file_that_is_no_database_is_damage(tmp_path: Path) -> None:
    """It is said so, with exit code 4, and the file is not touched."""
    path = tmp_path / "kb.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DamagedStoreError, match="restore a backup"):
        Store.open(path)
    assert path.read_bytes() == b"not a database at all" * 100


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """One line says which path to look at."""
    with pytest.raises(StoreError, match="check the path"):
        Store.open(tmp_path / "missing" / "kb.sqlite3")


def test_verify_finds_every_kind_of_damage(tmp_path: Path) -> None:
    """A changed body, section, version, and a reference into nothing are each named."""
    store = Store.open(tmp_path / "kb.sqlite3")
    chapter_id = new_chapter(store)
    kept_version(store, chapter_id, chapter("1 A: One.", "2 B: Two."), "2020-03-16")
    assert store.verify().faults == ()
    with sqlite3.connect(tmp_path / "kb.sqlite3") as connection:
        connection.execute("UPDATE body SET packed = x'00'")
        connection.execute("UPDATE section SET packed = (SELECT packed FROM section ORDER BY digest DESC LIMIT 1)")
        connection.execute("UPDATE checked SET page_id = 77")
        connection.execute("UPDATE version SET first_seen = 'last spring'")
        connection.execute("UPDATE chapter SET kind = 'poem'")
    connection.close()
    faults = " / ".join(store.verify().faults)
    for what in (
        "page body",
        "section",
        "version 1 of chapter 1",
        "refers to a page that is not there",
        "version row 1: 'last spring' is no first_seen",
        "chapter row 1: 'poem' is no kind",
    ):
        assert what in faults


def test_packed_bytes_that_do_not_unpack_are_damage(tmp_path: Path) -> None:
    """Reading them is told as damage, not as a bug."""
    store = Store.open(tmp_path / "kb.sqlite3")
    chapter_id = new_chapter(store)
    kept_version(store, chapter_id, chapter("1 A: One."), "2020-03-16")
    with sqlite3.connect(tmp_path / "kb.sqlite3") as connection:
        connection.execute("UPDATE section SET packed = x'00'")
    connection.close()
    with pytest.raises(DamagedStoreError, match="reread verify"):
        store.text(1)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """A database with tables, but none of our migrations, is somebody else's."""
    path = tmp_path / "kb.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE letters (words TEXT)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("letters",)]


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        ("sqlite:////var/kb.sqlite3", "/var/kb.sqlite3"),
        ("postgresql+psycopg://reread:secret@db/kb", "postgresql+psycopg://reread:***@db/kb"),
        ("reread:secret@db", "the database"),
    ],
)
def test_a_message_never_shows_a_password(database: str, expected: str) -> None:
    """A database is named by its path, or by its URL without the password."""
    assert shown(database) == expected
