"""Chapters edited at random, several edits on top of each other, for as long as is asked for.

`REREAD_FUZZ_SECONDS` says how long (1 second if it is not set). The seed of a failure is in its message.
"""

from __future__ import annotations

import os
import time
from random import Random

from benchmarks import edits, edits_of_order
from benchmarks.draft import chapter_of, draft_of
from kb.compare import RowState, apply_changes, compare_chapters, lines, redline, revert_changes
from kb.compare.words.runs import side_of
from kb.model import Chapter, Comparison
from kb.text import normalised
from tests.kb.compare.test_bounds import allowed

SECONDS = float(os.environ.get("REREAD_FUZZ_SECONDS", "1"))
EDITS = (
    *(edits.substitutions, edits.limits, edits.insertions, edits.deletions, edits.sentences_added, edits.blocks_added),
    *(edits.sentences_deleted, edits.splits, edits.rewrites, edits.quotes, edits.links),
    *(edits_of_order.paragraphs_moved, edits_of_order.sections_moved, edits_of_order.renumbered, edits_of_order.mixed),
    *(edits.merges, edits_of_order.halves_moved),
    *(edits_of_order.retitled, edits_of_order.sections_split, edits_of_order.sections_merged),
)


def test_edits_on_top_of_each_other_come_back_in_time() -> None:
    """Whatever edits meet, either version comes back from the changes and from the redline, and within the bound."""
    bound, end, seed = allowed(), time.monotonic() + SECONDS, 0
    while time.monotonic() < end or not seed:
        seed += 1
        rng = Random(seed)
        draft = draft_of(rng.choice((400, 900, 2_500)), rng)
        edited = draft
        chosen = rng.sample(EDITS, rng.randrange(1, 6))
        for edit in chosen:
            edited = edit(edited, rng).draft
        story = f"seed {seed}: {', '.join(edit.__name__ for edit in chosen)}"
        before, after = rng.sample((chapter_of(draft), chapter_of(edited)), 2)
        start = time.process_time()
        comparison = compare_chapters(before, after)
        assert time.process_time() - start < bound, story
        assert gives_both_back(before, after, comparison), story
        assert compare_chapters(after, after).identical, story


def gives_both_back(before: Chapter, after: Chapter, comparison: Comparison) -> bool:
    """Whether either version comes back from the other and the changes, and both from the redline."""
    old, new = lines(before), lines(after)
    forth = [line.content for line in apply_changes(old, comparison)] == [line.content for line in new]
    back = [line.content for line in revert_changes(new, comparison)] == [line.content for line in old]
    rows = redline(before, after, comparison)
    was = [side_of(row.words, "-") for row in rows if row.state not in (RowState.ADDED, RowState.MOVED_TO)]
    now = [side_of(row.words, "+") for row in rows if row.state not in (RowState.REMOVED, RowState.MOVED_FROM)]
    return forth and back and _read(was) == _said(before) and _read(now) == _said(after)


def _read(texts: list[str]) -> str:
    return normalised(" ".join(texts))


def _said(chapter: Chapter) -> str:
    return normalised(" ".join(line.text for line in lines(chapter)))
