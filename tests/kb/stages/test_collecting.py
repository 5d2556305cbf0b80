"""A collection from start to end: polite, cheap where nothing changed, and taken up where it was cut off."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.hours import OpeningHours
from crawler.leads import key_of
from crawler.sources import Source
from kb.errors import ClosedError, CollectError
from kb.model import Outcome, RunKind
from kb.progress import Progress
from kb.stages.collecting import Collected, collect
from kb.stages.extracting import extract
from kb.workspace import Workspace
from tests.facts import moment
from tests.served import HOST, ServedManual, chapter_page, contents_page, small_manual

VISITS = f"http://{HOST}/p_visits.html"
MARCH = moment("2024-03-01")
QUIET = Progress(quiet=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace."""
    return Workspace(tmp_path / "workspace")


def collected(workspace: Workspace, source: Source, at: datetime = MARCH) -> Collected:
    """One collection, read to the end."""
    came = collect(workspace, source, "", at, QUIET)
    with workspace.store() as store:
        extract(store, source, QUIET)
    return came


def _chapters(number: int) -> dict[str, str]:
    rows = [(f"1.{place}", f"Chapter {place}", f"p_{place}.html") for place in range(number)]
    pages = {f"/{file}": chapter_page(title, f"Duties: {title} is read each Friday.") for _, title, file in rows}
    return {**pages, "/contents.html": contents_page(*rows), "/amendments.html": small_manual()["/amendments.html"]}


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(workspace: Workspace) -> None:
    """A page answered with 429 is asked for again after the pause, nothing else before it, and is no problem then."""
    with ServedManual(small_manual()) as manual:
        manual.first["/p_visits.html"] = [(429, {"Retry-After": "1"})]
        start = time.monotonic()
        came = collect(workspace, manual.source(), "", MARCH, QUIET)
        assert time.monotonic() - start > 1
        place = manual.asked.index("/p_visits.html")
        assert manual.asked[place + 1] == "/p_visits.html"
    assert (came.complete, came.failures) == (True, ())
    with workspace.store() as store:
        traffic = store.traffic(came.run.id)
    assert traffic is not None
    assert (traffic.requests, traffic.retried) == (7, 1)  # robots.txt, five pages, one of them twice
    assert traffic.received > sum(map(len, small_manual().values()))


def test_a_host_that_asks_for_long_peace_has_it(workspace: Workspace) -> None:
    """The collection ends with one line; the next one takes it up and asks only for what is missing."""
    with ServedManual(small_manual()) as manual:
        manual.first["/p_visits.html"] = [(503, {"Retry-After": "3600"})]
        with pytest.raises(CollectError, match="left alone for 60 minutes"):
            collect(workspace, manual.source(), "", MARCH, QUIET)
        before = set(manual.asked) - {"/p_visits.html"}
        manual.asked.clear()
        assert collected(workspace, manual.source()).complete
        assert "/p_visits.html" in manual.asked
        assert before.isdisjoint(manual.asked)
    with workspace.store() as store:
        assert len(store.runs("ourmanual")) == 1
        assert store.problems("ourmanual") == ()


def test_a_lost_network_cuts_a_collection_off(workspace: Workspace) -> None:
    """Nothing is withdrawn; the next collection asks for what failed and for what was never asked for, and no more."""
    with ServedManual(_chapters(30)) as manual:
        assert collected(workspace, manual.source()).complete
        manual.asked.clear()
        manual.lost_after = 9
        with pytest.raises(CollectError, match="addresses in a row did not answer"):
            collect(workspace, manual.source(), "", MARCH + timedelta(days=1), QUIET)
        kept = set(manual.asked[:9])
        with workspace.store() as store:
            assert store.unfinished_run("ourmanual", RunKind.COLLECT) is not None
            assert [one.title for one in store.chapters() if one.withdrawn_at is not None] == []
        manual.asked.clear()
        manual.lost_after = None
        came = collected(workspace, manual.source(), MARCH + timedelta(days=1))
        assert kept.isdisjoint(manual.asked)
        assert kept | set(manual.asked) == set(manual.pages)
    assert (came.complete, came.counts[Outcome.NOT_MODIFIED], came.counts[Outcome.FAILED]) == (True, 32, 0)


