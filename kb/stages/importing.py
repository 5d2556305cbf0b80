"""Import: keep pages that were saved by hand or by another tool, as a collection would have kept them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

from crawler.addresses import normalised_url
from crawler.layouts import role_of
from crawler.sources import Source
from kb.errors import UsageError
from kb.model import Page, PageRole, Run, RunKind
from kb.stages.readings import reading_of
from kb.store import Store

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What can be read, by file ending."""

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.I)
_LIST_HEAD = re.compile(r"\b(?:updated|amended|new|removed) (?:chapters|procedures)|\bchapter (?:name|title)", re.I)
_MONTH_LINE = re.compile(
    r"\s*(?:caption:\s*)?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+\d{4}(?:\s+amendments)?\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import kept: each file with what it was taken for."""

    run: Run
    files: tuple[tuple[Path, PageRole], ...]


def import_files(
    store: Store, source: Source, paths: Iterable[Path], at: datetime, role: PageRole | None, base: str = ""
) -> Imported:
    """Keeps files as pages of a source, seen at a time.

    Folders are taken with all they hold. A file's address is `base` with its path, or the host and path of a mirrored
    folder ("host.example/chapters/x.html"), else its name. `role` says what the files are; without it each is judged by
    its address, name and first lines. Raises UsageError for a path that is missing or of a kind that cannot be read;
    nothing is kept then.
    """
    files = tuple(_files(paths, base))
    pages = [(_page(source, path, address, at), path) for path, address in files]
    roles = [role or _role(source, page, path) for page, path in pages]
    run = store.start_run(source.name, RunKind.IMPORT, at)
    for (page, _), what in zip(pages, roles, strict=True):
        store.keep_page(run.id, page, what)
    store.finish_run(run.id, at, complete=False)
    return Imported(run, tuple((path, what) for (_, path), what in zip(pages, roles, strict=True)))


def _files(paths: Iterable[Path], base: str) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            readable = sorted(one for one in path.rglob("*") if one.suffix.lower() in MEDIA_TYPES and one.is_file())
            if not readable:
                raise UsageError(f"{path} holds no file that can be read ({', '.join(MEDIA_TYPES)})")
            for one in readable:
                yield one, _address(one.relative_to(path), base)
        elif path.is_file():
            if path.suffix.lower() not in MEDIA_TYPES:
                raise UsageError(
                    f"{path}: cannot read {path.suffix or 'a file without ending'}: save it as HTML or PDF"
                )
            yield path, _address(Path(path.name), base)
        else:
            raise UsageError(f"{path} does not exist: give a file or a folder")


def _address(relative: Path, base: str) -> str:
    way = relative.as_posix()
    if base:
        return normalised_url(urljoin(base, way))
    first, _, rest = way.partition("/")
    return normalised_url(f"http://{way}") if rest and _HOST.fullmatch(first) else f"file:{way}"


def _page(source: Source, path: Path, address: str, at: datetime) -> Page:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    if not body.strip():
        raise UsageError(f"{path} is empty: nothing was imported")
    media_type = "application/pdf" if body.startswith(b"%PDF-") else MEDIA_TYPES[path.suffix.lower()]
    return Page(source.name, address, at, body, media_type=media_type)


def _role(source: Source, page: Page, path: Path) -> PageRole:
    if not page.url.startswith("file:"):
        return role_of(page.url, reading_of(source, page.url))
    if "amendment" in path.name.lower() or (page.media_type.startswith("text/plain") and _opens_as_log(page.body)):
        return PageRole.LOG
    if re.search(r"(?:^|[_-])contents?\.", path.name.lower()):
        return PageRole.CONTENTS
    return PageRole.CHAPTER if page.media_type == "text/html" else PageRole.DOCUMENT


def _opens_as_log(body: bytes) -> bool:
    """Whether a text begins with a month and the head of a list of chapters: a month alone dates any document."""
    lines = [line for line in body[:2000].decode("utf-8", "replace").splitlines() if line.strip()][:8]
    return any(_MONTH_LINE.match(one) and _LIST_HEAD.search(two) for one, two in pairwise(lines))
