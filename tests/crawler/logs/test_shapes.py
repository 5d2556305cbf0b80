"""Each shape of log and each of its defects, on small examples."""

from __future__ import annotations

import pytest

from crawler.logs import log_as_json, read_log, read_log_text
from kb.errors import ExtractError
from tests.crawler.logs.builders import entries, only, page

TABLE_WITH_YEARS = """View Guidance View Guidance


May 2021

Updated Chapters
Chapter Name Details
Assessment This chapter has been updated.
Court Work A link to the form has been added - other links have been updated.
New Chapters
Chapter Name Details
Pets Policy This chapter contains rules on pets.
Removed Chapters
  • Old Transport Policy.

Next update: November 2021


2020 Amendments

2019 Amendments
"""

SHARED_AND_LOCAL = """November 2022
Shared Information
Updated Chapters (all four authorities) | |
Chapter Title | Details |
Bruising |
This chapter has been refreshed. |
Local Information
New Chapters and Features (Northshire only) | |
Chapter Title | Details |
Local Offer |
This chapter has been added to the manual. |
Next Update: May 2023 |
Archive - Shared
May 2022
Updated Chapters | |
Chapter Title | Details |
Assessments |
In Section 1, Scope a paragraph has been added. |
"""

DATED_ROWS = """Amendments

Everything below is for reference.
ChapterDetailsDate
Neglect: Guidance

Full update

26-02-2024
Bullying: Guidance

Added a paragraph on group chats.

+

Updated links.

21-01-2024
Bullying: Guidance

Removal of 'old board'.

21-01-2024
Missing: Procedure

Corrected a typo
"""

LONDON = """Metropolis Procedures Powered by tri.x Powered by tri.x

Amendments and Archives

12th May 2021


Part A amendments:


Part B amendments:


  • Roles and Tasks– This chapter has been revised to reflect guidance for agencies on vetting.
  • Visiting Prisons - This chapter has been reviewed.

Next Update: 1st October 2021

2020 Amendments
"""


def test_table_with_year_links() -> None:
    """Shape A: one edition in three groups, a promise, and links to the years before."""
    log = read_log_text(TABLE_WITH_YEARS)
    (edition,) = log.editions
    assert [(a.title, a.kind.value, a.level.value) for a in edition.amendments] == [
        ("Assessment", "updated", "skim"),
        ("Court Work", "updated", "info"),
        ("Pets Policy", "new", "must"),
        ("Old Transport Policy", "removed", "none"),
    ]
    assert (edition.date, log.next_update) == ("2021-05", "2021-11")
    assert [link.text for link in log.archive_links] == ["2020 Amendments", "2019 Amendments"]
    assert all(amendment.complete for amendment in edition.amendments)


def test_shared_and_local() -> None:
    """Shape D: one month holds a shared and a local edition; a scope above the archive holds for its months."""
    log = read_log_text(SHARED_AND_LOCAL)
    assert [(edition.date, edition.scope, len(edition.amendments)) for edition in log.editions] == [
        ("2022-11", "shared", 1),
        ("2022-11", "Northshire", 1),
        ("2022-05", "shared", 1),
    ]
    assert log.next_update == "2023-05"


def test_dated_rows() -> None:
    """Shape F: one edition a date; the row that lost its date stands under the last one and is not complete."""
    log = read_log_text(DATED_ROWS)
    assert entries(log) == [
        ("2024-02-26", [("Neglect: Guidance", "Full update")]),
        (
            "2024-01-21",
            [
                ("Bullying: Guidance", "Added a paragraph on group chats. + Updated links."),
                ("Bullying: Guidance", "Removal of 'old board'."),
                ("Missing: Procedure", "Corrected a typo"),
            ],
        ),
    ]
    assert [a.complete for a in log.editions[1].amendments] == [True, True, False]


def test_dated_rows_without_titles() -> None:
    """Where a blank line stands under each date, the titles are lost, however long the details are."""
    log = read_log_text(
        "Shared Board Amendments\n\nChapterDetailsDate\n\nUnder review\n\n02-09-2019\n\nLinks.\n\nMore.\n\n01-09-2019\n"
    )
    assert entries(log) == [("2019-09-02", [(None, "Under review")]), ("2019-09-01", [(None, "Links. More.")])]
    assert {edition.scope for edition in log.editions} == {"shared"}


def test_london() -> None:
    """Shape E: a dated edition of bullets, each with its title before a dash."""
    log = read_log_text(LONDON)
    assert entries(log) == [
        (
            "2021-05-12",
            [
                ("Roles and Tasks", "This chapter has been revised to reflect guidance for agencies on vetting."),
                ("Visiting Prisons", "This chapter has been reviewed."),
            ],
        )
    ]
    assert (log.next_update, [link.text for link in log.archive_links]) == ("2021-10-01", ["2020 Amendments"])


