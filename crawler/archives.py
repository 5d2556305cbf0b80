"""Web archives as captures: which address gave which page when, out of WARC and WACZ files of any tool.

Everything of an archive is read before anything is handed over, so that a damaged one leaves nothing half. Bodies wait
in a file meanwhile, each once.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urljoin

from crawler.addresses import normalised_url, suffix_of
from crawler.answers import Answer, answer_of, decoded
from crawler.warc import LARGEST, CutOffError, Fields, Record, field_of, fields_of, read_records, too_large
from kb.errors import ExtractError, UsageError
from kb.model import Page, PageRole

SUFFIXES = (".warc", ".warc.gz", ".wacz")
"""How the files that can be read end."""

READABLE = {
    "text/html": "",
    "application/xhtml+xml": "",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
"""The media types that a manual's pages and documents have."""

_OCTETS = {"", "application/octet-stream", "binary/octet-stream", "application/download"}
_REDIRECTS = {301, 302, 303, 307, 308}
_LONGEST_CHAIN = 10
_INFLATED = 100


@dataclass(frozen=True, slots=True)
class RunMark:
    """What an archive says of the run its records are from; only archives written by `reread export` say it."""

    name: str
    source: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """One address's page at one time. `asked` is the address that led there; role and run where the archive says them.

    The page's body waits in the archive's file of bodies; `Bodies.page` brings the two together.
    """

    asked: str
    page: Page
    body: tuple[int, int]
    role: PageRole | None = None
    run: RunMark | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """What an archive holds for us, in the order of its records, and in words what was left out."""

    captures: tuple[Capture, ...]
    notes: tuple[str, ...]


class Bodies:
    """A file of bodies, each kept once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._places: dict[str, tuple[int, int]] = {}

    def put(self, body: bytes) -> tuple[int, int]:
        """Keeps a body and says where."""
        digest = hashlib.sha256(body).hexdigest()
        if digest not in self._places:
            self._places[digest] = (self._stream.seek(0, 2), len(body))
            self._stream.write(body)
        return self._places[digest]

    def page(self, capture: Capture) -> Page:
        """A capture's page with its body."""
        start, length = capture.body
        self._stream.seek(start)
        return replace(capture.page, body=self._stream.read(length))


def is_archive(path: Path) -> bool:
    """Whether a file's name is that of a web archive."""
    return path.name.lower().endswith(SUFFIXES)


def read_archive(path: Path, source: str, bodies: Bodies) -> Archive:
    """The captures of a WARC or WACZ file, as pages of a source.

    Raises UsageError, in one line, for what is no archive, is damaged, or unpacks beyond measure. A file that breaks
    off gives what came before, and says so.
    """
    reading = _Reading(path.name, source, bodies)
    try:
        with _streams(path) as streams:
            for where, stream in streams:
                reading.read(stream, where)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        # zipfile says "encrypted" as RuntimeError, and an unknown compression as NotImplementedError.
        raise UsageError(f"cannot read {path}: {error}: nothing was imported") from error
    return reading.archive()


@contextmanager
def _streams(path: Path) -> Iterator[Iterable[tuple[str, BinaryIO]]]:
    if not path.name.lower().endswith(".wacz"):
        with path.open("rb", buffering=0) as stream:
            yield [(path.name, cast(BinaryIO, stream))]
        return
    with zipfile.ZipFile(path) as packed:
        members = sorted(
            (
                one
                for one in packed.infolist()
                if one.filename.startswith("archive/") and is_archive(Path(one.filename))
            ),
            key=lambda one: one.filename,
        )
        if not members:
            raise UsageError(f"{path.name} is no WACZ: it holds no archive/*.warc.gz: nothing was imported")
        for one in members:
            if one.file_size > LARGEST and one.file_size > _INFLATED * max(one.compress_size, 1):
                raise too_large(f"{path.name}: {one.filename}")
        yield _members(packed, members, path.name)


def _members(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo], where: str) -> Iterator[tuple[str, BinaryIO]]:
    for member in members:
        with packed.open(member) as stream:
            yield f"{where}: {member.filename}", cast(BinaryIO, stream)


