"""Which entries of several manuals' logs are one national amendment, and who has taken it up.

A publisher writes an amendment once and each manual prints it in an edition of its own, sometimes in other words. Two
entries are held to be the same by three kinds of evidence: the chapter's title, what is cited as the reason, and the
words that say what changed. Words that any entry may have ("this chapter has been updated") prove nothing, so two
entries that have nothing else are never joined. An entry may tell several amendments, one a sentence, so sentences are
what is compared.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from kb.citations import citations_in
from kb.identity import title_key
from kb.model import (
    AmendmentKind,
    Citation,
    CitationKind,
    LoggedAmendment,
    NationalAmendment,
    Uptake,
    UptakeState,
    Watched,
)
from kb.text import normalised

MONTHS_APART = 24
"""Manuals print a national amendment within a year or so of each other; what is further apart is another one."""
SAME_TITLE = 92
"""From here (of 100) two titles are one chapter's: small words and plurals differ between manuals."""

_NAMED = (CitationKind.GUIDANCE, CitationKind.ACT, CitationKind.REGULATIONS, CitationKind.CASE)
"""What is cited by a name; "local practice" and "an inspection" are every manual's own."""
_UNNAMED = {"case law", "regulations", "guidance"}

_LOG_WORDS = """
a about above added adding addition additional additionally all also amend amended amending amendment amendments an
and any appendix april are article as at august be been being below both box but by case change changed changes
chapter chapters clarified clarify completely contact containing content contents date december detail details
document documents each enhanced expanded extended extensive extensively february flowchart follow following for form
from full fully further general guidance guide has have how however if in include included includes including
information into is it its january july june latest line link links local made major make manual march may minor must
national new no not note noted november now number october of on one or other our out page paragraph paragraphs part
please point policy practice previous procedure procedures process protocol provide provided provides purpose re read
refer reference references refers reflect reflected reflecting reflects refresh refreshed regarding related relating
relation relevant removed replaced replaces requirement requirements reread reviewed revise revised revision s section
sections september set should significance significant significantly so some statutory sub subsection substantially
substantive table text than that the their there these they this throughout title titled to up update updated updates
updating use used using was were when where which who will with within
"""
"""The words of any amendment log; months are when an edition came, not what it says."""
_SAID_BY_ALL = frozenset(_LOG_WORDS.split())

_WORD = re.compile(r"[a-z][a-z']+|\d+[a-z]?")
_LOOKED_AFTER = re.compile(
    r"\b(?:children looked after|looked after (?:children|child)|cared for (?:children|child)|children (?:in care|"
    r"cared for)|child in care)\b"
)
_SENTENCE = re.compile(r"(?<=[a-z0-9)\"'][.;])\s+(?=[A-Z\"'])")
_WHERE_AND_WHEN = re.compile(
    rf"\bsections? \d+(?:\.\d+)*(?=[,.;)]|$)|\b(?:{'|'.join(calendar.month_name[1:])}) \d{{4}}", re.IGNORECASE
)
"""A section's number and the edition's month: both are each manual's own. (A section of an Act has no comma behind.)"""
_KIND_OF_TEXT = re.compile(r"(?: (?:procedures?|policy|guidance|protocol|and|practice))+$")
"""How manuals end titles: "Deprivation of Liberty Safeguards Procedure"."""
_LIKELY, _SURE = 0.35, 0.7
"""From these shares of common words (of all that say something) two sentences say likely, and surely, the same."""
_FEW, _SOME, _MANY = 3, 5, 12
"""How many words have to be common: beside the same title; with the title lost; against another title."""


@dataclass(frozen=True, slots=True)
class _Print:
    """One sentence of an entry as it is compared."""

    source: str
    entry: LoggedAmendment
    sentence: str
    title: str
    title_words: frozenset[str]
    words: frozenset[str]
    cited: frozenset[tuple[str, str, str]]
    month: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """That two entries are one amendment: how surely (0 to 1), and what speaks for it."""

    sureness: float
    why: tuple[str, ...]


def national_amendments(manuals: Sequence[Watched]) -> tuple[NationalAmendment, ...]:
    """The amendments that two or more of the manuals have taken up, newest first, with every manual's state."""
    prints = [one for manual in manuals for entry in manual.entries for one in _prints_of(manual, entry)]
    made = [_national(members, best, manuals) for members, best in _joined(prints, _pairs(prints))]
    made.sort(key=lambda one: (one.title, one.detail))
    return tuple(sorted(made, key=lambda one: one.since, reverse=True))


# --- entries in the form in which they are compared


