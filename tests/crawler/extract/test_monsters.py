"""Pages and documents beyond any measure: read within five seconds, or refused with a problem that says why."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable

import pytest

from crawler.extract import pdf_bombs, read_chapter
from crawler.extract.pdf_lines import lines_of
from crawler.layouts import layout_of
from kb.errors import ExtractError
from kb.model import BlockKind, Chapter
from tests.crawler.extract.builders import URL, WORDS, page, pdf

_LONGEST = 5.0  # seconds of processor time that any page may take
_HEAD = "<html><title>Visits</title><body><h1>Visits</h1>"
PDF_URL = "https://docs.example/file.pdf"


def read_in_time(body: str) -> Chapter:
    """The chapter, read within the time that a page may take."""
    start = time.process_time()
    chapter = read_chapter(page(_HEAD + body), layout_of(URL))
    assert chapter.digest
    assert time.process_time() - start < _LONGEST
    return chapter


def test_twenty_thousand_paragraphs() -> None:
    """A page as long as ten manuals is read whole."""
    chapter = read_in_time("".join(f"<p>Paragraph {place} of <b>many</b>.</p>" for place in range(20_000)))
    assert sum(1 for _ in chapter.blocks()) == 20_000


@pytest.mark.parametrize("opening", ["<div>", "<div>in ", "<b>", "<font><i>", "<ul><li>", "<table><tr><td>"])
def test_nesting_two_thousand_deep(opening: str) -> None:
    """Elements inside elements, as generations of unclosed tags make them, are read down to the last."""
    depth = 2_000 // opening.count("<")
    assert "At the very bottom" in "".join(
        block.text for block in read_in_time(opening * depth + "At the very bottom of it all." + WORDS).blocks()
    )


def test_nesting_beyond_what_the_parser_keeps_is_refused() -> None:
    """Where the parser would leave text out, the page is a problem and no text."""
    with pytest.raises(ExtractError, match="nested more than"):
        read_in_time("<div>" * 5_000 + WORDS)


def test_a_table_of_fifty_thousand_rows() -> None:
    """Every row is read."""
    rows = "".join(f"<tr><td>{place}</td><td>cell</td></tr>" for place in range(50_000))
    chapter = read_in_time(f"<table><tr><th>No</th><th>What</th></tr>{rows}</table>")
    assert sum(block.kind is BlockKind.ROW for block in chapter.blocks()) == 50_001


def test_a_paragraph_of_five_megabytes() -> None:
    """One paragraph may be longer than a book."""
    chapter = read_in_time(f"<p>{'word ' * 1_000_000}</p>")
    assert chapter.words == 1_000_000


@pytest.mark.parametrize("unclosed", ["<p>", "<li>", "<td>", "<b>", "<a href=x>", "<h2>1. ", "<dd>"])
def test_thousands_of_unclosed_tags(unclosed: str) -> None:
    """Tags that nobody closed lose no text."""
    chapter = read_in_time(f"{WORDS}{f'{unclosed}words ' * 1_500}")
    said = sum(block.text.count("words") for block in chapter.blocks())
    assert said + sum(one.title.count("words") for one in chapter.sections) == 1_501


def test_spans_across_a_million_columns() -> None:
    """What a hostile cell asks for is not built."""
    cell = "<td colspan=999999 rowspan=999999>cell</td>"
    assert read_in_time(f"{WORDS}<table>{f'<tr>{cell * 20}</tr>' * 20}</table>").words < 300_000


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    """The time limit holds between pages, and the message says where reading stopped."""
    body = pdf([[(60.0, 700.0, 11.0, False, "Enough words for a page of text.")]] * 3)
    seconds = iter([0.0, 1.0, 19.0, 21.0])
    with pytest.raises(ExtractError, match="after 20 seconds, at page 2 of 3"):
        lines_of(page(body, PDF_URL, "application/pdf"), clock=lambda: next(seconds))


def _packed(unpacked: bytes) -> bytes:
    return zlib.compress(unpacked, 9)


@pytest.mark.parametrize(
    ("pack", "filters"),
    [(_packed, "/FlateDecode"), (lambda text: _packed(_packed(text)), "[/FlateDecode/FlateDecode]")],
    ids=["packed once", "packed twice"],
)
def test_a_pdf_bomb_is_refused_before_it_is_unpacked(
    pack: Callable[[bytes], bytes], filters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream that unpacks to more than any page holds is refused, however often it was packed."""
    monkeypatch.setattr(pdf_bombs, "_LARGEST", 8_000_000)
    stream = pack(b" " * 9_000_000)
    body = b"%%PDF-1.4\n1 0 obj<</Length %d/Filter%s>>stream\n%s\nendstream endobj" % (
        len(stream),
        filters.encode(),
        stream,
    )
    with pytest.raises(ExtractError, match="unpacks to more"):
        read_chapter(page(body, PDF_URL, "application/pdf"), layout_of(PDF_URL))


@pytest.mark.parametrize(
    "lines",
    ["a\tb\n" * 20_000, "Contents\n" + "1. One\n" * 5_000, "A line of text.\n" * 50_000, "word-\n" * 20_000],
    ids=["one row", "contents", "one paragraph", "one word"],
)
def test_plain_text_without_end(lines: str) -> None:
    """Text files are read in time too, however odd."""
    start = time.process_time()
    body = f"A title\n\nEnough words to count as a text.\n\n{lines}"
    assert read_chapter(page(body, "https://docs.example/a.txt", "text/plain"), layout_of(URL)).words > 5
    assert time.process_time() - start < _LONGEST
