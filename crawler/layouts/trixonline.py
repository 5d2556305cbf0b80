"""Generations 3 and 4: `/contents/contents`, `/chapter/<slug>`, `/amendments`, the same on either publisher's host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.addresses import host_of
from crawler.layouts.reading import NOT_FOLLOWED, Reading

HOST = re.compile(r"(?:^|\.)(?:trixonline\.(?:co\.uk|example)|proceduresonline\.antser\.(?:com|example))$")
PATH = re.compile(r"/(?:chapter/[^/]+|contents/[\w-]+|amendments)/?$", re.IGNORECASE)

# Help pages are ordinary chapters by address; the title may say Manual, Handbook or Procedures Site.
_OTHER = (
    NOT_FOLLOWED
    + r"|^/(?:\?|$)|^/resources(?:/(?!.*\.(?:pdf|docx?|xlsx?)$)|$)|^/chapter/(?:using|how-to-use)-th[a-z]+-[\w-]+/?$"
)


def reading_of(url: str, hosts: tuple[str, ...] = ()) -> Reading:
    """The reading of a manual in generations 3 and 4 that has a page at this address."""
    return Reading(
        name="trixonline",
        hosts=_hosts_of(url, hosts),
        main=("main", "[role=main]", "article", "#content", "body"),
        remove=(".breadcrumb", ".breadcrumbs", ".chapter-tools", ".build"),
        other_path=_OTHER,
        log_path=r"^/amendments/?$|^/chapter/(?:[\w-]*-)?(?:archived?-)?amendments?(?:-[\w-]*)?/?$",
        contents_path=r"^/contents(?:/[\w-]+)?/?$",
        chapter_path=r"^/chapter/[^/?]+/?$",
        library_path=r"^/resources/[\w-]*(?:documents?|library|forms)[\w-]*(?:/[\w-]+)*/?(?:\?page=\d+)?$",
    )


def _hosts_of(url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    host = host_of(url)
    if not HOST.search(host):
        return hosts or (urlsplit(url).netloc.lower(),)
    tail = ".example" if host.endswith(".example") else ".com"
    media = (f"proceduresonline{tail}/trixcms/media", f"proceduresonline{tail}/trixcms1/media")
    return (*(hosts or (host,)), *media)
