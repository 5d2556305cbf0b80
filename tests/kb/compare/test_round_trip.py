"""What must hold whatever changed: the changes give either version back, and the redline both."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare import (
    RowState,
    apply_changes,
    compare_chapters,
    comparison_as_json,
    comparison_as_text,
    comparison_from_json,
    lines,
    redline,
    revert_changes,
)
from kb.compare.words.runs import side_of
from kb.model import Block, Chapter, Span, SpanKind
from kb.text import normalised
from tests.kb.compare.mutations import chapters, mutated

EDITED = chapters().flatmap(lambda one: st.tuples(st.just(one), mutated(one)))
PAIRS = st.one_of(st.tuples(chapters(), chapters()), EDITED, EDITED.map(lambda pair: (pair[1], pair[0])))


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_the_changes_give_either_version_back(pair: tuple[Chapter, Chapter]) -> None:
    """Applied to the old lines the changes (read back from JSON) give the new, reverted from the new the old."""
    before, after = pair
    comparison = compare_chapters(before, after)
    read = comparison_from_json(json.loads(json.dumps(comparison_as_json(comparison))))
    assert read == comparison
    here, there = lines(before), lines(after)
    assert [line.content for line in apply_changes(here, read)] == [line.content for line in there]
    assert [line.content for line in revert_changes(there, read)] == [line.content for line in here]


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_the_redline_gives_either_version_back(pair: tuple[Chapter, Chapter]) -> None:
    """Without what was added the rows read as the old text in its order, without what was removed as the new."""
    before, after = pair
    rows = redline(before, after, compare_chapters(before, after))
    old, new = {}, {}
    for row in rows:
        if row.state not in (RowState.ADDED, RowState.MOVED_TO):
            old.setdefault(row.before_at, []).append(side_of(row.words, "-"))
        if row.state not in (RowState.REMOVED, RowState.MOVED_FROM):
            new.setdefault(row.after_at, []).append(side_of(row.words, "+"))
    for version, read in ((before, old), (after, new)):
        expected = [(at, normalised(line.text)) for at, line in enumerate(lines(version))]
        made = [(at, normalised(" ".join(texts))) for at, texts in read.items()]
        assert [pair for pair in made if pair[1]] == [
            pair for pair in expected if pair[1] and _is_shown(version, pair[0])
        ]


def _is_shown(version: Chapter, at: int) -> bool:
    return bool(lines(version)[at].text)


def without_empty_opening(version: Chapter) -> Chapter:
    """The chapter without sections that have neither heading nor text, which no reader sees."""
    return replace(version, sections=tuple(each for each in version.sections if each.heading or each.blocks))


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_identical_means_one_digest(pair: tuple[Chapter, Chapter]) -> None:
    """Two versions are identical exactly when they have one digest; a change never comes without a summary."""
    before, after = (without_empty_opening(version) for version in pair)
    comparison = compare_chapters(before, after)
    same = before.digest == after.digest
    assert same is ([line.digest for line in lines(before)] == [line.digest for line in lines(after)])
    assert comparison.identical is same
    assert bool(comparison.summary) is not same
    assert comparison_as_text(redline(before, after, comparison)).count("\n") >= len(lines(after)) - 1


@given(chapters())
@settings(max_examples=40, deadline=None)
def test_a_chapter_against_itself(one: Chapter) -> None:
    """Comparing a chapter with itself finds nothing, and its redline is the chapter."""
    comparison = compare_chapters(one, one)
    assert comparison.identical
    assert comparison.summary == ""
    assert all(row.state is RowState.SAME for row in redline(one, one, comparison))


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_every_line_is_told_once(pair: tuple[Chapter, Chapter]) -> None:
    """Words before and after add up: what stayed, moved, came and went is every word of both versions."""
    before, after = pair
    comparison = compare_chapters(before, after)
    rows = redline(before, after, comparison)
    changed = [row for row in rows if row.changed]
    assert {row.change for row in changed} <= set(range(len(comparison.changes)))
    for number, change in enumerate(comparison.changes):
        if change.before or change.after:
            expected = 2 if change.moved_from is not None else 1
            shown = [row for row in changed if row.change == number]
            assert len(shown) == expected or not (change.before and change.after), change


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_no_word_is_cut(pair: tuple[Chapter, Chapter]) -> None:
    """On either side runs of words, and the parts of a split or merged line, meet where words end."""
    for change in compare_chapters(*pair).changes:
        for side in "-+":
            runs = [text for kind, text in change.words if kind in ("=", side)]
            assert not any(one[-1:].isalnum() and other[:1].isalnum() for one, other in pairwise(runs)), change
        for text, whole in ((change.before, pair[0]), (change.after, pair[1])):
            at = change.before_at if whole is pair[0] else change.after_at
            if text and at is not None:
                line = f" {normalised(lines(whole)[at].text)} "
                assert f" {normalised(text)} " in line or not change.part, change


def rendered_again(one: Chapter) -> Chapter:
    """The chapter as another page would print it: other quotes, dashes and white space, another emphasis."""

    def again(block: Block) -> Block:
        text = block.text.replace("'", "’").replace("-", "–").replace(" ", "  ")
        links = tuple(replace(span, start=0, end=1) for span in block.links)
        return replace(block, text=text, spans=(*links, Span(SpanKind.STRONG, 0, 1)))

    sections = (replace(each, blocks=tuple(map(again, each.blocks))) for each in one.sections)
    return replace(one, sections=tuple(sections), url="https://elsewhere.example/")


@given(chapters())
@settings(max_examples=40, deadline=None)
def test_another_rendering_is_no_change(one: Chapter) -> None:
    """Typography, white space and emphasis are never a change, in either direction."""
    other = rendered_again(one)
    assert compare_chapters(one, other).identical
    assert compare_chapters(other, one).identical


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_there_and_back_count_the_same(pair: tuple[Chapter, Chapter]) -> None:
    """Words before and after change places when the versions do, and both ways something changed or nothing did."""
    before, after = pair
    forth, back = compare_chapters(before, after), compare_chapters(after, before)
    assert (forth.stats.words_before, forth.stats.words_after) == (back.stats.words_after, back.stats.words_before)
    assert forth.identical is back.identical
