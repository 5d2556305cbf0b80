"""Follow contents pages to chapters, documents and logs. Hands over what came; judges nothing of its content."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

import scrapy
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response
from twisted.python.failure import Failure as Raised

from crawler.addresses import address_key, normalised_url
from crawler.faults import Failure, failure_of_answer, failure_of_error
from crawler.layouts import Reading
from crawler.leads import leads_of, stands_by_date
from crawler.patience import LONGEST_PAUSE, pause_wished
from crawler.sources import Source
from kb.errors import ExtractError, Fault
from kb.model import Lead, Leads, Outcome, Page, PageRole, Standing

_Came = TypeVar("_Came")

_UNKNOWN = Failure(Fault.OTHER, "said to be unmodified, but no page of it is kept")

_MOST_TROUBLE = 10
"""So many addresses in a row without an answer of the manual mean that network or host are gone, not ten pages."""

_TROUBLE = frozenset(
    {
        Fault.DNS,
        Fault.TLS,
        Fault.TIMEOUT,
        Fault.REFUSED,
        Fault.CUT_OFF,
        Fault.SERVER_ERROR,
        Fault.TOO_MANY_REQUESTS,
    }
)
"""The classes of failure that are the network's or the host's rather than the page's."""


class Sink(Protocol):
    """Where a collection's pages go, and what it may ask about earlier ones. Every call is kept before it returns."""

    def kept(self, url: str) -> Page | None:
        """The page this same collection has kept already for an address (a resumed run asks for it no more)."""

    def standing(self, url: str) -> Standing | None:
        """What stood at an address when it last answered."""

    def page(self, standing: Standing) -> Page:
        """That page."""

    def expect(self, number: int) -> None:
        """Hears how many addresses there are to ask for, as far as is known by now."""

    def keep(self, page: Page, role: PageRole, asked: str) -> Outcome:
        """Keeps a page that came for the address asked; says whether it is a new one."""

    def keep_leads(self, page: Page, role: PageRole, leads: Leads) -> None:
        """Keeps where a page leads, which documents it links to among that."""

    def still(self, url: str, role: PageRole, outcome: Outcome, standing: Standing) -> None:
        """Keeps that the page which stood at an address stands there still (not modified), or is taken to (dated)."""

    def note(self, url: str, role: PageRole, outcome: Outcome, failure: Failure) -> None:
        """Keeps that an address brought no page, and what was wrong with it."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a spider needs: the source, how its pages are read, where they go, and the clock."""

    source: Source
    reading_of: Callable[[str], Reading]
    sink: Sink
    now: Callable[[], datetime]


