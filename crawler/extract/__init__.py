"""Extraction: from the page as stored to a chapter, always the same for the same bytes and the same `RULES`.

Every format is first read into pieces (headings and blocks in order); one outline makes boxes and sections of them.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.extract.contents import read_contents
from crawler.extract.html import read_html
from crawler.extract.labels import split_number
from crawler.extract.media import MediaKind, media_of
from crawler.extract.strict import checked
from crawler.extract.typed import title_from_address
from crawler.layouts import Reading
from kb.model import Chapter, Page

__all__ = ["RULES", "read_chapter", "read_contents", "read_file"]

RULES = 3
"""The number of the extraction rules. It rises whenever the same page would be read differently."""


def read_chapter(page: Page, reading: Reading) -> Chapter:
    """The chapter or document that a page holds.

    Raises ExtractError, saying what to do, for a page that cannot be read as its layout promises: without title or
    text, an error or log-in page, a scanned, encrypted or damaged document, a kind of file that is not read.
    """
    kind = media_of(page)
    chapter = _READERS[kind](page, reading)
    if not chapter.title and kind in _OFTEN_UNTITLED:
        chapter = _called_by_its_file(chapter)
    return checked(chapter, page, reading)


def read_file(page: Page, reading: Reading) -> tuple[Chapter, bool]:
    """What a file holds that belongs to no source, and whether its title only stands in for one.

    A file without title is called by its name, whatever its kind. Raises ExtractError as `read_chapter` does.
    """
    chapter = _READERS[media_of(page)](page, reading)
    untitled = not chapter.title
    return checked(_called_by_its_file(chapter) if untitled else chapter, page, reading), untitled


def _called_by_its_file(chapter: Chapter) -> Chapter:
    number, title = split_number(title_from_address(chapter.url))
    return replace(chapter, title=title, number=chapter.number or number)


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


_OFTEN_UNTITLED = frozenset((MediaKind.PDF, MediaKind.TEXT))
_READERS = {
    MediaKind.HTML: read_html,
    MediaKind.PDF: _read_pdf,
    MediaKind.DOCX: _read_docx,
    MediaKind.MARKDOWN: _read_markdown,
    MediaKind.TEXT: _read_text,
}
