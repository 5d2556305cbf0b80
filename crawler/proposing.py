"""Selectors for a site without a known layout, proposed from its contents page and a few of its chapters.

Nothing here asks for anything or decides anything: what is proposed is printed with the counts that speak for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from crawler.addresses import normalised_url, suffix_of
from crawler.extract.page_text import text_of
from crawler.layouts import Reading, role_of
from crawler.selecting import name_of, names_of, selector_of
from crawler.soup import attribute, is_furniture, links_of, parsed
from kb.model import Page, PageRole
from kb.text import collapsed

_FURNITURE = re.compile(
    r"home|about(?: us)?|contact(?: us)?|news|privacy.*|terms.*|copyright.*|help|feedback|cookies?|skip to .*|"
    r"next.*|previous.*|prev|back.*|top|up|index|general index|search(?: page)?|module index|log ?in|sign in|sitemap|"
    r"(?:view|show|edit)(?: (?:this|page|on|the).*| source)?",
    re.IGNORECASE,
)
_MENUS = frozenset({"nav", "aside", "header", "footer"})
_MENU_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary"})
_MENU_NAME = re.compile(
    r"(?:^|[-_ ])(?:menu|nav|navbar|navigation|sidebar|sphinxsidebar|topnav|related)(?:$|[-_ ])", re.I
)
_SAME_ENOUGH = 0.8
"""A list in the text is preferred to one in a menu if it has at least this share of its links."""
_NEARLY_ALL = 0.9
"""Of the running text, which a page's main element has to hold; of the links, which a list's element has to hold."""
_REMOVABLE = frozenset({"p", "div", "section", "aside", "ul", "ol", "form", "small", "table"})
_LONGEST_REPEATED = 600  # characters; what every chapter repeats at greater length is text of the manual


@dataclass(frozen=True, slots=True)
class LinkList:
    """The links that seem to be a manual's contents: the selector that picks them, and where they lead."""

    selector: str
    urls: tuple[str, ...]
    in_menu: bool


def link_list(page: Page, reading: Reading) -> LinkList | None:
    """The element of a page with the most links into its site that share a path pattern; None where there is none."""
    soup = parsed(text_of(page))
    places: dict[int, list[tuple[Tag, str]]] = {}
    regions: dict[int, Tag] = {}
    for tag, url in _links(soup, page, reading):
        region = _region_of(tag, soup)
        regions[id(region)] = region
        places.setdefault(id(region), []).append((tag, url))
    if not places:
        return None
    shared = {key: _of_one_pattern(found) for key, found in places.items()}
    sizes = {key: len({url for _, url in found}) for key, found in shared.items()}
    best = max(sizes, key=lambda key: sizes[key])
    text = next((key for key, region in regions.items() if not _is_menu(region)), best)
    chosen = text if sizes[text] >= _SAME_ENOUGH * sizes[best] else best
    element = _tightest(regions[chosen], shared[chosen])
    urls = tuple(dict.fromkeys(url for _, url in shared[chosen]))
    return LinkList(_links_selector(element, shared[chosen], soup), urls, in_menu=_is_menu(regions[chosen]))


def main_selector(pages: Sequence[Page]) -> str:
    """The container with the most running text that is common to all pages, as tight as can be; "" where none is."""
    soups = [parsed(text_of(page)) for page in pages]
    repeated = _repeated_strings(soups)
    fits: list[dict[str, tuple[int, int]]] = []
    for soup in soups:
        body = soup.body or soup
        wanted = _NEARLY_ALL * _running(body, repeated)
        found: dict[str, tuple[int, int]] = {}
        for depth, tag in _containers(body):
            if _running(tag, repeated) >= max(wanted, 1):
                for name in names_of(tag, soup):
                    found[name] = (len(tag.get_text()), -depth)
        fits.append(found)
    common = [name for name in fits[0] if all(name in found for found in fits)] if fits else []
    if not common:
        return ""
    sizes = {name: sum(found[name][0] for found in fits) for name in common}
    tight = [name for name in common if sizes[name] <= 1.05 * min(sizes.values())]
    return min(tight, key=lambda name: (_rank(name), fits[0][name][1], name))


