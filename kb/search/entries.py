"""What goes into a search and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One section of a chapter, as it is searched.

    `source` is the manual's key and `manual` its name for readers; `chapter` is the chapter's slug in that manual,
    `title` its title without its `number`. `label` and `heading` are the section's own ("" for the text before the
    first heading). `location` is the section's address below the root of the site, with its anchor; `text` its blocks,
    one a line.
    """

    source: str
    chapter: str
    title: str
    location: str
    text: str
    label: str = ""
    heading: str = ""
    number: str = ""
    kind: str = "chapter"
    manual: str = ""


Run = tuple[str, str]
"""A stretch of a redline: "=" stayed, "-" went, "+" came; and its words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that changed: under which heading, where the site shows it, and its redline."""

    label: str
    heading: str
    location: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one version of a chapter to the next, as it is searched.

    `before` and `after` are the versions' ordinals, None on the side where the chapter was not in the manual. The
    change happened after the day `since` (None where nothing is known before) and by the day `until`, both ISO dates;
    `edition` is the edition of the log that it was held against, `location` where the site shows the step.
    """

    source: str
    chapter: str
    title: str
    before: int | None
    after: int | None
    since: str | None
    until: str
    location: str
    passages: tuple[Passage, ...]
    edition: str | None = None
    number: str = ""
    kind: str = "chapter"
    manual: str = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """That a word of the query was also searched in other words. `ambiguous` is set where it means several things."""

    said: str
    also: tuple[str, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; `marked` where it matches the query."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that answers the query, with what a reader needs to judge and reach it."""

    source: str
    manual: str
    chapter: str
    title: str
    number: str
    kind: str
    label: str
    heading: str
    location: str
    score: float
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RedlinePiece:
    """A stretch of a passage's redline (`state` as in `Run`); `marked` where it matches the query."""

    state: str
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage in which the words came or went, `times` more often or (below 0) less often than before."""

    label: str
    heading: str
    location: str
    times: int
    pieces: tuple[RedlinePiece, ...]


@dataclass(frozen=True, slots=True)
class ChangeHit:
    """That a chapter says a query's words `times` more often than before, or (below 0) less often, with the passages in
    which it does. The other fields are those of `Step`."""

    source: str
    manual: str
    chapter: str
    title: str
    number: str
    kind: str
    before: int | None
    after: int | None
    since: str | None
    until: str
    edition: str | None
    location: str
    times: int
    passages: tuple[ShownPassage, ...]


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """The answer of a search over changes: `hits` newest first, at most as many as asked for; `total` counts all.

    The other fields are those of `SearchResult`.
    """

    query: str
    hits: tuple[ChangeHit, ...] = ()
    total: int = 0
    expansions: tuple[Expansion, ...] = ()
    corrected: str | None = None
    unknown: tuple[str, ...] = ()

    @property
    def expanded(self) -> tuple[str, ...]:
        """Everything the query was also searched as, in order."""
        return tuple(dict.fromkeys(phrase for expansion in self.expansions for phrase in expansion.also))


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The answer to a query.

    `hits` come chapter by chapter, best first; `total` counts every section that matches, shown or not. `corrected` is
    the query that was answered where a word had to be spelled differently. `partial` is set where no section has every
    word of the query, so that the hits have only most of them; `unknown` are the words that stand nowhere.
    """

    query: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    expansions: tuple[Expansion, ...] = ()
    corrected: str | None = None
    partial: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def expanded(self) -> tuple[str, ...]:
        """Everything the query was also searched as, in order."""
        return tuple(dict.fromkeys(phrase for expansion in self.expansions for phrase in expansion.also))
