"""The parsed page: the part of lxml that is used, typed, and the little that it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from cssselect import ExpressionError, HTMLTranslator, SelectorSyntaxError
from lxml import etree

from kb.errors import ExtractError, Fault
from kb.model import Page

_DEEPEST = 2048  # libxml2 drops what is nested deeper, and says so only in its log


class Element(Protocol):
    """An element of the page. `text` stands before its first child, `tail` after its end."""

    tag: str
    text: str | None
    tail: str | None

    @property
    def attrib(self) -> Mapping[str, str]:
        """The attributes by name."""
        ...

    def get(self, key: str, default: str, /) -> str:
        """An attribute's value; `default` where the element has none."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """The element and all below it, in the order of the page; with `tags` only those."""
        ...

    def iterancestors(self, *tags: str) -> Iterator[Element]:
        """The elements around it, the nearest first."""
        ...

    def itertext(self) -> Iterator[str]:
        """The texts inside, in the order of the page."""
        ...

    def getparent(self) -> Element | None:
        """The element around it."""
        ...

    def getnext(self) -> Element | None:
        """The next element in the same parent."""
        ...

    def getprevious(self) -> Element | None:
        """The element before it in the same parent."""
        ...

    def __iter__(self) -> Iterator[Element]:
        """The elements directly inside."""
        ...

    def __len__(self) -> int:
        """How many elements are directly inside."""
        ...


def parsed(html: str, url: str) -> Element:
    """The page as a tree without comments.

    Raises ExtractError for a page of which the parser would leave out what is nested too deeply.
    """
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    plain = html.replace("\0", "").encode("utf-8", "replace")
    root: Element | None = etree.fromstring(plain, parser) if plain.strip() else None
    if root is None:
        root = etree.fromstring(b"<html><body></body></html>", etree.HTMLParser())
    if any("depth" in entry.message for entry in parser.error_log):
        raise ExtractError(
            f"the page at {url} is nested more than {_DEEPEST:,} elements deep, and what lies below would be lost: "
            f"look at it in a browser",
            Fault.LAYOUT,
        )
    return root


def selected(root: Element, selector: str, page: Page) -> list[Element]:
    """The elements that a CSS selector picks, in order. Raises ExtractError for one that is no selector."""
    try:
        return _path_of(selector)(root)
    except (SelectorSyntaxError, ExpressionError, etree.XPathError) as error:
        raise ExtractError(
            f"cannot read {page.url}: {selector!r} is not a CSS selector that is understood ({error}); "
            f"correct it under the source's selectors",
            Fault.LAYOUT,
        ) from error


@lru_cache(maxsize=256)
def _path_of(selector: str) -> Callable[[Element], list[Element]]:
    found: Callable[[Element], list[Element]] = etree.XPath(HTMLTranslator().css_to_xpath(selector))
    return found


def first(root: Element, *tags: str) -> Element | None:
    """The first element of these names below (or at) another."""
    return next(root.iter(*tags), None)


def strings_of(element: Element, separator: str = "") -> str:
    """All text inside an element, as the page spells it."""
    return separator.join(element.itertext())


def strings_in(element: Element, instead: Callable[[Element], str | None]) -> Iterator[str]:
    """The texts inside, in the order of the page; an element for which `instead` has a text is that text alone."""
    yield element.text or ""
    open_elements = [(iter(element), "")]
    while open_elements:
        children, tail = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield tail
            continue
        given = instead(child)
        if given is None:
            yield child.text or ""
            open_elements.append((iter(child), child.tail or ""))
        else:
            yield given
            yield child.tail or ""
