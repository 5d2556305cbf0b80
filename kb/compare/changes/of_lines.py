"""Matched lines told as changes: what happened, the words, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kb.compare.alignment.align import Match
from kb.compare.alignment.lines import BOX, HEADING, ROW, TITLE, Line, Place
from kb.compare.alignment.order import steps
from kb.compare.changes.parts import Whole, whole_lines
from kb.compare.changes.structure import Columns, cited, column_reasons, other_homes
from kb.compare.citing import ELSEWHERE_HERE, labelled, named
from kb.compare.significance.judging import (
    NOTHING,
    Verdict,
    judged_alone,
    judged_amended,
    judged_links,
    one_sided,
    only_points,
    strongest,
)
from kb.compare.words.cells import row_runs
from kb.compare.words.runs import Run, differing, joined, side_of, word_runs
from kb.model import BlockKind, BoxKind, Change, ChangeKind, Reason, ReasonKind, SectionRef, Significance
from kb.text import normalised

POINTING_BOXES = frozenset((BoxKind.GUIDANCE.value, BoxKind.RELATED.value))
_BLOCK_NAMES = {"item": "list item", "row": "table row", "code": "code line"}


@dataclass(frozen=True, slots=True)
class Sides:
    """Two versions as lines."""

    before: Sequence[Line]
    after: Sequence[Line]
    columns: Columns


def changes_of(matches: Sequence[Match], before: Sequence[Line], after: Sequence[Line]) -> tuple[Change, ...]:
    """What the matches leave to be told, in reading order."""
    sides = Sides(before, after, Columns(before, after))
    told, wholes = whole_lines(matches, before, after)
    return tuple(_changes(told, wholes, sides))


def _changes(matches: Sequence[Match], wholes: Mapping[Match, Whole], sides: Sides) -> Iterator[Change]:
    context = _Context(matches, sides)
    for i, j, match in steps(matches, len(sides.before), len(sides.after)):
        if match is None and i is not None:
            yield _alone(sides.before[i], i, context.around(0, i), added=False)
        elif match is None and j is not None:
            yield _alone(sides.after[j], j, context.around(1, j), added=True)
        elif match is not None and j is not None and not _stands(match, sides):  # what moved is told where it is now
            yield _part(match, wholes[match], sides) if match.part else _one_to_one(match, sides)


def _stands(match: Match, sides: Sides) -> bool:
    """Whether nothing happened to a line, or to a run of them."""
    if match.size > 1:
        return True
    if match.moved or match.part:
        return False
    here, there = sides.before[match.before], sides.after[match.after]
    # Most lines are remembered ones.
    return here is there or (here.normal == there.normal and here.shape == there.shape)


class Around(NamedTuple):
    """What a line that came or went is part of: how many such lines stand under it, what its section is labelled on the
    other side, and for a heading under which other one most of its text stands there."""

    under: int
    label: str | None
    home: Line | None


class _Context:
    """What is around lines without counterpart; looked up only where there are any, and most only for headings."""

    def __init__(self, matches: Sequence[Match], sides: Sides) -> None:
        self._matches = matches
        self._versions = (sides.before, sides.after)
        self._partners: dict[int, list[int | None]] = {}
        self._labels: dict[int, list[str | None]] = {}
        self._stretches: dict[int, tuple[dict[int, int], dict[int, Line]]] = {}

    def around(self, side: int, at: int) -> Around:
        """The surroundings of a line of one side."""
        version, other = self._versions[side], self._versions[1 - side]
        if side not in self._partners:
            self._partners[side] = partners = self._partners_of(side)
            self._labels[side] = _labels(version, other, partners)
        label = self._labels[side][at]
        if not version[at].opens:
            return Around(0, label, None)
        if side not in self._stretches:
            partners = self._partners[side]
            self._stretches[side] = _lone_stretches(version, partners), other_homes(version, other, partners)
        under, homes = self._stretches[side]
        return Around(under.get(at, 0), label, homes.get(at))

    def _partners_of(self, side: int) -> list[int | None]:
        """The counterpart of each line of one side."""
        partners: list[int | None] = [None] * len(self._versions[side])
        # Of a line in parts the first that stayed is the partner, and only where none did the first of all.
        for i, j, part, moved, size in reversed(self._matches):
            own, partner = (i, j) if side == 0 else (j, i)
            if not (part and moved and partners[own] is not None):
                partners[own : own + size] = range(partner, partner + size)
        return partners


def _lone_stretches(version: Sequence[Line], partners: Sequence[int | None]) -> dict[int, int]:
    """Opening lines, with how many lines without counterpart stand under them.

    A heading with none of its own has those of the new sections inside it.
    """
    found: dict[int, int] = {}
    opening = 0
    for at, line in enumerate(version):
        if line.opens:
            opening = at
            found[at] = 0
        elif partners[at] is None:
            found[opening] += 1
    inside: list[tuple[int, int]] = []  # level and lines of what comes next, as long as nothing stands above it
    for at in reversed(found):
        level, under = version[at].shape.depth, found[at]
        while inside and inside[-1][0] > level:
            under += inside.pop()[1]
        lone = partners[at] is None
        found[at] = found[at] or (under if lone else 0)
        inside.append((level, under if lone else 0))
    return found


def _labels(version: Sequence[Line], other: Sequence[Line], partners: Sequence[int | None]) -> list[str | None]:
    """For every line how its section is labelled on the other side, None where it is not there."""
    found: list[str | None] = []
    label: str | None = None
    for line, partner in zip(version, partners, strict=True):
        if line.opens:
            label = None if partner is None else other[partner].place.label
        found.append(label)
    return found


def _alone(line: Line, at: int, around: Around, *, added: bool) -> Change:
    """A line that came or went."""
    verdict = _heading_alone(line, around, added=added) if line.opens else _block_alone(line, added=added)
    label, title = line.place.label, line.place.title
    other = around.home.shape.number if around.home else around.label
    kinds = (ChangeKind.SPLIT, ChangeKind.MERGED) if around.home else (ChangeKind.ADDED, ChangeKind.REMOVED)
    return Change(
        kind=kinds[0 if added else 1],
        section=SectionRef(other if added else label, label if added else other, title),
        block=line.block,
        before=None if added else line.text,
        after=line.text if added else None,
        before_at=None if added else at,
        after_at=at if added else None,
        words=(("+" if added else "-", line.text),) if line.text else (),
        significance=verdict.significance,
        reasons=verdict.reasons,
        before_shape=None if added else line.shape,
        after_shape=line.shape if added else None,
    )


def _heading_alone(line: Line, around: Around, *, added: bool) -> Verdict:
    under = around.under
    if around.home is not None:
        kind = ReasonKind.SECTION_SPLIT if added else ReasonKind.SECTION_MERGED
        return Verdict(Significance.EDITORIAL, (Reason(kind, cited(around.home)),))
    if not line.text:
        return Verdict(Significance.EDITORIAL, (one_sided(ReasonKind.OPENING, "", added=added),))
    if not under:
        return Verdict(Significance.EDITORIAL, (one_sided(ReasonKind.HEADING, line.normal, added=added),))
    size = f"{under} {'block' if under == 1 else 'blocks'}"
    reason = one_sided(ReasonKind.BOX if line.block == BOX else ReasonKind.SECTION, size, added=added)
    pointing = line.shape.number in POINTING_BOXES if line.block == BOX else only_points(line.normal)
    return Verdict(Significance.REFERENCE if pointing and line.block == BOX else Significance.SUBSTANTIVE, (reason,))


def _block_alone(line: Line, *, added: bool) -> Verdict:
    if line.block == BlockKind.FIGURE.value and not line.normal:
        return Verdict(Significance.SUBSTANTIVE, (one_sided(ReasonKind.FIGURE, "", added=added),))
    return judged_alone(line.normal, added=added, pointing=_pointing(line.place))


@lru_cache(maxsize=200)
def _pointing(place: Place) -> bool:
    """Whether only pointers stand there; asked for every line that came or went."""
    return place.anchor.removeprefix("box-") in POINTING_BOXES or only_points(place.title)


def _one_to_one(match: Match, sides: Sides) -> Change:
    here, there = sides.before[match.before], sides.after[match.after]
    words = _heading_runs(here, there) if there.block == HEADING else _block_runs(here, there)
    one_kind = here.opens == there.opens
    reordered = sides.columns.reordered(match)
    verdict = strongest(
        (
            # A heading and a text are only matched where they say the same.
            judged_words(reordered or here.normal, there.normal) if one_kind else NOTHING,
            judged_links(here.shape.links, there.shape.links),
            _layout(here, there),
        )
    )
    if reordered:
        verdict = Verdict(verdict.significance, (*sides.columns.moved(match), *verdict.reasons))
    columns = () if reordered else column_reasons(sides.before, sides.after, match)
    if columns:
        verdict = Verdict(max(verdict.significance, Significance.SUBSTANTIVE, key=lambda each: each.rank), columns)
    if there.block == HEADING and one_kind and here.normal != there.normal:
        renamed = (Reason(ReasonKind.HEADING, here.normal, there.normal),)
        verdict = strongest((verdict, Verdict(Significance.EDITORIAL, renamed)))
    verdict = Verdict(verdict.significance, (*((_moved_reason(here, there),) if match.moved else ()), *verdict.reasons))
    return _change(_kind(match, here, there), match, (here, there), words, verdict)


def _block_runs(here: Line, there: Line) -> tuple[Run, ...]:
    return (row_runs if there.block == ROW else word_runs)(here.text, there.text)


def _heading_runs(here: Line, there: Line) -> tuple[Run, ...]:
    """The words of a heading; a label that stayed is in common also where nothing of the title is."""
    label = f"{there.place.label} "
    if not (
        here.place.label == there.place.label != "" and here.text.startswith(label) and there.text.startswith(label)
    ):
        return word_runs(here.text, there.text)
    return joined((("=", label), *word_runs(here.text.removeprefix(label), there.text.removeprefix(label))))


def judged_words(before: str, after: str) -> Verdict:
    """What the sentences that differ amount to; where they only changed places, all of them."""
    parts = list(differing(before, after))
    if all(here == there for here, there in parts):
        parts = [(before, after)]
    if len(parts) == 1:  # as nearly always
        return judged_amended(*parts[0])
    return strongest(judged_amended(here, there) for here, there in parts)


def _kind(match: Match, here: Line, there: Line) -> ChangeKind:
    if match.moved:
        return ChangeKind.MOVED
    opens = there.block in (HEADING, TITLE) and here.opens
    if here.normal != there.normal:
        return ChangeKind.RETITLED if opens else ChangeKind.AMENDED
    number_only = here.shape == there.shape or here.shape._replace(number=there.shape.number) == there.shape
    return ChangeKind.RENUMBERED if number_only else ChangeKind.AMENDED


def _moved_reason(here: Line, there: Line) -> Reason:
    return Reason(ReasonKind.MOVED, None if here.opens else here.place.seen_from(there.place))


def block_name(block: str) -> str:
    """How a kind of block is called to a reader."""
    return _BLOCK_NAMES.get(block, block)


def _layout(here: Line, there: Line) -> Verdict:
    """What of the shape changed that is neither text nor link."""
    if here.shape == there.shape:
        return NOTHING
    reasons = []
    if here.block != there.block:
        reasons.append(Reason(ReasonKind.LAYOUT, *(block_name(line.block) for line in (here, there))))
    elif here.shape.depth != there.shape.depth:
        what = ReasonKind.LEVEL if there.block == HEADING else ReasonKind.INDENTATION
        reasons.append(Reason(what, str(here.shape.depth), str(there.shape.depth)))
    if here.shape.number != there.shape.number and here.opens == there.opens:
        numbers = [shape.number or "no number" for shape in (here.shape, there.shape)]
        reasons.append(Reason(ReasonKind.RENUMBERED, *numbers))
    return Verdict(Significance.EDITORIAL, tuple(reasons)) if reasons else NOTHING


def _change(
    kind: ChangeKind,
    match: Match,
    ends: tuple[Line, Line],
    words: tuple[Run, ...],
    verdict: Verdict,
) -> Change:
    here, there = ends
    return Change(
        kind=kind,
        section=SectionRef(here.place.label, there.place.label, there.place.title),
        block=there.block,
        before=here.text,
        after=there.text,
        before_at=match.before,
        after_at=match.after,
        words=words,
        moved_from=here.place.heading if match.moved else None,
        significance=verdict.significance,
        reasons=verdict.reasons,
        before_shape=here.shape,
        after_shape=there.shape,
        part=match.part,
    )


def _part(match: Match, whole: Whole, sides: Sides) -> Change:
    """One part of a split or merge: on the side of the whole only the words that belong to this part."""
    here, there = sides.before[match.before], sides.after[match.after]
    words = whole.runs[match.part - 1]
    before, after = side_of(words, "-"), side_of(words, "+")
    verdict = judged_amended(normalised(before), normalised(after))
    if match.part == 1:
        verdict = strongest((judged_links(*whole.links(sides.before, sides.after)), verdict))
    moved = (_moved_reason(here, there),) if match.moved else ()
    verdict = Verdict(verdict.significance, (*moved, *verdict.reasons, _parting(match, whole, sides)))
    kind = ChangeKind.SPLIT if whole.split else ChangeKind.MERGED
    return _change(kind, match, (here, there), words, verdict)._replace(before=before, after=after)


def _parting(match: Match, whole: Whole, sides: Sides) -> Reason:
    """That a line was split or merged; for a part that stayed, with where the others went or came from."""
    kind = ReasonKind.SPLIT if whole.split else ReasonKind.MERGED
    if match.moved:
        return Reason(kind)
    own = sides.after[match.after].place
    others = dict.fromkeys(
        (sides.after[other.after] if whole.split else sides.before[other.before]).place
        for other in whole.matches
        if other.moved
    )
    if not others:
        return Reason(kind)
    names = labelled([_named(place, own) for place in others])
    return Reason(kind, None if whole.split else names, names if whole.split else None)


def _named(place: Place, own: Place) -> str:
    section = SectionRef(None, place.label, place.title)
    return ELSEWHERE_HERE if place.anchor == own.anchor else named(section, title=False)
