"""Matched lines told as changes: what happened, the words, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.compare.align import Match
from kb.compare.lines import BOX, HEADING, ROW, TITLE, Line
from kb.compare.order import steps
from kb.compare.significance import Verdict, judged_alone, judged_amended, judged_links, only_points, strongest
from kb.compare.tokens import Token, tokens
from kb.compare.words import Run, joined, pieces, tidied, word_runs
from kb.model import BlockKind, BoxKind, Change, ChangeKind, SectionRef, Significance
from kb.text import normalised

POINTING_BOXES = frozenset((BoxKind.GUIDANCE.value, BoxKind.RELATED.value))
BLOCK_NAMES = {"item": "list item", "row": "table row"}


@dataclass(frozen=True, slots=True)
class Sides:
    """Two versions as lines."""

    before: Sequence[Line]
    after: Sequence[Line]


def changes_of(matches: Sequence[Match], before: Sequence[Line], after: Sequence[Line]) -> tuple[Change, ...]:
    """What the matches leave to be told, in reading order."""
    sides = Sides(before, after)
    return tuple(_changes([_tellable(match, sides) for match in matches], sides))


def _tellable(match: Match, sides: Sides) -> Match:
    """The match itself, or that with the largest part alone where the parts do not give the whole back exactly."""
    whole, parts = _whole_and_parts(match, sides)
    if len(parts) == 1 or normalised(" ".join(side_of(words, "-") for words in _cut(whole, parts))) == whole.normal:
        return match
    largest = max(range(len(parts)), key=lambda part: len(parts[part].normal))
    if len(match.before) == 1:
        return replace(match, after=(match.after[largest],))
    return replace(match, before=(match.before[largest],))


def _whole_and_parts(match: Match, sides: Sides) -> tuple[Line, list[Line]]:
    if len(match.before) == 1:
        return sides.before[match.before[0]], [sides.after[j] for j in match.after]
    return sides.after[match.after[0]], [sides.before[i] for i in match.before]


def _changes(matches: Sequence[Match], sides: Sides) -> Iterator[Change]:
    new = _lone_stretches(sides.after, {at for match in matches for at in match.after})
    gone = _lone_stretches(sides.before, {at for match in matches for at in match.before})
    labels = _labels(matches, sides)
    for here, there, match in steps(matches, len(sides.before), len(sides.after)):
        if match is None and here:
            yield _alone(sides.before[here[0]], here[0], (gone.get(here[0], 0), labels[0][here[0]]), added=False)
        elif match is None:
            yield _alone(sides.after[there[0]], there[0], (new.get(there[0], 0), labels[1][there[0]]), added=True)
        elif there:  # a moved line is told once, where it is now
            yield from _matched(match, sides)


def _lone_stretches(version: Sequence[Line], matched: set[int]) -> dict[int, int]:
    """Opening lines without counterpart, with how many lines without counterpart stand under them."""
    found: dict[int, int] = {}
    opening = 0
    for at, line in enumerate(version):
        if line.opens:
            opening = at
            found[at] = 0
        elif at not in matched:
            found[opening] += 1
    return found


def _labels(matches: Sequence[Match], sides: Sides) -> tuple[list[str | None], list[str | None]]:
    """For every line of either side, how its section is labelled on the other, None where it is not there."""
    partner = {match.before[0]: match.after[0] for match in matches}
    back = {match.after[0]: match.before[0] for match in matches}
    found: tuple[list[str | None], list[str | None]] = ([], [])
    for side, others, known in ((0, sides.after, partner), (1, sides.before, back)):
        label: str | None = None
        for at, line in enumerate((sides.before, sides.after)[side]):
            if line.opens:
                label = others[known[at]].place.label if at in known else None
            found[side].append(label)
    return found


def _alone(line: Line, at: int, around: tuple[int, str | None], *, added: bool) -> Change:
    """A line that came or went; `around` is how many lines did under it, and its section's label on the other side."""
    under, other = around
    verdict = _heading_alone(line, under, added=added) if line.opens else _block_alone(line, added=added)
    label, title = line.place.label, line.place.title
    return Change(
        kind=ChangeKind.ADDED if added else ChangeKind.REMOVED,
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


def _heading_alone(line: Line, under: int, *, added: bool) -> Verdict:
    verb = "added" if added else "removed"
    if not line.text:
        return Verdict(Significance.EDITORIAL, (f"opening text {verb}",))
    what = "box" if line.block == BOX else "section"
    if not under:
        return Verdict(
            Significance.EDITORIAL, (f"heading {verb}, the text under it is not {'new' if added else 'gone'}",)
        )
    size = f"{what} {verb}: {under} {'block' if under == 1 else 'blocks'}"
    pointing = line.shape.number in POINTING_BOXES if line.block == BOX else only_points(line.normal)
    return Verdict(Significance.REFERENCE if pointing and line.block == BOX else Significance.SUBSTANTIVE, (size,))


def _block_alone(line: Line, *, added: bool) -> Verdict:
    if line.block == BlockKind.FIGURE.value and not line.normal:
        return Verdict(Significance.SUBSTANTIVE, (f"figure {'added' if added else 'removed'}",))
    return judged_alone(line.normal, added=added, pointing=_pointing(line))


def _pointing(line: Line) -> bool:
    anchor = line.place.anchor.removeprefix("box-")
    return anchor in POINTING_BOXES or only_points(line.place.title)


def _matched(match: Match, sides: Sides) -> Iterator[Change]:
    if len(match.before) == len(match.after) == 1:
        change = _one_to_one(match, sides.before[match.before[0]], sides.after[match.after[0]])
        if change:
            yield change
        return
    whole, parts = _whole_and_parts(match, sides)
    split = len(match.before) == 1
    for number, (part, words) in enumerate(zip(parts, _cut(whole, parts), strict=True)):
        at = (match.before[0], match.after[number]) if split else (match.before[number], match.after[0])
        ends = (whole, part) if split else (part, whole)
        change = _part(
            ChangeKind.SPLIT if split else ChangeKind.MERGED, match, at, ends, words if split else _mirrored(words)
        )
        yield change if number else _with_links(change, whole, parts, split=split)


def _with_links(change: Change, whole: Line, parts: Sequence[Line], *, split: bool) -> Change:
    """The first change of a split or merge, with what happened to the links of all its parts."""
    several = tuple(sorted(link for part in parts for link in part.shape.links))
    verdict = judged_links(*((whole.shape.links, several) if split else (several, whole.shape.links)))
    verdict = strongest((verdict, Verdict(change.significance, change.reasons)))
    return replace(change, significance=verdict.significance, reasons=verdict.reasons)


def _one_to_one(match: Match, here: Line, there: Line) -> Change | None:
    if not match.moved and here.normal == there.normal and here.shape == there.shape:
        return None
    words = word_runs(here.text, there.text, cells=there.block == ROW)
    change = _change(_kind(match, here, there), match, (match.before[0], match.after[0]), (here, there), words)
    verdict = strongest(
        (
            judged_amended(here.normal, there.normal),
            judged_links(here.shape.links, there.shape.links),
            _layout(here, there),
        )
    )
    if there.block == HEADING and here.normal != there.normal:
        renamed = (f"heading: {here.normal} → {there.normal}",)
        verdict = strongest((verdict, Verdict(Significance.EDITORIAL, renamed)))
    reasons = (*((_moved_reason(here),) if match.moved else ()), *verdict.reasons)
    return replace(change, significance=verdict.significance, reasons=reasons)


def _kind(match: Match, here: Line, there: Line) -> ChangeKind:
    if match.moved:
        return ChangeKind.MOVED
    opens = there.block in (HEADING, TITLE)
    if here.normal != there.normal:
        return ChangeKind.RETITLED if opens else ChangeKind.AMENDED
    number_only = replace(here.shape, number=there.shape.number) == there.shape
    return ChangeKind.RENUMBERED if number_only else ChangeKind.AMENDED


def _moved_reason(here: Line) -> str:
    if here.opens:
        return "section moved"
    return f"moved from {here.place.heading or 'the opening text'}"


def _layout(here: Line, there: Line) -> Verdict:
    """What of the shape changed that is neither text nor link."""
    reasons = []
    if here.block != there.block:
        names = [BLOCK_NAMES.get(line.block, line.block) for line in (here, there)]
        reasons.append(f"{names[0]} is now a {names[1]}")
    elif here.shape.depth != there.shape.depth:
        what = "heading level" if there.block == HEADING else "indentation"
        reasons.append(f"{what} {here.shape.depth} → {there.shape.depth}")
    if here.shape.number != there.shape.number:
        reasons.append(f"renumbered: {here.shape.number or 'no number'} → {there.shape.number or 'no number'}")
    return Verdict(Significance.EDITORIAL, tuple(reasons))


def _change(
    kind: ChangeKind, match: Match, at: tuple[int, int], ends: tuple[Line, Line], words: tuple[Run, ...]
) -> Change:
    here, there = ends
    return Change(
        kind=kind,
        section=SectionRef(here.place.label, there.place.label, there.place.title),
        block=there.block,
        before=here.text,
        after=there.text,
        before_at=at[0],
        after_at=at[1],
        words=words,
        moved_from=here.place.heading if match.moved else None,
        before_shape=here.shape,
        after_shape=there.shape,
    )


def _part(
    kind: ChangeKind, match: Match, at: tuple[int, int], ends: tuple[Line, Line], words: tuple[Run, ...]
) -> Change:
    """One part of a split or merge: on the side of the whole only the words that belong to this part."""
    before, after = side_of(words, "-"), side_of(words, "+")
    change = replace(_change(kind, match, at, ends, words), before=before, after=after)
    verdict = judged_amended(normalised(before), normalised(after))
    reason = "paragraph split" if kind is ChangeKind.SPLIT else "paragraphs merged"
    return replace(change, significance=verdict.significance, reasons=(*verdict.reasons, reason))


def side_of(words: Sequence[Run], side: str) -> str:
    """What runs of words read on one side ("-" before, "+" after), without white space at the ends."""
    return "".join(text for kind, text in words if kind in ("=", side)).strip()


def _cut(whole: Line, parts: Sequence[Line]) -> list[tuple[Run, ...]]:
    """The runs of words from the whole to all its parts, cut where a new part begins."""
    there: list[Token] = []
    borders: list[int] = []
    for part in parts:
        cut = tokens(part.text)
        there += [replace(cut[0], spaced=bool(there)), *cut[1:]] if cut else []
        borders.append(len(there))
    made: list[list[Run]] = [[] for _ in parts]
    current = 0
    here = tokens(whole.text)
    for run, (_, j) in pieces(here, there):
        # A removed word goes with the part before it; but what begins a part has to begin at white space.
        while current < len(parts) - 1 and j >= borders[current] and (run[0] != "-" or not run[1].strip()):
            current += 1
        made[current].append(run)
    return [_trimmed(tidied(joined(runs))) for runs in made]


def _trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs without the white space at which they were cut."""
    made = list(runs)
    if made:
        made[0] = (made[0][0], made[0][1].lstrip())
        made[-1] = (made[-1][0], made[-1][1].rstrip())
    return tuple(run for run in made if run[1])


def _mirrored(words: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with the sides changed over; what is removed still comes first."""
    sides = {"+": "-", "-": "+", "=": "="}
    made: list[Run] = []
    for kind, text in words:
        turned = (sides[kind], text)
        if turned[0] == "-" and made and made[-1][0] == "+":
            made.insert(len(made) - 1, turned)
        else:
            made.append(turned)
    return joined(made)