@dataclass(slots=True)
class _Reading:
    """What has been read of one archive so far."""

    name: str
    source: str
    bodies: Bodies
    captures: list[Capture] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    cut_off: list[str] = field(default_factory=list)
    _runs: dict[str, RunMark] = field(default_factory=dict)
    _redirects: dict[str, dict[str, None]] = field(default_factory=dict)
    _known: dict[tuple[str, ...], Capture | None] = field(default_factory=dict)
    _revisits: list[tuple[int, Record]] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)
    _count: int = 0

    def read(self, stream: BinaryIO, where: str) -> None:
        """Reads one file of records."""
        try:
            for record in read_records(stream, where):
                self._count += 1
                self._take(record, f"{where}: record {self._count}")
        except CutOffError as error:
            if not self._count:
                raise
            self.cut_off.append(f"{error}; what came before was read")

    def archive(self) -> Archive:
        """What was read, with revisits resolved and redirects followed back to what was asked."""
        for number, record in self._revisits:
            self._resolve(number, record)
        ordered = [capture for _, capture in sorted(zip(self._numbers, self.captures, strict=True), key=lambda p: p[0])]
        captures = tuple(asked for capture in ordered for asked in self._as_asked(capture))
        reasons = ", ".join(f"{count} {reason}" for reason, count in sorted(self.left_out.items()))
        counted = f"{self.name}: {len(captures)} pages" + (f"; left out: {reasons}" if reasons else "")
        return Archive(captures, (counted, *self.cut_off))

    def _take(self, record: Record, where: str) -> None:
        if record.kind == "warcinfo":
            self._take_run(record)
        elif record.kind == "revisit":
            self._revisits.append((self._count, record))
        elif record.kind in {"response", "resource"} and self._address(record):
            reason = self._left_out(record, where)
            if reason:
                self.left_out[reason] += 1
                self._remember(record, None)
        elif record.kind == "continuation":
            self.left_out["in several pieces"] += 1

    def _take_run(self, record: Record) -> None:
        said = fields_of(record.block)
        started = time_of(field_of(said, "reread-run-started"))
        if started is not None:
            name = record["WARC-Record-ID"]
            finished = time_of(field_of(said, "reread-run-finished"))
            complete = field_of(said, "reread-run-complete") == "yes"
            self._runs[name] = RunMark(name, field_of(said, "isPartOf"), started, finished, complete)

    def _left_out(self, record: Record, where: str) -> str:
        """Takes a page in, or says why it is left out."""
        at = time_of(record["WARC-Date"])
        if at is None:
            return "without a date"
        answer = answer_of(record.block) if record.kind == "response" else _resource(record)
        if answer is None:
            return "that are no answers of a web server"
        if answer.status in _REDIRECTS and answer["Location"]:
            address = self._address(record)
            target = normalised_url(urljoin(address, answer["Location"]))
            if target != address:
                self._redirects.setdefault(target, {})[address] = None
        if answer.status != 200:
            return "with another status than 200"
        page = self._page(record, answer, at)
        if page is None:
            return "of a kind that is not read"
        if not record.whole:
            return f"larger than {LARGEST // 1024 // 1024} MB"
        if record["WARC-Truncated"] or record["WARC-Segment-Number"]:
            return "that were cut short when they were archived"
        try:
            body = decoded(answer, f"{where} ({page.url})")
        except ExtractError:
            return "whose bodies cannot be unpacked"
        if not body.strip():
            return "that are empty"
        if body.startswith(b"%PDF-"):
            page = replace(page, media_type="application/pdf")
        self._keep(self._count, record, self._capture(record, page, self.bodies.put(body)))
        return ""

    def _capture(self, record: Record, page: Page, body: tuple[int, int]) -> Capture:
        role = record["Reread-Role"]
        return Capture(
            asked=record["Reread-Asked"] or page.url,
            page=page,
            body=body,
            role=PageRole(role) if role in set(PageRole) else None,
            run=self._runs.get(record["WARC-Warcinfo-ID"]),
        )

    def _page(self, record: Record, answer: Answer, at: datetime) -> Page | None:
        """The page without its body; None where it is of a kind that is not read."""
        content_type = answer["Content-Type"]
        media_type, _, parameters = content_type.partition(";")
        media_type = media_type.strip().lower()
        url = self._address(record)
        if media_type in _OCTETS:
            by_name = {suffix: kind for kind, suffix in READABLE.items() if suffix}
            begins_as_page = answer.body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))
            media_type = by_name.get(suffix_of(url), "text/html" if begins_as_page else "")
        if media_type not in READABLE:
            return None
        return Page(
            source=self.source,
            url=url,
            fetched_at=at,
            body=b"",
            media_type=media_type,
            charset=_charset(parameters),
            etag=answer["ETag"] or None,
            last_modified=answer["Last-Modified"] or None,
        )

    def _address(self, record: Record) -> str:
        """The record's address; "" for what no manual is at (an archiving tool's own log, a DNS answer)."""
        address = record["WARC-Target-URI"].removeprefix("<").removesuffix(">")
        return normalised_url(address) if address.lower().startswith(("http://", "https://", "file:")) else ""

    # --- revisits

    def _keep(self, number: int, record: Record, capture: Capture) -> None:
        self._numbers.append(number)
        self.captures.append(capture)
        self._remember(record, capture)

    def _remember(self, record: Record, capture: Capture | None) -> None:
        """Knows a record again by all that a revisit may call it; None for what was left out."""
        address, digest = self._address(record), record["WARC-Payload-Digest"]
        self._known[("id", record["WARC-Record-ID"])] = capture
        self._known[("at", address, record["WARC-Date"])] = capture
        self._known[("latest", address)] = capture
        if digest:
            self._known.setdefault(("digest", digest.lower()), capture)

    def _resolve(self, number: int, record: Record) -> None:
        at, address = time_of(record["WARC-Date"]), self._address(record)
        found = [key for key in self._names_of_original(record, address) if all(key) and key in self._known]
        if not found or at is None or not address:
            self.left_out["that repeat a page which is not in this archive"] += 1
            return
        original = self._known[found[0]]
        if original is None:
            self.left_out["that repeat a page which was left out"] += 1
            return
        answer = answer_of(record.block) or Answer(200, (), b"")
        said = self._page(record, answer, at) if answer["Content-Type"] else None
        page = said or replace(original.page, url=address, fetched_at=at)
        if said is None and answer["ETag"]:
            page = replace(page, etag=answer["ETag"])
        self._keep(number, record, self._capture(record, page, original.body))

    def _names_of_original(self, record: Record, address: str) -> Iterator[tuple[str, ...]]:
        said = record["WARC-Refers-To-Target-URI"].removeprefix("<").removesuffix(">")
        there = normalised_url(said) if said else address
        yield "id", record["WARC-Refers-To"]
        yield "at", there, record["WARC-Refers-To-Date"]
        yield "digest", record["WARC-Payload-Digest"].lower()
        if "not-modified" in record["WARC-Profile"]:
            yield "latest", there

    # --- redirects

    def _as_asked(self, capture: Capture) -> Iterator[Capture]:
        """The capture once for each address from which redirects led to it; as it is where none did."""
        if capture.run is not None:
            yield capture
            return
        starts = self._starts(capture.page.url, _LONGEST_CHAIN)
        for asked in starts:
            yield replace(capture, asked=asked)

    def _starts(self, url: str, steps: int) -> list[str]:
        before = [one for one in self._redirects.get(url, ()) if one != url]
        if not before or not steps:
            return [url]
        return list(dict.fromkeys(start for one in before for start in self._starts(one, steps - 1)))


def time_of(said: str) -> datetime | None:
    """A moment in UTC as archives write it; None where it is none."""
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _charset(parameters: str) -> str | None:
    for one in parameters.split(";"):
        name, _, value = one.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'") or None
    return None


def _resource(record: Record) -> Answer:
    headers: Fields = (("Content-Type", record["Content-Type"]),)
    return Answer(200, headers, record.block)
