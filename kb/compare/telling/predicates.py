"""What a limit or an amount belongs to: the clause before it, with its verb."""

from __future__ import annotations

import re

from kb.compare.language.clauses import LEADING_ON

WORDS_BEFORE = 10
"""Up to so many words before a value are shown with it; of a longer clause those from its verb on."""

_BREAKS = (". ", "? ", "! ", "; ", ": ", "| ")
_CONDITION = re.compile(r" (?=(?:if|when|where|unless|because|while|until) )")
_BEGINNINGS = frozenset(("if", "when", "where", "unless", "because", "while", "until", "as"))
_VERBS = frozenset(
    (
        *("must", "shall", "should", "may", "might", "can", "cannot", "will", "would", "is", "are", "was", "were"),
        *("has", "have", "had", "does", "do"),
    )
)
_WORD = re.compile(r"\w+")
_IDLE = frozenset(
    ("and", "or", "but", "then", "so", "also", "it", "they", "this", "these", "that", "those", "he", "she", "there")
)
"""With these nothing begins that is shown."""
_APART = re.compile(r"[\d()“”\"…]")
"""A clause in which one of these stands is about more than the value."""
_TAIL = re.compile(r" (?:ago|beforehand|afterwards|later)\b|['’] notice\b")


def with_clause(text: str, value: str) -> str:
    """A value with the clause that it belongs to, as `text` has it: "must be visited within 5 working days".

    The value alone where it stands more than once, or where there are no few words that say what it is about.
    """
    start = _place_of(value, text)
    if start is None:
        return value
    end = start + len(value)
    tail = _TAIL.match(text, end)
    shown = text[start : tail.end() if tail else end]
    clause = _shortened(_clause(text[_sentence_start(text, start) : start]))
    return f"{clause} {shown}" if clause else value


def _place_of(value: str, text: str) -> int | None:
    """Where the value stands in the text as words of its own, whatever its capitals; None unless in one place only."""
    # A pattern made for each value would take longer than all the rest of a summary.
    small, what = text.lower(), value.lower()
    if not what or len(small) != len(text) or len(what) != len(value):
        return None
    found = None
    at = small.find(what)
    while at >= 0:
        end = at + len(what)
        if not _is_letter(text[at - 1 : at]) and not _is_letter(text[end : end + 1]):
            if found is not None:
                return None
            found = at
        at = small.find(what, at + 1)
    return found


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _sentence_start(text: str, end: int) -> int:
    """Behind which mark the sentence begins that a place stands in."""
    start = 0
    for mark in _BREAKS:
        last = text.rfind(mark, start, end)
        start = last + 2 if last >= 0 else start
    return start


def _clause(sentence: str) -> list[str]:
    """The words of the last clause with a verb of its own; where none shows one, of the sentence."""
    _, comma, end = sentence.rpartition(", ")
    words = _without_idle(end.split())
    if not words:
        return sentence.split()
    last = " ".join(words)
    if comma and not _is_condition(words):
        # What stands between the comma and the verb may be the last of a list.
        verb = next((word for word in _WORD.finditer(last) if word.group().casefold() in _VERBS), None)
        last = last[verb.start() :] if verb else sentence
    return _CONDITION.split(last)[-1].split()


def _shortened(words: list[str]) -> str:
    """So few words that they can be shown: all, or those from the first verb on, or from the last; else ""."""
    verbs = [at for at, word in enumerate(map(str.casefold, words)) if word in _VERBS]
    # The first verb of "if the meeting is held by telephone they are told" is the condition's.
    first = [] if _is_condition(words) else verbs[:1]
    for start in (0, *first, *verbs[-1:]):
        kept = _without_idle(words[start:])
        shown = " ".join(kept) if len(kept) <= WORDS_BEFORE else ""
        if shown and not _APART.search(shown):
            return f"{shown[0].lower()}{shown[1:]}" if kept[0].casefold() in LEADING_ON else shown
    return ""


def _is_condition(words: list[str]) -> bool:
    """Whether a clause says when something is to be done, not what."""
    return len(words) > 1 and words[0].casefold() in _BEGINNINGS


def _without_idle(words: list[str]) -> list[str]:
    """The clause without the "and" or "it" that it begins with."""
    idle = 0
    while idle < len(words) and words[idle].casefold() in _IDLE:
        idle += 1
    return words[idle:]
