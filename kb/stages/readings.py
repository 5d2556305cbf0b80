"""How a source's pages are read: the layout of its address, with the source's own selectors."""

from __future__ import annotations

from crawler.layouts import Reading, layout_of, with_selectors
from crawler.sources import Source


def reading_of(source: Source, url: str) -> Reading:
    """The reading for a page of a source. Raises SourceError for a layout that does not exist."""
    selectors = source.selectors
    return with_selectors(
        layout_of(url, source.all_hosts, source.layout),
        main=selectors.main,
        title=selectors.title,
        remove=selectors.remove,
        links=selectors.contents_links,
    )
