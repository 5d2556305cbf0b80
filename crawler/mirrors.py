"""Saved pages: what address a file on disk was saved from, and when, as far as whoever saved it left a trace.

Tools differ in what they leave: HTTrack and browsers write a comment into each page, wget only names its files after
the addresses, and many pages name their own address (`<link rel=canonical>`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

from crawler.addresses import normalised_url
from crawler.mhtml import SUFFIXES, snapshot_of

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What can be read, by file ending."""

_NOT_PAGES = {"robots.txt", "cookies.txt", "hts-log.txt", "hts-err.txt", "hts-in_progress.lock"}
_SKIPPED_FOLDERS = re.compile(r"^hts-cache$|_files$|^\.", re.IGNORECASE)
_PAGE = re.compile(rb"<!doctype html|<html|<head|<body", re.IGNORECASE)
_LOOKED_AT = 8192
"""Bytes of a page in which these marks stand: browsers and HTTrack write them at the top, authors into the head."""

_HOST = re.compile(r"(?:(?:[a-z0-9-]+\.)+[a-z]{2,}|localhost|\d{1,3}(?:\.\d{1,3}){3})(?:[:+]\d{1,5})?", re.I)
_HTTRACK = re.compile(
    rb"<!-- Mirrored from (?P<url>\S+) by HTTrack Website Copier[^>]*?"
    rb"(?:, (?P<at>\w{3}, \d{1,2} \w{3} \d{4} [\d:]{8} GMT))? -->"
)
_HTTRACK_INDEX = re.compile(rb'name="generator" content="HTTrack Website Copier', re.IGNORECASE)
_BROWSER = re.compile(rb"<!-- saved from url=\(\d{4}\)(?P<url>\S+) -->")
_SINGLE_FILE = re.compile(rb"Page saved with SingleFile\s+url: (?P<url>\S+)\s+saved date: (?P<at>[^\n(]+)")
_CANONICAL = re.compile(
    rb"""<link\b(?=[^>]*\brel=["']?canonical\b)[^>]*\bhref=["']?(?P<url>https?://[^"'\s>]+)""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved file: the address it was saved from, others it may be, and when, where it says so.

    `said` is whether the file itself names its address; else its name and folder do. `linked` is where a link
    to its name on the disk leads: mirroring tools rename files and rewrite the links of the pages around them.
    """

    path: Path
    media_type: str
    body: bytes
    url: str
    others: tuple[str, ...] = ()
    linked: str = ""
    at: datetime | None = None
    said: bool = False


def saved_in(folder: Path, base: str = "", secure: Iterable[str] = ()) -> tuple[Saved, ...]:
    """The readable files of a folder that was mirrored or saved, in the order of their paths.

    `base` is the address the folder was saved from, where somebody gives it; `secure` are the hosts known to be asked
    by https. Raises OSError for a file that cannot be read.
    """
    # A host's own folder may be what is named: "saved/manual.example" or "saved".
    above = folder.parent if not base and _HOST.fullmatch(folder.resolve().name) else folder
    found = [saved_at(path, path.relative_to(above), base, secure) for path in _files(folder)]
    pages = [one for one in found if one is not None]
    times = [one.at for one in pages if one.at is not None]
    said = Counter(one.url for one in pages if one.said)
    # An address that two files claim is one that a template prints on every page: the folders know better.
    honest = (
        _by_place(one, above, base, secure) if one.said and said[one.url] > 1 and one.at is None else one
        for one in pages
    )
    # What cannot hold a comment (a PDF) came with the pages that do.
    return tuple(replace(one, at=max(times)) if times and _is_mute(one) else one for one in honest)


def _is_mute(saved: Saved) -> bool:
    return saved.at is None and saved.media_type != "text/html"


def saved_at(path: Path, relative: Path, base: str = "", secure: Iterable[str] = ()) -> Saved | None:
    """One saved file under its path in what was saved; None for what is no page and no document."""
    media_type = MEDIA_TYPES.get(path.suffix.lower(), "")
    body = path.read_bytes()
    if path.suffix.lower() in SUFFIXES:
        return _snapshot(path, body, _addresses(relative, base, secure), base)
    beginning = body[:_LOOKED_AT]
    if not media_type:
        media_type = "text/html" if _PAGE.search(beginning[:1024]) and path.suffix.lower() != ".orig" else ""
    if body.startswith(b"%PDF-"):
        media_type = "application/pdf"
    if not media_type:
        return None
    placed = Saved(path, media_type, body, *_addresses(relative, base, secure))
    if media_type != "text/html":
        return placed
    url, at = _traces(beginning, secure)
    if base:
        return replace(placed, at=at)
    if url:
        return replace(placed, url=normalised_url(url), others=(), at=at, said=True)
    return _by_canonical(placed, beginning)


def _snapshot(path: Path, body: bytes, place: tuple[str, tuple[str, ...], str], base: str) -> Saved | None:
    found = snapshot_of(body)
    if found is None:
        return None
    placed = Saved(path, "text/html", found.body, *place, at=found.at)
    return replace(placed, url=normalised_url(found.url), others=(), said=True) if found.url and not base else placed


def _by_place(saved: Saved, folder: Path, base: str, secure: Iterable[str]) -> Saved:
    url, others, linked = _addresses(saved.path.relative_to(folder), base, secure)
    return replace(saved, url=url, others=others, linked=linked, said=False)


def _by_canonical(saved: Saved, beginning: bytes) -> Saved:
    """A page's word for its own address decides between those its file may have, or stands in where there is none."""
    found = _CANONICAL.search(beginning)
    if not found:
        return saved
    url = normalised_url(found["url"].decode("utf-8", "replace").replace("&amp;", "&"))
    places = {_place(one): one for one in (saved.url, *saved.others)}
    if saved.url.startswith("file:") or _place(url) in places:
        return replace(saved, url=url, others=(), said=True)
    return saved


def _place(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        skipped = any(_SKIPPED_FOLDERS.search(part) for part in inside[:-1])
        if skipped or path.name.lower() in _NOT_PAGES or path.name.startswith(".") or not path.is_file():
            continue
        if len(inside) == 1 and path.suffix.lower() in {".html", ".htm"} and _is_httrack_index(path):
            continue
        yield path


def _is_httrack_index(path: Path) -> bool:
    with path.open("rb") as stream:
        beginning = stream.read(_LOOKED_AT)
    return bool(_HTTRACK_INDEX.search(beginning)) and not _HTTRACK.search(beginning)


def _traces(beginning: bytes, secure: Iterable[str]) -> tuple[str, datetime | None]:
    for pattern in (_HTTRACK, _SINGLE_FILE, _BROWSER):
        found = pattern.search(beginning)
        if found:
            url = found["url"].decode("utf-8", "replace")
            if not url.startswith(("http://", "https://")):
                if pattern is not _HTTRACK:  # saved from a disk or an empty page: no address
                    continue
                url = f"{'https' if url.partition('/')[0] in set(secure) else 'http'}://{url}"
            return url, _time(found["at"]) if "at" in pattern.groupindex else None
    return "", None


def _time(said: bytes | None) -> datetime | None:
    """ "Mon, 16 Mar 2020 10:00:00 GMT" (HTTrack) or "Mon Mar 16 2020 10:00:00 GMT+0100" (a browser's script)."""
    if said is None:
        return None
    text = said.decode("ascii", "replace").strip()
    for reading in (lambda one: datetime.strptime(one, "%a %b %d %Y %H:%M:%S GMT%z"), parsedate_to_datetime):
        try:
            return reading(text).astimezone(UTC)
        except ValueError:
            continue
    return None


def _addresses(relative: Path, base: str, secure: Iterable[str]) -> tuple[str, tuple[str, ...], str]:
    """The address a file's place tells, others that the same name may stand for, and where links to the file lead."""
    way = relative.as_posix()
    scheme = ""
    first, _, rest = way.partition("/")
    if first in {"http", "https"} and rest.partition("/")[2]:  # wget --protocol-directories
        scheme, (first, _, rest) = first, rest.partition("/")
    if base:
        head = base if base.endswith("/") or not urlsplit(base).path else base.rpartition("/")[0] + "/"
        return _named(f"{head.rstrip('/')}/", way)
    if not rest or not _HOST.fullmatch(first):
        return normalised_url(f"file:{way}"), (), ""
    host = first.replace("+", ":")
    scheme = scheme or ("https" if host in set(secure) else "http")
    return _named(f"{scheme}://{host}/", rest)


def _named(head: str, way: str) -> tuple[str, tuple[str, ...], str]:
    folder, slash, name = way.rpartition("/")
    # On Windows wget writes "@" where the address has "?".
    name = re.sub(r"@(?=[\w.~%-]+=)", "?", name) if "?" not in name else name
    adjusted = re.fullmatch(r"(.+\.(?:php|aspx?|jsp|cfm|shtml)|.+\?.+)\.html?", name, re.IGNORECASE)
    name = adjusted[1] if adjusted else name
    url = normalised_url(head + f"{folder}{slash}{name}".replace("#", "%23"))
    bare = re.fullmatch(r"([^?]+)\.html", name)
    others = (normalised_url(head + f"{folder}{slash}{bare[1]}".replace("#", "%23")),) if bare else ()
    return url, tuple(one for one in others if one != url), normalised_url(head + quote(way, safe="/@+"))
