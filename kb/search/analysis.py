"""Text into words and words into terms. What is written in several ways becomes one term:

- word forms: "planning" and "plans", "children" and "child" (Porter's second stemmer and the irregular plurals),
- citations: "S47", "s.47" and "section 47"; "Reg 44" and "Regulation 44"; every number of "sections 17 and 47",
- ranges: "0-25", "0–25" and "0 to 25",
- compounds: "pre-birth", "pre birth" and "prebirth", as soon as one of them is hyphenated somewhere in the manual,
- phrases the table of terms knows: "looked after child" is one term beside its words.

`templates/static/search-plan.js` scans queries and snippets with the same patterns; change both together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from whoosh.lang.porter2 import stem

_STOP = """
a about am an and any are as at be been being by did do does doing for from had has have having he her his how i if in
into is it its me my of on or our she so than that the their them then there these they this those to us was we were
what when where which who whom whose why will with you your
"""
STOP_WORDS = frozenset(_STOP.split())
"""Never terms on their own (a phrase may hold them). Not here: "must", "should" and "may", which a manual is about."""

PLURALS = {
    "children": "child",
    "childrens": "child",
    "people": "person",
    "peoples": "person",
    "men": "man",
    "women": "woman",
}
"""Plurals that no ending tells."""

RESPELT = PLURALS | {
    "criteria": "criterion",
    "referral": "refer",
    "referrals": "refer",
    "notification": "notify",
    "notifications": "notify",
    "inquiry": "enquiry",
    "inquiries": "enquiry",
    "program": "programme",
    "programs": "programme",
    "judgment": "judgement",
    "behavior": "behaviour",
    "behaviors": "behaviour",
    "counseling": "counselling",
    "organization": "organisation",
    "organizations": "organisation",
    "advisor": "adviser",
    "advisors": "adviser",
}
"""Words the stemmer would keep apart. Every other term begins with the letter its words begin with."""

_CITED = {"s": "s", "sec": "s", "reg": "reg", "sch": "sch", "art": "art", "app": "app"}

_WORD = r"[^\W_]+(?:'[^\W_]+)*"
_NUM = r"[0-9]+(?:\.[0-9]+)*[a-z]{0,2}(?:\s?\([0-9a-z]{1,4}\))*(?![^\W_])"
_SCAN = re.compile(
    rf"(?P<cites>(?:sections|secs|ss|regulations|regs|schedules|articles|appendices)\.?\s{{0,2}}{_NUM}"
    rf"(?:\s?(?:,|and|or|to|&|/|-|–)\s?{_NUM})*)"
    rf"|(?P<cite>(?:section|sec|s|regulation|reg|schedule|sch|article|art|appendix)\.?\s{{0,2}}{_NUM})"
    r"|(?P<appendix>appendix\s[a-z](?![^\W_]))"
    r"|(?P<range>[0-9]+\s?(?:-|–|—|to)\s?[0-9]+(?!\.?[0-9a-z]|-))"
    r"|(?P<initials>(?:[a-z]\.){2,}(?:[a-z](?![^\W_]))?)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9])|[0-9]+(?:\.[0-9]+)+)"
    rf"|(?P<chain>{_WORD}(?:-{_WORD})+)"
    rf"|(?P<word>{_WORD})"
)
_IN_CITE = re.compile(_NUM)
_CHAIN = re.compile(rf"{_WORD}(?:-{_WORD})+")
_PARENTHESES = re.compile(r"\([^)]*\)|\s")
_BREAK = re.compile(r"[.;:!?|()\n]")
_DIGIT = re.compile(r"[0-9]")
_NO_VOWEL_PLURAL = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,}s")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: how it is written, folded (`surface`), as it stands there (`raw`), and where.

    `parts` are what it also says ("s47" says "47").
    """

    surface: str
    raw: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What makes several words one term: phrases as tuples of singulars, compounds as tuples of terms, under the first.

    `capitals` are acronyms that are ordinary words in lower case ("AIM"): in capitals they are a term of their own.
    """

    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    compounds: Mapping[str, tuple[tuple[str, ...], ...]]
    capitals: frozenset[str] = frozenset()


def cleaned(text: str) -> str:
    """The text as it is stored: composed characters, nothing invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def folded(text: str) -> str:
    """Lower case, plain quotes and hyphens, no accents; as long as the text, so that positions stay true."""
    text = text.translate(_QUOTES)
    return text.lower() if text.isascii() else "".join(_folded_character(character) for character in text)


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; the parts of a hyphenated compound are words of their own."""
    return tuple(_words(text))


def apart(text: str, before: Word, after: Word) -> bool:
    """Whether punctuation stands between two words, so that no phrase spans them."""
    return _BREAK.search(text, before.end, after.start) is not None


@lru_cache(maxsize=1 << 17)
def term_of(surface: str) -> str:
    """The term a written word stands for: its stem. Words with digits, acronyms in capitals and stop words stay.

    A phrase stands for its words in the singular, not for their stems: who is "looked after" is not who "looks after".
    """
    if " " in surface:
        return " ".join(singular(word) for word in surface.split(" "))
    if surface in STOP_WORDS or not surface.islower() or _DIGIT.search(surface):
        return surface
    if _NO_VOWEL_PLURAL.fullmatch(surface):
        surface = surface[:-1]
    return str(stem(RESPELT.get(surface, surface)))


def singular(surface: str) -> str:
    """A word of a phrase without its plural; acronyms of three letters keep theirs ("DBS")."""
    if surface in PLURALS:
        return PLURALS[surface]
    if len(surface) < 4 or not surface.endswith("s") or surface.endswith(("ss", "us", "is")):
        return surface
    if surface.endswith("ies") and len(surface) > 4:
        return f"{surface[:-3]}y"
    return surface[:-2] if surface.endswith(("ches", "shes", "sses", "xes")) else surface[:-1]


def compounds_in(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """The hyphenated compounds of the texts, as tuples of their words."""
    found: set[tuple[str, ...]] = set()
    for text in texts:
        for match in _CHAIN.finditer(folded(text)):
            parts = tuple(_plain(part) for part in match[0].split("-"))
            if len(parts) <= 3 and not all(part.isdigit() for part in parts):
                found.add(parts)
    return frozenset(found)


def surfaces(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Everything the text is to be found by, as written: words, what they also say, compounds and phrases."""
    scanned = words(text)
    terms = [term_of(word.surface) for word in scanned]
    singulars = [singular(word.surface) for word in scanned]
    shouting = text.isupper() and len(scanned) > 1
    for at, word in enumerate(scanned):
        if word.surface not in STOP_WORDS:
            yield word.surface
        yield from word.parts
        if word.raw in vocabulary.capitals and not shouting:
            yield word.raw
        for compound in vocabulary.compounds.get(terms[at], ()):
            if tuple(terms[at : at + len(compound)]) == compound and _stands(text, scanned, at, len(compound)):
                yield "".join(_surfaces(scanned, at, len(compound)))
        for phrase in vocabulary.phrases.get(singulars[at], ()):
            if tuple(singulars[at : at + len(phrase)]) == phrase and _stands(text, scanned, at, len(phrase)):
                yield " ".join(_surfaces(scanned, at, len(phrase)))


