"""Where a title ends and its detail begins, in text that has lost the line between them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.logs.openings import CHANGED, opens_at, surely_opens
from kb.text import normalised

_START = re.compile(r"(?<=[\s(])(?=[A-Z])")
_ENDS_OPEN = re.compile(
    r"(?:\b(?:and|of|the|an?|in|for|to|with|by|on|or|at|from|under|as|into|between|using)|[-–—:,/&(])$", re.IGNORECASE
)
_ENDS_SENTENCE = re.compile(r"[a-z]{3}\.(?: |$)")
_SUBJECT = re.compile(r"[A-Z][a-z]{2,}")  # not "B was added" behind "Template"
_SMALL = re.compile(r"[a-z][\w'’/-]*$|\d")
_DONE = re.compile(
    r"\b(?:updated|amended|revised|added|removed|replaced|changed|corrected|inserted|deleted|expanded|extended|refreshed|"
    r"reworded|re-?written|increased|reduced|clarified|included|repaired|renamed)\b|\b(?:is|are) now\b|\bto be\b"
)
_JOINS = {"and", "or", "of", "in", "with", "as", "at", "to", "under", "from", "by", "through"}
"""Small words that stand in titles as often as in sentences."""
_SENTENCE_END = re.compile(r"[.!?][\"'’”)]*$")
_COUNCIL = re.compile(r"[A-Z][\w'’-]+ (?:(?:Borough|City|County|Metropolitan|District) )?Council\b")
_DASH = re.compile(r"\s*[–—]\s*|\s+-\s+|:\s+")
_LONGEST = 40  # words of a title; the longest seen has 24
_SHORT = 8  # words; a title with mostly small letters is short ("Allegations against foster carers")


def opens_detail(text: str, cut: bool = False) -> bool:
    """Whether the text begins as details begin, not as titles do. `cut` allows for a verb that broke off."""
    return surely_opens(text) or (opens_at(text, 0, cut) and _split_at_opening(text, cut) is None)


def looks_like_title(text: str) -> bool:
    """Whether a line by itself may be a chapter's title."""
    words = text.split()
    if _SENTENCE_END.search(text) or text.endswith((",", ";", ":")) or CHANGED.search(text) or len(words) > _LONGEST:
        return False
    long_words = [word for word in re.findall(r"[A-Za-z][\w'’-]*", text) if len(word) > 4]
    capital = sum(word[0].isupper() for word in long_words)
    return bool(re.match(r"[\w'‘“\"(]", text)) and (capital * 2 >= len(long_words) or len(long_words) <= _SHORT)


def split_row(text: str, known_titles: Iterable[str] = (), cut: bool = False) -> tuple[str, str] | None:
    """Title and detail of a row that was run together, or None where no detail opens inside the text."""
    return _split_at_known(text, known_titles) or _split_at_opening(text, cut) or _split_at_subject(text)


def split_dash(text: str) -> tuple[str, str] | None:
    """Title and detail of "Title – Detail." or "Title: Detail.", where what follows the mark is a sentence."""
    for found in _DASH.finditer(text):
        title, detail = text[: found.start()], text[found.end() :]
        sentence = detail[:1].isupper() and (opens_detail(detail) or CHANGED.search(detail) or _reads_on(detail))
        if title and sentence and looks_like_title(title):
            return title, detail
    return None


def split_terse(text: str) -> tuple[str, str] | None:
    """Title and detail of a row that was run together and ends as a sentence, where no known opening parts them.

    Editors write notes without a verb first ("Contact numbers amended."): their words begin small from the second one
    on, those of a title mostly do not. The shortest note behind the title's last capital is the likely one.
    """
    for found in reversed(list(_START.finditer(text))):
        title, detail = text[: found.start()].rstrip(), text[found.start() :]
        if _reads_on(detail) and _may_be_title(title) and looks_like_title(title):
            return title, detail
    return None


def _reads_on(text: str) -> bool:
    """Whether a text is a sentence by its form: its second word and most others are small, and it ends with a stop or
    says what was done."""
    first, *words = (word.strip("‘'“\"(,:;") for word in text.split())
    if not words or not _SMALL.match(words[0]):
        return False
    if not _DONE.search(text) and (words[0] in _JOINS or not _SENTENCE_END.search(text)):
        return False
    return (
        bool(_SUBJECT.match(first))
        and sum(word[:1].islower() or word[:1].isdigit() for word in words) * 3 >= len(words) * 2
    )


def _split_at_known(text: str, known_titles: Iterable[str]) -> tuple[str, str] | None:
    plain = normalised(text).lower()
    if len(plain) != len(text):  # a character of another length: positions would not fit
        return None
    for title in sorted(known_titles, key=len, reverse=True):
        start = normalised(title).lower()
        if start and plain.startswith(start + " "):
            rest = text[len(start) :].strip()
            sentence = rest[0].isupper() and CHANGED.search(rest) and _split_at_opening(rest, cut=False) is None
            if opens_detail(rest) or sentence:
                return text[: len(start)].strip(), rest
    return None


def _split_at_opening(text: str, cut: bool) -> tuple[str, str] | None:
    for found in _START.finditer(text):
        at = found.start()
        if _may_be_title(text[:at].rstrip()) and opens_at(text, at, cut):
            return text[:at].rstrip(), text[at:]
    return None


def _may_be_title(text: str) -> bool:
    """Whether what stands before an opening may be a whole title: nothing in it is left open, and it is no sentence."""
    whole = bool(text) and text.count("(") <= text.count(")") and not _ENDS_OPEN.search(text)
    return whole and not _ENDS_SENTENCE.search(text) and not CHANGED.search(text)


def _split_at_subject(text: str) -> tuple[str, str] | None:
    """Where the sentence's subject is a plain name: the chapter's own first words again, or the council's."""
    verb = CHANGED.search(text)
    if verb is None:
        return None
    again = text.find(" ".join(text.split()[:2]), 1, verb.start())
    council = _COUNCIL.search(text, 1, verb.start())
    for at in (again, council.start() if council else -1):
        if at > 0 and _may_be_title(text[:at].rstrip()):
            return text[:at].rstrip(), text[at:]
    return None
