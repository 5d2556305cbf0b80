"""The numbers of list items, as a browser prints them."""

from __future__ import annotations

from bs4 import Tag

from crawler.extract.elements import attribute

_STYLES = {"a": "a", "A": "A", "i": "i", "I": "I", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A"}
_STYLES |= {"upper-latin": "A", "lower-roman": "i", "upper-roman": "I"}
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def marker_of(parent: Tag, item: Tag, before: int) -> tuple[int, str]:
    """The item's number, counting on from the item before it, and the number as printed; bullets have ""."""
    if parent.name != "ol":
        return 0, ""
    start = _whole(attribute(parent, "start"), 1) if not before else before + 1
    number = _whole(attribute(item, "value"), start)
    return number, f"{printed_number(number, _style_of(parent))}."


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


def _style_of(parent: Tag) -> str:
    declared = attribute(parent, "type")
    if declared in _STYLES:
        return _STYLES[declared]
    style = attribute(parent, "style")
    return next((short for name, short in _STYLES.items() if len(name) > 1 and name in style), "1")


def _whole(text: str, otherwise: int) -> int:
    text = text.strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else otherwise
