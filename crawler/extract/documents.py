"""The documents a page links to, and the pages that list nothing but documents."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.addresses import normalised_url
from crawler.extract.elements import attribute
from crawler.extract.html import links_of, parsed
from crawler.extract.media import MediaKind, media_of
from crawler.extract.page_text import text_of
from crawler.layouts import Reading, is_library, is_noted, role_of
from kb.model import Page, PageRole
from kb.text import collapsed


def document_links(page: Page, reading: Reading) -> tuple[str, ...]:
    """The addresses of the manual's own documents that a page links to, each once, in the order of the page.

    Those that are not read (old Word, spreadsheets) are among them: `role_of` tells which can be asked for.
    """
    return tuple(
        dict.fromkeys(
            url
            for url, _ in _targets(page, reading)
            if role_of(url, reading) is PageRole.DOCUMENT or is_noted(url, reading)
        )
    )


def library_links(page: Page, reading: Reading) -> tuple[str, ...]:
    """The addresses of the pages that list the manual's documents, as a page links to them."""
    found = dict.fromkeys(url for url, text in _targets(page, reading) if is_library(url, reading, text))
    return tuple(url for url in found if url != normalised_url(page.url))


def _targets(page: Page, reading: Reading) -> Iterator[tuple[str, str]]:
    """Where the page's links lead, and what they are called."""
    if media_of(page) is not MediaKind.HTML:
        return
    soup = parsed(text_of(page))
    links = links_of(soup, reading, page)
    for tag in soup.find_all("a", href=True):
        link = links.resolve(attribute(tag, "href"))
        if link is not None:
            yield normalised_url(link[1]), collapsed(tag.get_text(" "))
