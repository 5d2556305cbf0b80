"""With which words a fact can begin, and which words can come next.

Trying every pattern at every word takes ten times as long; most words begin nothing. The tests hold what is found so
against what trying everything everywhere finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from kb.compare.language import terms
from kb.compare.language import vocabulary as v
from kb.model import ReasonKind

Kinds = frozenset[ReasonKind]

_WORD = re.compile(r"[^\W_]+|[£§&]")
_MARKS = ".,;:?!()'\""
_NUMERAL = "#"
"""Any number, as the word that comes next."""
_NONE: Kinds = frozenset()
_EVERYTHING = frozenset(ReasonKind)
_TITLED = frozenset((ReasonKind.FORM, ReasonKind.EDITION))
_NUMERIC = frozenset((ReasonKind.PERCENTAGE, ReasonKind.AGE, ReasonKind.LIMIT, ReasonKind.NUMBER))
_BOUNDED = frozenset((ReasonKind.PERCENTAGE, ReasonKind.AGE, ReasonKind.LIMIT, ReasonKind.THRESHOLD))
_ONLY_NUMBERS = frozenset((ReasonKind.PERCENTAGE, ReasonKind.THRESHOLD))
_NUMBER_STARTS = frozenset(name.partition("-")[0] for name in v.NUMBER_WORDS)


def _names(terms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {other: term for term, others in terms.items() for other in (term, *others)}


_SAME = _names({term: others for term, others in terms.SAME_TERMS.items() if " " in term})
# A single word needs no finding to be itself, only its other names do.
_OTHER = {other: term for term, others in terms.SAME_TERMS.items() if " " not in term for other in others}
NAMES: dict[ReasonKind, dict[str, str]] = {
    ReasonKind.ROLE: _names(terms.ROLES),
    ReasonKind.ROUTE: _names(terms.ROUTES),
    ReasonKind.STYLE: _SAME | _OTHER,
}
"""The kinds of fact that are found by name: which term each name is."""


def _beginnings() -> dict[str, Kinds]:
    """For each word which kinds of fact can begin with it."""
    found: dict[str, set[ReasonKind]] = {}
    for kind, names in (*v.OPENINGS.items(), *NAMES.items()):
        for name in names:
            for word in _WORD.findall(name)[:1]:
                found.setdefault(word, set()).add(kind)
    for name in _NUMBER_STARTS:
        found.setdefault(name, set()).update(_NUMERIC)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _next_words() -> dict[str, dict[ReasonKind, frozenset[str]]]:
    """For words with which some kinds of fact begin but never end: the words that can come next."""
    found: dict[str, dict[ReasonKind, frozenset[str]]] = {}
    for kind, names in NAMES.items():
        for first, seconds in _seconds(names).items():
            if first not in names:
                found.setdefault(first, {})[kind] = frozenset(seconds)
    conditional = _BOUNDED | {ReasonKind.DUTY_WORD, ReasonKind.CONDITION}
    rules = ((v.FOLLOWING, conditional), (v.FOLLOWING_BOUNDS, _BOUNDED), (v.FOLLOWING_NUMBERS, _ONLY_NUMBERS))
    for rule, tied in rules:
        for words, following in rule.items():
            nexts = frozenset((*following.casefold().split(), _NUMERAL))
            for word in words.split():
                found.setdefault(word, {}).update(dict.fromkeys(_BEGINNINGS[word] & tied, nexts))
    return found


def _seconds(names: Iterable[str]) -> dict[str, set[str]]:
    """The first words of names of several words, with the second ones, which may be in the plural."""
    found: dict[str, set[str]] = {}
    for name in names:
        first, _, rest = name.partition(" ")
        if rest:
            second = _first_word(rest)
            found.setdefault(first, set()).update((second, f"{second}s"))
    return found


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found.group() if found else ""


class Tied(NamedTuple):
    """Kinds of fact that a word begins only where certain words come next: all of these, and those for each word."""

    kinds: Kinds
    before: Mapping[str, Kinds]


def _tied(nexts: Mapping[ReasonKind, Iterable[str]]) -> Tied:
    before: dict[str, set[ReasonKind]] = {}
    for kind, words in nexts.items():
        for word in words:
            before.setdefault(word, set()).add(kind)
    return Tied(frozenset(nexts), {word: frozenset(kinds) for word, kinds in before.items()})


Opening = tuple[int, Kinds, Mapping[str, Kinds]]
"""Where in a piece of text a fact may begin: of these kinds, and of more where certain words come next."""
_NEVER: Mapping[str, Kinds] = {}
_BEGINNINGS = _beginnings()
_TIED = {word: _tied(nexts) for word, nexts in _next_words().items()}


@lru_cache(maxsize=4_000)
def as_next(piece: str) -> str:
    """A piece of text without white space as what comes next: its first word, or that there is a number."""
    word = (piece if piece.isalpha() else _first_word(piece)).casefold()
    return _NUMERAL if word[:1].isdigit() or word in _NUMBER_STARTS else word


def openings_in(piece: str, *, titles: bool) -> list[Opening]:
    """Where in a piece of text without white space a fact may begin; for what comes next see `as_next`.

    With `titles` the text may have the title of a form or of guidance in it.
    """
    if piece not in _BEGINNINGS and piece.islower() and piece.isalpha() and piece.isascii():
        return []  # as for most
    bare = piece.strip(_MARKS)
    # Most pieces are one word, perhaps with marks around it.
    alone = bare.isalpha()
    words = [(bare, piece.find(bare))] if alone else [(found[0], found.start()) for found in _WORD.finditer(piece)]
    made = []
    for word, at in words:
        kinds = _EVERYTHING if "@" in piece else _kinds(word)
        if titles and not word[0].islower():
            kinds |= _TITLED
        if kinds:
            tied = _TIED.get(word.casefold()) if word == piece else None
            made.append((at, kinds - tied.kinds, tied.before) if tied else (at, kinds, _NEVER))
    return made


def _kinds(word: str) -> Kinds:
    small = word.casefold()
    kinds = _BEGINNINGS.get(small, _NONE)
    if small != word:  # "IROs", and "Carers" where a sentence begins with them
        kinds |= _BEGINNINGS.get(word, _NONE) | _BEGINNINGS.get(small.removesuffix("s"), _NONE)
    if word[0].isdigit():
        kinds |= _NUMERIC | {ReasonKind.CONTACT, ReasonKind.DATE}
        if small.endswith(("p", "pence")):
            kinds |= {ReasonKind.AMOUNT}
    elif word[0] in "sS" and word[1:2].isdigit():
        kinds |= {ReasonKind.LAW, ReasonKind.REFERENCE}
    return kinds