def test_a_source_is_asked_only_in_its_opening_hours(workspace: Workspace) -> None:
    """Outside them nothing is asked, unless somebody wants it; the line says when it is open."""
    here = datetime(2024, 3, 1, 12, 0).astimezone()
    hours = OpeningHours((here + timedelta(hours=1)).time(), (here + timedelta(hours=2)).time())
    with ServedManual(small_manual()) as manual:
        source = replace(manual.source(), open=hours)
        with pytest.raises(ClosedError, match="asked only from 13:00 to 14:00, local time"):
            collect(workspace, source, "", here.astimezone(UTC), QUIET)
        assert manual.asked == []
        assert collect(workspace, source, "", here.astimezone(UTC), QUIET, at_any_hour=True).complete


def test_a_collection_ends_with_the_opening_hours(workspace: Workspace) -> None:
    """What came is kept, and the next opening hours ask only for the rest."""
    here = datetime(2024, 3, 1, 12, 0).astimezone()
    hours = OpeningHours(here.time(), (here + timedelta(hours=1)).time())
    with ServedManual(_chapters(30)) as manual:
        manual.delay = 0.1
        source = replace(manual.source(), open=hours)
        late = (here + timedelta(hours=1) - timedelta(seconds=1.5)).astimezone(UTC)
        with pytest.raises(ClosedError, match=r"opening hours of ourmanual \(12:00-13:00\) are over"):
            collect(workspace, source, "", late, QUIET)
        with workspace.store() as store:
            run = store.unfinished_run("ourmanual", RunKind.COLLECT)
            assert run is not None
            kept = store.kept_addresses(run.id)
        assert 0 < len(kept) < 32
        manual.delay = 0.0
        manual.asked.clear()
        assert collect(workspace, source, "", late, QUIET, at_any_hour=True).complete
        assert {f"http://{HOST}{path}" for path in manual.asked}.isdisjoint(kept)


def _dated(day: str) -> str:
    rows = (("1.1", "Visits", "p_visits.html"), ("1.2", "Fees", "p_fees.html"), ("1.3", "Records", "p_records.html"))
    listed = "".join(
        f'<tr><td>{number}</td><td><a href="{file}">{title}</a></td><td>{day}</td></tr>' for number, title, file in rows
    )
    return (
        "<!doctype html><html><head><title>Contents</title></head><body><div id='content'><h1>Contents</h1>"
        f"<h2>1. All Children</h2><table>{listed}</table></div></body></html>"
    )


def test_a_chapter_with_the_same_date_is_not_asked_for_between_full_checks(workspace: Workspace) -> None:
    """It is recorded so, stays part of the manual, and when it was last seen is not moved by it; a week on it is asked
    for again, and so is one whose date has changed."""
    with ServedManual(small_manual() | {"/contents.html": _dated("1 February 2024")}) as manual:
        source = replace(manual.source(), full_check_every=timedelta(days=7))
        collected(workspace, source)
        with workspace.store() as store:
            assert {one.stated_on for one in store.listings(1)} == {date(2024, 2, 1)}
        manual.asked.clear()
        manual.pages |= small_manual(days=5)
        manual.pages["/contents.html"] = _dated("1 February 2024")
        came = collected(workspace, source, MARCH + timedelta(days=6))
        assert manual.asked == ["/contents.html"]
        assert (came.complete, came.counts[Outcome.DATED]) == (True, 3)
        with workspace.store() as store:
            for chapter in store.chapters():
                assert (chapter.withdrawn_at, store.versions(chapter.id)[-1].last_seen) == (None, MARCH)
                assert [look.outcome for look in store.looks(chapter.id)] == [Outcome.NEW, Outcome.DATED]
        assert collected(workspace, source, MARCH + timedelta(days=7)).counts[Outcome.DATED] == 0
        assert "/p_visits.html" in manual.asked
        manual.asked.clear()
        manual.pages["/contents.html"] = _dated("8 March 2024")
        assert collected(workspace, source, MARCH + timedelta(days=8)).counts[Outcome.DATED] == 0
    with workspace.store() as store:
        assert len(store.versions(store.chapter("ourmanual", "visits").id)) == 2


def test_an_unchanged_page_is_not_read_for_its_links_again(workspace: Workspace) -> None:
    """Where it leads is known, and is followed all the same; under another declaration it is found anew."""
    with ServedManual(small_manual()) as manual:
        source = manual.source()
        collected(workspace, source)
        with workspace.store() as store:
            standing = store.standing("ourmanual", key_of(source))
            assert all(one.leads is not None for one in standing.values())
            assert len(standing[f"http://{HOST}/contents.html"].leads.follow) == 4  # type: ignore[union-attr]
            other = key_of(replace(source, hosts=("files.example",)))
            assert {one.leads for one in store.standing("ourmanual", other).values()} == {None}
        assert collected(workspace, source, MARCH + timedelta(days=1)).counts[Outcome.NOT_MODIFIED] == 5
