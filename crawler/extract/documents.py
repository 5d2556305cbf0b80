"""The documents a page links to."""

from __future__ import annotations

from crawler.addresses import normalised_url
from crawler.extract.elements import attribute
from crawler.extract.html import links_of, parsed
from crawler.extract.media import MediaKind, media_of
from crawler.extract.page_text import text_of
from crawler.layouts import Reading, role_of
from kb.model import Page, PageRole


def document_links(page: Page, reading: Reading) -> tuple[str, ...]:
    """The addresses of the manual's own documents that a page links to, each once, in the order of the page."""
    if media_of(page) is not MediaKind.HTML:
        return ()
    soup = parsed(text_of(page))
    links = links_of(soup, reading, page)
    resolved = (links.resolve(attribute(tag, "href")) for tag in soup.find_all("a", href=True))
    targets = (normalised_url(link[1]) for link in resolved if link is not None)
    return tuple(dict.fromkeys(url for url in targets if role_of(url, reading) is PageRole.DOCUMENT))