def _prints_of(manual: Watched, entry: LoggedAmendment) -> Iterator[_Print]:
    titles = {chapter_id: title for chapter_id, title, _ in manual.chapters}
    key = chapter_key(entry.amendment.title or titles.get(entry.chapter_id or -1, ""))
    title_words = frozenset(_telling(key))
    year, month = (int(part) for part in entry.edition_date.split("-")[:2])
    for sentence in _SENTENCE.split(normalised(entry.amendment.detail)):
        cited = frozenset(one.key for one in _authorities(sentence))
        words = frozenset(_telling(_WHERE_AND_WHEN.sub("", sentence)))
        # Beside words of its own, an authority's name says why, not what.
        own = words - _named(cited)
        told = own if len(own - title_words) >= _FEW else words
        yield _Print(manual.source, entry, sentence, key, title_words, told, cited, 12 * year + month)


def _authorities(sentence: str) -> list[Citation]:
    """What a sentence cites by name."""
    return [one for one in citations_in(sentence) if one.kind in _NAMED and one.name not in _UNNAMED]


def chapter_key(title: str) -> str:
    """A title in the form in which manuals agree on it."""
    return _KIND_OF_TEXT.sub("", _LOOKED_AFTER.sub("looked after children", title_key(title)))


def _telling(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.casefold()):
        if word not in _SAID_BY_ALL:
            yield word.removesuffix("'s").removesuffix("s")


# --- pairs


def _pairs(prints: Sequence[_Print]) -> list[tuple[_Print, _Print, Likeness]]:
    """Every pair of sentences of two manuals that tell one amendment, the surest first.

    Only those are looked at that share a title, an authority or a rare word; a thousand are half a million pairs.
    """
    places: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(prints):
        for mark in {one.title, *one.words, *one.cited} - {""}:
            places[mark].append(place)
    together: Counter[tuple[int, int]] = Counter()
    for shared in places.values():
        together.update(combinations(shared, 2))
    found = []
    for here, there in sorted(together):
        one, other = prints[here], prints[there]
        alike = _likeness(one, other) if one.source != other.source else None
        if alike is not None:
            found.append((one, other, alike))
    return sorted(found, key=lambda pair: -pair[2].sureness)


def _likeness(one: _Print, other: _Print) -> Likeness | None:
    if abs(one.month - other.month) > MONTHS_APART or one.entry.amendment.kind is not other.entry.amendment.kind:
        return None
    if _other_editions(one.cited, other.cited):
        return None
    # What the title says already is no further evidence.
    here, there = (each.words - one.title_words - other.title_words for each in (one, other))
    common = here & there
    share = len(common) / (len(here | there) or 1)
    cited = one.cited & other.cited
    if not one.title or not other.title:
        alike = share >= _SURE and len(common) >= _SOME
        return _made(0.5 + 0.35 * share, "the same words; one title is lost", share, cited) if alike else None
    if fuzz.token_sort_ratio(one.title, other.title) < SAME_TITLE:
        alike = share >= _SURE and len(common) >= _MANY
        return _made(0.4 + 0.4 * share, "the same words under another title", share, cited) if alike else None
    if one.entry.amendment.kind is AmendmentKind.NEW:
        return _made(0.8, "a new chapter of the same title", share, cited)
    if share >= _LIKELY and len(common) >= _FEW:
        return _made(0.6 + 0.35 * share, "the same chapter", share, cited)
    if cited and (share >= _LIKELY / 2 or not (here - _named(cited)) or not (there - _named(cited))):
        return _made(0.6 + 0.2 * share, "the same chapter and reason", share, cited)
    return None


def _named(cited: Iterable[tuple[str, str, str]]) -> frozenset[str]:
    """The words of the authorities' own names."""
    return frozenset(word for _, name, edition in cited for word in _telling(f"{name} {edition}"))


def _other_editions(here: frozenset[tuple[str, str, str]], there: frozenset[tuple[str, str, str]]) -> bool:
    """Whether they cite one authority in two editions: Working Together of 2018 is another reason than that of 2023."""
    ours = {(kind, name): edition for kind, name, edition in here if edition}
    return any(ours.get((kind, name), edition) != edition for kind, name, edition in there if edition)


def _made(sureness: float, first: str, share: float, cited: Iterable[tuple[str, str, str]]) -> Likeness:
    names = [f"both cite {' '.join(part for part in (name, edition) if part)}" for _, name, edition in sorted(cited)]
    bonus = 0.05 if names else 0.0
    return Likeness(round(min(sureness + bonus, 0.99), 2), (first, f"{share:.0%} of their telling words", *names))


# --- groups


_Group = tuple[tuple[_Print, ...], Mapping[int, Likeness]]


