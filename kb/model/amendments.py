"""The manual's own log: editions, amendments, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AmendmentKind(StrEnum):
    """What a log entry says happened."""

    UPDATED = "updated"
    NEW = "new"
    REMOVED = "removed"
    RENAMED = "renamed"


class Level(StrEnum):
    """How urgently a chapter should be read again, strongest first."""

    MUST = "must"
    SECTION = "section"
    SKIM = "skim"
    INFO = "info"
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for the strongest level."""
        return list(Level).index(self)

    @property
    def asks_for_reading(self) -> bool:
        """Whether somebody should read the text again. What changed at the other levels is listed, never hidden."""
        return self in {Level.MUST, Level.SECTION, Level.SKIM}


BY_A_PERSON = "a person's decision"
"""How an entry was resolved, where a person said which chapter it speaks of."""


@dataclass(frozen=True, slots=True)
class EntryLink:
    """A link in an entry: its words and where it leads, as an absolute address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """One entry of an edition: a chapter said to be amended, new, renamed or removed.

    `title` is as printed, None where the log has lost it; `detail` is the whole text with white space collapsed.
    `sections` are numbers of the chapter's own sections that the detail names. `level` is from the words alone, `proof`
    the words that decided it. `complete` is false where the text breaks off. `url` is where the entry's title leads,
    if it is a link; `links` are all links of the entry, the title's among them.
    """

    title: str | None
    kind: AmendmentKind
    detail: str
    sections: tuple[str, ...] = ()
    level: Level = Level.SKIM
    proof: tuple[str, ...] = ()
    complete: bool = True
    url: str | None = None
    links: tuple[EntryLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated batch of amendments. `label` as printed; `date` is "YYYY-MM", or "YYYY-MM-DD" where the log dates to the
    day; `scope` is "shared", "local" or a partner's name where the log separates them."""

    label: str
    date: str
    amendments: tuple[Amendment, ...]
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class ArchiveLink:
    """A link of a log to older amendments; `url` is None where only its text is known."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class AmendmentLog:
    """What one log page or file says. `next_update` is "YYYY-MM" or "YYYY-MM-DD", None where it promises nothing."""

    editions: tuple[Edition, ...]
    next_update: str | None = None
    archive_links: tuple[ArchiveLink, ...] = ()


@dataclass(frozen=True, slots=True)
class LoggedAmendment:
    """An amendment as kept: with its edition, its place there, and the chapter it was resolved to.

    `how` says by what it was resolved and `sureness` how surely (0 to 1); both are empty where `chapter_id` is None.
    """

    id: int
    source: str
    edition_label: str
    edition_date: str
    scope: str | None
    ordinal: int
    amendment: Amendment
    chapter_id: int | None = None
    how: str = ""
    sureness: float = 0.0


@dataclass(frozen=True, slots=True)
class KnownEdition:
    """An edition as kept: which page it was read from, and when we first saw it."""

    source: str
    label: str
    date: str
    scope: str | None
    page_digest: str
    page_url: str
    first_seen: datetime
    amendments: tuple[LoggedAmendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """A next update that a log announced, with when we first saw it announced."""

    source: str
    next_update: str
    page_url: str
    first_seen: datetime
