"""Identity as a person sees it: the matches that were made, the questions that are open, and rulings on both.

A ruling moves addresses from one chapter to another, and with them every page that was seen there. Both histories are
then put together again from their pages, as reading them again does, so a ruling that is taken back leaves nothing
behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.extract import RULES
from crawler.sources import Source
from kb.errors import UsageError
from kb.identity import comparable_address
from kb.model import Kinship, KinshipKind, KnownChapter, Match, Ruling, RulingKind, Version
from kb.stages.rereading import read_again, seen_by_chapter
from kb.stages.resolving import resolve_entries
from kb.store import Retold, SeenPage, Store
from kb.timeline import absences, in_their_time, trimmed


@dataclass(frozen=True, slots=True)
class Question:
    """That a chapter may be another one: `likeness` of its text is that one's. `like` was there before."""

    chapter: KnownChapter
    like: KnownChapter
    likeness: float
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Matched:
    """A match, the chapter it was made with, and the ruling on it if there is one."""

    chapter: KnownChapter
    match: Match
    ruling: Ruling | None = None


def questions(store: Store, source: str) -> tuple[Question, ...]:
    """The questions that nobody has answered, surest first."""
    chapters = {chapter.id: chapter for chapter in store.chapters(source)}
    answered = {ruling.chapter_id for ruling in store.rulings(source)}
    found = [
        Question(chapters[one.chapter_id], chapters[one.other_id], one.sureness, one.seen_at)
        for one in store.kinships(source)
        if _is_open(one, answered) and one.chapter_id in chapters and one.other_id in chapters
    ]
    return tuple(sorted(found, key=lambda one: (-one.likeness, one.chapter.slug)))


def _is_open(one: Kinship, answered: set[int]) -> bool:
    return one.kind is KinshipKind.LIKE and one.chapter_id not in answered


def questions_in_words(store: Store, source: str) -> list[str]:
    """A line for each open question, with how to answer it."""
    return [
        f"{one.chapter.title!r} ({one.chapter.url}) is kept as a new chapter, but may be {one.like.title!r} "
        f"({one.likeness:.0%} alike): `reread identity` shows how to answer"
        for one in questions(store, source)
    ]


def matches(store: Store, source: str) -> tuple[Matched, ...]:
    """Every address of every chapter with how it was recognised, the least sure first."""
    rulings = {address: ruling for ruling in store.rulings(source) for address in ruling.addresses}
    known = store.matches_of(source)
    found = [
        Matched(chapter, match, rulings.get(comparable_address(match.url)))
        for chapter in store.chapters(source)
        for match in known.get(chapter.id, ())
    ]
    return tuple(sorted(found, key=lambda one: (one.ruling is not None, one.match.sureness, one.match.url)))


# --- rulings


