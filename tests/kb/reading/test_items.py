"""Reading items: which sections, how many minutes, what to look for; nothing that changed is hidden."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Chapter, Level, ReadingRules, Significance
from tests.builders import chapter
from tests.kb.reading.builders import edition, entry, history, listed

LONG = " ".join(["The social worker writes up what the child said about home."] * 40)
"""440 words."""


def manual(visits: str = "within 7 working days", scope: str = "All children.", money: str = "on a form") -> Chapter:
    """A chapter with a long section that nobody touches."""
    return chapter(
        f"1 Visits: The worker visits {visits} of the referral.",
        f"2 Recording: {LONG}",
        f"3 Money: Carers claim {money} at the end of each month.",
        boxes={"scope": f"{scope} / {LONG}"},
    )


@pytest.mark.parametrize(
    ("after", "sections", "words"),
    [
        (manual(visits="within 5 working days"), (("1", "Visits"),), 10),
        (manual(scope="All children and young adults up to 25."), (("", "Scope"),), 8),
        (manual("within 5 working days", "All of those who are placed by us."), (("", "Scope"), ("1", "Visits")), 18),
    ],
)
def test_only_what_changed_is_to_be_read(after: Chapter, sections: tuple[tuple[str, str], ...], words: int) -> None:
    """A changed section counts whole, a box by its changed lines; the rest of the chapter does not count."""
    (item,) = listed([history(1, manual(), after)], [edition("October 2020", "2020-10", "2020-10-12")])
    assert (item.sections, item.words, item.minutes) == (sections, words, 1)


def test_the_pace_is_the_workspaces() -> None:
    """Minutes are the words over the words a minute, rounded up."""
    before, after = chapter(f"1 Visits: {LONG}"), chapter(f"1 Visits: {LONG} / The worker must visit in 5 days.")
    now = [edition("October 2020", "2020-10", "2020-10-12")]
    minutes = {
        pace: listed([history(1, before, after)], now, ReadingRules(pace))[0].minutes for pace in (100, 200, 400)
    }
    assert minutes == {100: 5, 200: 3, 400: 2}


def test_wording_beside_a_duty_is_named_but_not_counted() -> None:
    """A section in which nothing of substance changed stands beside what is to be read."""
    after = manual("within 5 working days", money="on a form,")
    (item,) = listed([history(1, manual(), after)], [edition("October 2020", "2020-10", "2020-10-12")])
    assert (item.sections, item.also) == ((("1", "Visits"),), (("3", "Money"),))
    assert item.words == 10


def test_what_to_look_for_is_one_sentence() -> None:
    """Made from the changes: where, what it was and what it is."""
    (item,) = listed(
        [history(1, manual(), manual("within 5 working days"))], [edition("October 2020", "2020-10", "2020-10-12")]
    )
    assert item.look_for == "Section 1, Visits: time limit 7 → 5 working days."
    assert item.look_for.count(". ") == 0


def test_both_reasons_are_shown() -> None:
    """The log's level with its words, and what the text does with it: raises, lowers or confirms it."""
    texts = history(1, manual(), manual("within 5 working days"))
    levels = {Level.SKIM: "raised: ", Level.MUST: "confirmed: "}
    for said, beginning in levels.items():
        now = edition("October 2020", "2020-10", "2020-10-12", entry(1, "It changed.", level=said, proof=("changed",)))
        (item,) = listed([texts], [now])
        assert item.level is Level.MUST
        assert item.reasons[0] == f"the log: {said.value} (“changed”)"
        assert item.reasons[1].startswith(f"{beginning}something that staff work by is different")


def test_a_section_named_before_our_time_is_read_with_those_inside_it() -> None:
    """Of an edition that only the log can tell, the named sections of the present text count, else all of it."""
    text = chapter("4 Reviews: One two three.", "4.1 When: Four five.", "5 Ends: Six.")
    old = edition("October 2019", "2019-10", "2020-03-16", entry(1, "Section 4 was amended.", sections=("4",)))
    whole = edition("March 2019", "2019-03", "2020-03-16", entry(1, "Updated."))
    newest, oldest = listed([history(1, text)], [old, whole])
    assert (newest.sections, newest.words) == ((("4", "Reviews"),), 5)
    assert (oldest.sections, oldest.words) == ((), text.words)


def test_what_changed_after_the_latest_edition_is_listed_by_day() -> None:
    """A manual without a log has a reading list too; each change stands on the day it was first seen."""
    texts = [manual(), manual("within 5 working days"), manual("within 3 working days")]
    items = listed([history(1, *texts)])
    assert [(one.since.isoformat(), one.edition_label, one.level) for one in items] == [
        ("2021-03-15", None, Level.MUST),
        ("2020-10-12", None, Level.MUST),
    ]
    now = [edition("October 2020", "2020-10", "2020-10-12")]
    assert [(one.since.isoformat(), one.edition_label) for one in listed([history(1, *texts)], now)] == [
        ("2021-03-15", None),
        ("2020-10-01", "October 2020"),
    ]


VISITS = ("within 7 working days", "within 7 working days,", "within 5 working days", "recieved in 7 days", "by letter")
MONEY = ("on a form", "by using a form", "on Form 7", "on  a form")


@given(st.lists(st.tuples(st.sampled_from(VISITS), st.sampled_from(MONEY)), min_size=2, max_size=4), st.booleans())
def test_every_change_is_on_the_list(said: list[tuple[str, str]], logged: bool) -> None:
    """Whatever changed, at whatever level: an item rests on each step of the text, and minutes are at least one where
    it asks for reading."""
    texts = history(1, *(manual(visits, money=money) for visits, money in said))
    editions = [edition("October 2020", "2020-10", "2020-10-12")] if logged else []
    items = listed([texts], editions)
    versions = list(texts.versions)
    steps = {(before.ordinal, after.ordinal) for before, after in pairwise(versions) if before.digest != after.digest}
    assert {(one.step.before, one.step.after) for one in items if one.step} == steps
    assert all(one.minutes >= 1 for one in items if one.level.asks_for_reading)
    assert all(one.sections for one in items)


@given(st.sampled_from(VISITS), st.sampled_from(VISITS), st.sampled_from(MONEY), st.sampled_from(list(Level)))
def test_wording_alone_never_asks_for_reading(before: str, after: str, money: str, said: Level) -> None:
    """Where only wording or references changed nobody has to read again, unless the log itself says "refreshed"."""
    texts = history(1, manual(before), manual(after, money=money))
    now = edition("October 2020", "2020-10", "2020-10-12", entry(1, "It changed.", level=said))
    comparison = texts.comparison(texts.versions[0], texts.versions[-1])
    (item,) = listed([texts], [now])
    if comparison.significance in {Significance.EDITORIAL, Significance.REFERENCE} and said is not Level.SKIM:
        assert not item.level.asks_for_reading
    if comparison.significance is Significance.DUTY:
        assert item.level.asks_for_reading
