"""What is written in several ways is one term."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.search.acronyms import read_terms
from kb.search.analysis import cleaned, compounds_in, folded, singular, surfaces, term_of, words

TABLE = read_terms(
    """
    compounds = ["pre birth"]
    [[term]]
    short = ["LAC"]
    long = ["looked after child"]
    [[term]]
    short = ["AIM"]
    long = ["assessment, intervention and moving on"]
    capitals = true
    """,
    "here",
)


def terms(text: str, *also: str) -> set[str]:
    """The terms of a text in a manual that has these other texts."""
    vocabulary = TABLE.vocabulary(compounds_in([text, *also]))
    return {term_of(surface) for surface in surfaces(text, vocabulary)}


SAME = [
    ("plan", "planning"),
    ("refer", "referred"),
    ("referral", "refers"),
    ("child", "children"),
    ("child", "children’s"),
    ("person", "people"),
    ("woman", "women"),
    ("policy", "policies"),
    ("LSCB", "LSCBs"),
    ("enquiry", "inquiries"),
    ("organisation", "organization"),
    ("S47", "section 47"),
    ("S47", "s.47"),
    ("S47", "Sec. 47"),
    ("S38(6)", "section 38 (6)"),
    ("Reg 44", "Regulation 44"),
    ("regs 44", "reg.44"),
    ("Schedule 2", "sch 2"),
    ("Appendix B", "appendix b"),
    ("0-25", "0–25"),
    ("0-25", "0 to 25"),
    ("5,000", "5000"),
    ("e.g.", "eg"),
    ("café", "CAFE"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_of_writing_are_one_term(one: str, other: str) -> None:
    """However it is written, it is found by the same term."""
    assert term_of(words(one)[0].surface) == term_of(words(other)[0].surface)


DIFFERENT = [("police", "policy"), ("carer", "care"), ("S47", "S17"), ("section 4", "section 47"), ("4.2", "42")]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_things_stay_apart(one: str, other: str) -> None:
    """What means something else has another term."""
    assert term_of(words(one)[0].surface) != term_of(words(other)[0].surface)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("under sections 17 and 47", {"under", "s17", "s47", "17", "47"}),
        ("Regulations 11, 12 or 13", {"reg11", "reg12", "reg13", "11", "12", "13"}),
        ("section 38(6) report", {"s38(6)", "s38", "38", "report"}),
        ("see 4.2.1 below", {"see", "4.2.1", "below"}),
        ("aged 0-25", {"age", "0-25", "0", "25"}),
        ("It is the child’s", {"child"}),
        ("within 48 hours", {"within", "48", "hour"}),
        ("on 12-10-2020", {"12", "10", "2020"}),
    ],
)
def test_what_a_text_is_found_by(text: str, found: set[str]) -> None:
    """Citations, numbers and ranges are found whole and by their numbers; stop words are not found."""
    assert terms(text) == found


@pytest.mark.parametrize("text", ["a pre-birth plan", "a pre birth plan", "a prebirth plan", "a Pre‑Birth plan"])
def test_a_compound_is_found_however_it_is_written(text: str) -> None:
    """Apart, hyphenated or together, a compound has the one term a query for it asks for."""
    assert "prebirth" in terms(text)


def test_a_compound_is_learnt_from_the_manual() -> None:
    """One hyphen anywhere in the manual makes the same words a compound everywhere."""
    assert "multiag" not in terms("a multi agency panel")
    assert "multiag" in terms("a multi agency panel", "multi-agency")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("every looked after child", True),
        ("looked-after children", True),
        ("somebody looks after a child", False),
        ("she looked. After, child", False),
        ("looked after (child)", False),
    ],
)
def test_a_phrase_of_the_table_is_a_term(text: str, found: bool) -> None:
    """A phrase counts in singular and plural, not in another form of its verb and not across punctuation."""
    assert ("looked after child" in terms(text)) is found


def test_an_acronym_that_is_a_word_counts_in_capitals_only() -> None:
    """ "AIM" is the acronym, "aim" the word; in a heading all in capitals it is the word."""
    assert {"AIM", "aim"} <= terms("an AIM assessment")
    assert "AIM" not in terms("the aim is")
    assert "AIM" not in terms("AIM AND SCOPE")


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("children", "child"),
        ("enquiries", "enquiry"),
        ("cases", "case"),
        ("churches", "church"),
        ("dbs", "dbs"),
        ("process", "process"),
    ],
)
def test_singular(plural: str, one: str) -> None:
    """A plural loses its ending; what only looks like one does not."""
    assert singular(plural) == one


@given(st.text())
def test_folding_keeps_positions(text: str) -> None:
    """A folded text is as long as the text, so that what is found in one can be shown in the other."""
    assert len(folded(text)) == len(text)


@given(st.text())
def test_words_lie_in_the_text_in_order(text: str) -> None:
    """Words never overlap, and each stands where it says it does."""
    text = cleaned(text)
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.surface
        end = word.end
