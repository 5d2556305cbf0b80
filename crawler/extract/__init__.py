"""Extraction: from the page as stored to a chapter, always the same for the same bytes and the same `RULES`.

Every format is first read into pieces (headings and blocks in order); one outline makes boxes and sections of them.
"""

from __future__ import annotations

from crawler.extract.contents import read_contents
from crawler.extract.html import read_html
from crawler.extract.media import MediaKind, media_of
from crawler.extract.strict import checked
from crawler.layouts import Reading
from kb.model import Chapter, Page

__all__ = ["RULES", "read_chapter", "read_contents"]

RULES = 3
"""The number of the extraction rules. It rises whenever the same page would be read differently."""


def read_chapter(page: Page, reading: Reading) -> Chapter:
    """The chapter or document that a page holds.

    Raises ExtractError, saying what to do, for a page that cannot be read as its layout promises: without title or
    text, an error or log-in page, a scanned, encrypted or damaged document, a kind of file that is not read.
    """
    kind = media_of(page)
    return checked(_READERS[kind](page, reading), page, reading)


def _read_pdf(page: Page, reading: Reading) -> Chapter:
    from crawler.extract.pdf import read_pdf  # loads a large library, which most manuals never need

    return read_pdf(page)


def _read_docx(page: Page, reading: Reading) -> Chapter:
    from crawler.extract.docx import read_docx

    return read_docx(page, reading)


def _read_markdown(page: Page, reading: Reading) -> Chapter:
    from crawler.extract.markdown import read_markdown

    return read_markdown(page, reading)


def _read_text(page: Page, reading: Reading) -> Chapter:
    from crawler.extract.text import read_text

    return read_text(page)


_READERS = {
    MediaKind.HTML: read_html,
    MediaKind.PDF: _read_pdf,
    MediaKind.DOCX: _read_docx,
    MediaKind.MARKDOWN: _read_markdown,
    MediaKind.TEXT: _read_text,
}
