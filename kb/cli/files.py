"""A file named on the command line, as a page: for commands that keep nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kb.errors import ExtractError, Fault, UsageError
from kb.model import Chapter, Page


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


def chapter_of_file(path: Path) -> tuple[Chapter, bool]:
    """The text of a file, and whether its title only stands in for one: it has none.

    Raises UsageError for one that cannot be read, also where only reading shows it.
    """
    from crawler.extract import read_file
    from crawler.layouts import layout_of

    page = page_of_file(path)
    try:
        return read_file(page, layout_of(page.url))
    except ExtractError as error:
        if error.fault is Fault.MEDIA_TYPE:
            raise UsageError(f"{path} is not what its name says: open it and see what it is") from error
        raise UsageError(str(error).replace(page.url, str(path), 1)) from error
