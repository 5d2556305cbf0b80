"""The reading list: one item a chapter and edition, or a chapter and day where no edition speaks of a change."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kb.history import History, first_look
from kb.model import (
    Comparison,
    Finding,
    FindingKind,
    KnownEdition,
    Level,
    LoggedAmendment,
    ReadingItem,
    ReadingRules,
    TextStep,
)
from kb.reading.audiences import readership
from kb.reading.levels import levelled
from kb.reading.passages import Passages, changed_passages, minutes_of, said_passages
from kb.reconcile import periods

_RULES = ReadingRules()


def reading_list(
    known: Sequence[History],
    editions: Sequence[KnownEdition],
    findings: Iterable[Finding],
    rules: ReadingRules = _RULES,
) -> tuple[ReadingItem, ...]:
    """All items, newest edition first, the most urgent first within it.

    Changes that we first saw after the latest edition stand before them, on the day we saw them.
    """
    found = tuple(findings)
    made = _Maker({history.chapter.id: history for history in known}, rules, readership(rules.audiences, known))
    judged = {finding.amendment_id: finding for finding in found if finding.amendment_id is not None}
    items: dict[tuple[str, str, int], ReadingItem] = {}
    for edition in editions:
        for logged in edition.amendments:
            if logged.chapter_id in made.histories:
                _add(items, edition, made.item(edition, logged, judged.get(logged.id), logged.chapter_id))
    for finding in found:
        if finding.amendment_id is None and finding.chapter_id in made.histories:
            edition = _edition_of(finding, editions)
            _add(items, edition, made.item(edition, None, finding, finding.chapter_id))
    order = {(one.date, one.label): place for place, one in enumerate(editions)}
    keyed = sorted(items.items(), key=lambda pair: (order[pair[0][:2]], pair[1].level.rank, pair[1].title))
    unsaid = sorted(_after_the_log(known, editions, made), key=lambda one: (-one.since.toordinal(), one.level.rank))
    return (*unsaid, *(item for _, item in keyed))


def _edition_of(finding: Finding, editions: Sequence[KnownEdition]) -> KnownEdition:
    stated = (finding.edition_label, finding.edition_date)
    return next(one for one in editions if (one.label, one.date) == stated)


def _add(items: dict[tuple[str, str, int], ReadingItem], edition: KnownEdition, item: ReadingItem) -> None:
    """A chapter named twice in an edition is one item, with the stronger level and all reasons."""
    key = (edition.date, edition.label, item.chapter_id)
    other = items.get(key)
    if other is None:
        items[key] = item
        return
    strong, weak = sorted((other, item), key=lambda one: one.level.rank)
    same = strong.step == weak.step
    items[key] = replace(
        strong,
        reasons=tuple(dict.fromkeys((*strong.reasons, *weak.reasons))),
        sections=tuple(dict.fromkeys((*strong.sections, *weak.sections))),
        also=tuple(dict.fromkeys((*strong.also, *weak.also))),
        said=" ".join(dict.fromkeys(filter(None, (strong.said, weak.said)))),
        look_for=strong.look_for if same else " ".join(filter(None, (strong.look_for, weak.look_for))),
        words=max(strong.words, weak.words) if same else strong.words + weak.words,
        minutes=max(strong.minutes, weak.minutes) if same else strong.minutes + weak.minutes,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes items of one manual."""

    histories: Mapping[int | None, History]
    rules: ReadingRules
    readers: Mapping[int, tuple[str, ...]]

    def item(
        self, edition: KnownEdition, logged: LoggedAmendment | None, finding: Finding | None, chapter_id: int | None
    ) -> ReadingItem:
        """The item of a chapter in an edition."""
        history = self.histories[chapter_id]
        step = self._step(finding)
        comparison = self.comparison(step)
        level, reasons = levelled(logged, finding, comparison)
        made = self._bare(history, level, reasons, self._passages(history, logged, finding, step, comparison))
        return replace(
            made,
            since=first_day(edition.date),
            until=last_day(edition.date),
            stated=edition.date,
            edition_label=edition.label,
            editions=(edition.label,),
            amendment_id=logged.id if logged else None,
            finding=finding.kind if finding else None,
            said=logged.amendment.detail if logged else "",
            step=step,
        )

    def unsaid(self, history: History, finding: Finding, seen_on: date) -> ReadingItem:
        """The item of a change that no edition can speak of yet."""
        step = self._step(finding)
        comparison = self.comparison(step)
        level, reasons = levelled(None, finding, comparison)
        made = self._bare(history, level, reasons, self._passages(history, None, finding, step, comparison))
        return replace(made, since=seen_on, until=seen_on, stated=seen_on.isoformat(), step=step)

    def comparison(self, step: TextStep | None) -> Comparison | None:
        """The comparison of a step's texts."""
        if step is None:
            return None
        history = self.histories[step.text_id]
        by_ordinal = {version.ordinal: version for version in history.versions}
        return history.comparison(by_ordinal[step.before], by_ordinal[step.after])

    def _step(self, finding: Finding | None) -> TextStep | None:
        if finding is None or finding.before_version is None or finding.after_version is None:
            return None
        text_id = finding.document_id or finding.chapter_id
        versions = self.histories[text_id].versions
        after = next(version for version in versions if version.ordinal == finding.after_version)
        return TextStep(text_id or 0, finding.before_version, finding.after_version, after.first_seen.date())

    def _passages(
        self,
        history: History,
        logged: LoggedAmendment | None,
        finding: Finding | None,
        step: TextStep | None,
        comparison: Comparison | None,
    ) -> Passages:
        if step is not None and comparison is not None:
            owner = self.histories[step.text_id]
            after = next(version for version in owner.versions if version.ordinal == step.after)
            found = changed_passages(comparison, owner.text(after))
            lead = f"In the document {owner.chapter.title}: " if owner is not history else ""
            return replace(found, look_for=f"{lead}{found.look_for}")
        shows = finding.shows if finding else ""
        if not history.versions:
            return Passages(look_for=shows)
        text = history.text(history.versions[-1])
        if logged is not None and logged.amendment.sections and finding is None:
            return said_passages(logged, text)
        return Passages(words=text.words, look_for=shows)

    def _bare(self, history: History, level: Level, reasons: tuple[str, ...], passages: Passages) -> ReadingItem:
        """An item without its edition. Nothing is read of what is gone; elsewhere a glance is the least."""
        asks = level.asks_for_reading
        words = passages.words if asks else 0
        chapter = history.chapter
        return ReadingItem(
            chapter_id=chapter.id,
            slug=chapter.slug,
            title=chapter.title,
            level=level,
            reasons=reasons,
            sections=passages.sections,
            also=passages.also,
            minutes=0 if level is Level.NONE or not history.versions else minutes_of(words, self.rules.words_a_minute),
            words=words,
            since=date.min,
            edition_label=None,
            amendment_id=None,
            finding=None,
            look_for=passages.look_for,
            audiences=self.readers.get(chapter.id, ()),
            source=chapter.source,
        )


