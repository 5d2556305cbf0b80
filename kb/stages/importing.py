"""Import: keep pages that were saved by hand or by another tool, as a collection would have kept them."""

from __future__ import annotations

import codecs
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from crawler.addresses import normalised_url, suffix_of
from crawler.archives import Bodies, Capture, is_archive, read_archive
from crawler.extract import read_contents
from crawler.layouts import role_of
from crawler.mirrors import MEDIA_TYPES, Saved, saved_at, saved_in
from crawler.sources import Source
from kb.errors import ExtractError, UsageError
from kb.identity import comparable_address
from kb.model import Page, PageRole, Run, RunKind
from kb.stages.readings import reading_of
from kb.store import Store

__all__ = ["MEDIA_TYPES", "Imported", "import_files", "unreadable"]

_LIST_HEAD = re.compile(r"\b(?:updated|amended|new|removed) (?:chapters|procedures)|\bchapter (?:name|title)", re.I)
_MONTH_LINE = re.compile(
    r"\s*(?:caption:\s*)?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+\d{4}(?:\s+amendments)?\s*$",
    re.I,
)


_TOGETHER = 10
"""So many pages are kept in one transaction. It saves most of what one for each page costs; where an import is cut off,
the pages of the last one are read from their files again."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import kept: its runs, each file with what it was taken for, and what archives held and lacked.

    `left_out` has a line for each file of a folder that cannot be read.
    """

    runs: tuple[Run, ...]
    files: tuple[tuple[Path, PageRole], ...]
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def import_files(
    store: Store,
    source: Source,
    paths: Iterable[Path],
    at: datetime | None,
    role: PageRole | None,
    base: str = "",
    now: datetime | None = None,
) -> Imported:
    """Keeps files as pages of a source: saved pages and documents, mirrored folders, web archives (WARC, WACZ).

    `at` is when they were seen; without it, archives and some mirrors say so themselves, and for others it is `now`.
    Folders are taken with all they hold. A file's address is `base` with its path, or what the file says of itself, or
    the host and path of a mirrored folder ("host.example/chapters/x.html"), else its name. `role` says what the files
    are; without it each is judged by its address, name and first lines. Raises UsageError for a path that is missing,
    damaged, empty or of a kind that cannot be read; nothing is kept then. Such a file in a folder is left out.
    """
    with tempfile.TemporaryFile() as stream:
        desk = _Desk(store, source, Bodies(cast(BinaryIO, stream)), at, now or datetime.now(UTC), base)
        arrivals, notes, left_out = desk.gathered(paths)
        judged = _judged(source, desk.bodies, arrivals, role)
        if len(judged) < len(arrivals):
            left = len(arrivals) - len(judged)
            notes += (f"{left} pages are none of the manual (if they are, add their host to hosts in reread.toml)",)
        if not judged:
            raise UsageError("; ".join((*notes, *left_out)) + ": so nothing was imported")
        newest = max((run.started_at for run in store.runs(source.name)), default=None)
        runs = tuple(_kept(store, source, desk.bodies, group, newest) for group in _groups(source, judged))
    files = tuple((arrival.path, what) for arrival, what in judged if not is_archive(arrival.path))
    return Imported(runs, files, notes, left_out)


def unreadable(path: Path, media_type: str, body: bytes) -> str:
    """Why a file cannot be what its name says; "" where it can."""
    if not body.strip():
        return f"{path} is empty: save it again"
    if media_type.startswith("text/") and _is_binary(body):
        return f"{path} is not the text its name says: open it and see what it is"
    return ""


