"""What the publisher is given: everything about a manual, gathered before anything is written. It needs no store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kb.compare.redline import RedlineRow
from kb.model import (
    Chapter,
    Comparison,
    Finding,
    KnownChapter,
    KnownEdition,
    Match,
    Origin,
    Promise,
    ReadingItem,
    Run,
    Statement,
    Version,
)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version and its text."""

    version: Version
    text: Chapter


@dataclass(frozen=True, slots=True)
class ComparisonFacts:
    """Two versions of a chapter held against each other: the changes, and the redline's rows in reading order."""

    before: Version
    after: Version
    comparison: Comparison
    rows: tuple[RedlineRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """All that is known of one chapter or document.

    `versions` oldest first. `comparisons` holds each pair of neighbouring versions, oldest first, and last the first
    version against the latest where there are more than two. `statements` (what its amendment box said) and
    `checked_at` oldest first.
    """

    chapter: KnownChapter
    versions: tuple[VersionFacts, ...] = ()
    comparisons: tuple[ComparisonFacts, ...] = ()
    statements: tuple[Statement, ...] = ()
    matches: tuple[Match, ...] = ()
    checked_at: tuple[datetime, ...] = ()

    @property
    def latest(self) -> VersionFacts | None:
        """The newest version, None for a chapter that was only ever heard of."""
        return self.versions[-1] if self.versions else None

    @property
    def steps(self) -> tuple[ComparisonFacts, ...]:
        """The comparisons of neighbouring versions in which the text changed: not those of newer rules only."""
        return tuple(
            each
            for each in self.comparisons
            if each.after.ordinal == each.before.ordinal + 1 and each.after.origin is not Origin.RE_EXTRACTED
        )


@dataclass(frozen=True, slots=True)
class Manual:
    """One manual with everything the site says of it. Chapters in contents order, editions newest first."""

    source: str
    title: str
    publisher: str
    address: str
    chapters: tuple[ChapterFacts, ...] = ()
    documents: tuple[ChapterFacts, ...] = ()
    editions: tuple[KnownEdition, ...] = ()
    findings: tuple[Finding, ...] = ()
    reading: tuple[ReadingItem, ...] = ()
    promises: tuple[Promise, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def named_publisher(self) -> str:
        """The publisher, unless nobody named one and it is the address's host, which the address says already."""
        return "" if self.publisher in self.address else self.publisher

    @property
    def texts(self) -> tuple[ChapterFacts, ...]:
        """Chapters, then documents."""
        return self.chapters + self.documents

    @property
    def first_collected_on(self) -> date | None:
        """The day the first text was seen: of what happened before, only the log can tell."""
        seen = [facts.version.first_seen for text in self.texts for facts in text.versions]
        return min(seen).date() if seen else None

    @property
    def last_collected_at(self) -> datetime | None:
        """When the last collection or import ended (or began, where it was cut off)."""
        return max((run.finished_at or run.started_at for run in self.runs), default=None)
