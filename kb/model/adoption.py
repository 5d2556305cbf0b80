"""The same amendment in several manuals: who has taken it up, when, and who has not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.model.amendments import LoggedAmendment
from kb.model.citations import Citation
from kb.model.derived import FindingKind


class UptakeState(StrEnum):
    """What is known of one manual and a national amendment."""

    TAKEN_UP = "taken up"
    NOT_YET = "not yet"
    NO_CHAPTER = "no such chapter"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Uptake:
    """One manual and a national amendment.

    For one that has taken it up: the log's `entry`, the chapter's `slug` where the entry is resolved, how sure we are
    that it is the same amendment (0 to 1), what speaks for it, and what its text shows of it where that can be judged.
    `bounds` says how far our knowledge of the manual's log reaches.
    """

    source: str
    state: UptakeState
    bounds: str
    entry: LoggedAmendment | None = None
    slug: str = ""
    sureness: float = 0.0
    why: tuple[str, ...] = ()
    finding: FindingKind | None = None


@dataclass(frozen=True, slots=True)
class NationalAmendment:
    """An amendment that several manuals' logs name: the chapter, since when, what it was first said to be, and why."""

    title: str
    since: str
    detail: str
    citations: tuple[Citation, ...]
    uptakes: tuple[Uptake, ...]

    @property
    def taken_up(self) -> tuple[Uptake, ...]:
        """The manuals that have it, first ones first."""
        return tuple(one for one in self.uptakes if one.state is UptakeState.TAKEN_UP)


@dataclass(frozen=True, slots=True)
class Watched:
    """What is known of one manual's log: its entries, its chapters' titles by id with their slugs, what findings say of
    each entry, and when we last looked (None where we never did)."""

    source: str
    entries: tuple[LoggedAmendment, ...]
    chapters: tuple[tuple[int, str, str], ...] = ()
    findings: tuple[tuple[int, FindingKind], ...] = ()
    last_look: date | None = None
