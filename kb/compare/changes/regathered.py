"""The same words in another layout: a paragraph that is a list now, table rows that are lines of text.

Lines that were taken apart or put together in another way are told as removed, added, split. What stood between two
lines that stayed the same is read here as one text on either side, and only the words that came or went are judged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, pairwise

from kb.compare.changes.flowing import Flow, Piece, Stretch, flow_of, stretches
from kb.compare.changes.of_lines import block_name, judged_words
from kb.compare.citing import in_words
from kb.compare.significance.judging import NOTHING, Verdict, judged_alone, judged_links, strongest
from kb.model import BlockKind, Change, Reason, ReasonKind, Significance

MOST_WORDS = 4_000
"""Where more words changed in one place on either side, it is not looked whether they only stand in another layout."""
ENOUGH = 12
"""A place is looked at where so many of the words that came or went, or half of them, stand on its other side too:"""
FEW, NEW = 2, 0.25
"""in lines of which at most so few words, or that share of them, have another neighbour there."""

_WORD = re.compile(r"\w+")
_SPACED = "".join(letter if _WORD.match(letter) else " " for letter in map(chr, range(128)))
"""What stands for each ASCII character where only words count."""
_PARTED = frozenset((ReasonKind.SPLIT, ReasonKind.MERGED))
_WEIGHTY = frozenset((Significance.DUTY, Significance.SUBSTANTIVE))
_Verdicts = dict[int, list[Verdict]]


@dataclass(frozen=True, slots=True)
class _Place:
    """What changed between two lines that stayed, by the numbers of the changes: as text before, and after."""

    changes: Mapping[int, Change]
    flows: tuple[Flow, Flow]

    def touching(self, stretch: Stretch) -> set[int]:
        """The changes that have words in a stretch."""
        sides = zip(self.flows, stretch.sides, strict=True)
        return {piece.change for flow, (start, stop) in sides for piece in flow.pieces_in(start, stop)}


def regathered(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes, those of lines that are laid out differently judged by the words that came or went.

    The changes are told as before (they give either text back); what differs are verdicts and reasons. Where the words
    are the same the verdict is editorial. Takes time in proportion to the words that changed in places of up to
    `MOST_WORDS`.
    """
    made = list(changes)
    for place in _places(changes):
        for at, verdict in _judged(place).items():
            made[at] = made[at]._replace(significance=verdict.significance, reasons=verdict.reasons)
    return tuple(made)


# --- where lines may have been laid out differently


def _places(changes: Sequence[Change]) -> Iterator[_Place]:
    if not any(map(_may_be_laid_out, changes)):
        return
    named = _named(change.before_at for change in changes), _named(change.after_at for change in changes)
    gaps: dict[int, dict[int, Change]] = {}
    for number, change in enumerate(changes):
        at = _gap(change, named)
        if at is not None and (change.moved_from is None or change.part or change.significance in _WEIGHTY):
            gaps.setdefault(at, {})[number] = change
    for gap in gaps.values():
        some = list(gap.values())
        if len(some) > 1 and any(map(_may_be_laid_out, some)) and _is_short(some) and _knows_its_words(some):
            place = _Place(gap, (_flow(gap, 0), _flow(gap, 1)))
            if all(flow.forms for flow in place.flows):
                yield place


def _named(places: Iterable[int | None]) -> list[int]:
    return sorted({at for at in places if at is not None})


def _gap(change: Change, named: tuple[list[int], list[int]]) -> int | None:
    """Between which lines that stayed a change stands, None where its two ends stand between different ones."""
    # Lines that no change names stayed, in order: so many of them stand before this one.
    i, j = change.before_at, change.after_at
    here = None if i is None else i - bisect_left(named[0], i)
    there = here if j is None else j - bisect_left(named[1], j)
    return there if here is None or here == there else None