def by_first(sequences: Iterable[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Sequences of two and more words by their first one, as `Vocabulary` holds them."""
    grouped: dict[str, tuple[tuple[str, ...], ...]] = {}
    for sequence in sorted({sequence for sequence in sequences if len(sequence) > 1}):
        grouped[sequence[0]] = (*grouped.get(sequence[0], ()), sequence)
    return grouped


def _words(text: str) -> Iterator[Word]:
    low = folded(text)
    for match in _SCAN.finditer(low):
        start, end, kind = match.start(), match.end(), match.lastgroup
        if kind == "chain":
            yield from _chain_words(text, match[0], start)
        elif kind in ("cites", "cite", "appendix"):
            yield from _citations(text, match[0], start)
        elif kind == "range":
            numbers = tuple(re.findall(r"[0-9]+", match[0]))
            yield Word("-".join(numbers), text[start:end], start, end, numbers)
        elif kind == "word":
            yield Word(_plain(match[0]), text[start:end], start, end)
        else:  # initials and grouped numbers lose what groups them
            lost = "." if kind == "initials" else ","
            yield Word(match[0].replace(lost, ""), text[start:end], start, end)


def _chain_words(text: str, chain: str, start: int) -> Iterator[Word]:
    for part in chain.split("-"):
        end = start + len(part)
        yield Word(_plain(part), text[start:end], start, end)
        start = end + 1


def _citations(text: str, cited: str, start: int) -> Iterator[Word]:
    prefix = _cited(cited)
    end = start
    for match in _IN_CITE.finditer(cited):
        number = re.sub(r"\s", "", match[0])
        plain = _PARENTHESES.sub("", match[0])
        parts = (prefix + plain, plain) if plain != number else (plain,)
        at, end = (end if end > start else start), start + match.end()
        yield Word(prefix + number, text[at:end].strip(), at, end, parts)
    if end == start:  # an appendix with a letter
        yield Word(prefix + cited[-1], text[start : start + len(cited)], start, start + len(cited))


def _cited(cited: str) -> str:
    letters = re.match(r"[a-z]+", cited)
    assert letters is not None
    return _CITED.get(letters[0][:3]) or "s"


def _plain(word: str) -> str:
    return (word[:-2] if word.endswith("'s") else word).replace("'", "")


def _stands(text: str, scanned: tuple[Word, ...], at: int, length: int) -> bool:
    run = scanned[at : at + length]
    return len(run) == length and not any(apart(text, run[i], run[i + 1]) for i in range(length - 1))


def _surfaces(scanned: tuple[Word, ...], at: int, length: int) -> tuple[str, ...]:
    return tuple(word.surface for word in scanned[at : at + length])


def _folded_character(character: str) -> str:
    return character if character.isascii() and not character.isupper() else _lowered(character)


@lru_cache(maxsize=4096)
def _lowered(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0].lower()[0]
