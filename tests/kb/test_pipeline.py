"""The whole pipeline on a small served manual: nothing twice, nothing half, a broken page is never a change."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crawler.sources import Config
from kb.errors import SourceError, StoreError
from kb.model import Origin, Outcome, RunKind
from kb.pipeline import Updated, update
from kb.progress import Progress
from kb.stages import collecting
from kb.stages.crawling import Sitting
from kb.workspace import Workspace
from tests.facts import moment
from tests.served import HOST, ServedManual, chapter_page, contents_page, log_page, small_manual

MARCH, OCTOBER = moment("2020-03-16"), moment("2020-10-12")
VISITS = f"http://{HOST}/p_visits.html"


def updated(workspace: Workspace, manual: ServedManual, at: object = MARCH) -> Updated:
    """One update of the served manual."""
    source = manual.source()
    return update(workspace, Config(sources=(source,)), [source], Progress(quiet=True), at)  # type: ignore[arg-type]


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder with its digest."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def version_counts(workspace: Workspace) -> dict[str, int]:
    """How many versions each chapter has."""
    with workspace.store() as store:
        return {one.title: len(store.versions(one.id)) for one in store.chapters()}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace(tmp_path / "workspace")


def test_an_update_makes_a_site(workspace: Workspace) -> None:
    """Chapters are known by number and title, the log is read and resolved, the site and its search are there."""
    with ServedManual(small_manual()) as manual:
        done = updated(workspace, manual)
    assert done.needs_a_person == ()
    with workspace.store() as store:
        chapters = store.chapters("ourmanual")
        assert [(one.number, one.title) for one in chapters] == [("1.1", "Visits"), ("1.2", "Fees"), ("1.3", "Records")]
        (edition,) = store.editions("ourmanual")
        assert [entry.chapter_id for entry in edition.amendments] == [chapters[0].id]
        assert store.verify().faults == ()
    assert "Visits" in (workspace.site_folder / "index.html").read_text("utf-8")
    assert (workspace.site_folder / "chapters" / "visits" / "index.html").is_file()


def test_a_second_update_changes_nothing(workspace: Workspace) -> None:
    """Unchanged pages are answered by "not modified", bring no version, and the site's bytes stay."""
    with ServedManual(small_manual()) as manual:
        updated(workspace, manual)
        before = bytes_of(workspace.site_folder / "chapters")
        done = updated(workspace, manual)
        counts = done.collected["ourmanual"].counts
        assert (counts[Outcome.NEW], counts[Outcome.NOT_MODIFIED]) == (0, 5)
    assert set(version_counts(workspace).values()) == {1}
    assert bytes_of(workspace.site_folder / "chapters") == before


def test_a_changed_time_limit_is_found_and_published(workspace: Workspace) -> None:
    """The change, that the log is silent of it, and the redline are on the site."""
    with ServedManual(small_manual(days=7)) as manual:
        updated(workspace, manual)
        manual.pages = small_manual(days=5)
        manual.pages["/amendments.html"] = log_page("October 2020", ("Fees", "This chapter has been refreshed."))
        updated(workspace, manual, OCTOBER)
    assert version_counts(workspace)["Visits"] == 2
    compare_view = (workspace.site_folder / "chapters/visits/compare/1-2/index.html").read_text("utf-8")
    assert "<del" in compare_view
    assert "5 working days" in compare_view
    digest = (workspace.site_folder / "changes/2020-10/index.html").read_text("utf-8")
    assert "7 → 5 working days" in digest


@pytest.mark.parametrize("status", [500, 404, 200])
def test_a_broken_contents_page_withdraws_nothing(workspace: Workspace, status: int) -> None:
    """An error, a missing page and an error page served with status 200 leave everything in force."""
    with ServedManual(small_manual()) as manual:
        updated(workspace, manual)
        site = bytes_of(workspace.site_folder / "chapters")
        manual.pages["/contents.html"] = "<html><body><h1>Service unavailable</h1></body></html>"
        manual.status["/contents.html"] = status
        done = updated(workspace, manual, OCTOBER)
    assert done.failed or done.needs_a_person
    with workspace.store() as store:
        assert [one.withdrawn_at for one in store.chapters()] == [None, None, None]
    assert bytes_of(workspace.site_folder / "chapters").keys() == site.keys()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, "<h1>Down for maintenance</h1>"),
        (200, ""),
        (200, "<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"),
        (200, "<html><body><div id='content'><h1>Visits</h1></div></body></html>"),
    ],
)
def test_a_broken_chapter_is_never_a_change(workspace: Workspace, status: int, body: str) -> None:
    """It brings no version, withdraws nothing, is shown as a problem, and the problem closes itself."""
    with ServedManual(small_manual()) as manual:
        updated(workspace, manual)
        good = manual.pages["/p_visits.html"]
        manual.pages["/p_visits.html"], manual.status["/p_visits.html"] = body, status
        assert updated(workspace, manual, OCTOBER).needs_a_person
        with workspace.store() as store:
            assert [problem.url for problem in store.problems("ourmanual")] == [VISITS]
            visits = store.chapter("ourmanual", "visits")
            assert (visits.withdrawn_at, len(store.versions(visits.id))) == (None, 1)
        manual.pages["/p_visits.html"], manual.status["/p_visits.html"] = good, 200
        assert updated(workspace, manual, moment("2020-10-13")).needs_a_person == ()
        with workspace.store() as store:
            assert store.problems("ourmanual") == ()
    assert version_counts(workspace)["Visits"] == 1


