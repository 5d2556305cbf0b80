"""Chapters over several editions, and the reading list of them."""

from __future__ import annotations

from collections.abc import Sequence

from kb.history import History
from kb.model import (
    Amendment,
    AmendmentKind,
    Chapter,
    ChapterKind,
    KnownChapter,
    KnownEdition,
    LoggedAmendment,
    Origin,
    ReadingItem,
    ReadingRules,
    Version,
)
from kb.reading import reading_list
from kb.reconcile import findings
from tests.facts import SOURCE, moment

DAYS = ("2020-03-16", "2020-10-12", "2021-03-15", "2021-10-11")
"""When the manual was collected."""


def history(chapter_id: int, *texts: Chapter, days: Sequence[str] = DAYS, **known: object) -> History:
    """A chapter that had these texts, each first seen on its day; a text may come back."""
    versions = tuple(
        Version(
            id=chapter_id * 100 + place,
            chapter_id=chapter_id,
            ordinal=place,
            origin=Origin.FIRST if place == 1 else Origin.AMENDED,
            digest=text.digest,
            page_digest="",
            page_url="",
            rules=1,
            first_seen=moment(day),
            last_seen=moment(days[-1]),
            stated_on=None,
            title=text.title,
            words=text.words,
        )
        for place, (text, day) in enumerate(zip(texts, days, strict=False), start=1)
    )
    by_id = {version.id: text for version, text in zip(versions, texts, strict=True)}
    title = str(known.pop("title", f"Chapter {chapter_id}"))
    chapter = KnownChapter(chapter_id, SOURCE, f"chapter-{chapter_id}", ChapterKind.CHAPTER, title, "", **known)  # type: ignore[arg-type]
    return History(chapter, versions, by_id.__getitem__)


def entry(chapter_id: int | None, detail: str, **fields: object) -> tuple[int | None, Amendment]:
    """An entry that speaks of a chapter."""
    kind = fields.pop("kind", AmendmentKind.UPDATED)
    assert isinstance(kind, AmendmentKind)
    return chapter_id, Amendment("A chapter", kind, detail, **fields)  # type: ignore[arg-type]


def edition(label: str, dated: str, seen: str, *entries: tuple[int | None, Amendment]) -> KnownEdition:
    """An edition first seen on a day; the ids of its entries count from its date."""
    logged = tuple(
        LoggedAmendment(
            int(dated.replace("-", "")) * 100 + place, SOURCE, label, dated, None, place, amendment, chapter_id, "title"
        )
        for place, (chapter_id, amendment) in enumerate(entries, start=1)
    )
    return KnownEdition(SOURCE, label, dated, None, "", "", moment(seen), logged)


def listed(
    histories: Sequence[History], editions: Sequence[KnownEdition] = (), rules: ReadingRules | None = None
) -> tuple[ReadingItem, ...]:
    """The reading list of a manual, its findings made on the way."""
    return reading_list(histories, editions, findings(histories, editions), rules or ReadingRules())
