"""Patterns that are only tried where their signs stand."""

from __future__ import annotations

import importlib
from pkgutil import walk_packages

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kb.compare
from kb.compare.language.rare import Rare

MODULES = [importlib.import_module(found.name) for found in walk_packages(kb.compare.__path__, "kb.compare.")]
ALL_RARE = {
    f"{module.__name__.removeprefix('kb.compare.')}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Rare)
}


@pytest.mark.parametrize("name", sorted(ALL_RARE))
@settings(max_examples=20)
@given(drawn=st.data())
def test_whatever_a_pattern_finds_has_one_of_its_signs(name: str, drawn: st.DataObject) -> None:
    """So that nothing the pattern would find is passed over."""
    rare = ALL_RARE[name]
    text = drawn.draw(st.from_regex(rare.pattern))
    plain = rare.pattern.search(text)
    found = rare.search(text)
    assert plain is not None
    assert found is not None
    assert found.span() == plain.span()
    assert [each.span() for each in rare.finditer(text)] == [each.span() for each in rare.pattern.finditer(text)]


def test_every_rare_pattern_is_known_here() -> None:
    """None is left untried because it stands in a module nobody thought of."""
    assert {name.split(".")[0] for name in ALL_RARE} >= {"language", "significance", "telling"}


def test_a_sign_alone_is_nothing_found() -> None:
    """The signs only say where it is worth looking."""
    rare = Rare(r"\bhow\b", "how")
    assert rare.search("Show the record to the nurse.") is None
    assert list(rare.finditer("Show the record to the nurse.")) == []


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(0, 21, True), (4, 8, True), (5, 21, False), (4, 7, False), (16, 21, False)],
)
def test_no_word_begins_in_the_middle_of_one(start: int, end: int, found: bool) -> None:
    """Between two places only what is there is found, and what is cut at the first one is no word of its own."""
    text = "the carer, a keycarer"
    assert (Rare(r"\bcare", "care").search_in(text, start, end) is not None) is found
