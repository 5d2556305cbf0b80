"""`reread demo`: the same bytes and the same facts every time, in a folder of its own."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kb.pipeline import Updated
from tests.cli.running import process, run

MARK = "# The workspace of `reread demo`"


def digests(folder: Path) -> dict[str, str]:
    """Every file below a folder with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def facts(database: Path) -> dict[str, list[Any]]:
    """Every row of every table."""
    with sqlite3.connect(database) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        # What a collection took by the clock is measured, and no fact of the manual.
        tables.remove("traffic")
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}


def test_two_runs_give_the_same_bytes_and_the_same_facts(demo_workspace: Path, tmp_path: Path) -> None:
    """Another folder, another process, another port: nothing of it is in the site or the store."""
    folder = tmp_path / "another place"
    done = process("demo", "--no-serve", "--out", folder, cwd=tmp_path)
    assert done.code == 0, done.err
    assert f"pages: open {folder / 'site' / 'index.html'}" in done.out
    assert [line for line in done.err.splitlines() if line.startswith("edition of")] == [
        "edition of 16 March 2020",
        "edition of 12 October 2020",
        "edition of 15 March 2021",
        "edition of 11 October 2021",
    ]
    first, second = digests(demo_workspace / "site"), digests(folder / "site")
    assert len(first) > 200
    assert second == first
    known, again = facts(demo_workspace / "kb.sqlite3"), facts(folder / "kb.sqlite3")
    assert again.keys() == known.keys()
    assert [table for table, rows in known.items() if again[table] != rows] == []
    assert sum(map(len, known.values())) > 1000
    assert str(tmp_path) not in str(again)


def test_what_the_demo_made_is_sound_and_answers(demo_workspace: Path) -> None:
    """It is a workspace like any other."""
    assert run("verify", "--json", workspace=demo_workspace).json["faults"] == []
    assert len(run("chapters", "--json", workspace=demo_workspace).json) >= 40
    silent = run("findings", "--kind", "silent", "--edition", "October 2020", workspace=demo_workspace).out
    assert "Private Fostering" in silent
    assert "7 → 5 working days" in silent


@pytest.mark.parametrize("name", ["letter.txt", "reread.toml", "kb.sqlite3"])
def test_a_folder_of_other_things_is_refused(tmp_path: Path, name: str) -> None:
    """Also somebody's real workspace; nothing in it is touched."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / name).write_text("# ours\n")
    assert "name another folder with --out" in run("demo", "--no-serve", "--out", folder).refused(2)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text() == "# ours\n"


def test_the_last_demo_is_cleared_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it but the locks; a clearing that was cut short can be taken up; an empty folder is as good as none."""
    found: list[set[str]] = []

    def run_nothing(workspace: Any, progress: Any) -> Updated:
        found.append({path.name for path in workspace.folder.iterdir()})
        workspace.write_config(f"{MARK}; it is made anew each time the demo runs.\n")
        return Updated()

    monkeypatch.setattr("kb.demo._run", run_nothing)
    folder, outside = tmp_path / "demo", tmp_path / "outside"
    outside.mkdir()
    (outside / "letter.txt").write_text("dear")
    folder.mkdir()
    assert run("demo", "--no-serve", "--out", folder).code == 0
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("old")
    (folder / "linked").symlink_to(outside)
    (folder / "kb.sqlite3").write_text("old")
    assert run("demo", "--no-serve", "--out", folder).code == 0
    (folder / "reread.toml").unlink()  # as where the clearing was killed at its very end
    assert run("demo", "--no-serve", "--out", folder).code == 0
    assert all(names <= {".lock", ".demo.lock", "log"} for names in found)
    assert len(found) == 3
    assert (outside / "letter.txt").read_text() == "dear"


def test_a_workspace_named_with_the_command_is_the_demos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--workspace` means the same before every command; the everyday one from the environment is left alone."""
    folders: list[Path] = []

    def run_nothing(workspace: Any, progress: Any) -> Updated:
        folders.append(workspace.folder)
        return Updated()

    monkeypatch.setattr("kb.demo._run", run_nothing)
    monkeypatch.chdir(tmp_path)
    assert run("demo", "--no-serve", workspace=tmp_path / "here").code == 0
    assert run("demo", "--no-serve", "--out", tmp_path / "there", workspace=tmp_path / "here").code == 0
    monkeypatch.setenv("REREAD_WORKSPACE", str(tmp_path / "everyday"))
    assert run("demo", "--no-serve").code == 0
    assert folders == [tmp_path / "here", tmp_path / "there", Path("reread-demo")]
