"""What elements are: running text, furniture, notes. By HTML's own meaning first, by customary class names second."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.extract.tree import Element


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


INLINE = _set(
    "span u font small big sub sup abbr acronym cite code kbd samp var q s strike ins label time mark tt dfn bdi"
    " bdo wbr data nobr picture"
)
"""Elements that are part of a line. So are those of Office's own name spaces ("o:p")."""

_PHRASES = INLINE | _set("a i b em strong img")
_NOISE_TAGS = _set(
    "del script style noscript template svg nav footer button select option input textarea iframe object embed audio"
    " video canvas map dialog head title link meta"
)
_NOISE_NAMES = _set(
    "breadcrumb breadcrumbs tocify toc table-of-contents skip-link skiplink skip-to-content print-link print-button"
    " share share-buttons social-share sharing sr-only visually-hidden footer site-footer page-footer global-footer"
    " page-counter hit-counter visitor-counter"
    " screen-reader-text text-size textsize text_size site-logo logo back-to-top backtotop pagination headerlink"
    " anchor-link edit-link mw-editsection hash-link anchorjs-link govuk-visually-hidden govuk-skip-link"
    " gem-c-print-link gem-c-contents-list mw-jump-link catlinks printfooter sharedaddy post-navigation"
    " sphinxsidebar sphinxsidebarwrapper theme-doc-toc-mobile theme-doc-toc-desktop table-of-contents__link"
    " md-source-file docnav linenos lineno navheader navfooter"
)
_NOISE_ROLES = frozenset({"navigation", "contentinfo", "search", "banner", "doc-toc", "dialog", "alertdialog"})
# What asks for consent: by what sites call it, and by the names of the scripts that put it there.
_CONSENT = re.compile(
    r"\bcookies?[_-]?(?:\w+[_-])*(?:banner|bar|notice|consent|dialog|modal|popup|message|overlay|law|control|info|wrapper)"
    r"|cookieconsent|onetrust|cybotcookie|cookiebot|\bcc-(?:window|banner)\b|\bccc-\w|usercentrics|\bosano-|\btermly-|\biubenda-cs"
    r"|\bconsent[_-](?:banner|manager|modal|dialog|popup)"
)
_NOTE_NAMES = _set("note notes callout notice info-box infobox alert admonition important-box theme-admonition")
_NOTED = frozenset({"div", "section", "aside", "p"})
_NEVER_NOISE = frozenset({"html", "body", "main"})
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_noise(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element of this name and these attributes is furniture wherever it stands.

    Blocks that are hidden until clicked (accordions) are content, so only inline elements go for being hidden. A
    `header` is for its reader to judge: it may hold the title.
    """
    if name in _NOISE_TAGS:
        return True
    if not attributes or name in _NEVER_NOISE:
        return False
    names = _names(attributes)
    if not _NOISE_NAMES.isdisjoint(names) or attributes.get("role") in _NOISE_ROLES:
        return True
    if names and _CONSENT.search(" ".join(names)):
        return True
    if name not in _PHRASES:
        return False
    hidden = attributes.get("aria-hidden") == "true" or "hidden" in attributes
    return hidden or bool(_INVISIBLE.search(attributes.get("style", "")))


def is_furniture(element: Element) -> bool:
    """Whether an element of a parsed page is furniture wherever it stands."""
    if element.tag == "header":
        return next(element.iter("h1"), None) is None
    return is_noise(element.tag, element.attrib)


def is_note(element: Element) -> bool:
    """Whether a container sets its text apart as a note."""
    if element.tag not in _NOTED:
        return False
    named = not _NOTE_NAMES.isdisjoint(_names(element.attrib))
    return element.tag == "aside" or element.get("role", "") == "note" or named


def _names(attributes: Mapping[str, str]) -> list[str]:
    return f"{attributes.get('class', '')} {attributes.get('id', '')}".lower().split()
