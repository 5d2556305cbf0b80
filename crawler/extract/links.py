"""Where the links of a page lead: made absolute, and told apart by whether they leave the manual."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from crawler.addresses import normalised_url, suffix_of
from crawler.layouts import DOCUMENT_SUFFIXES, Reading
from kb.model import SpanKind

# What is a page by its address; everything else with an ending is a file.
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp", ".cfm"})
_LONGEST_SUFFIX = (
    5  # ".xlsx"; what follows the last dot of a slug such as "version-1.2-final" is longer or has a hyphen
)
_WEB = frozenset({"http", "https"})


class Links:
    """Resolves the addresses of one page; what was asked once is remembered."""

    def __init__(self, base: str, reading: Reading) -> None:
        self._base = base
        self._reading = reading
        self._known: dict[str, tuple[SpanKind, str] | None] = {}

    def resolve(self, href: str) -> tuple[SpanKind, str] | None:
        """The kind of link and its absolute target; None for what leads nowhere (empty, scripts)."""
        if href not in self._known:
            self._known[href] = self._resolved(href.strip())
        return self._known[href]

    def _resolved(self, href: str) -> tuple[SpanKind, str] | None:
        try:
            target = urljoin(self._base, href)
            parts = urlsplit(target)
        except ValueError:  # "http://[" and the like
            return None
        if not href or parts.scheme in {"javascript", "data", "about"}:
            return None
        if parts.scheme not in _WEB:
            return SpanKind.LINK, target
        address = normalised_url(target) + (f"#{parts.fragment}" if parts.fragment else "")
        # Documents that are read are followed as chapters are; another kind of file is known by its address only.
        followed = not is_file(target) or suffix_of(target) in DOCUMENT_SUFFIXES
        inside = self._reading.belongs(target) and followed
        return (SpanKind.CROSS_LINK if inside else SpanKind.LINK), address


def is_file(url: str) -> bool:
    """Whether an address is that of a file to open or keep rather than of a page."""
    suffix = suffix_of(url)
    return 1 < len(suffix) <= _LONGEST_SUFFIX and suffix[1:].isalnum() and suffix not in _PAGE_SUFFIXES
