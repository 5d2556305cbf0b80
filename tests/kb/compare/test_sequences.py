"""Sequences: what is in common really is, in order, and the heaviest chain is the heaviest."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.compare.sequences import Spelling, blocks, common, heaviest_chain, same_end, same_start

LETTERS = st.text("abcd", max_size=24)
PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9).map(float)), max_size=8)


@given(LETTERS, LETTERS)
def test_blocks_are_in_common_in_order_and_apart(before: str, after: str) -> None:
    """Each block reads the same on both sides, blocks rise on both and never touch on both; `common` lists them."""
    found = blocks(before, after)
    assert all(size and before[i : i + size] == after[j : j + size] for i, j, size in found)
    assert all(a + n <= c and b + n <= d and (a + n, b + n) != (c, d) for (a, b, n), (c, d, _) in pairwise(found))
    assert len(common(before, after)) == sum(size for _, _, size in found)


@given(LETTERS, LETTERS, LETTERS)
def test_common_ends_are_as_long_as_can_be(both: str, before: str, after: str) -> None:
    """What two texts begin or end with is found whole, of texts as of lists."""
    for one, other in ((both + before, both + after), (before + both, after + both)):
        start, end = same_start(one, other), same_end(one, other)
        assert (start, end) == (same_start([*one], [*other]), same_end([*one], [*other]))
        assert (one[:start] == other[:start] and one[start : start + 1] != other[start : start + 1]) or one == other
        assert one[len(one) - end :] == other[len(other) - end :]
        assert end in (len(one), len(other)) or one[-end - 1] != other[-end - 1]


@given(PAIRS)
def test_the_heaviest_chain_is_the_heaviest(pairs: list[tuple[int, int, float]]) -> None:
    """No other choice of pairs that rises on both sides weighs more."""
    chain = [pairs[k] for k in heaviest_chain(pairs)]
    assert _rises(chain)
    every = (some for size in range(len(pairs) + 1) for some in combinations(sorted(pairs), size) if _rises(some))
    assert sum(weight for _, _, weight in chain) == max(sum(weight for _, _, weight in some) for some in every)


def _rises(pairs: list[tuple[int, int, float]] | tuple[tuple[int, int, float], ...]) -> bool:
    return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))


def test_every_thing_has_a_letter_of_its_own() -> None:
    """Equal things have one letter, others another, also beyond the letters that no string can be encoded with."""
    spelling = Spelling()
    spelt = spelling.spell(range(70_000))
    assert len(set(spelt)) == 70_000
    assert spelling.spell([5, 5]) == spelt[5] * 2
    assert spelt.encode("utf-8")
