"""kill -9 at random moments of a collection of the demo: nothing kept is lost, nothing is kept or asked for twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest

from kb.demo import EditionServer, load_demo
from kb.workspace import Workspace

KILLS = int(os.environ.get("REREAD_KILLS", "100"))
"""How often a collection is killed; set REREAD_KILLS to try for longer."""
_SERIES = 2
_TIMES_KILLED = KILLS // _SERIES
_MOST_ANSWERS = 8
_START_SECONDS, _PAGE_SECONDS = 0.2, 0.01  # within which a collection starts, and handles a page

# Loads everything once and forks from there, because a start from nothing takes longer than what is to be killed. Reads
# the workspace of a collection and tells its process; then an empty line, and tells how it ended.
_NURSERY = """
import ctypes
import importlib
import multiprocessing
import os
import sys
from pathlib import Path

from crawler.extract import docx, markdown, pdf, text
from crawler.sources import Source
from kb.errors import CollectError
from kb.progress import Progress
from kb.stages.collecting import collect
from kb.stages.crawling import LOADED
from kb.workspace import Workspace
from tests.facts import moment

HOST, PROXY = sys.argv[1:]
SOURCE = Source("manual", "Manual", contents=(f"http://{HOST}/contents.html",), delay=0, proxy=PROXY)
for name in LOADED:
    importlib.import_module(name)
assert "twisted.internet.reactor" not in sys.modules  # it must begin in each process anew
forking = multiprocessing.get_context("fork")
multiprocessing.get_context = lambda method=None: forking


def session(folder):
    os.setpgid(0, 0)
    try:
        collect(Workspace(Path(folder)), SOURCE, "", moment("2020-03-16"), Progress(quiet=True))
    except CollectError as error:  # the crawler was killed under it
        os._exit(0 if "was cut off" in str(error) else 2)
    os._exit(9)


def buried(group):
    # All of a session. What lost its parent is ours, whoever reaps on this machine.
    statuses = {}
    try:
        while True:
            pid, status = os.waitpid(-group, 0)
            statuses[pid] = os.waitstatus_to_exitcode(status)
    except ChildProcessError:
        return statuses[group]


ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
while folder := sys.stdin.readline().strip():
    pid = os.fork()
    if not pid:
        session(folder)
    try:
        os.setpgid(pid, pid)  # whoever is first, so that there is a group to wait for
    except OSError:
        pass
    print(pid, flush=True)
    sys.stdin.readline()
    print(buried(pid), flush=True)
