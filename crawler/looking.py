"""Single questions to a page that is looked at: what it links to in which role or words, what it calls its site."""

from __future__ import annotations

import re

from crawler.addresses import normalised_url
from crawler.extract.page_text import text_of
from crawler.layouts import Reading, role_of
from crawler.soup import attribute, links_of, parsed
from kb.model import Page, PageRole
from kb.text import collapsed


def site_names(page: Page) -> list[str]:
    """What a page calls its site, the surest first."""
    soup = parsed(text_of(page))
    site = [attribute(meta, "content") for meta in soup.select("meta[property='og:site_name']")]
    headings = [tag.get_text(" ") for tag in soup.select("h1")][:1]
    named = [attribute(meta, "content") for meta in soup.select("meta[name=application-name]")]
    parts = [part for tag in soup.select("title")[:1] for part in re.split(r" [|»—–-] ", collapsed(tag.get_text()))]
    names = (collapsed(name).rstrip("¶# ") for name in (*site, *headings, *named, *reversed(parts)))
    return [name for name in names if name]


def linked_as(role: PageRole, page: Page, reading: Reading, text: re.Pattern[str] | None = None) -> list[str]:
    """The addresses of a role that a page links to; with `text`, only where the link's words hold it."""
    return [
        url
        for url, words in _links(page, reading)
        if role_of(url, reading, words) is role and (text is None or text.search(words))
    ]


def linked_by_text(text: re.Pattern[str], page: Page, reading: Reading) -> list[str]:
    """The pages of the manual to which a page links in these words."""
    roles = {PageRole.CHAPTER, PageRole.CONTENTS, PageRole.LOG}
    return [url for url, words in _links(page, reading) if text.fullmatch(words) and role_of(url, reading) in roles]


def linked_below(address: re.Pattern[str], page: Page, reading: Reading) -> list[str]:
    """The addresses of the manual's own site in this form to which a page links."""
    return [url for url, _ in _links(page, reading) if address.search(url)]


def _links(page: Page, reading: Reading) -> list[tuple[str, str]]:
    soup = parsed(text_of(page))
    links = links_of(soup, reading, page)
    resolved = [(links.resolve(attribute(tag, "href")), tag) for tag in soup.find_all("a", href=True)]
    pairs = [(normalised_url(link[1]), collapsed(tag.get_text(" "))) for link, tag in resolved if link is not None]
    return [(url, words) for url, words in pairs if reading.belongs(url)]
