"""The timeline of editions, and each edition as a digest: what the log says, what the text shows, what nobody said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kb.history import before_our_time
from kb.model import Finding, FindingKind, KnownEdition, Level
from site_builder.charts import Plot, Point, plot
from site_builder.lookup import Lookup, edition_key
from site_builder.phrases import LEVELS, Tag, clock, count, joined, month_or_day
from site_builder.views_facts import (
    ChangeLine,
    EntryView,
    Fact,
    Link,
    Shown,
    change_line,
    edition_name,
    entry_view,
    noticed,
    numbered,
    only_the_log,
    outside,
    shown,
)
from site_builder.views_reread import ItemView, edition_items


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding as a line: which chapter, in which edition, how urgent to read, what was noticed."""

    title: str
    chapter: Link | None
    edition: Link | None
    level: Tag | None
    shown: Shown


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many entries of a level."""

    level: Tag
    number: int


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The chapters of an edition that are to be read with one urgency."""

    level: Tag
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition on the timeline."""

    name: str
    place: str
    dated: str
    entries: int
    levels: tuple[LevelCount, ...]
    silent: int
    unseen: int
    mismatched: int
    older: bool

    @property
    def noticed(self) -> int:
        return self.silent + self.unseen + self.mismatched


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All editions, newest first, and the latest changes of the text whatever the log says."""

    editions: tuple[EditionLine, ...]
    plot: Plot | None
    loose: tuple[Noticed, ...]
    latest: tuple[ChangeLine, ...]
    atom: str
    json_feed: str
    only_the_log: str

    @property
    def older(self) -> bool:
        """Whether any edition is one of which only the log can tell."""
        return any(line.older for line in self.editions)


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition's digest: what to read, where log and text do not agree (`apart`), and every entry of the log. `span`
    says which collections were compared."""

    name: str
    dated: str
    intro: str
    span: str
    older: bool
    levels: tuple[LevelCount, ...]
    to_read: tuple[LevelGroup, ...]
    apart: tuple[Noticed, ...]
    entries: tuple[EntryView, ...]
    previous: Link | None
    following: Link | None
    facts: tuple[Fact, ...]


LATEST_CHANGES = 12
"""Enough for an edition's usual number of changed chapters; the rest is one link away."""


def changes_view(lookup: Lookup) -> ChangesView:
    """The timeline."""
    editions = tuple(edition_line(edition, lookup) for edition in lookup.manual.editions)
    known = {edition_line.place for edition_line in editions}
    loose = [
        noticed_line(finding, lookup)
        for finding in noticed(lookup.manual.findings)
        if lookup.edition_of_finding(finding) is None
    ]
    points = [
        Point(
            dated_on(edition.date),
            line.entries + line.silent,
            line.silent,
            f"{line.name}: {count(line.entries, 'entry', 'entries')}, {count(line.silent, 'silent change')}",
        )
        for edition, line in zip(lookup.manual.editions, editions, strict=True)
    ]
    summary = f"Log entries in each of {len(known)} editions, silent changes hatched; the table below has the figures."
    return ChangesView(
        editions=editions,
        plot=plot(points, summary),
        loose=tuple(loose),
        latest=latest_changes(lookup),
        atom=lookup.places.atom,
        json_feed=lookup.places.json_feed,
        only_the_log=only_the_log(lookup),
    )


def latest_changes(lookup: Lookup) -> tuple[ChangeLine, ...]:
    """The newest changes of any text, most serious first within a day."""
    steps = [(text, pair) for text in lookup.manual.texts for pair in text.steps]
    steps.sort(key=lambda step: (-step[1].comparison.significance.rank, step[0].chapter.position, step[0].chapter.slug))
    steps.sort(key=lambda step: step[1].after.first_seen.date(), reverse=True)
    return tuple(change_line(text, pair, lookup) for text, pair in steps[:LATEST_CHANGES])


def edition_line(edition: KnownEdition, lookup: Lookup) -> EditionLine:
    """An edition with its counts."""
    findings = findings_of(edition, lookup)
    kinds = [finding.kind for finding in findings]
    older = not findings and before_our_time(edition.date, lookup.manual.first_collected_on)
    return EditionLine(
        name=edition_name(edition),
        place=lookup.edition_place(edition),
        dated=month_or_day(edition.date),
        entries=len(edition.amendments),
        levels=level_counts(edition, () if older else edition_items(edition, lookup)),
        silent=kinds.count(FindingKind.SILENT),
        unseen=kinds.count(FindingKind.UNSEEN),
        mismatched=kinds.count(FindingKind.MISMATCHED),
        older=older,
    )


def edition_view(edition: KnownEdition, lookup: Lookup) -> EditionView:
    """The digest of one edition."""
    editions = lookup.manual.editions
    place = editions.index(edition)
    line = edition_line(edition, lookup)
    findings = findings_of(edition, lookup)
    items = () if line.older else edition_items(edition, lookup)
    return EditionView(
        name=line.name,
        dated=line.dated,
        intro=_intro(line, findings, lookup),
        span=next((each.evidence[-1] for each in findings if each.evidence), ""),
        older=line.older,
        levels=line.levels,
        to_read=tuple(
            LevelGroup(level, tuple(members)) for level, members in groupby(items, key=lambda item: item.level)
        ),
        apart=tuple(noticed_line(finding, lookup) for finding in most_urgent(noticed(findings), lookup)),
        entries=tuple(entry_view(entry, edition, lookup) for entry in edition.amendments),
        previous=_neighbour(editions[place + 1 : place + 2], lookup),
        following=_neighbour(editions[max(place - 1, 0) : place], lookup),
        facts=_facts(edition),
    )