def _is_binary(body: bytes) -> bool:
    """Whether this is no text: a zero byte is in no encoding but UTF-16, which says so in its first two bytes."""
    known = body.startswith((b"%PDF-", b"PK\x03\x04", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return not known and b"\0" in body


# --- gathering


@dataclass(frozen=True, slots=True)
class _Arrival:
    """One page that came in a file. `named` is whether somebody named that very file; `linked` where a link to the file
    leads, as in a mirror whose links were rewritten."""

    path: Path
    capture: Capture
    named: bool = False
    linked: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where an import lays out what came, before anything is kept."""

    store: Store
    source: Source
    bodies: Bodies
    at: datetime | None
    now: datetime
    base: str

    def gathered(self, paths: Iterable[Path]) -> tuple[list[_Arrival], tuple[str, ...], tuple[str, ...]]:
        arrivals: list[_Arrival] = []
        notes: list[str] = []
        left_out: list[str] = []
        known = set(self.store.addresses(self.source.name))
        for path in paths:
            try:
                archives, saved = self._found(path)
            except OSError as error:
                raise UsageError(f"cannot read {path}: {error.strerror}") from error
            for archive in archives:
                captures, said = self._captures(archive)
                arrivals += [_Arrival(archive, capture) for capture in captures]
                notes += said
            for one in saved:
                fault = unreadable(one.path, one.media_type, one.body)
                if fault and path.is_file():
                    raise UsageError(fault)
                if fault:
                    left_out.append(fault)
                else:
                    arrivals.append(_Arrival(one.path, self._capture(one, known), path.is_file(), one.linked))
        return arrivals, tuple(notes), tuple(left_out)

    def _found(self, path: Path) -> tuple[list[Path], tuple[Saved, ...]]:
        secure = [urlsplit(url).netloc for url in self.source.contents if url.startswith("https:")]
        if path.is_dir():
            archives = [one for one in sorted(path.rglob("*")) if is_archive(one) and one.is_file()]
            saved = saved_in(path, self.base, secure)
            if not saved and not archives:
                raise UsageError(f"{path} holds no file that can be read: one of {', '.join(MEDIA_TYPES)}, WARC, WACZ")
            return archives, saved
        if not path.is_file():
            raise UsageError(f"{path} does not exist: give a file or a folder")
        if is_archive(path):
            return [path], ()
        one = saved_at(path, Path(path.name), self.base, secure)
        if one is None:
            raise UsageError(f"{path}: cannot read {path.suffix or 'a file without ending'}: save it as HTML or PDF")
        return [], (one,)

    def _capture(self, saved: Saved, known: set[str]) -> Capture:
        url = self._address(saved, known)
        page = Page(self.source.name, url, self.at or saved.at or self.now, b"", media_type=saved.media_type)
        return Capture(url, page, self.bodies.put(saved.body))

    def _address(self, saved: Saved, known: set[str]) -> str:
        """wget may have added an ending: the address is the one that is known, else one the manual's layout has."""
        candidates = (saved.url, *saved.others)
        if _has_no_endings(self.source.contents):
            candidates = (*saved.others, saved.url)
        for url in candidates:
            if comparable_address(url) in known:
                return url
        for url in candidates:
            if role_of(url, reading_of(self.source, url)) is not PageRole.OTHER:
                return url
        return saved.url

    def _captures(self, path: Path) -> tuple[list[Capture], tuple[str, ...]]:
        archive = read_archive(path, self.source.name, self.bodies)
        captures = list(archive.captures)
        # An export of several manuals marks each one's pages.
        own = [one for one in captures if one.run is not None and one.run.source == self.source.name]
        captures = own or captures
        if self.at is not None:
            latest = {one.asked: one for one in sorted(captures, key=lambda one: one.page.fetched_at)}
            captures = [replace(one, page=replace(one.page, fetched_at=self.at), run=None) for one in latest.values()]
        return captures, archive.notes


@lru_cache
def _has_no_endings(contents: tuple[str, ...]) -> bool:
    """A manual whose contents page has no ending has chapters without. A library has hundreds of contents pages."""
    return any(suffix_of(url) == "" and not url.endswith("/") for url in contents)


# --- judging


_Judged = tuple[_Arrival, PageRole]


def _judged(source: Source, bodies: Bodies, arrivals: Iterable[_Arrival], role: PageRole | None) -> list[_Judged]:
    """What each page is. What is no page of the manual is kept where somebody saved it, and left in an archive."""
    pages = list(arrivals)
    declared = dict.fromkeys(map(normalised_url, source.amendments), PageRole.LOG)
    declared |= dict.fromkeys(map(normalised_url, source.contents), PageRole.CONTENTS)
    roles = [one.capture.role or role or _role(source, bodies, one, declared) for one in pages]
    listed: dict[str, PageRole] = {}
    for one, what in zip(pages, roles, strict=True):
        if what is PageRole.CONTENTS:
            listed |= _listed(source, bodies.page(one.capture))
    found = []
    for one, what in zip((_as_linked(one, listed) for one in pages), roles, strict=True):
        if what is PageRole.OTHER and one.capture.role is None and _may_be_listed(source, one):
            what = listed.get(one.capture.asked, listed.get(one.capture.page.url, what))
        if what is not PageRole.OTHER or one.capture.role or not is_archive(one.path):
            found.append((one, what))
    return found


def _as_linked(one: _Arrival, listed: Mapping[str, PageRole]) -> _Arrival:
    """In a mirror whose links were rewritten, the address asked for is the one to which the contents page links."""
    if one.linked not in listed or {one.capture.asked, one.capture.page.url} & listed.keys():
        return one
    return replace(one, capture=replace(one.capture, asked=one.linked))


def _may_be_listed(source: Source, one: _Arrival) -> bool:
    """Whether a page can be what a contents page lists: not where an archive saw the listed address lead elsewhere."""
    url = one.capture.page.url
    return not is_archive(one.path) or reading_of(source, url).belongs(url)


def _listed(source: Source, page: Page) -> dict[str, PageRole]:
    """What a contents page says of others: listed among the chapters is a chapter, whatever its address."""
    try:
        contents = read_contents(page, reading_of(source, page.url))
    except ExtractError:  # extraction will say so
        return {}
    chapters = {listing.url: PageRole.CHAPTER for listing in contents.listings}
    return {**chapters, **dict.fromkeys(contents.log_urls, PageRole.LOG)}


def _role(source: Source, bodies: Bodies, one: _Arrival, declared: Mapping[str, PageRole]) -> PageRole:
    url, asked = one.capture.page.url, one.capture.asked
    for where in (url, asked):
        if where in declared:
            return declared[where]
    if not url.startswith("file:"):
        what = role_of(url, reading_of(source, url))
        if what is not PageRole.OTHER or not one.named:
            return what
    page, name = bodies.page(one.capture), one.path.name.lower()
    if "amendment" in name or (page.media_type.startswith("text/plain") and _opens_as_log(page.body)):
        return PageRole.LOG
    if re.search(r"(?:^|[_-])contents?\.", name):
        return PageRole.CONTENTS
    return PageRole.CHAPTER if page.media_type == "text/html" else PageRole.DOCUMENT


# --- keeping


def _groups(source: Source, judged: Iterable[_Judged]) -> list[list[_Judged]]:
    """What becomes one run each, oldest first.

    A run keeps one page of an address, so the second page of an address on a day goes into a second run of that day.
    What an archive of ours marks as one run stays one.
    """
    groups: dict[tuple[str, ...], list[_Judged]] = {}
    times: dict[tuple[str, str], int] = {}
    for one in sorted(judged, key=lambda pair: _moment(pair[0])):
        capture = one[0].capture
        day = capture.page.fetched_at.date().isoformat()
        turn = times[day, capture.asked] = times.get((day, capture.asked), 0) + 1
        key = ("ours", capture.run.name) if capture.run else ("day", day, f"{turn:06}")
        groups.setdefault(key, []).append(one)
    return sorted(groups.values(), key=lambda group: _moment(group[0][0]))


def _moment(arrival: _Arrival) -> datetime:
    run = arrival.capture.run
    return run.started_at if run else arrival.capture.page.fetched_at


def _kept(store: Store, source: Source, bodies: Bodies, group: list[_Judged], newest: datetime | None) -> Run:
    """Keeps a run; `newest` is when the latest run before this import began. Those of an import come in their order."""
    mark = group[0][0].capture.run
    times = [arrival.capture.page.fetched_at for arrival, _ in group]
    started = mark.started_at if mark else min(times)
    # Absence from an old run is no news where a later one is known.
    latest = newest is None or newest <= started
    run = store.start_run(source.name, RunKind.IMPORT, started)
    for start in range(0, len(group), _TOGETHER):
        with store.together():
            for arrival, what in group[start : start + _TOGETHER]:
                store.keep_page(run.id, bodies.page(arrival.capture), what, arrival.capture.asked)
    if mark is None:
        store.finish_run(run.id, max(times), complete=False)
    elif mark.finished_at is not None:
        store.finish_run(run.id, mark.finished_at, complete=mark.complete and latest)
    return run


def _opens_as_log(body: bytes) -> bool:
    """Whether a text begins with a month and the head of a list of chapters: a month alone dates any document."""
    lines = [line for line in body[:2000].decode("utf-8", "replace").splitlines() if line.strip()][:8]
    return any(_MONTH_LINE.match(one) and _LIST_HEAD.search(two) for one, two in pairwise(lines))
