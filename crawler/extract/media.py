"""What kind of file a page's body is: by its first bytes, then by what the server says, then by its name."""

from __future__ import annotations

from enum import StrEnum

from crawler.addresses import suffix_of
from kb.errors import ExtractError, Fault
from kb.model import Page

LARGEST = 50 * 1024 * 1024  # no manual's page comes near it; a larger body is a mistake or meant ill


class MediaKind(StrEnum):
    """The formats that are read."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MARKDOWN = "markdown"
    TEXT = "text"


_BY_TYPE = {
    "text/html": MediaKind.HTML,
    "application/xhtml+xml": MediaKind.HTML,
    "application/pdf": MediaKind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": MediaKind.DOCX,
    "text/markdown": MediaKind.MARKDOWN,
    "text/x-markdown": MediaKind.MARKDOWN,
    "text/plain": MediaKind.TEXT,
}
_BY_SUFFIX = {".md": MediaKind.MARKDOWN, ".markdown": MediaKind.MARKDOWN, ".txt": MediaKind.TEXT}
_BY_SUFFIX |= dict.fromkeys((".html", ".htm", ".xhtml"), MediaKind.HTML)


def media_of(page: Page) -> MediaKind:
    """The format of a page. Raises ExtractError for one that is not read, or a body that is too large."""
    if len(page.body) > LARGEST:
        raise ExtractError(
            f"{page.url} has {len(page.body):,} bytes, more than is read ({LARGEST:,}): split the document",
            Fault.TOO_LARGE,
        )
    if page.body[:1024].lstrip().startswith(b"%PDF-"):
        return MediaKind.PDF
    if page.body.startswith(b"PK\x03\x04"):
        return MediaKind.DOCX
    said = _BY_TYPE.get(page.media_type)
    named = _BY_SUFFIX.get(suffix_of(page.url))
    if said in {MediaKind.PDF, MediaKind.DOCX}:
        raise ExtractError(
            f"{page.url} is served as {said.value} but is not one: open it in a browser and see what it is",
            Fault.MEDIA_TYPE,
        )
    if said is MediaKind.TEXT and named:  # servers send Markdown, and sometimes pages, as plain text
        return named
    if said or named:
        return said or named or MediaKind.HTML
    if page.body[:512].lstrip()[:1] == b"<":
        return MediaKind.HTML
    raise ExtractError(
        f"{page.url} is {page.media_type or 'of no stated type'}, which is not read: "
        f"HTML, PDF, Word (.docx), Markdown and plain text are",
        Fault.MEDIA_TYPE,
    )
