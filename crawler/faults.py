"""What can be wrong with an answer before its text is read: its class of failure, and what a person is told.

What is wrong with a text that came is told by `crawler.extract.strict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from kb.errors import Fault


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
_END = 4096  # bytes in which a page's last tag stands; scripts and comments may follow
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


def failure_of_answer(
    asked: str,
    landed: str,
    status: int,
    media_type: str,
    body: bytes,
    is_whole: bool = True,
    is_own: bool = True,
) -> Failure | None:
    """What is wrong with an answer before anything is read out of it; None where nothing is.

    `landed` is the address after redirects, `is_own` whether that is one of the manual's. A page of a manual that leads
    to the home page, a log-in or another site is not there; documents may lie elsewhere.
    `is_whole` is whether the server said how long the body is: where it did not, a page is whole if it ends as HTML.
    """
    if status == 429:
        return Failure(Fault.TOO_MANY_REQUESTS, "the server asks for fewer requests (429): raise the source's delay")
    if status >= 500:
        return Failure(Fault.SERVER_ERROR, f"the server answered {status}")
    if status >= 400:
        return Failure(Fault.CLIENT_ERROR, f"the server answered {status}")
    if _leads_away(asked, landed):
        return Failure(Fault.REDIRECTED_AWAY, f"redirected to {landed}, which is not the page")
    if not is_own and (not media_type or "html" in media_type):
        return Failure(
            Fault.REDIRECTED_AWAY,
            f"redirected to {landed}, which is on no host of the manual: if it has moved there, add that host to hosts",
        )
    if not body.strip():
        return Failure(Fault.EMPTY, "the page is empty")
    if media_type and not media_type.startswith(_READABLE):
        return Failure(Fault.MEDIA_TYPE, f"a page was expected, but {media_type} came")
    if not is_whole and "html" in media_type and b"</html" not in body[-_END:].lower():
        return Failure(Fault.CUT_OFF, "the answer broke off before the page's end")
    return None


def _leads_away(asked: str, landed: str) -> bool:
    path = urlsplit(landed).path.strip("/").lower()
    deep = urlsplit(asked).path.strip("/").lower() not in _HOMES
    log_in = any(mark in part for part in path.split("/") for mark in _LOG_INS)
    return deep and asked != landed and (path in _HOMES or log_in)
