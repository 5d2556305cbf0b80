"""One or two sentences that say what changed: the most serious first, in plain English, with exact numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.compare.lines import BOX, HEADING, TITLE
from kb.model import Change, ChangeKind, SectionRef, Significance
from kb.text import normalised

NAMED_SECTIONS = 2
"""So many sections are named with what changed in them; the others are counted."""
NAMED_REASONS = 2
"""So many reasons are given for each."""
CLAUSES = 3
"""So many clauses make the second sentence; the others are counted."""
_NOUNS = {"item": "list item", "row": "table row", "minor heading": "heading", "box": "box", TITLE: "title"}
_MANY = {"list item": "list items", "table row": "table rows"}
_VERBS = {
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MOVED: "moved",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "merged",
    ChangeKind.RENUMBERED: "renumbered",
    ChangeKind.RETITLED: "retitled",
}


@dataclass(frozen=True, slots=True)
class _Clause:
    """Part of a sentence. `told` is how many changes it covers, `rank` how serious the most serious of them is."""

    rank: int
    text: str
    told: int


def summary(changes: Sequence[Change]) -> str:
    """What the changes amount to; "" only if there are none."""
    counting = [change for change in changes if change.before or change.after or _link_reasons(change)]
    if not counting:
        return "The layout of the opening text changed." if changes else ""
    if all(_links_only(change) for change in counting):
        return f"Links only: {_links(counting)}."
    sections, rest = _whole_sections(counting)
    lead, rest = _duties(rest)
    clauses = sorted([*sections, *_groups(rest), *_numbering(rest)], key=lambda clause: -clause.rank)
    if lead and (not clauses or clauses[0].rank <= Significance.DUTY.rank):
        sentences = [lead, _sentence(clauses)]
    else:
        sentences = [_sentence(clauses[:1]), _sentence(clauses[1:])]
    return " ".join(sentence for sentence in sentences if sentence)


def named(section: SectionRef, *, title: bool = True) -> str:
    """A section as a reader cites it: "Section 3.2, Timescales"; "Appendix A"; “Contacts”."""
    label = section.after or section.before or ""
    heading = normalised(section.title)
    if not label:
        return f"“{heading}”" if heading else "the opening text"
    cited = f"Section {label}" if label[0].isdigit() else label
    return f"{cited}, {heading}" if title and heading else cited


def _sentence(clauses: Sequence[_Clause]) -> str:
    if not clauses:
        return ""
    parts = [clause.text for clause in clauses[:CLAUSES]]
    more = sum(clause.told for clause in clauses[CLAUSES:])
    if more:
        parts.append(f"{_count(more, 'more change')}")
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else _MANY.get(noun, noun + ('es' if noun.endswith('x') else 's'))}"


def _link_reasons(change: Change) -> list[str]:
    return [reason for reason in change.reasons if reason.startswith("link ")]


def _same_text(change: Change) -> bool:
    return normalised(change.before or "") == normalised(change.after or "")


def _links_only(change: Change) -> bool:
    return (
        change.kind is ChangeKind.AMENDED and _same_text(change) and len(_link_reasons(change)) == len(change.reasons)
    )


def _links(changes: Iterable[Change]) -> str:
    counts = {"target changed": 0, "added": 0, "removed": 0}
    for change in changes:
        for reason in _link_reasons(change):
            counts[reason.removeprefix("link ").partition(":")[0]] += 1
    parts = [
        _count(counts["target changed"], "target") + " changed" if counts["target changed"] else "",
        _count(counts["added"], "link") + " added" if counts["added"] else "",
        _count(counts["removed"], "link") + " removed" if counts["removed"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _whole_sections(changes: Sequence[Change]) -> tuple[list[_Clause], list[Change]]:
    """Clauses for sections (and boxes) that came, went or moved as a whole, and the changes these do not cover."""
    clauses: list[_Clause] = []
    rest: list[Change] = list(changes)
    for kind in (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED):
        heads = [c for c in rest if c.kind is kind and c.block in (HEADING, BOX) and _is_whole(c)]
        sections = {head.section for head in heads}
        covered = [change for change in rest if _told_by_section(change, kind, sections)]
        if heads:
            rank = max(change.significance.rank for change in covered)
            clauses.append(_Clause(rank, _heads(kind, heads), len(covered)))
            rest = [change for change in rest if not _told_by_section(change, kind, sections)]
    return clauses, rest


def _is_whole(head: Change) -> bool:
    return head.kind is ChangeKind.MOVED or head.significance is not Significance.EDITORIAL


def _told_by_section(change: Change, kind: ChangeKind, sections: set[SectionRef]) -> bool:
    """Whether a change is told by saying what happened to its section."""
    if change.kind is not kind or change.section not in sections:
        return False
    return kind is not ChangeKind.MOVED or change.block == HEADING or _same_text(change)


def _heads(kind: ChangeKind, heads: Sequence[Change]) -> str:
    if len(heads) > NAMED_SECTIONS:
        return f"{_count(len(heads), 'section')} {_VERBS[kind]}"
    if kind is ChangeKind.MOVED:
        return "; ".join(_moved(head) for head in heads)
    names = " and ".join(named(head.section) for head in heads)
    return f"{names}, {_VERBS[kind]}" if "," in names else f"{names} {_VERBS[kind]}"


def _moved(head: Change) -> str:
    where = "up" if (head.after_at or 0) < (head.before_at or 0) else "down"
    before = SectionRef(head.section.before, None, head.section.title)
    now = f" (now {head.section.after})" if head.section.after != head.section.before and head.section.after else ""
    return f"{named(before)} moved {where}{now}"


def _duties(changes: Sequence[Change]) -> tuple[str, list[Change]]:
    """A sentence on amended lines that change a duty, and the changes it does not cover."""
    telling = [c for c in changes if _tells_duty(c)]
    by_section: dict[str, list[Change]] = {}
    for change in telling:
        by_section.setdefault(_short(change), []).append(change)
    parts = []
    for name in list(by_section)[:NAMED_SECTIONS]:
        reasons = list(dict.fromkeys(_duty_reason(change) for change in by_section[name]))
        more = f" and {_count(len(reasons) - NAMED_REASONS, 'other')}" if len(reasons) > NAMED_REASONS else ""
        parts.append(f"{name}: {', '.join(reasons[:NAMED_REASONS])}{more}")
    others = sum(len(by_section[name]) for name in list(by_section)[NAMED_SECTIONS:])
    if others:
        parts.append(
            f"{_count(others, 'other change')} of duty in {_count(len(by_section) - NAMED_SECTIONS, 'section')}"
        )
    sentence = "; ".join(parts)
    return (f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""), [c for c in changes if not _tells_duty(c)]


def _tells_duty(change: Change) -> bool:
    return change.significance is Significance.DUTY and bool(change.before and change.after)


def _short(change: Change) -> str:
    return "Title" if change.block == TITLE else named(change.section, title=False)


def _duty_reason(change: Change) -> str:
    reasons = [reason for reason in change.reasons if not reason.startswith(("moved ", "section moved", "renumbered"))]
    return reasons[0] if reasons else "duty changed"


def _groups(changes: Sequence[Change]) -> list[_Clause]:
    """Clauses that count what happened to blocks: by what happened, then where."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        if change.block not in (HEADING, BOX, TITLE) or change.kind is not ChangeKind.RENUMBERED:
            groups.setdefault(_what_happened(change), []).append(change)
    return [
        _Clause(max(c.significance.rank for c in group), _group(verb, group), len(group))
        for verb, group in groups.items()
    ]


