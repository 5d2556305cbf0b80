"""Which chapter a log entry speaks of: by its link, its title, another page that prints it, its sentence, its mark.

Each way proves something; what only looks likely is told as a candidate and never taken. The ways are tried in the
order of how much they prove, and a resolution says which one it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from kb.identity import comparable_address, title_key
from kb.model import Amendment, AmendmentKind
from kb.text import normalised

_NEARLY = 92
"""From here (of 100) two titles are taken for one: it joins "Enquires" with "Enquiries", not "Fostering" with "Private
Fostering"."""

_SENTENCE = 85
"""From here a chapter's amendment box is taken to say what an entry without a title says."""

_OWN_WORDS = 10
"""A sentence of so many words is a chapter's own; a shorter one ("This chapter has been updated.") may be anybody's."""

_NAME = r"[\"']?(?P<old>[A-Z(][^.;\"]{2,120}?)[\"']?"
_END = r"(?:\)|,| and (?=[a-z])| to [\"'A-Z]|[.;\"]|$)"
_FORMER = (
    re.compile(rf"(?i:previously|formerly) (?:called|titled|entitled|known as|named) {_NAME}{_END}"),
    re.compile(rf"(?i:re-?\s?(?:named|titled))\b[^.;]{{0,90}}?\bfrom {_NAME}{_END}"),
    re.compile(rf"\b(?:title|name)\b[^.;]{{0,60}}?\b(?:changed|amended) from {_NAME}{_END}"),
    re.compile(
        r"\breplaces (?:the )?(?:(?:previous|former|old|earlier|existing) )?(?:chapters?|procedures?|policy|guidance)"
        rf"(?: called| titled| entitled|,)? {_NAME}{_END}"
    ),
)
_NO_TITLE = re.compile(r"with|of|on|for|in|and|the same\b", re.IGNORECASE)
_LOOKED_AFTER = re.compile(
    r"\b(?:children looked after|looked after (?:children|child|young people)|(?:children )?cared for(?: children)?|"
    r"children in care|child in care)\b"
)
_IN_MONTH = re.compile(r"^in (?P<month>[a-z]+ \d{4}),? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What the contents page printed beside a chapter when an edition was first seen."""

    badge: str = ""
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chapter that an entry may speak of: its addresses, all titles it had, and what its amendment box said.

    `aliases` are titles that only the log gives it ("previously called …").
    """

    chapter_id: int
    addresses: frozenset[str]
    titles: tuple[str, ...]
    statements: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    mark: Mark = Mark()


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around an entry.

    `edition` is its edition's date; `latest` whether the contents page's badges are of this edition. `taken` are the
    chapters that other entries of the edition name, `unnamed` how many of its entries name none. `prints` are entries
    of the same edition as other pages of the log print them.
    """

    edition: str = ""
    latest: bool = False
    taken: frozenset[int] = frozenset()
    unnamed: int = 1
    prints: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """The chapter an entry was resolved to, by what, and how surely (0 to 1)."""

    chapter_id: int
    how: str
    sureness: float


@dataclass(frozen=True, slots=True)
class Likely:
    """A chapter that an unresolved entry may speak of: how likely (0 to 1), and what speaks for it."""

    chapter_id: int
    likelihood: float
    why: tuple[str, ...]


def former_title(amendment: Amendment) -> str | None:
    """The title an entry says the chapter had before, or that of the chapter it says it replaces."""
    text = normalised(amendment.detail)
    for pattern in _FORMER:
        found = pattern.search(text)
        if found and not _NO_TITLE.match(found["old"]):
            return found["old"].strip(" '\"")
    return None


def former_titles(amendments: Iterable[Amendment]) -> Mapping[str, str]:
    """New titles with the former ones the log gives, both as title keys."""
    pairs = ((amendment.title, former_title(amendment)) for amendment in amendments)
    return {title_key(new): title_key(old) for new, old in pairs if new and old}


_NOWHERE = Around()


def resolved(amendment: Amendment, candidates: Iterable[Candidate], around: Around = _NOWHERE) -> Resolution | None:
    """The chapter an entry speaks of; None where nothing proves one. A lost title is never guessed from a likeness of
    subject."""
    choices = tuple(candidates)
    # The link in the entry of a removed chapter leads to its successor.
    ways = (_by_title, _by_link) if amendment.kind is AmendmentKind.REMOVED else (_by_link, _by_title)
    found = (way(amendment, choices, around) for way in (*ways, _by_other_print, _by_sentence, _by_mark))
    return next((resolution for resolution in found if resolution is not None), None)


# --- what proves a chapter


def _by_link(amendment: Amendment, choices: tuple[Candidate, ...], around: Around) -> Resolution | None:
    if not amendment.url:
        return None
    address = comparable_address(amendment.url)
    found = [one.chapter_id for one in choices if address in one.addresses]
    return Resolution(found[0], "the entry's link", 1.0) if len(found) == 1 else None


def _by_title(amendment: Amendment, choices: tuple[Candidate, ...], around: Around) -> Resolution | None:
    if not amendment.title:
        return None
    key = title_key(amendment.title)
    former = title_key(former_title(amendment) or "")
    for wanted, how, sureness, keys in (
        (key, "the title", 0.95, _title_keys),
        (former, "the former title", 0.9, _title_keys),
        (key, "a title that the log gives the chapter elsewhere", 0.9, _alias_keys),
        (_in_one_term(key), "the title in other terms", 0.88, _term_keys),
    ):
        found = [one.chapter_id for one in choices if wanted and wanted in keys(one)]
        if len(found) == 1:
            return Resolution(found[0], how, sureness)
    return _best(
        [(max((fuzz.ratio(key, own) for own in _title_keys(one)), default=0.0), one.chapter_id) for one in choices],
        _NEARLY,
        "a title spelt nearly so",
    )


def _by_other_print(amendment: Amendment, choices: tuple[Candidate, ...], around: Around) -> Resolution | None:
    if amendment.title or not amendment.detail:
        return None
    said = _sentence(amendment.detail)
    titles = {
        title_key(other.title): other for other in around.prints if other.title and _sentence(other.detail) == said
    }
    if len(titles) != 1:
        return None  # the same words under several titles prove none of them
    (other,) = titles.values()
    found = _by_link(other, choices, around) or _by_title(other, choices, around)
    if found is None or found.chapter_id in around.taken:
        return None
    how = f"the same entry on another page of the log, “{other.title}”"
    return Resolution(found.chapter_id, how, min(found.sureness, 0.92))


def _by_sentence(amendment: Amendment, choices: tuple[Candidate, ...], around: Around) -> Resolution | None:
    said = _sentence(amendment.detail)
    if not said or (amendment.title and len(said.split()) < _OWN_WORDS):
        return None
    month = _month_said(amendment.detail)
    scores = []
    for one in choices:
        own = [text for text in one.statements if month is None or _month_said(text) in {None, month}]
        score = max((fuzz.ratio(said, _sentence(text)) for text in own), default=0.0)
        if one.chapter_id not in around.taken:
            scores.append((score, one.chapter_id))
    return _best(scores, _SENTENCE, "the same sentence in the chapter's amendment box")


def _by_mark(amendment: Amendment, choices: tuple[Candidate, ...], around: Around) -> Resolution | None:
    """The one chapter marked on the contents page that no entry names, where one entry only has lost its title."""
    if amendment.title or amendment.kind is AmendmentKind.REMOVED or around.unnamed != 1:
        return None
    marked = [one for one in choices if one.chapter_id not in around.taken and _marked(amendment, one, around)]
    if len(marked) != 1:
        return None
    how = f"{_marked(amendment, marked[0], around)}, and named by no other entry"
    return Resolution(marked[0].chapter_id, how, 0.85)


def _marked(amendment: Amendment, one: Candidate, around: Around) -> str:
    """How the contents page marks a chapter for what an entry says; "" where it does not."""
    badge = "New" if amendment.kind is AmendmentKind.NEW else "Updated"
    if around.latest and badge in one.mark.badge:
        return f"the only chapter marked “{badge}” on the contents page" if around.unnamed == 1 else f"marked “{badge}”"
    if one.mark.stated_on is not None and one.mark.stated_on.isoformat()[:7] == around.edition[:7]:
        return f"dated {one.mark.stated_on.isoformat()} on the contents page"
    return ""


def _best(scores: list[tuple[float, int]], least: float, how: str) -> Resolution | None:
    """The chapter of the best score, where it is good enough and no other has it too."""
    best = sorted((score for score in scores if score[0] >= least), reverse=True)
    if len(best) == 1 or (len(best) > 1 and best[0][0] > best[1][0]):
        return Resolution(best[0][1], how, round(best[0][0] / 100, 2))
    return None


# --- what only speaks for one


_MOST = 5
_ALIKE = 70


def likely(amendment: Amendment, candidates: Iterable[Candidate], around: Around = _NOWHERE) -> tuple[Likely, ...]:
    """The chapters an unresolved entry may speak of, likeliest first, each with what speaks for it."""
    found = []
    for one in candidates:
        reasons = list(_speaking_for(amendment, one, around))
        if reasons and one.chapter_id not in around.taken:
            unlikely = 1.0
            for weight, _ in reasons:
                unlikely *= 1 - weight
            found.append(Likely(one.chapter_id, round(1 - unlikely, 2), tuple(why for _, why in reasons)))
    return tuple(sorted(found, key=lambda each: (-each.likelihood, each.chapter_id))[:_MOST])


def _speaking_for(amendment: Amendment, one: Candidate, around: Around) -> Iterable[tuple[float, str]]:
    """What speaks for a chapter, each with a weight (0 to 1) by which it is believed on its own."""
    if amendment.title:
        key = _in_one_term(title_key(amendment.title))
        alike = max((fuzz.token_set_ratio(key, own) for own in _term_keys(one)), default=0.0)
        if alike >= _ALIKE:
            yield 0.8 * alike / 100, f"its title is alike ({alike:.0f} %)"
    said = _sentence(amendment.detail)
    same = max((fuzz.ratio(said, _sentence(text)) for text in one.statements), default=0.0)
    if said and same >= _ALIKE:
        yield 0.6 * same / 100, f"its amendment box says nearly the same ({same:.0f} %)"
    if mark := _marked(amendment, one, replace(around, unnamed=2)):
        yield 0.4, f"it is {mark.removeprefix('the only chapter ')}"
    plain = f" {title_key(amendment.detail)} "
    if any(f" {own} " in plain for own in _title_keys(one) if own):
        yield 0.3, "the entry's words name it"
    if any(comparable_address(link.url) in one.addresses for link in amendment.links):
        yield 0.3, "the entry links to it"


# --- titles and sentences in the form in which they are compared


def _title_keys(one: Candidate) -> set[str]:
    return {title_key(title) for title in one.titles}


def _alias_keys(one: Candidate) -> set[str]:
    return {title_key(title) for title in one.aliases}


def _term_keys(one: Candidate) -> set[str]:
    return {_in_one_term(title_key(title)) for title in (*one.titles, *one.aliases)}


def _in_one_term(key: str) -> str:
    """A title with what authorities call children in their care in one term: each has its own."""
    return _LOOKED_AFTER.sub("looked after children", key)


def _sentence(text: str) -> str:
    """What a detail or a box says, without the month it opens with."""
    return _IN_MONTH.sub("", normalised(text)).lower().strip(" .")


def _month_said(text: str) -> str | None:
    found = _IN_MONTH.match(normalised(text))
    return found["month"].lower() if found else None
