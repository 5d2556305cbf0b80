"""Two versions of a chapter held against each other: what changed, how much it matters, and how to show it.

before, after ──▶ lines ──▶ align (sections, sequences) ──▶ changes (words, significance) ──▶ summary
                                                                │
                                          apply, as_json ◀──────┴──────▶ redline ──▶ as_text
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.compare.align import align
from kb.compare.apply import apply_changes, revert_changes
from kb.compare.as_json import comparison_as_json, comparison_from_json
from kb.compare.as_text import comparison_as_text
from kb.compare.changes import changes_of
from kb.compare.lines import Line, Place, lines
from kb.compare.outline import named
from kb.compare.redline import Collapsed, RedlineRow, RowState, collapsed, redline
from kb.compare.summary import summary
from kb.model import Change, ChangeKind, Chapter, Comparison, SectionRef, Significance, Stats

__all__ = [
    "Collapsed",
    "Line",
    "Place",
    "RedlineRow",
    "RowState",
    "alters_duty",
    "apply_changes",
    "changed_sections",
    "collapsed",
    "compare_chapters",
    "comparison_as_json",
    "comparison_as_text",
    "comparison_from_json",
    "lines",
    "named",
    "redline",
    "revert_changes",
]


def compare_chapters(before: Chapter, after: Chapter) -> Comparison:
    """What changed from one version of a chapter to another.

    Typography, white space, emphasis, the amendment box and links inside the manual never count. Two versions with one
    digest are identical. The changes give `after` back from `before`, and the other way (`apply_changes`).
    """
    here, there = lines(before), lines(after)
    changes = changes_of(align(here, there), here, there)
    stats = _stats(here, there, changes)
    return Comparison(
        changes=changes,
        stats=stats,
        significance=max((c.significance for c in changes), key=lambda s: s.rank, default=Significance.EDITORIAL),
        summary=summary(changes, stats),
    )


def alters_duty(change: Change) -> bool:
    """Whether a duty that was there is another one now or is gone, or a sentence that was there gained a "must".

    What is only added beside it (a new paragraph with limits of its own) is a duty too, but nothing that people already
    do becomes wrong by it.
    """
    if change.significance is not Significance.DUTY:
        return False
    if change.kind is ChangeKind.REMOVED:
        return True
    facts = [reason for reason in change.reasons if not reason.startswith("wording")]
    amended = change.kind is ChangeKind.AMENDED and any(reason.startswith("obligation added: must") for reason in facts)
    return amended or any("→" in reason or " removed: " in reason for reason in facts)


def changed_sections(comparison: Comparison) -> tuple[SectionRef, ...]:
    """The sections something happened in, in the order of the changes, each once."""
    return tuple(dict.fromkeys(change.section for change in comparison.changes))


def _stats(before: Sequence[Line], after: Sequence[Line], changes: Sequence[Change]) -> Stats:
    return Stats(
        words_before=sum(len(line.text.split()) for line in before),
        words_after=sum(len(line.text.split()) for line in after),
        words_added=sum(_words(change, "+") for change in changes),
        words_removed=sum(_words(change, "-") for change in changes),
        words_moved=sum(_words(change, "=") for change in changes if change.moved_from is not None),
    )


def _words(change: Change, kind: str) -> int:
    return sum(len(text.split()) for state, text in change.words if state == kind)
