"""What can be found out about a manual from one of its addresses: `discovered` reads from top to bottom.

Everything proposed is something a page said; what no page said is in `missing`, with what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from posixpath import commonprefix
from urllib.parse import urljoin, urlsplit

from crawler.addresses import host_of, normalised_url, suffix_of
from crawler.extract import read_chapter, read_contents
from crawler.extract.documents import document_links, library_links
from crawler.extract.page_text import text_of
from crawler.found import Discovery, FoundContents, FoundLog, Miss
from crawler.layouts import Reading, family_by_address, is_noted, layout_of, role_of, with_selectors
from crawler.logs import read_log
from crawler.looking import linked_as, linked_below, linked_by_text, site_names
from crawler.proposing import LinkList, Repeated, link_list, main_selector, repeated_blocks, title_selector
from crawler.sources import Selectors
from kb.errors import CollectError, ExtractError
from kb.model import Contents, Page, PageRole

Ask = Callable[[str], Page]
"""The page at an address, or a CollectError that says why there is none."""

_SAMPLES = 4
"""Chapters looked into. Three show what is common to all; with one more, one unusual chapter is not all there is."""
_FEWEST_CHAPTERS = 3
"""A page that links fewer chapters is not taken for a contents page of an unknown site."""
_MOST_OF_A_KIND = 3
"""Contents pages, logs or libraries that are asked for: more requests are for a collection."""

_STANDARD = {
    "proceduresonline": (("contents.html", "chapters/contents.html"), ("amendments.html",)),
    "trixonline": (("/contents/contents", "/contents/procedures"), ("/amendments",)),
    "phew": ((), ("/page/amendments",)),
    "london": (("/contents/contents", "/contents.html"), ("/amendments", "/amendments.html")),
}
"""Where a family keeps its contents and its log as a rule; asked for where no page links to them."""

# The style sheets of the publisher's first and second template, which boards also use on hosts of their own.
_MARKUP = re.compile(r"css/css\.php|jquery\.tocify\.css|switch_style")
# Where boards kept the publisher's first manuals on hosts of their own; a home page says nothing else of it.
_CHAPTERS = re.compile(r"/chapters/(?:contents|amendments|[pg]_[\w%-]+)\.html?$", re.IGNORECASE)
_CONTENTS_TEXT = re.compile(
    r"(?:table of |full |all |the )?(?:contents(?: (?:page|list))?|chapters|policies|procedures|sections|handbook"
    r"|manual|policies and procedures)",
    re.IGNORECASE,
)
_LOG_TEXT = re.compile(
    r"(?:change ?log|record of (?:changes|amendments)|(?:version|revision|update) history|recent (?:changes|updates)"
    r"|what(?:'|’)?s (?:new|changed)|updates|release notes|.{0,20}\bamendments?)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d|archive", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:table of )?contents|home(?: page)?|index|welcome|amendments?|untitled|start|documents?|page not found", re.I
)


def discovered(url: str, ask: Ask) -> Discovery:
    """Looks at a manual's address: its home, its contents, or any chapter.

    Raises CollectError where the address itself brings no page that can be looked at.
    """
    start = ask(url)
    if not start.media_type.endswith(("html", "xml")):
        raise CollectError(f"{start.url} is {start.media_type}: give the address of the manual's home or contents page")
    look = _Look(ask, *_family_of(start))
    return look.at(start)


def proposed_name(url: str, family: str) -> str:
    """A short name for the manual at an address: the host's own part, with its folder on a host shared by many."""
    labels = [label for label in host_of(url).split(".") if label not in {"docs", "handbook", "manual", "procedures"}]
    folders = [part for part in urlsplit(url).path.split("/")[1:-1] if part not in {"chapters", "contents", "chapter"}]
    words = labels[:1]
    if family == "proceduresonline" and labels[:1] == ["proceduresonline"]:
        words = folders[:2]
    elif family == "generic":
        words = labels[:1] + folders[:1]
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")[:40].strip("-")
    return name or "manual"


def _family_of(page: Page) -> tuple[str, str]:
    family, told_by = family_by_address(page.url)
    if family == "generic" and _MARKUP.search(text_of(page)):
        return "proceduresonline", "markup"
    if family == "generic" and linked_below(_CHAPTERS, page, layout_of(page.url)):
        return "proceduresonline", "path"
    return family, told_by


