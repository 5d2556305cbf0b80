"""The search over changes: gained and lost count what a chapter says, in any of its forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as some

from kb.errors import StoreError, UsageError
from kb.search import ChangeResult, Passage, Step, change_result_as_json, search_changes, write_index
from tests.kb.search.changed_manual import one_change, step, steps


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small manual's changes."""
    return indexed(tmp_path_factory.mktemp("changes"), *steps())


def indexed(folder: Path, *made: Step) -> Path:
    """An index of the given steps."""
    write_index([], folder / "index", steps=made)
    return folder / "index"


def found(result: ChangeResult) -> list[tuple[str, int | None, int]]:
    """The hits: chapter, the version they led to, and how often more or less it is said."""
    return [(hit.chapter, hit.after, hit.times) for hit in result.hits]


def test_only_what_is_said_more_often_is_gained(folder: Path) -> None:
    """A moved paragraph gains nothing; a new section does, as often as it says it."""
    assert found(search_changes(folder, "private fostering")) == [("private-fostering", 3, 2)]


def test_another_name_for_the_same_is_no_change(folder: Path) -> None:
    """ "LAC" written out gains nothing and loses nothing, however one asks; a sentence less loses it."""
    for query in ("LAC", "looked after children", "lac"):
        assert found(search_changes(folder, query)) == [("reviews", 3, -1)], query


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("28 days", [("reviews", 2, 1)]),
        ("20 working days", [("reviews", 2, -1)]),
        ("s47", [("reviews", 3, 1)]),
        ("months", [("reviews", 3, -1), ("reviews", 2, 1)]),
        ('"strategy discussion"', []),
        ('"discussion of strategy"', [("panels", 2, 1)]),
        ("helicopter", []),
        ("fosterng", [("private-fostering", 3, 2)]),
        ("panel", []),
    ],
)
def test_words_that_came_and_went(folder: Path, query: str, hits: list[tuple[str, int, int]]) -> None:
    """Newest first; in any form of the words, spelt nearly so, quoted exactly."""
    assert found(search_changes(folder, query)) == hits


def test_a_hit_says_when_and_shows_the_redline(folder: Path) -> None:
    """Versions, days and edition; the passage with what went and came around the words, which are marked."""
    (hit,) = change_result_as_json(search_changes(folder, "20 working days"))["hits"]
    assert (hit["change"], hit["times"], hit["before"], hit["after"]) == ("lost", 1, 1, 2)
    assert (hit["since"], hit["until"], hit["edition"]) == ("2020-03-16", "2020-10-12", "Edition 1")
    (passage,) = hit["passages"]
    assert passage["location"].startswith("here#change-")
    assert "".join(text for state, text, _ in passage["words"] if state != "+") == "First within 20 working days."
    assert "".join(text for state, text, _ in passage["words"] if state != "-") == "First within 28 days."
    assert {text for _, text, marked in passage["words"] if marked} == {"20", "working", "days"}


def test_a_long_passage_is_cut_around_the_words(tmp_path: Path) -> None:
    """Of a long passage about two lines are shown, with what went and came in them."""
    words = (("=", "Some words. " * 60), ("-", "A panel."), ("+", "A carer."), ("=", " More words." * 60))
    (hit,) = search_changes(indexed(tmp_path, one_change(*words)), "carer").hits
    pieces = hit.passages[0].pieces
    assert ("+", "carer") in [(piece.state, piece.text) for piece in pieces if piece.marked]
    assert ("-", "A panel.") in [(piece.state, piece.text) for piece in pieces]
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")
    assert len("".join(piece.text for piece in pieces)) < 300


def test_a_name_inside_a_longer_one_is_said_once(tmp_path: Path) -> None:
    """ "Looked after child" says "looked after" too, but is one mention of it."""
    made = one_change(("-", "Each LAC has a plan."), ("+", "Each looked after child has a plan."))
    assert found(search_changes(indexed(tmp_path, made), "LAC")) == []


def test_whole_chapters_come_and_go(tmp_path: Path) -> None:
    """A chapter that came gained all it says; of one that went all is lost."""
    came = Step("m", "new", "New", None, 1, None, "2021-03-15", "p", (Passage("", "", "p", (("+", "The panel."),)),))
    went = Step(
        "m", "old", "Old", 2, None, "2020-03-16", "2021-03-15", "p", (Passage("", "", "p", (("-", "A panel"),)),)
    )
    assert found(search_changes(indexed(tmp_path, came, went), "panel")) == [("new", 1, 1), ("old", None, -1)]


def test_one_manual_of_several_and_a_limit(folder: Path) -> None:
    """`source` leaves the others out, `limit` cuts the hits but not the count."""
    assert search_changes(folder, "days", source="elsewhere").total == 0
    cut = search_changes(folder, "months", limit=1)
    assert (len(cut.hits), cut.total) == (1, 2)


def test_what_cannot_be_answered_is_told(folder: Path, tmp_path: Path) -> None:
    """No word, no hit wanted, no index."""
    for query, limit in (("...", 10), ("panel", 0)):
        with pytest.raises(UsageError):
            search_changes(folder, query, limit=limit)
    with pytest.raises(StoreError, match="reread index"):
        search_changes(tmp_path, "panel")


_WORDS = some.lists(some.sampled_from(["panel", "carer", "visit", "LAC", "review"]), max_size=6)


@limits(max_examples=25, deadline=None)
@given(
    before=some.lists(_WORDS, max_size=4),
    after=some.lists(_WORDS, max_size=4),
    word=some.sampled_from(["panel", "visit"]),
)
def test_the_times_are_the_difference_of_the_counts(
    tmp_path_factory: pytest.TempPathFactory, before: list[list[str]], after: list[list[str]], word: str
) -> None:
    """Whatever the passages, a word is gained as often as the chapter says it more often; order says nothing."""
    passages = [Passage("", "", "p", (("-", " ".join(line)),)) for line in before]
    passages += [Passage("", "", "p", (("+", " ".join(line)),)) for line in after]
    index = indexed(tmp_path_factory.mktemp("any"), step("A", 1, tuple(passages)))
    expected = sum(line.count(word) for line in after) - sum(line.count(word) for line in before)
    assert sum(hit.times for hit in search_changes(index, word).hits) == expected
