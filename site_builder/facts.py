"""What the publisher is given: everything about a manual, gathered before anything is written. It needs no store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from kb.compare import RedlineRow, compare_chapters, redline
from kb.model import (
    Chapter,
    Comparison,
    Finding,
    Kinship,
    KnownChapter,
    KnownEdition,
    Match,
    Origin,
    Problem,
    Promise,
    ReadingItem,
    ReadingRules,
    Run,
    Statement,
    Version,
)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version and its text, which is read when it is asked for: a large manual does not fit into the memory."""

    version: Version
    read: Callable[[], Chapter]

    @property
    def text(self) -> Chapter:
        """The text."""
        return self.read()


@dataclass(frozen=True, slots=True)
class ComparisonFacts:
    """Two versions of a chapter held against each other.

    `texts` are theirs as one set of rules read them. Where the comparison was not `known` before, it is made each time
    it is asked for, and the redline always: of a large manual all redlines at once would fill the memory.
    """

    before: Version
    after: Version
    read: Callable[[], tuple[Chapter, Chapter]]
    known: Comparison | None = None

    @property
    def texts(self) -> tuple[Chapter, Chapter]:
        """Both texts."""
        return self.read()

    @property
    def comparison(self) -> Comparison:
        """The changes from the one to the other."""
        return self.known or compare_chapters(*self.texts)

    def rows(self, comparison: Comparison) -> tuple[RedlineRow, ...]:
        """The redline of the comparison in reading order."""
        return redline(*self.texts, comparison)


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """All that is known of one chapter or document.

    `versions` oldest first. `comparisons` holds each pair of neighbouring versions, oldest first, and then every other
    pair that has a page. `statements` (what its amendment box said) and
    `checked_at` oldest first. `kin` is what it has in common with other chapters, on either side.
    """

    chapter: KnownChapter
    versions: tuple[VersionFacts, ...] = ()
    comparisons: tuple[ComparisonFacts, ...] = ()
    statements: tuple[Statement, ...] = ()
    matches: tuple[Match, ...] = ()
    checked_at: tuple[datetime, ...] = ()
    kin: tuple[Kinship, ...] = ()

    @property
    def latest(self) -> VersionFacts | None:
        """The newest version, None for a chapter that was only ever heard of."""
        return self.versions[-1] if self.versions else None

    @property
    def steps(self) -> tuple[ComparisonFacts, ...]:
        """The comparisons of neighbouring versions in which the text changed: not those of newer rules only."""
        neighbours = {
            (before.version.id, after.version.id)
            for before, after in pairwise(self.versions)
            if after.version.origin is not Origin.RE_EXTRACTED
        }
        return tuple(each for each in self.comparisons if (each.before.id, each.after.id) in neighbours)


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """A page that cannot be collected or read now; `last_good` is when its text was last seen, if it ever was."""

    problem: Problem
    chapter_id: int | None = None
    title: str = ""
    last_good: datetime | None = None


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
    problems: tuple[ProblemFacts, ...] = ()
    reading_rules: ReadingRules = field(default_factory=ReadingRules)

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