def findings_of(edition: KnownEdition, lookup: Lookup) -> tuple[Finding, ...]:
    """The findings made in an edition."""
    return lookup.findings_by_edition.get(edition_key(edition), ())


def most_urgent(findings: Sequence[Finding], lookup: Lookup) -> list[Finding]:
    """The findings by how urgent they make reading, those of one urgency in their order."""

    def urgency(finding: Finding) -> int:
        item = lookup.item_of_finding(finding)
        return item.level.rank if item else len(Level)

    return sorted(findings, key=urgency)


def noticed_line(finding: Finding, lookup: Lookup) -> Noticed:
    """A finding as a line."""
    edition = lookup.edition_of_finding(finding)
    text = lookup.chapters.get(finding.chapter_id) if finding.chapter_id is not None else None
    entry = lookup.entries.get(finding.amendment_id) if finding.amendment_id is not None else None
    anchor = f"entry-{entry.ordinal}" if entry else "apart"
    item = lookup.item_of_finding(finding)
    return Noticed(
        title=finding.title,
        chapter=Link(numbered(text.chapter), lookup.chapter_place(text.chapter.id)) if text else None,
        edition=Link(edition_name(edition), lookup.edition_place(edition, anchor)) if edition else None,
        level=LEVELS[item.level] if item else None,
        shown=shown(finding, lookup),
    )


def level_counts(edition: KnownEdition, items: Sequence[ItemView]) -> tuple[LevelCount, ...]:
    """How many chapters of each level the reading list has, strongest first, none of zero; where it has none, how many
    entries by their words."""
    if items:
        named = [item.level for item in items]
        return tuple(LevelCount(tag, named.count(tag)) for tag in LEVELS.values() if tag in named)
    levels = [entry.amendment.level for entry in edition.amendments]
    return tuple(LevelCount(LEVELS[level], levels.count(level)) for level in Level if level in levels)


def dated_on(stated: str) -> date:
    """An edition's date as a day: a month's edition counts from its first."""
    return date.fromisoformat(stated if len(stated) > 7 else f"{stated}-01")


def _intro(line: EditionLine, findings: Sequence[Finding], lookup: Lookup) -> str:
    """Whether the log told the truth, in two sentences."""
    entries = f"The log has {count(line.entries, 'entry', 'entries')}"
    if line.older:
        return f"{entries}. {only_the_log(lookup)}"
    kinds = [each.kind for each in findings if each.amendment_id is not None]
    agreeing, unseen = kinds.count(FindingKind.ANNOUNCED), kinds.count(FindingKind.UNSEEN)
    differing, unheld = kinds.count(FindingKind.MISMATCHED), line.entries - len(kinds)
    judged = [
        f"{agreeing:,} {_do(agreeing, 'agrees', 'agree')} with the text" if agreeing else "",
        f"{unseen:,} {_do(unseen, 'tells', 'tell')} of a change that the text does not show" if unseen else "",
        f"{differing:,} {_do(differing, 'does', 'do')} not fit what changed" if differing else "",
        f"{unheld:,} could not be held against a text" if unheld > 0 else "",
    ]
    marked = line.unseen - unseen
    besides = [
        f"{count(line.silent, 'change')} {_do(line.silent, 'is', 'are')} not in the log" if line.silent else "",
        f"{count(marked, 'chapter')} {_do(marked, 'is', 'are')} marked as changed but did not change" if marked else "",
    ]
    parts, more = [part for part in judged if part], [part for part in besides if part]
    told = f"{entries}: {joined(parts)}." if parts else f"{entries}."
    return f"{told} {joined(more)}." if more else told


def _do(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _neighbour(found: Sequence[KnownEdition], lookup: Lookup) -> Link | None:
    return Link(edition_name(found[0]), lookup.edition_place(found[0])) if found else None


def _facts(edition: KnownEdition) -> tuple[Fact, ...]:
    return (
        Fact("Log page", outside(edition.page_url)),
        Fact("First seen in the log", Link(clock(edition.first_seen))),
        Fact("Page kept as", Link(edition.page_digest), code=True),
    )


def promise_words(next_update: str, today: date) -> tuple[str, bool]:
    """A promised next update in words, and whether it has passed: a promised month passes when it ends."""
    passed = today.isoformat()[: len(next_update)] > next_update
    return (month_or_day(next_update), passed)


def answer_words(next_update: str, editions: Sequence[KnownEdition]) -> str:
    """That an edition of the promised month or a later one has come, in words; "" where none has."""
    came = [each for each in editions if each.date[:7] >= next_update[:7]]
    return f"the edition of {edition_name(min(came, key=lambda each: each.date))} came" if came else ""
