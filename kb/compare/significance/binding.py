"""Which facts bind somebody where they stand, and which only describe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from kb.compare.language import vocabulary as v
from kb.compare.language.clauses import describes, draws_a_line, feels, narrates, sentence_of, touches
from kb.compare.language.facts import Fact
from kb.compare.language.rare import Rare
from kb.compare.language.wording import WORD
from kb.model import ReasonKind

_BINDS = re.compile(
    rf"\b(?:{v.OBLIGATIONS}|{v.SENDING})\b|^\s*(?-i:{'|'.join(words for words, _ in v.IMPERATIVES)})\b", re.IGNORECASE
)
_BINDING_WORDS = frozenset(("must", "shall", "should", "will", "may", "required", "responsible", "ensure"))
_STRICT = re.compile(
    rf"(?:by|before) (?:1200|midnight)\b|(?:on|by|before) (?:day|week|month) |within|at least|at most"
    rf"|no sooner than|every|\d+ times|{v.URGENCY}",
    re.IGNORECASE,
)
_EARLY = re.compile(r"(?:in|during) the ", re.IGNORECASE)
_SENDS = Rare(
    rf"\b(?:{v.SENDING})\b",
    *("refer", "notif", "inform", "report", "submit", "escalat", "sen", "contact"),
    *("consult", "complete", "approv", "authoris", "sign", "agree", "chair"),
)
_NO_NEED = re.compile(r"\bno need (?:to|for)\b", re.IGNORECASE)
_ACTS = Rare(
    r"\b(?:unless|if|when|where|because|once|until|while) (?:the |an? )?$",
    *("unless", "if ", "wh", "because", "once", "until"),
)
"""Behind these a body does something itself; nothing is sent to it."""
_ANSWERS = Rare(r"\b(?:responsible|responsibility|accountable|leads on)\b", "respons", "accountab", "leads on")
_LETTERS = re.compile(r"\w+")
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
    # Most that bind say so in one of a few words, and these are soon found.
    return not _BINDING_WORDS.isdisjoint(sentence.split()) or _BINDS.search(sentence) is not None


def binds_alone(fact: Fact, text: str) -> bool:
    """Whether a fact in a line that came or went is more than description."""
    rule = _ALONE.get(fact.about)
    return rule is not None and rule(fact, text)


def _duty_word_binds(fact: Fact, text: str) -> bool:
    if fact.value == v.ANSWERING or (fact.value in v.WEAK_MODALS and not _permits(fact, text)):
        return False
    return not describes(text, fact)


def _limit_binds(fact: Fact, text: str) -> bool:
    return bool(_STRICT.match(fact.value) and not _EARLY.match(fact.value)) or binds(own_sentence(text, fact))


def _threshold_binds(fact: Fact, text: str) -> bool:
    return draws_a_line(text, fact) and binds(own_sentence(text, fact))


def _route_binds(fact: Fact, text: str) -> bool:
    if _ACTS.search_in(text, max(0, fact.start - 20), fact.start):
        return False
    sentence = own_sentence(text, fact)
    return _SENDS.search(sentence) is not None and _NO_NEED.search(sentence) is None


def _role_binds(fact: Fact, text: str) -> bool:
    near = max(0, fact.start - NEAR_ROLE), fact.end + NEAR_ROLE
    return _ANSWERS.search_in(text, *near) is not None and _ANSWERS.search(own_sentence(text, fact)) is not None


def _always_binds(_fact: Fact, _text: str) -> bool:
    return True


_ALONE: Mapping[ReasonKind, Callable[[Fact, str], bool]] = {
    ReasonKind.DUTY_WORD: _duty_word_binds,
    ReasonKind.LIMIT: _limit_binds,
    ReasonKind.THRESHOLD: _threshold_binds,
    ReasonKind.ROUTE: _route_binds,
    ReasonKind.ROLE: _role_binds,
    **dict.fromkeys((ReasonKind.AMOUNT, ReasonKind.PERCENTAGE, ReasonKind.FORM, ReasonKind.AGE), _always_binds),
}
"""When a fact of a kind binds in a line that came or went; one of another kind never does."""


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
    if fact.shown.casefold() in v.ABILITY:
        return False
    after = text[fact.end : fact.end + 60].casefold()
    first = WORD.search(after)
    if first is None:
        return False
    verb = first.group()
    if verb == "be" and (second := WORD.search(after, first.end())) is not None:
        suffered = second.group()
        if suffered.endswith(("ed", "en", "made", "held", "sent")):
            return suffered not in v.SUFFERED and not (
                suffered == "used" and _CHILD.search(_subject(fact, text)) is not None
            )
    # Who feels with the hands does something, though how somebody feels is otherwise only said.
    return touches(text, fact) if verb in v.NOT_PERMISSION else _names_body(_subject(fact, text))


def _subject(fact: Fact, text: str) -> str:
    """What its sentence says before a fact."""
    return own_sentence(text, fact).partition(fact.shown)[0]


def _names_body(subject: str) -> bool:
    small = subject.casefold()
    # Words cut at spaces are found faster; those with marks around them are not among them.
    return not (v.BODIES.isdisjoint(small.split()) and v.BODIES.isdisjoint(_LETTERS.findall(small)))
