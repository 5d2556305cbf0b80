"""Which line is which: what stayed is told as runs, what moved line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb.compare.alignment.align import Match, align
from kb.compare.alignment.lines import lines
from kb.compare.alignment.order import steps
from kb.model import Chapter
from tests.builders import chapter
from tests.kb.compare.mutations import chapters, mutated
from tests.kb.compare.test_compare import P1, P2, P3

EDITED = chapters().flatmap(lambda one: st.tuples(st.just(one), mutated(one)))


def test_a_section_that_stayed_is_one_match() -> None:
    """Of a section in which nothing changed no line is looked at by itself; the one beside it is told line by line."""
    before = lines(chapter(f"1 A: {P1} / {P2} / {P3}", f"2 B: {P1}"))
    after = lines(chapter(f"1 A: {P1} / {P2} / {P3}", f"2 B: {P2}"))
    assert Match(1, 1, size=4) in align(before, after)


@given(EDITED)
def test_every_line_is_in_at_most_one_run(edited: tuple[Chapter, Chapter]) -> None:
    """Runs never overlap, a moved line is a run of one, and in reading order no line is left out on either side."""
    here, there = map(lines, edited)
    found = align(here, there)
    whole = [match for match in found if not match.part]
    for side in (0, 1):
        taken = [match[side] + step for match in whole for step in range(match.size)]
        assert len(taken) == len(set(taken))
    assert all(match.size == 1 for match in found if match.moved or match.part)
    read: tuple[set[int], set[int]] = set(), set()
    for i, j, match in steps(found, len(here), len(there)):
        size = match.size if match else 1
        read[0].update([] if i is None else range(i, i + size))
        read[1].update([] if j is None else range(j, j + size))
    assert read == (set(range(len(here))), set(range(len(there))))
