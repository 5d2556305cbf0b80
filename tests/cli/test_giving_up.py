"""A collection that cannot keep what comes, or is stopped in its first moments: told, and never taken for absence."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kb.model import RunKind
from kb.store import Store
from tests.cli.running import declared, run
from tests.cli.test_interrupts import PATIENCE, alive_in, started, wait_for
from tests.cli.test_space import long_manual, with_little_space
from tests.served import ServedManual, small_manual


def test_a_page_that_could_not_be_kept_is_not_taken_for_withdrawn(tmp_path: Path) -> None:
    """The collection gives up and says why; the next one brings the page, and no chapter was ever gone."""
    with ServedManual(small_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        assert run("update", workspace=workspace).code == 0
        with sqlite3.connect(workspace / "kb.sqlite3") as connection:
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON checked WHEN NEW.url LIKE '%p_fees%' "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        done = run("update", workspace=workspace)
        assert done.code in {1, 4}
        assert "full" in done.refused(done.code)
        with sqlite3.connect(workspace / "kb.sqlite3") as connection:
            connection.execute("DROP TRIGGER full")
        assert run("update", workspace=workspace).code == 0
    assert [one["withdrawn_at"] for one in run("chapters", "--json", workspace=workspace).json] == [None] * 3


def test_a_full_disk_ends_the_collection_and_the_next_asks_only_for_the_rest(tmp_path: Path) -> None:
    """One line about space, no traceback from the crawler's process, and no page asked for twice but the one lost."""
    with ServedManual(long_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        assert "free some space" in with_little_space("update", workspace=workspace).refused(1)
        assert run("update", workspace=workspace).code == 0
        assert len(manual.asked) <= len(set(manual.asked)) + 1


@pytest.mark.parametrize("after", [0.0, 0.2, 0.5])
def test_ctrl_c_in_a_crawlers_first_moments(tmp_path: Path, after: float) -> None:
    """While its process still imports what it needs: one line, as at any other time."""
    folder = tmp_path / "demo"
    with started("demo", "--no-serve", "--out", folder, cwd=tmp_path) as running:
        wait_for(lambda: len(alive_in(running.pid)) > 2)  # ours, Python's resource tracker, the crawler
        time.sleep(after)
        os.killpg(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130
    assert said.splitlines() == ["edition of 16 March 2020", "reread: stopped; what was kept stays kept"]


def test_a_host_that_refuses_is_told_to_cron(tmp_path: Path) -> None:
    """Exit code 1 and one line, with --quiet too; `problems` names the collection that failed, until one has come."""
    with ServedManual(small_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        assert run("update", workspace=workspace).code == 0
        assert run("problems", workspace=workspace).out == "no page has a problem\n"
    done = run("--quiet", "update", workspace=workspace)
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert "refused" in done.refused(1)
    *_, last = run("problems", workspace=workspace).out.splitlines()
    told = r"the last collection of ourmanual failed on \d+ \w+ \d{4}: .*refused.*; run `reread update`"
    assert re.fullmatch(told, last)


def test_a_collection_that_was_killed_is_named(tmp_path: Path) -> None:
    """No page has a problem, and yet not all is well: what was cut off is named until it is taken up."""
    with ServedManual(small_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        assert run("update", workspace=workspace).code == 0
        with closing(Store.open(workspace / "kb.sqlite3")) as store:
            store.start_run("ourmanual", RunKind.COLLECT, datetime.now(UTC))
        first, last = run("problems", workspace=workspace).out.splitlines()
        assert first == "no page has a problem"
        assert last.startswith("the last collection of ourmanual was cut off on ") and last.endswith("`reread update`")
        assert run("update", workspace=workspace).code == 0
    assert run("problems", workspace=workspace).out == "no page has a problem\n"
