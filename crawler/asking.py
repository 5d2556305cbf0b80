"""Ask for a handful of pages, one at a time, under the same rules as a collection: robots.txt, user agent, limits.

A collection is Scrapy's; this is for looking at a site before there is anything to collect, where each answer decides
what is asked next.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from http.client import HTTPException, HTTPResponse
from urllib.error import URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from protego import Protego

from crawler.addresses import normalised_url
from kb.errors import CollectError
from kb.model import Page

ROBOTS_NAME = "reread"
"""The name by which robots.txt can speak of us."""

_LARGEST_BODY = 10 * 1024 * 1024
_SOCKET_SECONDS = 30
_ANSWER_SECONDS = 60
_MOST_REDIRECTS = 5
_PIECE = 64 * 1024
_PAUSES = (2.0, 10.0)
"""Before the second and third time that a page is asked for, in multiples of the delay."""
_LONGEST_DELAY = 30.0
"""Seconds. A handful of requests need not wait longer than this, whatever Crawl-delay says."""


def user_agent(contact: str) -> str:
    """Who we are and how to reach us."""
    who = f"; {contact}" if contact else ""
    return f"reread/1 (change tracker for procedures manuals{who})"


class _PassingError(CollectError):
    """No answer came; the next try may bring one."""


class Asker:
    """Asks for one page at a time. `asked` are the addresses requested, robots.txt not counted.

    What was asked once is remembered; nothing is asked that robots.txt forbids.
    """

    def __init__(self, now: Callable[[], datetime], contact: str = "", proxy: str = "", delay: float = 1.0) -> None:
        self.asked: list[str] = []
        self._now = now
        self._agent = user_agent(contact)
        self._delay = delay
        self._opener = _opener(proxy)
        self._robots: dict[str, Protego] = {}
        self._answers: dict[str, Page | CollectError] = {}
        self._last = 0.0

    def __call__(self, url: str) -> Page:
        """The page at an address, redirects followed. Raises CollectError, saying why, where there is none."""
        wanted = normalised_url(url)
        if wanted not in self._answers:
            try:
                self._answers[wanted] = self._asked(wanted)
            except CollectError as error:
                self._answers[wanted] = error
        answer = self._answers[wanted]
        if isinstance(answer, CollectError):
            raise answer
        return answer

    def _asked(self, url: str) -> Page:
        at = url
        for _ in range(_MOST_REDIRECTS + 1):
            self._refuse_forbidden(at)
            self.asked.append(at)
            response, body = self._patiently(at)
            target = response.headers.get("Location")
            if response.status not in {301, 302, 303, 307, 308} or not target:
                return self._page_of(at, response, body)
            at = normalised_url(urljoin(at, target))
        raise CollectError(f"{url} redirects more than {_MOST_REDIRECTS} times: open it in a browser")

    def _refuse_forbidden(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise CollectError(f"{url!r} is not an http address: give one that begins with https:// or http://")
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._robots:
            response, body = self._patiently(f"{place}/robots.txt")
            self._robots[place] = Protego.parse(body.decode("utf-8", "replace") if response.status == 200 else "")
        rules = self._robots[place]
        if not rules.can_fetch(url, ROBOTS_NAME):
            raise CollectError(f"{place}/robots.txt does not allow {url}: ask the site's owner, or import saved pages")
        self._delay = max(self._delay, min(rules.crawl_delay(ROBOTS_NAME) or 0.0, _LONGEST_DELAY))

    def _patiently(self, url: str) -> tuple[HTTPResponse, bytes]:
        """An answer. What may pass (no connection, an error of the server) is asked for again after a while."""
        for pause in _PAUSES:
            try:
                response, body = self._fetch(url)
            except _PassingError:
                pass
            else:
                if response.status != 429 and response.status < 500:
                    return response, body
            time.sleep(pause * self._delay)
        return self._fetch(url)

    def _fetch(self, url: str) -> tuple[HTTPResponse, bytes]:
        time.sleep(max(0.0, self._last + self._delay - time.monotonic()))
        request = Request(url, headers={"User-Agent": self._agent, "Accept": "text/html,*/*;q=0.8"})  # noqa: S310 - http only, see _refuse_forbidden
        try:
            with self._opener.open(request, timeout=_SOCKET_SECONDS) as response:
                assert isinstance(response, HTTPResponse)
                return response, _body_of(response, url)
        except (HTTPException, OSError, ValueError) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise _PassingError(f"{url} could not be asked for: {reason}: check the address and the network") from error
        finally:
            self._last = time.monotonic()

    def _page_of(self, url: str, response: HTTPResponse, body: bytes) -> Page:
        if response.status != 200:
            raise CollectError(f"{url} was answered with status {response.status}: open it in a browser")
        if not body.strip():
            raise CollectError(f"{url} is empty: open it in a browser")
        return Page(
            source="",
            url=url,
            fetched_at=self._now(),
            body=body,
            media_type=response.headers.get_content_type(),
            charset=response.headers.get_content_charset(),
        )


def _opener(proxy: str) -> OpenerDirector:
    """Opens http and https only, and leaves redirects and error statuses to us."""
    opener = OpenerDirector()
    proxies = ProxyHandler({"http": proxy, "https": proxy} if proxy else None)
    for handler in (proxies, UnknownHandler(), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _body_of(response: HTTPResponse, url: str) -> bytes:
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding != "identity":
        raise CollectError(f"{url} is sent in {encoding}, which was not asked for: import saved pages instead")
    until = time.monotonic() + _ANSWER_SECONDS
    body = b""
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > _LARGEST_BODY:
            raise CollectError(f"{url} is larger than {_LARGEST_BODY // 1024**2} MiB: it is no page of a manual")
        if time.monotonic() > until:
            raise CollectError(f"{url} took more than {_ANSWER_SECONDS} seconds: try again later")
    return body