def _joined(prints: Sequence[_Print], pairs: Sequence[tuple[_Print, _Print, Likeness]]) -> list[_Group]:
    """Sentences joined into amendments, the surest pairs first; one entry of a manual to each."""
    group_of = {id(one): [one] for one in prints}
    best: dict[int, Likeness] = {}
    for one, other, alike in pairs:
        here, there = group_of[id(one)], group_of[id(other)]
        if here is not there and _of_one_manual(here, there):
            continue
        best.setdefault(id(one), alike)
        best.setdefault(id(other), alike)
        if here is not there:
            here += there
            for member in there:
                group_of[id(member)] = here
    groups = {id(members): members for members in group_of.values() if len(members) > 1}
    ordered = sorted(groups.values(), key=lambda members: (-len(members), min(map(_when, members))))
    return [(tuple(sorted(members, key=_when)), best) for members in _of_distinct_entries(ordered)]


def _of_distinct_entries(groups: Iterable[list[_Print]]) -> list[list[_Print]]:
    """The groups (largest first), but one for all sentences that the same entries share."""
    kept: list[list[_Print]] = []
    for members in groups:
        entries = {member.entry.id for member in members}
        for other in kept:
            if entries <= {member.entry.id for member in other}:
                other += members
                break
        else:
            kept.append(members)
    return kept


def _of_one_manual(here: Iterable[_Print], there: Iterable[_Print]) -> bool:
    """Whether a manual would have taken up the same in two entries."""
    entries = {member.source: member.entry.id for member in here}
    return any(entries.get(member.source, member.entry.id) != member.entry.id for member in there)


def _when(one: _Print) -> tuple[str, str, int]:
    return one.entry.edition_date, one.source, one.entry.ordinal


def _national(
    members: Sequence[_Print], likenesses: Mapping[int, Likeness], manuals: Sequence[Watched]
) -> NationalAmendment:
    surest = sorted(members, key=lambda member: likenesses[id(member)].sureness)
    by_source = {member.source: member for member in surest}
    first = members[0]
    detail = " ".join(dict.fromkeys(member.sentence for member in members if member.entry.id == first.entry.id))
    title = next((one.entry.amendment.title for one in members if one.entry.amendment.title), "") or first.title
    keys = {member.title for member in members if member.title}
    uptakes = [
        _taken(manual, by_source[manual.source], likenesses)
        if manual.source in by_source
        else _open(manual, first, keys)
        for manual in manuals
    ]
    order = list(UptakeState)
    uptakes.sort(key=lambda one: (order.index(one.state), one.entry.edition_date if one.entry else "", one.source))
    reasons = [one for member in members for one in _authorities(member.sentence)]
    cited = {one.key: one for one in reversed(reasons)}
    return NationalAmendment(title, first.entry.edition_date, detail, tuple(reversed(cited.values())), tuple(uptakes))


def _taken(manual: Watched, member: _Print, likenesses: Mapping[int, Likeness]) -> Uptake:
    alike = likenesses[id(member)]
    slugs = {chapter_id: slug for chapter_id, _, slug in manual.chapters}
    return Uptake(
        manual.source,
        UptakeState.TAKEN_UP,
        _bounds(manual),
        member.entry,
        slugs.get(member.entry.chapter_id or -1, ""),
        alike.sureness,
        alike.why,
        dict(manual.findings).get(member.entry.id),
    )


def _open(manual: Watched, first: _Print, keys: set[str]) -> Uptake:
    """What can be said of a manual whose log does not name the amendment."""
    dates = [entry.edition_date for entry in manual.entries]
    since = first.entry.edition_date[:7]
    if not dates or manual.last_look is None or f"{manual.last_look:%Y-%m}" < since or min(dates)[:7] > since:
        return Uptake(manual.source, UptakeState.NOT_KNOWN, _bounds(manual))
    titles = {chapter_key(title) for _, title, _ in manual.chapters}
    if titles and keys and not any(fuzz.token_sort_ratio(key, title) >= SAME_TITLE for key in keys for title in titles):
        return Uptake(manual.source, UptakeState.NO_CHAPTER, _bounds(manual))
    return Uptake(manual.source, UptakeState.NOT_YET, _bounds(manual))


def _bounds(manual: Watched) -> str:
    """How far our knowledge of a manual's log reaches."""
    dates = sorted(entry.edition_date for entry in manual.entries)
    looked = f"last looked at on {manual.last_look.isoformat()}" if manual.last_look else "never looked at by us"
    if not dates:
        return f"no entry of its log is known; {looked}"
    return f"its log is known from {dates[0]} to {dates[-1]}; {looked}"
