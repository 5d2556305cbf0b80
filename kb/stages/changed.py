"""What changed in each step of a chapter, as the search takes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from kb.compare import lines
from kb.history import History, first_look
from kb.model import Change, ChangeKind, Comparison, Finding, FindingKind, Origin, Version
from kb.search import Passage, Step
from kb.stages.comparing import Compared
from kb.text import normalised
from site_builder.places import Places


def steps(compared: Compared, manual: str, places: Places) -> Iterator[Step]:
    """Every step of every chapter and document in which words came or went, chapter by chapter, oldest first.

    A chapter that appeared or was withdrawn while the manual was watched gained or lost all it says; what only newer
    rules read otherwise is no change.
    """
    start = first_look(compared.histories)
    for history in compared.histories:
        for step in _steps(history, compared.findings, start, manual, places):
            if step.passages:
                yield step


def _steps(
    history: History, findings: tuple[Finding, ...], start: datetime | None, manual: str, places: Places
) -> Iterator[Step]:
    versions = history.versions
    if not versions:
        return
    if start is not None and versions[0].first_seen > start:
        yield _step(history, findings, manual, places, None, versions[0])
    for before, after in pairwise(versions):
        if after.origin is not Origin.RE_EXTRACTED:
            yield _step(history, findings, manual, places, before, after)
    if history.chapter.withdrawn_at is not None:
        yield _step(history, findings, manual, places, versions[-1], None)


def _step(
    history: History,
    findings: tuple[Finding, ...],
    manual: str,
    places: Places,
    before: Version | None,
    after: Version | None,
) -> Step:
    chapter = history.chapter
    until = after.first_seen if after else chapter.withdrawn_at
    assert until is not None
    if before and after:
        comparison = history.comparison(before, after)
        location = places.compare(chapter.slug, before.ordinal, after.ordinal)
        passages = tuple(_changed(comparison, location))
    else:
        location, passages = _whole(history, before, after, places)
    return Step(
        source=chapter.source,
        chapter=chapter.slug,
        title=chapter.title,
        before=before.ordinal if before else None,
        after=after.ordinal if after else None,
        since=before.last_seen.date().isoformat() if before else None,
        until=until.date().isoformat(),
        location=location,
        passages=passages,
        edition=_edition(history, findings, before, after),
        number=chapter.number if chapter.withdrawn_at is None else "",
        kind=chapter.kind.value,
        manual=manual,
    )


def _changed(comparison: Comparison, location: str) -> Iterator[Passage]:
    for number, change in enumerate(comparison.changes, start=1):
        if _says_otherwise(change):
            section = change.section
            label = section.after if section.after is not None else section.before
            yield Passage(label or "", normalised(section.title), f"{location}#change-{number}", change.words)


def _says_otherwise(change: Change) -> bool:
    """Whether words came or went; where only a number or a place is another, a chapter says what it said."""
    same = normalised(change.before or "") == normalised(change.after or "")
    return not same and change.kind is not ChangeKind.RENUMBERED


def _whole(
    history: History, before: Version | None, after: Version | None, places: Places
) -> tuple[str, tuple[Passage, ...]]:
    """All that a chapter says that came, or that is gone."""
    version, state = (after, "+") if after else (before, "-")
    assert version is not None
    location = places.version(history.chapter.slug, version.ordinal)
    return location, tuple(
        Passage(line.place.label, line.place.title, _at(location, line.place.anchor), ((state, line.text),))
        for line in lines(history.text(version))
        if line.text
    )


def _at(location: str, anchor: str) -> str:
    # Boxes have no anchor of their own on a version's page.
    return f"{location}#{anchor}" if anchor and not anchor.startswith("box-") else location


def _edition(
    history: History, findings: tuple[Finding, ...], before: Version | None, after: Version | None
) -> str | None:
    """The edition of the log in whose span the step lies, where findings name one and no other."""
    owned = (one for one in findings if history.chapter.id == (one.document_id or one.chapter_id))
    named = {one.edition_label for one in owned if one.edition_label and _within(one, before, after)}
    return named.pop() if len(named) == 1 else None


_SEEN = (FindingKind.ANNOUNCED, FindingKind.SILENT, FindingKind.MISMATCHED)
"""What the text shows. An unseen amendment names no versions either, but nothing happened to the text."""


def _within(finding: Finding, before: Version | None, after: Version | None) -> bool:
    if finding.after_version is None or before is None or after is None:
        whole = before is None or after is None
        return whole and finding.after_version is None and finding.kind in _SEEN
    return (finding.before_version or 0) <= before.ordinal and after.ordinal <= finding.after_version
