"""Contents pages: which chapters a manual lists, in what order and state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawler.addresses import normalised_url, suffix_of
from crawler.extract.dates import DATE, date_of
from crawler.extract.elements import is_furniture
from crawler.extract.html import links_of, main_of, skipped_in
from crawler.extract.links import Links
from crawler.extract.page_text import text_of
from crawler.extract.tree import Element, first, parsed, selected, strings_in, strings_of
from crawler.layouts import ANY_LINK, DOCUMENT_SUFFIXES, Reading, role_of
from kb.errors import ExtractError, Fault
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
    tree = parsed(text_of(page), page.url)
    links = links_of(tree, reading, page)
    # Links that a source's own selector picks may stand in the site's menu, where no text of a chapter is looked for.
    anywhere = reading.links != ANY_LINK
    body = first(tree, "body")
    roots = [tree if body is None else body] if anywhere else main_of(tree, reading, page)
    inside = frozenset(roots)
    picked = [tag for tag in selected(tree, reading.links, page) if not inside.isdisjoint(tag.iterancestors())]
    ways = frozenset(parent for tag in picked for parent in tag.iterancestors()) if anywhere else frozenset()
    skipped = skipped_in(tree, reading, page)
    rows = _Rows(links, reading, frozenset(picked), skipped, ways, normalised_url(page.url))
    for root in roots:
        rows.walk(root)
    if not rows.listings:
        raise ExtractError(
            f"no chapter is listed in {page.url}: no link matched by {reading.links!r} inside "
            f"{' or '.join(map(repr, reading.main))} leads into {', '.join(reading.hosts)} (layout {reading.name}); "
            f"check the address, or set contents_links under the source's selectors",
            Fault.LAYOUT,
        )
    # The log's link stands in the site's menu as often as in the list.
    return Contents(tuple(rows.listings), tuple(_logs(tree, links, reading)), tuple(rows.documents))


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
        wanted: frozenset[Element],
        skipped: frozenset[Element],
        ways: frozenset[Element],
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
        self._told: set[Element] = set()  # rows whose number and title a link has taken

    def walk(self, root: Element) -> None:
        """Takes all links and headings below an element; what is nested deeper takes no deeper call."""
        ways = [(root, iter(root))]
        while ways:
            element, children = ways[-1]
            child = next(children, None)
            if child is None:
                ways.pop()
                self._caption = "" if element.tag == "table" else self._caption
            elif child in self._skipped or (child not in self._ways and is_furniture(child)):
                continue
            elif child.tag in _HEADINGS and not any(_leads_out(link) for link in child.iter("a")):
                self._open_part(child)
            elif child.tag == "caption":
                self._caption = _part_title(child)
            elif child.tag == "a" and child in self._wanted:
                self._list(child)
            else:
                ways.append((child, iter(child)))

    def _open_part(self, heading: Element) -> None:
        rank = int(heading.tag[1])
        if rank == 1:
            return
        self._headings = [(above, text) for above, text in self._headings if above < rank]
        self._headings.append((rank, _part_title(heading)))

    def _list(self, link: Element) -> None:
        href = link.get("href", "")
        resolved = self._links.resolve(href)
        if resolved is None or href.startswith("#"):
            return
        url = normalised_url(resolved[1])
        if url == self._own:
            return
        role = role_of(url, self._reading, collapsed(strings_of(link)))
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

    def _helps(self, link: Element, url: str) -> bool:
        """Whether a help page is listed as a chapter: handbooks begin with "1.0.1 Using this Handbook"."""
        inside = self._reading.belongs(url) and role_of(url, self._reading) is PageRole.OTHER
        strings = _strings(_row_element(link, self._wanted))
        return inside and "/chapter/" in url and bool(strings) and _NUMBER.match(strings[0]) is not None

    def _row_of(self, link: Element) -> _Row | None:
        """The row of a link; None for a second link in a numbered row ("see also")."""
        element = _row_element(link, self._wanted)
        row = _read_row(_strings(element), _strings(link))
        if element in self._told and row.number:
            return None
        self._told.add(element)
        return row


def _row_element(link: Element, wanted: frozenset[Element]) -> Element:
    """The smallest element around a link that is a row of a list or table, and no more than one row."""
    for parent in link.iterancestors(*_ROWS):
        if parent.tag != "td":
            return parent if parent.tag in {"tr", "li", "p", "dt", "dd"} or _links_in(parent, wanted) == 1 else link
    return link


def _links_in(element: Element, wanted: frozenset[Element]) -> int:
    return sum(link in wanted for link in element.iter("a"))


def _strings(element: Element) -> list[str]:
    """The texts of a row one by one, without nested rows; images as their alternative text (badges are images)."""
    return [text for text in map(collapsed, strings_in(element, _said_instead)) if text]


def _said_instead(element: Element) -> str | None:
    if element.tag == "img":
        return element.get("alt", "")
    if element.tag == "time" and date_of(element.get("datetime", "")[:10]):
        return element.get("datetime", "")[:10]
    return "" if element.tag in _NESTED else None


def _read_row(strings: list[str], link_strings: list[str]) -> _Row:
    """Number, title, badge and date: from separate texts where the page parts them, else cut from the glued text."""
    badges: list[str] = []
    stated_on: date | None = None
    for text in strings:
        rest, found, day = _state_at_end(text, _BADGE, _DATE_AT_END)
        if not rest.strip(" –-|,:"):  # nothing but badges and a date
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


def _part_title(tag: Element) -> str:
    return _PART.sub("", collapsed(strings_of(tag, " ")))


def _leads_out(link: Element) -> bool:
    href = link.get("href", "")
    return bool(href) and not href.startswith("#")


def _logs(tree: Element, links: Links, reading: Reading) -> Iterator[str]:
    seen: set[str] = set()
    for link in tree.iter("a"):
        resolved = links.resolve(link.get("href", ""))
        if resolved is None or resolved[0] is not SpanKind.CROSS_LINK or suffix_of(resolved[1]) in DOCUMENT_SUFFIXES:
            continue
        url = normalised_url(resolved[1])
        if url not in seen and role_of(url, reading, collapsed(strings_of(link, " "))) is PageRole.LOG:
            seen.add(url)
            yield url
