"""The words of a line beside its facts: which of them count as changed, and how to cite them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from kb.compare.language import vocabulary as v
from kb.compare.language.facts import Fact
from kb.compare.language.rare import Rare
from kb.compare.language.values import plain
from kb.compare.sequences import blocks, same_end, same_start
from kb.model import ReasonKind

POINTERS = frozenset((ReasonKind.REFERENCE, ReasonKind.EDITION, ReasonKind.CONTACT, ReasonKind.DATE))
"""A change of one of these alone leads elsewhere, but does not change what is to be done."""
NAMES = frozenset((ReasonKind.ROUTE,))
"""Names of bodies: outside of duties a changed one is a pointer too."""
_LIMIT, _STYLE = ReasonKind.LIMIT, ReasonKind.STYLE

TERM_WORDS = 6
"""A term that is defined has at most so many words."""

_RUNNING = frozenset(("of", "after", "from", "following"))
"""Behind "within 3 days" these are one: what the limit runs from comes next."""
_BEGINNING = frozenset(".?!:;|")
_MARKS = ".,;:?!()'\""
_POINTING = re.compile(
    r"(?:for (?:more|further) (?:information|details|guidance),? )?(?:please )?(?:see|refer to)(?: also)?\b", re.I
)
_TITLES = ("chapter", "procedure", "policy", "protocol", "guidance", "leaflet", "booklet", "toolkit")
_TITLED = Rare(
    rf"(?-i:[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*|of|and|the|for|in|to|with|from))* (?:{'|'.join(_TITLES)})s?\b)", *_TITLES
)
_DEFINES = Rare(
    r" (?:means(?! that\b)|(?:is|are) (?:defined as|taken to mean|understood (?:as|to mean))"
    r"|refers? to (?:an?|any|all|children|young people)) ",
    *(" mean", " defined", " taken", " understood", " refer"),
)
_LEADING = re.compile(
    r"^(?:(?:in|for) (?:the purposes? of )?(?:this|these) (?:chapter|section|procedure|policy|guidance)s?,? )?"
    r"(?:the )?(?:(?:term|word|phrase|expression)s? )?",
    re.IGNORECASE,
)
WORD = re.compile(r"[\w£%]+(?:[.'/-]\w+)*%?")
_BRITISH = (
    (re.compile(r"i[sz](e[drs]?|ing|ations?)\b"), r"is\1"),
    (re.compile(r"(?<=[a-z]{2})our(?=\b|s|ed|ing|able)"), "or"),
)


class Word(NamedTuple):
    """`text[start:end]` as it counts: its one form, whether it only points, and what it is a fact about."""

    form: str
    points: bool
    about: ReasonKind | None
    start: int
    end: int

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact that has a reason of its own."""
        return self.about is not None


Stretch = tuple[Sequence[Word], Sequence[Word]]
"""Words that stand between words in common: those before and those after."""


def counting_words(text: str, found: Sequence[Fact], start: int = 0, stop: int | None = None) -> list[Word]:
    """The words with facts in their one form; pointers and names flagged; articles and the like left out.

    With `start` and `stop` only those of a stretch of the text, which has to begin and end with a word or fact.
    """
    made: list[Word] = []
    stop = len(text) if stop is None else stop
    at = start
    behind: set[int] = set()
    for about, value, _, begins, ends in found:
        if about is _LIMIT and value.startswith("within"):
            behind.add(ends + 1)
        if begins < start or ends > stop:
            continue
        if text[at:begins] != " ":
            made += _plain_words(text, at, begins)
        if about is not _STYLE:
            made.append(Word(f"{about}:{value}", about in POINTERS or about in NAMES, about, begins, ends))
        elif value not in v.ARTICLES:
            made.append(Word(value, False, None, begins, ends))
        at = ends
    made += _plain_words(text, at, stop)
    return [word for word in made if not (word.start in behind and word.form in _RUNNING)] if behind else made


def differing_words(
    before: str, after: str, here: Sequence[Fact], there: Sequence[Fact]
) -> tuple[list[Word], list[Word]]:
    """The counting words of both texts without those with which both begin and end."""
    start, end = _alike_at_ends(before, after, here, there)
    return (
        counting_words(before, here, start, len(before) - end),
        counting_words(after, there, start, len(after) - end),
    )


def _alike_at_ends(before: str, after: str, here: Sequence[Fact], there: Sequence[Fact]) -> tuple[int, int]:
    """How many letters both texts have in common at their start and at their end, in whole words and facts."""
    start = before.rfind(" ", 0, same_start(before, after)) + 1
    for fact in (*here, *there):
        if fact.start < start < fact.end:
            start = before.rfind(" ", 0, fact.start) + 1
    same = same_end(before[start:], after[start:])
    end = _from_word(before, len(before) - same)
    for text, found in ((before, here), (after, there)):
        for fact in reversed(found):
            if fact.start < len(text) - end < fact.end:
                end = _from_word(text, fact.end)
    heads = [[fact for fact in found if fact.end <= start] for found in (here, there)]
    tails = [
        [fact[:2] for fact in found if fact.start >= len(text) - end]
        for text, found in ((before, here), (after, there))
    ]
    return start if heads[0] == heads[1] else 0, end if tails[0] == tails[1] else 0


