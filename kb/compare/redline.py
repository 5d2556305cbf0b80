"""A comparison laid out for reading: every line of both texts in one column, changed ones with their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kb.compare.alignment.align import Match
from kb.compare.alignment.lines import HEADING, Line, lines
from kb.compare.alignment.order import matches_of, steps
from kb.compare.words.runs import Run
from kb.model import Change, ChangeKind, Chapter, Comparison, Reason, ReasonKind, Significance


class RowState(StrEnum):
    """What happened to a row."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"
    """Also where only a number, a link or the layout changed; `kind` and `reasons` say which."""
    MOVED_TO = "moved-to"
    MOVED_FROM = "moved-from"


class RedlineRow(NamedTuple):
    """A line of the redline. They are made by thousands.

    `kind` is the kind of block as in `Change.block`; `section` the heading it stands under (where it was, for rows that
    are gone) and `anchor` that section's; `marker` the number of an item, paragraph or table row as printed,
    `marker_before` where it differs. `words` are runs of ("=" | "-" | "+", text); `before_words` and `after_words`
    those of one side. `move` joins the two ends of a moved line, each of which has in `elsewhere` the heading that the
    other one stands under, or that it is the same one; `part` says which part of a split or merged line it is: "part 1
    of 2". `reasons` are told from where the row stands. `change` is the change's place in the comparison, None for
    unchanged rows. `before_at` and `after_at` are positions in the lines of either text.

    The rows that are not added or moved here, without "+" runs, are the old text in its order; the rows that are not
    removed or moved away, without "-" runs, the new. A split or merged line takes a row for each of its parts.
    """

    state: RowState
    kind: str
    depth: int
    words: tuple[Run, ...]
    section: str = ""
    anchor: str = ""
    marker: str = ""
    marker_before: str = ""
    header: bool = False
    table: int = 0
    before_at: int | None = None
    after_at: int | None = None
    move: str = ""
    change: int | None = None
    change_kind: ChangeKind | None = None
    significance: Significance = Significance.EDITORIAL
    reasons: tuple[str, ...] = ()
    elsewhere: str = ""
    part: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything happened to this row."""
        return self.state is not RowState.SAME

    @property
    def before_words(self) -> tuple[Run, ...]:
        """What the old text reads here."""
        return tuple(run for run in self.words if run[0] != "+")

    @property
    def after_words(self) -> tuple[Run, ...]:
        """What the new text reads here."""
        return tuple(run for run in self.words if run[0] != "-")


_NOTHING_HAPPENED = tuple(RedlineRow._field_defaults[name] for name in RedlineRow._fields[-7:])
"""From `move` on, for a row that stayed."""


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Unchanged rows left out for now."""

    rows: tuple[RedlineRow, ...]


def redline(before: Chapter, after: Chapter, comparison: Comparison) -> tuple[RedlineRow, ...]:
    """The comparison's rows in the order of the new text; what is gone stands at its old place."""
    sheet = _Sheet(lines(before), lines(after), comparison.changes)
    matches = matches_of(comparison.changes, len(sheet.before), len(sheet.after))
    rows: list[RedlineRow] = []
    for i, j, match in steps(matches, len(sheet.before), len(sheet.after)):
        if match is not None and i is not None and j is not None and (i, j) not in sheet.at:
            rows += _rows_of_run(sheet, i, j, match.size)
        else:
            rows.append(_row_of_step(sheet, i, j, match))
    # The text before the first heading has an empty heading, which nobody can read.
    return tuple([row for row in rows if row.words or row.kind != HEADING])


class _Sheet:
    """Both texts and where each change belongs."""

    def __init__(self, before: Sequence[Line], after: Sequence[Line], changes: Sequence[Change]) -> None:
        self.before, self.after, self.changes = before, after, changes
        self.at: dict[tuple[int | None, int | None], int] = {
            (change.before_at, change.after_at): number for number, change in enumerate(changes)
        }
        moves = [number for number, change in enumerate(changes) if change.moved_from is not None]
        self.moves = {number: str(place) for place, number in enumerate(moves, 1)}
        self._parts = Counter(whole for change in changes if (whole := _whole(change)))

    def part(self, change: Change) -> str:
        """Which part of a split or merged line a change is, "" where it is none."""
        whole = _whole(change)
        return f"part {change.part} of {self._parts[whole]}" if whole else ""


def _whole(change: Change) -> tuple[bool, int | None] | None:
    """What is the same for all parts of one line, None for a line that is no part."""
    if not change.part:
        return None
    split = change.kind is ChangeKind.SPLIT
    return split, change.before_at if split else change.after_at


