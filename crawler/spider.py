"""Follow contents pages to chapters, documents and logs. Hands over what came; judges nothing of its content."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import scrapy
from scrapy.http import Request, Response
from twisted.python.failure import Failure

from crawler.addresses import normalised_url
from crawler.extract import read_contents
from crawler.extract.documents import document_links, library_links
from crawler.faults import failure_of_answer, failure_of_error
from crawler.layouts import Reading, role_of
from crawler.logs import read_log
from crawler.sources import Source
from kb.errors import ExtractError
from kb.model import Outcome, Page, PageRole


class Sink(Protocol):
    """Where a collection's pages go, and what it may ask about earlier ones. Every call is kept before it returns."""

    def kept(self, url: str) -> Page | None:
        """The page this same collection has kept already for an address (a resumed run asks for it no more)."""

    def latest(self, url: str) -> Page | None:
        """The page that stood at an address when it was last checked."""

    def expect(self, number: int) -> None:
        """Hears how many addresses there are to ask for, as far as is known by now."""

    def keep(self, page: Page, role: PageRole, asked: str) -> None:
        """Keeps a page that came for the address asked."""

    def linked(self, url: str, documents: tuple[str, ...]) -> None:
        """Keeps which documents the page at an address links to."""

    def note(self, url: str, role: PageRole, outcome: Outcome, detail: str) -> None:
        """Keeps that an address brought no new page."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a spider needs: the source, how its pages are read, where they go, and the clock."""

    source: Source
    reading_of: Callable[[str], Reading]
    sink: Sink
    now: Callable[[], datetime]


class ManualSpider(scrapy.Spider):
    """One collection of one manual."""

    name = "manual"

    def __init__(self, collection: Collection, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._source = collection.source
        self._reading_of = collection.reading_of
        self._sink = collection.sink
        self._now = collection.now
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """The addresses the source declares; everything else is found from there."""
        for url in self._source.contents:
            for request in self._ask(url, PageRole.CONTENTS):
                yield request
        for url in self._source.amendments:
            for request in self._ask(url, PageRole.LOG):
                yield request

    def _ask(self, address: str, role: PageRole) -> Iterator[Request]:
        url = normalised_url(address)
        key = url.partition("://")[2].removeprefix("www.")
        if key in self._asked:
            return
        self._asked.add(key)
        self._sink.expect(len(self._asked))
        kept = self._sink.kept(url)
        if kept is not None:
            yield from self._follow(kept, role)
            return
        yield Request(
            url,
            headers=self._conditions(url),
            callback=self._arrived,
            errback=self._failed,
            dont_filter=True,
            meta={"role": role, "asked": url},
        )

    def _conditions(self, url: str) -> dict[str, str]:
        latest = self._sink.latest(url)
        if latest is None:
            return {}
        conditions = {"If-None-Match": latest.etag, "If-Modified-Since": latest.last_modified}
        return {name: value for name, value in conditions.items() if value}

    def _arrived(self, response: Response) -> Iterator[Request]:
        role: PageRole = response.meta["role"]
        asked: str = response.meta["asked"]
        if response.status == 304:
            latest = self._sink.latest(asked)
            if latest is None:
                self._sink.note(asked, role, Outcome.FAILED, "said to be unmodified, but no page of it is kept")
                return
            self._sink.note(asked, role, Outcome.NOT_MODIFIED, "")
            yield from self._follow(latest, role)
            return
        page = self._page_of(response)
        failure = failure_of_answer(asked, page.url, response.status, page.media_type, response.body)
        if failure is not None:
            gone = Outcome.GONE if response.status in {404, 410} else Outcome.FAILED
            self._sink.note(asked, role, gone, f"{failure.fault}: {failure.detail}")
            return
        self._sink.keep(page, role, asked)
        yield from self._follow(page, role)

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

    def _follow(self, page: Page, role: PageRole) -> Iterator[Request]:
        """What a page leads to. A page that cannot be read leads nowhere; extraction will say why."""
        reading = self._reading_of(page.url)
        try:
            if role is PageRole.CONTENTS:
                yield from self._follow_contents(page, reading)
            elif role is PageRole.LOG:
                for link in read_log(page).archive_links:
                    if link.url and role_of(link.url, reading, link.text) is PageRole.LOG:
                        yield from self._ask(link.url, PageRole.LOG)
            elif role in {PageRole.CHAPTER, PageRole.OTHER}:
                yield from self._follow_documents(page, reading)
        except ExtractError as error:
            self.logger.warning("%s", error)

    def _follow_contents(self, page: Page, reading: Reading) -> Iterator[Request]:
        contents = read_contents(page, reading)
        for listing in contents.listings:
            # Listed among the chapters is a chapter, also where its address would not tell (a help page).
            document = role_of(listing.url, reading) is PageRole.DOCUMENT
            yield from self._ask(listing.url, PageRole.DOCUMENT if document else PageRole.CHAPTER)
        for url in contents.log_urls:
            yield from self._ask(url, PageRole.LOG)
        yield from self._follow_documents(page, reading)

    def _follow_documents(self, page: Page, reading: Reading) -> Iterator[Request]:
        documents = document_links(page, reading)
        self._sink.linked(page.url, documents)
        for url in documents:
            if role_of(url, reading) is PageRole.DOCUMENT:
                yield from self._ask(url, PageRole.DOCUMENT)
        for url in library_links(page, reading):
            yield from self._ask(url, PageRole.OTHER)

    def _failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        assert failure.value is not None  # a failure without an exception does not reach an errback
        came = failure_of_error(failure.value)
        detail = f"{came.fault}: {came.detail}"
        self._sink.note(request.meta["asked"], request.meta["role"], Outcome.FAILED, detail)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
