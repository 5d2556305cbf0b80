"""A disk that is full: one line about space, exit code 1, nothing lost, and the next run goes on from there."""

from __future__ import annotations

import errno
import resource
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import Ran, command_line, declared, environment, known_in, run, site_of
from tests.served import ServedManual, chapter_page, contents_page, small_manual

LARGEST = 250_000
"""Bytes. Enough for the tables and hardly more, not for all of the manual below."""


def with_little_space(*arguments: str | Path, workspace: Path, largest: int = LARGEST) -> Ran:
    """Runs a command in a process whose files cannot grow beyond a size, which is what a full disk looks like."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    done = subprocess.run(
        command_line(arguments, workspace),
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=limit,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def long_manual() -> dict[str, str]:
    """Twelve chapters of which no two sentences are alike, so that they cannot be packed into little."""
    titles = [f"Chapter {place}" for place in range(12)]
    pages = {**small_manual()}
    pages["/contents.html"] = contents_page(
        *((f"1.{place}", title, f"p_{place}.html") for place, title in enumerate(titles))
    )
    for place, title in enumerate(titles):
        duties = (f"Duty {place * 1000 + one}: The {place * 7919 + one * 104729} files are read." for one in range(300))
        pages[f"/p_{place}.html"] = chapter_page(title, *duties)
    return pages


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The long manual as a folder of saved pages."""
    folder = tmp_path_factory.mktemp("long-manual")
    for name, page in long_manual().items():
        (folder / name.removeprefix("/")).write_text(page, "utf-8")
    return folder


def test_a_full_disk_while_importing(tmp_path: Path, saved: Path) -> None:
    """Blocks of pages that were kept stay; the same command completes the work once there is space."""
    workspace = tmp_path / "workspace"
    line = with_little_space("import", saved, "--source", "long", workspace=workspace, largest=450_000).refused(1)
    assert "free some space and run the command again" in line
    counts = run("verify", "--json", workspace=workspace).json
    assert counts["faults"] == []
    assert 0 < counts["bodies"] < 17
    assert run("import", saved, "--source", "long", workspace=workspace).code == 0
    titles = {one["title"] for one in run("chapters", "--json", workspace=workspace).json}
    assert titles == {*(f"Chapter {place}" for place in range(12)), "Visits", "Fees", "Records"}
    assert run("verify", workspace=workspace).code == 0


def test_a_full_disk_before_anything_is_stored(tmp_path: Path, saved: Path) -> None:
    """Half-made tables are no store: the next run begins anew."""
    for largest in (1, 5_000, 60_000):
        workspace = tmp_path / str(largest)
        line = with_little_space("import", saved, "--source", "long", workspace=workspace, largest=largest).refused(1)
        assert "free some space" in line
        assert run("import", saved / "p_1.html", "--source", "long", workspace=workspace).code == 0
        assert run("verify", workspace=workspace).code == 0


def test_a_full_disk_while_indexing_keeps_index_and_site(workspace: Path) -> None:
    """What was found yesterday is found today."""
    found, site = run("search", "visits", "--json", workspace=workspace).json, site_of(workspace)
    before = known_in(workspace)
    for beside in workspace.glob("kb.sqlite3-*"):
        beside.unlink()
    line = with_little_space("publish", workspace=workspace, largest=33_000).refused(1)
    assert str(workspace / "index") in line
    assert run("search", "visits", "--json", workspace=workspace).json == found
    assert site_of(workspace) == site
    assert known_in(workspace) == before
    assert not [path.name for path in workspace.iterdir() if path.name.startswith(".index")]


@pytest.mark.parametrize("after", [0, 1, 7, 20])
def test_a_full_disk_while_publishing_keeps_the_last_good_site(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """However far the new one had come: byte for byte, and no half of a new one beside it."""
    site = site_of(workspace)
    written = 0
    write_text = Path.write_text

    def full(self: Path, *arguments: object, **options: object) -> int:
        nonlocal written
        written += ".site.new" in self.parts
        if written > after:
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return write_text(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    line = run("publish", workspace=workspace).refused(1)
    assert "No space left on device" in line
    monkeypatch.undo()
    assert site_of(workspace) == site
    assert not (workspace / ".site.new").exists()
    assert run("publish", "--at", "2020-10-13", workspace=workspace).code == 0
    assert site_of(workspace) == site


def test_a_full_disk_while_collecting(tmp_path: Path) -> None:
    """Nothing is withdrawn for it, and the next update brings all of the manual."""
    with ServedManual(long_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        done = with_little_space("update", workspace=workspace)
        assert done.code == 1
        assert done.err.splitlines()[-1].startswith("reread: ")
        assert run("update", workspace=workspace).code == 0
    chapters = run("chapters", "--json", workspace=workspace).json
    assert [one["title"] for one in chapters] == [f"Chapter {place}" for place in range(12)]
    assert {one["withdrawn_at"] for one in chapters} == {None}
    assert run("verify", workspace=workspace).code == 0
