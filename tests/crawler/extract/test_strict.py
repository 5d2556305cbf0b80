"""What is refused: a reading that would be wrong is never stored."""

from __future__ import annotations

import pytest

from crawler.extract import read_chapter, read_contents
from crawler.layouts import layout_of, with_selectors
from kb.errors import ExtractError
from tests.crawler.extract.builders import DOCX, URL, WORDS, form_docx, page, pdf

READING = layout_of(URL)
PLAIN = "https://docs.example/file"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<h1>Visits</h1><p>Too little.</p>", "'body'"),
        ("", "'main'"),
        (f"<body>{WORDS}</body>", "no title"),
        (f"<h1>Page not found</h1>{WORDS}", "Page not found"),
        (f"<h1>404 - File or directory not found.</h1>{WORDS}", "404"),
        (f"<title>Log in</title><h1>Welcome back</h1>{WORDS}", "Log in"),
        (f"<h1>Members</h1>{WORDS}<form><input type=password></form>", "password"),
        (f"<title>Just a moment...</title><h1>www.x.example</h1>{WORDS}", "Just a moment"),
        ("<h1>Visits</h1><h2>AMENDMENT</h2>" + WORDS, "fewer than"),
    ],
)
def test_pages_that_are_no_chapter_are_refused(body: str, says: str) -> None:
    """Empty, title-less, error and log-in pages raise an error that names what is wrong and what to do."""
    with pytest.raises(ExtractError, match=says) as raised:
        read_chapter(page(body), READING)
    assert URL in str(raised.value)


def test_a_declared_selector_is_demanded() -> None:
    """Where a source says where its text is, nothing else is read instead."""
    given = page(f"<h1>Visits</h1><div class='text'>{WORDS}</div>")
    assert read_chapter(given, with_selectors(READING, main="div.text")).words == 9
    with pytest.raises(ExtractError, match=r"div\.body"):
        read_chapter(given, with_selectors(READING, main="div.body"))
    with pytest.raises(ExtractError, match="no title"):
        read_chapter(given, with_selectors(READING, title="h2.name"))
    with pytest.raises(ExtractError, match="not a CSS selector"):
        read_chapter(given, with_selectors(READING, remove="div["))


def test_removed_elements_are_not_read() -> None:
    """What a source says to remove is gone from title to foot."""
    given = page(f"<h1>Visits</h1>{WORDS}<div class='ad'>Buy this now.</div>")
    assert read_chapter(given, with_selectors(READING, remove=".ad")).words == 9


@pytest.mark.parametrize(
    ("body", "media_type", "says"),
    [
        (pdf([[]]), "application/pdf", "scan"),
        (b"%PDF-1.4\nnothing more", "application/pdf", "damaged"),
        (b"<h1>Sorry</h1>", "application/pdf", "served as pdf"),
        (b"PK\x03\x04 broken", DOCX, "Word"),
        (form_docx()[:3000], DOCX, "Word"),
        (b"\xd0\xcf\x11\xe0 an old Word file", "application/msword", "application/msword"),
    ],
)
def test_documents_that_cannot_be_read_are_refused(body: bytes, media_type: str, says: str) -> None:
    """Scanned, damaged, mislabelled and foreign files raise an error, not an empty document."""
    with pytest.raises(ExtractError, match=says):
        read_chapter(page(body, PLAIN, media_type), layout_of(PLAIN))


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    """A document beyond any manual's length ends in a clear problem at once."""
    body = pdf([[(60.0, 700.0, 11.0, False, "Enough words for a page of text.")]] * 801)
    with pytest.raises(ExtractError, match="801 pages"):
        read_chapter(page(body, PLAIN, "application/pdf"), layout_of(PLAIN))


def test_deep_nesting_is_no_crash() -> None:
    """A page nested without end is read or refused, never a crash."""
    given = page("<h1>Visits</h1>" + "<div>" * 5000 + WORDS)
    try:
        assert read_chapter(given, READING).title == "Visits"
    except ExtractError as error:
        assert URL in str(error)


@pytest.mark.parametrize(
    "body", ["<h1>Contents</h1><p>Soon.</p>", "<h1>Contents</h1><a href='https://other.example/p_a.html'>A</a>"]
)
def test_an_empty_contents_page_is_refused(body: str) -> None:
    """A contents page that lists nothing of the manual would withdraw every chapter, so it is an error."""
    with pytest.raises(ExtractError, match="no chapter is listed"):
        read_contents(page(body, "https://oakenshaw.proceduresonline.com/contents.html"), READING)
