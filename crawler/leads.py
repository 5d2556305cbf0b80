"""Where a page leads: from contents pages to chapters and logs, from every page to documents and their libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from crawler.extract import RULES, read_contents
from crawler.extract.documents import linked_from
from crawler.layouts import Reading, role_of
from crawler.logs import read_log
from crawler.sources import Source
from kb.model import Lead, Leads, Page, PageRole, Standing

_LEADS_RULES = 1
"""The number of the rules in this module. It rises whenever the same page would lead elsewhere."""


def key_of(source: Source) -> str:
    """What the leads of a source's pages depend on besides their bytes: rules, hosts, layout and selectors."""
    declared = (RULES, _LEADS_RULES, source.all_hosts, source.layout, source.selectors)
    return hashlib.sha256(repr(declared).encode()).hexdigest()[:16]


def leads_of(page: Page, role: PageRole, reading: Reading) -> Leads:
    """Where a page leads. Raises ExtractError for a contents page or a log that cannot be read."""
    if role is PageRole.DOCUMENT:
        return Leads()
    if role is PageRole.LOG:
        return Leads(tuple(_archives(page, reading)))
    linked = linked_from(page, reading)
    follow = [
        *(_listed(page, reading) if role is PageRole.CONTENTS else ()),
        *(Lead(url, PageRole.DOCUMENT) for url in linked.documents if role_of(url, reading) is PageRole.DOCUMENT),
        *(Lead(url, PageRole.OTHER) for url in linked.libraries),
    ]
    return Leads(tuple(follow), linked.documents)


def _listed(page: Page, reading: Reading) -> Iterator[Lead]:
    contents = read_contents(page, reading)
    for listing in contents.listings:
        # Listed among the chapters is a chapter, also where its address would not tell (a help page).
        document = role_of(listing.url, reading) is PageRole.DOCUMENT
        yield Lead(listing.url, PageRole.DOCUMENT if document else PageRole.CHAPTER, listing.stated_on)
    for url in contents.log_urls:
        yield Lead(url, PageRole.LOG)


def _archives(page: Page, reading: Reading) -> Iterator[Lead]:
    for link in read_log(page).archive_links:
        if link.url and role_of(link.url, reading, link.text) is PageRole.LOG:
            yield Lead(link.url, PageRole.LOG)


def stands_by_date(lead: Lead, standing: Standing, now: datetime, every: timedelta) -> bool:
    """Whether a chapter need not be asked for today, by the date that the contents page states of it.

    It must have been asked for within `every`, with nothing wrong; the date must be the one that was stated then; and
    it must be earlier than that day: what was amended later on the same day states the same date.
    """
    asked_on = standing.checked_at.date()
    return (
        lead.role is PageRole.CHAPTER
        and standing.is_sound
        and timedelta(0) <= now - standing.checked_at < every
        and lead.stated_on is not None
        and lead.stated_on == standing.listed_on
        and lead.stated_on < asked_on
    )
