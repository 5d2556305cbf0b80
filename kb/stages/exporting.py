"""Export: every kept page as a web archive that other tools read, and that `reread import` takes back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from crawler.warc import Fields, Writer, digest_of
from kb import __version__
from kb.errors import UsageError
from kb.model import Check, Outcome, Page, Run
from kb.store import Store

_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
_HTTP = "application/http;msgtype=response"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: bodies in full, and checks that found a body that was written before."""

    pages: int
    revisits: int


def export_warc(store: Store, sources: Iterable[str], path: Path) -> Exported:
    """Writes the pages of sources into a WARC 1.1 file, gzipped where its name ends in ".gz".

    Every check that met a page is a record: a response, or a revisit where the body was written before. Each run has a
    warcinfo record of its own. The same facts give the same bytes. Raises UsageError where nothing is kept, the file is
    there already or cannot be written.
    """
    if path.exists():
        raise UsageError(f"{path} is there already: name another file")
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as stream:
            desk = _Desk(store, Writer(stream, packed=path.name.lower().endswith(".gz")))
            for source in sources:
                desk.write(source)
            _settle(stream)
        if not desk.pages:
            raise UsageError("no page is kept: run `reread update` or `reread import` first")
        part.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}: name another file") from error
    finally:
        part.unlink(missing_ok=True)
    return Exported(desk.pages, desk.revisits)


def _settle(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


@dataclass(slots=True)
class _Desk:
    """What has been written so far, and under which record each body is."""

    store: Store
    writer: Writer
    pages: int = 0
    revisits: int = 0
    _written: dict[tuple[str, str, str | None], Fields] = field(default_factory=dict)

    def write(self, source: str) -> None:
        """Writes all that is kept of a source, run by run."""
        for run in self.store.runs(source):
            # What nobody took over is no record of the manual, and would be taken for one where it is imported.
            checks = list(self._met(run)) if run.is_taken else []
            if checks:
                run_record = self.writer.write("warcinfo", *_run_record(run))
                for check, page in checks:
                    self._write_check(check, page, run_record)

    def _met(self, run: Run) -> Iterator[tuple[Check, Page]]:
        for check in self.store.checks(run.id):
            # What was only dated was not asked for: no answer is known of that day.
            met = check.page_digest and check.outcome is not Outcome.DATED
            page = self.store.page_in_run(run.id, check.url) if met else None
            if page is not None:
                yield check, page

    def _write_check(self, check: Check, page: Page, run_record: str) -> None:
        fields: Fields = (
            ("WARC-Date", _iso(check.checked_at)),
            ("WARC-Target-URI", page.url),
            ("WARC-Warcinfo-ID", run_record),
            ("WARC-Payload-Digest", digest_of(page.body)),
            ("Reread-Role", check.role.value),
            ("Reread-Asked", check.url if check.url != page.url else ""),
        )
        key = (page.digest, page.media_type, page.charset)
        original = self._written.get(key)
        if original is not None:
            self._write_revisit(check, page, (*fields, *original))
            return
        if page.url.startswith("file:"):
            record = self.writer.write("resource", fields, page.body, _content_type(page))
        else:
            record = self.writer.write("response", fields, _message(page, "200 OK", page.body), _HTTP)
        self._written[key] = (
            ("WARC-Refers-To", record),
            ("WARC-Refers-To-Target-URI", page.url),
            ("WARC-Refers-To-Date", _iso(check.checked_at)),
        )
        self.pages += 1

    def _write_revisit(self, check: Check, page: Page, fields: Fields) -> None:
        not_modified = check.outcome is Outcome.NOT_MODIFIED
        profile = "server-not-modified" if not_modified else "identical-payload-digest"
        block = b""
        if not page.url.startswith("file:"):
            block = _message(page, "304 Not Modified" if not_modified else "200 OK")
        self.writer.write("revisit", (*fields, ("WARC-Profile", _REVISIT + profile)), block, _HTTP)
        self.revisits += 1


def _run_record(run: Run) -> tuple[Fields, bytes, str]:
    lines = (
        ("software", f"reread/{__version__}"),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("isPartOf", run.source),
        ("reread-run-started", _iso(run.started_at)),
        ("reread-run-finished", _iso(run.finished_at) if run.finished_at else ""),
        ("reread-run-complete", "yes" if run.complete else "no"),
    )
    block = "".join(f"{name}: {value}\r\n" for name, value in lines if value).encode()
    return (("WARC-Date", _iso(run.started_at)),), block, "application/warc-fields"


def _message(page: Page, status: str, body: bytes | None = None) -> bytes:
    headers = (
        ("Content-Type", _content_type(page)),
        ("ETag", page.etag or ""),
        ("Last-Modified", page.last_modified or ""),
        ("Content-Length", "" if body is None else str(len(body))),
    )
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + (body or b"")


def _content_type(page: Page) -> str:
    return page.media_type + (f"; charset={page.charset}" if page.charset else "")


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
