"""Handouts: the same items as CSV, workbook and page; text stays text, and the same items give the same bytes."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kb.handouts import Handout, as_csv, as_page, as_workbook, handout
from kb.model import FindingKind, Level, ReadingItem
from tests.site_builder.pages import Outline

HOSTILE = ("=HYPERLINK(A1)", "+44 1632", "-1", "@SUM(A1)", "\tx", "a\x07b <script>alert(1)</script> & “c”")


def item(title: str = "Visits", level: Level = Level.MUST, **fields: object) -> ReadingItem:
    """An item of October 2020."""
    made: dict[str, object] = {
        "chapter_id": 1,
        "slug": "visits",
        "title": title,
        "level": level,
        "reasons": ("the log: skim (“refreshed”)", "raised: time limit 7 → 5 working days"),
        "sections": (("2", "First visit"), ("", "SCOPE OF THIS CHAPTER")),
        "minutes": 2,
        "since": date(2020, 10, 1),
        "edition_label": "October 2020",
        "amendment_id": 7,
        "finding": FindingKind.ANNOUNCED,
        "look_for": "Section 2: time limit 7 → 5 working days.",
        "also": (("3", "Money"),),
        "said": "This chapter has been refreshed.",
        "editions": ("October 2020",),
        "audiences": ("Fostering team", "Duty"),
        "source": "fiction",
        "stated": "2020-10",
    }
    return ReadingItem(**{**made, **fields})  # type: ignore[arg-type]


def sheet(*items: ReadingItem) -> Handout:
    """A handout at 200 words a minute."""
    return handout(items, "What to read again", "Fostering team", 200)


def rows_of(made: bytes) -> list[list[str]]:
    """A CSV as any reader has it."""
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def test_a_csv_has_every_field() -> None:
    """A row an item: ISO dates, sections by name, reasons as sentences; a mark at the start tells Excel it is UTF-8."""
    made = as_csv(sheet(item()))
    heads, row = rows_of(made)
    assert made.startswith(b"\xef\xbb\xbf")
    assert dict(zip(heads, row, strict=True)) == {
        "Level": "Must read",
        "Chapter": "Visits",
        "Edition": "October 2020",
        "Since": "2020-10",
        "What to look for": "Section 2: time limit 7 → 5 working days.",
        "Sections to read": "2 First visit; Scope of this chapter",
        "Minutes": "2",
        "Why": "By the log’s words (“refreshed”): skim. Raised: time limit 7 → 5 working days.",
        "What the log says": "This chapter has been refreshed.",
        "Also changed, no need to read again": "3 Money",
        "Log and text": "Announced and seen",
        "Audience": "Fostering team, Duty",
        "Manual": "fiction",
    }


def test_what_needs_no_reading_stands_behind_and_is_never_left_out() -> None:
    """In whatever order the items come."""
    made = sheet(item("Contacts", Level.INFO), item("Fax", Level.NONE, minutes=0), item("Visits"))
    assert [row[1] for row in rows_of(as_csv(made))] == ["Chapter", "Visits", "Contacts", "Fax"]
    assert made.minutes == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula(text: str) -> None:
    """A title or sentence of a log that looks like a formula stays text, in each format."""
    made = sheet(item(text, look_for=text))
    title = rows_of(as_csv(made))[1][1]
    assert title in {text, f"'{text}"} and not title.startswith(("=", "+", "-", "@", "\t"))
    cell = load_workbook(io.BytesIO(as_workbook(made)))["Reading list"]["B2"]
    assert (cell.data_type, cell.value) == ("s", text.replace("\x07", ""))
    page = as_page(made).decode()
    assert "<script" not in page and Outline(page).faults == []


def workbook(*items: ReadingItem) -> tuple[Worksheet, Worksheet]:
    """The two sheets of a workbook."""
    book = load_workbook(io.BytesIO(as_workbook(sheet(*items))))
    return book["Reading list"], book["Sign-off sheet"]


def test_a_workbook_can_be_sorted_filtered_and_printed() -> None:
    """Typed dates and numbers, a head that stays, a filter over all rows, wrapped cells, one page wide."""
    listed, _ = workbook(item(), item("Contacts", Level.INFO))
    assert (listed["D2"].value, listed["D2"].number_format) == (datetime(2020, 10, 1), "mmmm yyyy")  # noqa: DTZ001
    assert listed["G2"].value == 2
    assert (listed.freeze_panes, listed.auto_filter.ref) == ("C2", "A1:M3")
    assert listed["E2"].alignment.wrap_text is True
    assert listed.column_dimensions["E"].width == 60
    assert (listed.page_setup.orientation, listed.page_setup.fitToWidth, listed.print_title_rows) == (
        "landscape",
        1,
        "$1:$1",
    )


@pytest.mark.parametrize(
    ("stated", "since", "in_csv", "in_excel"),
    [
        ("2021-10", date(2021, 10, 1), "2021-10", "mmmm yyyy"),
        ("2021-10-01", date(2021, 10, 1), "2021-10-01", "d mmm yyyy"),
        ("2021-10-11", date(2021, 10, 11), "2021-10-11", "d mmm yyyy"),
    ],
)
def test_no_day_is_invented_for_a_month(stated: str, since: date, in_csv: str, in_excel: str) -> None:
    """An edition that is dated to the month shows the month; one that is dated to the first of it shows that day."""
    one = item(stated=stated, since=since)
    assert rows_of(as_csv(sheet(one)))[1][3] == in_csv
    cell = workbook(one)[0]["D2"]
    assert isinstance(cell.value, datetime)
    assert (cell.value.date(), cell.number_format) == (since, in_excel)


def test_the_second_sheet_is_to_be_signed() -> None:
    """What asks to be read, with room for name, date, signature and the manager's check."""
    _, signed = workbook(item(), item("Contacts", Level.INFO), item("Fees", look_for=""))
    assert [[cell.value or "" for cell in row] for row in signed.iter_rows()] == [
        ["Chapter", "Edition", "What changed", "Name", "Date read", "Signature", "Manager’s check"],
        ["Visits", "October 2020", "Section 2: time limit 7 → 5 working days.", "", "", "", ""],
        ["Fees", "October 2020", "This chapter has been refreshed.", "", "", "", ""],
    ]
    assert (signed.row_dimensions[2].height or 0) >= 42


def test_the_page_needs_nothing_else() -> None:
    """One file: no script, no address outside it; it says the pace and has a table to sign."""
    text = as_page(sheet(item(), item("Contacts", Level.INFO))).decode()
    page = Outline(text)
    assert (page.assets, page.links, page.faults) == ([], [], [])
    assert "http" not in text and "url(" not in text
    assert "about 2 min at 200 words a minute; 1 more changed" in text
    assert (page.tables, page.captions, page.headings[:3]) == (1, 1, [1, 2, 3])


def test_an_empty_list_is_a_handout_too() -> None:
    """It says that nothing asks to be read, in each format."""
    assert b"Nothing asks to be read again." in as_page(sheet())
    assert len(rows_of(as_csv(sheet()))) == 1
    assert [sheet.max_row for sheet in workbook()] == [1, 1]


@pytest.mark.parametrize("write", [as_csv, as_page, as_workbook])
def test_the_same_items_give_the_same_bytes(write: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the time of day: no format states when it was written."""
    import time

    assert callable(write)
    first = write(sheet(item()))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2033, 5, 18, 3, 33, 20, 2, 138, 0)))
    assert write(sheet(item())) == first