def test_a_chapter_that_is_gone_is_withdrawn_and_can_return(workspace: Workspace) -> None:
    """Absence from a complete collection is a dated fact; the text stays."""
    with ServedManual(small_manual()) as manual:
        updated(workspace, manual)
        page = manual.pages.pop("/p_fees.html")
        contents = manual.pages["/contents.html"]
        manual.pages["/contents.html"] = contents_page(
            ("1.1", "Visits", "p_visits.html"), ("1.2", "Records", "p_records.html")
        )
        updated(workspace, manual, OCTOBER)
        with workspace.store() as store:
            assert store.chapter("ourmanual", "fees").withdrawn_at == OCTOBER
            assert store.chapter("ourmanual", "records").number == "1.2"
        manual.pages["/p_fees.html"], manual.pages["/contents.html"] = page, contents
        updated(workspace, manual, moment("2021-03-15"))
    with workspace.store() as store:
        fees = store.chapter("ourmanual", "fees")
        assert (fees.withdrawn_at, len(store.versions(fees.id))) == (None, 1)


def test_a_text_that_returns_is_reverted(workspace: Workspace) -> None:
    """The third version says it is the first one again."""
    with ServedManual(small_manual(7)) as manual:
        updated(workspace, manual)
        for days, day in ((5, "2020-10-12"), (7, "2021-03-15")):
            manual.pages = small_manual(days)
            updated(workspace, manual, moment(day))
    with workspace.store() as store:
        visits = store.chapter("ourmanual", "visits")
        origins = [version.origin for version in store.versions(visits.id)]
    assert origins == [Origin.FIRST, Origin.AMENDED, Origin.REVERTED]


def test_nothing_known_and_nothing_reached_publishes_nothing(workspace: Workspace) -> None:
    """An empty site never takes the place of one that may be there."""
    with ServedManual(small_manual()) as manual:
        manual.status["/contents.html"] = 503
        done = updated(workspace, manual)
    assert list(done.failed) == ["ourmanual"]
    assert not workspace.site_folder.exists()


