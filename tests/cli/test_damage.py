"""A damaged store, a path that cannot be had, somebody else's folder: told in one line, and nothing more is lost."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import run, site_of

PAGE = 4096
READERS = (
    ("chapters",),
    ("history", "visits"),
    ("show", "visits"),
    ("amendments",),
    ("findings",),
    ("reading-list",),
    ("verify",),
)
WRITERS = (("extract",), ("index",), ("publish",))


def store_of(workspace: Path) -> Path:
    """The store, alone: what SQLite keeps beside it is written into it first."""
    assert run("verify", workspace=workspace).code == 0
    path = workspace / "kb.sqlite3"
    for beside in workspace.glob("kb.sqlite3-*"):
        beside.unlink()
    return path


# --- the store


@pytest.mark.parametrize("content", [b"this is no database, whatever its name " * 500, bytes(50_000)])
def test_a_file_that_is_no_database_is_told(workspace: Path, content: bytes) -> None:
    """Every command leaves with 4, and neither the file nor the site is touched."""
    store, site = store_of(workspace), site_of(workspace)
    store.write_bytes(content)
    for command in (*READERS, *WRITERS):
        assert "restore a backup" in run(*command, workspace=workspace).refused(4)
    assert store.read_bytes() == content
    assert site_of(workspace) == site


def test_a_store_cut_short_is_told(workspace: Path) -> None:
    """As after a copy that was broken off."""
    store, site = store_of(workspace), site_of(workspace)
    store.write_bytes(store.read_bytes()[: 3 * PAGE])
    for command in (*READERS, *WRITERS):
        assert "is damaged" in run(*command, workspace=workspace).refused(4)
    assert site_of(workspace) == site


def test_every_page_that_is_flipped_is_found_by_verify(workspace: Path) -> None:
    """Whichever page of the file the disk got wrong; what else is run says so too, or is right; none ends in a bug."""
    store = store_of(workspace)
    sound = store.read_bytes()
    site = site_of(workspace)
    for place in range(0, len(sound), PAGE):
        flipped = bytes(byte ^ 0x5A for byte in sound[place : place + PAGE])
        for command in (("verify",), READERS[place // PAGE % len(READERS)], WRITERS[place // PAGE % len(WRITERS)]):
            store.write_bytes(sound[:place] + flipped + sound[place + PAGE :])
            for beside in workspace.glob("kb.sqlite3-*"):
                beside.unlink()
            done = run(*command, workspace=workspace)
            if command == ("verify",):
                done.refused(4)
            else:
                assert done.code in {0, 1, 2, 4}
                assert done.code == 0 or done.refused(done.code)
            if done.code != 0:
                assert site_of(workspace) == site


def test_verify_names_what_is_wrong(workspace: Path) -> None:
    """The faults are results, one a line; the JSON lists them too."""
    from kb.store import Store

    store = Store.open(store_of(workspace))
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE section SET packed = zeroblob(length(packed))")
    store.close()
    done = run("verify", workspace=workspace)
    assert "restore a backup" in done.refused(4)
    assert "section" in done.out
    assert len(run("verify", "--json", workspace=workspace).json["faults"]) >= 5


def test_a_store_that_was_never_begun_publishes_nothing(workspace: Path) -> None:
    """An empty file where the store should be does not replace the last good site by an empty one."""
    site = site_of(workspace)
    store_of(workspace).write_bytes(b"")
    for command in (*READERS, *WRITERS):
        assert "nothing is known yet" in run(*command, workspace=workspace).refused(2)
    assert site_of(workspace) == site


# --- paths


@pytest.mark.parametrize(
    "command", [("init",), ("import", "PAGE", "--source", "ours"), ("publish",), ("chapters",), ("update",)]
)
def test_a_file_is_no_workspace(tmp_path: Path, command: tuple[str, ...]) -> None:
    """It is left as it is."""
    path = tmp_path / "workspace"
    path.write_text("a letter")
    page = tmp_path / "page.html"
    page.write_text("<html><body><h1>Visits</h1><p>Visits are made by the duty team.</p></body></html>")
    named = tuple(str(page) if one == "PAGE" else one for one in command)
    assert "is a file" in run(*named, workspace=path).refused(2)
    assert path.read_text() == "a letter"
    done = run(*named, workspace=path / "below")
    assert done.code in {1, 2}
    assert str(path / "below") in done.refused(done.code)


@pytest.mark.parametrize("command", [("init",), ("import", "README", "--source", "ours")])
def test_a_workspace_that_cannot_be_made_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Where nobody can write; with what to do."""
    page = tmp_path / "page.html"
    page.write_text("<html><body><h1>Visits</h1><p>Visits are made by the duty team.</p></body></html>")
    named = tuple(str(page) if one == "README" else one for one in command)
    line = run(*named, workspace=Path("/proc/reread")).refused(1)
    assert "cannot make the workspace /proc/reread" in line
    assert "choose another --workspace" in line
    assert "cannot make the workspace" in run("demo", "--no-serve", "--out", "/proc/reread").refused(1)


# --- somebody else's


def test_a_strangers_folder_is_never_replaced_by_the_site(workspace: Path) -> None:
    """Neither a folder with letters in it nor a file; publishing fails and they stay."""
    site = workspace / "site"
    site.rename(workspace / "old-site")
    site.mkdir()
    (site / "letter.txt").write_text("dear")
    assert "left alone" in run("publish", workspace=workspace).refused(1)
    assert [path.name for path in site.iterdir()] == ["letter.txt"]
    assert "no site in" in run("serve", "--port", "0", workspace=workspace).refused(2)
    (site / "letter.txt").unlink()
    site.rmdir()
    site.write_text("dear")
    assert "left alone" in run("publish", workspace=workspace).refused(1)
    assert site.read_text() == "dear"


def test_a_strangers_folder_is_never_replaced_by_the_index(workspace: Path) -> None:
    """The site of the last publishing stays too."""
    before = site_of(workspace)
    index = workspace / "index"
    index.rename(workspace / "old-index")
    index.mkdir()
    (index / "letter.txt").write_text("dear")
    assert run("publish", workspace=workspace).refused(1)
    assert (index / "letter.txt").read_text() == "dear"
    assert site_of(workspace) == before


def test_a_damaged_index_is_told_with_the_way_out(workspace: Path) -> None:
    """It is a cache: `reread index` makes it again."""
    for path in (one for one in (workspace / "index").rglob("*") if one.is_file()):
        path.write_bytes(b"junk" * 10)
    for search in (("search",), ("search", "--changes")):
        assert "`reread index`" in run(*search, "visits", workspace=workspace).refused(1)
    assert run("index", workspace=workspace).code == 0
    assert run("search", "visits", "--json", workspace=workspace).json["total"] == 2


# --- the port


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_in_use_is_told(workspace: Path, taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do; the demo looks before it works for half a minute."""
    line = run("serve", "--port", str(taken), workspace=workspace).refused(1)
    assert f"cannot serve on port {taken}" in line
    assert "--port" in line
    monkeypatch.chdir(tmp_path)
    assert f"cannot serve on port {taken}" in run("demo", "--port", str(taken)).refused(1)
    assert not (tmp_path / "reread-demo").exists()
