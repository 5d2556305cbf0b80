"""A redline as a page shows it: rows with what happened to each, folded to what changed, and a list of the changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kb.compare.redline import RedlineRow, RowState
from kb.model import CELL_SEPARATOR, BlockKind, Change, Comparison
from site_builder.phrases import CHANGE_WORDS, SIGNIFICANCES, Tag, count, in_one_case, told
from site_builder.views_facts import Link, counts

CONTEXT = 1
"""Unchanged blocks left standing on either side of a change; with two, a page of list items folds nowhere."""
GLANCE = 12
"""Changes listed above the redline before the rest is folded, so that a rewritten chapter's text is still in sight."""
_HEADINGS = ("title", "box", "heading")
_STATES = {
    RowState.ADDED: "Added",
    RowState.REMOVED: "Removed",
    RowState.MOVED_TO: "Moved here",
    RowState.MOVED_FROM: "Moved away",
}

Words = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A block of the redline.

    `stop` is the change's place in the comparison, from 1: what its address ends in and jumping goes by; 0 on unchanged
    rows and where a moved block was. `place` is the row's own address on the page, "" where none leads to it.
    `words` are runs of ("=" | "-" | "+", text); a table's row has them by `cells`. `other` leads to a moved
    block's other end.
    """

    state: str
    label: str
    kind: str
    depth: int
    marker: str
    marker_before: str
    words: Words
    cells: tuple[Words, ...] = ()
    header: bool = False
    anchor: str = ""
    stop: int = 0
    change: int | None = None
    place: str = ""
    other: Link | None = None
    significance: Tag | None = None
    reasons: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return self.state != RowState.SAME

    @property
    def heads(self) -> bool:
        """Whether the row begins a new stretch of the text."""
        return self.kind in _HEADINGS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring rows that are shown, or folded away under a summary."""

    folded: bool
    summary: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """One change in the list above the redline."""

    words: str
    section: str
    significance: Tag
    reasons: tuple[str, ...]
    stop: int


@dataclass(frozen=True, slots=True)
class RedlineView:
    """Two texts as one redline. `before` and `after` are what the two are called; `stops` counts the changes."""

    before: str
    after: str
    summary: str
    significance: Tag
    counts: str
    glance: tuple[GlanceLine, ...]
    glance_more: tuple[GlanceLine, ...]
    stretches: tuple[Stretch, ...]
    stops: int


def redline_view(before: str, after: str, comparison: Comparison, rows: Sequence[RedlineRow]) -> RedlineView:
    """The redline of a comparison."""
    shown = row_views(rows)
    glance = _glance(comparison.changes, shown)
    return RedlineView(
        before=before,
        after=after,
        summary=told(comparison.summary) or "The two texts read the same.",
        significance=SIGNIFICANCES[comparison.significance],
        counts=counts(comparison),
        glance=glance[:GLANCE],
        glance_more=glance[GLANCE:],
        stretches=folded(shown),
        stops=sum(1 for row in shown if row.stop),
    )


def changed_anchor(section: str) -> str:
    """Where a section's changes stand on a compare page."""
    return f"in-{section}"


def row_views(rows: Sequence[RedlineRow]) -> tuple[RowView, ...]:
    """The redline's rows with their changes; the first row of each section carries its anchor."""
    made: list[RowView] = []
    begun: set[str] = set()
    for row in rows:
        # A moved block is one change with two ends: it is counted where it is now.
        stop = 0 if row.change is None or row.state is RowState.MOVED_FROM else row.change + 1
        anchor = "" if row.anchor in begun else row.anchor
        begun.add(row.anchor)
        made.append(_row(row, stop, changed_anchor(anchor) if anchor else ""))
    return tuple(made)


def folded(rows: Sequence[RowView]) -> tuple[Stretch, ...]:
    """The rows with everything folded that is further than `CONTEXT` from a change; a change's heading stays."""
    made = []
    position = 0
    for keep, group in groupby(_without_slivers(_kept(rows))):
        size = len(list(group))
        stretch = tuple(rows[position : position + size])
        made.append(Stretch(not keep, "" if keep else _fold_summary(stretch), stretch))
        position += size
    return tuple(made)


def _without_slivers(kept: Sequence[bool]) -> list[bool]:
    """Single rows between kept ones are kept too: folding one would save nothing and cost a click."""
    made: list[bool] = []
    for keep, group in groupby(kept):
        size = len(list(group))
        made += [keep or size == 1] * size
    return made


