"""Any other site: HTML's own elements, until its source declares selectors."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.layouts.reading import Reading


def reading_of(url: str, hosts: tuple[str, ...] = ()) -> Reading:
    """The reading of a site we know nothing of."""
    return Reading(
        name="generic",
        hosts=hosts or (urlsplit(url).netloc.lower(),),
        log_path=r"(?:^|[/_-])amendments?(?:[/._-]|$)|(?:^|/)change[-_]?log(?:\.\w+)?/?$",
    )
