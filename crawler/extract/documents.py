"""The documents a page links to, and the pages that list nothing but documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.addresses import normalised_url
from crawler.extract.html import links_of
from crawler.extract.media import MediaKind, media_of
from crawler.extract.page_text import text_of
from crawler.extract.tree import parsed, strings_of
from crawler.layouts import Reading, is_library, is_noted, role_of
from kb.model import Page, PageRole
from kb.text import collapsed


@dataclass(frozen=True, slots=True)
class Linked:
    """The documents and the libraries that a page links to: see `document_links` and `library_links`."""

    documents: tuple[str, ...]
    libraries: tuple[str, ...]


def linked_from(page: Page, reading: Reading) -> Linked:
    """Both at once."""
    documents: dict[str, None] = {}
    libraries: dict[str, None] = {}
    own = normalised_url(page.url)
    for url, text in dict.fromkeys(_targets(page, reading)):
        if role_of(url, reading) is PageRole.DOCUMENT or is_noted(url, reading):
            documents[url] = None
        elif url != own and is_library(url, reading, text):
            libraries[url] = None
    return Linked(tuple(documents), tuple(libraries))


def document_links(page: Page, reading: Reading) -> tuple[str, ...]:
    """The addresses of the manual's own documents that a page links to, each once, in the order of the page.

    Those that are not read (old Word, spreadsheets) are among them: `role_of` tells which can be asked for.
    """
    return linked_from(page, reading).documents


def library_links(page: Page, reading: Reading) -> tuple[str, ...]:
    """The addresses of the pages that list the manual's documents, as a page links to them."""
    return linked_from(page, reading).libraries


def _targets(page: Page, reading: Reading) -> Iterator[tuple[str, str]]:
    """Where the page's links lead, and what they are called."""
    if media_of(page) is not MediaKind.HTML:
        return
    tree = parsed(text_of(page), page.url)
    links = links_of(tree, reading, page)
    for tag in tree.iter("a"):
        link = links.resolve(tag.get("href", ""))
        if link is not None:
            yield normalised_url(link[1]), collapsed(strings_of(tag, " "))