def title_selector(pages: Sequence[Page], main: str) -> str:
    """`h1` where each page has one of its own, else the first heading that differs from page to page, else `title`."""
    soups = [parsed(text_of(page)) for page in pages]
    for selector in ("h1", f"{main} h1" if main else "h1", f"{main} h2" if main else "h2"):
        texts = [[collapsed(tag.get_text()) for tag in soup.select(selector)][:1] for soup in soups]
        first = [text[0] for text in texts if text and text[0]]
        if len(first) == len(pages) and len(set(first)) == len(first):
            return selector
    return "title"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A block that every sampled page repeats; `selector` is "" where no class or id gives it one."""

    selector: str
    text: str


def repeated_blocks(pages: Sequence[Page], main: str) -> tuple[Repeated, ...]:
    """The blocks inside the main element that are the same on every page. None for fewer than two pages."""
    soups = [parsed(text_of(page)) for page in pages]
    roots = [_first(soup, main) for soup in soups]
    if len(soups) < 2 or not all(roots):
        return ()
    texts = [Counter(collapsed(tag.get_text(" ")) for tag in _blocks(root)) for root in roots if root is not None]
    found: dict[str, Repeated] = {}
    for tag in _outermost(roots[0], lambda text: all(text in others for others in texts)):
        text = collapsed(tag.get_text(" "))
        names = [name for name in names_of(tag, None) if _picks_only(name, text, roots)]
        found.setdefault(text, Repeated(names[0] if names else "", text))
    return tuple(found.values())


# --- links


def _links(soup: BeautifulSoup, page: Page, reading: Reading) -> Iterator[tuple[Tag, str]]:
    links, own = links_of(soup, reading, page), normalised_url(page.url)
    for tag in soup.find_all("a", href=True):
        resolved = links.resolve(attribute(tag, "href"))
        if resolved is None or {"next", "prev"} & set(attribute(tag, "rel").split()):
            continue
        url, text = normalised_url(resolved[1]), collapsed(tag.get_text(" "))
        listed = role_of(url, reading, text) is PageRole.CHAPTER and url != own
        if listed and text and not _FURNITURE.fullmatch(text.strip("«»<>‹›← →")):
            yield tag, url


def _region_of(tag: Tag, soup: BeautifulSoup) -> Tag:
    """The outermost menu around a link, else the element that holds the page's text."""
    menus = [parent for parent in tag.parents if _is_menu(parent)]
    if menus:
        return menus[-1]
    found = soup.select("main, [role=main]")
    return found[0] if len(found) == 1 and found[0] in tag.parents else soup.body or soup


def _is_menu(tag: Tag) -> bool:
    if tag.name in {"body", "html", "main", "[document]"}:
        return False
    names = f"{attribute(tag, 'id')} {attribute(tag, 'class')}"
    named = tag.name in {"div", "ul", "section", "td"} and bool(_MENU_NAME.search(names))
    return named or tag.name in _MENUS or attribute(tag, "role") in _MENU_ROLES


def _of_one_pattern(found: list[tuple[Tag, str]]) -> list[tuple[Tag, str]]:
    """The links that end alike and lie in one folder: the deepest folder that holds most of them."""
    ending = Counter(_ending(url) for url in {url for _, url in found}).most_common(1)[0][0]
    alike = [(tag, url) for tag, url in found if _ending(url) == ending]
    folders = Counter(folder for url in {url for _, url in alike} for folder in _folders(url))
    total = len({url for _, url in alike})
    most = [folder for folder in folders if folders[folder] >= _SAME_ENOUGH * total]
    deep = max(most, key=lambda one: one.count("/"), default="")  # none where there is only the site's own address
    return [(tag, url) for tag, url in alike if url.startswith(deep)]


