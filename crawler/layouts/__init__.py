"""Layouts: how each family of sites is read. One module a family; `layout_of` picks by host, then by path."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from crawler.addresses import host_of
from crawler.layouts import generic, london, phew, proceduresonline, trixonline
from crawler.layouts.reading import (
    ANY_LINK,
    DOCUMENT_SUFFIXES,
    NOTED_SUFFIXES,
    Reading,
    is_library,
    is_noted,
    role_of,
)
from kb.errors import SourceError

__all__ = [
    "ANY_LINK",
    "DOCUMENT_SUFFIXES",
    "LAYOUTS",
    "NOTED_SUFFIXES",
    "Reading",
    "family_by_address",
    "is_library",
    "is_noted",
    "layout_of",
    "role_of",
    "with_selectors",
]

LAYOUTS = {
    "proceduresonline": proceduresonline.reading_of,
    "trixonline": trixonline.reading_of,
    "phew": phew.reading_of,
    "london": london.reading_of,
    "generic": generic.reading_of,
}
"""The families a source may name."""

_HOSTS = {
    "trixonline": trixonline.HOST,
    "proceduresonline": proceduresonline.HOST,
    "phew": phew.HOST,
    "london": london.HOST,
}


def layout_of(url: str, hosts: tuple[str, ...] = (), name: str = "") -> Reading:
    """How the manual that has a page at this address is read.

    `hosts` are the places that belong to the manual, where its source names them; else they are told from the address.
    `name` is the family, where the source names it. Raises SourceError for a family that does not exist.
    """
    family = name or family_by_address(url)[0]
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


def family_by_address(url: str) -> tuple[str, str]:
    """The family of the site at an address, and what told it: "host", "path" or "" (then it is "generic")."""
    host, path = host_of(url), urlsplit(url).path
    for family, pattern in _HOSTS.items():
        if pattern.search(host):
            return family, "host"
    if proceduresonline.PATH.search(path):
        return "proceduresonline", "path"
    return ("trixonline", "path") if trixonline.PATH.search(path) else ("generic", "")
