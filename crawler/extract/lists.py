"""The numbers of list items, as a browser or a word processor prints them."""

from __future__ import annotations

import re

from crawler.extract.tree import Element

_STYLES = {"a": "a", "A": "A", "i": "i", "I": "I", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A"}
_STYLES |= {"upper-latin": "A", "lower-roman": "i", "upper-roman": "I"}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
# Google writes every level of a list as a list of its own beside the others, and says the level and the style in names.
_GOOGLE_LIST = re.compile(r"\blst-kix_[\w-]+-(\d)(?![\w-])")
_OFFICE_LEVEL = re.compile(r"mso-list:\s*\S+\s+level(\d)")


class ItemNumbers:
    """Counts the items of one list."""

    def __init__(self, element: Element) -> None:
        self._ordered = element.tag == "ol"
        self._next = _whole(element.get("start", ""), 1)
        self._style = _style_of(element)

    def marker_of(self, item: Element) -> str:
        """The next item's number as printed; "" for a bullet."""
        if not self._ordered:
            return ""
        number = _whole(item.get("value", ""), self._next)
        self._next = number + 1
        return f"{printed_number(number, self._style)}."


def office_level(style: str) -> int:
    """The depth at which Word, saving as HTML, set a paragraph into a list; 0 for any other paragraph."""
    found = _OFFICE_LEVEL.search(style)
    return int(found.group(1)) if found else 0


def google_level(names: str) -> int:
    """How deep below its own place a list of Google's is set, by its class; 0 for any other list."""
    found = _GOOGLE_LIST.search(names)
    return int(found.group(1)) if found else 0


def printed_number(number: int, style: str) -> str:
    """A number in a list style: "a", "A", "i", "I", or plain digits for any other."""
    if style in {"a", "A"} and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(style) + rest) + letters
        return letters
    if style in {"i", "I"} and 0 < number < 400:  # beyond it nobody writes a list in Roman numbers
        text = ""
        for value, sign in _ROMAN:
            while number >= value:
                text, number = text + sign, number - value
        return text if style == "i" else text.upper()
    return str(number)


def _style_of(element: Element) -> str:
    declared = element.get("type", "")
    if declared in _STYLES:
        return _STYLES[declared]
    style = element.get("style", "")
    google = _GOOGLE_LIST.search(element.get("class", ""))
    if google:
        style = _google_style(element, google.group())
    return next((short for name, short in _STYLES.items() if len(name) > 1 and name in style), "1")


def _google_style(element: Element, name: str) -> str:
    """The style in which the page's own style sheet counts the items of a list."""
    *_, root = element.iterancestors()
    counter = re.compile(rf"{re.escape(name)}\s*>\s*li:before\s*{{[^}}]*counter\([^,)]*,\s*([a-z-]+)")
    return next((found.group(1) for sheet in root.iter("style") if (found := counter.search(sheet.text or ""))), "")


def _whole(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else otherwise
