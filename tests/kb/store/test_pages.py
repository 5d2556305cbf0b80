"""Pages: kept once, found again, checked for little."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.errors import Fault, StoreError
from kb.model import Check, Outcome, PageRole, RunKind
from kb.store import Store
from tests.facts import SOURCE, kept_page, moment, page


def test_a_page_comes_back_as_it_was_received(store: Store) -> None:
    """Bytes, headers and times survive."""
    kept_page(store, page("<h1>Visits</h1>\r\n\x00"))
    assert store.latest_page(SOURCE, "http://manual.example/p_visits.html") == page("<h1>Visits</h1>\r\n\x00")


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    """A second collection of an unchanged page adds a check and nothing else."""
    kept_page(store, page())
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-17"))
    assert store.keep_page(run.id, page(day="2020-03-17"), PageRole.CHAPTER) is Outcome.SAME
    assert store.page_count(SOURCE) == 1


def test_a_page_that_returns_to_earlier_bytes_is_the_latest(store: Store) -> None:
    """After A, B, A the page that stands there is A, and the third collection says it is new against B."""
    first, second = page("<p>A</p>", "2020-03-16"), page("<p>B</p>", "2020-03-17")
    kept_page(store, first)
    kept_page(store, second)
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-18"))
    assert store.keep_page(run.id, page("<p>A</p>", "2020-03-18"), PageRole.CHAPTER) is Outcome.NEW
    latest = store.latest_page(SOURCE, first.url)
    assert latest is not None
    assert latest.body == first.body


def test_a_run_keeps_an_address_once(store: Store) -> None:
    """A resumed run that meets an address again leaves what it kept."""
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-16"))
    store.keep_page(run.id, page("<p>A</p>"), PageRole.CHAPTER)
    store.keep_page(run.id, page("<p>B</p>"), PageRole.CHAPTER)
    assert [check.page_digest for check in store.checks(run.id)] == [page("<p>A</p>").digest]


def test_not_modified_points_at_the_page_that_stands(store: Store) -> None:
    """A 304 is tied to the latest page, and refused where there is none."""
    kept_page(store, page())
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-17"))
    store.record_check(Check(run.id, page().url, PageRole.CHAPTER, moment("2020-03-17"), Outcome.NOT_MODIFIED))
    assert store.checks(run.id)[0].page_digest == page().digest
    with pytest.raises(StoreError, match="no page of it is kept"):
        store.record_check(
            Check(run.id, "http://manual.example/x", PageRole.CHAPTER, moment("2020-03-17"), Outcome.NOT_MODIFIED)
        )


def test_only_finished_runs_are_read(store: Store) -> None:
    """What a cut-off run brought waits until that run has been resumed and finished."""
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-16"))
    store.keep_page(run.id, page(), PageRole.CHAPTER)
    assert store.unread_checks(SOURCE) == ()
    assert store.unfinished_run(SOURCE, RunKind.COLLECT) == run
    store.finish_run(run.id, moment("2020-03-16"), complete=True)
    assert [check.url for check, _ in store.unread_checks(SOURCE)] == [page().url]
    store.mark_read(run.id, [page().url], rules=1)
    assert store.unread_checks(SOURCE) == ()


def test_a_problem_closes_itself(store: Store) -> None:
    """A page that is good again has no problem any more; one that is still bad has one problem, not two."""
    url = page().url
    store.note_problem(SOURCE, url, Fault.SERVER_ERROR, "the server answered 500", moment("2020-03-16"))
    store.note_problem(SOURCE, url, Fault.TIMEOUT, "no answer in time", moment("2020-03-17"))
    store.note_problem(SOURCE, url, Fault.SERVER_ERROR, "told late", moment("2020-03-15"))
    (problem,) = store.problems(SOURCE)
    assert (problem.fault, problem.message) == (Fault.TIMEOUT, "no answer in time")
    assert (problem.first_seen, problem.last_seen) == (moment("2020-03-15"), moment("2020-03-17"))
    store.close_problem(SOURCE, url, moment("2020-03-16"))
    assert store.problems(SOURCE) == (problem,)  # that it was good before is no news of today
    store.close_problem(SOURCE, url, moment("2020-03-18"))
    assert store.problems(SOURCE, closed=True) == (replace(problem, closed_at=moment("2020-03-18")),)
    assert store.problems(SOURCE) == ()
