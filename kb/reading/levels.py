"""How urgently a chapter should be read again: the log's words, then raised or lowered by what the text shows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.compare import altered_duties
from kb.model import (
    ChangeKind,
    Comparison,
    Finding,
    FindingKind,
    Level,
    LoggedAmendment,
    Reason,
    ReasonKind,
    Significance,
)
from kb.text import normalised

_ONLY_PLACES = {ChangeKind.MOVED, ChangeKind.RENUMBERED}
_STRONG = {
    *(ReasonKind.LIMIT, ReasonKind.AGE, ReasonKind.AMOUNT, ReasonKind.PERCENTAGE, ReasonKind.THRESHOLD),
    ReasonKind.DUTY_WORD,
}
_MUST_BY = 1
_FEW = 200
"""Of up to so many reasons it is looked which of them stand elsewhere in the text."""
_MUST = re.compile(r"\b(?:must|shall|should|required|obliged|ha(?:s|ve) to)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_HEADINGS = {"title", "heading"}
"""Blocks (as changes name them) that only say what the text below them is called."""


def levelled(
    logged: LoggedAmendment | None, finding: Finding | None, comparison: Comparison | None
) -> tuple[Level, tuple[str, ...]]:
    """The level, and the reasons for it: what the log's words ask for, then what the text does with that.

    Without a finding (an edition before our time) the words stand alone.
    """
    reasons = []
    said = None
    if logged is not None:
        said = logged.amendment.level
        words = ", ".join(f"“{proof}”" for proof in logged.amendment.proof)
        reasons.append(f"the log: {said.value}" + (f" ({words})" if words else ""))
    if finding is None:
        return said or Level.INFO, tuple(reasons)
    level, reason = shown_by(comparison) if comparison else _shown_without_change(finding, said)
    if said is not None:
        level, reason = _settled(said, level, reason, finding, comparison)
    return level, (*reasons, *filter(None, [reason]), *finding.evidence[:-1])


def _settled(
    said: Level, shown: Level, reason: str, finding: Finding, comparison: Comparison | None
) -> tuple[Level, str]:
    """The level of words and text together, and what the text has to do with it."""
    if not reason:
        return shown, ""
    if shown.rank == said.rank:
        return said, f"confirmed: {reason}"
    if _overrules(shown, said, finding, comparison):
        return shown, f"{'raised' if shown.rank < said.rank else 'lowered'}: {reason}"
    return said, f"by the text alone it would be {shown.value}: {reason}"


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


def shown_by(comparison: Comparison) -> tuple[Level, str]:
    """The level that the text's changes ask for, and why."""
    if comparison.identical:
        return Level.INFO, "the text is again as it was"
    names = [change for change in comparison.changes if change.kind not in _ONLY_PLACES]
    if all(change.block == "title" for change in names):
        return Level.NONE, "only the title, numbers or order changed, not a word of the text"
    if all(change.block in _HEADINGS and change.kind is ChangeKind.RETITLED for change in names):
        return Level.INFO, "only headings changed, not a word below them"
    if comparison.significance is Significance.DUTY:
        told = _altered(comparison)
        if told:
            more = f" and {len(told) - 1} more" if len(told) > 1 else ""
            return Level.MUST, f"something that staff work by is different ({told[0].text}{more})"
        return Level.SECTION, "duties or limits were added"
    if comparison.significance is Significance.SUBSTANTIVE:
        return Level.SECTION, "the text changed in substance"
    if comparison.significance is Significance.REFERENCE:
        return Level.INFO, "only links, names or contacts changed in the text"
    return Level.INFO, "only the wording changed"


def _altered(comparison: Comparison) -> list[Reason]:
    """What shows that a duty is another one now, the strongest first; nothing where duties only came.

    What went and stands in other changed text again is left out where there is anything else to tell.
    """
    altered = [reason for change in comparison.changes for reason in altered_duties(change)]
    if not any(_strength(reason) == 0 for reason in altered):
        altered += _new_musts(comparison, altered)
    if not 1 < len(altered) <= _FEW:
        return sorted(altered, key=_strength)
    texts = [
        " ".join(f"{normalised(text).casefold()} |" for text in side if text)
        for side in zip(*((change.before, change.after) for change in comparison.changes), strict=True)
    ]
    told = [reason for reason in altered if not _stands_elsewhere(reason, *texts)]
    return sorted(told or altered, key=_strength)


def _new_musts(comparison: Comparison, altered: Sequence[Reason]) -> list[Reason]:
    """What must be done by a time and was not in the text before; where a duty went, it may be what took its place."""
    reasons = [reason for change in comparison.changes for reason in change.reasons] if altered else []
    return [
        reason
        for reason in reasons
        if reason.before is None and _strength(reason) == _MUST_BY and reason not in altered
    ]


def _stands_elsewhere(reason: Reason, before: str, after: str) -> bool:
    """Whether what only went stands in the new text too, or what only came in the old one."""
    if reason.before is not None and reason.after is not None:
        return False
    said, *_ = reason.words.casefold().split(" …")
    return re.search(rf"(?<!\w){re.escape(said)}(?!\w)", after if reason.after is None else before) is not None


def _strength(reason: Reason) -> int:
    """How much a reason proves, 0 the most: a limit or "must" that is another one; a "must" with a figure; a limit with
    a figure; a duty; everything else."""
    if reason.kind in _STRONG and reason.before is not None and reason.after is not None:
        return 0
    has_figure, is_duty = _FIGURE.search(reason.words) is not None, reason.kind is ReasonKind.DUTY_WORD
    if is_duty and has_figure and _MUST.search(reason.words):
        return _MUST_BY
    if reason.kind in _STRONG and has_figure:
        return _MUST_BY + 1
    return _MUST_BY + 2 if is_duty else _MUST_BY + 3


def _shown_without_change(finding: Finding, said: Level | None) -> tuple[Level, str]:
    if finding.kind is FindingKind.UNSEEN:
        return Level.INFO, "the text did not change"
    if finding.kind is FindingKind.SILENT:
        gone = "no longer" in finding.shows
        return (Level.NONE, "no longer in the manual") if gone else (Level.MUST, "new to the manual")
    return said or Level.INFO, ""
