"""Queries into plans: one table of cases for both sides, and the correction of spelling."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from kb.search import open_index
from kb.search.planner import plan
from tests.kb.search.small_manual import plan_row

CASES = json.loads((Path(__file__).parent / "planner_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_planner_cases(case: dict[str, object], index_folder: Path) -> None:
    """Every case of the table is planned as it says (the browser's planner runs the same table)."""
    index = open_index(index_folder)
    row = plan_row(asdict(plan(str(case["query"]), index, index.terms.by_key())))
    index.close()
    assert {"why": case["why"], "query": case["query"], **row} == case


class Words:
    """A lexicon of a few words, each its own term."""

    def __init__(self, **counts: int) -> None:
        self.counts = counts

    def term(self, surface: str) -> str | None:
        return surface if surface in self.counts else None

    def count(self, surface: str) -> int:
        return self.counts.get(surface, 0)

    def starting(self, prefix: str) -> Sequence[str]:
        return sorted(word for word in self.counts if word.startswith(prefix))

    def known(self) -> Iterable[tuple[str, int]]:
        return self.counts.items()


@pytest.mark.parametrize(
    ("typed", "lexicon", "corrected"),
    [
        ("fostring ", Words(fostering=3), "fostering "),
        ("vist ", Words(visit=3, list=9), "visit "),
        ("vist ", Words(visit=3, mist=3), "visit "),
        ("assessmnet ", Words(assessment=1, assessments=9), "assessment "),
        ("cta ", Words(cat=1), None),
        ("xylophon ", Words(telephone=5), None),
        ("visit ", Words(visit=0), None),
        ("sw1a ", Words(swia=1), None),
    ],
)
def test_the_nearest_word_is_chosen(typed: str, lexicon: Words, corrected: str | None) -> None:
    """Fewest slips first, then the same first letter, then the more frequent word; short words and codes are left."""
    assert plan(typed, lexicon, {}).corrected == corrected


def test_the_most_frequent_words_complete_an_unfinished_one() -> None:
    """A prefix stands for its most frequent words, so that one letter more only narrows the answer."""
    lexicon = Words(**{f"plan{letter}": number for number, letter in enumerate("abcdefghijkl", start=1)})
    found = [one.terms[0] for one in plan("plan", lexicon, {}).groups[0].alternatives]
    assert found == [f"plan{letter}" for letter in "lkjihgfe"]
