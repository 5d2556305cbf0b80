"""Ctrl+C and two commands at once: one line, the right exit code, no process left behind, nothing lost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from kb.workspace import Workspace
from tests.cli.running import command_line, environment, known_in, run, site_of

PATIENCE = 30


@contextmanager
def started(*arguments: str | Path, workspace: Path | None = None, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """A command in a process group of its own, as a shell starts it; the whole group ends with the test."""
    running = subprocess.Popen(
        command_line(arguments, workspace),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(PYTHONUNBUFFERED="1"),
        cwd=cwd,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        if alive_in(running.pid):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def alive_in(group: int) -> list[int]:
    """The processes of a group that still run; those that ended and were not waited for do not count."""
    alive = []
    for entry in Path("/proc").iterdir():
        try:
            state, _, of = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(of) == group and state != "Z":
            alive.append(int(entry.name))
    return alive


def wait_for(what: Callable[[], object]) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_ctrl_c_ends_serving(workspace: Path, tmp_path: Path) -> None:
    """The site is served until then, on this machine only; then one line and exit code 130."""
    with started("serve", "--port", "0", workspace=workspace, cwd=tmp_path) as running:
        assert running.stdout is not None
        told = running.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/index\.html", told)
        assert address is not None, told
        with urlopen(address.group()) as answer:
            assert answer.read() == (workspace / "site" / "index.html").read_bytes()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert said.splitlines() == ["reread: stopped; what was kept stays kept"]


@pytest.mark.parametrize("whom", ["all", "parent"])
def test_ctrl_c_ends_the_demo_and_its_crawler(tmp_path: Path, whom: str) -> None:
    """While it collects: whether the signal reaches every process (a terminal) or only ours (a supervisor)."""
    folder = tmp_path / "demo"
    with started("demo", "--no-serve", "--out", folder, cwd=tmp_path) as running:
        log = folder / "log" / "collect.log"
        wait_for(lambda: log.exists() and "Spider opened" in log.read_text())
        if whom == "all":
            os.killpg(running.pid, signal.SIGINT)
        else:
            running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE)
        wait_for(lambda: not alive_in(running.pid))
    assert running.returncode == 130
    assert "Traceback" not in said
    assert said.splitlines()[-1] == "reread: stopped; what was kept stays kept"
    assert [line for line in said.splitlines() if line.startswith("reread: ")] == said.splitlines()[-1:]
    assert run("verify", workspace=folder).code in {0, 2}  # 2: it was stopped before the store was begun


def test_a_second_writer_is_told_to_wait(workspace: Path, tmp_path: Path) -> None:
    """Every command that changes something leaves at once with 1; those that look are not disturbed."""
    page = tmp_path / "page.html"
    page.write_text("<html><body><h1>Visits</h1><p>Visits are made by the duty team.</p></body></html>")
    before, site = known_in(workspace), site_of(workspace)
    with Workspace(workspace).writing():
        for command in (("import", page, "--source", "ours"), ("extract",), ("index",), ("publish",)):
            assert "another reread is changing" in run(*command, workspace=workspace).refused(1)
        assert known_in(workspace) == before
        assert run("search", "visits", workspace=workspace).code == 0
    assert site_of(workspace) == site
    assert run("publish", "--at", "2020-10-13", workspace=workspace).code == 0


def test_a_second_demo_leaves_the_first_alone(tmp_path: Path) -> None:
    """It would clear the folder in which the first one works."""
    folder = tmp_path / "demo"
    with started("demo", "--no-serve", "--out", folder, cwd=tmp_path) as running:
        wait_for((folder / "kb.sqlite3").exists)
        assert "another reread is changing" in run("demo", "--no-serve", "--out", folder).refused(1)
        assert running.poll() is None
        assert (folder / "kb.sqlite3").exists()


def test_a_lock_ends_with_its_process(workspace: Path, tmp_path: Path) -> None:
    """After kill -9 nobody has to tidy up."""
    script = "import sys, time\nfrom pathlib import Path\nfrom kb.workspace import Workspace\n"
    script += "with Workspace(Path(sys.argv[1])).writing():\n    print('locked', flush=True)\n    time.sleep(60)\n"
    line = [command_line([])[0], "-c", script, str(workspace)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, env=environment(), cwd=tmp_path) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == b"locked\n"
        assert run("publish", workspace=workspace).refused(1)
        holding.kill()
    assert run("publish", workspace=workspace).code == 0
