"""Which chapter a page is, across changes of address, file name, title and wording.

An address is not a chapter: the same manual moves host, drops folders, turns file names into slugs, renumbers and
retitles. Pages are matched in the order of how much a likeness proves; each match says how it was made and how sure it
is. Below `SURE` nothing is joined: the page becomes a chapter of its own and the likeness is reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz, process

from kb.likeness import Runs, Text, candidates, likeness, share, word_runs
from kb.model import ChapterKind
from kb.text import normalised

SURE = 0.8
"""From here two texts are taken for one chapter. Chapters of one manual share at most half of their three-word runs."""

_LIKE = 0.5
"""From here a likeness is worth telling a person about, and a text counts as taken over from another."""

_NEARLY = 88
"""From here (of 100) two titles are like each other: "Early Help" and "Early Help Services" are not, "Enquires" and
"Enquiries" are. It is never enough to join by."""

_MOVED = 20
"""A chapter that lost or gained fewer words was neither split nor merged."""

_FIXED_NAMES = {"", "index", "contents", "amendments", "default", "home"}


@dataclass(frozen=True, slots=True)
class Known:
    """A chapter that is known: the addresses and titles it had, how to get its latest text (rarely needed), and how
    many words that has (None: read it and count)."""

    chapter_id: int
    kind: ChapterKind
    addresses: frozenset[str]
    titles: tuple[str, ...]
    text: Callable[[], Text]
    words: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the present collection, read; `listed_title` is what the contents page calls it."""

    url: str
    text: Text
    listed_title: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a found page was recognised as. `chapter_id` is None for a chapter not seen before.

    `like` and `likeness` name the nearest known chapter where it was not near enough to be joined. `split_from` are
    chapters of which the page took over a part, `merged` those that vanished into it, each with how much of the smaller
    text that is.
    """

    found: Found
    chapter_id: int | None
    how: str
    sureness: float
    like: int | None = None
    likeness: float = 0.0
    split_from: tuple[tuple[int, float], ...] = ()
    merged: tuple[tuple[int, float], ...] = ()


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
    open: dict[str, Found]
    done: list[Recognised] = field(default_factory=list)

    def pair(self, candidates_of: Callable[[Found], list[int]], how: str, sureness: float) -> None:
        """Joins each open page with its candidate, where there is exactly one that is still free."""
        wanted = {found.url: [one for one in candidates_of(found) if one in self.known] for found in self.open.values()}
        claims = Counter(ids[0] for ids in wanted.values() if len(ids) == 1)
        for found in tuple(self.open.values()):
            ids = wanted[found.url]
            if len(ids) == 1 and claims[ids[0]] == 1:
                self.take(found, ids[0], how, sureness)

    def take(self, found: Found, chapter_id: int, how: str, sureness: float) -> None:
        del self.known[chapter_id]
        del self.open[found.url]
        self.done.append(Recognised(found, chapter_id, how, sureness))


def recognise(
    known: Iterable[Known],
    found: Iterable[Found],
    complete: bool,
    former_titles: Mapping[str, str] | None = None,
    spared: frozenset[int] = frozenset(),
) -> tuple[Recognised, ...]:
    """Recognises each found page as a known chapter or as a new one.

    `complete` says that the collection reached everything, so that a known chapter without a page has vanished and may
    be what a page under a new address and title is. `former_titles` are titles the log gives as former ones
    ("previously called"), keyed by the new title; both as `title_key`s. `spared` are known chapters that have not
    vanished though no found page is theirs (their page stands as it stood, or could not be read).
    """
    former = former_titles or {}
    pages = list(found)
    chapters = {one.chapter_id: one for one in known}
    turn = _Round(dict(chapters), {page.url: page for page in pages})
    turn.pair(_by_address(turn.known), "known address", 1.0)
    _by_latest_text(turn, _by_address(turn.known))
    for chapter_id in spared:
        turn.known.pop(chapter_id, None)
    if complete:
        turn.pair(_by_file_name(turn.known), "same file name", 0.95)
    turn.pair(_by_title(turn.known, former), "same title", 0.9)
    likenesses = _by_text(turn, complete)
    for page in turn.open.values():
        like, nearness = likenesses.get(page.url, (None, 0.0))
        turn.done.append(Recognised(page, None, "not seen before", 1.0, like, nearness))
    place = {page.url: index for index, page in enumerate(pages)}
    recognised = tuple(sorted(turn.done, key=lambda one: place[one.found.url]))
    return _with_kin(recognised, chapters, turn.known) if complete else recognised


_Candidates = Callable[[Found], list[int]]


def _by_address(known: Mapping[int, Known]) -> _Candidates:
    chapters = _indexed(known, lambda one: one.addresses)
    return lambda page: chapters.get(comparable_address(page.url), [])


def _by_latest_text(turn: _Round, at_address: _Candidates) -> None:
    """Of several pages at addresses of one chapter, the one that says what the chapter last said is its page."""
    claims: dict[int, list[Found]] = {}
    for page in turn.open.values():
        for chapter_id in at_address(page)[:1]:
            if chapter_id in turn.known:
                claims.setdefault(chapter_id, []).append(page)
    for chapter_id, pages in claims.items():
        own = word_runs(turn.known[chapter_id].text())
        best = max(pages, key=lambda page: likeness(word_runs(page.text), own))
        turn.take(best, chapter_id, "known address", 1.0)


def _by_file_name(known: Mapping[int, Known]) -> _Candidates:
    chapters = _indexed(known, lambda one: {file_name(f"//{address}") for address in one.addresses} - _FIXED_NAMES)
    return lambda page: _of_kind(known, page, chapters.get(file_name(page.url), []))


def _by_title(known: Mapping[int, Known], former: Mapping[str, str]) -> _Candidates:
    chapters = _indexed(known, lambda one: {title_key(title) for title in one.titles} - {""})

    def at_title(page: Found) -> list[int]:
        keys = {title_key(page.text.title), title_key(page.listed_title)} - {""}
        keys |= {former[key] for key in tuple(keys) if key in former}
        return _of_kind(known, page, sorted({one for key in keys for one in chapters.get(key, [])}))

    return at_title


def _indexed(known: Mapping[int, Known], keys: Callable[[Known], Iterable[str]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for one in known.values():
        for key in keys(one):
            index.setdefault(key, []).append(one.chapter_id)
    return index


def _of_kind(known: Mapping[int, Known], page: Found, ids: list[int]) -> list[int]:
    return [one for one in ids if one in known and known[one].kind is page.text.kind]


def _by_text(turn: _Round, complete: bool) -> dict[str, tuple[int | None, float]]:
    """Joins what is left by likeness of text, surest pair first; returns the nearest chapter of what stays unjoined."""
    if not turn.open or not turn.known:
        return {}
    kinds = {page.text.kind for page in turn.open.values()}
    others = {chapter_id: word_runs(one.text()) for chapter_id, one in turn.known.items() if one.kind in kinds}
    pages = dict(turn.open)
    own = {url: word_runs(page.text) for url, page in pages.items()}
    scores = [
        (likeness(own[url], others[chapter_id]), url, chapter_id)
        for url, ids in candidates(own, others).items()
        for chapter_id in _of_kind(turn.known, pages[url], list(ids))
    ]
    scores.sort(key=lambda score: (-score[0], score[1], score[2]))
    nearest: dict[str, tuple[int | None, float]] = {}
    for score, url, chapter_id in scores:
        if score < _LIKE:
            break
        page = pages[url]
        if complete and score >= SURE and url in turn.open and chapter_id in turn.known:
            turn.take(page, chapter_id, "same text", round(score, 2))
        nearest.setdefault(url, (chapter_id, round(score, 2)))
    return {**_nearly_titled(turn), **nearest} if complete else nearest


def _nearly_titled(turn: _Round) -> dict[str, tuple[int | None, float]]:
    """Pages whose title is nearly that of a chapter that vanished: worth a question."""
    titles: dict[ChapterKind, dict[int, str]] = {}
    for one in turn.known.values():
        titles.setdefault(one.kind, {})[one.chapter_id] = title_key(one.titles[-1])
    near: dict[str, tuple[int | None, float]] = {}
    for page in turn.open.values():
        wanted = titles.get(page.text.kind, {})
        best = process.extractOne(title_key(page.text.title), wanted, scorer=fuzz.ratio, score_cutoff=_NEARLY)
        if best is not None:
            near[page.url] = (best[2], round(best[1] / 100, 2))
    return near


# --- splits and mergers


def _with_kin(
    recognised: tuple[Recognised, ...], chapters: Mapping[int, Known], vanished: Mapping[int, Known]
) -> tuple[Recognised, ...]:
    """The same with what was split off from a chapter, or merged into one.

    Only chapters that vanished, that lost words, or that gained some are looked at.
    """
    new = [one for one in recognised if one.chapter_id is None]
    if not new and not vanished:
        return recognised
    gone = {chapter_id: word_runs(one.text()) for chapter_id, one in vanished.items()}
    lost: dict[int, Runs] = dict(gone)
    gained: dict[str, Runs] = {}
    for one in recognised:
        if one.chapter_id is not None:
            before = chapters[one.chapter_id]
            words = one.found.text.words - (before.text().words if before.words is None else before.words)
            if new and words <= -_MOVED:
                lost[one.chapter_id] = word_runs(before.text()) - word_runs(one.found.text)
            if gone and words >= _MOVED:
                gained[one.found.url] = word_runs(one.found.text) - word_runs(before.text())
    if not lost:
        return recognised
    gained |= {one.found.url: word_runs(one.found.text) for one in new}
    split = _split(new, lost, gained, frozenset(gone))
    merged = _merged(recognised, gone, gained)
    taken = {chapter_id for pairs in merged.values() for chapter_id, _ in pairs}
    made = []
    for one in recognised:
        url = one.found.url
        answered = url in split or one.like in taken
        like = (None, 0.0) if answered else (one.like, one.likeness)
        made.append(
            replace(one, like=like[0], likeness=like[1], split_from=split.get(url, ()), merged=merged.get(url, ()))
        )
    return tuple(made)


_Shares = tuple[tuple[int, float], ...]


def _split(
    new: list[Recognised], lost: Mapping[int, Runs], gained: Mapping[str, Runs], gone: frozenset[int]
) -> dict[str, _Shares]:
    """New pages most of whose text a chapter lost. A chapter that vanished went to two of them at least."""
    pages = {one.found.url: gained[one.found.url] for one in new}
    found: dict[int, dict[str, float]] = {}
    for url, ids in candidates(pages, lost).items():
        for chapter_id in ids:
            part = share(pages[url], lost[chapter_id])
            if part >= _LIKE:
                found.setdefault(chapter_id, {})[url] = round(part, 2)
    split: dict[str, _Shares] = {}
    for chapter_id, parts in found.items():
        if len(parts) > 1 or chapter_id not in gone:
            for url, part in parts.items():
                split[url] = (*split.get(url, ()), (chapter_id, part))
    return split


def _merged(
    recognised: tuple[Recognised, ...], gone: Mapping[int, Runs], gained: Mapping[str, Runs]
) -> dict[str, _Shares]:
    """Chapters that vanished and most of whose text a page gained. Into a new page at least two of them went."""
    found: dict[str, list[tuple[int, float]]] = {}
    for chapter_id, urls in candidates(gone, gained).items():
        for url in urls:
            part = share(gone[chapter_id], gained[url])
            if part >= _LIKE:
                found.setdefault(url, []).append((chapter_id, round(part, 2)))
    is_new = {one.found.url: one.chapter_id is None for one in recognised}
    return {url: tuple(parts) for url, parts in found.items() if len(parts) > 1 or not is_new[url]}
