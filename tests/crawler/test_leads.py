"""When a date on the contents page is reason enough not to ask, on both sides of every condition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.leads import key_of, stands_by_date
from crawler.sources import Selectors, Source
from kb.model import Lead, PageRole, Standing
from tests.facts import moment

URL = "http://manual.example/p_visits.html"
LEAD = Lead(URL, PageRole.CHAPTER, date(2024, 2, 1))
STANDING = Standing(1, PageRole.CHAPTER, URL, "00", '"1"', None, moment("2024-03-01"), listed_on=date(2024, 2, 1))
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("lead", "standing", "today", "every", "expected"),
    [
        (LEAD, STANDING, "2024-03-04", WEEK, True),
        (LEAD, STANDING, "2024-03-07", WEEK, True),
        (LEAD, STANDING, "2024-03-08", WEEK, False),
        (LEAD, STANDING, "2024-02-29", WEEK, False),
        (LEAD, STANDING, "2024-03-04", timedelta(0), False),
        (replace(LEAD, stated_on=date(2024, 2, 2)), STANDING, "2024-03-04", WEEK, False),
        (replace(LEAD, stated_on=None), replace(STANDING, listed_on=None), "2024-03-04", WEEK, False),
        (LEAD, replace(STANDING, listed_on=None), "2024-03-04", WEEK, False),
        (LEAD, replace(STANDING, is_sound=False), "2024-03-04", WEEK, False),
        (replace(LEAD, role=PageRole.DOCUMENT), STANDING, "2024-03-04", WEEK, False),
        # Amended again on the day on which it was asked for, it would state the same date.
        (
            replace(LEAD, stated_on=date(2024, 3, 1)),
            replace(STANDING, listed_on=date(2024, 3, 1)),
            "2024-03-04",
            WEEK,
            False,
        ),
    ],
)
def test_a_chapter_is_skipped_only_where_its_date_proves_enough(
    lead: Lead, standing: Standing, today: str, every: timedelta, expected: bool
) -> None:
    """The same date as when it was really asked for, not long ago, nothing wrong, and not dated that very day."""
    assert stands_by_date(lead, standing, moment(today), every) is expected


def test_what_a_page_leads_to_depends_on_the_declaration() -> None:
    """Another host, layout or selector, and no page's leads are taken over; a title changes nothing."""
    source = Source("birch", "Birch", contents=("http://birch.example/",))
    others = (
        replace(source, hosts=("files.birch.example",)),
        replace(source, layout="generic"),
        replace(source, selectors=Selectors(contents_links="nav a")),
    )
    assert key_of(replace(source, title="Birch Lodge")) == key_of(source)
    assert key_of(source) not in {key_of(other) for other in others}
