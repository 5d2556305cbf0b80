"""A file named on the command line, as a page: for commands that keep nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kb.errors import UsageError
from kb.model import Page


def page_of_file(path: Path) -> Page:
    """The file as a page. Raises UsageError for one that is missing, empty or of a kind that cannot be read."""
    from kb.stages.importing import MEDIA_TYPES, unreadable

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
    fault = unreadable(path, media_type, body)
    if fault:
        raise UsageError(fault)
    return Page("file", f"file:{path.name}", datetime.now(UTC), body, media_type=media_type)