def _from_word(text: str, at: int) -> int:
    """How many letters there are from the next word on."""
    space = text.find(" ", at)
    return len(text) - space - 1 if space >= 0 else 0


def _plain_words(text: str, start: int, end: int) -> list[Word]:
    made = []
    at = start
    for piece in text[start:end].split(" "):
        for form, first, last, capital in _forms_in(piece):
            name = capital and not _begins(text, at + first)
            made.append(Word(form, name, None, at + first, at + last))
        at += len(piece) + 1
    return made


@lru_cache(maxsize=4_000)
def _forms_in(piece: str) -> tuple[tuple[str, int, int, bool], ...]:
    """The words that count in a piece of text without white space: form, place, whether it may be a name."""
    bare = piece.strip(_MARKS)
    # Most pieces are one word, perhaps with marks around it.
    alone = bare.isalpha()
    found = [(bare, piece.find(bare))] if alone else [(match[0], match.start()) for match in WORD.finditer(piece)]
    return tuple(
        [
            (form, start, start + len(word), word[0].isupper() and form not in v.PRACTICE_WORDS)
            for word, start in found
            if (form := _form(word)) and form not in v.ARTICLES
        ]
    )


def _begins(text: str, at: int) -> bool:
    """Whether a word begins a sentence, and has its capital letter from there."""
    return at == 0 or text[max(0, at - 2) : at].rstrip()[-1:] in _BEGINNING


def _form(word: str) -> str:
    """A word's one form, whatever its capitals, marks and spelling."""
    form = plain(word)
    if "our" in form or "is" in form or "iz" in form:
        for pattern, same in _BRITISH:
            form = pattern.sub(same, form)
    return form


def stretches(before: Sequence[Word], after: Sequence[Word]) -> list[Stretch]:
    """What stands between the words in common: the words only one side has, in order.

    Of several longest sequences in common it is the same one in both directions, so a verdict is the same as well.
    """
    here, there = [word.form for word in before], [word.form for word in after]
    if set(here).isdisjoint(there):
        return [(before, after)] if before or after else []  # as where a few words became others
    same = [(i, j, size) for j, i, size in blocks(there, here)] if there < here else blocks(here, there)
    found: list[Stretch] = []
    i = j = 0
    for a, b, size in [*same, (len(before), len(after), 0)]:
        if i < a or j < b:
            found.append((before[i:a], after[j:b]))
        i, j = a + size, b + size
    return found


def changed_words(found: Sequence[Stretch]) -> tuple[list[Word], list[Word]]:
    """The words only one side has, in order."""
    return [word for gone, _ in found for word in gone], [word for _, come in found for word in come]


def without_misprints(gone: list[Word], come: list[Word]) -> tuple[list[Word], list[Word]]:
    """Without pairs of words that are one word spelled differently."""
    if not gone or not come:
        return gone, come
    left = list(come)
    kept = []
    for word in gone:
        twin = _twin(word.form, left) if len(left) < 60 else None
        if twin is None:
            kept.append(word)
        else:
            left.remove(twin)
    return kept, left


def _twin(form: str, others: Sequence[Word]) -> Word | None:
    """The first of the words that is a word, misprinted; most begin with another letter and are not looked at."""
    anyhow = "-" in form or "'" in form
    for other in others:
        near = anyhow or other.form[0] == form[0] or "-" in other.form or "'" in other.form
        if near and same_word(form, other.form):
            return other
    return None


def same_word(one: str, other: str) -> bool:
    """Whether two forms are one word misprinted, hyphenated or in the plural."""
    far = one[0] != other[0] or abs(len(one) - len(other)) > 1
    if far and not ("-" in one or "'" in one or "-" in other or "'" in other):
        return False  # as most pairs are
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


def points_elsewhere(text: str) -> bool:
    """Whether a text begins as a sentence that points elsewhere: "See also …", "For more information see …"."""
    return _POINTING.match(text) is not None


def in_title(text: str, word: Word) -> bool:
    """Whether a word belongs to the title of a chapter or leaflet that is named: "the Missing Children chapter"."""
    return any(found.start() <= word.start and word.end <= found.end() for found in _TITLED.finditer(text))


def defined(text: str) -> dict[str, str]:
    """The terms a text defines, each with its defining sentence as it counts."""
    found: dict[str, str] = {}
    for match in _DEFINES.finditer(text):  # seldom any
        marks = ((text.rfind(mark, 0, match.start()), len(mark)) for mark in (". ", "? ", "! ", ": "))
        start = max((at + length for at, length in marks if at >= 0), default=0)
        ends = [end for end in (text.find(mark, match.end()) for mark in (". ", "? ", "! ")) if end >= 0]
        sentence = text[start : min(ends, default=len(text))]
        term = _LEADING.sub("", text[start : match.start()]).strip(" ,\"'")
        if term and len(term.split()) <= TERM_WORDS and term.casefold() not in v.NOT_TERMS:
            found[term.casefold()] = " ".join(word.form for word in _plain_words(sentence, 0, len(sentence)))
    return found
