"""The words of a line beside its facts: which of them count as changed, and how to cite them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from kb.compare import vocabulary as v
from kb.compare.facts import About, Fact, plain
from kb.compare.sequences import Spelling, common

QUOTED_WORDS = 8
"""So many words of a change are quoted in a reason."""
POINTERS = frozenset((About.REFERENCE, About.EDITION, About.CONTACT, About.DATE))
"""A change of one of these alone leads elsewhere, but does not change what is to be done."""
NAMES = frozenset((About.ROUTE,))
"""Names of bodies: outside of duties a changed one is a pointer too."""

_BEGINNING = frozenset(".?!:;|")
WORD = re.compile(r"[\w£%]+(?:[.'/-]\w+)*%?")
_BRITISH = (
    (re.compile(r"i[sz](e[drs]?|ing|ations?)\b"), r"is\1"),
    (re.compile(r"(?<=[a-z]{2})our(?=\b|s|ed|ing|able)"), "or"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]` as it counts: its one form, whether it only points, and whether it is a fact with a reason."""

    form: str
    points: bool
    is_fact: bool
    start: int
    end: int


def counting_words(text: str, found: Sequence[Fact]) -> list[Word]:
    """The words with facts in their one form; pointers and names flagged; articles and the like left out."""
    made: list[Word] = []
    at = 0
    for fact in found:
        made += _plain_words(text, at, fact.start)
        points = fact.about in POINTERS or fact.about in NAMES
        told = fact.about is not About.TERM
        if fact.value not in v.ARTICLES:
            made.append(Word(f"{fact.about}:{fact.value}" if told else fact.value, points, told, fact.start, fact.end))
        at = fact.end
    return made + _plain_words(text, at, len(text))


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    made = []
    for match in WORD.finditer(text, start, end):
        shown, at = match.group(), match.start()
        form = _form(shown)
        if form and form not in v.ARTICLES:
            begins = at == 0 or text[max(0, at - 2) : at].rstrip()[-1:] in _BEGINNING
            name = shown[0].isupper() and not begins and form not in v.PRACTICE_WORDS
            made.append(Word(form, name, False, at, match.end()))
    return made


@lru_cache(maxsize=20_000)
def _form(word: str) -> str:
    """A word's one form, whatever its capitals, marks and spelling."""
    form = plain(word)
    for pattern, same in _BRITISH:
        form = pattern.sub(same, form)
    return form


def changed_words(before: Sequence[Word], after: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words only one side has, in order."""
    spelling = Spelling()
    pairs = common(spelling.spell(word.form for word in before), spelling.spell(word.form for word in after))
    stayed, there = {i for i, _ in pairs}, {j for _, j in pairs}
    gone = [word for at, word in enumerate(before) if at not in stayed]
    return gone, [word for at, word in enumerate(after) if at not in there]


def without_misprints(gone: list[Word], come: list[Word]) -> tuple[list[Word], list[Word]]:
    """Without pairs of words that are one word spelled differently."""
    left = list(come)
    kept = []
    for word in gone:
        twin = next((other for other in left if _same_word(word.form, other.form)), None) if len(left) < 60 else None
        if twin is None:
            kept.append(word)
        else:
            left.remove(twin)
    return kept, left


def _same_word(one: str, other: str) -> bool:
    """Whether two forms are one word misprinted, hyphenated or in the plural."""
    if ":" in one or ":" in other or any(c.isdigit() for c in one + other):
        return False
    if one.replace("-", "").replace("'", "") == other.replace("-", "").replace("'", ""):
        return one != other
    if frozenset((one, other)) in v.CONFUSABLE or _opposite(one, other) or one[0] != other[0]:
        return False
    short = min(len(one), len(other))
    distance = OSA.distance(one, other, score_cutoff=2)
    return distance == 1 and short >= (4 if len(one) != len(other) or sorted(one) == sorted(other) else 6)


def _opposite(one: str, other: str) -> bool:
    return any(one == prefix + other or other == prefix + one for prefix in v.OPPOSITES)


def cited(text: str, words: Sequence[Word]) -> str:
    """The words as they stand in the text, with what stands between them where that is little."""
    parts: list[tuple[int, int]] = []
    for word in words:
        if parts and len(text[parts[-1][1] : word.start].split()) <= 1:
            parts[-1] = (parts[-1][0], word.end)
        else:
            parts.append((word.start, word.end))
    return " … ".join(text[start:end] for start, end in parts)


def wording(old: str, new: str) -> str:
    """A reason that quotes what went and what came."""
    if old and new:
        return f"wording: {quoted(old.split())} → {quoted(new.split())}"
    return f"added: {quoted(new.split())}" if new else f"removed: {quoted(old.split())}"


def quoted(words: Sequence[str]) -> str:
    """The words in quotation marks, no more of them than are read."""
    kept = list(words[:QUOTED_WORDS])
    while kept and kept[-1] == "…":
        kept.pop()
    more = " …" if len(words) > QUOTED_WORDS else ""
    return f"“{' '.join(kept)}{more}”"
