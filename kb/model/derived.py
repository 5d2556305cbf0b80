"""What is derived from facts, any time again: changes, findings, the reading list.

What comparing makes by the hundred is a named tuple: made, compared and hashed in a fraction of a dataclass's time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from kb.model.amendments import Level
from kb.model.reasons import Reason


class ChangeKind(StrEnum):
    """What happened to a section or block between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    RETITLED = "retitled"
    SPLIT = "split"
    MERGED = "merged"


class Significance(StrEnum):
    """How much a change matters to practice, least first."""

    EDITORIAL = "editorial"
    REFERENCE = "reference"
    SUBSTANTIVE = "substantive"
    DUTY = "duty"

    @property
    def rank(self) -> int:
        """0 for editorial."""
        return _RANKS[self]


_RANKS = {significance: rank for rank, significance in enumerate(Significance)}


class SectionRef(NamedTuple):
    """A section as a change names it: its label before and after (None on the side where it is not), its title."""

    before: str | None
    after: str | None
    title: str


class LineShape(NamedTuple):
    """What of a line counts beside its text, so that a change can be applied without either chapter at hand.

    `block` as in `Change`; `depth` is an item's nesting or a heading's level; `number` is a heading's label, an item's
    marker, the number typed before a paragraph or row, or a box's kind; `links` are the keys of the link targets,
    sorted.
    """

    block: str
    depth: int = 0
    number: str = ""
    links: tuple[str, ...] = ()


class Change(NamedTuple):
    """What we found between two versions, at one block or section.

    `block` is the kind of block ("heading" for a section's own heading, "minor heading" for one inside a section,
    "title" for the chapter's title, "box" for the head of a box). `before` and `after` are texts, None on the side
    where there is nothing; `before_at` and `after_at` are positions in the chapter's lines (`kb.compare.lines`), which
    make the change applicable. `words` are runs of ("=" | "-" | "+", text).
    `moved_from` is the heading of the section a moved block came from. `before_shape` and `after_shape` say what of the
    line counts beside its text.

    A split is several changes with one `before_at`, a merge several with one `after_at`: joined by a space in the order
    of `part` (from 1; 0 where a line is no part), their texts on that side are the one line's. A part that stands
    elsewhere than the others has `moved_from`, too.
    """

    kind: ChangeKind
    section: SectionRef
    block: str
    before: str | None
    after: str | None
    before_at: int | None = None
    after_at: int | None = None
    words: tuple[tuple[str, str], ...] = ()
    moved_from: str | None = None
    significance: Significance = Significance.EDITORIAL
    reasons: tuple[Reason, ...] = ()
    before_shape: LineShape | None = None
    after_shape: LineShape | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of words over a whole comparison."""

    words_before: int = 0
    words_after: int = 0
    words_added: int = 0
    words_removed: int = 0
    words_moved: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes between two texts, in the order of the newer one, with what they amount to."""

    changes: tuple[Change, ...] = ()
    stats: Stats = field(default_factory=Stats)
    significance: Significance = Significance.EDITORIAL
    summary: str = ""

    @property
    def identical(self) -> bool:
        """Whether nothing changed that counts."""
        return not self.changes


class FindingKind(StrEnum):
    """What the log and the text say of each other."""

    ANNOUNCED = "announced"
    SILENT = "silent"
    UNSEEN = "unseen"
    MISMATCHED = "mismatched"


class WitnessKind(StrEnum):
    """Who says something of a chapter in an edition."""

    LOG = "log"
    BOX = "amendment box"
    CONTENTS = "contents page"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Witness:
    """What one of the four sources says of a chapter in an edition, and where that can be looked up.

    `page_digest` names the page's bytes, `seen_at` when we saw it say so (for the text: first saw the newer version),
    `how` by which rule it counts for this chapter.
    """

    kind: WitnessKind
    says: str
    how: str
    page_url: str = ""
    page_digest: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A log entry and the text held against each other. `says` is the log's side, `shows` the text's side.

    `before_version` and `after_version` are ordinals of the chapter's versions, or of the document's where
    `document_id` names the one whose change the entry announces. `evidence` are the lines that decided, the last one
    the span that was looked at; `witnesses` are all sources that say anything, each with its page.
    """

    chapter_id: int | None
    title: str
    edition_label: str
    edition_date: str
    kind: FindingKind
    says: str
    shows: str
    evidence: tuple[str, ...] = ()
    amendment_id: int | None = None
    before_version: int | None = None
    after_version: int | None = None
    document_id: int | None = None
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class TextStep:
    """What a reading item rests on: the text (of the chapter, or of a document it links to) before and after.

    `text_id` is the chapter's or document's; `before` and `after` are ordinals of its versions, `seen_on` the day we
    first saw the newer one.
    """

    text_id: int
    before: int
    after: int
    seen_on: date


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """That a chapter should be read again: how urgently, why, which sections, and how long it takes.

    `sections` are those to be read, as they are called now; `also` those in which only wording or references changed.
    `words` are what is to be read, `minutes` the time for it. `since` is the first day of the edition, or the day the
    change was first seen where no edition speaks of it; `until` is the last day the edition can be of; `stated` is what
    `since` comes from, no more exact than it is known ("2020-10", "2020-10-12"). `said` is what the log says, "" where
    it says nothing. `editions` are all that one item speaks of, newest first.
    """

    chapter_id: int
    slug: str
    title: str
    level: Level
    reasons: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    minutes: int
    since: date
    edition_label: str | None
    amendment_id: int | None
    finding: FindingKind | None
    look_for: str = ""
    also: tuple[tuple[str, str], ...] = ()
    words: int = 0
    said: str = ""
    until: date | None = None
    stated: str = ""
    editions: tuple[str, ...] = ()
    step: TextStep | None = None
    audiences: tuple[str, ...] = ()
    source: str = ""
