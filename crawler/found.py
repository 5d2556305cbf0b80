"""What looking at a manual's site found. Plain values, for a person to read and for a source's table."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.proposing import Repeated
from crawler.sources import Selectors


@dataclass(frozen=True, slots=True)
class FoundContents:
    """A page that lists the manual's chapters."""

    url: str
    chapters: int
    parts: tuple[str, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class FoundLog:
    """A page that holds an amendment log; `archives` are the older ones it links to."""

    url: str
    editions: int
    entries: int
    archives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """What was not found, and what a person can do about it."""

    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found. `told_by` says how the family was known; `linked_from` has a pair for each document and page.

    `folder` is where all of an unknown site's manual lies ("host/folder"), "" where that is the whole host.
    """

    url: str
    family: str
    told_by: str
    name: str
    title: str
    contents: tuple[FoundContents, ...] = ()
    logs: tuple[FoundLog, ...] = ()
    libraries: tuple[str, ...] = ()
    linked_from: tuple[tuple[str, str], ...] = ()
    noted: tuple[str, ...] = ()
    sampled: tuple[str, ...] = ()
    folder: str = ""
    selectors: Selectors = field(default_factory=Selectors)
    repeated: tuple[Repeated, ...] = ()
    missing: tuple[Miss, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that will be read, each once."""
        return tuple(dict.fromkeys(url for url, _ in self.linked_from if url not in self.noted))

    @property
    def archives(self) -> tuple[str, ...]:
        """The year archives of all logs."""
        return tuple(dict.fromkeys(url for log in self.logs for url in log.archives))

    @property
    def layout(self) -> str:
        """The layout a source has to name; "" where the address tells it."""
        return self.family if self.told_by == "markup" else ""
