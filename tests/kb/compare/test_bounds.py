"""Monsters: inputs on which a naive comparison takes minutes. Still right, perhaps coarser, and soon done."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from benchmarks.monsters import MONSTERS, of_blocks, paragraph, shuffled
from kb.compare import Collapsed, apply_changes, collapsed, compare_chapters, lines, redline, revert_changes
from kb.compare.alignment import align, sections
from kb.compare.sequences import similarity
from kb.model import Chapter, Significance

SECONDS = 2.0
"""CPU for one comparison, on a machine that counts to three million in `PACE` seconds. Half of it is the worst here."""
PACE = 0.15


def allowed() -> float:
    """The bound on this machine, as busy as it is."""
    start = time.process_time()
    count = 0
    for number in range(3_000_000):
        count += number % 7
    return SECONDS * max(1.0, (time.process_time() - start) / PACE)


WORK = 12
"""Looks at a pair of lines or sections for every line there is: what near-linear means here."""


@pytest.mark.parametrize("name", ["shuffled", "shuffled and amended", "rewritten", "sections", "equal between"])
def test_monsters_take_few_looks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many lines could be compared with each other, only a few for each line are."""
    looks = 0

    def counted(*pair: object) -> float:
        nonlocal looks
        looks += 1
        return similarity(*pair)  # type: ignore[arg-type]

    monkeypatch.setattr(align, "similarity", counted)
    monkeypatch.setattr(sections, "similarity", counted)
    before, after = MONSTERS[name]()
    align.align(lines(before), lines(after))
    assert looks <= WORK * len(lines(before))


@pytest.mark.parametrize("monster", MONSTERS.values(), ids=MONSTERS)
def test_monsters_are_compared_right_and_in_time(monster: Callable[[], tuple[Chapter, Chapter]]) -> None:
    """Either version comes back from the changes, and the comparison takes less than the bound."""
    before, after = monster()
    start = time.process_time()
    comparison = compare_chapters(before, after)
    spent = time.process_time() - start
    here, there = lines(before), lines(after)
    assert [line.content for line in apply_changes(here, comparison)] == [line.content for line in there]
    assert [line.content for line in revert_changes(there, comparison)] == [line.content for line in here]
    assert spent < allowed()


def test_shuffled_items_are_moved_not_rewritten() -> None:
    """Of items in another order each is either where it was or moved; none is called new or gone."""
    before, after = shuffled()
    comparison = compare_chapters(before, after)
    assert {change.kind.value for change in comparison.changes} == {"moved"}
    assert comparison.stats.words_added == comparison.stats.words_removed == 0


def test_a_long_paragraph_is_marked_word_by_word() -> None:
    """Also in a paragraph of 20,000 words only what changed is marked."""
    comparison = compare_chapters(*paragraph(5_000, stops=True))
    assert comparison.stats.words_added == comparison.stats.words_removed == 500


def test_a_long_redline_folds() -> None:
    """What is unchanged is left out but for its neighbours."""
    before = of_blocks([f"Paragraph {at}." for at in range(3_000)])
    after = of_blocks([f"Paragraph {at}." for at in range(3_000) if at != 1_500])
    rows = collapsed(redline(before, after, compare_chapters(before, after)), context=2)
    assert [len(row.rows) if isinstance(row, Collapsed) else row.state.value for row in rows] == [
        *(1, "same", 1_498, "same", "same", "removed", "same", "same", 1_497)
    ]


def test_a_duty_at_the_end_of_a_very_long_paragraph_is_seen() -> None:
    """What differs in a long line is judged part by part, and the strongest part counts."""
    told = [f"On day {at} the long walk went over hill number {at} and down again to the sea." for at in range(700)]
    other = [f"{text[:-1]} with a dog." for text in told]
    before, after = (
        of_blocks([" ".join([*texts, last])]) for texts, last in ((told, "Staff may ask."), (other, "Staff must ask."))
    )
    (change,) = compare_chapters(before, after).changes
    assert change.significance is Significance.DUTY
    assert "Staff may → must ask" in [reason.text for reason in change.reasons]