class ManualSpider(scrapy.Spider):
    """One collection of one manual. `stopped` says why it ended before its end, if it did."""

    name = "manual"

    def __init__(self, collection: Collection, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.stopped = ""
        self._source = collection.source
        self._reading_of = collection.reading_of
        self._sink = collection.sink
        self._now = collection.now
        self._asked: set[str] = set()
        self._waiting: deque[Request] = deque()
        self._trouble = 0

    async def start(self) -> AsyncIterator[Any]:
        """The addresses the source declares; everything else is found from there."""
        starts = [
            *(Lead(url, PageRole.CONTENTS) for url in self._source.contents),
            *(Lead(url, PageRole.LOG) for url in self._source.amendments),
        ]
        self._waiting.extend(self._ask(starts))
        if self._waiting:
            yield self._waiting.popleft()

    def _then(self, take: Callable[[_Came], list[Request]], came: _Came) -> Iterator[Request]:
        """Takes what came, and hands over the address after it: first found, first asked.

        Handed over together, requests would be asked in an order that hangs on how fast answers come. The next one is
        asked for also where taking this one fails on a mistake of ours.
        """
        try:
            self._waiting.extend(take(came))
        finally:
            if self._waiting and not self.stopped:
                yield self._waiting.popleft()

    def _ask(self, leads: Iterable[Lead]) -> list[Request]:
        """The requests for what has not been asked for yet, and for what that leads to where it need not be asked."""
        requests = []
        for lead in leads:
            url = normalised_url(lead.url)
            key = address_key(url)
            if key not in self._asked:
                self._asked.add(key)
                requests += self._asked_for(url, lead)
        self._sink.expect(len(self._asked))
        return requests

    def _asked_for(self, url: str, lead: Lead) -> list[Request]:
        kept = self._sink.kept(url)
        if kept is not None:
            return self._follow(kept, lead.role)
        standing = self._sink.standing(url)
        if standing is None:
            return [self._request(url, lead.role)]
        if stands_by_date(lead, standing, self._now(), self._source.full_check_every):
            self._sink.still(url, lead.role, Outcome.DATED, standing)
            return self._follow_standing(standing, lead.role)
        return [self._request(url, lead.role, standing)]

    def _request(self, url: str, role: PageRole, standing: Standing | None = None) -> Request:
        conditions = {}
        if standing is not None:
            conditions = {"If-None-Match": standing.etag, "If-Modified-Since": standing.last_modified}
        return Request(
            url,
            headers={name: value for name, value in conditions.items() if value},
            callback=self._arrived,
            errback=self._failed,
            dont_filter=True,
            meta={"role": role, "asked": url, "is_conditional": bool(conditions)},
        )

    def _arrived(self, response: Response) -> Iterator[Request]:
        yield from self._then(self._answered, response)

    def _answered(self, response: Response) -> list[Request]:
        role: PageRole = response.meta["role"]
        asked: str = response.meta["asked"]
        if response.status == 304:
            return self._unmodified(response, asked, role)
        page = self._page_of(response)
        is_whole = "partial" not in response.flags  # Scrapy's word for a body of no stated length
        is_own = self._reading_of(page.url).belongs(page.url)
        failure = failure_of_answer(asked, page.url, response.status, page.media_type, response.body, is_whole, is_own)
        if failure is not None:
            gone = Outcome.GONE if response.status in {404, 410} else Outcome.FAILED
            self._sink.note(asked, role, gone, failure)
            self._rest_if_wished(response)
            self._count_trouble(failure)
            return []
        self._trouble = 0
        standing = self._sink.standing(asked)
        if self._sink.keep(page, role, asked) is Outcome.SAME and standing is not None and standing.url == page.url:
            return self._follow_standing(standing, role)
        return self._follow(page, role)

    def _unmodified(self, response: Response, asked: str, role: PageRole) -> list[Request]:
        standing = self._sink.standing(asked)
        if standing is None or not response.meta["is_conditional"]:
            self._sink.note(asked, role, Outcome.FAILED, _UNKNOWN)
            return []
        self._trouble = 0
        if standing.url != normalised_url(response.url):
            # The address leads elsewhere by now, and what is not modified there is another page.
            return [self._request(asked, role)]
        self._sink.still(asked, role, Outcome.NOT_MODIFIED, standing)
        return self._follow_standing(standing, role)

    def _rest_if_wished(self, response: Response) -> None:
        """Ends the collection where the host asks for more patience than a collection has."""
        wished = pause_wished(response, datetime.now(UTC))
        if wished is not None and wished > LONGEST_PAUSE:
            self._stop(f"the host asks to be left alone for {wished / 60:.0f} minutes")

    def _count_trouble(self, failure: Failure) -> None:
        self._trouble = self._trouble + 1 if failure.fault in _TROUBLE else 0
        if self._trouble >= _MOST_TROUBLE:
            self._stop(f"{self._trouble} addresses in a row did not answer ({failure.detail})")

    def _stop(self, why: str) -> None:
        self.stopped = why
        raise CloseSpider("stopped")

    def _page_of(self, response: Response) -> Page:
        content_type = _header(response, "Content-Type") or ""
        media_type, _, parameters = content_type.partition(";")
        charset = parameters.partition("charset=")[2].strip().strip("\"'") or None
        media_type = media_type.strip().lower() or "text/html"
        return Page(
            source=self._source.name,
            url=normalised_url(response.url),
            fetched_at=self._now(),
            body=response.body,
            status=response.status,
            media_type="application/pdf" if response.body.startswith(b"%PDF-") else media_type,
            charset=charset,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )

    def _follow_standing(self, standing: Standing, role: PageRole) -> list[Request]:
        """What an unchanged page leads to: it is read again only where that is not known."""
        if role is PageRole.DOCUMENT:
            return []
        if standing.leads is not None and standing.role is role:
            return self._ask(standing.leads.follow)
        return self._follow(self._sink.page(standing), role)

    def _follow(self, page: Page, role: PageRole) -> list[Request]:
        """What a page leads to. A page that cannot be read leads nowhere; extraction will say why."""
        try:
            leads = leads_of(page, role, self._reading_of(page.url))
        except ExtractError as error:
            self.logger.warning("%s", error)
            return []
        if role is not PageRole.DOCUMENT:
            self._sink.keep_leads(page, role, leads)
        return self._ask(leads.follow)

    def _failed(self, raised: Raised) -> Iterator[Request]:
        yield from self._then(self._not_answered, raised)

    def _not_answered(self, raised: Raised) -> list[Request]:
        request: Request = raised.request  # type: ignore[attr-defined]
        assert raised.value is not None  # a failure without an exception does not reach an errback
        failure = failure_of_error(raised.value)
        self._sink.note(request.meta["asked"], request.meta["role"], Outcome.FAILED, failure)
        self._count_trouble(failure)
        return []


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
