"""Where in a text a fact stands: its sentence, and the words after it that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kb.compare.language import vocabulary as v
from kb.compare.language.facts import Fact
from kb.compare.language.rare import Rare
from kb.compare.language.wording import defined
from kb.model import ReasonKind

Place = tuple[int, int]
"""Where something starts and ends in a text."""
MARKS = (". ", "? ", "! ")
"""What ends a sentence inside a text."""
NEARBY = 400
"""So many characters around a fact are looked at; a longer sentence binds by what is near."""
WORDS_AFTER = 9
"""So many words after "must" say what must be done."""
LONGEST_CLAUSE = 240
"""So many characters after a fact are looked at for them."""
# Asked for every fact: to take one from its kinds by name takes as long as all the rest of the question.
_DUTY_WORD, _LIMIT, _AGE, _THRESHOLD = ReasonKind.DUTY_WORD, ReasonKind.LIMIT, ReasonKind.AGE, ReasonKind.THRESHOLD
_MEANING_MORE = frozenset((_DUTY_WORD, ReasonKind.CONDITION))
"""These mean nothing without what follows."""
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
MAIN_WORDS = 4
"""So many words of a longer main clause are shown before the "unless" that follows it."""
QUOTED_BEFORE = 14
"""More words between an "unless" and the duty word it belongs to are left out."""
_JOINING = frozenset(("and", "or", "but", "then", "so", "also"))
_PREPOSITIONS = frozenset(("in", "of", "for", "to", "after", "before", "about", "with", "by", "from", "during", "at"))
_RELATING = frozenset(("who", "which", "that", "whom", "whose", "if", "when", "where", "unless", "while", "because"))
_PRONOUNS = frozenset(("it", "they", "this", "these", "that", "those", "he", "she", "there"))
_ASKING = Rare(r"\b(?:whether|how|what)\b", "wh", "how")
_ASKED = re.compile(r"\b(?:what|how|whether|why) $", re.IGNORECASE)
_SUPPOSING = re.compile(
    r"\b(?:if|in case|lest|where|when|who|which|that|unless|until|once|because|nobody|no one)\b", re.IGNORECASE
)
_FEARING = Rare(
    r"\b(?:worr(?:y|ied|ies)|fear(?:s|ed|ing)?|afraid|hop(?:e|es|ed|ing)|wonder(?:s|ed)?|belie(?:f|ves?|ved))"
    r" (?:that )?",
    *("worr", "fear", "afra", "hop", "wonder", "bel"),
)
_SUPPOSED = re.compile(
    r" (?:not )?have (?:felt|known|seen|meant|left|thought|believed|wondered|seemed)\b", re.IGNORECASE
)
_IN_MIND = re.compile(
    r" (?:also )?be (?:remembered|noted|recognised|acknowledged|appreciated|stressed|borne in mind) that\b",
    re.IGNORECASE,
)
_SAYING = Rare(r"\b(?:say(?:s|ing)?|said|explain(?:s|ed|ing)?) that ", " that ")
_SUBORDINATE = Rare(
    r"\b(?:unless|if|in case|lest|because|although"
    r"|(?:ask|tell|told|inform|say|agree|decide|request|insist|direct|wish|want|think|believe|feel|explain)(?:s|d|ed)?"
    r"(?: \w+){0,2} that)\b",
    *(" that", "unless", "if", "in case", "lest", "because", "although"),
)
"""What follows is said for a case or by somebody, and quoted alone it would say something else."""
_IF_FIRST = re.compile(r"(?:and|also|but)? ?(?:if|where|when|unless|once) ", re.IGNORECASE)
_MAIN_FOLLOWS = re.compile(r"[^.;:?!,]*, (?!(?:unless|if|when|where|who|which|and|or|but)\b)\w")
_NEITHER = Rare(r"\bneither\b.*\bnor\b.*", "nor")
_FINITE = re.compile(rf" (?:is|are|was|were|has|have|does|do|can|cannot|{v.OBLIGATIONS})\b", re.IGNORECASE)
_FELT = re.compile(rf" {v.FELT}", re.IGNORECASE)
_LIKELY = frozenset(("may", "might", "will"))
_PAST = re.compile(r"\b(?:was|were|had|did|lived|stayed|spent|lasted|waited)\b", re.IGNORECASE)
_PRESENT = re.compile(rf"\b(?:is|are|has|have|does|do|can|cannot|{v.OBLIGATIONS})\b", re.IGNORECASE)
_HOW_THINGS_ARE = frozenset(("cannot", "can not", "can't", "has to", "have to", "will not", "won't"))
"""Behind "if", "who" or "that" these describe a situation."""
# What is greedy finds the last border before a place, and that first.
_TO_LAST_BORDER = re.compile(r".*[.;:?!,|()] ", re.DOTALL)
_TO_LAST_MARK = re.compile(r".*[.?!] ", re.DOTALL)
_MARK = re.compile(r"[.?!] ")

_REST_OF_CLAUSE = re.compile(r"[^.;:?!,]*(?:(?<=\d)[.,](?=\d)[^.;:?!,]*)*")
_TIED = re.compile(
    r" (?:of|after|before|from|following|on) (?:[\w'-]+ ){0,5}?[\w'-]+"
    r"(?=[.;:,)]|$| (?:and|or|unless|if|where|when|who|which) )"
)
_WHO = re.compile(r"(?:(?:an?|any|each|every|all) )?(?:child(?:ren)?|young (?:person|people)) $", re.IGNORECASE)


def sentence_of(text: str, place: Place) -> str:
    """The sentence in which something stands, as far as it is near."""
    near, far = max(0, place[0] - NEARBY), min(len(text), place[1] + NEARBY)
    mark, end = _TO_LAST_MARK.match(text, near, place[0]), _MARK.search(text, place[1], far)
    return text[mark.end() - 1 if mark else near : end.start() if end else far]


def lead_before(text: str, fact: Fact) -> str:
    """Who must, or who has the age: the few words before a fact in its clause; "" where they are many or a pronoun."""
    if fact.about is _AGE:
        who = _WHO.search(text, max(0, fact.start - 30), fact.start)
        return who.group().strip().lower() if who else ""
    if fact.about is _THRESHOLD:
        last = _before_in_clause(text, fact).split()[-1:]
        return last[0] if last and _is_bare(fact) and last[0].casefold() in _PREPOSITIONS else ""
    if fact.about is not _DUTY_WORD:
        return ""
    before = _before_in_clause(text, fact)
    if (neither := _neither_before(text, fact)) and len(neither) <= QUOTED_BEFORE:
        return _as_lead(neither)
    if (subordinate := _SUBORDINATE.search(before)) is not None:
        return _with_main_clause(_before_in_sentence(text, fact), before[subordinate.start() :])
    return _short_lead(before.split())


def _neither_before(text: str, fact: Fact) -> list[str]:
    """The words of "neither the carer nor the school" before a fact in its sentence."""
    if _NEITHER.search(text[max(0, fact.start - NEARBY) : fact.start]) is None:
        return []  # and so in no sentence of it
    found = _NEITHER.search(_before_in_sentence(text, fact))
    return found.group().split() if found else []


def subject_before(text: str, fact: Fact) -> str:
    """Who must, where something else is said of them first: "some events …" of "some events are rare but ought to"."""
    before = _before_in_clause(text, fact)
    verb = _FINITE.search(before) if before.endswith((" and ", " but ", " or ")) else None
    lead = _short_lead(before[: verb.start()].split()) if verb else ""
    return f"{lead} …" if lead else ""


def _short_lead(words: list[str]) -> str:
    while words and words[0].casefold() in _JOINING:
        del words[0]
    if not words or len(words) > LEADING_WORDS or words[0].casefold() in _RELATING or words[-1].casefold() in _PRONOUNS:
        return ""
    return _as_lead(words)


def _as_lead(words: Sequence[str]) -> str:
    first = words[0].lower() if words[0].casefold() in LEADING_ON else words[0]
    return " ".join((first, *words[1:]))


def _with_main_clause(sentence: str, subordinate: str) -> str:
    """The beginning of a clause that means nothing alone, after the main clause: "parents are told … unless they"."""
    begun = subordinate.split()
    if len(begun) > QUOTED_BEFORE:
        begun = [begun[0], "…"]
    main = sentence[: len(sentence) - len(subordinate)].strip(" ,").split()
    if len(main) > LEADING_WORDS:
        main = [*_without_leading_on(main[:MAIN_WORDS]), "…"]
    return _as_lead([*main, *begun])


def _is_bare(fact: Fact) -> bool:
    """Whether a threshold is a word that means nothing alone: "serious", "every case"."""
    words = fact.value.split()
    return words[0] in v.QUANTIFIERS or (len(words) == 1 and words[0].isalpha())


def draws_a_line(text: str, fact: Fact) -> bool:
    """Whether a threshold is more than description: "serious concerns" is one, "it was serious" is none."""
    if _ASKED.search(text, max(0, fact.start - 10), fact.start):
        return False  # "what each child wants"
    after = text[fact.end : fact.end + 40].split(" ", 2)
    return fact.value not in v.SAID_OF or (len(after) > 1 and not after[0] and after[1].casefold() not in LEADING_ON)


def describes(text: str, fact: Fact) -> bool:
    """Whether a duty word binds nobody where it stands: "whether they should meet", "if she cannot be reached"."""
    before = _before_in_clause(text, fact)
    if _ASKING.search(before) or supposes(text, fact):
        return True
    if fact.value in v.WEAK_MODALS and (_FEARING.search(before) or _SAYING.search(before)):
        return True
    if fact.value == "need not" and defined(sentence_of(text, (fact.start, fact.end)).strip()):
        return True  # "household means people who share a kitchen; they need not be related"
    if fact.value == "is entitled to" and _SUBORDINATE.search(before):
        return True
    as_it_is = fact.shown.casefold() in _HOW_THINGS_ARE or fact.value == v.ANSWERING
    return as_it_is and (_SUPPOSING.search(before) is not None or _goes_on_supposing(text, fact))


def _goes_on_supposing(text: str, fact: Fact) -> bool:
    """Whether a duty word is the second verb of an "if …" whose main clause is still to come: "if it fails and cannot
    be restored, ring …"."""
    before = _before_in_sentence(text, fact).strip()
    return (
        _IF_FIRST.match(before) is not None
        and before.rpartition(" ")[2] in ("and", "or")
        and _MAIN_FOLLOWS.match(text, fact.end) is not None
    )


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
    if fact.value not in _LIKELY or not follows or touches(text, fact):
        return False
    return follows[0] in v.FEELINGS or (follows[0] == "be" and follows[-1].rstrip(".,;:") in v.SUFFERED)


