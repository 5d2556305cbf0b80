"""What happened to whole tables and sections, seen from their lines: columns, and sections split or merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kb.compare.alignment.align import Match
from kb.compare.alignment.lines import HEADING, ROW, Line
from kb.compare.sequences import heaviest_chain
from kb.compare.words.cells import cells_of, paired_cells
from kb.model import CELL_SEPARATOR, Reason, ReasonKind
from kb.text import normalised

MOST_OF = 0.5
"""Where so much of the words under a heading stood, or stands now, under another, its section was split or merged."""


def column_reasons(before: Sequence[Line], after: Sequence[Line], match: Match) -> tuple[Reason, ...]:
    """Which columns came, went or are called otherwise, where the match is of the first rows of two tables."""
    i, j = match.before, match.after
    if not (_is_first_row(before, i) and _is_first_row(after, j)):
        return ()
    named = before[i].header or after[j].header
    here, there = (cells_of(line.normal) for line in (before[i], after[j]))
    if len(here) == len(there) and not named:
        return ()
    return tuple(_columns(here, there, named=named))


def _columns(here: Sequence[str], there: Sequence[str], *, named: bool) -> Iterator[Reason]:
    for a, b in paired_cells(here, there):
        old, new = None if a is None else here[a], None if b is None else there[b]
        if old is None or new is None or (named and old != new):
            yield Reason(ReasonKind.COLUMN, old, new)


class Columns:
    """The columns of tables that stand in another order now, told by header rows with the same cells."""

    def __init__(self, before: Sequence[Line], after: Sequence[Line]) -> None:
        self._versions = (before, after)
        self._first: list[list[int]] | None = None
        self._orders: dict[tuple[int, int], tuple[int, ...]] = {}

    def reordered(self, match: Match) -> str:
        """What a row reads before with its cells in today's order; "" where no column moved."""
        row = self._versions[0][match.before]
        order = self._order(match) if row.block == self._versions[1][match.after].block == ROW else ()
        cells = cells_of(row.normal) if order else []
        return CELL_SEPARATOR.join(cells[at] for at in order) if order and len(cells) == len(order) else ""

    def moved(self, match: Match) -> tuple[Reason, ...]:
        """Which columns of the table moved that a row stands in."""
        order = self._order(match)
        stayed = {order[k] for k in heaviest_chain([(at, place, 1.0) for place, at in enumerate(order)])}
        names = cells_of(self._versions[0][self._heads(match)[0]].normal)
        return tuple(Reason(ReasonKind.COLUMN, names[at], names[at]) for at in order if at not in stayed)

    def _heads(self, match: Match) -> tuple[int, int]:
        if self._first is None:
            self._first = [_first_rows(version) for version in self._versions]
        return self._first[0][match.before], self._first[1][match.after]

    def _order(self, match: Match) -> tuple[int, ...]:
        """Where each of today's columns stood; empty where none moved."""
        heads = self._heads(match)
        if heads not in self._orders:
            here, there = self._versions[0][heads[0]], self._versions[1][heads[1]]
            self._orders[heads] = _new_order(here, there) if here.header or there.header else ()
        return self._orders[heads]


def _new_order(before: Line, after: Line) -> tuple[int, ...]:
    here, there = cells_of(before.normal), cells_of(after.normal)
    places = {cell: at for at, cell in enumerate(here)}
    if here == there or len(places) != len(here) or sorted(here) != sorted(there):
        return ()
    return tuple(places[cell] for cell in there)


def _first_rows(version: Sequence[Line]) -> list[int]:
    """For every line the first row of its table; a line outside of tables is its own."""
    made: list[int] = []
    for at, line in enumerate(version):
        made.append(at if line.block != ROW or _is_first_row(version, at) else made[-1])
    return made


def _is_first_row(version: Sequence[Line], at: int) -> bool:
    line = version[at]
    return line.block == ROW and (at == 0 or version[at - 1].block != ROW or version[at - 1].table != line.table)


def other_homes(version: Sequence[Line], other: Sequence[Line], partners: Sequence[int | None]) -> dict[int, Line]:
    """For headings without counterpart the heading in the other version under which most of their words stand.

    `partners` are the lines' counterparts. The other heading has to be in this version too, with some of its text.
    """
    lone = [line for line, partner in zip(version, partners, strict=True) if partner is None]
    if not any(line.block == HEADING for line in lone):
        return {}  # as in most chapters
    homes, heads = _openings(other), _openings(version)
    stayed: set[int] = set()
    sizes: Counter[int] = Counter()
    votes: dict[int, Counter[int]] = {}
    for at, line in enumerate(version):
        head = heads[at]
        partner = partners[at]
        if partner is not None and not line.opens and partners[head] == homes[partner]:
            stayed.add(homes[partner])
        if line.opens or version[head].block != HEADING or partners[head] is not None:
            continue
        size = line.normal.count(" ") + 1
        sizes[head] += size
        if partner is not None:
            votes.setdefault(head, Counter())[homes[partner]] += size
    found = {}
    for head, counts in votes.items():
        home, size = counts.most_common(1)[0]
        if home in stayed and other[home].block == HEADING and other[home].text and size >= MOST_OF * sizes[head]:
            found[head] = other[home]
    return found


def _openings(version: Sequence[Line]) -> list[int]:
    """For every line the opening line of its section."""
    made: list[int] = []
    for at, line in enumerate(version):
        made.append(at if line.opens or not made else made[-1])
    return made


def cited(heading: Line) -> str:
    """A section as it is cited: "Section 4"; "Appendix A"; “Contacts”."""
    label = heading.shape.number
    return (f"Section {label}" if label[0].isdigit() else label) if label else f"“{normalised(heading.text)}”"
