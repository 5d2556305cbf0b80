"""The known edits that the benchmark of comparing makes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from benchmarks import compare, edits
from benchmarks.draft import draft_of, with_pieces


@pytest.mark.parametrize("edit", [edit for group in compare.EDITS.values() for edit in group.values()])
def test_an_edit_works_on_what_others_left(edit: edits.Edit) -> None:
    """Also where earlier edits left sections with few blocks, or none, an edit finds something to do, or nothing."""
    rng = Random(7)
    draft = draft_of(900, rng)
    for _ in range(8):
        few = replace(draft, parts=tuple(with_pieces(part, part.pieces[1:]) for part in draft.parts))
        draft = edits.blocks_deleted(few, rng).draft
        assert edit(draft, rng).draft.lines()
    assert not any(part.pieces for part in draft.parts[2::4])
