"""Who must, and to whom something is sent, where no list knows their names: told by where they stand in a sentence.

"The nominated nurse must sign" and "the clinical lead must sign" name two roles, as both stand before what must be
done and end in a word for somebody who does it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kb.compare.language import vocabulary as v
from kb.compare.language.clauses import Place
from kb.compare.language.facts import Fact
from kb.compare.language.wording import Stretch, Word, without_misprints
from kb.model import ReasonKind


class Party(NamedTuple):
    """One who took another's place: the kind of reason, and where each stands in its text."""

    kind: ReasonKind
    old: Place
    new: Place


_NOUN = re.compile(rf"(?:{v.PARTIES})", re.IGNORECASE)
_FORM = re.compile(r"(?:form|checklist|template|proforma)s?", re.IGNORECASE)
_NEXT = re.compile(r" ([\w'-]+)")
_AFTER_BE = re.compile(r" (?:\w+ ){1,3}?be \w+")
_DETERMINED = r"(?:the |an? |their |his |her |its |our |your )?$"
_AGENT = re.compile(rf"\bby {_DETERMINED}", re.IGNORECASE)
_TO_WHOM = re.compile(
    rf"\b(?:{v.SENT})\b[^.;:?!]{{0,120}}\bto {_DETERMINED}|\b(?:{v.TOLD}) {_DETERMINED}", re.IGNORECASE
)
_FILLED_IN = re.compile(rf"\b(?:{v.FILLED_IN}) {_DETERMINED}", re.IGNORECASE)
_OPENING = re.compile(r"(?:^|[.?!;:|] )(?:[Tt]he |[Aa]n? |[Tt]heir |[Aa]ny |[Ee]ach |[Ee]very |[Aa]ll )?$")
_PEOPLE = frozenset((ReasonKind.ROLE, ReasonKind.ROUTE))
_SMALL = v.STOP_WORDS | frozenset(("if", "when", "where", "while", "unless", "until", "once", "because", "not", "no"))
NEAR = 200
"""So many letters before a name are looked at."""


def parties_changed(
    before: str, here: Sequence[Fact], after: str, there: Sequence[Fact], stretches: Sequence[Stretch]
) -> list[Party]:
    """Those who, in one place of a sentence, took another's place. Whether the sentence binds is for the caller."""
    found = (
        _party((before, here), (after, there), stretch) or _how_many(before, after, stretch)
        for stretch in stretches
        if stretch[0] and stretch[1]
    )
    return [party for party in found if party is not None]


_Side = tuple[str, Sequence[Fact]]
"""A text and its facts."""


def _party(before: _Side, after: _Side, stretch: Stretch) -> Party | None:
    old, new = (_without_modals(side) for side in stretch)
    if not old or not new or not _may_name(old) or not _may_name(new) or _same(old, new):
        return None
    places = _with_noun(before[0], old, after[0], new)
    if places is None:
        return None
    kinds = {_kind(text, place) for text, place in zip((before, after), places, strict=True)}
    kind = kinds.pop()
    return Party(kind, *places) if kind is not None and not kinds else None


def _how_many(before: str, after: str, stretch: Stretch) -> Party | None:
    """Whether "all" became "some", or "nobody" "everybody": the words that say of how many it holds."""
    old, new = stretch[0][0], stretch[1][0]
    groups = {_group(before, old), _group(after, new)}
    known = old.about is ReasonKind.THRESHOLD and new.about is ReasonKind.THRESHOLD
    if known or None in groups or len(groups) == 1:
        return None
    return Party(ReasonKind.THRESHOLD, (old.start, old.end), (new.start, new.end))


def _group(text: str, word: Word) -> str | None:
    """Of how many a word says that something holds; None for any other word or fact."""
    said = text[word.start : word.end].casefold()
    if word.about is ReasonKind.THRESHOLD:  # "any child"
        return v.HOW_MANY.get(said.split()[0])
    return v.HOW_MANY.get(said.replace("-", " "))


def _without_modals(words: Sequence[Word]) -> list[Word]:
    """The words without the duty word they end with: it has a reason of its own."""
    kept = list(words)
    while kept and kept[-1].about is ReasonKind.DUTY_WORD:
        kept.pop()
    return kept


def _may_name(words: Sequence[Word]) -> bool:
    """Whether words can be the name of somebody: no numbers, limits or conditions, no small word at either end."""
    if any(word.is_fact and word.about not in _PEOPLE for word in words):
        return False
    return not any(word.form in _SMALL or word.form.endswith("'s") for word in (words[0], words[-1]))


def _same(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether both are one name, put otherwise, or are left to the rules for names that are known."""
    if len(old) == len(new) == 1 and old[0].about is new[0].about and old[0].is_fact:
        return True
    gone, come = without_misprints(list(old), list(new))
    return not gone or not come or frozenset(word.form for word in (*gone, *come)) in v.SAME_STANDING


def _with_noun(before: str, old: Sequence[Word], after: str, new: Sequence[Word]) -> tuple[Place, Place] | None:
    """Where the names stand, with the word in common that ends both ("night staff", "day staff"); None for no names."""
    places = (old[0].start, old[-1].end), (new[0].start, new[-1].end)
    if _ends_well(before, places[0], old[-1]) and _ends_well(after, places[1], new[-1]):
        return places
    nexts = _NEXT.match(before, places[0][1]), _NEXT.match(after, places[1][1])
    if nexts[0] and nexts[1] and nexts[0][1] == nexts[1][1] and _is_noun(nexts[0][1]):
        return (places[0][0], nexts[0].end()), (places[1][0], nexts[1].end())
    return None


def _ends_well(text: str, place: Place, last: Word) -> bool:
    return last.about in _PEOPLE or _is_noun(text[last.start : place[1]])


def _is_noun(word: str) -> bool:
    return _NOUN.fullmatch(word) is not None or _FORM.fullmatch(word) is not None


def _kind(side: _Side, place: Place) -> ReasonKind | None:
    """What a name is in its sentence: who must, to whom it goes, what is filled in; None where it is none of them."""
    text, found = side
    near = text[max(0, place[0] - NEAR) : place[0]]
    if _FORM.fullmatch(text[place[0] : place[1]].split()[-1]):
        return ReasonKind.FORM if _FILLED_IN.search(near) else None
    if _TO_WHOM.search(near):
        return ReasonKind.ROUTE
    if any(fact.start == place[1] + 1 and fact.about is ReasonKind.DUTY_WORD for fact in found):
        return None if _AFTER_BE.match(text, place[1]) else ReasonKind.ROLE
    return ReasonKind.ROLE if _AGENT.search(near) or _OPENING.search(near) else None
