"""The brake: both sides of each limit, what a share is a share of, and that small manuals are left in peace."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.brake import Brought, Effect, Step, effect_of, reasons_to_hold
from kb.model import ChapterKind, Expected, Limits

CHAPTER, DOCUMENT = ChapterKind.CHAPTER, ChapterKind.DOCUMENT


def brought(kind: ChapterKind = CHAPTER, **counts: int) -> Brought:
    """A run with so many steps of each effect, by the effect's name."""
    return Brought(tuple(Step(kind, Effect[name.upper()]) for name, number in counts.items() for _ in range(number)))


BOTH_SIDES = [
    # just through; just held; what the reason says
    (brought(changed=50, none=50), brought(changed=51, none=49), "51 of 100 chapters changed (51%; the limit is 50%)"),
    (
        brought(changed=500, none=500),
        brought(changed=501, none=499),
        "501 of 1000 chapters changed (50.1%; the limit is 50%)",
    ),
    (brought(changed=9), brought(changed=10), "10 of 10 chapters changed (100%; the limit is 50%)"),
    (
        brought(shrunk=10, none=90),
        brought(shrunk=11, none=89),
        "11 of 100 chapters lost most of their text (11%; the limit is 10%)",
    ),
    (
        brought(shrunk=2, none=1),
        brought(shrunk=3),
        "3 of 3 chapters lost most of their text (100%; the limit is 10%)",
    ),
    (
        brought(vanished=20, none=80),
        brought(vanished=21, none=79),
        "21 of 100 chapters were not found (21%; the limit is 20%)",
    ),
    (
        brought(vanished=2),
        brought(vanished=3, none=1),
        "3 of 4 chapters were not found (75%; the limit is 20%)",
    ),
    (
        brought(added=40, none=40),
        brought(added=41, none=40),
        "41 chapters are new, where there were 40 (102%; the limit is 100%)",
    ),
    (
        brought(DOCUMENT, vanished=10, none=10),
        brought(DOCUMENT, vanished=11, none=9),
        "11 of 20 documents were not found (55%; the limit is 50%)",
    ),
]


@pytest.mark.parametrize(("passes", "held", "reason"), BOTH_SIDES)
def test_each_limit_holds_what_is_above_it_and_nothing_else(passes: Brought, held: Brought, reason: str) -> None:
    """At the limit a run passes; one chapter more and it is held, with counts, share and limit in one sentence."""
    assert reasons_to_hold(passes, Limits()) == ()
    assert reasons_to_hold(held, Limits()) == (reason,)


@pytest.mark.parametrize(
    ("found", "expected", "reason"),
    [
        (119, Expected(120), "119 chapters were found, fewer than the 120 that reread.toml expects"),
        (120, Expected(120), ""),
        (500, Expected(120), ""),
        (160, Expected(120, 160), ""),
        (161, Expected(120, 160), "161 chapters were found, more than the 160 that reread.toml expects"),
        (None, Expected(120), ""),
        (0, None, ""),
    ],
)
def test_stated_numbers_hold_what_is_outside_them(found: int | None, expected: Expected | None, reason: str) -> None:
    """Also the first collection, which has nothing to be compared with."""
    reasons = reasons_to_hold(Brought((), chapters=found), Limits(chapters=expected))
    assert reasons == ((reason,) if reason else ())


def test_stated_numbers_of_documents_count_documents() -> None:
    """Each number is held against its own kind."""
    run = Brought((), chapters=10, documents=3)
    assert reasons_to_hold(run, Limits(documents=Expected(4))) == (
        "3 documents were found, fewer than the 4 that reread.toml expects",
    )
    assert reasons_to_hold(run, Limits(chapters=Expected(4))) == ()


def test_a_collection_is_judged_by_what_it_reached_and_an_import_by_the_whole_manual() -> None:
    """Where half of the pages failed, the other half tells; what somebody chose to import tells of itself only."""
    run = brought(changed=30, none=20, untold=50)
    assert reasons_to_hold(run, Limits()) == ("30 of 50 chapters changed (60%; the limit is 50%)",)
    assert reasons_to_hold(replace(run, selection=True), Limits()) == ()


def test_new_chapters_count_only_where_a_manual_was_known_as_a_whole() -> None:
    """The first collection after a few imported pages brings the rest of the manual; an import may bring anything."""
    run = brought(added=90, none=10)
    assert reasons_to_hold(run, Limits())
    assert reasons_to_hold(replace(run, settled=False), Limits()) == ()
    assert reasons_to_hold(replace(run, selection=True), Limits()) == ()


@pytest.mark.parametrize(
    ("before", "after", "same", "effect"),
    [
        (1000, 500, False, Effect.CHANGED),
        (1000, 499, False, Effect.SHRUNK),
        (1000, 3000, False, Effect.CHANGED),
        (1000, 0, False, Effect.SHRUNK),
        (0, 0, False, Effect.CHANGED),
        (1000, 1000, True, Effect.NONE),
    ],
)
def test_a_chapter_has_shrunk_below_half_of_its_words(before: int, after: int, same: bool, effect: Effect) -> None:
    """Half of a chapter is a revision; less than half of it is a loss."""
    assert effect_of(before, after, same) is effect


def test_a_source_may_set_its_own_limits() -> None:
    """0 lets nothing through above the floor, 1 everything."""
    run = brought(changed=12, none=88)
    assert reasons_to_hold(run, Limits()) == ()
    assert len(reasons_to_hold(run, Limits(changed=0.1))) == 1
    assert reasons_to_hold(brought(vanished=100), Limits(vanished=1)) == ()


EFFECTS = ("none", "changed", "shrunk", "vanished", "untold")
counts = st.fixed_dictionaries({name: st.integers(0, 60) for name in EFFECTS}).filter(lambda numbers: numbers["none"])


@given(counts, st.sampled_from(["changed", "shrunk"]))
def test_one_more_altered_chapter_never_lets_a_held_run_through(numbers: dict[str, int], more: str) -> None:
    """What was held stays held where yet another unchanged chapter is altered."""
    worse = {**numbers, "none": numbers["none"] - 1, more: numbers[more] + 1}
    before, after = (reasons_to_hold(brought(**each), Limits()) for each in (numbers, worse))
    assert len(after) >= len(before)


@given(counts)
def test_one_more_missing_chapter_never_takes_the_reason_away(numbers: dict[str, int]) -> None:
    """Neither does it where the chapter was told of before."""
    worse = {**numbers, "none": numbers["none"] - 1, "vanished": numbers["vanished"] + 1}
    before, after = (
        any("not found" in reason for reason in reasons_to_hold(brought(**each), Limits())) for each in (numbers, worse)
    )
    assert after or not before


@given(st.integers(0, 200), st.integers(0, 200))
def test_an_unchanged_manual_is_never_held(chapters: int, untold: int) -> None:
    """However many of its pages failed."""
    assert reasons_to_hold(brought(none=chapters, untold=untold), Limits()) == ()
