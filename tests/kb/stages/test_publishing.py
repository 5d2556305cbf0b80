"""Which pairs of versions have a page."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from kb.stages.publishing import AGAINST_LATEST, ALL_PAIRS_UP_TO, shown_pairs


@pytest.mark.parametrize("count", range(ALL_PAIRS_UP_TO + 1))
def test_of_few_versions_every_pair_has_a_page(count: int) -> None:
    """Each once, the older first."""
    pairs = shown_pairs(count)
    assert sorted(pairs) == list(combinations(range(count), 2))
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize("count", [ALL_PAIRS_UP_TO + 1, 30, 3_000])
def test_of_many_versions_the_pairs_grow_with_their_number(count: int) -> None:
    """Neighbours, the first and the newest against the latest, and what is named; never every pair."""
    pairs = shown_pairs(count, [(1, 4), (4, 1), (2, count)])
    assert {*pairwise(range(count)), (0, count - 1), (count - 3, count - 1), (1, 4)} <= set(pairs)
    assert all(0 <= before < after < count for before, after in pairs)
    assert len(set(pairs)) == len(pairs) <= count + AGAINST_LATEST + 1


def test_neighbours_come_first() -> None:
    """In the order in which they followed each other: the other pages go by them."""
    assert shown_pairs(4)[:3] == ((0, 1), (1, 2), (2, 3))
