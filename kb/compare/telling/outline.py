"""Clauses on whole sections: added, removed, moved, renumbered, retitled; with the sections inside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kb.compare.alignment.lines import BOX, HEADING, TITLE
from kb.compare.citing import labelled, named
from kb.compare.telling.tellings import QUOTED_RUN, How, Tellings, by_weight, uncancelled
from kb.model import Change, ChangeKind, ReasonKind, SectionRef, Significance
from kb.text import normalised

NAMED_WHOLE = 3
"""So many whole sections are named with their titles; of more only the labels are given."""
FACTS_OF_SEVERAL = 2
"""So many things that bind are named where several sections are told at once."""
LISTED, LISTED_OF_SEVERAL = 150, 80
"""And so many characters of them, unless the first alone is longer."""
_VERBS = {ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed"}
_PLACES = frozenset((ReasonKind.MOVED, ReasonKind.SPLIT, ReasonKind.MERGED))
_PART_OF = {ReasonKind.SECTION_SPLIT: "split from", ReasonKind.SECTION_MERGED: "merged into"}


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a sentence: the changes it tells, how much it weighs (less comes first) and how serious they are."""

    weight: int
    rank: int
    text: str
    told: tuple[Change, ...]


def same_text(change: Change) -> bool:
    """Whether a change left every word as it was."""
    before, after = change.before or "", change.after or ""
    return before == after or normalised(before) == normalised(after)


def whole_sections(
    changes: Sequence[Change], listed: Callable[[Sequence[str], int, int], str], weight: int, tellings: Tellings
) -> list[Clause]:
    """Clauses for sections (and boxes) that came, went or moved as a whole; `listed` words what binds in new ones."""
    clauses = []
    for kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED):
        heads = _heads(changes, kind)
        if not heads:
            continue
        sections = {head.section for head in heads}
        told = tuple(c for c in changes if c.kind is kind and c.section in sections and _told_by_head(c))
        top = _outermost(heads)
        if top:
            rank = max(change.significance.rank for change in told)
            text = (
                _moves(top)
                if kind is ChangeKind.MOVED
                else _came_or_went(kind, top, listed(_binding(told, tellings), *_room(top)))
            )
            clauses.append(Clause(weight, rank, text, told))
    return clauses + _split_or_merged(changes, weight)


def _room(heads: Sequence[Change]) -> tuple[int, int]:
    """How many things that bind are named beside headings, and in how many characters."""
    return (NAMED_WHOLE, LISTED) if len(heads) == 1 else (FACTS_OF_SEVERAL, LISTED_OF_SEVERAL)


def _split_or_merged(changes: Sequence[Change], weight: int) -> list[Clause]:
    """A clause for each section that was part of another, or is now: "Section 5, Contact, split from Section 4"."""
    clauses = []
    for change in changes:
        reasons = [one for one in change.reasons if one.kind in _PART_OF]
        if reasons:
            reason = reasons[0]
            own = change.section.after if change.before is None else change.section.before
            name = named(SectionRef(own, None, change.section.title))
            text = f"{name}{',' if ',' in name else ''} {_PART_OF[reason.kind]} {reason.words}"
            clauses.append(Clause(weight, change.significance.rank, text, (change, *_taken_along(change, changes))))
    return clauses


def _taken_along(head: Change, changes: Sequence[Change]) -> list[Change]:
    """What did nothing but go with the section: its blocks, and lines of which a part went."""
    ends = (head.section.before, head.section.after)
    went = [
        change
        for change in changes
        if (change.moved_from is not None or change.part)
        and _only_moved(change)
        and (change.section.before, change.section.after) == ends
    ]
    # Sections without numbers are told apart by their titles.
    went = went if all(ends) else [change for change in went if change.section == head.section]
    split = [change for change in changes if change.kind is ChangeKind.SPLIT and change.part]
    others = Counter(change.before_at for change in split if change not in went)
    more = {change.before_at for change in split if not _only_moved(change) or others[change.before_at] > 1}
    lines = {change.before_at for change in went if change.kind is ChangeKind.SPLIT} - more
    return [
        *(change for change in went if change.kind is ChangeKind.MOVED),
        *(change for change in split if change.before_at in lines),
    ]


def _only_moved(change: Change) -> bool:
    """Whether a change moved or parted a line and did nothing else."""
    return same_text(change) and all(reason.kind in _PLACES for reason in change.reasons)


def _binding(told: Sequence[Change], tellings: Tellings) -> list[str]:
    found = uncancelled(tellings.of_all(told))
    return [one.text for one in by_weight(found) if one.how is How.NEW]


def _heads(changes: Sequence[Change], kind: ChangeKind) -> list[Change]:
    heads = [c for c in changes if c.kind is kind and c.block in (HEADING, BOX) and (c.before or c.after)]
    if kind is ChangeKind.MOVED:
        return heads
    # A heading with nothing new under it is a whole section only where the sections inside it are new too.
    whole = [head for head in heads if head.significance is not Significance.EDITORIAL]
    around = {label for head in whole for label in _outer_labels(_label(head))}
    return [head for head in heads if head.significance is not Significance.EDITORIAL or _label(head) in around]


def _told_by_head(change: Change) -> bool:
    return change.kind is not ChangeKind.MOVED or change.block in (HEADING, BOX) or same_text(change)


def _label(change: Change) -> str:
    return change.section.after or change.section.before or ""


