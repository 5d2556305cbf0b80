"""Resolving: a log entry finds its chapter by what proves it, and stays unresolved where nothing does."""

from __future__ import annotations

import pytest

from kb.model import Amendment, AmendmentKind
from kb.resolve import Candidate, former_title, resolved

CHOICES = (
    Candidate(1, frozenset({"m.example/p_private_fost.html"}), ("Private Fostering",)),
    Candidate(2, frozenset({"m.example/p_s47.html"}), ("Section 47 Enquiries",)),
    Candidate(
        3,
        frozenset({"m.example/p_missing.html"}),
        ("Children Missing from Care",),
        ("In October 2020, this chapter was updated to say who talks to the child on return.",),
    ),
    Candidate(4, frozenset({"m.example/p_stays.html"}), ("Overnight Stays", "Social Visits")),
    Candidate(5, frozenset({"m.example/p_fostering.html"}), ("Fostering",)),
)


def entry(title: str | None, detail: str = "This chapter has been refreshed.", url: str | None = None) -> Amendment:
    """An entry of a log."""
    return Amendment(title, AmendmentKind.UPDATED, detail, url=url)


@pytest.mark.parametrize(
    ("amendment", "chapter_id", "how"),
    [
        (entry("Anything", url="https://www.m.example/p_s47.html"), 2, "the entry's link"),
        (entry("Private fostering"), 1, "the title"),
        (entry("3.1 Private Fostering"), 1, "the title"),
        (entry("Overnight Stays"), 4, "the title"),
        (entry("Section 47 Enquires"), 2, "a title spelt nearly so"),
        (entry("Days Out", "Re-titled (previously called Overnight Stays) and revised."), 4, "the former title"),
        (
            entry(None, "In October 2020 this chapter was updated to say who talks to the child on return."),
            3,
            "the same sentence in the chapter's amendment box",
        ),
    ],
)
def test_an_entry_is_resolved_by_what_proves_it(amendment: Amendment, chapter_id: int, how: str) -> None:
    """Link, title, former title, a misspelt title, and for a lost title the same sentence in an amendment box."""
    resolution = resolved(amendment, CHOICES)
    assert resolution is not None
    assert (resolution.chapter_id, resolution.how) == (chapter_id, how)


@pytest.mark.parametrize(
    "amendment",
    [
        entry("Adoption"),
        entry(None),
        entry("Kinship Fostering"),
        entry(None, "This chapter deals with private fostering."),
    ],
)
def test_nothing_is_guessed(amendment: Amendment) -> None:
    """A likeness of subject is no proof."""
    assert resolved(amendment, CHOICES) is None


def test_a_former_title_is_read_out_of_the_words() -> None:
    """Only where the entry gives one."""
    assert former_title(entry("X", "Renamed (formerly known as “Respite Care”) in May.")) == "Respite Care"
    assert former_title(entry("X")) is None
