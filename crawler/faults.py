"""What can be wrong with an answer: the classes of failure, each with what a person is told.

A fault is never a change. It is a state of its page, which closes itself when the page is good again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit


class Fault(StrEnum):
    """A class of failure, by the name it has in `reread problems`."""

    DNS = "dns"
    TLS = "tls"
    TIMEOUT = "timeout"
    REFUSED = "refused"
    CUT_OFF = "cut off"
    CLIENT_ERROR = "client error"
    SERVER_ERROR = "server error"
    TOO_MANY_REQUESTS = "too many requests"
    REDIRECT_LOOP = "redirect loop"
    REDIRECTED_AWAY = "redirected away"
    ROBOTS = "robots"
    MEDIA_TYPE = "media type"
    TOO_LARGE = "too large"
    BOMB = "bomb"
    EMPTY = "empty"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Failure:
    """What is wrong with an answer, and where that was seen."""

    fault: Fault
    detail: str


# By class name, over all ancestors: older Scrapy lets the reactor's own errors through, newer ones are Scrapy's own.
_BY_ERROR = {
    "CannotResolveHostError": (Fault.DNS, "the host's name could not be looked up"),
    "DNSLookupError": (Fault.DNS, "the host's name could not be looked up"),
    "DownloadTimeoutError": (Fault.TIMEOUT, "the server did not answer in time"),
    "TimeoutError": (Fault.TIMEOUT, "the server did not answer in time"),
    "TCPTimedOutError": (Fault.TIMEOUT, "the server did not answer in time"),
    "DownloadConnectionRefusedError": (Fault.REFUSED, "the server refused the connection"),
    "ConnectionRefusedError": (Fault.REFUSED, "the server refused the connection"),
    "ResponseDataLossError": (Fault.CUT_OFF, "the answer broke off before its end"),
    "PartialDownload": (Fault.CUT_OFF, "the answer broke off before its end"),
    "DownloadCancelledError": (Fault.TOO_LARGE, "the answer is larger than a page or document can be"),
    "CancelledError": (Fault.TOO_LARGE, "the answer is larger than a page or document can be"),
}
_BY_WORDS = (
    ("robots.txt", Fault.ROBOTS, "robots.txt does not allow it"),
    ("max redirections", Fault.REDIRECT_LOOP, "the address redirects in a circle"),
    ("decompress", Fault.BOMB, "the answer unpacks to more than a page or document can be"),
    ("exceeded", Fault.BOMB, "the answer unpacks to more than a page or document can be"),
    ("certificate", Fault.TLS, "the server's certificate cannot be trusted"),
    ("SSL", Fault.TLS, "no secure connection could be made"),
    ("TLS", Fault.TLS, "no secure connection could be made"),
    ("Connection was closed", Fault.CUT_OFF, "the connection was lost"),
    ("Connection to the other side was lost", Fault.CUT_OFF, "the connection was lost"),
)

_HOMES = {"", "index.html", "index.htm", "default.aspx", "home"}
_LOG_INS = ("login", "log-in", "signin", "sign-in", "sso", "adfs", "saml")
_READABLE = (
    "text/",
    "application/xhtml",
    "application/pdf",
    "application/xml",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.wordprocessingml",
)


def failure_of_error(error: BaseException) -> Failure:
    """What kept an answer from coming."""
    for kind in type(error).__mro__:
        if kind.__name__ in _BY_ERROR:
            return Failure(*_BY_ERROR[kind.__name__])
    words = f"{type(error).__name__}: {error} {getattr(error, 'reasons', '')}"
    for mark, fault, detail in _BY_WORDS:
        if mark.lower() in words.lower():
            return Failure(fault, detail)
    return Failure(Fault.OTHER, " ".join(words.split())[:200])


def failure_of_answer(asked: str, landed: str, status: int, media_type: str, body: bytes) -> Failure | None:
    """What is wrong with an answer before anything is read out of it; None where nothing is.

    `landed` is the address after redirects. A page of a manual that leads to the home page or a log-in is not there.
    """
    if status == 429:
        return Failure(Fault.TOO_MANY_REQUESTS, "the server asks for fewer requests (429): raise the source's delay")
    if status >= 500:
        return Failure(Fault.SERVER_ERROR, f"the server answered {status}")
    if status >= 400:
        return Failure(Fault.CLIENT_ERROR, f"the server answered {status}")
    if _leads_away(asked, landed):
        return Failure(Fault.REDIRECTED_AWAY, f"redirected to {landed}, which is not the page")
    if not body.strip():
        return Failure(Fault.EMPTY, "the page is empty")
    if media_type and not media_type.startswith(_READABLE):
        return Failure(Fault.MEDIA_TYPE, f"a page was expected, but {media_type} came")
    return None


def _leads_away(asked: str, landed: str) -> bool:
    path = urlsplit(landed).path.strip("/").lower()
    deep = urlsplit(asked).path.strip("/").lower() not in _HOMES
    log_in = any(mark in part for part in path.split("/") for mark in _LOG_INS)
    return deep and asked != landed and (path in _HOMES or log_in)
