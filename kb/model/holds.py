"""The brake's nouns: what one run may bring without a person's look, and that a run is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Expected:
    """How many of a thing are expected: at least `least`, and at most `most` where that is stated."""

    least: int
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may bring and still be taken over without a person's look.

    `changed`, `shrunk`, `vanished` and `documents_vanished` are shares from 0 to 1: 1 lets everything through. `added`
    is new chapters against known ones, and may be more than 1. `chapters` and `documents` are the numbers a
    collection should find, where somebody has stated them.
    """

    changed: float = 0.5
    """A twice-yearly update changes up to a third of a manual, so half of it at once is something else."""

    shrunk: float = 0.1
    """Chapters are emptied one at a time ("moved to …"); several at once have lost their text to a broken page."""

    vanished: float = 0.2
    """An edition removes a handful of chapters; a fifth of a manual goes only with a broken contents page."""

    added: float = 1.0
    """A manual that doubles at once has been joined with another, or the address leads to another manual now."""

    documents_vanished: float = 0.5
    """Forms are replaced more freely than chapters, and a new library page may leave out many."""

    chapters: Expected | None = None
    documents: Expected | None = None


class Decision(StrEnum):
    """What became of a held run."""

    ACCEPTED = "accepted"
    """Somebody looked: the manual really says so. Its pages are read like those of any run."""
    REJECTED = "rejected"
    """Somebody looked: the site was broken. Its pages are never read."""
    SUPERSEDED = "superseded"
    """A later collection found the manual within the limits again, so nothing was left to decide."""


@dataclass(frozen=True, slots=True)
class Hold:
    """That a run was held instead of taken over: when, why (a sentence a limit), and what was decided.

    Until `decision` is made, and for ever where it is not ACCEPTED, nothing is read out of the run's pages. `because`
    is what a person gave as the reason for a decision.
    """

    held_at: datetime
    reasons: tuple[str, ...]
    decision: Decision | None = None
    decided_at: datetime | None = None
    because: str = ""
