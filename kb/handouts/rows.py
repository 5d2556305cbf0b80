"""What a handout says, as plain rows: one for each item, and one for each signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kb.model import ReadingItem
from site_builder.phrases import FINDINGS, LEVELS, named_sections, told, why

COLUMNS = (
    "Level",
    "Chapter",
    "Edition",
    "Since",
    "What to look for",
    "Sections to read",
    "Minutes",
    "Why",
    "What the log says",
    "Also changed, no need to read again",
    "Log and text",
    "Audience",
    "Manual",
)
SIGN_OFF_COLUMNS = ("Chapter", "Edition", "What changed", "Name", "Date read", "Signature", "Manager’s check")


@dataclass(frozen=True, slots=True)
class Month:
    """A month, where no day is known: that of an edition whose log dates to the month. `first` is its first day."""

    first: date


Cell = str | int | date | Month


@dataclass(frozen=True, slots=True)
class Row:
    """One item as a table shows it."""

    level: str
    chapter: str
    edition: str
    since: date | Month
    look_for: str
    sections: str
    minutes: int
    why: str
    said: str
    also: str
    finding: str
    audiences: str
    manual: str

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The row's cells, in the order of `COLUMNS`."""
        return tuple(getattr(self, name) for name in self.__slots__)

    @property
    def change(self) -> str:
        """What changed, in the text's words, else in the log's."""
        return self.look_for or self.said


@dataclass(frozen=True, slots=True)
class Handout:
    """A reading list to pass on: what it is of, what asks to be read, and what changed besides. `asked` says what was
    asked for ("Fostering team, since 1 March 2021"), `pace` the words a minute that minutes are reckoned with."""

    title: str
    asked: str
    pace: int
    to_read: tuple[Row, ...]
    others: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows: what asks to be read first."""
        return self.to_read + self.others

    @property
    def minutes(self) -> int:
        """What asks to be read, in minutes."""
        return sum(row.minutes for row in self.to_read)


def handout(items: Iterable[ReadingItem], title: str, asked: str, pace: int) -> Handout:
    """The handout of some items, in their order; what does not ask to be read stands behind, never hidden."""
    all_items = tuple(items)
    to_read = tuple(_row(item) for item in all_items if item.level.asks_for_reading)
    others = tuple(_row(item) for item in all_items if not item.level.asks_for_reading)
    return Handout(title, asked, pace, to_read, others)


def sign_off_rows(sheet: Handout) -> tuple[tuple[str, ...], ...]:
    """The rows to sign, in the order of `SIGN_OFF_COLUMNS`: what asks to be read."""
    return tuple((row.chapter, row.edition, row.change, "", "", "", "") for row in sheet.to_read)


def _row(item: ReadingItem) -> Row:
    return Row(
        level=LEVELS[item.level].label,
        chapter=item.title,
        edition=", ".join(item.editions) or "not in the log",
        since=Month(item.since) if len(item.stated) == len("2020-10") else item.since,
        look_for=told(item.look_for),
        sections=named_sections(item.sections),
        minutes=item.minutes,
        why=why(item.reasons),
        said=item.said,
        also=named_sections(item.also),
        finding=FINDINGS[item.finding].label if item.finding else "",
        audiences=", ".join(item.audiences),
        manual=item.source,
    )
