"""Real documents: only facts about them stand here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from kb.model import BlockKind, Chapter
from tests.crawler.extract.builders import page

pytestmark = pytest.mark.real


PLAIN = "https://documents.example/chapter.txt"


def read(real: Path, name: str) -> Chapter:
    """A seed document as a chapter."""
    url = f"https://documents.example/{name}"
    return read_chapter(page((real / "seeds" / name).read_bytes(), url, "text/plain"), layout_of(url))


def test_practice_standards_have_their_groups_as_sections(real: Path) -> None:
    """Each of the 16 groups of standards is a section with rows, though headings are torn over cells and pages."""
    chapter = read(real, "swindon-practice-standards-2020-01.txt")
    assert chapter.title == "SWINDON CHILDREN'S SOCIAL CARE PRACTICE STANDARDS"
    assert (chapter.stated_on, chapter.review_due_on) == (date(2020, 1, 1), date(2022, 1, 1))
    groups = {one.label: one for one in chapter.sections if one.label and int(one.label) <= 16}
    assert list(groups) == [str(number) for number in range(1, 17)]
    assert all(any(block.kind is BlockKind.ROW for block in one.blocks) for one in groups.values())
    titles = {"2": "CONTACT AND INITIAL RESPONSE", "3": "STATUTORY ASSESSMENT", "4": "CHILD IN NEED PLANNING"}
    titles |= {"7": "CASE RECORDING", "9": "STANDARDS FOR VISITING", "13": "CHILD SUBJECT TO A PROTECTION PLAN"}
    assert {label: groups[label].title for label in titles} == titles
    numbered = [block for block in groups["2"].blocks if block.text.startswith("2.")]
    assert len(numbered) == 16


def test_two_renderings_of_one_page_have_one_digest(real: Path) -> None:
    """The same chapter, saved as text by two programs, is one text, as far as both were saved."""
    name = "nottinghamshirescp__trixonline-chapter-cp-conferences_2024-07_{}-render.txt"
    bodies = [(real / "pages" / name.format(way)).read_bytes() for way in ("article", "plain")]
    one, other = (read_chapter(page(body, PLAIN, "text/plain"), layout_of(PLAIN)) for body in bodies)
    assert one.title == other.title == "Child Protection Conferences"
    (whole,), (cut,) = one.sections, other.sections
    both = min(len(whole.blocks), len(cut.blocks)) - 1  # both were cut off after so many characters
    assert both > 8
    assert replace(whole, blocks=whole.blocks[:both]).digest == replace(cut, blocks=cut.blocks[:both]).digest


def test_the_working_together_update_is_one_text_with_two_lists(real: Path) -> None:
    """A short circular without headings is one section; its bullets are items."""
    chapter = read(real, "working-together-update-2020-12.txt")
    assert chapter.title == "Working Together Update"
    assert [one.level for one in chapter.sections] == [0]
    assert sum(block.kind is BlockKind.ITEM for block in chapter.blocks()) == 20


def test_the_action_plan_has_a_section_and_a_table_for_each_chapter(real: Path) -> None:
    """The five chapters of the plan are sections; rows broken over pages are whole again."""
    chapter = read(real, "barnet-working-together-2013-actions.txt")
    assert chapter.title == "WORKING TOGETHER 2013"
    assert [one.label for one in chapter.sections] == ["", *(f"Chapter {number}" for number in range(1, 6))]
    rows = [[block for block in one.blocks if block.kind is BlockKind.ROW] for one in chapter.sections[1:]]
    assert [sum(not row.header for row in table) for table in rows] == [3, 1, 1, 7, 1]
