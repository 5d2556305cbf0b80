"""What a chapter's versions amount to: its history as derived from the facts, with comparisons made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from kb.compare import compare_chapters
from kb.identity import comparable_address
from kb.model import Chapter, ChapterKind, Comparison, KnownChapter, Origin, Version
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Badge:
    """What a contents page printed beside a chapter when it was collected ("New", "Updated", "Under Review")."""

    seen_at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """One chapter over time. Texts and comparisons are made once, when they are first asked for."""

    chapter: KnownChapter
    versions: tuple[Version, ...]
    read_text: Callable[[int], Chapter]
    addresses: frozenset[str] = frozenset()
    badges: tuple[Badge, ...] = ()
    _texts: dict[int, Chapter] = field(default_factory=dict, repr=False, compare=False)
    _comparisons: dict[tuple[int, int], Comparison] = field(default_factory=dict, repr=False, compare=False)

    def text(self, version: Version) -> Chapter:
        """The text of one of the chapter's versions."""
        if version.id not in self._texts:
            self._texts[version.id] = self.read_text(version.id)
        return self._texts[version.id]

    def comparison(self, before: Version, after: Version) -> Comparison:
        """Two of the chapter's versions held against each other."""
        key = (before.id, after.id)
        if key not in self._comparisons:
            self._comparisons[key] = compare_chapters(self.text(before), self.text(after))
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
        between = [version for version in self.versions if before.ordinal < version.ordinal <= after.ordinal]
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
        seen = [badge.text for badge in self.badges if badge.seen_at <= moment]
        return seen[-1] if seen else ""

    @property
    def is_document(self) -> bool:
        """Whether this is a document rather than a chapter."""
        return self.chapter.kind is ChapterKind.DOCUMENT


def histories(store: Store, source: str) -> tuple[History, ...]:
    """The history of every chapter and document of a source, in the order of the contents."""
    addresses: dict[int, set[str]] = {}
    for address, chapter_id in store.addresses(source).items():
        addresses.setdefault(chapter_id, set()).add(address)
    badges = _badges(store, source)
    return tuple(
        History(
            chapter=chapter,
            versions=store.versions(chapter.id),
            read_text=store.text,
            addresses=frozenset(addresses.get(chapter.id, ())),
            badges=tuple(badges.get(chapter.id, ())),
        )
        for chapter in store.chapters(source)
    )


def _badges(store: Store, source: str) -> dict[int, list[Badge]]:
    chapters = store.addresses(source)
    badges: dict[int, list[Badge]] = {}
    for run in store.runs(source):
        for listing in store.listings(run.id):
            chapter_id = chapters.get(comparable_address(listing.url))
            if chapter_id is not None:
                seen_at = run.finished_at or run.started_at
                badges.setdefault(chapter_id, []).append(Badge(seen_at, listing.badge))
    return badges