def test_an_address_without_a_record_leaves_a_run_incomplete(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was lost on the way: then what was not found is not taken for gone."""
    with ServedManual(small_manual()) as manual:
        updated(workspace, manual)
        pages = dict(manual.pages)
        manual.pages["/contents.html"] = contents_page(
            ("1.1", "Visits", "p_visits.html"), ("1.2", "Fees", "p_fees.html")
        )
        crawl = collecting.crawl_in_child

        def one_lost(*arguments: Any) -> Sitting:
            sitting = crawl(*arguments)
            return replace(sitting, asked=sitting.asked + 1)

        monkeypatch.setattr(collecting, "crawl_in_child", one_lost)
        assert not updated(workspace, manual, OCTOBER).collected["ourmanual"].complete
        manual.pages = pages
    with workspace.store() as store:
        assert [one.withdrawn_at for one in store.chapters()] == [None, None, None]


def test_one_command_at_a_time_changes_a_workspace(workspace: Workspace) -> None:
    """A second one leaves with a clear line and touches nothing."""
    with ServedManual(small_manual()) as manual, workspace.writing():
        with pytest.raises(StoreError, match="another reread is changing"):
            updated(workspace, manual)
        assert manual.asked == []


def test_a_live_manual_is_not_asked_without_a_contact(workspace: Workspace) -> None:
    """Whoever runs the manual's host must be able to reach us."""
    with ServedManual(small_manual()) as manual:
        source = replace(manual.source(), proxy="")
        with pytest.raises(SourceError, match="contact"):
            update(workspace, Config(sources=(source,)), [source], Progress(quiet=True), MARCH)


_CHILD = """
import os
import signal
import sys
from pathlib import Path
from unittest.mock import patch

from crawler.sources import Config, Source
from kb.pipeline import update
from kb.progress import Progress
from kb.workspace import Workspace
from tests.facts import moment


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    folder, host, proxy, day, place = sys.argv[1:]
    source = Source("ourmanual", "Our manual", contents=(f"http://{host}/contents.html",), delay=0, proxy=proxy)
    with patch(place, die) if place else open(os.devnull):
        update(Workspace(Path(folder)), Config(sources=(source,)), [source], Progress(quiet=True), moment(day))
"""


def _child_update(
    workspace: Workspace, manual: ServedManual, script: Path, day: str, place: str = ""
) -> subprocess.Popen[bytes]:
    """An update in a process of its own, which kills itself where it comes to `place` (a function's full name)."""
    script.write_text(_CHILD)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    arguments = [str(workspace.folder), HOST, manual.source().proxy, day, place]
    return subprocess.Popen([sys.executable, str(script), *arguments], env=environment, cwd=script.parent)


def _killed_after(workspace: Workspace, manual: ServedManual, asked: int, script: Path) -> None:
    """Runs an update and kills it (and so its crawler) when that many pages were asked for."""
    process = _child_update(workspace, manual, script, "2020-03-16")
    deadline = time.monotonic() + 30
    while len(manual.asked) < asked and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _wait_until_quiet(manual)


def _wait_until_quiet(manual: ServedManual) -> None:
    """The crawler notices that its parent is gone and ends; wait until it asks for nothing more."""
    count = -1
    while count != len(manual.asked):
        count = len(manual.asked)
        time.sleep(0.7)


def _many_chapters(number: int) -> dict[str, str]:
    pages = small_manual()
    rows = [(f"1.{place}", f"Chapter {place}", f"p_{place}.html") for place in range(number)]
    pages["/contents.html"] = contents_page(*rows)
    for _, title, file in rows:
        pages[f"/{file}"] = chapter_page(title, f"Duties: {title} says that the manager reads every record by Friday.")
    return pages


def test_a_killed_collection_loses_no_page_and_asks_for_none_again(workspace: Workspace, tmp_path: Path) -> None:
    """After kill -9 every page that was kept is there, and the next run asks only for the rest. (`test_kills` does it
    at a hundred other moments.)"""
    with ServedManual(_many_chapters(20)) as manual:
        manual.delay = 0.1
        _killed_after(workspace, manual, 6, tmp_path / "child.py")
        with workspace.store() as store:
            run = store.unfinished_run("ourmanual", RunKind.COLLECT)
            assert run is not None
            kept = {check.url for check in store.checks(run.id)}
            assert store.verify().faults == ()
        assert not workspace.site_folder.exists()
        manual.delay = 0.0
        manual.asked.clear()
        done = updated(workspace, manual)
        assert {f"http://{HOST}{path}" for path in manual.asked}.isdisjoint(kept)
        assert done.needs_a_person == ()
    with workspace.store() as store:
        assert len(store.chapters("ourmanual")) == 20
        assert len(store.runs("ourmanual")) == 1


@pytest.mark.parametrize(
    "place",
    [
        "kb.pipeline.extract",
        "kb.stages.extracting._Keeper._keep_chapters",
        "kb.stages.extracting.resolve_entries",
        "kb.pipeline.compare",
        "kb.pipeline.index",
        "kb.pipeline.publish",
        "site_builder.build._copy",
    ],
)
def test_a_kill_between_or_inside_stages_loses_nothing(workspace: Workspace, tmp_path: Path, place: str) -> None:
    """Killed there, the last good site stays, the store is sound, and the next update ends as an undisturbed one."""
    with ServedManual(small_manual(7)) as manual:
        updated(workspace, manual)
        before = bytes_of(workspace.site_folder)
        manual.pages = small_manual(5)
        process = _child_update(workspace, manual, tmp_path / "child.py", "2020-10-12", place)
        assert process.wait(timeout=60) == -signal.SIGKILL
        assert bytes_of(workspace.site_folder) == before
        with workspace.store() as store:
            assert store.verify().faults == ()
        manual.asked.clear()
        updated(workspace, manual, OCTOBER)
    assert version_counts(workspace) == {"Visits": 2, "Fees": 1, "Records": 1}
    assert "5 working days" in (workspace.site_folder / "chapters/visits/index.html").read_text("utf-8")
    leftovers = [path.name for path in workspace.folder.iterdir() if path.name.startswith((".site", "site."))]
    assert leftovers == []
