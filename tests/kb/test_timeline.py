"""Versions put together again: what pages did not say never becomes a change, and nothing that was known is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model import Origin, Run, RunKind, Sighting, Version
from kb.timeline import Stretch, absences, in_their_time, sayings, timeline
from tests.facts import SOURCE, moment

START = moment("2020-01-01")
Rules = dict[int, str | None]


def day(number: int) -> Sighting:
    """A sighting of no page yet on the day of a number."""
    return Sighting(START + timedelta(days=number), 0)


def seen(*pages: int) -> tuple[Sighting, ...]:
    """One page a day."""
    return tuple(replace(day(number), page_id=page) for number, page in enumerate(pages))


def version(stretch: Stretch, ordinal: int, rules: int) -> Version:
    """A stretch as it is kept."""
    known = stretch.version
    return Version(
        id=known.id if known else ordinal,
        chapter_id=1,
        ordinal=known.ordinal if known else ordinal,
        origin=stretch.origin,
        digest=stretch.digest or (known.digest if known else ""),
        page_digest="",
        page_url="",
        rules=rules if stretch.digest else (known.rules if known else rules),
        first_seen=stretch.first_seen,
        last_seen=stretch.last_seen,
        stated_on=None,
        title="",
        words=0,
        page_id=stretch.page_id,
    )


def kept(stretches: tuple[Stretch, ...], rules: int) -> tuple[Version, ...]:
    """The versions that a store keeps of stretches: new ones take the next ordinals."""
    ordinal = max((one.version.ordinal for one in stretches if one.version), default=0)
    made = []
    for one in stretches:
        ordinal += one.version is None
        made.append(version(one, ordinal, rules))
    return tuple(made)


def told(stretches: tuple[Stretch, ...]) -> str:
    """Ordinal, text and origin of each."""
    return ", ".join(
        f"{one.version.ordinal if one.version else 'new'} {one.digest or '-'} {one.origin}" for one in stretches
    )


def read_by(rules: Rules, pages: tuple[int, ...]) -> tuple[Version, ...]:
    """What a store keeps of pages that are read for the first time."""
    return kept(timeline((), seen(*pages), rules), 1)


CASES = {
    "the same texts": ((1, 2), {1: "a", 2: "b"}, "1 a first, 2 b amended"),
    "a text that is back": ((1, 2, 1), {1: "a", 2: "b"}, "1 a first, 2 b amended, 3 a reverted"),
    "read alike": ((1, 2, 1), {1: "x", 2: "x"}, "1 x first, 2 x re-extracted, 3 x re-extracted"),
    "a page that cannot be read": ((1, 2), {1: "x", 2: None}, "1 x first, 2 - amended"),
    "seen late": ((1, 3, 2), {1: "a", 3: "c", 2: "b"}, "1 a first, new c amended, 2 b amended"),
    "readable by a later page": ((1, 3, 2), {1: None, 3: "c", 2: "b"}, "1 c first, 2 b amended"),
}
OLD: Rules = {1: "a", 2: "b", 3: "a"}


@pytest.mark.parametrize(("pages", "rules", "expected"), CASES.values(), ids=CASES)
def test_versions_keep_their_ordinals_under_newer_rules(pages: tuple[int, ...], rules: Rules, expected: str) -> None:
    """Old rules read pages 1 and 3 alike; what newer ones make of them is in each row."""
    assert told(timeline(read_by(OLD, pages), seen(*pages), rules)) == expected


def test_a_page_that_becomes_readable_lengthens_the_version_that_reads_like_it() -> None:
    """A text was there before we could read it: that it was is known now, and no version is made for it."""
    old: Rules = {1: "a", 2: None, 3: "b"}
    versions = read_by(old, (1, 2, 3))
    assert [one.first_seen for one in versions] == [day(0).at, day(2).at]
    (first, second) = timeline(versions, seen(1, 2, 3), {1: "a", 2: "b", 3: "b"})
    assert (first.last_seen, second.first_seen, second.page_id) == (day(0).at, day(1).at, 2)


READINGS = st.sampled_from(["a", "b", "c", None])
PAGES = st.lists(st.integers(1, 4), min_size=1, max_size=7)
RULES = st.fixed_dictionaries(dict.fromkeys(range(1, 5), READINGS))


@given(PAGES, RULES, RULES)
def test_what_pages_did_not_say_is_no_change(pages: list[int], old: Rules, new: Rules) -> None:
    """A change is only ever told between two looks at which the page itself was another one."""
    looks = seen(*pages)
    versions = kept(timeline((), looks, old), 1)
    stretches = timeline(versions, looks, new)
    for before, after in pairwise(stretches):
        if after.origin in {Origin.AMENDED, Origin.REVERTED}:
            between = {one.page_id for one in looks if before.first_seen <= one.at <= after.first_seen}
            assert len(between) > 1
            assert before.digest != after.digest or None in (before.digest, after.digest)


@given(PAGES, RULES, RULES)
def test_nothing_known_is_lost_and_a_second_time_changes_nothing(pages: list[int], old: Rules, new: Rules) -> None:
    """Each version stays, with its ordinal; stretches never overlap; reading again by the same rules is idle."""
    looks = seen(*pages)
    versions = kept(timeline((), looks, old), 1)
    stretches = timeline(versions, looks, new)
    assert [one.version for one in stretches if one.version] == list(versions)
    assert all(one.first_seen <= one.last_seen for one in stretches)
    assert all(one.last_seen < two.first_seen for one, two in pairwise(stretches))
    again = kept(stretches, 2)
    assert kept(timeline(again, looks, new), 2) == again


@given(PAGES, RULES)
def test_the_same_rules_give_what_is_kept(pages: list[int], rules: Rules) -> None:
    """Re-reading is no second opinion: the same rules tell the same history."""
    versions = kept(timeline((), seen(*pages), rules), 1)
    assert kept(timeline(versions, seen(*pages), rules), 1) == versions


def test_a_text_that_came_too_late_stays_out_of_the_history() -> None:
    """What an archive imported afterwards saw before is not made a part of the history by reading it again."""
    late = Sighting(START - timedelta(days=400), 9)
    assert in_their_time((*seen(1, 2), late)) == seen(1, 2)


def test_what_a_box_said_is_told_once_for_as_long_as_it_said_it() -> None:
    """A page without a box says nothing new."""
    said = sayings(seen(1, 2, 3, 4), {1: "In May.", 2: None, 3: "In May.", 4: "In June."})
    assert [(one.text, one.first_seen, one.last_seen) for one in said] == [
        ("In May.", day(0).at, day(2).at),
        ("In June.", day(3).at, day(3).at),
    ]


def test_an_absence_is_what_complete_collections_did_not_find() -> None:
    """It begins with the first of them and ends when the chapter is seen again; before the first sighting is none."""
    runs = [Run(n, SOURCE, RunKind.COLLECT, day(n).at, day(n).at, complete=n != 3) for n in range(-1, 7)]
    found = absences([day(0), day(4)], runs)
    assert [(one.since, one.until) for one in found] == [(day(1).at, day(4).at), (day(5).at, None)]
