"""Where the links of a page lead: made absolute, and told apart by whether they leave the manual."""

from __future__ import annotations

from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.addresses import normalised_url, suffix_of
from crawler.layouts import DOCUMENT_SUFFIXES, Reading
from kb.model import SpanKind

# What is a page by its address; everything else with an ending is a file.
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp", ".cfm"})
_LONGEST_SUFFIX = (
    5  # ".xlsx"; what follows the last dot of a slug such as "version-1.2-final" is longer or has a hyphen
)
_WEB = frozenset({"http", "https"})
# Programs that pass a link on through an address of their own, with a stamp that is another each time: where it leads.
_PASSED_ON = (("www.google.com", "/url", "q"), (".safelinks.protection.outlook.com", "/", "url"))


class Links:
    """Resolves the addresses of one page; what was asked once is remembered, whatever place on a page was meant."""

    def __init__(self, base: str, reading: Reading) -> None:
        self._base = base
        self._reading = reading
        self._known: dict[str, tuple[SpanKind, str] | None] = {}

    def resolve(self, href: str) -> tuple[SpanKind, str] | None:
        """The kind of link and its absolute target; None for what leads nowhere (empty, scripts)."""
        address, _, fragment = href.strip().partition("#")
        if not address and not fragment:
            return None
        if address not in self._known:
            self._known[address] = self._resolved(address)
        known = self._known[address]
        return (known[0], f"{known[1]}#{fragment}") if known and fragment else known

    def _resolved(self, href: str) -> tuple[SpanKind, str] | None:
        try:
            target = _where_it_leads(urljoin(self._base, href))
            scheme = urlsplit(target).scheme
        except ValueError:  # "http://[" and the like
            return None
        if scheme in {"javascript", "data", "about"}:
            return None
        if scheme not in _WEB:
            return SpanKind.LINK, target
        address = normalised_url(target)
        # Documents that are read are followed as chapters are; another kind of file is known by its address only.
        followed = not is_file(target) or suffix_of(target) in DOCUMENT_SUFFIXES
        inside = followed and self._reading.belongs(address)
        return (SpanKind.CROSS_LINK if inside else SpanKind.LINK), address


def _where_it_leads(target: str) -> str:
    parts = urlsplit(target)
    for host, path, name in _PASSED_ON:
        if parts.netloc.endswith(host) and parts.path == path:
            return parse_qs(parts.query).get(name, [target])[0]
    return target


def is_file(url: str) -> bool:
    """Whether an address is that of a file to open or keep rather than of a page."""
    suffix = suffix_of(url)
    return 1 < len(suffix) <= _LONGEST_SUFFIX and suffix[1:].isalnum() and suffix not in _PAGE_SUFFIXES
