"""The log, the amendment boxes, the contents page and the text held against each other: whether the log told the truth.

What can be judged is bounded by when we looked. The text is known at each collection, so the editions that were first
seen at one collection are held against what changed since the collection at which the edition before them was first
seen. An edition older than that says something of a time before ours, and nothing is claimed about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.compare import changed_sections
from kb.history import History, first_look
from kb.identity import comparable_address, title_key
from kb.model import (
    AmendmentKind,
    Comparison,
    Finding,
    FindingKind,
    KnownEdition,
    Level,
    LoggedAmendment,
    Origin,
    Significance,
    Version,
)
from kb.witnesses import BADGES, Period, dates_that_do_not_fit, witnesses

_STRONG = re.compile(r"\b(extensive|full|substantial|complete|significant)ly\b|\bre-?wr\w*t+en\b|\bthroughout\b", re.I)
_TRIFLING = 0.1
"""A chapter of which less than this share of words changed was not "extensively revised"."""


def findings(known: Sequence[History], editions: Iterable[KnownEdition]) -> tuple[Finding, ...]:
    """What log and text say of each other, newest edition first, then in the order of the log; silent changes last."""
    found: list[Finding] = []
    for period in periods(known, editions):
        named: set[int] = set()
        for edition in period.editions:
            for logged in edition.amendments:
                if logged.chapter_id is not None:
                    named.add(logged.chapter_id)
                    history = next((one for one in known if one.chapter.id == logged.chapter_id), None)
                    if history is not None:
                        found.append(_said(logged, edition, history, known, period))
        found.extend(_unsaid(known, named, period))
    return tuple(found)


def periods(known: Sequence[History], editions: Iterable[KnownEdition]) -> tuple[Period, ...]:
    """The spans that can be judged, newest first."""
    start = first_look(known)
    if start is None:
        return ()
    end_of = known[0].looks.end_of
    all_editions = tuple((end_of(edition.first_seen), edition) for edition in editions)
    spans = []
    for seen in sorted({moment for moment, _ in all_editions if moment > start}):
        # An edition older than the span was only found late (an archive page): it does not speak of this span.
        month = start.strftime("%Y-%m")
        speaking = tuple(edition for moment, edition in all_editions if moment == seen and edition.date[:7] >= month)
        if speaking:
            spans.append(Period(start, seen, speaking))
            start = seen
    return tuple(reversed(spans))


# --- what the log says


def _said(
    logged: LoggedAmendment, edition: KnownEdition, history: History, known: Sequence[History], period: Period
) -> Finding:
    says = logged.amendment.detail or f"The log lists it as {logged.amendment.kind.value}."
    judgement = _judged(logged, history, known, period)
    step = judgement.step
    return Finding(
        chapter_id=history.chapter.id,
        title=history.chapter.title,
        edition_label=logged.edition_label,
        edition_date=logged.edition_date,
        kind=judgement.kind,
        says=says,
        shows=judgement.shows,
        evidence=(*judgement.evidence, period.in_words),
        amendment_id=logged.id,
        before_version=step[0].ordinal if step else None,
        after_version=step[1].ordinal if step else None,
        document_id=judgement.document_id,
        witnesses=witnesses(history, period, edition, logged, step),
    )


@dataclass(frozen=True, slots=True)
class _Judgement:
    """What the text makes of an entry; `document_id` where a document changed instead of the chapter's own text."""

    kind: FindingKind
    shows: str
    evidence: tuple[str, ...] = ()
    step: tuple[Version, Version] | None = None
    document_id: int | None = None


def _judged(logged: LoggedAmendment, history: History, known: Sequence[History], period: Period) -> _Judgement:
    amendment = logged.amendment
    if amendment.kind is AmendmentKind.REMOVED:
        if history.withdrawn(period.start, period.end):
            return _Judgement(FindingKind.ANNOUNCED, "The chapter is no longer in the manual.")
        gone = history.chapter.withdrawn_at is not None and history.chapter.withdrawn_at <= period.start
        shows = "It was no longer in the manual before." if gone else "The chapter is still in the manual."
        return _Judgement(FindingKind.UNSEEN, shows)
    if history.appeared(period.start, period.end):
        return _Judgement(FindingKind.ANNOUNCED, "The chapter was not in the manual before.")
    step = history.step(period.start, period.end)
    if step is None:
        return _nothing_changed(history, known, period)
    comparison = history.comparison(*step)
    doubts = tuple(_doubts(logged, comparison, step))
    if step[1].origin is not Origin.REVERTED:  # with an earlier text its earlier box comes back
        doubts += tuple(dates_that_do_not_fit(history, period, logged))
    if amendment.kind is AmendmentKind.NEW:
        doubts = ("The log calls it new; it was in the manual before.",)
    return _Judgement(FindingKind.MISMATCHED if doubts else FindingKind.ANNOUNCED, comparison.summary, doubts, step)