def touches(text: str, fact: Fact) -> bool:
    """Whether what is felt is felt with the hands: "will feel the baby's head"."""
    return _FELT.match(text, fact.end) is not None


def narrates(sentence: str) -> bool:
    """Whether a sentence tells what was so once, and nothing that is or has to be."""
    return _PAST.search(sentence) is not None and _PRESENT.search(sentence) is None


def _before_in_sentence(text: str, fact: Fact) -> str:
    near = max(0, fact.start - NEARBY)
    mark = _TO_LAST_MARK.match(text, near, fact.start)
    return text[mark.end() if mark else near : fact.start]


def _before_in_clause(text: str, fact: Fact) -> str:
    near = max(0, fact.start - NEARBY)
    border = _TO_LAST_BORDER.match(text, near, fact.start)
    return text[border.end() if border else near : fact.start]


def clause_after(text: str, fact: Fact, found: Iterable[Fact]) -> str:
    """What follows a limit, a duty word or a condition, so that a reader knows what it is about; else "".

    `found` are the facts of the text.
    """
    if fact.about is _LIMIT:
        tied = _TIED.match(text, fact.end)
        return tied.group().strip() if tied else ""
    if fact.about not in _MEANING_MORE and not (fact.about is _THRESHOLD and _is_bare(fact)):
        return ""
    clause = _REST_OF_CLAUSE.match(text, fact.end)
    rest = clause.group()[:LONGEST_CLAUSE] if clause else ""
    words = rest.split(maxsplit=WORDS_AFTER)
    if len(words) <= WORDS_AFTER:
        whole = _without_leading_on(words.copy())
        return rest.strip() if len(whole) == len(words) else " ".join([*whole, "…"])
    # What is cut ends with a whole number, name or limit, and not with a word that only leads on.
    cut = fact.end + len(rest) - len(words.pop()) - 1
    end = _end_of_whole(cut, found)
    return " ".join([*_without_leading_on(words if end == cut else text[fact.end : end].split()), "…"])


def _end_of_whole(at: int, found: Iterable[Fact]) -> int:
    """Where the fact ends that goes on at a place; the place itself where none does."""
    for fact in found:
        if fact.start < at < fact.end:
            return fact.end
    return at


def _without_leading_on(words: list[str]) -> list[str]:
    while words and words[-1].casefold() in LEADING_ON:
        words.pop()
    return words
