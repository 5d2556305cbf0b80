"""Layouts: how each family of sites is read. One module a family; `layout_of` picks by host, then by path."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from crawler.addresses import host_of
from crawler.layouts import generic, proceduresonline, trixonline
from crawler.layouts.reading import DOCUMENT_SUFFIXES, Reading, role_of
from kb.errors import SourceError

__all__ = ["DOCUMENT_SUFFIXES", "LAYOUTS", "Reading", "layout_of", "role_of", "with_selectors"]

LAYOUTS = {
    "proceduresonline": proceduresonline.reading_of,
    "trixonline": trixonline.reading_of,
    "generic": generic.reading_of,
}
"""The families a source may name."""


def layout_of(url: str, hosts: tuple[str, ...] = (), name: str = "") -> Reading:
    """How the manual that has a page at this address is read.

    `hosts` are the places that belong to the manual, where its source names them; else they are told from the address.
    `name` is the family, where the source names it. Raises SourceError for a family that does not exist.
    """
    family = name or _family_of(url)
    if family not in LAYOUTS:
        raise SourceError(f"no layout {family!r}: use one of {', '.join(LAYOUTS)}, or leave it out")
    return LAYOUTS[family](url, hosts)


def with_selectors(reading: Reading, *, main: str = "", title: str = "", remove: str = "", links: str = "") -> Reading:
    """The reading with a source's own CSS selectors; "" leaves the layout's.

    A selector that is given is demanded: a page without it cannot be read, and nothing else is tried.
    """
    return replace(
        reading,
        main=(main,) if main else reading.main,
        title=(title,) if title else reading.title,
        remove=(*reading.remove, remove) if remove else reading.remove,
        links=links or reading.links,
    )


def _family_of(url: str) -> str:
    host, path = host_of(url), urlsplit(url).path
    if trixonline.HOST.search(host):
        return "trixonline"
    if proceduresonline.HOST.search(host) or proceduresonline.PATH.search(path):
        return "proceduresonline"
    return "trixonline" if trixonline.PATH.search(path) else "generic"
