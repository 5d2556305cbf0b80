"""The store as the spider sees it: each call is one transaction, and what a page needs is known before it comes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from crawler.faults import Failure
from kb.errors import RereadError, StoreError
from kb.model import Check, Leads, Outcome, Page, PageRole, Run, Standing
from kb.store import Store


class StoreSink:
    """Keeps one run's pages. `key` is what leads depend on; `tell` hears outcomes, expectations and what went wrong."""

    def __init__(
        self,
        store: Store,
        run: Run,
        key: str,
        now: Callable[[], datetime],
        tell: Callable[[str | int | RereadError], None],
    ) -> None:
        self._store = store
        self._run = run
        self._key = key
        self._now = now
        self._tell = tell
        # Nobody else changes the workspace while a collection runs, so what is known now is known to its end.
        with self._or_give_up():
            store.drop_unanswered(run.id)
            self._standing = store.standing(run.source, key)
            self._kept = store.kept_addresses(run.id)
            self._linked = store.linked_documents(run.source)

    def kept(self, url: str) -> Page | None:
        """The page this run has kept already for an address."""
        return self._store.page_in_run(self._run.id, url) if url in self._kept else None

    def standing(self, url: str) -> Standing | None:
        """What stood at an address when it last answered, before this run."""
        return self._standing.get(url)

    def page(self, standing: Standing) -> Page:
        """That page."""
        return self._store.page(self._run.source, standing.url, standing.digest)

    def expect(self, number: int) -> None:
        """Tells how many addresses there are to ask for."""
        self._tell(number)

    def keep(self, page: Page, role: PageRole, asked: str) -> Outcome:
        """Keeps a page; where the very same one stood there, only that it still does."""
        standing = self._standing.get(asked)
        with self._or_give_up():
            if standing is not None and _is_same(page, standing):
                outcome = Outcome.SAME
                self._store.keep_check(
                    Check(self._run.id, asked, role, page.fetched_at, outcome), page_id=standing.page_id
                )
            else:
                outcome = self._store.keep_page(self._run.id, page, role, asked)
        self._tell(outcome.value)
        return outcome

    def keep_leads(self, page: Page, role: PageRole, leads: Leads) -> None:
        """Keeps where a page leads, which documents it links to among that."""
        with self._or_give_up():
            if self._linked.get(page.url, frozenset()) != set(leads.documents):
                self._store.keep_document_links(self._run.id, page.url, leads.documents)
            self._store.keep_leads(page, role, self._key, leads)

    def still(self, url: str, role: PageRole, outcome: Outcome, standing: Standing) -> None:
        """Keeps that the page which stood at an address is taken to stand there still, and why."""
        with self._or_give_up():
            check = Check(self._run.id, url, role, self._now(), outcome)
            self._store.keep_check(check, page_id=standing.page_id)
        self._tell(outcome.value)

    def note(self, url: str, role: PageRole, outcome: Outcome, failure: Failure) -> None:
        """Keeps that an address brought no page, and the problem that this is."""
        at = self._now()
        with self._or_give_up():
            detail = f"{failure.fault}: {failure.detail}"
            self._store.record_check(Check(self._run.id, url, role, at, outcome, detail))
            self._store.note_problem(self._run.source, url, failure.fault, failure.detail, at)
        self._tell(outcome.value)

    @contextmanager
    def _or_give_up(self) -> Iterator[None]:
        """Scrapy logs what a callback raises and goes on: a page that was not kept would look like one not listed."""
        try:
            yield
        except StoreError as error:
            self._tell(error)
            os._exit(1)


def _is_same(page: Page, standing: Standing) -> bool:
    answered = (page.url, page.etag, page.last_modified, page.digest)
    return answered == (standing.url, standing.etag, standing.last_modified, standing.digest)
