"""What elements are: running text, furniture, notes. By HTML's own meaning first, by customary class names second."""

from __future__ import annotations

import re

from bs4 import Tag


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE = _set(
    "span u font small big sub sup abbr acronym cite code kbd samp var q s strike del ins label time mark tt dfn bdi"
    " bdo wbr data nobr picture"
)
_NOISE_TAGS = _set(
    "script style noscript template svg nav footer button select option input textarea iframe object embed audio"
    " video canvas map dialog head title link meta"
)
_NOISE_NAMES = _set(
    "breadcrumb breadcrumbs tocify toc table-of-contents skip-link skiplink skip-to-content print-link print-button"
    " share share-buttons social-share sharing cookie-banner cookie-bar cookiebar cookie-notice sr-only visually-hidden"
    " screen-reader-text text-size textsize text_size site-logo logo back-to-top backtotop pagination headerlink"
    " anchor-link edit-link mw-editsection"
)
_NOISE_ROLES = frozenset({"navigation", "contentinfo", "search", "banner"})
_NOTE_NAMES = _set("note notes callout notice info-box infobox alert admonition important-box")
_NOTED = frozenset({"div", "section", "aside", "p"})
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text; "" where the element has none."""
    value = tag.attrs.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def is_noise(tag: Tag) -> bool:
    """Whether an element is furniture wherever it stands.

    Blocks that are hidden until clicked (accordions) are content, so only inline elements go for being hidden.
    """
    name = tag.name
    if name in _NOISE_TAGS:
        return True
    if name == "header":
        return tag.find("h1") is None
    attrs = tag.attrs
    if not attrs or name in {"html", "body", "main"}:
        return False
    if not _NOISE_NAMES.isdisjoint(_names(tag)) or attrs.get("role") in _NOISE_ROLES:
        return True
    hidden = attrs.get("aria-hidden") == "true" or "hidden" in attrs or bool(_INVISIBLE.search(attribute(tag, "style")))
    return hidden and (name in INLINE or name in {"a", "i", "b", "em", "strong", "img"})


def is_note(tag: Tag) -> bool:
    """Whether a container sets its text apart as a note."""
    if tag.name not in _NOTED:
        return False
    return tag.name == "aside" or attribute(tag, "role") == "note" or not _NOTE_NAMES.isdisjoint(_names(tag))


def _names(tag: Tag) -> list[str]:
    return f"{attribute(tag, 'class')} {attribute(tag, 'id')}".lower().split()