def _kept(rows: Sequence[RowView]) -> list[bool]:
    kept = [False] * len(rows)
    heading: int | None = None
    for place, row in enumerate(rows):
        if row.heads:
            heading = place
        if row.changed:
            for near in range(max(0, place - CONTEXT), min(len(rows), place + CONTEXT + 1)):
                # The next section's heading says nothing about this change.
                kept[near] = kept[near] or near <= place or not rows[near].heads
            if heading is not None:
                kept[heading] = True
    return kept


def _fold_summary(rows: Sequence[RowView]) -> str:
    headings = ["".join(text for _, text in row.words) for row in rows if row.heads]
    named = f", from “{headings[0]}” to “{headings[-1]}”" if len(headings) > 1 else ""
    one = f", with “{headings[0]}”" if len(headings) == 1 else ""
    return f"{count(len(rows), 'block')} unchanged{named or one}"


def _row(row: RedlineRow, stop: int, anchor: str) -> RowView:
    label = _STATES.get(row.state) or (CHANGE_WORDS[row.change_kind] if row.change_kind else "")
    left = f"move-{row.move}-from" if row.move else ""
    came = f"change-{row.change + 1}" if row.change is not None else ""
    return RowView(
        state=row.state.value,
        label=", ".join(part for part in (label, row.part) if part),
        kind=row.kind,
        depth=row.depth,
        marker=row.marker,
        marker_before=row.marker_before,
        words=_in_one_case(row.words) if row.kind == "box" else row.words,
        cells=cells((*_numbers(row), *row.words)) if row.kind == BlockKind.ROW else (),
        header=row.header,
        anchor=anchor,
        stop=stop,
        change=row.change,
        place=left if row.state is RowState.MOVED_FROM else came if stop else "",
        other=_other_end(row.state, left, came),
        significance=SIGNIFICANCES[row.significance] if row.changed else None,
        reasons=row.reasons,
    )


def _numbers(row: RedlineRow) -> Words:
    """A table row's number, which stands in its first cell, as runs of words."""
    if not row.marker_before:
        return (("=", f"{row.marker} "),) if row.marker else ()
    return (("-", row.marker_before), ("+", row.marker), ("=", " "))


def _other_end(state: RowState, left: str, came: str) -> Link | None:
    """A link from one end of a moved block to the other."""
    if state is RowState.MOVED_TO:
        return Link("see where it was", f"#{left}")
    return Link("see where it went", f"#{came}") if state is RowState.MOVED_FROM else None


def _in_one_case(words: Words) -> Words:
    """A box's title as the chapter's page prints it, whichever layout it was read from."""
    return tuple((state, in_one_case(text)) for state, text in words)


def cells(words: Words) -> tuple[Words, ...]:
    """A row's runs cut at the cell borders, wherever in a run these fall."""
    made: list[list[tuple[str, str]]] = [[]]
    for state, text in words:
        for number, piece in enumerate(text.split(CELL_SEPARATOR)):
            if number:
                made.append([])
            if piece:
                made[-1].append((state, piece))
    return tuple(tuple(cell) for cell in made)


def _glance(changes: Sequence[Change], rows: Sequence[RowView]) -> tuple[GlanceLine, ...]:
    stops: dict[int, int] = {}
    for row in rows:
        # A moved block has two ends; the list leads to the one in the newer text.
        if row.change is not None and (row.change not in stops or row.state == RowState.MOVED_TO):
            stops[row.change] = row.stop
    return tuple(_glance_line(change, stops.get(number, 0)) for number, change in enumerate(changes))


def _glance_line(change: Change, stop: int) -> GlanceLine:
    label = change.section.after if change.section.after is not None else change.section.before
    section = " ".join(part for part in (label, in_one_case(change.section.title)) if part)
    names = {"row": "table row", "item": "list item", "code": "code line", "title": "chapter title"}
    what = names.get(change.block, change.block)
    # A heading that moved has its old number to tell; of anything else the reasons say where it came from.
    origin = f" from “{change.moved_from}”" if change.moved_from and change.block == "heading" else ""
    moved = " and moved" if change.part and change.moved_from else ""
    return GlanceLine(
        words=f"{CHANGE_WORDS[change.kind]}{moved}: {what}{origin}",
        section=section or ("Title" if change.block == "title" else "Opening text"),
        significance=SIGNIFICANCES[change.significance],
        reasons=tuple(reason.text for reason in change.reasons),
        stop=stop,
    )
