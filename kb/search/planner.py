"""A query into a plan: groups of alternatives, each group scored as if it were one word.

The planner asks the lexicon of the index and nothing else, so that `templates/static/search-plan.js` can do the same
with the exported lexicon. What both must know (`kb.search.rules`) is exported with it; the rest is held together by one
table of cases, `tests/kb/search/planner_cases.json`, which runs on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from rapidfuzz.distance import OSA

from kb.search.acronyms import Name, Role, Term
from kb.search.analysis import STOP_WORDS, Word, apart, folded, singular, words
from kb.search.entries import Expansion
from kb.search.rules import RULES

_QUOTED = re.compile(r'"([^"]*)"')
_LETTERS = re.compile(r"[a-z]+")
_NUMBER_END = re.compile(r"[0-9.]+")


class Lexicon(Protocol):
    """What the planner may ask of an index."""

    def term(self, surface: str) -> str | None:
        """The term of a written word (or phrase) that the manual or the table of terms has."""

    def count(self, surface: str) -> int:
        """The number of sections in which it is written so."""

    def starting(self, prefix: str) -> Sequence[str]:
        """The words of the manual that start so; no phrases."""

    def known(self) -> Iterable[tuple[str, int]]:
        """Every word with its count; no phrases."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that stand for a group where a section has all of them.

    `fills` is how many words of a title they make up; `loose` alternatives do not say how rare the group is.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    fills: int = 1
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What one word or phrase of the query is searched as. `optional` groups raise a section but rule none out."""

    said: str
    alternatives: tuple[Alternative, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as it is searched. `phrases` are quoted ones: words in a row, to be checked on the stored text."""

    groups: tuple[Group, ...]
    phrases: tuple[str, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    corrected: str | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the planner reads with."""

    lexicon: Lexicon
    names: Mapping[str, tuple[tuple[Term, Name], ...]]
    capitals: frozenset[str]


@dataclass(slots=True)
class _Draft:
    """A plan while it is being made; `correct` where a misspelt word may be corrected."""

    correct: bool
    groups: list[Group] = field(default_factory=list)
    expansions: list[Expansion] = field(default_factory=list)
    corrections: list[tuple[Word, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def plan(query: str, lexicon: Lexicon, names: Mapping[str, tuple[tuple[Term, Name], ...]]) -> Plan:
    """What to search for a query, in the words the index has.

    A misspelt word is corrected once, and the corrected query planned in its place; `corrected` then says so.
    """
    reading = _Reading(lexicon, names, frozenset(key for key in names if key.isupper()))
    draft, phrases = _drafted(query, reading, correct=True)
    if not draft.corrections:
        return _finished(draft, phrases)
    corrected = query
    for word, better in reversed(draft.corrections):
        corrected = corrected[: word.start] + better + corrected[word.end :]
    draft, phrases = _drafted(corrected, reading, correct=False)
    return replace(_finished(draft, phrases), corrected=corrected)


def _drafted(query: str, reading: _Reading, correct: bool) -> tuple[_Draft, tuple[str, ...]]:
    draft, phrases = _Draft(correct), []
    outside = query
    for match in _QUOTED.finditer(folded(query)):
        quoted = words(query[match.start(1) : match.end(1)])
        outside = outside[: match.start()] + "." + " " * (len(match[0]) - 2) + "." + outside[match.end() :]
        if quoted:
            phrases.append(" ".join(word.surface for word in quoted))
            draft.groups.extend(_phrase_groups(quoted, reading.lexicon))
    # Capitals mean an acronym only where the query is not typed in capitals throughout.
    shouted = query.isupper() and len(query.split()) > 1
    text = folded(outside) if shouted else outside
    scanned = words(text)
    asked = bool(scanned) and (scanned[0].surface in RULES.question or query.rstrip().endswith("?"))
    at = 0
    while at < len(scanned):
        at += _take(text, scanned, at, asked, reading, draft)
    return draft, tuple(phrases)


def _finished(draft: _Draft, phrases: tuple[str, ...]) -> Plan:
    groups = tuple(draft.groups)
    if all(group.optional for group in groups):
        groups = tuple(replace(group, optional=False) for group in groups)
    return Plan(groups, phrases, tuple(draft.expansions), None, tuple(draft.unknown))


def _take(text: str, scanned: tuple[Word, ...], at: int, asked: bool, reading: _Reading, draft: _Draft) -> int:
    """Plan what stands at a place of the query; how many words that was."""
    for length in range(min(RULES.longest_phrase, len(scanned) - at), 0, -1):
        if _in_a_row(text, scanned, at, length) and _named(scanned[at : at + length], reading, draft):
            return length
    for length in range(min(RULES.longest_compound, len(scanned) - at), 1, -1):
        run = scanned[at : at + length]
        if _in_a_row(text, scanned, at, length) and _compound(run, reading.lexicon, draft):
            return length
    word = scanned[at]
    if word.surface in RULES.how and at > 0 and scanned[at - 1].surface == "how":
        return 1
    if word.surface == "need" and at + 1 < len(scanned) and scanned[at + 1].surface == "to":
        return 1
    if word.surface in STOP_WORDS or (asked and word.surface in RULES.asking):
        return 1
    _single(word, at == len(scanned) - 1 and word.end == len(text), reading.lexicon, draft)
    return 1


def _in_a_row(text: str, scanned: tuple[Word, ...], at: int, length: int) -> bool:
    return not any(apart(text, scanned[i], scanned[i + 1]) for i in range(at, at + length - 1))


def _named(run: tuple[Word, ...], reading: _Reading, draft: _Draft) -> bool:
    """Plan a name of the table of terms with all its other names."""
    key = next((key for key in _keys(run, reading) if key in reading.names), None)
    if key is None:
        return False
    meanings = reading.names[key]
    said = " ".join(word.raw for word in run)
    same = meanings[0][1]
    chosen = {key: Alternative((same.term,), fills=same.fills)}
    for term, name in meanings:
        for other in term.names:
            if other.key != key and (weight := _weight(term, name, other)) > _chosen_weight(chosen, other.key):
                chosen[other.key] = Alternative((other.term,), weight, other.fills, weight < RULES.name)
    terms = (reading.lexicon.term(word.surface) or word.surface for word in run if word.surface not in STOP_WORDS)
    content = tuple(dict.fromkeys(terms))
    if len(content) > 1 and " " in key:
        chosen[""] = Alternative(content, RULES.apart, len(content), loose=True)
    draft.groups.append(Group(said, tuple(chosen.values())))
    draft.expansions.extend(_expansion(said, key, meanings))
    return True


def _keys(run: tuple[Word, ...], reading: _Reading) -> Iterable[str]:
    """What a run of words may be called in the table: an acronym in capitals, a phrase, a compound."""
    if len(run) == 1 and run[0].raw in reading.capitals:
        yield run[0].raw
    yield " ".join(singular(word.surface) for word in run)
    if len(run) > 1:
        yield singular("".join(word.surface for word in run))


def _weight(term: Term, said: Name, other: Name) -> float:
    if Role.ALSO in (said.role, other.role):
        return 0.0 if said.role is other.role else RULES.also
    unsure = term.ambiguous and Role.SHORT in (said.role, other.role)
    return RULES.ambiguous if unsure else RULES.name


def _chosen_weight(chosen: Mapping[str, Alternative], key: str) -> float:
    return chosen[key].weight if key in chosen else 0.0


def _expansion(said: str, key: str, meanings: tuple[tuple[Term, Name], ...]) -> Iterable[Expansion]:
    """What the reader is told: the names in full first, then acronyms, then what only comes close."""
    names = [
        other
        for role in (Role.LONG, Role.SHORT, Role.ALSO)
        for term, name in meanings
        for other in term.names
        if other.role is role and other.key != key and _weight(term, name, other)
    ]
    also = tuple(dict.fromkeys(other.shown for other in names))
    if also:
        yield Expansion(said, also, any(term.ambiguous and name.role is Role.SHORT for term, name in meanings))


def _compound(run: tuple[Word, ...], lexicon: Lexicon, draft: _Draft) -> bool:
    """Plan words that the manual also writes as one ("pre birth"), unless one of them says nothing by itself."""
    joined = _forms("".join(word.surface for word in run), lexicon)
    if not joined or any(word.surface in STOP_WORDS for word in run):
        return False
    alternatives = [Alternative(joined, fills=len(run))]
    parts = tuple(lexicon.term(word.surface) for word in run)
    if all(parts):
        loose = tuple(dict.fromkeys(part for part in parts if part))
        alternatives.append(Alternative(loose, RULES.apart, len(loose), loose=True))
    draft.groups.append(Group(" ".join(word.raw for word in run), tuple(alternatives)))
    return True


def _single(word: Word, unfinished: bool, lexicon: Lexicon, draft: _Draft) -> None:
    """Plan one word: as it is, in another form, as the start of one, as two, or spelled as the manual spells it."""
    started = unfinished and not lexicon.count(word.surface)
    terms = (_started(word.surface, lexicon) if started else ()) or _forms(word.surface, lexicon)
    if terms:
        draft.groups.append(Group(word.raw, tuple(Alternative((term,)) for term in terms), terms[0] in RULES.genre))
    elif cited := next((part for part in word.parts if not part.isdigit() and lexicon.count(part)), None):
        draft.groups.append(Group(word.raw, (Alternative((cited,)),)))
    elif two := _split(word.surface, lexicon):
        draft.groups.append(Group(word.raw, (Alternative(two, RULES.apart, 2, loose=True),)))
    elif draft.correct and (better := _corrected(word.surface, lexicon)):
        draft.corrections.append((word, better))
    elif not (unfinished and len(word.surface) == 1):
        draft.groups.append(Group(word.raw, ()))
        draft.unknown.append(word.raw)


def _forms(surface: str, lexicon: Lexicon) -> tuple[str, ...]:
    if lexicon.count(surface):
        return (lexicon.term(surface) or surface,)
    if len(surface) < 4 or not _LETTERS.fullmatch(surface):
        return ()
    for ending in RULES.endings:
        shorter = surface.removesuffix(ending)
        for form in (shorter, f"{surface}{ending}"):
            if len(form) > 2 and form != surface and lexicon.count(form):
                return (lexicon.term(form) or form,)
    return ()


def _started(surface: str, lexicon: Lexicon) -> tuple[str, ...]:
    if len(surface) < 2 and not _NUMBER_END.fullmatch(surface):
        return ()
    likely = sorted(lexicon.starting(surface), key=lambda word: (-lexicon.count(word), word))
    terms = dict.fromkeys(lexicon.term(word) or word for word in likely)
    return tuple(terms)[: RULES.prefix_words]


def _split(surface: str, lexicon: Lexicon) -> tuple[str, ...]:
    for at in range(3, len(surface) - 2):
        one, two = surface[:at], surface[at:]
        if lexicon.count(one) and lexicon.count(two) and not {one, two} & STOP_WORDS and _LETTERS.fullmatch(surface):
            return (lexicon.term(one) or one, lexicon.term(two) or two)
    return ()


def _corrected(surface: str, lexicon: Lexicon) -> str | None:
    """The word of the manual that is nearest in spelling: one slip in a short word, two in a long one."""
    allowed = 0 if len(surface) < 4 else 1 if len(surface) < 8 else 2
    if not allowed or lexicon.term(surface) or not _LETTERS.fullmatch(surface):
        return None
    nearest: tuple[int, bool, int, str] | None = None
    for word, count in lexicon.known():
        if abs(len(word) - len(surface)) > allowed or not _LETTERS.fullmatch(word):
            continue
        distance = OSA.distance(surface, word, score_cutoff=allowed)
        if distance <= allowed:
            candidate = (distance, word[0] != surface[0], -count, word)
            nearest = min(nearest or candidate, candidate)
    return nearest[3] if nearest else None


def _phrase_groups(quoted: tuple[Word, ...], lexicon: Lexicon) -> Iterable[Group]:
    """The words of a quoted phrase, to be found before the phrase itself is checked."""
    content = [word for word in quoted if word.surface not in STOP_WORDS]
    terms = tuple(dict.fromkeys(lexicon.term(word.surface) or word.surface for word in content))
    if terms:
        yield Group(" ".join(word.raw for word in quoted), (Alternative(terms, fills=len(terms)),))
