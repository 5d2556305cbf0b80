"""What is known of a chapter over time: its identity, its versions, what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kb.model.chapters import ChapterKind


class Origin(StrEnum):
    """Why a version exists."""

    FIRST = "first"
    AMENDED = "amended"
    RE_EXTRACTED = "re-extracted"
    """The page said the same, only the rules read it differently. In no digest, feed or reading list."""
    REVERTED = "reverted"
    """The text is again that of an earlier version."""


@dataclass(frozen=True, slots=True)
class Version:
    """A chapter's text over a span of time.

    `ordinal` names a version in its chapter, from 1 in the order in which versions became known: nearly always that of
    time, but newer rules may find an amendment that older ones did not see. `first_seen` and `last_seen` are the first
    and last time we saw exactly this text; what stood there between two collections is not known. `rules` is the number
    of the extraction rules.
    """

    id: int
    chapter_id: int
    ordinal: int
    origin: Origin
    digest: str
    page_digest: str
    page_url: str
    rules: int
    first_seen: datetime
    last_seen: datetime
    stated_on: date | None
    title: str
    words: int
    page_id: int = 0
    earlier_rules: tuple[int, ...] = ()
    """Numbers of older rules whose reading of the page is kept as well."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """That a page was seen of a chapter, and read."""

    at: datetime
    page_id: int


@dataclass(frozen=True, slots=True)
class KnownChapter:
    """A chapter as the knowledge base knows it: one identity over all its addresses, titles and numbers.

    `number`, `part`, `position`, `badge` and `listed_on` are those of the latest contents page that lists it
    (`listed_on` the date printed there); `withdrawn_at` is when a complete collection no longer found it.
    """

    id: int
    source: str
    slug: str
    kind: ChapterKind
    title: str
    url: str
    number: str = ""
    part: str = ""
    position: int = 0
    badge: str = ""
    listed_on: date | None = None
    withdrawn_at: datetime | None = None
    former_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a chapter's amendment box said of its own latest change, and when we saw it say so."""

    chapter_id: int
    text: str
    page_digest: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Match:
    """How a page was recognised as a chapter. `sureness` is 0 to 1; below `kb.identity.SURE` a person should look."""

    chapter_id: int
    url: str
    how: str
    sureness: float
    matched_at: datetime


class KinshipKind(StrEnum):
    """What two chapters have in common without being one."""

    LIKE = "like"
    """They may be one: a question for a person."""
    SPLIT_FROM = "split from"
    MERGED_INTO = "merged into"


@dataclass(frozen=True, slots=True)
class Kinship:
    """That a chapter's text is in large part another's. `sureness` is the share of its words that are."""

    chapter_id: int
    other_id: int
    kind: KinshipKind
    sureness: float
    seen_at: datetime


class RulingKind(StrEnum):
    """What a person ruled on an identity."""

    CONFIRM = "confirm"
    SEPARATE = "separate"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person ruled on an identity, and why: a fact like any other. It stands until it is forgotten.

    CONFIRM: `addresses` are rightly those of `chapter_id`. SEPARATE and JOIN moved them from `other_id` to it;
    `other_id` is None where they were a chapter of their own before.
    """

    id: int
    source: str
    kind: RulingKind
    chapter_id: int
    other_id: int | None
    addresses: tuple[str, ...]
    because: str
    decided_at: datetime
