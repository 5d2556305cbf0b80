"""The one family of errors.

A message has three parts: what went wrong, where, and what to do next. The command line prints it as one line and
leaves with the error's exit code; anything outside this family is a bug and is not caught.
"""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """A class of failure of one page, by the name it has in `reread problems` and on the site.

    A fault is never a change: it is a state of its page, which closes itself when the page is good again.
    `docs/problems.md` says of each what it is, what is done about it, and what a person can do.
    """

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
    CHARSET = "charset"
    ERROR_PAGE = "error page"
    MAINTENANCE = "maintenance"
    COOKIE_WALL = "cookie wall"
    LOG_IN = "log-in"
    EMPTY = "empty"
    LAYOUT = "layout"
    DOCUMENT = "document"
    OUT_OF_ORDER = "out of order"
    OTHER = "other"


class RereadError(Exception):
    """Something a person can act on. `exit_code` is what the command line leaves with."""

    exit_code = 1


class UsageError(RereadError):
    """The command was asked for something that does not exist (an unknown source, a file that is not there)."""

    exit_code = 2


class SourceError(RereadError):
    """The configuration file or a source's declaration in it cannot be used."""

    exit_code = 2


class CollectError(RereadError):
    """A collection could not be made. What had been kept before stays kept."""


class ClosedError(CollectError):
    """A source was not asked, or not to its end, because its opening hours say so. That is as it should be."""

    exit_code = 0


class ExtractError(RereadError):
    """A page cannot be read as its layout promises, so no version is made of it. `fault` is the class of failure."""

    def __init__(self, message: str, fault: Fault = Fault.OTHER) -> None:
        super().__init__(message)
        self.fault = fault


class StoreError(RereadError):
    """The store could not be opened, read or written."""


class DamagedStoreError(StoreError):
    """The store holds something that contradicts itself: a digest or a reference does not fit."""

    exit_code = 4


class PublishError(RereadError):
    """The site could not be written. The last good site stays where it is."""
