"""Adoption: the same national amendment in several manuals' logs, who has it, and how far we can know."""

from __future__ import annotations

from datetime import date

import pytest

from kb.adoption import national_amendments
from kb.model import Amendment, AmendmentKind, FindingKind, LoggedAmendment, NationalAmendment, UptakeState, Watched

CARE = "Deaths of Care Leavers"
NOTIFY = "Section 3 now says that the regulator is sent a notification of each death up to the age of 24."
OTHER_WORDS = "In line with Working Together 2023, notifications of deaths up to the age of 24 go to the regulator."

_numbers = iter(range(1, 10_000))


def entry(dated: str, title: str | None, detail: str, kind: AmendmentKind = AmendmentKind.UPDATED) -> LoggedAmendment:
    """An entry of an edition."""
    number = next(_numbers)
    return LoggedAmendment(number, "", f"Edition {dated}", dated, None, number, Amendment(title, kind, detail))


def manual(
    source: str, *entries: LoggedAmendment, last_look: str = "2025-06-01", chapters: tuple[str, ...] = (CARE,)
) -> Watched:
    """A manual whose log has these entries."""
    known = tuple((place, title, f"{source}-{place}") for place, title in enumerate(chapters, start=1))
    return Watched(source, entries, known, (), date.fromisoformat(last_look))


def found(*manuals: Watched) -> tuple[NationalAmendment, ...]:
    """The national amendments of some manuals."""
    return national_amendments(manuals)


def pair(one: LoggedAmendment, other: LoggedAmendment) -> bool:
    """Whether two entries of two manuals are one amendment."""
    return len(found(manual("north", one), manual("south", other))) == 1


U, N = AmendmentKind.UPDATED, AmendmentKind.NEW


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # The same words, and other words with the same content.
        ((CARE, NOTIFY), (CARE, NOTIFY), True),
        ((CARE, NOTIFY), (CARE, OTHER_WORDS), True),
        ((CARE, NOTIFY), ("Deaths of Care Leavers Procedure", OTHER_WORDS), True),
        (("Looked After Children's Reviews", NOTIFY), ("Children Looked After's Reviews", NOTIFY), True),
        # Titles alone prove nothing, nor do words that any entry has.
        ((CARE, "This chapter has been refreshed."), (CARE, "This chapter has been refreshed."), False),
        ((CARE, "This chapter was updated throughout."), (CARE, NOTIFY), False),
        ((CARE, "Contact details have been updated."), (CARE, "Contact details have been updated."), False),
        ((CARE, "Updated in line with local practice."), (CARE, "Amended to reflect local practice."), False),
        # One reason in the same chapter; in another chapter it is another amendment.
        ((CARE, "Updated in line with Working Together 2023."), (CARE, "Revised to reflect WT 2023."), True),
        (
            (CARE, "Updated in line with Working Together 2023."),
            ("Visits", "Updated in line with Working Together 2023."),
            False,
        ),
        # Another edition of the guidance is another reason.
        (
            (CARE, "Updated in line with Working Together 2018."),
            (CARE, "Updated in line with Working Together 2023."),
            False,
        ),
        # A lost title needs more of the same words.
        ((None, NOTIFY), (CARE, NOTIFY), True),
        (
            (None, "Updated in line with Working Together 2023."),
            (CARE, "Updated in line with Working Together 2023."),
            False,
        ),
        # Other content in the same chapter.
        ((CARE, NOTIFY), (CARE, "A bereavement fund for former foster carers is described in Section 9."), False),
    ],
)
def test_what_is_one_amendment(one: tuple[str | None, str], other: tuple[str | None, str], same: bool) -> None:
    """Title, reason and telling words together decide; never what any entry may say."""
    assert pair(entry("2024-04", *one), entry("2024-09", *other)) is same


