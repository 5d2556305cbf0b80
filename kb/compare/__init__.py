"""Two versions of a chapter held against each other: what changed, how much it matters, and how to show it.

before, after ──▶ lines ──▶ align ──▶ changes ──▶ regathered, relocated ──▶ summary
                                         │
             apply, as_json ◀────────────┴──▶ redline ──▶ as_text

which line is which    lines, labels · align, sections, sequences, pieces, plain_headings · order
which words changed    words, tokens, tidying, cells, parts
what it means          significance, duties, binding, parties, rearranged · facts, openings, values, wording, clauses ·
                       rare, vocabulary, terms, alternatives
seen over many lines   changes, structure, regathered, flowing, relocated
told in words          summary, telling, counting, outline, columns, predicates, topics
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.compare.align import align
from kb.compare.apply import apply_changes, revert_changes
from kb.compare.as_json import comparison_as_json, comparison_from_json
from kb.compare.as_text import comparison_as_text
from kb.compare.changes import changes_of
from kb.compare.duties import ALTERING
from kb.compare.lines import HEADING, Line, Place, lines
from kb.compare.outline import named
from kb.compare.redline import Collapsed, RedlineRow, RowState, collapsed, redline
from kb.compare.regathered import regathered
from kb.compare.relocated import relocated
from kb.compare.summary import sentence, summary
from kb.model import Change, ChangeKind, Chapter, Comparison, Reason, ReasonKind, SectionRef, Significance, Stats

__all__ = [
    "Collapsed",
    "Line",
    "Place",
    "RedlineRow",
    "RowState",
    "altered_duties",
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
    "sentence",
]


def compare_chapters(before: Chapter, after: Chapter) -> Comparison:
    """What changed from one version of a chapter to another.

    Typography, white space, emphasis, the amendment box and links inside the manual never count. Two versions with one
    digest are identical. The changes give `after` back from `before`, and the other way (`apply_changes`).
    """
    here, there = lines(before), lines(after)
    changes = relocated(regathered(changes_of(align(here, there), here, there)))
    stats = _stats(here, there, changes)
    return Comparison(
        changes=changes,
        stats=stats,
        significance=max((c.significance for c in changes), key=lambda s: s.rank, default=Significance.EDITORIAL),
        summary=summary(changes, stats),
    )


def altered_duties(change: Change) -> tuple[Reason, ...]:
    """What of a change makes a duty that was there another one, or takes it away, or puts a "must" into a sentence.

    What is only added beside it (a new paragraph with limits of its own) is a duty too, but nothing that people already
    do becomes wrong by it.
    """
    if change.significance is not Significance.DUTY:
        return ()
    binding = (reason for reason in change.reasons if reason.kind in ALTERING)
    return tuple(reason for reason in binding if reason.before is not None or _gained_must(change, reason))


def _gained_must(change: Change, reason: Reason) -> bool:
    must = reason.kind is ReasonKind.DUTY_WORD and (reason.after or "").casefold().startswith("must")
    return must and change.kind is ChangeKind.AMENDED


def changed_sections(comparison: Comparison) -> tuple[SectionRef, ...]:
    """The sections something happened in, in the order of the changes, each once."""
    return tuple(dict.fromkeys(change.section for change in comparison.changes))


def _stats(before: Sequence[Line], after: Sequence[Line], changes: Sequence[Change]) -> Stats:
    come, gone, moved = [], [], []
    for change in changes:
        # The number of a section is no word.
        old, new = (change.section.before, change.section.after) if change.block == HEADING else (None, None)
        for state, text in change.words:
            if state == "=":
                if change.moved_from is not None:
                    moved.append(text)
            elif state == "+":
                if text != new:
                    come.append(text)
            elif text != old:
                gone.append(text)
    return Stats(_printed(before), _printed(after), _words(come), _words(gone), _words(moved))


def _words(texts: Sequence[str]) -> int:
    """How many words there are in all texts together."""
    return len(" ".join(texts).split())


def _printed(side: Sequence[Line]) -> int:
    """How many words a version has."""
    # What is compared has single spaces only, and most text is compared as it is printed.
    tidy = [line.text for line in side if line.text and line.text == line.normal]
    others = [line.text for line in side if line.text != line.normal]
    return " ".join(tidy).count(" ") + len(tidy[:1]) + _words(others)
