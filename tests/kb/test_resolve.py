"""Resolving: a log entry finds its chapter by what proves it, and stays unresolved where nothing does."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model import Amendment, AmendmentKind
from kb.resolve import Around, Candidate, Mark, former_title, likely, resolved

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


@pytest.mark.parametrize(
    ("detail", "former"),
    [
        ("This chapter was renamed from Visits by Social Workers.", "Visits by Social Workers"),
        ("Re-titled to 'Safe Sleep' from 'Cot Death' and refreshed.", "Cot Death"),
        ("The title was changed from Staff Meetings to Team Meetings.", "Staff Meetings"),
        ("This chapter replaces the previous chapter Respite Care.", "Respite Care"),
        ("This chapter replaces the previous chapter with the same title.", None),
        ("The limit was changed from 4 to 6 weeks.", None),
    ],
)
def test_former_titles_in_other_words(detail: str, former: str | None) -> None:
    """Renamed from, changed from, replaces: but not what only replaces a chapter of the same name."""
    assert former_title(entry("X", detail)) == former


def test_a_title_that_only_the_log_gives() -> None:
    """An older edition's title leads to the chapter that a newer entry says was called so."""
    choices = (Candidate(1, frozenset(), ("Family Time",), aliases=("Contact with Parents",)),)
    found = resolved(entry("Contact with Parents"), choices)
    assert found is not None
    assert (found.chapter_id, found.how) == (1, "a title that the log gives the chapter elsewhere")


def test_a_title_in_an_authoritys_own_terms() -> None:
    """Looked after, cared for and in care are one term; what else differs still parts two titles."""
    choices = (
        Candidate(1, frozenset(), ("Health of Looked After Children",)),
        Candidate(2, frozenset(), ("Health of Care Leavers",)),
    )
    found = resolved(entry("Health of Cared For Children"), choices)
    assert found is not None
    assert (found.chapter_id, found.how) == (1, "the title in other terms")
    assert resolved(entry("Education of Children in Care"), choices) is None


LOST = entry(None, "This chapter was updated.")


def test_a_lost_title_that_another_page_prints() -> None:
    """The same words under one title on another page of the log; under two titles they prove none."""
    prints = (entry("Private Fostering", "This chapter was updated."),)
    found = resolved(LOST, CHOICES, Around(prints=prints))
    assert found is not None
    assert (found.chapter_id, found.how) == (1, "the same entry on another page of the log, “Private Fostering”")
    both = (*prints, entry("Overnight Stays", "This chapter was updated."))
    assert resolved(LOST, CHOICES, Around(prints=both)) is None
    assert resolved(LOST, CHOICES, Around(prints=prints, taken=frozenset({1}))) is None


MARKED = (
    Candidate(1, frozenset(), ("Visits",), mark=Mark("Updated")),
    Candidate(2, frozenset(), ("Money",), mark=Mark("Updated")),
    Candidate(3, frozenset(), ("Beds",)),
)


def test_the_one_marked_chapter_that_no_entry_names() -> None:
    """Only where one entry lost its title, one marked chapter is left, and the badges are of this edition."""
    found = resolved(LOST, MARKED, Around("2020-10", latest=True, taken=frozenset({1})))
    assert found is not None
    assert (found.chapter_id, found.sureness) == (2, 0.85)
    assert resolved(LOST, MARKED, Around("2020-10", latest=True)) is None
    assert resolved(LOST, MARKED, Around("2020-10", latest=True, taken=frozenset({1}), unnamed=2)) is None
    assert resolved(LOST, MARKED, Around("2020-10", latest=False, taken=frozenset({1}))) is None


def test_the_one_chapter_dated_in_the_editions_month() -> None:
    """A date on the contents page speaks for the edition of its month, whichever collection saw it."""
    dated = (
        Candidate(1, frozenset(), ("Visits",), mark=Mark("", date(2020, 10, 2))),
        Candidate(2, frozenset(), ("Money",), mark=Mark("", date(2020, 4, 2))),
    )
    found = resolved(LOST, dated, Around("2020-10"))
    assert found is not None
    assert (found.chapter_id, "2020-10-02" in found.how) == (1, True)


def test_a_box_of_another_month_proves_nothing() -> None:
    """The same words in the box of an edition before are those of that edition."""
    choices = (Candidate(1, frozenset(), ("Visits",), ("In May 2019, this chapter was refreshed throughout.",)),)
    said = entry(None, "In October 2020, this chapter was refreshed throughout.")
    assert resolved(said, choices) is None


def test_candidates_are_ranked_with_what_speaks_for_them() -> None:
    """An unnamed chapter is shown with those it may be: marked, named in the words, linked; never one that is taken."""
    said = entry(None, "This chapter was updated to fit with Beds.")
    found = likely(said, MARKED, Around("2020-10", latest=True, unnamed=2))
    assert [one.chapter_id for one in found] == [1, 2, 3]
    assert found[0].why == ("it is marked “Updated”",)
    assert found[2].why == ("the entry's words name it",)
    assert [one.chapter_id for one in likely(said, MARKED, Around(taken=frozenset({3})))] == []
    (alike,) = likely(entry("Section 47 Enquiries and Strategy Meetings"), CHOICES)
    assert (alike.chapter_id, "alike" in alike.why[0]) == (2, True)
