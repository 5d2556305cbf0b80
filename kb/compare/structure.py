"""What happened to whole tables and sections, seen from their lines: columns, and sections split or merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kb.compare.align import Match
from kb.compare.cells import cells_of, paired_cells
from kb.compare.lines import HEADING, ROW, Line
from kb.model import Reason, ReasonKind
from kb.text import normalised

ELSEWHERE_HERE = "another place in this section"
"""How the section is called to which, or from which, text moved that stays in it."""
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


def _is_first_row(version: Sequence[Line], at: int) -> bool:
    line = version[at]
    return line.block == ROW and (at == 0 or version[at - 1].block != ROW or version[at - 1].table != line.table)


def other_homes(version: Sequence[Line], other: Sequence[Line], partners: Sequence[int | None]) -> dict[int, Line]:
    """For headings without counterpart the heading in the other version under which most of their words stand.

    `partners` are the lines' counterparts. The other heading has to be in this version too, with some of its text.
    """
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
