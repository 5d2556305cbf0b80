"""A file named on the command line, as a page: for commands that keep nothing of it."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from pathlib import Path

from kb.errors import UsageError
from kb.model import Page


def page_of_file(path: Path) -> Page:
    """The file as a page. Raises UsageError for one that is missing, empty or of a kind that cannot be read."""
    from kb.stages.importing import MEDIA_TYPES

    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if not path.exists():
        raise UsageError(f"{path} does not exist: give a saved page or document")
    if not path.is_file():
        raise UsageError(f"{path} is not a file: give a saved page or document")
    if media_type is None:
        kind = f"a {path.suffix} file" if path.suffix else "a file without ending"
        raise UsageError(f"{path}: cannot read {kind}: use one of {', '.join(MEDIA_TYPES)}")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}: check that it can be opened") from error
    if not body.strip():
        raise UsageError(f"{path} is empty: save it again")
    if media_type.startswith("text/") and _is_binary(body):
        raise UsageError(f"{path} is not the text its name says: open it and see what it is")
    return Page("file", f"file:{path.name}", datetime.now(UTC), body, media_type=media_type)


def _is_binary(body: bytes) -> bool:
    """Whether this is no text: a zero byte is in no encoding but UTF-16, which says so in its first two bytes."""
    known = body.startswith((b"%PDF-", b"PK\x03\x04", codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return not known and b"\0" in body
