"""What to read again, why, and how long it takes: one item a chapter and edition.

The level starts from the log's words and is then raised or lowered by what the text shows; both reasons are kept. Where
the text cannot be judged (an edition before the first collection) the words stand alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kb.compare import alters_duty, changed_sections
from kb.history import History
from kb.model import (
    ChangeKind,
    Comparison,
    Finding,
    FindingKind,
    KnownEdition,
    Level,
    LoggedAmendment,
    ReadingItem,
    Significance,
)

WORDS_A_MINUTE = 200
"""Careful reading of procedure prose; adults read plain non-fiction silently at 175 to 300 words a minute (Brysbaert,
"How many words do we read per minute?", 2019)."""

_ONLY_PLACES = {ChangeKind.MOVED, ChangeKind.RENUMBERED}
_HEADINGS = {"title", "heading"}
"""Blocks (as changes name them) that only say what the text below them is called."""


def reading_list(
    known: Sequence[History], editions: Iterable[KnownEdition], findings: Iterable[Finding]
) -> tuple[ReadingItem, ...]:
    """All items, newest edition first, the most urgent first within it."""
    histories = {history.chapter.id: history for history in known}
    judged = {finding.amendment_id: finding for finding in findings if finding.amendment_id is not None}
    items: dict[tuple[str, str, int], ReadingItem] = {}
    for edition in editions:
        for logged in edition.amendments:
            history = histories.get(logged.chapter_id or -1)
            if history is not None:
                item = _item(edition, history, logged, judged.get(logged.id), histories)
                _add(items, edition, item)
    for finding in findings:
        history = histories.get(finding.chapter_id or -1)
        if finding.amendment_id is None and history is not None:
            edition_of = next(one for one in editions if one.label == finding.edition_label)
            _add(items, edition_of, _item(edition_of, history, None, finding, histories))
    order = {edition: place for place, edition in enumerate((one.date, one.label) for one in editions)}
    keyed = sorted(items.items(), key=lambda pair: (order[pair[0][:2]], pair[1].level.rank, pair[1].title))
    return tuple(item for _, item in keyed)


def _add(items: dict[tuple[str, str, int], ReadingItem], edition: KnownEdition, item: ReadingItem) -> None:
    """A chapter named twice in an edition is one item, with the stronger level and all reasons."""
    key = (edition.date, edition.label, item.chapter_id)
    other = items.get(key)
    if other is None:
        items[key] = item
        return
    strong, weak = sorted((other, item), key=lambda one: one.level.rank)
    sections = tuple(dict.fromkeys((*strong.sections, *weak.sections)))
    reasons = tuple(dict.fromkeys((*strong.reasons, *weak.reasons)))
    items[key] = replace(strong, reasons=reasons, sections=sections, minutes=max(strong.minutes, weak.minutes))


def _item(
    edition: KnownEdition,
    history: History,
    logged: LoggedAmendment | None,
    finding: Finding | None,
    histories: Mapping[int, History],
) -> ReadingItem:
    comparison = _comparison(histories, finding)
    level, reasons = _levelled(logged, finding, comparison)
    sections = _sections(logged, history, comparison)
    return ReadingItem(
        chapter_id=history.chapter.id,
        slug=history.chapter.slug,
        title=history.chapter.title,
        level=level,
        reasons=reasons,
        sections=sections,
        minutes=_minutes(history, level, sections, comparison),
        since=_first_day(edition.date),
        edition_label=edition.label,
        amendment_id=logged.id if logged else None,
        finding=finding.kind if finding else None,
        look_for=finding.shows if finding else "",
    )


def _comparison(histories: Mapping[int, History], finding: Finding | None) -> Comparison | None:
    if finding is None or finding.before_version is None or finding.after_version is None:
        return None
    history = histories[finding.document_id or finding.chapter_id or -1]
    by_ordinal = {version.ordinal: version for version in history.versions}
    return history.comparison(by_ordinal[finding.before_version], by_ordinal[finding.after_version])


def _levelled(
    logged: LoggedAmendment | None, finding: Finding | None, comparison: Comparison | None
) -> tuple[Level, tuple[str, ...]]:
    reasons = []
    said = None
    if logged is not None:
        said = logged.amendment.level
        words = ", ".join(f"“{proof}”" for proof in logged.amendment.proof)
        reasons.append(f"the log: {said.value}" + (f" ({words})" if words else ""))
    if finding is None:
        return said or Level.INFO, tuple(reasons)
    level, reason = _shown(finding, comparison) if comparison else _shown_without_change(finding, said)
    if said is not None and level.rank == said.rank:
        reason = ""
    elif said is not None and not _overrules(level, said, finding, comparison):
        level, reason = said, ""
    elif said is not None:
        reason = f"{'raised' if level.rank < said.rank else 'lowered'}: {reason}"
    return level, (*reasons, *filter(None, [reason]), *finding.evidence[:-1])


def _overrules(level: Level, said: Level, finding: Finding, comparison: Comparison | None) -> bool:
    """Whether the text's level stands against the log's words.

    A stronger one always does. A weaker one does where nothing of substance changed, or where the words were too strong
    for what changed; "read this again" is otherwise the manual's to say.
    """
    if comparison is None or (level.rank < said.rank and said is not Level.SKIM) or level is Level.MUST:
        return True
    if comparison.significance in {Significance.REFERENCE, Significance.EDITORIAL}:
        return said is not Level.SKIM or comparison.significance is Significance.REFERENCE
    if said is Level.SKIM and level is Level.SECTION:
        # "Refreshed" over sentences put into other words is what it says; what came or went has one place to read.
        return any(change.kind is not ChangeKind.AMENDED for change in comparison.changes)
    return said is Level.MUST and finding.kind is FindingKind.MISMATCHED and level is Level.SECTION


def _shown(finding: Finding, comparison: Comparison) -> tuple[Level, str]:
    """The level that the text's changes ask for, and why."""
    names = [change for change in comparison.changes if change.kind not in _ONLY_PLACES]
    if all(change.block == "title" for change in names):
        return Level.NONE, "only the title, numbers or order changed, not a word of the text"
    if all(change.block in _HEADINGS and change.kind is ChangeKind.RETITLED for change in names):
        return Level.INFO, "only headings changed, not a word below them"
    if comparison.significance is Significance.DUTY:
        if any(map(alters_duty, comparison.changes)):
            return Level.MUST, "something that staff work by is different: a duty, a limit, an amount or who does it"
        return Level.SECTION, "duties or limits were added"
    if comparison.significance is Significance.SUBSTANTIVE:
        return Level.SECTION, "the text changed in substance"
    if comparison.significance is Significance.REFERENCE:
        return Level.INFO, "only links, names or contacts changed in the text"
    return Level.INFO, "only the wording changed"


