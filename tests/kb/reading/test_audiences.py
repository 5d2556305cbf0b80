"""Audiences: whom a chapter concerns, and what of a declaration fits nothing."""

from __future__ import annotations

import pytest

from kb.errors import UsageError
from kb.history import History
from kb.model import Audience, ReadingRules
from kb.reading import audience_named, readership, unmatched
from tests.builders import chapter
from tests.kb.reading.builders import edition, history, listed


def known() -> list[History]:
    """Three chapters in two parts."""
    return [
        history(
            1,
            chapter("1 Scope: Made under the Fostering Services Regulations 2011."),
            title="Reviews of Foster Carers",
            part="Part 4: Fostering",
            number="4.1",
        ),
        history(
            2,
            chapter(
                "1 Scope: See Working Together to Safeguard Children 2018, and section 47 of the Children Act 1989."
            ),
            title="Section 47 Enquiries",
            part="Child Protection",
            number="2.3",
            former_titles=("Child Protection Enquiries",),
        ),
        history(3, chapter("1 Scope: See Working Together to Safeguard Children 2023."), title="Contacts", part=""),
    ]


@pytest.mark.parametrize(
    ("audience", "concerned"),
    [
        (Audience("A", parts=("Fostering",)), {1}),
        (Audience("A", parts=("part 4: fostering",)), {1}),
        (Audience("A", parts=("Foster",)), set()),
        (Audience("A", parts=("Fostering", "Child Protection")), {1, 2}),
        (Audience("A", chapters=("4.1",)), {1}),
        (Audience("A", chapters=("chapter-3", "section 47 enquiries")), {2, 3}),
        (Audience("A", chapters=("Child Protection Enquiries",)), {2}),
        (Audience("A", titles=("foster carer",)), {1}),
        (Audience("A", titles=("enquir",)), set()),
        (Audience("A", titles=("contact",)), {3}),
        (Audience("A", citations=("Fostering Services Regulations 2011",)), {1}),
        (Audience("A", citations=("Working Together",)), {2, 3}),
        (Audience("A", citations=("Working Together 2023",)), {3}),
        (Audience("A", citations=("Children Act 1989",)), {2}),
        (Audience("A", parts=("Fostering",), citations=("WT 2018",)), {1, 2}),
    ],
)
def test_whom_a_chapter_concerns(audience: Audience, concerned: set[int]) -> None:
    """Any of parts, chapters, title words or citations is enough; a part of a word is not."""
    found = readership((audience,), known())
    assert {chapter_id for chapter_id, names in found.items() if names} == concerned


def test_items_name_their_audiences() -> None:
    """Each item says whom it concerns, in the order of the declaration."""
    rules = ReadingRules(audiences=(Audience("Duty", chapters=("1.1",)), Audience("All", titles=("visit",))))
    texts = chapter("1 Visits: Every 6 weeks."), chapter("1 Visits: Every 4 weeks.")
    one = history(1, *texts, title="Visits", number="1.1")
    (item,) = listed([one], [edition("October 2020", "2020-10", "2020-10-12")], rules)
    assert item.audiences == ("Duty", "All")


@pytest.mark.parametrize(
    ("audience", "line"),
    [
        (
            Audience("Fostering team", parts=("Fosterring",)),
            "audience “Fostering team”: no part “Fosterring” in any manual: did you mean “Part 4: Fostering”?",
        ),
        (
            Audience("Duty", chapters=("Section 47 Enquires",)),
            "audience “Duty”: no chapter “Section 47 Enquires” in any manual: did you mean “Section 47 Enquiries”?",
        ),
        (
            Audience("Duty", titles=("adoption",)),
            "audience “Duty”: no title with “adoption” in any manual: correct it in reread.toml or take it out",
        ),
    ],
)
def test_what_fits_nothing_is_told(audience: Audience, line: str) -> None:
    """One line with the names that are like it; what fits is not told."""
    fitting = Audience("Everybody", parts=("Fostering",), chapters=("2.3",))
    assert [one.in_words for one in unmatched((fitting, audience), known())] == [line]


def test_an_unknown_audience_is_refused() -> None:
    """With the names that are like it, else with all of them; capitals do not matter."""
    declared = (Audience("Fostering team", parts=("x",)), Audience("Duty", parts=("x",)))
    assert audience_named(declared, "fostering TEAM ").name == "Fostering team"
    with pytest.raises(UsageError, match="did you mean 'Fostering team'"):
        audience_named(declared, "Fosterin team")
    with pytest.raises(UsageError, match="declared are Fostering team, Duty"):
        audience_named(declared, "Zebra")
    with pytest.raises(UsageError, match="none is declared"):
        audience_named((), "Duty")
