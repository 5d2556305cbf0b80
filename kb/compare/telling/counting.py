"""What happened to the lines of a section, counted: "1 paragraph replaced, 2 amended"; and which links changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from kb.compare.citing import in_words, labelled, named
from kb.compare.telling.outline import same_text
from kb.model import Change, ChangeKind, Reason, ReasonKind, SectionRef, Significance

LISTED_SECTIONS = 6
"""Up to so many sections are listed by their labels."""
_NOUNS = {"item": "list item", "row": "table row", "code": "code line", "minor heading": "heading", "box": "box"}
_PARTED = frozenset((ChangeKind.SPLIT, ChangeKind.MERGED))
_LONE = frozenset((ChangeKind.ADDED, ChangeKind.REMOVED))
_VERBS = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "merged",
    ChangeKind.RENUMBERED: "renumbered",
}


def section_key(change: Change) -> str:
    """The same for all changes of one section, whatever its heading says."""
    section = change.section
    if section.after or section.before:
        return section.after or f"gone {section.before}"
    return named(section).casefold()


def stays(changes: Iterable[Change]) -> dict[int | None, str]:
    """Of each line that was split the key of the section in which part of it stayed, by where the line stood."""
    return {
        change.before_at: section_key(change)
        for change in changes
        if change.kind is ChangeKind.SPLIT and change.moved_from is None
    }


def told_in(change: Change, stayed: Mapping[int | None, str]) -> str:
    """The key of the section with which a change is told: what only went off from a split line with the line."""
    if change.kind is ChangeKind.SPLIT and change.moved_from is not None and same_text(change):
        return stayed.get(change.before_at) or section_key(change)
    return section_key(change)


def is_lone(change: Change) -> bool:
    """Whether a line came or went, without a counterpart."""
    return change.kind in _LONE


def only_noun(changes: Sequence[Change]) -> str:
    """What all of them are, "" if they are not one thing."""
    nouns = {_noun(change) for change in changes}
    return next(iter(nouns)) if len(nouns) == 1 else ""


class Gaps:
    """Between which unchanged lines a line that came or went stood: what stood in one gap was replaced."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._gone = sorted(_extra(changes, ChangeKind.MERGED))
        self._come = sorted(_extra(changes, ChangeKind.SPLIT))

    def of(self, change: Change) -> int:
        """A number that is the same for lines of one gap, on either side."""
        at, extra = (change.before_at, self._gone) if change.after_at is None else (change.after_at, self._come)
        return (at or 0) - bisect_left(extra, at or 0)


def _extra(changes: Sequence[Change], parts: ChangeKind) -> Iterable[int]:
    """Positions of one side without counterpart in the order of the other."""
    whole: set[int] = set()
    stayed: set[int] = set()
    extra: set[int] = set()
    for change in changes:
        mine, other = change.after_at, change.before_at
        if parts is ChangeKind.MERGED:
            mine, other = other, mine
        if mine is None:
            continue
        if other is None or change.moved_from is not None or (change.kind is parts and other in whole):
            extra.add(mine)
            continue
        stayed.add(mine)
        if change.kind is parts:
            whole.add(other)
    return extra - stayed


def counts(changes: Sequence[Change], gaps: Gaps, noun: str = "") -> str:
    """ "1 paragraph replaced, 2 amended". `noun` is what was just counted before and need not be named again."""
    replaced, rest = _replaced(changes, gaps)
    groups: dict[str, list[str]] = {}
    for verb in ("amended", "reworded", "added", "removed"):
        groups[verb] = []
    for verb, what in _events(rest):
        groups.setdefault(verb, []).append(what)
    parts = list(replaced)
    last = noun or only_noun(changes)
    for verb, nouns in groups.items():
        if nouns:
            alike = set(nouns) == {last} and bool(parts or noun)
            parts.append(f"{len(nouns) if alike else _listed(nouns)} {verb}")
    return ", ".join(parts)


def _replaced(changes: Sequence[Change], gaps: Gaps) -> tuple[list[str], list[Change]]:
    """What was replaced, and the changes that are no part of it."""
    sides: dict[tuple[str, int], tuple[list[Change], list[Change]]] = {}
    for change in changes:
        if is_lone(change):
            pair = sides.setdefault((section_key(change), gaps.of(change)), ([], []))
            pair[change.kind is ChangeKind.ADDED].append(change)
    pairs = [(gone, come) for gone, come in sides.values() if gone and come]
    if not pairs:
        return [], list(changes)
    told = {id(change) for pair in pairs for side in pair for change in side}
    rest = [change for change in changes if id(change) not in told]
    gone, come = (_listed([_noun(change) for pair in pairs for change in pair[side]]) for side in (0, 1))
    return [f"{gone} replaced" if gone == come else f"{gone} replaced by {come}"], rest


