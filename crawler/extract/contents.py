"""Contents pages: which chapters a manual lists, in what order and state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from crawler.addresses import normalised_url, suffix_of
from crawler.extract.dates import DATE, date_of
from crawler.extract.elements import attribute, is_noise
from crawler.extract.html import links_of, main_of, parsed, selected, skipped_in
from crawler.extract.links import Links
from crawler.extract.page_text import text_of
from crawler.layouts import ANY_LINK, DOCUMENT_SUFFIXES, Reading, role_of
from kb.errors import ExtractError
from kb.model import Contents, Listing, Page, PageRole, SpanKind
from kb.text import collapsed

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ROWS = frozenset({"tr", "li", "dt", "dd", "p", "div", "td", "section", "body", "main", "article"})
_BADGES = {"updated": "Updated", "new": "New", "under review": "Under Review"}
_BADGE = re.compile(r"[\s(\[]*(updated|new|under review)[)\]!]*$", re.IGNORECASE)
# Glued to the title's last letter, as in "ReferralsUpdated": only then may a badge be cut from a title.
_GLUED_BADGE = re.compile(r"(?<=[a-z0-9)\]’'.])(Updated|New|Under Review)$|[(\[](Updated|New)[)\]]$")
# A title may end in a month ("Update December 2020"), so only a whole date is cut from it.
_GLUED_DATE = re.compile(
    r"[A-Z][a-z]+ \d{1,2}, \d{4}$|\d{1,2} [A-Z][a-z]+ \d{4}$|\d{1,2}/\d{1,2}/\d{4}$|\d{4}-\d\d-\d\d$"
)
_DATE_AT_END = re.compile(rf"(?:{DATE.pattern})$", re.IGNORECASE)
_NESTED = frozenset({"ul", "ol", "table", "script", "style"})
_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)\.?\s*(?=\D|$)|^([A-Z]{2}\d+)\.\s*")
_PART = re.compile(r"^(?:part\s+\d+\s*[:.–-]?\s*|\d+(?:\.\d+)*[.:]?\s*)", re.IGNORECASE)


def read_contents(page: Page, reading: Reading) -> Contents:
    """What a contents page lists: the manual's own chapters and documents, each once, in the order of the page.

    Rows that lead out of the manual are no chapters of it and are left out. Raises ExtractError for a page without any.
    """
    soup = parsed(text_of(page))
    links = links_of(soup, reading, page)
    # Links that a source's own selector picks may stand in the site's menu, where no text of a chapter is looked for.
    anywhere = reading.links != ANY_LINK
    roots = [soup.body or soup] if anywhere else main_of(soup, reading, page)
    picked = [tag for root in roots for tag in selected(soup, reading.links, page) if root in tag.parents]
    ways = frozenset(id(parent) for tag in picked for parent in tag.parents) if anywhere else frozenset()
    skipped = skipped_in(soup, reading, page)
    rows = _Rows(links, reading, frozenset(map(id, picked)), skipped, ways, normalised_url(page.url))
    for root in roots:
        rows.walk(root)
    if not rows.listings:
        raise ExtractError(
            f"no chapter is listed in {page.url}: no link matched by {reading.links!r} inside "
            f"{' or '.join(map(repr, reading.main))} leads into {', '.join(reading.hosts)} (layout {reading.name}); "
            f"check the address, or set contents_links under the source's selectors"
        )
    # The log's link stands in the site's menu as often as in the list.
    return Contents(tuple(rows.listings), tuple(_logs(soup, links, reading)), tuple(rows.documents))


@dataclass(frozen=True, slots=True)
class _Row:
    """What the text of one row says, without its link's target."""

    number: str
    title: str
    badge: str
    stated_on: date | None


class _Rows:
    """Walks the list in order, knowing which part's heading stands above."""

    def __init__(
        self,
        links: Links,
        reading: Reading,
        wanted: frozenset[int],
        skipped: frozenset[int],
        ways: frozenset[int],
        own: str,
    ) -> None:
        self.listings: list[Listing] = []
        self.documents: list[str] = []
        self._links = links
        self._reading = reading
        self._wanted = wanted
        self._skipped = skipped
        self._ways = ways  # elements around links that the source declares, so they are walked whatever they are
        self._own = own
        self._headings: list[tuple[int, str]] = []
        self._caption = ""
        self._listed: set[str] = set()
        self._told: set[int] = set()  # rows whose number and title a link has taken

    def walk(self, tag: Tag) -> None:
        for child in tag.find_all(True, recursive=False):
            if id(child) in self._skipped or (id(child) not in self._ways and is_noise(child)):
                continue
            if child.name in _HEADINGS and child.find("a", href=_leads_out) is None:
                self._open_part(child)
            elif child.name == "caption":
                self._caption = _part_title(child)
            elif child.name == "a" and id(child) in self._wanted:
                self._list(child)
            else:
                self.walk(child)
                self._caption = "" if child.name == "table" else self._caption

    def _open_part(self, heading: Tag) -> None:
        rank = int(heading.name[1])
        if rank == 1:
            return
        self._headings = [(above, text) for above, text in self._headings if above < rank]
        self._headings.append((rank, _part_title(heading)))

    def _list(self, link: Tag) -> None:
        resolved = self._links.resolve(attribute(link, "href"))
        if resolved is None or attribute(link, "href").startswith("#"):
            return
        url = normalised_url(resolved[1])
        if url == self._own:
            return
        role = role_of(url, self._reading, collapsed(link.get_text()))
        if role not in {PageRole.CHAPTER, PageRole.DOCUMENT} and not self._helps(link, url):
            return
        if role is PageRole.DOCUMENT and url not in self.documents:
            self.documents.append(url)
        row = self._row_of(link)
        if row is None or not row.title or url in self._listed:
            return
        self._listed.add(url)
        part = self._headings[0][1] if self._headings else self._caption
        place = len(self.listings) + 1
        self.listings.append(Listing(place, row.number, row.title, url, part, row.badge, row.stated_on))

    def _helps(self, link: Tag, url: str) -> bool:
        """Whether a help page is listed as a chapter: handbooks begin with "1.0.1 Using this Handbook"."""
        inside = self._reading.belongs(url) and role_of(url, self._reading) is PageRole.OTHER
        strings = _strings(_row_element(link, self._wanted))
        return inside and "/chapter/" in url and bool(strings) and _NUMBER.match(strings[0]) is not None

    def _row_of(self, link: Tag) -> _Row | None:
        """The row of a link; None for a second link in a numbered row ("see also")."""
        element = _row_element(link, self._wanted)
        row = _read_row(_strings(element), _strings(link))
        if id(element) in self._told and row.number:
            return None
        self._told.add(id(element))
        return row