def _outermost(heads: Sequence[Change]) -> list[Change]:
    """Those of the headings that stand inside none of the others."""
    labels = {_label(head) for head in heads}
    return [head for head in heads if not any(outer in labels for outer in _outer_labels(_label(head)))]


def _outer_labels(label: str) -> Iterator[str]:
    """The labels of the sections that a section stands in: "4" and "4.2" for "4.2.1"."""
    return (label[:at] for at, letter in enumerate(label) if letter == ".")


def _came_or_went(kind: ChangeKind, heads: Sequence[Change], binding: str) -> str:
    verb, more = _VERBS[kind], f" ({binding})" if binding else ""
    names = [named(head.section) for head in heads]
    if len(heads) == 1:
        return f"{names[0]}{',' if ',' in names[0] else ''} {verb}{more}"
    if len(heads) > NAMED_WHOLE:
        names = [named(head.section, title=False) for head in heads]
        which = f"{len(heads)} sections" if len(heads) > 2 * NAMED_WHOLE else labelled(names)
        return f"{which} {verb}{more}"
    listed = "; ".join(name.removeprefix("Section ") for name in names)
    return f"{'new' if kind is ChangeKind.ADDED else 'removed'} sections: {listed}{more}"


def _moves(heads: Sequence[Change]) -> str:
    if len(heads) > NAMED_WHOLE:
        return f"{len(heads)} sections moved"
    return "; ".join(_moved(head) for head in heads)


def _moved(head: Change) -> str:
    where = "up" if (head.after_at or 0) < (head.before_at or 0) else "down"
    before, after = SectionRef(head.section.before, None, head.section.title), head.section.after
    name = named(before)
    to = f" to {named(head.section, title=False)}" if after and after != head.section.before else ""
    return f"{name}{',' if ',' in name else ''} moved {where}{to}"


def numbering(changes: Sequence[Change]) -> list[Clause]:
    """A clause for sections that have another number than before, those inside another told by it."""
    told = tuple(c for c in changes if c.block == HEADING and (c.kind is ChangeKind.RENUMBERED or _has_new_number(c)))
    top = _outermost(told)
    if not top:
        return []
    old, new = [head.section.before or "" for head in top], [head.section.after or "" for head in top]
    if len(top) > 1 and _consecutive(old) and _consecutive(new):
        text = f"Sections {_span(old)} are now {_span(new)}"
    elif len(top) < NAMED_WHOLE:
        text = "; ".join(map(_renumbered, top))
    else:
        text = f"{len(top)} sections renumbered"
    return [Clause(5, 0, text, told)]


def _has_new_number(change: Change) -> bool:
    """Whether a heading only has another number, and another level by it."""
    old, new = change.section.before, change.section.after
    if change.kind is not ChangeKind.AMENDED or not old or not new or old == new:
        return False
    ends = ((change.before, old), (change.after, new))
    titles = {normalised((text or "").removeprefix(label)) for text, label in ends}
    return len(titles) == 1


def _renumbered(head: Change) -> str:
    name = named(SectionRef(head.section.before, None, head.section.title))
    now = named(head.section, title=False) if head.section.after else "without a number"
    return f"{name}{',' if ',' in name else ''} is now {now}"


def _consecutive(labels: Sequence[str]) -> bool:
    numbers = [int(label) for label in labels if label.isdecimal()]
    return len(numbers) == len(labels) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _span(labels: Sequence[str]) -> str:
    return f"{labels[0]} {'and' if len(labels) == 2 else 'to'} {labels[-1]}"


def retitling(changes: Sequence[Change]) -> list[Clause]:
    """A clause for each heading (and the chapter's title) that reads otherwise; one for all with other capitals."""
    told = [change for change in changes if change.kind is ChangeKind.RETITLED]
    recased = tuple(change for change in told if _is_recased(change))
    clauses = [
        Clause(3 if c.block == TITLE else 4, c.significance.rank, _retitled(c), (c,))
        for c in told
        if not _is_recased(c)
    ]
    return [*clauses, Clause(5, 0, _recased(recased), recased)] if recased else clauses


def _is_recased(change: Change) -> bool:
    """Whether nothing but capitals changed in a heading."""
    before, after = (normalised(text or "").casefold() for text in (change.before, change.after))
    return before == after


def _recased(changes: Sequence[Change]) -> str:
    if len(changes) > 1:
        return f"{len(changes)} headings have other capitals"
    only = changes[0]
    return f"the {'title' if only.block == TITLE else f'heading of {_cited(only)}'} has other capitals"


def _retitled(change: Change) -> str:
    if change.block == TITLE:
        come = [text.strip() for kind, text in change.words if kind == "+"]
        gone = [text for kind, text in change.words if kind == "-"]
        if len(come) == 1 and not gone and len(come[0].split()) <= QUOTED_RUN:
            return f"“{normalised(come[0])}” added to the title"
        return f"title changed from “{normalised(change.before or '')}” to “{normalised(change.after or '')}”"
    old, new = change.section.before, change.section.after
    if old and new and old != new:
        was = normalised(change.before or "").removeprefix(normalised(old)).strip()
        ends = (named(SectionRef(old, None, was)), named(SectionRef(None, new, change.section.title)))
        return f"{ends[0]}, is now {ends[1]}"
    return f"{_cited(change)} retitled “{normalised(change.section.title)}”"


def _cited(change: Change) -> str:
    """A heading's section as it is cited, by its number now, else by what it was called."""
    label = change.section.after
    return (f"Section {label}" if label[0].isdigit() else label) if label else f"“{normalised(change.before or '')}”"
