"""CSS selectors for elements of a page: short ones that will pick the same element next month."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from crawler.soup import attribute

_PLAIN = re.compile(r"[A-Za-z][\w-]*")
# Numbers and states are of one page or one moment: "post-1432", "css-1q2w3e", "current", "is-open".
_PASSING = re.compile(r"\d{2}|^(?:is-|has-)|^(?:active|current|open|show|selected|first|last|odd|even)$", re.IGNORECASE)


def names_of(tag: Tag, soup: BeautifulSoup | None) -> list[str]:
    """The simple selectors by which an element can be called, the most lasting first.

    With `soup`, only those that pick this element alone.
    """
    names = [tag.name] if tag.name in {"main", "article"} else []
    if attribute(tag, "role") == "main":
        names.append("[role=main]")
    if _lasts(attribute(tag, "id")):
        names.append(f"#{attribute(tag, 'id')}")
    names += [f"{tag.name}.{word}" for word in attribute(tag, "class").split() if _lasts(word)]
    return names if soup is None else [name for name in names if _only(name, tag, soup)]


def name_of(tag: Tag) -> str:
    """What an element is called among its siblings: its name, with its first lasting class."""
    words = [word for word in attribute(tag, "class").split() if _lasts(word)]
    return f"{tag.name}.{words[0]}" if words else tag.name


def selector_of(tag: Tag, soup: BeautifulSoup) -> str:
    """A selector that picks an element and no other of its page."""
    if tag.name in {"body", "html", "[document]"}:
        return "body"
    names = names_of(tag, soup)
    if tag.name in {"nav", "table"} and _only(tag.name, tag, soup):
        names.append(tag.name)
    if names:
        return names[0]
    parent = tag.parent
    assert parent is not None
    alike = parent.find_all(tag.name, recursive=False)
    place = "" if len(alike) == 1 else f":nth-of-type({next(n for n, one in enumerate(alike, 1) if one is tag)})"
    return f"{selector_of(parent, soup)} > {tag.name}{place}"


def _lasts(word: str) -> bool:
    return bool(_PLAIN.fullmatch(word)) and not _PASSING.search(word)


def _only(selector: str, tag: Tag, soup: BeautifulSoup) -> bool:
    picked = soup.select(selector)
    return len(picked) == 1 and picked[0] is tag
