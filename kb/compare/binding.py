"""Which facts bind somebody where they stand, and which only describe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kb.compare import vocabulary as v
from kb.compare.clauses import describes, draws_a_line, feels, narrates, sentence_of, touches
from kb.compare.facts import Fact
from kb.compare.wording import WORD
from kb.model import ReasonKind

_BINDS = re.compile(
    rf"\b(?:{v.OBLIGATIONS}|{v.SENDING})\b|^\s*(?-i:{'|'.join(words for words, _ in v.IMPERATIVES)})\b", re.IGNORECASE
)
_STRICT = re.compile(
    rf"(?:by|before) (?:1200|midnight)\b|(?:on|by|before) (?:day|week|month) |within|at least|at most"
    rf"|no sooner than|every|\d+ times|{v.URGENCY}",
    re.IGNORECASE,
)
_EARLY = re.compile(r"(?:in|during) the ", re.IGNORECASE)
_SENDS = re.compile(rf"\b(?:{v.SENDING})\b", re.IGNORECASE)
_NO_NEED = re.compile(r"\bno need (?:to|for)\b", re.IGNORECASE)
_ACTS = re.compile(r"\b(?:unless|if|when|where|because|once|until|while) (?:the |an? )?$", re.IGNORECASE)
"""Behind these a body does something itself; nothing is sent to it."""
_ANSWERS = re.compile(r"\b(?:responsible|responsibility|accountable|leads on)\b", re.IGNORECASE)
_BODY = re.compile(rf"\b(?:{v.BODIES})\b", re.IGNORECASE)
NEAR_ROLE = 40
"""So many letters from a name it is said what somebody is responsible for."""
_CHILD = re.compile(r"\b(?:child(?:ren)?|young (?:person|people)|victims?)\b", re.IGNORECASE)


@lru_cache(maxsize=200)
def own_sentence(text: str, fact: Fact) -> str:
    """The sentence a fact stands in; of one fact it is asked several times."""
    return sentence_of(text, (fact.start, fact.end))


def binding(found: Iterable[Fact], text: str) -> bool:
    """Whether one of the facts stands in a sentence that binds somebody."""
    return any(binds(own_sentence(text, fact)) for fact in found)


@lru_cache(maxsize=1_000)
def binds(sentence: str) -> bool:
    """Whether a sentence binds somebody; asked for every fact in it."""
    return _BINDS.search(sentence) is not None


def binds_alone(fact: Fact, text: str) -> bool:
    """Whether a fact in a line that came or went is more than description."""
    match fact.about:
        case ReasonKind.DUTY_WORD:
            if fact.value == v.ANSWERING or describes(text, fact):
                return False
            return fact.value not in v.WEAK_MODALS or _permits(fact, text)
        case ReasonKind.LIMIT:
            return bool(_STRICT.match(fact.value) and not _EARLY.match(fact.value)) or binds(own_sentence(text, fact))
        case ReasonKind.THRESHOLD:
            return draws_a_line(text, fact) and binds(own_sentence(text, fact))
        case ReasonKind.ROUTE:
            sentence = own_sentence(text, fact)
            acts = _ACTS.search(text, max(0, fact.start - 20), fact.start) is not None
            return not acts and _SENDS.search(sentence) is not None and _NO_NEED.search(sentence) is None
        case ReasonKind.ROLE:
            near = max(0, fact.start - NEAR_ROLE), fact.end + NEAR_ROLE
            return _ANSWERS.search(text, *near) is not None and _ANSWERS.search(own_sentence(text, fact)) is not None
    return fact.about in (ReasonKind.AMOUNT, ReasonKind.PERCENTAGE, ReasonKind.FORM, ReasonKind.AGE)


def answers(fact: Fact, text: str) -> bool:
    """Whether a fact says that somebody is responsible for something."""
    return fact.value == v.ANSWERING and not describes(text, fact)


def binds_here(fact: Fact, text: str) -> bool:
    """Whether a fact that came or went inside a line is more than description. A threshold always draws a line."""
    if fact.about is ReasonKind.THRESHOLD and fact.value.split()[0] not in v.QUANTIFIERS:
        return draws_a_line(text, fact)
    return binds_alone(fact, text) or answers(fact, text)


def counts(fact: Fact, text: str) -> bool:
    """Whether a fact that took another's place is more than description."""
    if fact.about is ReasonKind.DUTY_WORD:
        return not feels(text, fact)
    if fact.about is ReasonKind.LIMIT and not _STRICT.match(fact.value):
        return not narrates(own_sentence(text, fact))
    return fact.about is not ReasonKind.LIMIT or not _EARLY.match(fact.value) or binds(own_sentence(text, fact))


def _permits(fact: Fact, text: str) -> bool:
    """Whether a "may" or "will" says what somebody does, not how things are."""
    follows = WORD.findall(text[fact.end : fact.end + 60].casefold())
    if fact.shown.casefold() in v.ABILITY or not follows:
        return False
    subject = own_sentence(text, fact).partition(fact.shown)[0]
    passive = follows[0] == "be" and len(follows) > 1 and follows[1].endswith(("ed", "en", "made", "held", "sent"))
    if passive and (follows[1] in v.SUFFERED or (follows[1] == "used" and _CHILD.search(subject))):
        return False
    return passive or touches(text, fact) or (follows[0] not in v.NOT_PERMISSION and _BODY.search(subject) is not None)
