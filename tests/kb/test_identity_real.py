"""Three real contents pages of one manual, years apart and of two generations, held against a table made by hand.

The pages are lists without addresses or texts, so only titles can prove anything here: the hardest case there is.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.identity import Found, Known, recognise
from kb.model import ChapterKind
from tests.builders import chapter

pytestmark = pytest.mark.real

EARLIER, LATER = "swindon__contents_v-earlier.txt", "swindon__contents_v-later.txt"
NEWEST = "swindon__trixonline-contents_2025-10.txt"

# Where each row (by its number) stands in the later list; None: it is not there any more. Rows are left out that the
# end of an excerpt cuts off, or whose successor stands beyond it. 1.1.1 and 1.1.2 of the first became one chapter.
TRUTH: dict[tuple[str, str], dict[str, str | None]] = {
    (EARLIER, LATER): {
        "1.1.3": "1.1.2", "1.1.4": "1.1.3", "1.1.5": "1.1.4", "1.1.6": "1.1.5", "1.1.7": "1.1.6", "1.1.8": None,
        "1.1.9": "1.1.7", "1.1.10": "1.1.8", "1.1.11": "1.1.9", "1.2.1": "1.2.1", "1.2.2": "1.2.2", "1.2.3": None,
        "1.2.4": None, "1.2.5": "1.2.3", "1.3.1": "1.3.2", "1.3.2": "1.3.3", "1.3.3": "1.3.4", "1.3.5": "1.3.5",
        "1.3.6": "1.3.6", "1.3.7": "1.3.7",
    },
    (LATER, NEWEST): {
        "1.1.1": None, "1.1.2": "1.1.1", "1.1.3": "1.1.2", "1.1.4": "1.1.3", "1.1.5": "1.1.4", "1.1.6": None,
        "1.1.7": None, "1.1.8": "1.1.5", "1.1.9": "1.1.6", "1.1.10": "1.1.7", "1.1.11": "1.1.8", "1.2.1": "1.2.1",
        "1.2.2": "1.2.2", "1.2.3": "1.2.3", "1.2.4": "1.2.4", "1.3.1": "1.3.1", "1.3.2": "1.3.2", "1.3.3": None,
        "1.3.4": "1.3.3", "1.3.5": "1.3.4", "1.3.6": "1.3.5", "1.3.7": "1.3.6",
    },
}  # fmt: skip
_ROW = re.compile(r"^(?:- )?(\d\.\d\.\d+)\s*(\S.*?)\s*(?:New|Updated|Under Review|[A-Z][a-z]+ \d{1,2}, \d{4})*\s*$")


def rows(folder: Path, name: str) -> dict[str, str]:
    """The titles of a list by number; the last row is left out, because the excerpt may break off in it."""
    found = [match for line in (folder / "pages" / name).read_text("utf-8").splitlines() if (match := _ROW.match(line))]
    return {match.group(1): match.group(2) for match in found[:-1]}


def joined(before: dict[str, str], after: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Rows that were recognised, by the number before, and rows that a person is asked about."""
    numbers = list(before)
    known = [
        Known(place, ChapterKind.CHAPTER, frozenset(), (title,), lambda title=title: chapter(title=title))  # type: ignore[misc]
        for place, title in enumerate(before.values())
    ]
    pages = [Found(f"https://new.example/{number}", chapter(title=title)) for number, title in after.items()]
    recognised = recognise(known, pages, complete=True)
    ends = {one: one.found.url.rpartition("/")[2] for one in recognised}
    return (
        {numbers[one.chapter_id]: ends[one] for one in recognised if one.chapter_id is not None},
        {numbers[one.like]: ends[one] for one in recognised if one.like is not None},
    )


@pytest.mark.parametrize(("lists", "recall"), [((EARLIER, LATER), 14 / 17), ((LATER, NEWEST), 15 / 16)])
def test_real_lists_are_matched_as_by_hand(real: Path, lists: tuple[str, str], recall: float) -> None:
    """Nothing is joined that is not one chapter; what titles alone can prove is found; the rest is asked or left."""
    before, after = (rows(real, name) for name in lists)
    truth = TRUTH[lists]
    assert set(truth) <= set(before)
    assert {place for place in truth.values() if place} <= set(after)
    found, asked = joined(before, after)
    wrong = {number: place for number, place in found.items() if number in truth and truth[number] != place}
    assert wrong == {}
    right = [number for number, place in found.items() if truth.get(number) == place]
    assert len(right) / sum(place is not None for place in truth.values()) >= recall
    assert {number: place for number, place in asked.items() if number in truth and truth[number] != place} == {}
