"""Editions printed in any form that logs are found in are read back as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crawler.logs import marks, read_log_text
from kb.model import Amendment, AmendmentLog
from kb.text import normalised as plain
from tests.crawler.logs.builders import (
    Month,
    barred_text,
    cell_text,
    entries,
    fenced_text,
    flat_text,
    log_of_html,
    paired_page,
    paired_text,
    table_page,
)

TITLES = (
    "Contacts and Referrals",
    "Child Protection Enquiries (Section 47)",
    "Section 7 and Section 37 Reports",
    "Adopt Riverside – Statement of Purpose",
    "The Right Help: Threshold Guidance",
    "Information Sharing",
    "Aftercare under Section 117 of the Mental Health Act 1983",
    "Change of Name of a Looked After Child",
    "Review and Termination of Approval of Foster Carers",
    "Children Aged 0-25 with Special Educational Needs",
    "Care Proceedings and The Public Law Outline",
    "Notifications from Other Local Authorities / Placing Providers",
    "So-Called 'Honour' Based Abuse",
    "Useful Links and Contacts",
)
DETAILS = (
    "This chapter has been refreshed.",
    "This procedure was updated and should be re-read.",
    "Section 4, Visits has been amended to note that every visit is written up.",
    "New Section 3, Records has been added.",
    "A link was added to the tenancy guide. In Further Information, a link was removed.",
    "Links to sources of advice were updated.",
    "Information has been added in relation to pets.",
    "Amendments have been made in line with the revised guidance.",
    "The link to the bus timetable has been revised.",
    "This chapter replaces the former one. It has four parts.",
    "Localised amendments have been made to Section 1, What is Meant.",
    "In Section 2, Scope a paragraph has been added. See also Section 5.",
    "Please re-reference. This chapter was changed throughout.",
)
PAIRED = tuple(
    detail[0].lower() + detail[1:] for detail in DETAILS if not detail.startswith(("Section", "In ", "Please"))
)
MONTHS = ("October 2024", "April 2024", "March 2023", "September 2021", "May 2019")

TEXTS = (flat_text, barred_text, fenced_text, cell_text)
PAGES = (
    table_page,
    paired_page("<li>{title} {detail}</li>", "ul"),
    paired_page("<li>{title}<p>{detail}</p></li>", "ul"),
    paired_page("<dt>{title}</dt><dd>{detail}</dd>", "dl"),
    paired_page("<h3>{title}</h3><p>{detail}</p>"),
    paired_page("<div class='row'><div>{title}</div><div>{detail}</div></div>", "section"),
    paired_page("<p>{title}</p><p>{detail}</p>"),
    paired_page("<p>{title}<br>{detail}</p>"),
)


def months(details: Sequence[str], lost: bool) -> st.SearchStrategy[list[Month]]:
    """Editions, newest first, each with some entries; titles may be lost."""
    titles = st.sampled_from([*TITLES, None] if lost else TITLES)
    rows = st.lists(st.tuples(titles, st.sampled_from(details)), min_size=1, max_size=5)
    return st.lists(rows, min_size=1, max_size=len(MONTHS)).map(
        lambda editions: list(zip(MONTHS, editions, strict=False))
    )


def printed(editions: Sequence[Month]) -> list[tuple[str, list[tuple[str | None, str]]]]:
    """What has to be read back."""
    dates = {"October 2024": "2024-10", "April 2024": "2024-04", "March 2023": "2023-03", "September 2021": "2021-09"}
    return [(dates.get(month, "2019-05"), list(rows)) for month, rows in editions]


@pytest.mark.parametrize("form", TEXTS)
@settings(max_examples=30, deadline=None)
@given(editions=months(DETAILS, lost=True))
def test_text(form: Callable[[Sequence[Month]], str], editions: list[Month]) -> None:
    """Tables saved as text give their editions back, lost titles as lost ones."""
    if form is flat_text:  # without bars only a sentence about the whole chapter shows that a title is missing
        editions = [(month, [(title or "Panels", detail) for title, detail in rows]) for month, rows in editions]
    assert entries(read_log_text(form(editions))) == printed(editions)


@settings(max_examples=30, deadline=None)
@given(editions=months(PAIRED, lost=True))
def test_paired_text(editions: list[Month]) -> None:
    """Titles and sentences under months give their editions back, with a lost title where a gap is left."""
    expected = [
        (date, [(title, f"In {month}, {detail}") for title, detail in rows])
        for (date, rows), (month, _) in zip(printed(editions), editions, strict=True)
    ]
    assert entries(read_log_text(paired_text(editions))) == expected


@pytest.mark.parametrize("form", PAGES)
@settings(max_examples=10, deadline=None)
@given(editions=months(DETAILS, lost=False))
def test_page(form: Callable[[Sequence[Month]], str], editions: list[Month]) -> None:
    """Pages give their editions back, each entry with its link."""
    log = log_of_html(form(editions))
    assert entries(log) == printed(editions)
    assert all(entry.url and entry.url.startswith("https://alpha.example/manual/") for entry in amendments(log))


@pytest.mark.parametrize("form", PAGES[:6])
@settings(max_examples=10, deadline=None)
@given(editions=months(DETAILS[:4], lost=True))
def test_page_with_lost_titles(form: Callable[[Sequence[Month]], str], editions: list[Month]) -> None:
    """An empty title in the markup is a lost one, and takes no link from elsewhere."""
    # A list in which no item has a title is one entry's bullets as well as several entries.
    assume(all(any(title for title, _ in rows) for _, rows in editions))
    log = log_of_html(form(editions))
    assert entries(log) == printed(editions)
    assert all(entry.url is None for entry in amendments(log) if entry.title is None)


@pytest.mark.parametrize("form", [*TEXTS, table_page, PAGES[4]])
def test_thousand_entries(form: Callable[[Sequence[Month]], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of a thousand entries is read whole, and what a line means is worked out once however many passes ask (how
    fast that is, the benchmarks say)."""
    asked: Counter[str] = Counter()

    def normalised(text: str) -> str:
        asked[text] += 1
        return plain(text)

    monkeypatch.setattr(marks, "normalised", normalised)
    rows = [(f"{TITLES[number % len(TITLES)]} {number}", DETAILS[number % len(DETAILS)]) for number in range(1000)]
    text = form([("March 2023", rows)])
    log = log_of_html(text) if text.startswith("<") else read_log_text(text)
    assert len(log.editions[0].amendments) == 1000
    assert asked.total() <= 4 * len(rows)


def amendments(log: AmendmentLog) -> list[Amendment]:
    """All entries of a log."""
    return [amendment for edition in log.editions for amendment in edition.amendments]
