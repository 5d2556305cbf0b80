"""Resolve: which chapter each entry of the logs speaks of, by what is known; the rest is a person's to say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kb.errors import UsageError
from kb.history import looks_at
from kb.identity import comparable_address, title_key
from kb.model import BY_A_PERSON, AmendmentKind, AmendmentLog, ChapterKind, KnownChapter, KnownEdition, LoggedAmendment
from kb.resolve import Around, Candidate, Likely, Mark, former_title, likely, resolved
from kb.store import Store


@dataclass(frozen=True, slots=True)
class Unresolved:
    """An entry of which the chapter is not known, with the chapters it may be, likeliest first."""

    edition: KnownEdition
    entry: LoggedAmendment
    likely: tuple[Likely, ...]


def resolve_entries(store: Store, source: str, logs: Iterable[AmendmentLog] = ()) -> None:
    """Resolves what is not resolved yet. A later collection may bring the chapter that an entry speaks of.

    `logs` are the pages of the log just read: another page may print a title that the first one had lost.
    """
    if all(logged.chapter_id is not None for edition in store.editions(source) for logged in edition.amendments):
        return
    every = tuple(logs)
    sight = _Sight(store, source)
    for edition in sight.editions:
        for _ in (1, 2):  # what the first round resolves is no longer open to the second
            known = next(one for one in store.editions(source) if _same(one, edition))
            around = sight.around(known, every)
            candidates = sight.candidates(known)
            for logged in known.amendments:
                if logged.chapter_id is None:
                    found = resolved(logged.amendment, candidates, around)
                    if found is not None:
                        store.resolve(logged.id, found.chapter_id, found.how, found.sureness)


def unresolved(store: Store, source: str) -> tuple[Unresolved, ...]:
    """The entries of which the chapter is not known, newest edition first. A removed chapter that was gone before the
    first collection is none of ours, so it is not asked for."""
    sight = _Sight(store, source)
    found = []
    for edition in sight.editions:
        around, candidates = sight.around(edition, ()), sight.candidates(edition)
        for logged in edition.amendments:
            gone = logged.amendment.kind is AmendmentKind.REMOVED and sight.before_our_time(edition)
            if logged.chapter_id is None and not gone:
                found.append(Unresolved(edition, logged, likely(logged.amendment, candidates, around)))
    return tuple(found)


def name_of(edition: KnownEdition, ordinal: int) -> str:
    """What an entry is called on the command line: "2020-10/13", with the scope where the edition has one."""
    return "/".join(filter(None, (edition.date, edition.scope, str(ordinal))))


def decide(store: Store, source: str, name: str, chapter: KnownChapter | None) -> LoggedAmendment:
    """Records which chapter a person says an entry speaks of; None takes back what was decided or found.

    Raises `UsageError` where no entry, or more than one, has that name.
    """
    entries = [(one, entry) for one in store.editions(source) for entry in one.amendments]
    found = [entry for one, entry in entries if name_of(one, entry.ordinal).casefold() == name.casefold()]
    if len(found) != 1:
        what = "is the name of several entries" if found else "names no entry"
        raise UsageError(f"{name!r} {what} of {source}: `reread amendments` prints the name before each")
    if chapter is None:
        store.resolve(found[0].id, None, "", 0.0)
    else:
        store.resolve(found[0].id, chapter.id, BY_A_PERSON, 1.0)
    return found[0]


class _Sight:
    """What is known of a source that helps to resolve its entries."""

    def __init__(self, store: Store, source: str) -> None:
        self.editions = store.editions(source)
        self._chapters = store.chapters(source, ChapterKind.CHAPTER)
        self._statements = {
            chapter_id: tuple(one.text for one in said) for chapter_id, said in store.statements_of(source).items()
        }
        self._addresses: dict[int, set[str]] = {}
        for address, chapter_id in store.addresses(source).items():
            self._addresses.setdefault(chapter_id, set()).add(address)
        self._runs = store.runs(source)
        self._looks = looks_at(store, source)
        self._listings = {run.id: store.listings(run.id) for run in self._runs}
        self._aliases: dict[str, list[str]] = {}
        for edition in self.editions:
            for logged in edition.amendments:
                if logged.amendment.title and (old := former_title(logged.amendment)):
                    self._aliases.setdefault(title_key(logged.amendment.title), []).append(old)

    def before_our_time(self, edition: KnownEdition) -> bool:
        """Whether an edition is older than the first collection."""
        return bool(self._runs) and edition.date[:7] <= self._runs[0].started_at.strftime("%Y-%m")

    def candidates(self, edition: KnownEdition) -> tuple[Candidate, ...]:
        """All chapters, with their marks on the contents page as it was when the edition was first seen."""
        marks = self._marks(edition.first_seen)
        plain = self._plain()
        return tuple(replace(one, mark=marks[one.chapter_id]) if one.chapter_id in marks else one for one in plain)

    def around(self, edition: KnownEdition, logs: tuple[AmendmentLog, ...]) -> Around:
        """What stands around an edition's entries. Badges are those of the newest edition seen at a collection."""
        end_of = self._looks.end_of
        together = [one.date for one in self.editions if end_of(one.first_seen) == end_of(edition.first_seen)]
        return Around(
            edition=edition.date,
            latest=edition.date == max(together),
            taken=frozenset(one.chapter_id for one in edition.amendments if one.chapter_id is not None),
            unnamed=sum(one.chapter_id is None for one in edition.amendments),
            prints=tuple(
                entry
                for log in logs
                for other in log.editions
                if (other.date, other.scope) == (edition.date, edition.scope)
                for entry in other.amendments
            ),
        )

    def _plain(self) -> list[Candidate]:
        return [
            Candidate(
                one.id,
                frozenset(self._addresses.get(one.id, ())),
                (*one.former_titles, one.title),
                self._statements.get(one.id, ()),
                tuple(
                    old for title in (*one.former_titles, one.title) for old in self._aliases.get(title_key(title), ())
                ),
            )
            for one in self._chapters
        ]

    def _marks(self, seen: datetime) -> dict[int, Mark]:
        runs = [run for run in self._runs if run.started_at <= seen and self._listings[run.id]]
        if not runs:
            return {}
        by_address = {address: one for one, addresses in self._addresses.items() for address in addresses}
        return {
            by_address[address]: Mark(listing.badge, listing.stated_on)
            for listing in self._listings[max(runs, key=lambda run: run.started_at).id]
            if (address := comparable_address(listing.url)) in by_address
        }


def _same(one: KnownEdition, other: KnownEdition) -> bool:
    return (one.date, one.scope, one.label) == (other.date, other.scope, other.label)
