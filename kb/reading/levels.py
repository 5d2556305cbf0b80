"""How urgently a chapter should be read again: the log's words, then raised or lowered by what the text shows."""

from __future__ import annotations

from kb.compare import altered_duties
from kb.model import ChangeKind, Comparison, Finding, FindingKind, Level, LoggedAmendment, Significance

_ONLY_PLACES = {ChangeKind.MOVED, ChangeKind.RENUMBERED}
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
        altered = [reason for change in comparison.changes for reason in altered_duties(change)]
        if altered:
            more = f" and {len(altered) - 1} more" if len(altered) > 1 else ""
            return Level.MUST, f"something that staff work by is different ({altered[0].text}{more})"
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
