"""Marks of notes in running text ("within 2 hours³"): they point to a note and are no part of the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extract.elements import INLINE
from crawler.extract.tree import Element, strings_of

_SIGN = r"(?:\d{1,3}|[a-z]|[*†‡§¶#]{1,4})"
_MARK = re.compile(rf"[\[(]?{_SIGN}(?:\s?[,;–-]\s?{_SIGN})*[\])]?|[,;]")
_AFTER_WORD = re.compile(r"(?:[^\W\d_]{3}|\b[A-Z]{2}|\b(?:19|20)\d\d|[^\W_][.,;:!?%)\]]?[.,;:!?%)\]\"'”’])$")
_POWER = re.compile(r"(?:\b(?:square|cubic)|\b(?:centi|milli|kilo)?metres?|\b(?:miles?|feet|foot|inch(?:es)?|yards?))$")
_REACH = 4  # elements before, or around, in which the word before a mark may stand
_LONGEST = 20  # characters of a mark
_AROUND = INLINE | {"a", "i", "b", "em", "strong"}


def is_note_mark(element: Element) -> bool:
    """Whether an element is a mark that only points to a note.

    That is a superscript number, letter or asterisk that follows a word without space, or is a link inside the page.
    Powers (m², x²) and ordinals (1st) are none, nor is what goes on with the word.
    """
    if element.tag != "sup":
        return False
    mark = strings_of(element).strip()
    if len(mark) > _LONGEST or not _MARK.fullmatch(mark):
        return False
    before = _text_before(element)
    if _is_linked(element):
        return bool(before.strip())
    if (element.tail or "")[:1].isalnum() or (mark.isdigit() and _POWER.search(before)):
        return False
    return _AFTER_WORD.search(before) is not None


def _is_linked(element: Element) -> bool:
    parent = element.getparent()
    around = [parent] if parent is not None and parent.tag == "a" else []
    return any("#" in link.get("href", "") for link in (*around, *element.iter("a")))


def _text_before(element: Element) -> str:
    """The text directly before an element in its line, other marks left out."""
    return next((text for text in _texts_before(element) if text), "")


def _texts_before(element: Element) -> Iterator[str]:
    for _ in range(_REACH):
        before, around = element.getprevious(), element.getparent()
        if before is not None:
            yield before.tail or ""
            if before.tag not in _AROUND:
                return
            if before.tag != "sup":
                yield strings_of(before)
            element = before
        elif around is not None:
            yield around.text or ""
            if around.tag not in _AROUND:
                return
            element = around
        else:
            return
