"""A log while it is being read: entries and editions that still grow, and what they become."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.logs.dates import date_in
from crawler.logs.words import understood
from kb.model import Amendment, AmendmentKind, AmendmentLog, ArchiveLink, Edition, EntryLink
from kb.text import collapsed

_SHARED = {"shared", "local"}


@dataclass
class EntryDraft:
    """An entry with the paragraphs of its detail; `heading` is the kind its group says, if it says one.

    `firm` is false for a line by itself that only looks like a title: without a detail it was site furniture.
    """

    title: str | None
    paragraphs: list[str]
    heading: AmendmentKind | None
    under: str
    url: str | None = None
    complete: bool = True
    firm: bool = True
    links: tuple[EntryLink, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether there is something to keep."""
        return bool(self.paragraphs) or (bool(self.title) and (self.firm or not self.complete))

    @property
    def detail(self) -> str:
        """The whole detail, paragraphs joined by one space."""
        return collapsed(" ".join(self.paragraphs))

    def amendment(self) -> Amendment:
        """The entry with its words understood."""
        title = collapsed(self.title) or None if self.title else None
        words = understood(self.detail, self.heading, self.under)
        return Amendment(
            title=title,
            kind=words.kind,
            detail=self.detail,
            sections=words.sections,
            level=words.level,
            proof=words.proof,
            complete=self.complete,
            url=self.url,
            links=tuple(dict.fromkeys(self.links)),
        )


@dataclass
class EditionDraft:
    """An edition with its entries so far; `captioned` where only a table's caption dates it."""

    label: str
    date: str
    scope: str | None = None
    captioned: bool = False
    entries: list[EntryDraft] = field(default_factory=list)


@dataclass
class LogDraft:
    """Everything read so far. `undated` are entries that stand under no date; their sentences may hold one."""

    editions: list[EditionDraft] = field(default_factory=list)
    undated: list[EntryDraft] = field(default_factory=list)
    next_update: str | None = None
    archive_links: list[ArchiveLink] = field(default_factory=list)

    def log(self) -> AmendmentLog:
        """The log as a value."""
        editions = [*_dated_by_sentence(self.undated), *self.editions]
        scopes = {edition.scope for edition in editions}
        parted = len(scopes) > 1 or bool(scopes & _SHARED)  # the manual's own name above its log parts nothing
        return AmendmentLog(
            editions=tuple(
                Edition(
                    edition.label,
                    edition.date,
                    tuple(entry.amendment() for entry in edition.entries if entry.stands),
                    edition.scope if parted else None,
                )
                for edition in editions
            ),
            next_update=self.next_update,
            archive_links=tuple(self.archive_links),
        )


def _dated_by_sentence(entries: list[EntryDraft]) -> list[EditionDraft]:
    """Editions for entries that stand under no date, from the month each names; one that names none is left out."""
    editions: dict[str, EditionDraft] = {}
    for entry in entries:
        if dated := date_in(entry.detail):
            label, date = dated
            editions.setdefault(date, EditionDraft(label, date)).entries.append(entry)
    return list(editions.values())