def _is_short(changes: Sequence[Change]) -> bool:
    """Whether neither side has more words than are looked at."""
    sides = ([change.before or "" for change in changes], [change.after or "" for change in changes])
    return all(" ".join(side).count(" ") < MOST_WORDS for side in sides)


def _at(change: Change, side: int) -> int | None:
    return change.after_at if side else change.before_at


def _may_be_laid_out(change: Change) -> bool:
    """Whether this may be part of what is laid out differently, and is told as something else."""
    if _is_lone(change) or change.moved_from is not None:
        return change.significance in _WEIGHTY
    return change.part > 0 and (change.significance in _WEIGHTY or _other_kind(change))


def _is_lone(change: Change) -> bool:
    return change.before_at is None or change.after_at is None


def _other_kind(change: Change) -> bool:
    """Whether a line, or a part of it, was of another kind before."""
    shapes = (change.before_shape, change.after_shape)
    return len({shape.block for shape in shapes if shape}) > 1


def _flow(gap: Mapping[int, Change], side: int) -> Flow:
    pieces = []
    for number, change in gap.items():
        at, shape = _at(change, side), change.after_shape if side else change.before_shape
        text = change.after if side else change.before
        if at is not None and text:
            block = shape.block if shape else change.block
            pieces.append((at, change.part, Piece(number, at, block, text, shape.number if shape else "")))
    pieces.sort(key=lambda piece: piece[:2])
    return flow_of([piece for _, _, piece in pieces])


def _knows_its_words(changes: Sequence[Change]) -> bool:
    """Whether of the lines that came, went or are parts enough stand on the other side too, by two words each."""
    loose = list(map(_may_be_laid_out, changes))
    texts = ([change.before for change in changes], [change.after for change in changes])
    said = [[_rough_words(text) if text else [] for text in side] for side in texts]
    for words, others in zip(said, reversed(said), strict=True):
        own = list(filter(None, compress(words, loose)))
        known = set(chain.from_iterable(others)) if own else set()
        if known:
            some = [line for line in own if _are_known(line, known)]
            enough = max(1, min(ENOUGH, sum(map(len, own)) / 2))
            if sum(map(len, some)) >= enough:
                pairs = set(pairwise(chain.from_iterable(others)))
                if sum([len(line) for line in some if _stand_in(line, pairs)]) >= enough:
                    return True
    return False


def _rough_words(text: str) -> list[str]:
    """The words of a text; only good for telling where a closer look is worth its time."""
    # Cut at spaces they are found three times as fast, and most text is ASCII.
    return text.lower().translate(_SPACED).split() if text.isascii() else _WORD.findall(text.casefold())


def _are_known(words: Sequence[str], known: set[str]) -> bool:
    """Whether so few words are new that their neighbours may be the same: soon seen, and seldom so."""
    return len(words) - sum(map(known.__contains__, words)) <= (max(FEW, NEW * len(words)) if len(words) > 1 else 0)


def _stand_in(words: Sequence[str], pairs: set[tuple[str, str]]) -> bool:
    if len(words) < 2:
        return True
    new = len(words) - 1 - sum(map(pairs.__contains__, pairwise(words)))
    return new < len(words) - 1 and new <= max(FEW, NEW * len(words))


# --- what they amount to


def _judged(place: _Place) -> dict[int, Verdict]:
    """The verdicts on the changes of a place that are part of what is laid out differently."""
    every = stretches(*place.flows)
    found: _Verdicts = {}
    for some in _together(place, [stretch for stretch in every if stretch.is_same_text]):
        touched = set().union(*(place.touching(stretch) for stretch in some))
        if not _is_laid_out(place, touched):
            continue
        layout = Verdict(Significance.EDITORIAL, (_layout(place, touched),))
        for at in touched:
            found.setdefault(at, []).extend((layout, _of_parts_elsewhere(place.changes[at])))
        for stretch in some:
            found[_owner(place, stretch)].append(_of_words(place, stretch))
        found[min(touched)].append(_of_links(place, touched))
    for stretch in every:
        if found and not stretch.is_same_text:
            _judge_alone(place, stretch, found)
    return {at: strongest(verdicts) for at, verdicts in found.items()}