"""


class Nursery:
    """Starts collections and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def collection(self, workspace: Workspace, killed: Callable[[int], None] = lambda pid: None) -> bool:
        """One collection, which `killed` may kill; says whether it came to its end."""
        pid = int(self._told(f"{workspace.folder}"))
        killed(pid)
        status = int(self._told(""))
        assert status in {0, 9, -9}, status
        return status == 9

    def _told(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@dataclass(frozen=True, slots=True)
class Moment:
    """When a collection is killed: so many answers after its start, and a little later; and which of its processes."""

    answers: int
    later: float
    whom: str

    @classmethod
    def any(cls, random: Random) -> Moment:
        """A moment at random."""
        answers = random.randint(0, _MOST_ANSWERS)
        later = random.uniform(0.0, _PAGE_SECONDS if answers else _START_SECONDS)
        return cls(answers, later, random.choice(["command", "crawler", "both"]))

    def kill(self, server: EditionServer, pid: int) -> None:
        """Waits for the moment and kills; a collection that ends before it is left alone."""
        while len(server.requests) < self.answers and _is_running(pid):
            time.sleep(0.001)
        time.sleep(self.later)
        crawlers = [int(word) for word in _file_of(pid, f"task/{pid}/children").split()]
        targets = {"command": [pid], "crawler": crawlers or [pid], "both": [pid, *crawlers]}[self.whom]
        for target in targets:
            with suppress(ProcessLookupError):
                os.kill(target, signal.SIGKILL)


def _is_running(pid: int) -> bool:
    return _file_of(pid, "stat").rpartition(")")[2].split()[:1] not in ([], ["Z"])


def _file_of(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""


@pytest.fixture(scope="module")
def server() -> Iterator[EditionServer]:
    """The demo's first edition on loopback."""
    with EditionServer(load_demo()) as serving:
        yield serving


@pytest.fixture(scope="module")
def nursery(server: EditionServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """A process from which collections are forked."""
    script = tmp_path_factory.mktemp("nursery") / "nursery.py"
    script.write_text(_NURSERY)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, str(script), server.edition.host, server.address]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


def committed(workspace: Workspace) -> dict[str, str]:
    """The pages that are kept, each address with its digest; nothing is kept twice."""
    if not (workspace.folder / "kb.sqlite3").exists():
        return {}
    with workspace.store() as store:
        runs = store.runs("manual")
        assert len(runs) <= 1
        checks = [check for run in runs for check in store.checks(run.id)]
    assert len({check.url for check in checks}) == len(checks)
    return {check.url: check.page_digest or "" for check in checks}


def answered(server: EditionServer) -> set[str]:
    """The pages that were asked for and given."""
    return {path for path, status in server.requests if status == 200}


def is_finished(workspace: Workspace) -> bool:
    """Whether a collection came to its end; it may have been killed only after that."""
    if not (workspace.folder / "kb.sqlite3").exists():
        return False
    with workspace.store() as store:
        return any(run.finished_at for run in store.runs("manual"))


def contents_of(workspace: Workspace) -> dict[str, list[str]]:
    """Every row of every table, pages by address and digest (their numbers are by order of arrival), no time spent."""
    connection = sqlite3.connect(workspace.folder / "kb.sqlite3")
    connection.row_factory = sqlite3.Row
    tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in tables}
    connection.close()
    pages = {row["id"]: (row["url"], row["digest"]) for row in rows["page"]}
    found = {}
    for name in set(rows) - {"traffic"}:
        told = [{**row, "page_id": pages.get(row.get("page_id")), "id": None} for row in rows[name]]
        found[name] = sorted(map(repr, told))
    return found


@pytest.fixture(scope="module")
def undisturbed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a collection brings that nobody killed."""
    workspace = Workspace(tmp_path_factory.mktemp("undisturbed") / "workspace")
    assert nursery.collection(workspace)
    return contents_of(workspace)


@pytest.mark.parametrize("seed", range(_SERIES))
def test_a_collection_survives_being_killed_at_any_moment(
    seed: int, nursery: Nursery, server: EditionServer, undisturbed: dict[str, list[str]], tmp_path: Path
) -> None:
    """Killed again and again, the command, its crawler or both: what was kept stays, and only the rest is asked for.

    In the end the store holds, row for row, what an undisturbed collection brings.
    """
    random = Random(seed)
    workspace = Workspace(tmp_path / "workspace-0")
    killed = begun = midway = 0
    while killed < _TIMES_KILLED:
        before = committed(workspace)
        server.requests.clear()
        killed += not nursery.collection(workspace, partial(Moment.any(random).kill, server))
        assert answered(server).isdisjoint(before), "what was kept was asked for again"
        after = committed(workspace)
        assert before.items() <= after.items(), "what was kept is lost"
        midway += before.keys() < after.keys()
        if is_finished(workspace):
            assert contents_of(workspace) == undisturbed
            begun += 1
            workspace = Workspace(tmp_path / f"workspace-{begun}")
    assert midway > _TIMES_KILLED // 4, "the kills met no collection at work"
    before = committed(workspace)
    server.requests.clear()
    assert nursery.collection(workspace)
    assert answered(server).isdisjoint(before)
    assert contents_of(workspace) == undisturbed
    with workspace.store() as store:
        assert store.verify().faults == ()
