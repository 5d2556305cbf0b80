"""Which chapter a log entry speaks of: by its link, its title, or its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from kb.identity import comparable_address, title_key
from kb.model import Amendment, AmendmentKind
from kb.text import normalised

_NEARLY = 92
"""From here (of 100) two titles are taken for one: it joins "Enquires" with "Enquiries", not "Fostering" with "Private
Fostering"."""

_SENTENCE = 85
"""From here a chapter's amendment box is taken to say what an entry without a title says."""

_FORMER = re.compile(r"(?:previously|formerly) (?:called|titled|known as) [\"']?(.+?)[\"']?(?:\)|,| and |\.|$)", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chapter that an entry may speak of: its addresses, all titles it had, and what its amendment box said."""

    chapter_id: int
    addresses: frozenset[str]
    titles: tuple[str, ...]
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The chapter an entry was resolved to, by what, and how surely (0 to 1)."""

    chapter_id: int
    how: str
    sureness: float


def former_title(amendment: Amendment) -> str | None:
    """The title an entry says the chapter had before, if it says so."""
    found = _FORMER.search(normalised(amendment.detail))
    return found.group(1).strip() if found else None


def former_titles(amendments: Iterable[Amendment]) -> Mapping[str, str]:
    """New titles with the former ones the log gives, both as title keys."""
    pairs = ((amendment.title, former_title(amendment)) for amendment in amendments)
    return {title_key(new): title_key(old) for new, old in pairs if new and old}


def resolved(amendment: Amendment, candidates: Iterable[Candidate]) -> Resolution | None:
    """The chapter an entry speaks of; None where nothing proves one. A lost title is never guessed from a likeness of
    subject, only from the same sentence in a chapter's own amendment box."""
    choices = tuple(candidates)
    # The link in the entry of a removed chapter leads to its successor.
    ways = (_by_title, _by_link) if amendment.kind is AmendmentKind.REMOVED else (_by_link, _by_title)
    found = (way(amendment, choices) for way in (*ways, _by_sentence))
    return next((resolution for resolution in found if resolution is not None), None)


def _by_link(amendment: Amendment, choices: tuple[Candidate, ...]) -> Resolution | None:
    if not amendment.url:
        return None
    address = comparable_address(amendment.url)
    found = [one.chapter_id for one in choices if address in one.addresses]
    return Resolution(found[0], "the entry's link", 1.0) if len(found) == 1 else None


def _by_title(amendment: Amendment, choices: tuple[Candidate, ...]) -> Resolution | None:
    if not amendment.title:
        return None
    former = former_title(amendment)
    for title, how, sureness in ((amendment.title, "the title", 0.95), (former, "the former title", 0.9)):
        key = title_key(title or "")
        found = [one.chapter_id for one in choices if key and key in {title_key(own) for own in one.titles}]
        if len(found) == 1:
            return Resolution(found[0], how, sureness)
    key = title_key(amendment.title)
    near = [
        (max((fuzz.ratio(key, title_key(own)) for own in one.titles), default=0.0), one.chapter_id) for one in choices
    ]
    best = sorted((score for score in near if score[0] >= _NEARLY), reverse=True)
    if len(best) == 1 or (len(best) > 1 and best[0][0] > best[1][0]):
        return Resolution(best[0][1], "a title spelt nearly so", round(best[0][0] / 100, 2))
    return None


def _by_sentence(amendment: Amendment, choices: tuple[Candidate, ...]) -> Resolution | None:
    if amendment.title or not amendment.detail:
        return None
    said = normalised(amendment.detail).lower()
    scores = [
        (max((fuzz.ratio(said, normalised(own).lower()) for own in one.statements), default=0.0), one.chapter_id)
        for one in choices
    ]
    best = sorted((score for score in scores if score[0] >= _SENTENCE), reverse=True)
    if len(best) == 1 or (len(best) > 1 and best[0][0] > best[1][0]):
        return Resolution(best[0][1], "the same sentence in the chapter's amendment box", round(best[0][0] / 100, 2))
    return None