def _nothing_changed(history: History, known: Sequence[History], period: Period) -> _Judgement:
    for document in _documents_of(history, known, period):
        step = document.step(period.start, period.end)
        if step is not None:
            summary = document.comparison(*step).summary
            shows = f"Its text is the same; a document it links to changed, {document.chapter.title}. {summary}"
            return _Judgement(FindingKind.ANNOUNCED, shows, (), step, document.chapter.id)
    return _Judgement(FindingKind.UNSEEN, "The text is the same word for word.")


def _documents_of(history: History, known: Sequence[History], period: Period) -> list[History]:
    """The documents a chapter links to whose text changed in the span."""
    latest = history.at(period.end)
    if latest is None:
        return []
    targets = {
        comparable_address(span.target)
        for block in history.text(latest).blocks()
        for span in block.spans
        if span.target
    }
    linked = (one for one in known if one.is_document and one.addresses & targets)
    return [one for one in linked if one.step(period.start, period.end) is not None]


def _doubts(logged: LoggedAmendment, comparison: Comparison, step: tuple[Version, Version]) -> Iterator[str]:
    """Where what the entry says does not fit what the text shows."""
    amendment = logged.amendment
    changed = changed_sections(comparison)
    labels = {label for section in changed for label in (section.before, section.after) if label}
    if (
        amendment.sections
        and labels
        and not any(_within(named, label) for named in amendment.sections for label in labels)
    ):
        where = ", ".join(sorted(labels))
        yield f"The log names Section {', '.join(amendment.sections)}; what changed is in Section {where}."
    if amendment.kind is AmendmentKind.RENAMED and title_key(step[0].title) == title_key(step[1].title):
        yield f"The log says it was renamed; its title is “{step[1].title}” as before."
    stats = comparison.stats
    share = (stats.words_added + stats.words_removed) / max(stats.words_before + stats.words_after, 1)
    strong = _STRONG.search(amendment.detail)
    if strong and share < _TRIFLING and amendment.kind is not AmendmentKind.RENAMED:
        yield f"The log says “{strong.group(0)}”; {share:.1%} of the words changed."
    if amendment.level is Level.INFO and comparison.significance is Significance.DUTY:
        duties = (change for change in comparison.changes if change.significance is Significance.DUTY)
        reasons = "; ".join(reason.text for change in duties for reason in change.reasons[:1])
        yield f"The log speaks of links or details only; a duty changed ({reasons})."


def _within(named: str, label: str) -> bool:
    """Whether a section is the named one, or within it, or around it."""
    return label == named or label.startswith(f"{named}.") or named.startswith(f"{label}.")


# --- what the log does not say


def _unsaid(known: Sequence[History], named: set[int], period: Period) -> Iterator[Finding]:
    covered = {
        document.chapter.id
        for history in known
        if history.chapter.id in named
        for document in _documents_of(history, known, period)
    }
    edition = period.editions[0]
    for history in known:
        if history.chapter.id in named | covered:
            continue
        found = _silent(history, period) or _badge_only(history, known, period)
        if found is not None:
            kind, says, shows, step = found
            yield Finding(
                chapter_id=history.chapter.id,
                title=history.chapter.title,
                edition_label=edition.label,
                edition_date=edition.date,
                kind=kind,
                says=says,
                shows=shows,
                evidence=(period.in_words,),
                before_version=step[0].ordinal if step else None,
                after_version=step[1].ordinal if step else None,
                witnesses=witnesses(history, period, edition, None, step),
            )


_Unsaid = tuple[FindingKind, str, str, tuple[Version, Version] | None]

_NOT_NAMED = "The log does not name it."


def _silent(history: History, period: Period) -> _Unsaid | None:
    if history.appeared(period.start, period.end):
        return FindingKind.SILENT, _NOT_NAMED, "It was not in the manual before.", None
    if history.withdrawn(period.start, period.end):
        return FindingKind.SILENT, _NOT_NAMED, "It is no longer in the manual.", None
    step = history.step(period.start, period.end)
    if step is None:
        return None
    return FindingKind.SILENT, _NOT_NAMED, history.comparison(*step).summary, step


def _badge_only(history: History, known: Sequence[History], period: Period) -> _Unsaid | None:
    badge = BADGES.search(history.badge(period.end))
    if badge is None or history.at(period.end) is None or history.chapter.withdrawn_at is not None:
        return None
    if _documents_of(history, known, period):
        return None  # a form that changed is what the badge means
    says = f"The contents page marks it “{badge.group(0)}”; the log does not name it."
    return FindingKind.UNSEEN, says, "The text is the same word for word.", None
