"""Pages that are looked at rather than read (`reread add`): as BeautifulSoup's tree, which knows more questions."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from crawler.addresses import normalised_url
from crawler.extract.elements import is_noise
from crawler.extract.links import Links
from crawler.layouts import Reading
from kb.model import Page


def parsed(html: str) -> BeautifulSoup:
    """The page as a tree."""
    return BeautifulSoup(html, "lxml")


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text; "" where the element has none."""
    value = tag.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def is_furniture(tag: Tag) -> bool:
    """Whether an element is furniture wherever it stands, by the rules that hold for reading."""
    if tag.name == "header":
        return tag.find("h1") is None
    return is_noise(tag.name, {name: attribute(tag, name) for name in tag.attrs})


def links_of(soup: BeautifulSoup, reading: Reading, page: Page) -> Links:
    """Resolves the page's links, by its own `base` where it declares one."""
    base = soup.head.find("base", href=True) if soup.head else None
    normal = normalised_url(page.url)
    return Links(attribute(base, "href") or normal if isinstance(base, Tag) else normal, reading)