def _ending(url: str) -> str:
    return suffix_of(url) or ("/" if url.endswith("/") else "")


def _folders(url: str) -> list[str]:
    """The address's folders, outermost first."""
    start, _, path = url.partition("://")
    parts = path.rstrip("/").split("/")[:-1]
    return [f"{start}://{'/'.join(parts[: place + 1])}/" for place in range(len(parts))]


def _tightest(region: Tag, found: list[tuple[Tag, str]]) -> Tag:
    """The smallest element that still holds nearly all the links."""
    enough = _NEARLY_ALL * len({url for _, url in found})
    holds: dict[int, set[str]] = {}
    for tag, url in found:
        for parent in tag.parents:
            holds.setdefault(id(parent), set()).add(url)
    element = region
    inside = [region]
    while inside:
        element = inside[0]
        inside = [one for one in element.find_all(True, recursive=False) if len(holds.get(id(one), ())) >= enough]
    return element.parent if element.name in {"tbody", "thead"} and element.parent else element


def _links_selector(element: Tag, found: list[tuple[Tag, str]], soup: BeautifulSoup) -> str:
    place = selector_of(element, soup)
    inside_menu = any(_is_menu(one) for one in (element, *element.parents))
    if inside_menu or not any(_is_menu(child) for child in element.find_all(True)):
        return f"{place} a"
    # A menu stands inside: only the children that hold the list are named.
    around = {id(parent) for tag, _ in found for parent in tag.parents}
    children = [child for child in element.find_all(True, recursive=False) if id(child) in around]
    return ", ".join(dict.fromkeys(f"{place} > {name_of(child)} a" for child in children if not _is_menu(child)))


# --- text


def _containers(body: Tag) -> Iterator[tuple[int, Tag]]:
    for tag in body.find_all(["main", "article", "section", "div", "td"]):
        yield len(list(tag.parents)), tag


def _running(tag: Tag, repeated: frozenset[str]) -> int:
    """How many characters of running text an element holds: without links, menus, and what every page repeats."""
    count = 0
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name != "a" and not is_furniture(child) and not _is_menu(child):
                count += _running(child, repeated)
        elif type(child) is NavigableString:
            text = collapsed(child)
            count += 0 if text in repeated else len(text)
    return count


def _repeated_strings(soups: Sequence[BeautifulSoup]) -> frozenset[str]:
    if len(soups) < 2:
        return frozenset()
    texts = [{collapsed(text) for text in soup.find_all(string=True)} for soup in soups]
    return frozenset(set.intersection(*texts))


def _rank(name: str) -> int:
    """HTML's own elements last longer than ids, and ids longer than classes."""
    if name in {"main", "article"} or name.startswith("[role"):
        return 0
    return 1 if name.startswith("#") else 2


# --- repeated blocks


def _first(soup: BeautifulSoup, selector: str) -> Tag | None:
    return soup.select_one(selector) if selector else soup.body


def _blocks(root: Tag) -> Iterator[Tag]:
    for tag in root.find_all(True):
        if tag.name in _REMOVABLE and not is_furniture(tag) and not any(is_furniture(one) for one in tag.parents):
            yield tag


def _outermost(root: Tag | None, is_repeated: Callable[[str], bool]) -> Iterator[Tag]:
    taken: set[int] = set()
    assert root is not None
    for tag in _blocks(root):
        text = collapsed(tag.get_text(" "))
        inside = any(id(parent) in taken for parent in tag.parents)
        if 0 < len(text) <= _LONGEST_REPEATED and not inside and is_repeated(text):
            taken.add(id(tag))
            yield tag


def _picks_only(selector: str, text: str, roots: Sequence[Tag | None]) -> bool:
    """Whether a selector picks this block on every page, and nothing else."""
    for root in roots:
        picked = root.select(selector) if root is not None else []
        if not picked or any(collapsed(tag.get_text(" ")) != text for tag in picked):
            return False
    return True