def test_a_new_chapter_of_the_same_title_is_one() -> None:
    """Its entry need not say what is in it; an updated chapter of that title is something else."""
    new = "This chapter has been added to the manual."
    assert pair(entry("2024-04", CARE, new, N), entry("2024-09", CARE, "A new chapter.", N))
    assert not pair(entry("2024-04", CARE, new, N), entry("2024-09", CARE, NOTIFY, U))


def test_what_is_years_apart_is_another_amendment() -> None:
    """Two years and a month apart it is no longer taken for the same."""
    assert pair(entry("2022-04", CARE, NOTIFY), entry("2024-04", CARE, NOTIFY))
    assert not pair(entry("2022-03", CARE, NOTIFY), entry("2024-04", CARE, NOTIFY))


def test_an_entry_may_tell_two_amendments() -> None:
    """Each is found with the manuals that have it."""
    fund = "A bereavement fund for former foster carers is described in Section 9."
    both = manual("both", entry("2024-06", CARE, f"{NOTIFY} {fund}"))
    amendments = found(both, manual("one", entry("2024-04", CARE, NOTIFY)), manual("two", entry("2024-08", CARE, fund)))
    assert [(one.since, {uptake.source for uptake in one.taken_up}) for one in amendments] == [
        ("2024-06", {"both", "two"}),
        ("2024-04", {"both", "one"}),
    ]


def test_three_manuals_and_what_is_known_of_them() -> None:
    """Who has it, in which edition, how sure; who has not; and what cannot be known."""
    old = entry("2023-01", "Visits", "Section 2 has other words.")
    seen = entry("2024-04", CARE, NOTIFY)
    first = Watched("first", (old, seen), ((1, CARE, "deaths"),), ((seen.id, FindingKind.UNSEEN),), date(2025, 6, 1))
    (amendment,) = found(
        first,
        manual("second", entry("2024-09", CARE, OTHER_WORDS)),
        manual("not-yet", old),
        manual("no-chapter", old, chapters=("Visits",)),
        manual("not-watched-then", old, last_look="2024-03-01"),
        manual("log-too-short", entry("2024-10", "Visits", "Section 2 has other words.")),
        manual("no-log"),
    )
    assert (amendment.title, amendment.since) == (CARE, "2024-04")
    assert [one.in_words for one in amendment.citations] == ["Working Together to Safeguard Children 2023"]
    assert [(one.source, one.state) for one in amendment.uptakes] == [
        ("first", UptakeState.TAKEN_UP),
        ("second", UptakeState.TAKEN_UP),
        ("not-yet", UptakeState.NOT_YET),
        ("no-chapter", UptakeState.NO_CHAPTER),
        ("log-too-short", UptakeState.NOT_KNOWN),
        ("no-log", UptakeState.NOT_KNOWN),
        ("not-watched-then", UptakeState.NOT_KNOWN),
    ]
    has, later, missing, *_ = amendment.uptakes
    assert (has.finding, later.finding, has.slug) == (FindingKind.UNSEEN, None, "")
    assert 0.5 < later.sureness < 1 and later.why[0] == "the same chapter"
    assert missing.bounds == "its log is known from 2023-01 to 2023-01; last looked at on 2025-06-01"


def test_a_manual_takes_an_amendment_up_once() -> None:
    """A log that prints it in two editions is one manual, and no national amendment by itself."""
    twice = manual("twice", entry("2024-04", CARE, NOTIFY), entry("2024-10", CARE, NOTIFY))
    assert found(twice, manual("none")) == ()
    (amendment,) = found(twice, manual("other", entry("2024-06", CARE, NOTIFY)))
    assert [one.source for one in amendment.taken_up] in (["twice", "other"], ["other", "twice"])


def test_the_order_of_manuals_does_not_matter() -> None:
    """The same manuals give the same amendments, however they are given."""
    manuals = [
        manual(name, entry(when, CARE, text))
        for name, when, text in (("a", "2024-04", NOTIFY), ("b", "2024-09", OTHER_WORDS), ("c", "2024-06", NOTIFY))
    ]
    assert found(*manuals) == found(*reversed(manuals))