def _row_element(link: Tag, wanted: frozenset[int]) -> Tag:
    """The smallest element around a link that is a row of a list or table, and no more than one row."""
    for parent in link.parents:
        if parent.name == "tr" or (parent.name in _ROWS and parent.name != "td"):
            return parent if parent.name in {"tr", "li", "p", "dt", "dd"} or _links_in(parent, wanted) == 1 else link
    return link


def _links_in(tag: Tag, wanted: frozenset[int]) -> int:
    return sum(id(link) in wanted for link in tag.find_all("a", href=True))


def _strings(tag: Tag) -> list[str]:
    """The texts of a row one by one, without nested rows; images as their alternative text (badges are images)."""
    found: list[str] = []
    for child in tag.contents:
        if isinstance(child, Tag):
            if child.name == "img":
                found.append(collapsed(attribute(child, "alt")))
            elif child.name == "time" and date_of(attribute(child, "datetime")[:10]):
                found.append(attribute(child, "datetime")[:10])
            elif child.name not in _NESTED:
                found.extend(_strings(child))
        elif type(child) is NavigableString:
            found.append(collapsed(child))
    return [text for text in found if text]


def _read_row(strings: list[str], link_strings: list[str]) -> _Row:
    """Number, title, badge and date: from separate texts where the page parts them, else cut from the glued text."""
    badges: list[str] = []
    stated_on: date | None = None
    for text in strings:
        rest, found, day = _state_at_end(text, _BADGE, _DATE_AT_END)
        if not rest:  # nothing but badges and a date
            badges, stated_on = [*badges, *found], day or stated_on
    number = _number_in(strings[0]) if strings else ""
    titles = [text for text in link_strings if _state_at_end(text, _BADGE, _DATE_AT_END)[0]]
    title = " ".join(titles)
    if _number_in(title) in {number, ""}:
        title = _NUMBER.sub("", title, count=1)
    title, found, day = _state_at_end(title, _GLUED_BADGE, _GLUED_DATE)
    number = number or (_number_in(titles[0]) if titles else "")
    return _Row(number, title.strip(" –-|"), ", ".join(dict.fromkeys([*badges, *found])), stated_on or day)


def _number_in(text: str) -> str:
    found = _NUMBER.match(text)
    return (found.group(1) or found.group(2)) if found else ""


def _state_at_end(text: str, badge: re.Pattern[str], day: re.Pattern[str]) -> tuple[str, list[str], date | None]:
    """The text without the badges and date at its end, the badges in the order printed, and the date."""
    dated = day.search(text)
    stated_on = date_of(dated.group()) if dated else None
    if dated and stated_on:
        text = text[: dated.start()].rstrip()
    badges: list[str] = []
    found = badge.search(text)
    while found:
        badges.insert(0, _BADGES[next(group for group in found.groups() if group).lower()])
        text = text[: found.start()].rstrip()
        found = badge.search(text)
    return text, badges, stated_on


def _part_title(tag: Tag) -> str:
    return _PART.sub("", collapsed(tag.get_text(" ")))


def _leads_out(href: str | None) -> bool:
    return bool(href) and not str(href).startswith("#")


def _logs(soup: BeautifulSoup, links: Links, reading: Reading) -> Iterator[str]:
    seen: set[str] = set()
    for link in soup.find_all("a", href=True):
        resolved = links.resolve(attribute(link, "href"))
        if resolved is None or resolved[0] is not SpanKind.CROSS_LINK or suffix_of(resolved[1]) in DOCUMENT_SUFFIXES:
            continue
        url = normalised_url(resolved[1])
        if url not in seen and role_of(url, reading, collapsed(link.get_text(" "))) is PageRole.LOG:
            seen.add(url)
            yield url
