"""Phew's manuals on procedures.org.uk: `/<letters>/<part>/<chapter>`, fixed pages under `/page/`.

Of the markup nothing is known, so HTML's own elements are read. No address of a contents page is known either: it is
the page that lists the chapters, as a rule the home page.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.layouts.reading import NOT_FOLLOWED, Reading

HOST = re.compile(r"(?:^|\.)procedures\.org\.uk$")

# Five or six letters at random, as in "/zkpql/managing-individual-cases/core-groups"; short links stop after them.
_CHAPTER = r"^/(?!pages?(?:/|$)|media(?:/|$))[a-z]{4,7}(?:/[^/?]+/[^/?]+)?/?$"


def reading_of(url: str, hosts: tuple[str, ...] = ()) -> Reading:
    """The reading of a manual on procedures.org.uk that has a page at this address."""
    return Reading(
        name="phew",
        hosts=hosts or (urlsplit(url).netloc.lower(),),
        other_path=NOT_FOLLOWED + r"|^/page/(?!amendments?(?:/|$)|contents?(?:/|$))|^/(?:\?|$)",
        log_path=r"^/page/amendments?/?$",
        contents_path=r"^/page/contents?/?$",
        chapter_path=_CHAPTER,
    )