def _together(place: _Place, some: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Stretches that have a line or a change in common, one after the other."""
    group: list[Stretch] = []
    known: set[tuple[str, int]] = set()
    for stretch in some:
        own = {("change", at) for at in place.touching(stretch)}
        for side, flow, (start, stop) in zip(("before", "after"), place.flows, stretch.sides, strict=True):
            own.update((side, piece.line) for piece in flow.pieces_in(start, stop))
        if group and own.isdisjoint(known):
            yield group
            group, known = [], set()
        group.append(stretch)
        known |= own
    if group:
        yield group


def _is_laid_out(place: _Place, touched: set[int]) -> bool:
    """Whether lines were taken apart or put together; a line that was only split or merged is told as that."""
    changes = [place.changes[at] for at in touched]
    if len(changes) < 2 or not any(map(_may_be_laid_out, changes)):
        return False
    parted = len({change.kind for change in changes}) == 1 and not any(map(_is_lone, changes))
    return not parted or any(map(_other_kind, changes))


def _layout(place: _Place, touched: set[int]) -> Reason:
    """What the lines were and are: "a paragraph is now a list of 4 items"."""
    names = []
    for flow in place.flows:
        blocks = {piece.line: piece.block for piece in flow.pieces if piece.change in touched}
        names.append(_described(Counter(blocks.values())))
    if names[0] == names[1]:
        return Reason(ReasonKind.LAYOUT)
    return Reason(ReasonKind.LAYOUT, names[0], names[1].removeprefix("a "))


def _described(blocks: Counter[str]) -> str:
    if blocks.keys() == {BlockKind.ITEM.value} and blocks.total() > 1:
        return f"a list of {blocks.total()} items"
    names = [
        f"a {block_name(block)}" if size == 1 else f"{size} {block_name(block)}s" for block, size in blocks.items()
    ]
    return in_words(names)


def _owner(place: _Place, stretch: Stretch) -> int:
    """The change at which is told what is new in a stretch: where it came, or else where it went."""
    for side in (1, 0):
        at = stretch.new[side]
        if at is not None:
            return place.flows[side].piece_at(at).change
    return min(place.touching(stretch))


def _of_words(place: _Place, stretch: Stretch) -> Verdict:
    """What the words of one text in another layout amount to."""
    if stretch.new == (None, None):
        return NOTHING
    before, after = (flow.text(start, stop) for flow, (start, stop) in zip(place.flows, stretch.sides, strict=True))
    return judged_words(before, after)


def _of_parts_elsewhere(change: Change) -> Verdict:
    """Where parts of the line went, or came from."""
    kept = [reason for reason in change.reasons if reason.kind in _PARTED and reason.words]
    return Verdict(Significance.EDITORIAL, tuple(kept)) if kept else NOTHING


def _of_links(place: _Place, touched: set[int]) -> Verdict:
    """The links of all lines together; the parts of one line have them all."""
    sides = []
    for side in (0, 1):
        changes = [place.changes[at] for at in touched]
        shapes = {_at(change, side): change.after_shape if side else change.before_shape for change in changes}
        sides.append(sorted(link for shape in shapes.values() if shape for link in shape.links))
    return judged_links(*sides)


def _judge_alone(place: _Place, stretch: Stretch, found: _Verdicts) -> None:
    """What only stands on one side of lines that are laid out differently came or went."""
    for side, (flow, (start, stop)) in enumerate(zip(place.flows, stretch.sides, strict=True)):
        at = start
        for piece in flow.pieces_in(start, stop):
            end = min(stop, flow.end_of(at))
            if piece.change in found:
                pointing = place.changes[piece.change].significance is Significance.REFERENCE
                found[piece.change].append(judged_alone(flow.text(at, end), added=side == 1, pointing=pointing))
            at = end
