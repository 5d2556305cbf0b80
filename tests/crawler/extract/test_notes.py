"""Marks of notes in HTML: no part of the words they follow."""

from __future__ import annotations

import pytest

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from tests.crawler.extract.builders import URL, WORDS, chapter_page

TEXTS = [
    ("within 2 hours<sup>3</sup>.", "within 2 hours."),
    ("within 2 hours<sup>3</sup> of it", "within 2 hours of it"),
    ("the <b>carer</b><sup>a</sup> rings", "the carer rings"),
    ("the carer.<sup>12</sup>", "the carer."),
    ("(the carer)<sup>*</sup>", "(the carer)"),
    ("the carer<sup>1</sup><sup>,</sup><sup>2</sup> rings", "the carer rings"),
    ("the carer<sup>1, 2</sup>", "the carer"),
    ("the carer<sup>[1]</sup>", "the carer"),
    ("the Act of 1989<sup>4</sup>", "the Act of 1989"),
    ("told by the LA<sup>2</sup>", "told by the LA"),
    ('within 24<sup><a href="#fn1">1</a></sup> hours', "within 24 hours"),
    ('the carer <a href="#fn1"><sup>1</sup></a> rings', "the carer rings"),
    ("on the 1<sup>st</sup> of May", "on the 1st of May"),
    ("the 3<sup>rd</sup> day", "the 3rd day"),
    ("20 m<sup>2</sup> each", "20 m2 each"),
    ("20 square metres<sup>2</sup>", "20 square metres2"),
    ("E = mc<sup>2</sup>", "E = mc2"),
    ("10<sup>3</sup> of them", "103 of them"),
    ("H<sub>2</sub>O and CO<sub>2</sub>", "H2O and CO2"),
    ("Smith<sup>s</sup>on is here", "Smithson is here"),
    ("the brand<sup>TM</sup>", "the brandTM"),
    ("<sup>1</sup> Guidance of 2014.", "1 Guidance of 2014."),
    ("<b>Note</b> <sup>1</sup> of it", "Note 1 of it"),
]


@pytest.mark.parametrize(("markup", "text"), TEXTS, ids=[markup for markup, _ in TEXTS])
def test_marks_of_notes_are_no_text(markup: str, text: str) -> None:
    """A raised number after a word points to a note; powers, ordinals and the notes themselves are read."""
    chapter = read_chapter(chapter_page(f"{WORDS}<p>{markup}</p>", "<h1>Visits</h1>"), layout_of(URL))
    assert [block.text for block in chapter.blocks()][-1] == text


def test_titles_and_headings_have_no_marks() -> None:
    """The title is found again in the text, and neither it nor a heading has the mark of its note."""
    head = '<h1>Visits<sup><a href="#fn1">1</a></sup></h1>'
    chapter = read_chapter(chapter_page(f"<h2>Times<sup>2</sup></h2>{WORDS}", head), layout_of(URL))
    assert (chapter.title, [section.title for section in chapter.sections]) == ("Visits", ["Times"])