def test_front_page_prose() -> None:
    """Shape G: a sentence that names several chapters gives an entry for each."""
    log = read_log_text(
        "April 2024\n\nPG7 Sleep, PG9 Dental Care and PG12 Pets have all been replaced with new practice guidance.\n\n"
        "Two new chapters, Digital Life and Vaping, have been added.\n"
    )
    (edition,) = log.editions
    assert [(a.title, a.kind.value, a.level.value) for a in edition.amendments] == [
        ("PG7 Sleep", "updated", "must"),
        ("PG9 Dental Care", "updated", "must"),
        ("PG12 Pets", "updated", "must"),
        ("Digital Life", "new", "must"),
        ("Vaping", "new", "must"),
    ]


def test_paragraphs_and_bullets_of_a_detail() -> None:
    """A detail of several paragraphs and bullets stays one entry; the next row begins right below it."""
    log = read_log_text(
        "May 2021\n\nUpdated Chapters\nChapter Name Details\nCapacity and Consent\n\n"
        "Information has been added (see new Section 6, Standards).\n\nThree things changed:\n\n"
        "  • Who decides;\n  • Who writes it down.\n\nPlease re-reference.\n"
        "Court Work\n\nThis chapter was amended.\n"
    )
    assert entries(log) == [
        (
            "2021-05",
            [
                (
                    "Capacity and Consent",
                    "Information has been added (see new Section 6, Standards). Three things changed: Who decides; "
                    "Who writes it down. Please re-reference.",
                ),
                ("Court Work", "This chapter was amended."),
            ],
        )
    ]


@pytest.mark.parametrize(
    ("heading", "date"),
    [
        ("Juily 2024", "2024-07"),
        ("Febuary 2022", "2022-02"),
        ("Sept 2019", "2019-09"),
        ("October 2024 Amendments", "2024-10"),
        ("Amendments - March 2021", "2021-03"),
        ("1st April 2020", "2020-04-01"),
        ("Friday 3 May 2019:", "2019-05-03"),
        ("14/06/2018", "2018-06-14"),
        ("March/April 2023", "2023-04"),
    ],
)
def test_heading_of_an_edition(heading: str, date: str) -> None:
    """Months and days are known as headings however they are printed or misspelt."""
    log = read_log_text(
        f"{heading}\n\nUpdated Chapters\nChapter Name Details\nCourt Work This chapter was refreshed.\n"
    )
    assert [edition.date for edition in log.editions] == [date]


def test_month_below_its_year() -> None:
    """Months may stand under a year, with or without it themselves; a month without entries is an edition too."""
    log = read_log_text(
        "Amendments\n\n2023\n\nOctober\n\nPets\n\nThis chapter was refreshed.\n\nMay 2023\n\n2022\n\nMay\n"
    )
    assert [(edition.date, len(edition.amendments)) for edition in log.editions] == [
        ("2023-10", 1),
        ("2023-05", 0),
        ("2022-05", 0),
    ]


def test_month_and_group_in_one_line() -> None:
    """A month may stand in the line of its group, and stays one edition over its groups."""
    log = read_log_text(
        "Updated Chapters - May 2021\nChapter Name Details\nPets This chapter was refreshed.\n"
        "New Chapters - May 2021\nChapter Name Details\nBeds This chapter has been added.\n"
    )
    assert [(e.date, [(a.title, a.kind.value) for a in e.amendments]) for e in log.editions] == [
        ("2021-05", [("Pets", "updated"), ("Beds", "new")])
    ]


def test_cells_parted_by_tabs() -> None:
    """A tab between cells is taken for what it is."""
    log = read_log_text("May 2021\n\nUpdated Chapters\nChapter Name\tDetails\nCourt Work\tTemplate B was added.\n")
    assert entries(log) == [("2021-05", [("Court Work", "Template B was added.")])]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Next update: March 2022", "2022-03"),
        ("The next scheduled update is due on 4th April 2022.", "2022-04-04"),
        ("The manual is updated twice a year. The next update will be in October 2022.", "2022-10"),
        ("Next update: to be confirmed", None),
    ],
)
def test_next_update(line: str, date: str | None) -> None:
    """A promised next update is known however it is worded."""
    assert read_log_text(f"{line}\n\nMay 2021\n\nPets\n\nThis chapter was refreshed.\n").next_update == date


