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