@dataclass(frozen=True, slots=True)
class Judge:
    """Rules on the identities of one source; `at` is when, `because` why."""

    store: Store
    source: Source
    at: datetime
    because: str = ""

    def confirm(self, chapter: KnownChapter, addresses: Sequence[str]) -> Ruling:
        """These addresses are rightly the chapter's; a chapter that may be another one is a chapter of its own."""
        ruling = self._ruling(RulingKind.CONFIRM, chapter.id, None, addresses)
        self.store.keep_ruling(ruling)
        return ruling

    def separate(self, chapter: KnownChapter, addresses: Sequence[str]) -> Ruling:
        """These addresses are a chapter of their own, with every text that was seen there.

        Raises UsageError where no text of its own was seen there.
        """
        seen = self._seen({chapter.id})
        leaving = [one for one in seen if _stands_at(one, addresses)]
        if len(leaving) == len(seen):
            # It is a chapter of its own already; that somebody says so answers the question whether it is another.
            ruling = self._ruling(RulingKind.SEPARATE, chapter.id, None, addresses)
            self.store.keep_ruling(ruling)
            return ruling
        if not leaving:
            raise UsageError(
                f"no text was seen at {addresses[0]} itself (it leads to another address of {chapter.title!r}): "
                "name the address that it leads to"
            )
        text = self.store.text(self.store.versions(chapter.id)[-1].id)
        own = self.store.add_chapter(self.source.name, chapter.kind, text.title)
        ruling = self._ruling(RulingKind.SEPARATE, own, chapter.id, addresses)
        self.store.keep_ruling(ruling, self._moved(chapter.id, own, addresses), RULES)
        resolve_entries(self.store, self.source.name)
        return ruling

    def join(self, one: KnownChapter, other: KnownChapter) -> Ruling:
        """The two are one chapter, which keeps the name of the older: their histories follow each other.

        Raises UsageError where both were seen at one time: then they are two.
        """
        if one.id == other.id:
            raise UsageError(f"{one.title!r} is one chapter already: nothing to join")
        if one.kind is not other.kind:
            raise UsageError(f"{one.title!r} is a {one.kind} and {other.title!r} a {other.kind}: they cannot be joined")
        first, second = sorted((one, other), key=lambda each: self.store.versions(each.id)[0].first_seen)
        self._refuse_overlap(first, second)
        addresses = self._addresses(second.id)
        ruling = self._ruling(RulingKind.JOIN, first.id, second.id, addresses)
        self.store.keep_ruling(ruling, self._moved(second.id, first.id, addresses), RULES)
        resolve_entries(self.store, self.source.name)
        return ruling

    def forget(self, address: str) -> Ruling:
        """Takes back the latest ruling on an address. Raises UsageError where there is none."""
        standing = [ruling for ruling in self.store.rulings(self.source.name) if address in ruling.addresses]
        if not standing:
            raise UsageError(f"nobody ruled on {address}: `reread identity --all` lists the rulings")
        ruling = standing[-1]
        moved: tuple[Retold, ...] = ()
        if ruling.other_id is not None:
            moved = self._moved(ruling.chapter_id, ruling.other_id, ruling.addresses)
        self.store.forget_ruling(ruling, self.at, moved, RULES)
        resolve_entries(self.store, self.source.name)
        return ruling

    # --- how histories change hands

    def _ruling(self, kind: RulingKind, chapter_id: int, other_id: int | None, addresses: Sequence[str]) -> Ruling:
        given = (tuple(addresses), self.because, self.at)
        return Ruling(0, self.source.name, kind, chapter_id, other_id, *given)

    def _addresses(self, chapter_id: int) -> list[str]:
        found = self.store.addresses(self.source.name)
        return [address for address, owner in found.items() if owner == chapter_id]

    def _seen(self, chapters: set[int]) -> list[SeenPage]:
        found = seen_by_chapter(self.store, self.source.name)
        return sorted((one for each in chapters for one in found.get(each, ())), key=lambda one: one.check_id)

    def _refuse_overlap(self, first: KnownChapter, second: KnownChapter) -> None:
        runs = {one.run_id: one.at for one in self._seen({first.id})}
        both = [one.at for one in self._seen({second.id}) if one.run_id in runs]
        last = self.store.versions(first.id)[-1].last_seen
        start = self.store.versions(second.id)[0].first_seen
        if both or start <= last:
            day = min(both) if both else start
            raise UsageError(
                f"{first.title!r} and {second.title!r} were both in the manual on {day.day} {day:%B %Y}: "
                "they are two chapters; `reread identity separate` says so"
            )

    def _moved(self, giver: int, taker: int, addresses: Sequence[str]) -> tuple[Retold, ...]:
        """Both histories as they are when everything seen at these addresses has gone from one to the other."""
        before = self._seen({giver, taker})
        at_taker = {one.check_id for one in self._seen({taker})}
        moving = {one.check_id for one in before if one.check_id not in at_taker and _stands_at(one, addresses)}
        versions = (*self.store.versions(giver), *self.store.versions(taker))
        retold = []
        for chapter_id, stays in ((giver, False), (taker, True)):
            seen = [one for one in before if (one.check_id in at_taker or one.check_id in moving) is stays]
            retold.append(self._retold(chapter_id, seen, versions))
        return tuple(retold)

    def _retold(self, chapter_id: int, seen: list[SeenPage], versions: Sequence[Version]) -> Retold:
        sightings = in_their_time(one.sighting for one in seen)
        pages = {one.page_id for one in sightings}
        own = trimmed([one for one in versions if one.page_id in pages], sightings)
        read = read_again(self.store, self.source, own, sightings)
        taken = [run for run in self.store.runs(self.source.name) if run.is_taken]
        return Retold(chapter_id, read.stretches, read.sayings, absences(sightings, taken), read.texts)


def _stands_at(one: SeenPage, addresses: Sequence[str]) -> bool:
    return comparable_address(one.url) in addresses
