"""Pages: the bytes one address gave at one time, and the record of having asked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kb.errors import Fault
from kb.model.holds import Decision, Hold


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes one address gave at one time, with the headers that matter for reading and re-checking them.

    `url` is the normalised address after redirects; `media_type` is lower case without parameters; `fetched_at` is
    aware, in UTC.
    """

    source: str
    url: str
    fetched_at: datetime
    body: bytes
    status: int = 200
    media_type: str = "text/html"
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hex: the name under which the body is kept."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that is kept, by its number and without its body: a run may have tens of thousands."""

    id: int
    url: str


class PageRole(StrEnum):
    """What a page is in its manual."""

    CONTENTS = "contents"
    CHAPTER = "chapter"
    LOG = "log"
    DOCUMENT = "document"
    OTHER = "other"


class RunKind(StrEnum):
    """How pages came in."""

    COLLECT = "collect"
    IMPORT = "import"


class Outcome(StrEnum):
    """What checking one address brought."""

    NEW = "new"
    """A body that was not yet kept for this address."""
    SAME = "same"
    """The same bytes as at the last check."""
    NOT_MODIFIED = "not modified"
    """The server said so (304)."""
    DATED = "dated"
    """Not asked for: the contents page states the same date as when it was last asked for. Proves no text."""
    GONE = "gone"
    """404 or 410."""
    FAILED = "failed"
    """Anything that is not an answer of the manual itself. Never a change."""


@dataclass(frozen=True, slots=True)
class Check:
    """That one address was asked at one time, and what came of it. `detail` says what failed."""

    run_id: int
    url: str
    role: PageRole
    checked_at: datetime
    outcome: Outcome
    detail: str = ""
    page_digest: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One collection or import. `complete` is whether every listed page was reached, so that absence means a thing."""

    id: int
    source: str
    kind: RunKind
    started_at: datetime
    finished_at: datetime | None = None
    complete: bool = False
    hold: Hold | None = None

    @property
    def is_held(self) -> bool:
        """Whether somebody has to decide about it."""
        return self.hold is not None and self.hold.decision is None

    @property
    def is_taken(self) -> bool:
        """Whether what it brought counts: it was never held, or it was accepted."""
        return self.hold is None or self.hold.decision is Decision.ACCEPTED


@dataclass(frozen=True, slots=True)
class Problem:
    """That a page could not be collected or read, from when it was first seen so to when it was last seen so.

    It closes itself when the page is good again, or is no longer part of the manual: `closed_at`.
    """

    source: str
    url: str
    fault: Fault
    message: str
    first_seen: datetime
    last_seen: datetime
    closed_at: datetime | None = None
