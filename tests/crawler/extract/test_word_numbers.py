"""Word's automatic numbers, list by list."""

from __future__ import annotations

import pytest

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from tests.crawler.extract.builders import DOCX, page
from tests.crawler.extract.word_files import p, word_file

URL = "https://docs.example/file.docx"


def markers(*numbers: tuple[int, int]) -> list[str]:
    """The numbers printed before paragraphs that belong to these lists, at these levels."""
    body = p("A title", "Title") + "".join(
        p("Words of a paragraph to be counted.", number=number) for number in numbers
    )
    chapter = read_chapter(page(word_file(body), URL, DOCX), layout_of(URL))
    return [block.marker for block in chapter.blocks()]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([(1, 0), (1, 0), (1, 0)], ["1.", "2.", "3."]),
        ([(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)], ["1.", "1.1", "1.2", "2.", "2.1"]),
        ([(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2)], ["1.", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.1"]),
        ([(1, 2)], ["1.1.1"]),
        ([(2, 0), (2, 1), (2, 1), (2, 0), (2, 1)], ["(a)", "i.", "ii.", "(b)", "i."]),
        ([(2, 0), (2, 0), (4, 0), (4, 0)], ["(a)", "(b)", "(a)", "(b)"]),
        ([(3, 0), (3, 1)], ["", ""]),
        ([(5, 0), (5, 1), (5, 0), (5, 1)], ["Part I", "1.1", "Part II", "2.1"]),
        ([(0, 0), (99, 0)], ["", ""]),
    ],
)
def test_numbers_are_counted_as_word_counts_them(numbers: list[tuple[int, int]], expected: list[str]) -> None:
    """Levels restart below a new number, overrides start anew, legal levels print digits, unknown lists nothing."""
    assert markers(*numbers) == expected


def test_a_renumbered_list_is_a_change_of_numbers_only() -> None:
    """A paragraph put in front moves the numbers of those behind it, and their text stays."""
    assert markers((1, 0), (1, 0))[1] == "2."
    assert markers((1, 0), (1, 0), (1, 0))[2] == "3."
