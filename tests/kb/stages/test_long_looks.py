"""A live collection takes its time: the log is read first, and an hour may pass until the last chapter is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.sources import Source
from kb.history import histories
from kb.model import Decision, FindingKind, Page, PageRole, RunKind
from kb.progress import Progress
from kb.promises import PledgeKind, pledges
from kb.stages.changed import steps
from kb.stages.comparing import Compared, compare
from kb.stages.extracting import extract
from kb.store import Store
from site_builder.places import Places
from tests.facts import SOURCE, moment
from tests.served import HOST, chapter_page, contents_page, log_page

MARCH, OCTOBER = "2020-03-16", "2020-10-12"
MANUAL = Source(SOURCE, "Our manual", contents=(f"http://{HOST}/contents.html",))
TITLES = ("Visits", "Fees", "Records", "Reviews")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with nothing in it."""
    made = Store.open(tmp_path / "kb.sqlite3")
    yield made
    made.close()


def collected(store: Store, day: str, log: str, days: dict[str, int], late: bool) -> None:
    """A collection of a page a minute, then read; `late` has the log come last."""
    rows = [(f"1.{place}", title, f"p_{title.lower()}.html") for place, title in enumerate(TITLES, start=1)]
    chapters = [
        (
            f"/p_{title.lower()}.html",
            PageRole.CHAPTER,
            chapter_page(title, f"Duty: The child must be seen within {days[title]} days of the referral."),
        )
        for title in TITLES
    ]
    contents, amended = ("/contents.html", PageRole.CONTENTS, contents_page(*rows)), ("/log.html", PageRole.LOG, log)
    pages = [contents, *chapters, amended] if late else [contents, amended, *chapters]
    at = moment(day)
    run = store.start_run(SOURCE, RunKind.COLLECT, at)
    for path, role, html in pages:
        at += MINUTE
        store.keep_page(run.id, Page(SOURCE, f"http://{HOST}{path}", at, html.encode()), role)
    store.finish_run(run.id, at + MINUTE, complete=True)
    extract(store, MANUAL, Progress(quiet=True))


def twice(store: Store, late: bool) -> Compared:
    """Two collections; Visits and Fees change between them, and the log speaks of Visits and Records."""
    before = dict.fromkeys(TITLES, 7)
    collected(store, MARCH, log_page("March 2020", ("Visits", "This chapter was refreshed.")), before, late)
    after = {**before, "Visits": 5, "Fees": 3}
    log = log_page("October 2020", ("Visits", "The limit was changed."), ("Records", "This chapter was updated."))
    collected(store, OCTOBER, log, after, late)
    return compare(store, SOURCE)


@pytest.mark.parametrize("late", [False, True], ids=["log first", "log last"])
def test_log_and_text_of_one_look_belong_together(store: Store, late: bool) -> None:
    """Whatever was asked for first: what came before our time is not judged, and nothing is missed."""
    compared = twice(store, late)
    found = {(one.edition_label, one.title, one.kind) for one in compared.findings}
    assert found == {
        ("October 2020", "Visits", FindingKind.ANNOUNCED),
        ("October 2020", "Records", FindingKind.UNSEEN),
        ("October 2020", "Fees", FindingKind.SILENT),
    }


@pytest.mark.parametrize("late", [False, True], ids=["log first", "log last"])
def test_the_first_look_brings_nothing_new(store: Store, late: bool) -> None:
    """A chapter read an hour after the first one did not appear meanwhile."""
    before = dict.fromkeys(TITLES, 7)
    collected(store, MARCH, log_page("March 2020", ("Visits", "This chapter was refreshed.")), before, late)
    compared = compare(store, SOURCE)
    assert compared.findings == ()
    assert {item.title for item in compared.reading} <= {"Visits"}  # by the words of the log alone
    assert list(steps(compared, "Our manual", Places())) == []


def test_the_steps_of_a_long_look_are_those_of_its_day(store: Store) -> None:
    """What the search over changes takes is what differs between looks."""
    compared = twice(store, late=False)
    assert [(step.title, step.until) for step in steps(compared, "", Places())] == [
        ("Visits", OCTOBER),
        ("Fees", OCTOBER),
    ]


def test_a_promise_is_held_against_editions_of_its_look(store: Store) -> None:
    """The edition that stands beside a promise is not the one it promised."""
    log = log_page("March 2020", ("Visits", "This chapter was refreshed.")).replace(
        "<h2>March", "<p>Next update: October 2020</p><h2>March"
    )
    collected(store, MARCH, log, dict.fromkeys(TITLES, 7), late=True)
    known, editions = histories(store, SOURCE), store.editions(SOURCE)
    (pledge,) = pledges(known, editions, store.promises(SOURCE), moment("2021-01-01").date())
    assert (pledge.kind, pledge.due) == (PledgeKind.UPDATE_OVERDUE, "2020-10")


def test_what_was_rejected_is_no_look(store: Store) -> None:
    """It stretches no span."""
    twice(store, late=False)
    before = histories(store, SOURCE)[0].looks
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-01"))
    store.finish_run(run.id, moment("2020-12-01"), complete=True)
    store.hold_run(run.id, ["9 of 10 chapters changed"], moment("2020-12-01"))
    store.decide([run.id], Decision.REJECTED, moment("2020-12-02"))
    assert histories(store, SOURCE)[0].looks == before
