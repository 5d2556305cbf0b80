"""What changed in each step, as the search takes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.search import Step
from kb.stages.changed import steps
from kb.stages.comparing import compare
from kb.store import Store
from site_builder.places import Places
from tests.builders import chapter
from tests.facts import SOURCE, kept_version, moment, new_chapter

DAYS = ("2020-03-16", "2020-10-12", "2021-03-15")
MOVED = "The allocated worker sees the child alone and writes down what the child has said about home."
STAYS = "A note of the meeting is sent to everyone who was invited, also to those who could not come."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with nothing in it."""
    made = Store.open(tmp_path / "kb.sqlite3")
    yield made
    made.close()


def found(store: Store) -> list[Step]:
    """The steps of all that is in the store."""
    return list(steps(compare(store, SOURCE), "Our manual", Places()))


def test_a_step_has_what_says_otherwise_and_nothing_else(store: Store) -> None:
    """Not what moved as it stood or only has another number; each passage leads to its change."""
    visits = new_chapter(store)
    kept_version(store, visits, chapter(f"1 A: {MOVED} / {STAYS}", "2 B: Within 7 days.", "3 C: Kept."), DAYS[0])
    kept_version(store, visits, chapter(f"1 A: {STAYS} / {MOVED}", "3 B: Within 5 days.", "4 C: Kept."), DAYS[1])
    (step,) = found(store)
    assert (step.before, step.after, step.since, step.until) == (1, 2, DAYS[0], DAYS[1])
    (passage,) = step.passages
    assert passage.runs == (("=", "Within "), ("-", "7 days"), ("+", "5 days"), ("=", "."))
    assert (passage.label, passage.heading) == ("3", "B")
    assert passage.location.startswith("chapters/visits/compare/1-2/index.html#change-")


def test_another_reading_of_the_same_page_is_no_step(store: Store) -> None:
    """What only newer rules read otherwise is not searched as a change."""
    visits = new_chapter(store)
    kept_version(store, visits, chapter("1 A: Within 7 days."), DAYS[0], body="one page", rules=1)
    kept_version(store, visits, chapter("1 A: Within 7 days. / Seen at last."), DAYS[0], body="one page", rules=2)
    assert found(store) == []


def test_chapters_that_came_and_went(store: Store) -> None:
    """Of a chapter first seen after the others, and of one withdrawn, all lines; of the first collection nothing."""
    kept_version(store, new_chapter(store), chapter("1 A: Within 7 days."), DAYS[0])
    late = new_chapter(store, "Late")
    kept_version(store, late, chapter("1 B: New here.", title="Late"), DAYS[1])
    store.set_withdrawn(late, moment(DAYS[2]))
    came, went = found(store)
    assert (came.before, came.after, came.since, came.until) == (None, 1, None, DAYS[1])
    assert (went.before, went.after, went.since, went.until) == (1, None, DAYS[1], DAYS[2])
    assert [passage.runs for passage in came.passages] == [(("+", "Late"),), (("+", "1 B"),), (("+", "New here."),)]
    assert all(state == "-" for passage in went.passages for state, _ in passage.runs)
    assert came.passages[-1].location == "chapters/late/versions/1/index.html#1-b"
