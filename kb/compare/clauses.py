"""Where in a text a fact stands: its sentence, and the words after it that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.compare import vocabulary as v
from kb.compare.facts import Fact
from kb.model import ReasonKind

Place = tuple[int, int]
"""Where something starts and ends in a text."""
MARKS = (". ", "? ", "! ")
"""What ends a sentence inside a text."""
NEARBY = 400
"""So many characters around a fact are looked at; a longer sentence binds by what is near."""
WORDS_AFTER = 9
"""So many words after "must" say what must be done."""
LEADING_ON = frozenset(
    (
        *("a", "an", "the", "this", "that", "these", "those", "their", "its", "his", "her", "any", "each", "every"),
        *("and", "or", "but", "if", "when", "where", "while", "unless", "because", "without", "about", "as", "than"),
        *("of", "to", "in", "on", "at", "by", "for", "from", "with", "into", "be", "is", "are", "was", "were"),
    )
)
"""With these nothing that is quoted ends."""

LEADING_WORDS = 6
"""More words before a fact are not shown."""
_JOINING = frozenset(("and", "or", "but", "then", "so", "also"))
_RELATING = frozenset(("who", "which", "that", "whom", "whose", "if", "when", "where", "unless", "while", "because"))
_PRONOUNS = frozenset(("it", "they", "this", "these", "that", "those", "he", "she", "there"))
_ASKING = re.compile(r"\b(?:whether|how|what)\b", re.IGNORECASE)
_SUPPOSING = re.compile(r"\b(?:if|where|when|who|which|that|unless|until|once|because|nobody|no one)\b", re.IGNORECASE)
_FEARING = re.compile(
    r"\b(?:worr(?:y|ied|ies)|fear(?:s|ed|ing)?|afraid|hop(?:e|es|ed|ing)|wonder(?:s|ed)?|belie(?:f|ves?|ved))"
    r" (?:that )?",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r" (?:not )?have (?:felt|known|seen|meant|left|thought|believed|wondered|seemed)\b", re.IGNORECASE
)
_IN_MIND = re.compile(
    r" (?:also )?be (?:remembered|noted|recognised|acknowledged|appreciated|stressed|borne in mind) that\b",
    re.IGNORECASE,
)
_LIKELY = frozenset(("may", "might", "will"))
_PAST = re.compile(r"\b(?:was|were|had|did|lived|stayed|spent|lasted|waited)\b", re.IGNORECASE)
_PRESENT = re.compile(rf"\b(?:is|are|has|have|does|do|can|cannot|{v.OBLIGATIONS})\b", re.IGNORECASE)
_HOW_THINGS_ARE = frozenset(("cannot", "can not", "can't", "has to", "have to", "will not", "won't"))
"""Behind "if", "who" or "that" these describe a situation."""
_BORDERS = re.compile(r"[.;:?!,|()] ")

_REST_OF_CLAUSE = re.compile(r"(?:[^.;:?!,]|(?<=\d)[.,](?=\d)){0,240}")
_FIRST_WORDS = re.compile(rf"(?:\s*\S+(?!\S)){{{WORDS_AFTER}}}(?=\s+\S)")
"""So many words with which a longer text begins."""
_TIED = re.compile(
    r" (?:of|after|before|from|following|on) (?:[\w'-]+ ){0,5}?[\w'-]+"
    r"(?=[.;:,)]|$| (?:and|or|unless|if|where|when|who|which) )"
)
_WHO = re.compile(r"(?:(?:an?|any|each|every|all) )?(?:child(?:ren)?|young (?:person|people)) $", re.IGNORECASE)


def sentence_of(text: str, place: Place) -> str:
    """The sentence in which something stands, as far as it is near."""
    near, far = max(0, place[0] - NEARBY), min(len(text), place[1] + NEARBY)
    start = max(text.rfind(mark, near, place[0]) for mark in MARKS)
    ends = [end for end in (text.find(mark, place[1], far) for mark in MARKS) if end >= 0]
    return text[max(start + 1, near) : min(ends, default=far)]


def lead_before(text: str, fact: Fact) -> str:
    """Who must, or who has the age: the few words before a fact in its clause; "" where they are many or a pronoun."""
    if fact.about is ReasonKind.AGE:
        who = _WHO.search(text, max(0, fact.start - 30), fact.start)
        return who.group().strip().lower() if who else ""
    if fact.about is not ReasonKind.DUTY_WORD:
        return ""
    words = _before_in_clause(text, fact).split()
    while words and words[0].casefold() in _JOINING:
        del words[0]
    if not words or len(words) > LEADING_WORDS or words[0].casefold() in _RELATING or words[-1].casefold() in _PRONOUNS:
        return ""
    first = words[0].lower() if words[0].casefold() in LEADING_ON else words[0]
    return " ".join((first, *words[1:]))


def describes(text: str, fact: Fact) -> bool:
    """Whether a duty word binds nobody where it stands: "whether they should meet", "if she cannot be reached"."""
    before = _before_in_clause(text, fact)
    if _ASKING.search(before) or supposes(text, fact):
        return True
    if fact.value in v.WEAK_MODALS and _FEARING.search(before):
        return True
    as_it_is = fact.shown.casefold() in _HOW_THINGS_ARE or fact.value == v.ANSWERING
    return as_it_is and _SUPPOSING.search(before) is not None


def supposes(text: str, fact: Fact) -> bool:
    """Whether a duty word only says what is likely or to be kept in mind: "must have felt", "it must be remembered"."""
    return _SUPPOSED.match(text, fact.end) is not None or (
        _IN_MIND.match(text, fact.end) is not None and text[max(0, fact.start - 3) : fact.start].casefold() == "it "
    )


def feels(text: str, fact: Fact) -> bool:
    """Whether a "may", "might" or "will" says how somebody feels or what may happen, whichever of them it is."""
    if supposes(text, fact):
        return True
    follows = text[fact.end : fact.end + 60].casefold().split()[:2]
    if fact.value not in _LIKELY or not follows:
        return False
    return follows[0] in v.FEELINGS or (follows[0] == "be" and follows[-1].rstrip(".,;:") in v.SUFFERED)


def narrates(sentence: str) -> bool:
    """Whether a sentence tells what was so once, and nothing that is or has to be."""
    return _PAST.search(sentence) is not None and _PRESENT.search(sentence) is None


def _before_in_clause(text: str, fact: Fact) -> str:
    return _BORDERS.split(text[max(0, fact.start - NEARBY) : fact.start])[-1]


def clause_after(text: str, fact: Fact, found: Iterable[Fact]) -> str:
    """What follows a limit, a duty word or a condition, so that a reader knows what it is about; else "".

    `found` are the facts of the text.
    """
    if fact.about is ReasonKind.LIMIT:
        tied = _TIED.match(text, fact.end)
        return tied.group().strip() if tied else ""
    if fact.about is not ReasonKind.DUTY_WORD and fact.about is not ReasonKind.CONDITION:
        return ""
    clause = _REST_OF_CLAUSE.match(text, fact.end)
    rest = clause.group() if clause else ""
    first = _FIRST_WORDS.match(rest)
    if first is None:
        return rest.strip()
    # What is cut ends with a whole number, name or limit, and not with a word that only leads on.
    end = fact.end + first.end()
    end = next((other.end for other in found if other.start < end < other.end), end)
    kept = text[fact.end : end].split()
    while kept and kept[-1].casefold() in LEADING_ON:
        kept.pop()
    return " ".join([*kept, "…"])