def _row_of_step(sheet: _Sheet, i: int | None, j: int | None, match: Match | None) -> RedlineRow:
    if match is None or not match.moved:
        return _row(sheet, i, j)
    return _row(sheet, match.before, match.after, RowState.MOVED_TO if i is None else RowState.MOVED_FROM)


def _rows_of_run(sheet: _Sheet, i: int, j: int, size: int) -> Iterator[RedlineRow]:
    """The rows of lines that stayed one after the other, from where on in either text."""
    place, heading, anchor = None, "", ""
    same, apart, new = RowState.SAME, j - i, tuple.__new__
    run = zip(range(i, i + size), sheet.before[i : i + size], sheet.after[j : j + size], strict=True)
    for at, here, line in run:
        own, text, _, shape, marker, header, table = line
        if here is not line and here.marker != marker:
            yield _row(sheet, at, at + apart)
            continue
        if own is not place:  # as seldom as a section begins
            place, heading, anchor = own, own.heading, own.anchor
        words = (("=", text),) if text else ()
        told = (same, shape.block, shape.depth, words, heading, anchor, marker, "", header, table, at, at + apart)
        # Calling the class takes three times as long, and most rows of all are made here.
        yield new(RedlineRow, told + _NOTHING_HAPPENED)


def _row(sheet: _Sheet, i: int | None, j: int | None, moved: RowState | None = None) -> RedlineRow:
    number = sheet.at.get((i, j))
    change = None if number is None else sheet.changes[number]
    shown_before = j is None or moved is RowState.MOVED_FROM
    line = sheet.before[i or 0] if shown_before else sheet.after[j or 0]
    old_marker = sheet.before[i].marker if i is not None and not shown_before else line.marker
    elsewhere = _elsewhere(sheet, i, j, moved)
    return RedlineRow(  # by place: by name takes twice as long
        _state(change, moved),
        line.block,
        line.shape.depth,
        _words(change, line, moved),
        line.place.heading,
        line.place.anchor,
        line.marker,
        old_marker if old_marker != line.marker else "",
        line.header,
        line.table,
        None if moved is RowState.MOVED_TO else i,
        None if moved is RowState.MOVED_FROM else j,
        "" if number is None else sheet.moves.get(number, ""),
        number,
        change.kind if change else None,
        change.significance if change else Significance.EDITORIAL,
        _reasons(change, elsewhere if moved is RowState.MOVED_FROM else "") if change else (),
        elsewhere,
        sheet.part(change) if change else "",
    )


def _elsewhere(sheet: _Sheet, i: int | None, j: int | None, moved: RowState | None) -> str:
    """Under which heading the other end of a moved line stands; a heading stands under none."""
    if moved is None:
        return ""
    own, other = sheet.before[i or 0], sheet.after[j or 0]
    if moved is not RowState.MOVED_FROM:
        own, other = other, own
    return "" if other.opens else other.place.seen_from(own.place)


def _reasons(change: Change, moved_to: str) -> tuple[str, ...]:
    """Why a change matters; where its line stood, with where that went instead of where it came from."""
    if not moved_to:
        return tuple([reason.text for reason in change.reasons])
    moved = Reason(ReasonKind.MOVED, after=moved_to)
    return tuple([(moved if reason.kind is ReasonKind.MOVED else reason).text for reason in change.reasons])


def _state(change: Change | None, moved: RowState | None) -> RowState:
    if moved or change is None:
        return moved or RowState.SAME
    # By what is there, not by the kind: a heading that came may say that a section was split.
    return RowState.ADDED if change.before is None else RowState.REMOVED if change.after is None else RowState.AMENDED


def _words(change: Change | None, line: Line, moved: RowState | None) -> tuple[Run, ...]:
    if change is None:
        return (("=", line.text),) if line.text else ()
    if moved is RowState.MOVED_FROM:
        return tuple(run for run in change.words if run[0] != "+")
    return change.words


def collapsed(rows: Sequence[RedlineRow], context: int = 2) -> tuple[RedlineRow | Collapsed, ...]:
    """The rows with those further than `context` rows from any change left out; a change keeps its heading in sight."""
    keep = [False] * len(rows)
    heading = None
    for at, row in enumerate(rows):
        heading = at if row.kind == HEADING else heading
        if row.changed:
            start, stop = max(0, at - context), min(len(rows), at + context + 1)
            keep[start:stop] = [True] * (stop - start)
            keep[at if heading is None else heading] = True
    made: list[RedlineRow | Collapsed] = []
    hidden: list[RedlineRow] = []
    for kept, row in zip(keep, rows, strict=True):
        if kept:
            made += [Collapsed(tuple(hidden))] if hidden else []
            made.append(row)
            hidden = []
        else:
            hidden.append(row)
    return (*made, Collapsed(tuple(hidden))) if hidden else tuple(made)