def _events(changes: Sequence[Change]) -> Iterable[tuple[str, str]]:
    """A verb and a noun for each line something happened to; the parts of a split or merged line count as one."""
    told: dict[tuple[ChangeKind, int | None], list[Change]] = {}
    # What stayed of a line says most of it.
    for change in sorted(changes, key=lambda change: bool(change.part) and change.moved_from is not None):
        whole = change.before_at if change.kind is ChangeKind.SPLIT else change.after_at
        one = whole if change.kind in _PARTED else id(change)
        told.setdefault((change.kind, one), []).append(change)
    for some in told.values():
        yield _parted(some) if some[0].kind in _PARTED else _what_happened(some[0]), _noun(some[0])


def _noun(change: Change) -> str:
    return _NOUNS.get(change.block, change.block)


def _what_happened(change: Change) -> str:
    if change.kind is ChangeKind.MOVED and not same_text(change):
        return "moved and amended"
    if change.kind is ChangeKind.MOVED and change.section.before and change.section.before != change.section.after:
        return f"moved here from {named(SectionRef(change.section.before, None, ''), title=False)}"
    if change.kind in _VERBS:
        return _VERBS[change.kind]
    if same_text(change):
        return "laid out differently"
    return "reworded" if change.significance is Significance.EDITORIAL else "amended"


def _parted(parts: Sequence[Change]) -> str:
    """What happened to a line that was split or merged, with where its parts went or came from; what stayed first."""
    change = parts[0]
    verb, section = _VERBS[change.kind], change.section
    if change.moved_from is not None and change.kind is ChangeKind.SPLIT and section.before != section.after:
        came = f" in {named(SectionRef(section.before, None, ''), title=False)}" if section.before else ""
        return f"split off{came} and moved here"
    for reason in change.reasons:
        if reason.kind is ReasonKind.SPLIT and reason.after:
            moved = sum(part.moved_from is not None for part in parts)
            return f"{verb} ({'parts' if moved > 1 else 'part'} moved to {reason.after})"
        if reason.kind is ReasonKind.MERGED and reason.before:
            return f"{verb} (with text from {reason.before})"
    if change.moved_from is None:
        return verb
    origins = [_cited(part.section.before, part.moved_from) for part in parts]
    return f"{verb} here from {labelled(list(dict.fromkeys(origins)))}"


def _cited(label: str | None, heading: str | None) -> str:
    """The section that something came from, as it was called."""
    return named(SectionRef(label, None, "" if label else heading or ""), title=False)


def _listed(nouns: Sequence[str]) -> str:
    counts: dict[str, int] = {}
    for noun in nouns:
        counts[noun] = counts.get(noun, 0) + 1
    return in_words([count(number, noun) for noun, number in counts.items()])


def count(number: int, noun: str) -> str:
    """A number with its noun: "2 list items"."""
    return f"{number} {noun if number == 1 else noun + ('es' if noun.endswith('x') else 's')}"


# --- links


def link_reasons(change: Change) -> list[Reason]:
    """The reasons that speak of links."""
    link = ReasonKind.LINK
    return [reason for reason in change.reasons if reason.kind is link]


def links_only(change: Change) -> bool:
    """Whether nothing but links changed in a line."""
    return change.kind is ChangeKind.AMENDED and len(link_reasons(change)) == len(change.reasons) and same_text(change)


def where_in(sections: Iterable[SectionRef]) -> str:
    """In which sections: " in Sections 1 and 2"."""
    names = list(dict.fromkeys(named(section, title=False) for section in sections))
    return f" in {labelled(names)}" if len(names) <= LISTED_SECTIONS else f" in {len(names)} sections"


def links_in(changes: Iterable[Change]) -> str:
    """What happened to links: "2 lead elsewhere now, 1 added"."""
    reasons = [reason for change in changes for reason in link_reasons(change)]
    added = sum(reason.before is None for reason in reasons)
    removed = sum(reason.after is None for reason in reasons)
    changed = len(reasons) - added - removed
    parts = [
        f"{changed} {'leads' if changed == 1 else 'lead'} elsewhere now" if changed else "",
        f"{added} added" if added else "",
        f"{removed} removed" if removed else "",
    ]
    return ", ".join(part for part in parts if part)