# --- what changed since the latest edition


def _after_the_log(known: Sequence[History], editions: Sequence[KnownEdition], made: _Maker) -> Iterator[ReadingItem]:
    """An item for each change that was first seen after the last span the log speaks of: all, where there is no log."""
    start = first_look(known)
    if start is None:
        return
    spans = periods(known, editions)
    start = spans[0].end if spans else start
    for history in known:
        before = start
        for moment in _moments(history, start):
            finding = _seen(history, before, moment)
            if finding is not None:
                yield made.unsaid(history, finding, moment.date())
            before = moment


def _moments(history: History, start: datetime) -> list[datetime]:
    """When something new was seen of a chapter."""
    seen = {version.first_seen for version in history.versions}
    gone = history.chapter.withdrawn_at
    return sorted(moment for moment in (*seen, *([gone] if gone else ())) if moment > start)


def _seen(history: History, before: datetime, moment: datetime) -> Finding | None:
    """What changed from one moment to the next, as a finding that no edition made."""
    step = history.step(before, moment)
    if step is None and not history.appeared(before, moment) and not history.withdrawn(before, moment):
        return None
    shows = "The chapter was not in the manual before."
    if step is not None:
        shows = history.comparison(*step).summary
    elif history.withdrawn(before, moment):
        shows = "The chapter is no longer in the manual."
    return Finding(
        history.chapter.id,
        history.chapter.title,
        "",
        "",
        FindingKind.SILENT,
        "",
        shows,
        before_version=step[0].ordinal if step else None,
        after_version=step[1].ordinal if step else None,
    )


def first_day(edition_date: str) -> date:
    """The first day an edition can be of."""
    return date.fromisoformat(edition_date if len(edition_date) > 7 else f"{edition_date}-01")


def last_day(edition_date: str) -> date:
    """The last day an edition can be of: that of its month, where the log dates to the month."""
    first = first_day(edition_date)
    return first if len(edition_date) > 7 else first.replace(day=calendar.monthrange(first.year, first.month)[1])
