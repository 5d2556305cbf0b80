"""`reread runs` and `reread history --checks`: how each address was checked, and what a collection cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.model import Outcome
from kb.progress import Progress
from kb.stages.collecting import collect
from kb.stages.extracting import extract
from kb.workspace import Workspace
from tests.cli.running import run
from tests.facts import moment
from tests.served import ServedManual, small_manual


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two collections, of which the second found nothing new and one chapter broken."""
    folder = tmp_path_factory.mktemp("runs") / "workspace"
    workspace, quiet = Workspace(folder), Progress(quiet=True)
    with ServedManual(small_manual()) as manual:
        for day in ("2024-03-01", "2024-03-02"):
            collect(workspace, manual.source(), "", moment(day), quiet)
            with workspace.store() as store:
                extract(store, manual.source(), quiet)
            manual.status["/p_fees.html"] = 500
    return folder


def test_runs_say_what_came_and_what_it_cost(collected: Path) -> None:
    """Counts by how each address was checked, requests with those repeated, bytes, and where a run was incomplete."""
    first, second = run("runs", "--json", workspace=collected).json
    assert first["outcomes"] == {one.value: 5 if one is Outcome.NEW else 0 for one in Outcome}
    assert (second["outcomes"]["not modified"], second["outcomes"]["failed"], second["complete"]) == (4, 1, False)
    assert (first["traffic"]["requests"], first["traffic"]["retried"]) == (6, 0)
    assert (second["traffic"]["requests"], second["traffic"]["retried"]) == (9, 3)
    assert min(first["traffic"]["received"], second["traffic"]["received"]) > 0
    told = run("runs", workspace=collected).out
    assert "9 (3 again)" in told
    assert "4 not modified, 1 failed" in told
    assert "partial" in told


def test_one_run_says_how_each_address_was_checked(collected: Path) -> None:
    """Every address with its role and what came; an unknown run is wrong use."""
    number = str(run("runs", "--json", workspace=collected).json[1]["run"])
    checks = run("runs", number, "--json", workspace=collected).json["checks"]
    assert {(one["role"], one["outcome"]) for one in checks if "fees" in one["url"]} == {("chapter", "failed")}
    assert len(checks) == 5
    told = run("runs", number, workspace=collected).out
    assert "failed: server error: the server answered 500" in told
    assert "no run 77 is kept" in run("runs", "77", workspace=collected).refused(2)


def test_history_says_on_which_days_a_chapter_was_seen_unchanged(collected: Path) -> None:
    """Only an answer is told as unchanged, and the first page kept is not told as a change."""
    told = run("history", "Visits", "--checks", workspace=collected).out.splitlines()
    assert told[1].startswith("2024-03-01 06:00  the first page kept")
    assert told[2].startswith("2024-03-02 06:00  unchanged: the server said so")
    looks = run("history", "Fees", "--checks", "--json", workspace=collected).json
    assert [one["outcome"] for one in looks] == ["new", "failed"]
