"""The table of terms."""

from __future__ import annotations

import pytest

from kb.errors import SourceError
from kb.search.acronyms import Role, read_terms, shipped_terms, with_own


def test_acronyms_with_several_meanings_are_flagged() -> None:
    """An acronym that stands in two terms is ambiguous in both."""
    short = [(name.key, term) for term in shipped_terms().terms for name in term.names if name.role is Role.SHORT]
    for key, term in short:
        if sum(1 for other, _ in short if other == key) > 1:
            assert term.ambiguous, key


def test_acronyms_that_say_nothing_in_lower_case_need_capitals() -> None:
    """No acronym is a stop word, or every question would be expanded."""
    found = shipped_terms().by_key()
    assert not {"do", "so", "it", "as", "is"} & set(found)
    assert {"DO", "SO"} <= set(found)


@pytest.mark.parametrize(
    "name", ["lac", "looked after child", "s47", "reg44", "prebirth", "uasc", "kinship care", "AIM"]
)
def test_the_terms_of_the_field_are_there(name: str) -> None:
    """The groups of synonyms that matter most can be asked for by their names."""
    assert name in shipped_terms().by_key()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[term]\n", "cannot be used"),
        ('[[term]]\nshort = ["X"]\n', "needs `long`"),
        ('[[term]]\nlong = ["x"]\nlnog = ["y"]\n', "lnog"),
        ('[[term]]\nlong = "x"\n', "list of names"),
        ('[[term]]\nlong = ["..."]\n', "without words"),
        ("term = 3\n", "cannot be used"),
    ],
)
def test_a_damaged_table_says_what_is_wrong(text: str, complaint: str) -> None:
    """A table that cannot be used is named, with the row or line at fault."""
    with pytest.raises(SourceError, match=r"terms\.toml") as raised:
        read_terms(text, "terms.toml")
    assert complaint in str(raised.value)


def test_an_acronym_of_the_place_means_only_what_is_said_there() -> None:
    """It is taken from the shipped term that has it; that term keeps its other names, and no term is left without."""
    shipped = shipped_terms()
    made = with_own(shipped, [("LAC", ("late afternoon call",)), ("DSLX", ("designated lead", "named lead"))])
    found = made.by_key()
    assert [other.shown for term, _ in found["lac"] for other in term.names] == ["LAC", "late afternoon call"]
    assert {name.shown for term, _ in found["looked after child"] for name in term.names} >= {
        "CLA",
        "looked after child",
    }
    assert {other.shown for term, _ in found["dslx"] for other in term.names} == {
        "DSLX",
        "designated lead",
        "named lead",
    }
    assert all(term.names for term in made.terms)
    assert with_own(shipped, []) == shipped
