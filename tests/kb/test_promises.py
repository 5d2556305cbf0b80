"""Promises: next updates, review dates and marks, on a day that comes in as an argument."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kb.history import Badge, History
from kb.model import (
    Amendment,
    AmendmentKind,
    Chapter,
    ChapterKind,
    KnownChapter,
    KnownEdition,
    LoggedAmendment,
    Origin,
    Promise,
    Version,
)
from kb.promises import Pledge, pledges
from tests.builders import chapter
from tests.facts import SOURCE, moment

LOG = "http://manual.example/amendments.html"


def history(text: Chapter, chapter_id: int = 1, badge: str = "", title: str = "Visits") -> History:
    """A chapter with one text."""
    seen = moment("2020-03-16")
    version = Version(chapter_id, chapter_id, 1, Origin.FIRST, text.digest, "d", "u", 1, seen, seen, None, title, 9)
    known = KnownChapter(chapter_id, SOURCE, title.lower(), ChapterKind.CHAPTER, title, "u", badge=badge)
    return History(known, (version,), lambda _: text, badges=(Badge(seen, badge),))


def edition(month: str, *chapters: int | None, seen: str = "2020-03-16") -> KnownEdition:
    """An edition whose entries name these chapters."""
    entries = tuple(
        LoggedAmendment(n, SOURCE, month, month, None, n, Amendment("T", AmendmentKind.UPDATED, ""), chapter_id)
        for n, chapter_id in enumerate(chapters, 1)
    )
    return KnownEdition(SOURCE, month, month, None, "d", LOG, moment(seen), entries)


def promise(month: str, seen: str = "2020-03-16") -> Promise:
    """A next update as the log announced it."""
    return Promise(SOURCE, month, LOG, moment(seen))


def told(found: tuple[Pledge, ...]) -> list[tuple[str, str, int | None]]:
    """Kind, due and horizon."""
    return [(one.kind.value, one.due, one.within) for one in found]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2020, 6, 1), []),
        (date(2020, 8, 15), [("update due", "2020-10", 90)]),
        (date(2020, 10, 15), [("update due", "2020-10", 30)]),
        (date(2020, 10, 31), [("update due", "2020-10", 30)]),
        (date(2020, 11, 1), [("update overdue", "2020-10", None)]),
    ],
)
def test_a_next_update_falls_due_and_passes(today: date, expected: list[tuple[str, str, int | None]]) -> None:
    """A promised month passes when it ends; before that it is told 90, 60 and 30 days ahead."""
    assert told(pledges((), (edition("2020-03"),), (promise("2020-10"),), today)) == expected


def test_a_next_update_that_came() -> None:
    """In time it is kept and nothing is said; later than promised it came late, however long ago that is."""
    march, october = edition("2020-03"), edition("2020-10", seen="2020-10-12")
    assert pledges((), (october, march), (promise("2020-10"),), date(2021, 3, 1)) == ()
    (late,) = pledges((), (october, march), (promise("2020-07"),), date(2021, 3, 1))
    assert (late.kind.value, late.shows) == ("update late", "The next edition is that of 2020-10.")


@pytest.mark.parametrize(
    ("today", "kind", "within", "days"),
    [
        (date(2020, 1, 1), None, None, None),
        (date(2020, 4, 2), "review due", 90, 90),
        (date(2020, 5, 2), "review due", 60, 60),
        (date(2020, 6, 1), "review due", 30, 30),
        (date(2020, 7, 1), "review due", 30, 0),
        (date(2020, 7, 3), "review overdue", None, -2),
    ],
)
def test_reviews_fall_due_and_pass(today: date, kind: str | None, within: int | None, days: int | None) -> None:
    """By the date that the chapter prints."""
    text = replace(chapter("1 Scope: All children."), review_due_on=date(2020, 7, 1))
    found = pledges((history(text),), (), (), today)
    assert [(one.kind.value, one.within, one.days) for one in found] == ([(kind, within, days)] if kind else [])


def test_two_next_updates_in_one_manual() -> None:
    """The log's promise and what a chapter says of it; the same month twice is no contradiction."""
    one = history(chapter("1 About: The next scheduled update will be published in October 2026."))
    (found,) = pledges((one,), (), (promise("2026-03"),), date(2025, 1, 1))
    assert found.says == "The amendment log says 2026-03; “Visits” says 2026-10."
    assert pledges((one,), (), (promise("2026-10"),), date(2025, 1, 1)) == ()


def test_marks_and_entries() -> None:
    """A badge without an entry, and an entry without a badge where the manual has badges."""
    text = chapter("1 Scope: All children.")
    marked, named = history(text, 1, "Updated"), history(text, 2, title="Money")
    both = pledges((marked, named), (edition("2020-03", 2),), (), date(2020, 4, 1))
    assert [(one.kind.value, one.title) for one in both] == [
        ("badge without entry", "Visits"),
        ("entry without badge", "Money"),
    ]
    assert pledges((history(text, 1), named), (edition("2020-03", 2),), (), date(2020, 4, 1)) == ()
    (unsure, _) = pledges((marked, named), (edition("2020-03", 2, None),), (), date(2020, 4, 1))
    assert "unless one of 1 entries without a chapter does" in unsure.shows
