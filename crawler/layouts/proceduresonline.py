"""Generations 0 to 2: static pages, with or without `/chapters/`: `contents.html`, `amendments.html`, `p_<name>.html`.

A manual has a host of its own (`swindonchildcare.proceduresonline.com`) or a folder on the publisher's
(`proceduresonline.com/bristol/cs/`). The publisher's markup below the head was never seen in full, so the selectors end
in `body`, and what is furniture is told by element and wording (`crawler.extract.furniture`).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.addresses import host_of
from crawler.layouts.reading import NOT_FOLLOWED, Reading

HOST = re.compile(r"(?:^|\.)proceduresonline\.(?:com|example)$")
PATH = re.compile(r"/(?:[pg]_[\w%-]+|contents|amendments)\.html?$", re.IGNORECASE)
_SHARED_HOST = re.compile(r"^proceduresonline\.(?:com|example)$")
# Documents of the publisher's media library lie outside the manual's own folder.
_MEDIA = ("trixcms/media", "trixcms1/media")

_OTHER = (
    NOT_FOLLOWED + r"|^/(?:chapters/?)?(?:\?|$)"
    r"|(?:^|/)(?:index|default|home|help|how_to|quick[ _]guide|using_this_(?:manual|handbook)|contact_us|copyright)"
    r"\.html?$"
)


def reading_of(url: str, hosts: tuple[str, ...] = ()) -> Reading:
    """The reading of a manual in generations 1 and 2 that has a page at this address."""
    return Reading(
        name="proceduresonline",
        hosts=_hosts_of(url, hosts),
        main=("main", "[role=main]", "#main_content", "#content", "#main", "body"),
        remove=("#switch_style", "#breadcrumb", "#text_size"),
        other_path=_OTHER,
        contents_path=r"(?:^|/)(?:\w_)?contents\.html?$",
        chapter_path=r"^/(?:chapters/)?[^/?]+\.html?$",
    )


def _hosts_of(url: str, hosts: tuple[str, ...]) -> tuple[str, ...]:
    host = host_of(url)
    if not HOST.search(host):  # generation 0 lived on the boards' own hosts
        return hosts or (urlsplit(url).netloc.lower(),)
    publisher = "proceduresonline.example" if host.endswith(".example") else "proceduresonline.com"
    own = _folder_on(host, url) if _SHARED_HOST.match(host) else host
    named = [own if place.lower().removeprefix("www.") == host else place for place in hosts or (host,)]
    return (*dict.fromkeys(named), *(f"{publisher}/{folder}" for folder in _MEDIA))


def _folder_on(host: str, url: str) -> str:
    """The publisher's own host holds everybody's manuals: authority and product tell them apart."""
    folders = [part for part in urlsplit(url).path.split("/")[1:-1] if part and part != "chapters"]
    return "/".join([host, *folders[:2]])
