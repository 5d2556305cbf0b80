"""What a chapter's versions amount to: its history as derived from the facts, with comparisons made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from kb.compare import compare_chapters
from kb.identity import comparable_address
from kb.model import Chapter, ChapterKind, Comparison, KnownChapter, Origin, Statement, Version
from kb.store import Store

_REMEMBERED = 500
"""So many texts stay in memory once they were read: all of a small manual, and what belongs together of a large one."""


@dataclass(frozen=True, slots=True)
class Badge:
    """What a contents page printed beside a chapter when it was collected ("New", "Updated"; a date)."""

    seen_at: datetime
    text: str
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Looks:
    """When a manual was looked at: from when to when each collection and import lasted.

    A look takes minutes, or days where it was cut off and taken up again; its log is read at another moment than its
    chapters. What two looks saw can be compared, what two moments of one look saw cannot.
    """

    spans: tuple[tuple[datetime, datetime], ...] = ()

    def end_of(self, moment: datetime) -> datetime:
        """The end of the look in which a moment falls; outside of all looks, the moment itself."""
        return max((end for start, end in self.spans if start <= moment <= end), default=moment)


@dataclass(frozen=True, slots=True)
class History:
    """One chapter over time. Comparisons are made once, when they are first asked for; texts are read each time."""

    chapter: KnownChapter
    versions: tuple[Version, ...]
    read_text: Callable[[int], Chapter]
    addresses: frozenset[str] = frozenset()
    badges: tuple[Badge, ...] = ()
    statements: tuple[Statement, ...] = ()
    read_text_by: Callable[[int, int], Chapter] | None = None
    looks: Looks = Looks()
    _comparisons: dict[tuple[int, int], Comparison] = field(default_factory=dict, repr=False, compare=False)

    def text(self, version: Version) -> Chapter:
        """The text of one of the chapter's versions."""
        return self.read_text(version.id)

    def texts(self, before: Version, after: Version) -> tuple[Chapter, Chapter]:
        """The texts of two versions as one set of rules read them, so that only what the pages say can differ.

        They are read by the same rules nearly always. Where today's cannot read one of the pages, the newest that read
        both are taken, as far as their readings are kept.
        """
        common = {before.rules, *before.earlier_rules} & {after.rules, *after.earlier_rules}
        if before.rules == after.rules or not common or self.read_text_by is None:
            return self.text(before), self.text(after)
        return self.read_text_by(before.id, max(common)), self.read_text_by(after.id, max(common))

    def comparison(self, before: Version, after: Version) -> Comparison:
        """Two of the chapter's versions held against each other."""
        key = (before.id, after.id)
        if key not in self._comparisons:
            self._comparisons[key] = compare_chapters(*self.texts(before, after))
        return self._comparisons[key]

    def at(self, moment: datetime) -> Version | None:
        """The version in force at a moment, as far as we know: the last one first seen by then."""
        seen = [version for version in self.versions if version.first_seen <= moment]
        return seen[-1] if seen else None

    def step(self, start: datetime, end: datetime) -> tuple[Version, Version] | None:
        """The versions before and after what changed in the text from `start` (exclusive) to `end` (inclusive).

        None where nothing did. What only the extraction rules read differently is no change.
        """
        before, after = self.at(start), self.at(end)
        if before is None or after is None or before.digest == after.digest:
            return None
        place = self.versions.index
        between = self.versions[place(before) + 1 : place(after) + 1]
        if all(version.origin is Origin.RE_EXTRACTED for version in between):
            return None
        # A re-reading at the end of the span was of the text that stood before it: compare within one set of rules.
        if between[-1].origin is Origin.RE_EXTRACTED and len(between) > 1:
            after = between[-2]
        return before, after

    def appeared(self, start: datetime, end: datetime) -> bool:
        """Whether the chapter was first seen after `start`, by `end`."""
        return bool(self.versions) and start < self.versions[0].first_seen <= end

    def withdrawn(self, start: datetime, end: datetime) -> bool:
        """Whether the chapter was withdrawn after `start`, by `end`."""
        at = self.chapter.withdrawn_at
        return at is not None and start < at <= end

    def badge(self, moment: datetime) -> str:
        """What the contents page printed beside the chapter at a moment."""
        listed = self.listed(moment)
        return listed.text if listed else ""

    def listed(self, moment: datetime) -> Badge | None:
        """How the contents page listed the chapter at a moment; None where it did not."""
        return next((badge for badge in reversed(self.badges) if badge.seen_at <= moment), None)

    def box(self, moment: datetime) -> Statement | None:
        """What the chapter's amendment box said at a moment; None where it has none that we saw by then."""
        return next((said for said in reversed(self.statements) if said.first_seen <= moment), None)

    @property
    def is_document(self) -> bool:
        """Whether this is a document rather than a chapter."""
        return self.chapter.kind is ChapterKind.DOCUMENT


def first_look(known: Sequence[History]) -> datetime | None:
    """When the look ended that saw the first texts: of what was before, only the log can tell."""
    firsts = [one.looks.end_of(version.first_seen) for one in known for version in one.versions[:1]]
    return min(firsts, default=None)


def before_our_time(stated: str, first_collected_on: date | None) -> bool:
    """Whether an edition ("2020-03" or "2020-03-16") is older than the first text we have, so that only the log can
    tell what it changed. An edition of the same month counts as older: its changes were in the first text already."""
    if first_collected_on is None:
        return True
    return stated <= first_collected_on.isoformat()[: len(stated)]


def histories(store: Store, source: str) -> tuple[History, ...]:
    """The history of every chapter and document of a source, in the order of the contents."""
    addresses: dict[int, set[str]] = {}
    for address, chapter_id in store.addresses(source).items():
        addresses.setdefault(chapter_id, set()).add(address)
    looks = looks_at(store, source)
    badges = _badges(store, source)
    versions, statements = store.versions_of(source), store.statements_of(source)
    read_text = lru_cache(_REMEMBERED)(store.text)
    return tuple(
        History(
            chapter=chapter,
            versions=versions.get(chapter.id, ()),
            read_text=read_text,
            addresses=frozenset(addresses.get(chapter.id, ())),
            badges=tuple(badges.get(chapter.id, ())),
            statements=statements.get(chapter.id, ()),
            read_text_by=store.text_by,
            looks=looks,
        )
        for chapter in store.chapters(source)
    )


def looks_at(store: Store, source: str) -> Looks:
    """When a source was looked at; what is held or was rejected is no look."""
    runs = [run for run in store.runs(source) if run.is_taken]
    return Looks(tuple((run.started_at, run.finished_at) for run in runs if run.finished_at is not None))


def _badges(store: Store, source: str) -> dict[int, list[Badge]]:
    chapters = store.addresses(source)
    badges: dict[int, list[Badge]] = {}
    for run in store.runs(source):
        for listing in store.listings(run.id):
            chapter_id = chapters.get(comparable_address(listing.url))
            if chapter_id is not None:
                seen_at = run.finished_at or run.started_at
                badges.setdefault(chapter_id, []).append(Badge(seen_at, listing.badge, listing.stated_on))
    return badges
