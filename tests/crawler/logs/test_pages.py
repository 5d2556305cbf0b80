"""Shapes and defects of logs as HTML pages, where the structure says what is title and what is detail."""

from __future__ import annotations

from tests.crawler.logs.builders import entries, log_of_html

SMALL_TABLE = "<table><tr><th>Chapter Name</th><th>Details</th></tr><tr><td>Pets</td><td>Refreshed.</td></tr></table>"


def test_undated_entries_by_their_sentences() -> None:
    """Without any heading of a month, pairs go by the month that each sentence says."""
    log = log_of_html("<table><tr><td>Pets</td><td>In May 2023, this chapter was refreshed.</td></tr></table>")
    assert entries(log) == [("2023-05", [("Pets", "In May 2023, this chapter was refreshed.")])]


def test_page_with_groups() -> None:
    """In a page the cells say what is title and detail, whatever the words look like, and links are kept."""
    log = log_of_html(
        "<h1>Amendments</h1><h2>May 2021</h2><table><caption>May 2021</caption>"
        "<tr><th>Updated Chapters</th><th></th></tr>"
        "<tr><td>Chapter Name</td><td>Details</td></tr>"
        "<tr><td><a href='p_pets.html'>This is My Room</a></td><td><p>Pets only.</p><ul><li>Cats</li></ul></td></tr>"
        "<tr><td></td><td>See <a href='p_other.html'>another chapter</a>. This one was refreshed.</td></tr></table>"
        "<h3>Removed Chapters</h3><ul><li><a href='p_old.html'>Old Policy</a>.</li></ul>"
        "<p>Next update: November 2021</p><p><a href='amend_2020.html'>2020 Amendments</a></p><p>Contact us</p>"
    )
    (edition,) = log.editions
    assert [(a.title, a.detail, a.kind.value, a.url) for a in edition.amendments] == [
        ("This is My Room", "Pets only. Cats", "updated", "https://alpha.example/manual/p_pets.html"),
        (None, "See another chapter. This one was refreshed.", "updated", None),
        ("Old Policy", "", "removed", "https://alpha.example/manual/p_old.html"),
    ]
    (archive,) = log.archive_links
    assert (log.next_update, archive.url) == ("2021-11", "https://alpha.example/manual/amend_2020.html")


def test_page_in_a_layout_table() -> None:
    """A page framed by a table is read like one without it."""
    inner = f"<h2>May 2021</h2>{SMALL_TABLE}"
    log = log_of_html(f"<table><tr><td><a href='/'>Home</a></td><td>{inner}</td></tr></table>")
    assert entries(log) == [("2021-05", [("Pets", "Refreshed.")])]


def test_page_of_dated_rows() -> None:
    """Shape F as a page: the last column is the date, a partner's own table has its name for a scope."""
    head = "<tr><th>Chapter</th><th>Details</th><th>Date</th></tr>"
    log = log_of_html(
        f"<h2>Shared Board Amendments</h2>"
        f"<table>{head}<tr><td>A</td><td>Updated links</td><td>26-02-2024</td></tr></table>"
        f"<h2>Northshire Amendments</h2><table>{head}<tr><td></td><td>Full update</td><td>26-02-2024</td></tr></table>"
    )
    assert [(e.date, e.scope, [a.title for a in e.amendments]) for e in log.editions] == [
        ("2024-02-26", "shared", ["A"]),
        ("2024-02-26", "Northshire", [None]),
    ]


def test_page_with_partners() -> None:
    """Headings above months that are neither months nor groups are the partners of a shared manual."""
    table = f"<h3>May 2021</h3>{SMALL_TABLE}"
    log = log_of_html(f"<main><h2>Eastshire</h2>{table}<h2>Westshire</h2>{table}</main>")
    assert [(edition.date, edition.scope) for edition in log.editions] == [
        ("2021-05", "Eastshire"),
        ("2021-05", "Westshire"),
    ]


def test_older_logs_linked_in_a_list() -> None:
    """Links to year archives are no entries, also where they stand in a list."""
    text = (
        "<h1>Amendments</h1><h2>March 2020</h2><h3>Removed Chapters</h3><ul><li>Sending Faxes.</li></ul>"
        "<p>Next update: October 2020</p>"
        "<ul><li><a href='2019_amendments.html'>2019 Amendments</a></li>"
        "<li><a href='old.html'>2018 Amendments</a></li></ul>"
        "<p><a href='amendments.html'>Latest amendments</a></p>"
    )
    log = log_of_html(text)
    assert [entry.title for entry in log.editions[0].amendments] == ["Sending Faxes"]
    assert [(link.text, (link.url or "").rpartition("/")[2]) for link in log.archive_links] == [
        ("2019 Amendments", "2019_amendments.html"),
        ("2018 Amendments", "old.html"),
    ]


def test_a_container_without_its_title() -> None:
    """Where entries are containers of heading and sentence, one without a heading is an entry that lost its title."""
    text = (
        "<h1>Amendments</h1><h2>2020</h2><h3>October 2020</h3>"
        "<div class=entry><h4>Visits</h4><p>This chapter has been refreshed.</p></div>"
        "<div class=entry><p>This chapter was updated to say who writes the record.</p></div>"
        "<div class=entry><h4>Fees</h4><p>Section 2 was amended.</p></div>"
    )
    entries = log_of_html(text).editions[0].amendments
    assert [(entry.title, entry.detail[:22]) for entry in entries] == [
        ("Visits", "This chapter has been "),
        (None, "This chapter was updat"),
        ("Fees", "Section 2 was amended."),
    ]


def test_why_a_chapter_was_removed() -> None:
    """What stands in brackets behind a removed chapter is the detail, and its link is not the chapter's."""
    text = (
        "<h1>Amendments</h1><h2>March 2021</h2><h3>Removed Chapters</h3><ul>"
        "<li>Faxes (now part of <a href='p_post.html'>Sending Post</a>).</li><li>Allowances (Carers).</li></ul>"
    )
    entries = log_of_html(text).editions[0].amendments
    assert [(entry.title, entry.detail, entry.url) for entry in entries] == [
        ("Faxes", "now part of Sending Post", None),
        ("Allowances (Carers)", "", None),
    ]
