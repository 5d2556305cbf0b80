"""Which chapter a page is, across changes of address, file name, title and wording.

An address is not a chapter: the same manual moves host, drops folders, turns file names into slugs, renumbers and
retitles. Pages are matched in the order of how much a likeness proves; each match says how it was made and how sure it
is. Below `SURE` nothing is joined: the page becomes a chapter of its own and the likeness is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from kb.model import Chapter, ChapterKind
from kb.text import normalised

SURE = 0.8
"""From here two texts are taken for one chapter. Chapters of one manual share at most half of their three-word runs."""

_LIKE = 0.5
"""From here a likeness is worth telling a person about."""

_FIXED_NAMES = {"", "index", "contents", "amendments", "default", "home"}


@dataclass(frozen=True, slots=True)
class Known:
    """A chapter that is known: the addresses and titles it had, and how to get its latest text (rarely needed)."""

    chapter_id: int
    kind: ChapterKind
    addresses: frozenset[str]
    titles: tuple[str, ...]
    text: Callable[[], Chapter]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the present collection, read; `listed_title` is what the contents page calls it."""

    url: str
    text: Chapter
    listed_title: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a found page was recognised as. `chapter_id` is None for a chapter not seen before.

    `like` and `likeness` name the nearest known chapter where it was not near enough to be joined.
    """

    found: Found
    chapter_id: int | None
    how: str
    sureness: float
    like: int | None = None
    likeness: float = 0.0


def comparable_address(url: str) -> str:
    """An address without what changes while the page stays: scheme, "www.", port, a closing slash, percent escapes."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{unquote(parts.path).rstrip('/')}{query}"


def file_name(url: str) -> str:
    """The last part of an address without its ending: what survives a move between the publisher's older layouts."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].lower()
    return re.sub(r"\.(html?|aspx?|php|pdf|docx?)$", "", last)


def title_key(title: str) -> str:
    """A title without its number, case and punctuation."""
    plain = re.sub(r"^\s*(?:[A-Z]{0,3}\d+(?:\.\d+)*\.?)\s+", "", normalised(title))
    return " ".join(re.findall(r"[a-z0-9]+", plain.lower().replace("&", " and ").replace("'", "")))


@dataclass(slots=True)
class _Round:
    """The pairs made so far; every known chapter and every found page is used once."""

    known: dict[int, Known]
    open: list[Found]
    done: list[Recognised] = field(default_factory=list)

    def pair(self, candidates: Callable[[Found], list[int]], how: str, sureness: float) -> None:
        """Joins each open page with its candidate, where there is exactly one that is still free."""
        wanted = {found.url: [i for i in candidates(found) if i in self.known] for found in self.open}
        claims = Counter(ids[0] for ids in wanted.values() if len(ids) == 1)
        for found in tuple(self.open):
            ids = wanted[found.url]
            if len(ids) == 1 and claims[ids[0]] == 1:
                self.take(found, ids[0], how, sureness)

    def take(self, found: Found, chapter_id: int, how: str, sureness: float) -> None:
        del self.known[chapter_id]
        self.open.remove(found)
        self.done.append(Recognised(found, chapter_id, how, sureness))


def recognise(
    known: Iterable[Known], found: Iterable[Found], complete: bool, former_titles: Mapping[str, str] | None = None
) -> tuple[Recognised, ...]:
    """Recognises each found page as a known chapter or as a new one.

    `complete` says that the collection reached everything, so that a known chapter without a page has vanished and may
    be what a page under a new address and title is. `former_titles` are titles the log gives as former ones
    ("previously called"), keyed by the new title; both as `title_key`s.
    """
    former = former_titles or {}
    pages = list(found)
    turn = _Round({one.chapter_id: one for one in known}, pages)
    turn.pair(lambda page: _by_address(turn.known, page), "known address", 1.0)
    if complete:
        turn.pair(lambda page: _by_file_name(turn.known, page), "same file name", 0.95)
    turn.pair(lambda page: _by_title(turn.known, page, former), "same title", 0.9)
    likenesses = _by_text(turn, complete)
    for page in turn.open:
        like, likeness = likenesses.get(page.url, (None, 0.0))
        turn.done.append(Recognised(page, None, "not seen before", 1.0, like, likeness))
    place = {page.url: index for index, page in enumerate(found if isinstance(found, list) else pages)}
    return tuple(sorted(turn.done, key=lambda one: place.get(one.found.url, len(place))))


def _by_address(known: Mapping[int, Known], page: Found) -> list[int]:
    address = comparable_address(page.url)
    return [one.chapter_id for one in known.values() if address in one.addresses]


def _by_file_name(known: Mapping[int, Known], page: Found) -> list[int]:
    name = file_name(page.url)
    if name in _FIXED_NAMES:
        return []
    return [
        one.chapter_id
        for one in known.values()
        if one.kind is page.text.kind and any(file_name(f"//{address}") == name for address in one.addresses)
    ]


def _by_title(known: Mapping[int, Known], page: Found, former: Mapping[str, str]) -> list[int]:
    keys = {title_key(page.text.title), title_key(page.listed_title)} - {""}
    keys |= {former[key] for key in tuple(keys) if key in former}
    return [
        one.chapter_id
        for one in known.values()
        if one.kind is page.text.kind and keys & {title_key(title) for title in one.titles}
    ]


def _by_text(turn: _Round, complete: bool) -> dict[str, tuple[int | None, float]]:
    """Joins what is left by likeness of text, surest pair first; returns the nearest chapter of what stays unjoined."""
    if not turn.open or not turn.known:
        return {}
    kinds = {page.text.kind for page in turn.open}
    runs = {chapter_id: _word_runs(one.text()) for chapter_id, one in turn.known.items() if one.kind in kinds}
    scores = []
    for page in turn.open:
        own = _word_runs(page.text)
        for chapter_id, other in runs.items():
            if turn.known[chapter_id].kind is page.text.kind:
                scores.append((_likeness(own, other), page, chapter_id))
    scores.sort(key=lambda score: (-score[0], score[1].url, score[2]))
    nearest: dict[str, tuple[int | None, float]] = {}
    for likeness, page, chapter_id in scores:
        if likeness < _LIKE:
            break
        if complete and likeness >= SURE and page in turn.open and chapter_id in turn.known:
            turn.take(page, chapter_id, "same text", round(likeness, 2))
        nearest.setdefault(page.url, (chapter_id, round(likeness, 2)))
    return nearest


def _word_runs(text: Chapter) -> Counter[tuple[str, ...]]:
    words = [word for block in text.blocks() for word in normalised(block.text).lower().split()]
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _likeness(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
    """Shared three-word runs over all of them, 0 to 1 (the Jaccard index of two multisets)."""
    shared = (one & other).total()
    return shared / ((one | other).total() or 1)
