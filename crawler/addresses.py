"""Addresses: one form for each, whatever way a page spells it."""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import splitext
from urllib.parse import quote, unquote, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.(?:[xs]?html?|aspx?|php|jsp|cfm)$", re.IGNORECASE)
# Of a visit, not of a page: sessions, and what mails, searches and social networks add to know where one came from.
_SESSION = re.compile(
    r"^(?:phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|sid|cfid|cftoken"
    r"|utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl)$",
    re.IGNORECASE,
)
# ";jsessionid=F3A1" of Java servers, "/(S(lit3py55t21z5v55vlm25s55))" of Microsoft's
_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*|/\([AS]\(\w{24,}\)\)(?=/)", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What stays as it is in a path or query: reserved characters mean something there, "%" starts an escape already made.
_KEPT = "%/:?@!$&'()*+,;=[]~"


@lru_cache(maxsize=1 << 15)  # the pages of a manual link to the same few thousand addresses
def normalised_url(url: str) -> str:
    """The one form of an address, however a page spells it. What is no address comes back as it is.

    Scheme and host in lower case, without default port, fragment, session or tracking parameters; `index.html` as its
    folder; dot segments resolved; percent escapes only where they are needed, in upper case. The scheme and the order
    of parameters stay as they are.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip().partition("#")[0]
    path = _INDEX.sub("/", _without_dots(_escaped(_PATH_SESSION.sub("", parts.path)) or "/"))
    return urlunsplit((parts.scheme.lower(), _authority(url, parts.scheme.lower()), path, _query(parts.query), ""))


def host_of(url: str) -> str:
    """The address's host in lower case, without "www." and port; "" where it has none."""
    return (_hostname(url) or "").removeprefix("www.")


def address_key(url: str) -> str:
    """By what two addresses are one: without scheme and "www."."""
    return url.partition("://")[2].removeprefix("www.")


def suffix_of(url: str) -> str:
    """The file ending of the address's path, in lower case with its dot (".pdf"); "" where it has none."""
    return splitext(unquote(urlsplit(url).path))[1].lower()


def _hostname(url: str) -> str | None:
    try:
        name = urlsplit(url.strip()).hostname
    except ValueError:  # brackets that are no IPv6 address: a page may hold anything in an href
        return None
    return name.rstrip(".") if name else name


def _authority(url: str, scheme: str) -> str:
    parts = urlsplit(url.strip())
    host = _hostname(url) or ""
    host = f"[{host}]" if ":" in host else host
    try:
        port = parts.port
    except ValueError:
        return parts.netloc.lower()
    return host if port is None or port == _DEFAULT_PORTS.get(scheme) else f"{host}:{port}"


def _query(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _SESSION.match(pair.partition("=")[0])]
    return _escaped("&".join(kept))


def _escaped(text: str) -> str:
    def plain(found: re.Match[str]) -> str:
        character = chr(int(found.group(1), 16))
        return character if character in _UNRESERVED else found.group(0).upper()

    lone_percent = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return quote(_ESCAPE.sub(plain, lone_percent), safe=_KEPT)


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for place, segment in enumerate(segments):
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
        if segment in {".", ".."} and place == len(segments) - 1:
            kept.append("")
    return "/".join(kept) or "/"