def _shown_without_change(finding: Finding, said: Level | None) -> tuple[Level, str]:
    if finding.kind is FindingKind.UNSEEN:
        return Level.INFO, "the text did not change"
    if finding.kind is FindingKind.SILENT:
        gone = "no longer" in finding.shows
        return (Level.NONE, "no longer in the manual") if gone else (Level.MUST, "new to the manual")
    return said or Level.INFO, ""


def _sections(
    logged: LoggedAmendment | None, history: History, comparison: Comparison | None
) -> tuple[tuple[str, str], ...]:
    if comparison is not None:
        changed = ((section.after or section.before or "", section.title) for section in changed_sections(comparison))
        return tuple(dict.fromkeys(section for section in changed if any(section)))
    if logged is None or not logged.amendment.sections or not history.versions:
        return ()
    titles = {section.label: section.title for section in history.text(history.versions[-1]).sections}
    return tuple((label, titles.get(label, "")) for label in logged.amendment.sections)


def _minutes(
    history: History, level: Level, sections: tuple[tuple[str, str], ...], comparison: Comparison | None
) -> int:
    """Minutes to read what is concerned: the sections, or the whole chapter where none is named; 0 where nothing is."""
    if level is Level.NONE or not history.versions:
        return 0
    if level is Level.INFO and comparison is None:
        return 1
    text = history.text(history.versions[-1])
    labels = {label for label, _ in sections if label}
    concerned = [section for section in text.sections if section.label in labels]
    words = sum(len(block.text.split()) for section in concerned for block in section.blocks) if labels else text.words
    return max(1, math.ceil(words / WORDS_A_MINUTE))


def _first_day(edition_date: str) -> date:
    return date.fromisoformat(edition_date if len(edition_date) > 7 else f"{edition_date}-01")