def _what_happened(change: Change) -> str:
    if _links_only(change):
        return "links"
    if change.kind is ChangeKind.MOVED and not _same_text(change):
        return "moved and amended"
    if change.kind in _VERBS:
        return _VERBS[change.kind]
    if _same_text(change):
        return "laid out differently"
    return {Significance.EDITORIAL: "reworded", Significance.REFERENCE: "amended in a reference or name"}.get(
        change.significance, "amended"
    )


def _group(verb: str, group: Sequence[Change]) -> str:
    if verb == "links":
        return f"links: {_links(group)}"
    if verb == "retitled":
        return "; ".join(_retitled(change) for change in group[:NAMED_SECTIONS]) + (
            f"; {len(group) - NAMED_SECTIONS} more retitled" if len(group) > NAMED_SECTIONS else ""
        )
    counts: dict[str, int] = {}
    for noun in _events(group):
        counts[noun] = counts.get(noun, 0) + 1
    nouns = [_count(number, noun) for noun, number in counts.items()]
    what = " and ".join([*([", ".join(nouns[:-1])] if nouns[1:] else []), nouns[-1]])
    places = list(dict.fromkeys(named(change.section) for change in group))
    return f"{what} {verb} in {places[0] if len(places) == 1 else _count(len(places), 'section')}"


def _events(group: Sequence[Change]) -> list[str]:
    """A noun for each line something happened to; the parts of a split or merged line count as one."""
    seen = set()
    nouns = []
    for number, change in enumerate(group):
        parts = {ChangeKind.SPLIT: change.before_at, ChangeKind.MERGED: change.after_at}
        key = (change.kind, parts.get(change.kind, number))
        if key not in seen:
            nouns.append(_NOUNS.get(change.block, change.block))
        seen.add(key)
    return nouns


def _retitled(change: Change) -> str:
    if change.block == TITLE:
        return f"title changed from “{normalised(change.before or '')}” to “{normalised(change.after or '')}”"
    label = change.section.after
    cited = (f"Section {label}" if label[0].isdigit() else label) if label else f"“{normalised(change.before or '')}”"
    return f"{cited} retitled “{normalised(change.section.title)}”"


def _numbering(changes: Sequence[Change]) -> list[_Clause]:
    heads = [change for change in changes if change.kind is ChangeKind.RENUMBERED and change.block == HEADING]
    if not heads:
        return []
    if len(heads) == 1:
        old = SectionRef(heads[0].section.before, None, heads[0].section.title)
        return [_Clause(0, f"{named(old)} renumbered {heads[0].section.after or 'without a number'}", 1)]
    return [_Clause(0, f"{_count(len(heads), 'section')} renumbered", len(heads))]