def test_caption_is_no_heading() -> None:
    """A caption that repeats the month, even a wrong one, opens no edition; without a heading it does."""
    table = "Updated Chapters\nChapter Name Details\nPets This chapter was refreshed.\n"
    under = read_log_text(f"October 2024\n\nCaption: April 2024 Amendments\n{table}")
    alone = read_log_text(f"Caption: April 2024 Amendments\n{table}")
    assert [[e.label for e in log.editions] for log in (under, alone)] == [["October 2024"], ["April 2024"]]


def test_wrong_heading() -> None:
    """A chapter that is only described, under "Updated Chapters", was not there before."""
    log = read_log_text(
        "May 2021\nUpdated Chapters | |\nChapter Name | Details |\nThis chapter explains how to book a room. |\n"
    )
    assert (only(log).title, only(log).kind.value, only(log).level.value) == (None, "new", "must")


def test_same_chapter_twice() -> None:
    """A chapter named twice in one edition gives two entries."""
    row = "Pets This chapter was refreshed.\n"
    log = read_log_text(f"May 2021\n\nUpdated Chapters\nChapter Name Details\n{row}{row}")
    assert [a.title for a in log.editions[0].amendments] == ["Pets", "Pets"]


@pytest.mark.parametrize(
    ("end", "title", "detail"),
    [
        ("Court Work This chapter has been upd", "Court Work", "This chapter has been upd"),
        ("Court Wor", "Court Wor", ""),
        ("Court Work A link", "Court Work", "A link"),
    ],
)
def test_cut_off(end: str, title: str, detail: str) -> None:
    """Where the text breaks off, the last entry is kept as far as it goes and marked."""
    log = read_log_text(f"May 2021\n\nUpdated Chapters\nChapter Name Details\nPets This chapter was refreshed.\n{end}")
    first, last = log.editions[0].amendments
    assert (first.complete, last.title, last.detail, last.complete) == (True, title, detail, False)


def test_furniture_between() -> None:
    """Furniture above, between and below entries belongs to none of them."""
    log = read_log_text(
        "Skip to content\nCompany Logo\n\nAmendments\n\nMay 2023\n\nPets\n\nThis chapter was refreshed in May 2023.\n\n"
        "Top of page\n\nCourt Work\n\nThis chapter was added in May 2023.\n\nReport a concern\n\n"
        "Last Updated: April 15, 2024\n\nv12\n\nAbout us\n"
    )
    assert entries(log) == [
        (
            "2023-05",
            [
                ("Pets", "This chapter was refreshed in May 2023."),
                ("Court Work", "This chapter was added in May 2023."),
            ],
        )
    ]


def test_known_titles() -> None:
    """Where no words show the end of a title, the manual's own titles do."""
    text = "May 2021\n\nUpdated Chapters\nChapter Name Details\nCourt Work Template B was added.\n"
    assert only(read_log_text(text)).title is None
    assert only(read_log_text(text, known_titles=("Court", "Court Work"))).title == "Court Work"


def test_plain_text_page() -> None:
    """A page saved as text is read as text."""
    log = read_log(page("May 2021\n\nPets\n\nThis chapter was refreshed.\n", "text/plain"))
    assert entries(log) == [("2021-05", [("Pets", "This chapter was refreshed.")])]


@pytest.mark.parametrize("text", ["", "Amendments\n\nNothing here.", "Contents\n1.1 Introduction\n1.2 Scope"])
def test_no_edition(text: str) -> None:
    """What holds no edition is refused, with what, where and the next step."""
    with pytest.raises(ExtractError, match=r"no edition .* in the text: .* check"):
        read_log_text(text)
    with pytest.raises(ExtractError, match=r"alpha\.example/manual/amendments\.html"):
        read_log(page(f"<html><body><p>{text}</p></body></html>"))


def test_other_media() -> None:
    """A page that is neither HTML nor text is refused."""
    with pytest.raises(ExtractError, match="application/pdf"):
        read_log(page("", "application/pdf"))


def test_json() -> None:
    """The JSON form has the fields of the hand-made readings, and the proof."""
    text = (
        "https://alpha.example/amendments\n\nMay 2021\n\nPets\n\nIn May 2021, Section 2, Dogs was updated.\n\n"
        "Next update: June 2022"
    )
    assert log_as_json(read_log_text(text), "pets.txt") == {
        "file": "pets.txt",
        "editions": [
            {
                "label": "May 2021",
                "date": "2021-05",
                "scope": None,
                "entries": [
                    {
                        "title": "Pets",
                        "kind": "updated",
                        "detail": "In May 2021, Section 2, Dogs was updated.",
                        "sections": ["2"],
                        "level": "section",
                        "complete": True,
                        "proof": ["Section 2"],
                        "url": None,
                        "appendices": [],
                        "citations": [],
                        "links": [],
                    }
                ],
            }
        ],
        "next_update": "2022-06",
        "archive_links": [],
    }