class _Look:
    """One look at one manual. What is found is put together at the end of `at`."""

    def __init__(self, ask: Ask, family: str, told_by: str) -> None:
        self._ask = ask
        self._family = family
        self._told_by = told_by
        self._missing: list[Miss] = []

    def at(self, start: Page) -> Discovery:
        """The story: contents, home, chapters, selectors, log, libraries, documents, title."""
        generic = self._family == "generic"
        home = self._home(start)
        listing = self._generic_list(start, home) if generic else None
        selectors = Selectors(contents_links=listing[1].selector) if listing else Selectors()
        pages = [listing[0]] if listing else ([] if generic else self._known_contents(start, home))
        samples = self._samples(self._chapters_of(pages, selectors))
        repeated: tuple[Repeated, ...] = ()
        if generic and samples:
            selectors, repeated = self._proposed(selectors, samples)
        if samples:
            self._check_readable(samples, selectors)
        contents = tuple(self._contents_of(page, selectors) for page in pages)
        if not contents:
            self._miss_contents()
        seen = [*dict.fromkeys((*pages, start, *([home] if home else [])))]
        logs = self._logs(pages, seen, selectors)
        libraries = self._libraries(seen, selectors)
        linked = self._linked([*pages, *libraries, *samples], selectors)
        anchor = contents[0].url if contents else start.url
        places = [*self._chapters_of(pages, selectors), *(page.url for page in (*pages, *libraries))]
        places += [*(log.url for log in logs), *(url for url, _ in linked)]
        return Discovery(
            url=start.url,
            family=self._family,
            told_by=self._told_by,
            name=proposed_name(anchor, self._family),
            title=self._title(pages if generic and pages else [*([home] if home else []), *pages] or [start]),
            contents=contents,
            logs=logs,
            libraries=tuple(page.url for page in libraries),
            linked_from=linked,
            noted=tuple(dict.fromkeys(url for url, _ in linked if is_noted(url, self._reading(anchor, selectors)))),
            sampled=tuple(page.url for page in samples),
            folder=_folder_of(places) if generic else "",
            selectors=selectors,
            repeated=repeated,
            missing=tuple(self._missing),
        )

    def _reading(self, url: str, selectors: Selectors | None = None) -> Reading:
        chosen = selectors or Selectors()
        return with_selectors(
            layout_of(url, (), self._family),
            main=chosen.main,
            title=chosen.title,
            remove=chosen.remove,
            links=chosen.contents_links,
        )

    def _try(self, url: str) -> Page | None:
        try:
            page = self._ask(url)
        except CollectError:
            return None
        return page if page.media_type.endswith(("html", "xml")) else None

    # --- contents

    def _home(self, start: Page) -> Page | None:
        """The page of the manual's own folder."""
        path = urlsplit(start.url).path
        if self._family == "generic":
            return self._try(urljoin(start.url, "."))
        parts = path.split("/")[1:-1]
        shared = self._family == "proceduresonline" and host_of(start.url).split(".")[0] == "proceduresonline"
        own = self._told_by != "host" and self._family == "proceduresonline"
        folders = [part for part in parts if part != "chapters"] if own else parts[:2] if shared else []
        return self._try(urljoin(start.url, f"/{'/'.join(folders)}{'/' if folders else ''}"))

    def _known_contents(self, start: Page, home: Page | None) -> list[Page]:
        """The contents pages of a family: by address, by links, in the usual places, or a home that lists chapters."""
        reading = self._reading(start.url)
        if role_of(start.url, reading) is PageRole.CONTENTS and self._lists(start):
            return [start]
        pages = [page for page in (start, home) if page is not None]
        linked = [url for page in pages for url in linked_as(PageRole.CONTENTS, page, self._reading(page.url))]
        usual = [urljoin((home or start).url, place) for place in _STANDARD.get(self._family, ((), ()))[0]]
        for urls in (linked, usual):
            tried = (self._try(url) for url in list(dict.fromkeys(urls))[:_MOST_OF_A_KIND])
            found = [page for page in tried if page is not None and self._lists(page)]
            if found:
                return list({page.url: page for page in found}.values())
        front = [page for page in pages if role_of(page.url, reading) is not PageRole.CHAPTER]
        return [page for page in front if self._lists(page) >= _FEWEST_CHAPTERS][:1]

    def _lists(self, page: Page) -> int:
        """How many chapters a page lists."""
        try:
            return len(read_contents(page, self._reading(page.url)).listings)
        except ExtractError:
            return 0

    def _generic_list(self, start: Page, home: Page | None) -> tuple[Page, LinkList] | None:
        """The page with the longest list of links: one called contents before the folder's own before this one."""
        named = linked_by_text(_CONTENTS_TEXT, start, self._reading(start.url))
        called = [self._try(url) for url in dict.fromkeys(named[:_MOST_OF_A_KIND])]
        found = self._best_list([*called, home, start])
        folder = (home or start).url
        while found is None and urljoin(folder, "..") != folder:
            folder = urljoin(folder, "..")
            found = self._best_list([self._try(folder)])
        return self._at_folder(found) if found else None

    def _at_folder(self, found: tuple[Page, LinkList]) -> tuple[Page, LinkList]:
        """The same list on the page of the folder that holds the chapters, if it stands there too (a site's menu)."""
        page, listing = found
        folder = urljoin(f"{commonprefix(listing.urls)}x", ".")
        above = self._best_list([self._try(folder)]) if folder != page.url else None
        if above is not None and set(listing.urls) <= {*above[1].urls, above[0].url}:
            return above
        if listing.in_menu and page.url != folder:
            advice = f"the menu of {page.url} is taken, so that page itself is not followed as a chapter"
            self._missing.append(Miss("a contents page of its own", advice))
        return found

    def _best_list(self, pages: Sequence[Page | None]) -> tuple[Page, LinkList] | None:
        lists = [(page, link_list(page, self._reading(page.url))) for page in pages if page is not None]
        found = [(page, one) for page, one in lists if one is not None and len(one.urls) >= _FEWEST_CHAPTERS]
        return max(found, key=lambda pair: len(pair[1].urls)) if found else None

    def _read(self, page: Page, selectors: Selectors) -> Contents:
        return read_contents(page, self._reading(page.url, selectors))

    def _chapters_of(self, pages: Sequence[Page], selectors: Selectors) -> list[str]:
        urls = [listing.url for page in pages for listing in self._read(page, selectors).listings]
        return [url for url in dict.fromkeys(urls) if suffix_of(url) in {"", ".html", ".htm", ".php", ".aspx", ".asp"}]

    def _contents_of(self, page: Page, selectors: Selectors) -> FoundContents:
        listings = self._read(page, selectors).listings
        parts = tuple(dict.fromkeys(listing.part for listing in listings if listing.part))
        return FoundContents(page.url, len(listings), parts, listings[0].title, listings[-1].title)

    def _miss_contents(self) -> None:
        advice = "run `reread add` again with the address of the page that lists the chapters"
        if self._family == "generic":
            advice += f"; a list is taken for one from {_FEWEST_CHAPTERS} links into the same site"
        self._missing.append(Miss("a contents page", advice))

    # --- chapters

    def _samples(self, urls: Sequence[str]) -> list[Page]:
        """A few chapters from over the whole list."""
        step = max(1, len(urls) // _SAMPLES)
        pages = [self._try(url) for url in urls[::step][:_SAMPLES]]
        lost = sum(page is None for page in pages)
        if lost:
            self._missing.append(Miss(f"{lost} of the {len(pages)} chapters looked at", "open them in a browser"))
        return [page for page in pages if page is not None]

    def _proposed(self, selectors: Selectors, samples: Sequence[Page]) -> tuple[Selectors, tuple[Repeated, ...]]:
        main = main_selector(samples)
        if not main:
            self._missing.append(
                Miss(
                    "an element that holds the text of all chapters looked at", "set main under the source's selectors"
                )
            )
        title = title_selector(samples, main)
        if title == "title":
            self._missing.append(
                Miss(
                    "a heading of its own on each chapter", "the page's <title> is taken; set title if it is not right"
                )
            )
        repeated = repeated_blocks(samples, main)
        if len(samples) < 2:
            self._missing.append(Miss("a second chapter to compare with", "check main and remove against a browser"))
        remove = ", ".join(dict.fromkeys(block.selector for block in repeated if block.selector))
        for block in repeated:
            if not block.selector:
                self._missing.append(
                    Miss(f"a selector for {_short(block.text)!r}, which each chapter repeats", "add one to remove")
                )
        return Selectors(selectors.contents_links, "" if title == "h1" else title, main, remove), repeated

    def _check_readable(self, samples: Sequence[Page], selectors: Selectors) -> None:
        for page in samples:
            try:
                read_chapter(page, self._reading(page.url, selectors))
            except ExtractError as error:
                self._missing.append(Miss(f"a readable chapter at {page.url}", str(error)))

    # --- log, libraries, documents, title

    def _logs(self, contents: Sequence[Page], seen: Sequence[Page], selectors: Selectors) -> tuple[FoundLog, ...]:
        linked = [url for page in contents for url in self._read(page, selectors).log_urls]
        linked += [url for page in seen for url in linked_as(PageRole.LOG, page, self._reading(page.url))]
        called = [url for page in seen for url in linked_by_text(_LOG_TEXT, page, self._reading(page.url))]
        anchor = (contents or seen)[0].url
        usual = [urljoin(anchor, place) for place in _STANDARD.get(self._family, ((), ()))[1]]
        for urls in (linked, called, usual):
            found = [self._log_at(url) for url in list(dict.fromkeys(urls))[:_MOST_OF_A_KIND]]
            logs = [log for log in found if log is not None]
            if logs:
                older = {url for log in logs for url in log.archives}
                return tuple(log for log in logs if log.url not in older) or tuple(logs)
        tried = list(dict.fromkeys((*linked, *called, *usual)))
        asked = f" (no log could be read at {', '.join(tried[: 2 * _MOST_OF_A_KIND])})" if tried else ""
        self._missing.append(
            Miss(
                f"an amendments page{asked}",
                "if the manual has one, write its address under amendments; without it every change counts as silent",
            )
        )
        return ()

    def _log_at(self, url: str) -> FoundLog | None:
        page = self._try(url)
        if page is None:
            return None
        try:
            log = read_log(page)
        except ExtractError:
            return None
        reading = self._reading(page.url)
        links = [
            link for link in log.archive_links if link.url and role_of(link.url, reading, link.text) is PageRole.LOG
        ]
        older = [normalised_url(link.url) for link in links if link.url]
        older += linked_as(PageRole.LOG, page, reading, _YEAR)
        entries = sum(len(edition.amendments) for edition in log.editions)
        archives = tuple(dict.fromkeys(at for at in older if at != page.url))
        return FoundLog(page.url, len(log.editions), entries, archives)

    def _libraries(self, seen: Sequence[Page], selectors: Selectors) -> list[Page]:
        urls = [url for page in seen for url in library_links(page, self._reading(page.url, selectors))]
        tried = [self._try(url) for url in list(dict.fromkeys(urls))[:_MOST_OF_A_KIND]]
        found = [page for page in tried if page is not None]
        if not found:
            self._missing.append(
                Miss("a documents library", "nothing is lost if there is none: documents that chapters link are found")
            )
        return found

    def _linked(self, pages: Sequence[Page], selectors: Selectors) -> tuple[tuple[str, str], ...]:
        pairs = [(url, page.url) for page in pages for url in document_links(page, self._reading(page.url, selectors))]
        return tuple(dict.fromkeys(pairs))

    def _title(self, pages: Sequence[Page]) -> str:
        for page in pages:
            for text in site_names(page):
                name = re.sub(r"^welcome to (?:the )?", "", text, flags=re.IGNORECASE)
                if not _NO_TITLE.fullmatch(name):
                    return name
        self._missing.append(Miss("the manual's title", "its name stands in for it: write the title into the source"))
        return ""


def _folder_of(urls: Sequence[str]) -> str:
    """The folder of a host in which all addresses lie, as "host/folder"; "" where that is the host itself."""
    parts = [urlsplit(url) for url in urls]
    if len({one.netloc for one in parts}) != 1:
        return ""
    folder = commonprefix([one.path for one in parts]).rpartition("/")[0].strip("/")
    return f"{parts[0].netloc}/{folder}" if folder else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
