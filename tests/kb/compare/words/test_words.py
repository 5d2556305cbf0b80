"""Words: runs that are easy to read, cut no word and give both texts back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.compare.language.tokens import cut
from kb.compare.words.cells import row_runs
from kb.compare.words.runs import AT_ONCE, differing, side_of, word_runs
from kb.text import normalised

TOKENS = [
    ("within 10 working days.", ["within", "10 working days", "."]),
    ("ten working days or 24 hours", ["ten working days", "or", "24 hours"]),
    ("£3,000 or £1.5 million", ["£3,000", "or", "£1.5 million"]),
    ("see Section 4.2.1, below", ["see", "Section 4.2.1", ",", "below"]),
    ("75% or 75 per cent", ["75%", "or", "75 per cent"]),
    ("Appendix A and s.47", ["Appendix A", "and", "s.47"]),
    ("on 3 March 2020 at 9.30am", ["on", "3 March 2020", "at", "9.30am"]),
    ("the child's pre-birth plan", ["the", "child's", "pre-birth", "plan"]),
    ("write to a.b@council.example.", ["write", "to", "a.b@council.example", "."]),
    ("six-monthly reviews", ["six-monthly", "reviews"]),
    ("form a view", ["form", "a", "view"]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_what_changes_as_one_is_one_token(text: str, expected: list[str]) -> None:
    """Numbers with units, amounts, citations, dates and addresses are never taken apart."""
    assert cut(text).tokens == expected


RUNS = [
    (
        "The visit is within 7 working days.",
        "The visit is within 5 working days.",
        [("=", "The visit is within "), ("-", "7 working days"), ("+", "5 working days"), ("=", ".")],
    ),
    ("Tell the school.", "Tell the new school.", [("=", "Tell the "), ("+", "new "), ("=", "school.")]),
    ("Tell the old school.", "Tell the school.", [("=", "Tell the "), ("-", "old "), ("=", "school.")]),
    ("It ends.", "It ends. It begins.", [("=", "It ends."), ("+", " It begins.")]),
    ("It is so.", "First. It is so.", [("+", "First. "), ("=", "It is so.")]),
    ("One text.", "One text.", [("=", "One text.")]),
    ("The child’s “plan” – now.", 'The child\'s "plan" - now.', [("=", 'The child\'s "plan" - now.')]),
    ("Wait… then go", "Wait... then stay", [("=", "Wait... then "), ("-", "go"), ("+", "stay")]),
    ("", "New.", [("+", "New.")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), RUNS)
def test_runs_are_what_a_reader_would_mark(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    """Runs mark exactly what was replaced, whole tokens at a time, with white space in common where it can be."""
    assert list(word_runs(before, after)) == expected


def test_an_added_sentence_is_marked_from_its_beginning() -> None:
    """An insertion slides to where its sentence begins, though another cut would be as short."""
    before = "The child is seen. The file is closed."
    after = "The child is seen. The child is asked. The file is closed."
    assert ("+", "The child is asked. ") in word_runs(before, after)


def test_a_rewritten_sentence_is_not_confetti() -> None:
    """Where only small words are in common the whole stretch is replaced."""
    before = "Workers who are worried about a child in the home should talk to the person on duty at the desk."
    after = "Any concern of a member of the team is to be raised in supervision and a note of the outcome kept."
    runs = word_runs(before, after)
    assert [kind for kind, _ in runs if kind == "="] in ([], ["="])


def test_a_frame_of_small_words_is_not_in_common() -> None:
    """Of a sentence that has only "the … of the … is to be … in the" left nothing is called the same."""
    before = "The name of the chair is to be put in the file of the child."
    after = "The age of the parent is to be put in the log of the home."
    assert word_runs(before, after) == (("-", before), ("+", after))


def test_what_tells_most_of_a_sentence_is_in_common() -> None:
    """Where most words that tell something stayed, they are shown as such beside what changed."""
    runs = word_runs(
        "The porter checks the boiler of the house daily.", "The warden checks the boiler of the house weekly."
    )
    assert ("=", " checks the boiler of the house ") in runs


def test_a_rewrite_beside_an_unchanged_sentence_keeps_that_whole() -> None:
    """A sentence that stays is in common in one piece, whatever happens beside it."""
    kept = "The independent reviewing officer keeps the record of the meeting in good order."
    runs = word_runs(f"Old words of no use stood here before. {kept}", f"Quite another beginning is found now. {kept}")
    assert any(kind == "=" and kept in text for kind, text in runs)


def test_cells_are_compared_each_with_its_own() -> None:
    """In rows with the same number of cells no words are matched across cells."""
    runs = row_runs("Manager | 10 days | Manager", "10 days | Manager | Manager")
    assert [text for kind, text in runs if kind == "="] == [" | ", " | Manager"]


VOCABULARY = "the child must not see Section 4.2 10 working days £5 – “plan” it's. and/or … a, (b) x|y |"
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)


@given(TEXTS, TEXTS, st.booleans())
def test_both_texts_come_back(before: str, after: str, cells: bool) -> None:
    """Without added runs the runs read as the old text, without removed ones as the new."""
    runs = (row_runs if cells else word_runs)(before, after)
    assert normalised(side_of(runs, "-")) == normalised(before)
    assert normalised(side_of(runs, "+")) == normalised(after)


@given(TEXTS, TEXTS)
def test_no_word_is_cut_and_runs_alternate(before: str, after: str) -> None:
    """Neighbouring runs are of different kinds, and no run is empty."""
    runs = word_runs(before, after)
    assert all(text for _, text in runs)
    assert all(a[0] != b[0] for a, b in pairwise(runs))


@given(TEXTS)
def test_a_text_against_itself_has_nothing_to_mark(text: str) -> None:
    """Comparing a text with itself gives one run in common."""
    assert all(kind == "=" for kind, _ in word_runs(text, text))


def test_a_monster_without_words_in_common_is_judged_in_parts() -> None:
    """However long and however unlike, no part is much longer than what is judged at once, and none is lost."""
    before, after = " ".join(["left"] * 20_000), " ".join(["right"] * 9_000)
    parts = list(differing(before, after))
    assert max(len(text) for part in parts for text in part) <= 2 * AT_ONCE
    assert [" ".join(side) for side in zip(*parts, strict=True)] == [before, after]
