"""The London Safeguarding Children Procedures, on all their hosts: files at first, slugs since.

Chapters were `/chapters/<name>.html`, then `/<name>.html` ("chi_prot_conf.html", "appendix_7.html"), and are
`/chapter/<slug>` today. Of the markup nothing is known, so HTML's own elements are read.
"""

from __future__ import annotations

import re

from crawler.addresses import host_of
from crawler.layouts.reading import NOT_FOLLOWED, Reading

HOST = re.compile(r"(?:^|\.)(?:londoncp|londonsafeguardingchildrenprocedures)\.co\.uk$")
_HOSTS = ("londonsafeguardingchildrenprocedures.co.uk", "londoncp.co.uk")

_OTHER = (
    NOT_FOLLOWED + r"|^/(?:chapters/?)?(?:\?|$)|^/resources(?:/(?!.*\.(?:pdf|docx?|xlsx?)$)|$)"
    r"|(?:^|/)(?:index|default|home|help|how_to|quick[ _]guide|using_this_(?:manual|handbook)|contact_us|copyright)"
    r"\.html?$|^/chapter/(?:using|how-to-use)-th[a-z]+-[\w-]+/?$"
)


def reading_of(url: str, hosts: tuple[str, ...] = ()) -> Reading:
    """The reading of the London procedures, whichever of their hosts the address is on."""
    own = (*_HOSTS, *hosts) if HOST.search(host_of(url)) or not hosts else hosts
    return Reading(
        name="london",
        hosts=tuple(dict.fromkeys(host.lower().removeprefix("www.") for host in own)),
        main=("main", "[role=main]", "article", "#main_content", "#content", "body"),
        other_path=_OTHER,
        log_path=r"(?:^|/)(?:\w+_)?amendments?(?:_\w+)?\.html?$|^/amendments/?$"
        r"|^/chapter/(?:[\w-]*-)?(?:archived?-)?amendments?(?:-[\w-]*)?/?$",
        contents_path=r"(?:^|/)(?:\w_)?contents\.html?$|^/contents(?:/[\w-]+)?/?$",
        chapter_path=r"^/(?:chapters/)?[^/?]+\.html?$|^/chapter/[^/?]+/?$",
        library_path=r"^/resources/[\w-]*(?:documents?|library|forms)[\w-]*(?:/[\w-]+)*/?(?:\?page=\d+)?$",
    )
