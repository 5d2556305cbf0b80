"""How much a change matters to practice, and the words that prove it. The rules, strongest first:

*Duty*: what binds (must, should, may, will and their negations), a time limit, an age, an amount, a percentage, a
threshold, a form or where a matter is sent, who is responsible, or a number or condition inside a sentence that binds.
*Substantive*: any other change of what is said. *Reference*: only pointers changed: links, cross-references, editions,
dates, contacts, names. *Editorial*: the same said otherwise: marks, capitals, spelling, numbers in words, another name
of the same thing, numbering, order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.compare import vocabulary as v
from kb.compare.facts import About, Fact, facts, plain
from kb.compare.sequences import same_start
from kb.compare.wording import (
    POINTERS,
    WORD,
    Word,
    changed_words,
    cited,
    counting_words,
    quoted,
    without_misprints,
    wording,
)
from kb.model import Significance

MOST_REASONS = 6
"""More reasons than this for one line are not read."""
NEARBY = 400
"""So many characters around a fact are looked at; a longer sentence binds by what is near."""
LONG_TEXT = 600
"""From so many characters on only the sentences that differ are judged."""

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

BINDING = frozenset((About.LIMIT, About.AGE, About.AMOUNT, About.PERCENTAGE, About.THRESHOLD, About.MODAL, About.FORM))
"""A change of one of these is always a change of duty."""
BINDING_IN_CONTEXT = frozenset((About.ROLE, About.ROUTE, About.NUMBER, About.NEGATION, About.LAW))
"""A change of one of these is a change of duty in a sentence that binds somebody."""

_BINDS = re.compile(rf"\b(?:{v.OBLIGATIONS}|{v.SENDING})\b", re.IGNORECASE)
_STRICT = re.compile(
    rf"(?:by|before) (?:12 )?(?:noon|midday|midnight)|(?:on|by) day |within|at least|at most|every"
    rf"|{v.FREQUENCY}|{v.URGENCY}",
    re.IGNORECASE,
)
_SENDS = re.compile(rf"\b(?:{v.SENDING})\b", re.IGNORECASE)
_ANSWERS = re.compile(r"\b(?:responsible|responsibility|accountable|leads on)\b", re.IGNORECASE)
_BODY = re.compile(rf"\b(?:{v.BODIES})\b", re.IGNORECASE)
_CHILD = re.compile(r"\b(?:child(?:ren)?|young (?:person|people)|victims?)\b", re.IGNORECASE)
_WHO = re.compile(r"(?:(?:an?|any|each|every|all) )?(?:child(?:ren)?|young (?:person|people)) $", re.IGNORECASE)
_READ_MORE = re.compile(rf"(?:{v.READ_MORE})", re.IGNORECASE)
_REST_OF_CLAUSE = re.compile(r"(?:[^.;:?!,]|(?<=\d)[.,](?=\d)){0,240}")
_TIED = re.compile(
    r" (?:of|after|before|from|following|on) (?:[\w'-]+ ){0,5}?[\w'-]+"
    r"(?=[.;:,)]|$| (?:and|or|unless|if|where|when|who|which) )"
)
_NUMERALS = re.compile(r"\d[\d.,]*")
_MARKS = (". ", "? ", "! ")
_POINTING = re.compile(
    r"(?:for (?:more|further) (?:information|details|guidance),? )?(?:please )?(?:see|refer to)(?: also)?\b", re.I
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much a change matters, and why."""

    significance: Significance
    reasons: tuple[str, ...]


def strongest(verdicts: Iterable[Verdict]) -> Verdict:
    """The highest significance among verdicts, with all reasons, those of the stronger verdicts first."""
    ranked = sorted(verdicts, key=lambda verdict: -verdict.significance.rank)
    reasons = dict.fromkeys(reason for verdict in ranked for reason in verdict.reasons)
    top = ranked[0].significance if ranked else Significance.EDITORIAL
    return Verdict(top, tuple(reasons)[:MOST_REASONS])


def only_points(heading: str) -> bool:
    """Whether under this heading only pointers stand ("Further reading", a box of guidance)."""
    return bool(_READ_MORE.fullmatch(heading.strip()))


def judged_amended(before: str, after: str) -> Verdict:
    """A line that said one thing and now says another; both texts normalised."""
    if before == after:
        return Verdict(Significance.EDITORIAL, ())
    before, after = _differing(before, after)
    here, there = facts(before), facts(after)
    words = counting_words(before, here), counting_words(after, there)
    if [word.form for word in words[0]] == [word.form for word in words[1]]:
        return Verdict(Significance.EDITORIAL, (_style(before, after),))
    if len(before) == len(after) and _sentences(before) == _sentences(after):
        return Verdict(Significance.EDITORIAL, ("sentences in another order",))
    gone, come = _difference(here, there)
    duty = _duty(gone, come, before, after)
    if not duty.reasons and _swapped(here, there):
        duty = _swap(before, after, here, there)
    others = _other_words(before, after, words, told=bool(duty.reasons))
    if others.significance is Significance.SUBSTANTIVE and _gives_contacts(here) and _gives_contacts(there):
        others = Verdict(Significance.REFERENCE, others.reasons)
    return strongest((duty, _pointers(gone, come), others))


def _gives_contacts(found: Sequence[Fact]) -> bool:
    """Whether a line says how somebody is reached and binds nobody: another name in it is another name, no more."""
    return any(fact.about is About.CONTACT for fact in found) and not any(fact.about in BINDING for fact in found)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Long texts without the sentences with which both begin and end: these can prove nothing."""
    if min(len(before), len(after)) < LONG_TEXT:
        return before, after
    same = same_start(before, after)
    start = max((before.rfind(mark, 0, same) + len(mark) for mark in _MARKS if mark in before[:same]), default=0)
    before, after = before[start:], after[start:]
    tail = before[len(before) - same_start(before[::-1], after[::-1]) :]
    kept = min((tail.find(mark) + 1 for mark in _MARKS if mark in tail), default=len(tail))
    end = len(tail) - kept
    return before[: len(before) - end], after[: len(after) - end]


def judged_alone(text: str, *, added: bool, pointing: bool) -> Verdict:
    """A line that came or went; `pointing` where it stands among pointers only."""
    verb = "added" if added else "removed"
    found = facts(text)
    binding = [fact for fact in found if _binds_alone(fact, text)]
    if binding:
        reasons = dict.fromkeys(f"{fact.about} {verb}: {_around(text, fact)}" for fact in binding)
        return Verdict(Significance.DUTY, tuple(reasons)[:MOST_REASONS])
    if pointing or _points_only(text, found):
        return Verdict(Significance.REFERENCE, (f"{verb}: {quoted(text.split())}",))
    if not WORD.search(text):
        return Verdict(Significance.EDITORIAL, (f"{verb}: {text or 'an empty line'}",))
    return Verdict(Significance.SUBSTANTIVE, (f"{verb}: {quoted(text.split())}",))


def judged_links(before: Sequence[str], after: Sequence[str]) -> Verdict:
    """The link targets of a line, as keys."""
    gone = list((Counter(before) - Counter(after)).elements())
    come = list((Counter(after) - Counter(before)).elements())
    reasons = [f"link target changed: {old} → {new}" for old, new in zip(gone, come, strict=False)]
    reasons += [f"link removed: {old}" for old in gone[len(come) :]]
    reasons += [f"link added: {new}" for new in come[len(gone) :]]
    return Verdict(Significance.REFERENCE if reasons else Significance.EDITORIAL, tuple(reasons))


def _style(before: str, after: str) -> str:
    if before.casefold() == after.casefold():
        return "capital letters only"
    letters = [re.sub(r"[\W_]+", "", text.casefold()) for text in (before, after)]
    return "punctuation only" if letters[0] == letters[1] else "wording only: another way of writing the same"


def _difference(here: Sequence[Fact], there: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The facts only one side has, each in its order."""
    return _without(here, there), _without(there, here)


def _without(these: Sequence[Fact], those: Sequence[Fact]) -> list[Fact]:
    known = Counter((fact.about, fact.value) for fact in those)
    left = []
    for fact in these:
        if known[fact.about, fact.value] > 0:
            known[fact.about, fact.value] -= 1
        else:
            left.append(fact)
    return left


def _duty(gone: Sequence[Fact], come: Sequence[Fact], before: str, after: str) -> Verdict:
    """What of the difference changes a duty: pairs first ("should → must"), then what only went or came."""
    reasons: list[str] = []
    for about in About:
        old = [fact for fact in gone if fact.about is about]
        new = [fact for fact in come if fact.about is about]
        if about in BINDING:
            old, new = _paired(old, new)
            pairs = min(len(old), len(new))
            reasons += [_arrow(a, b) for a, b in zip(old, new, strict=False)]
            reasons += [f"{about} removed: {_around(before, f)}" for f in old[pairs:] if _binds_here(f, before)]
            reasons += [f"{about} added: {_around(after, f)}" for f in new[pairs:] if _binds_here(f, after)]
        elif about in BINDING_IN_CONTEXT and (_binding(old, before) or _binding(new, after)):
            reasons += _context_reasons(about, old, new, before, after)
    return Verdict(Significance.DUTY if reasons else Significance.EDITORIAL, tuple(reasons))


def _paired(old: Sequence[Fact], new: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Both in their order, but first those that differ in nothing but a number: hours go with hours."""
    left = list(new)
    here: list[Fact] = []
    there: list[Fact] = []
    for fact in old:
        shape = _NUMERALS.sub("#", fact.value)
        twin = next((other for other in left if _NUMERALS.sub("#", other.value) == shape), None)
        if twin is not None:
            left.remove(twin)
            here.append(fact)
            there.append(twin)
    return here + [fact for fact in old if fact not in here], there + left


def _context_reasons(about: About, old: list[Fact], new: list[Fact], before: str, after: str) -> list[str]:
    reasons = [_arrow(a, b) for a, b in zip(old, new, strict=False)]
    reasons += [f"{about} removed: {_around(before, fact)}" for fact in old[len(new) :]]
    return reasons + [f"{about} added: {_around(after, fact)}" for fact in new[len(old) :]]


def _binding(found: Iterable[Fact], text: str) -> bool:
    """Whether one of the facts stands in a sentence that binds somebody."""
    return any(_BINDS.search(_sentence(text, fact)) for fact in found)


def _binds_alone(fact: Fact, text: str) -> bool:
    """Whether a fact in a line that came or went is more than description."""
    if fact.about is About.MODAL:
        return fact.value not in v.WEAK_MODALS or _permits(fact, text)
    if fact.about is About.LIMIT:
        return bool(_STRICT.match(fact.value) or _BINDS.search(_sentence(text, fact)))
    if fact.about is About.THRESHOLD:
        return bool(_BINDS.search(_sentence(text, fact)))
    if fact.about is About.ROUTE:
        return bool(_SENDS.search(_sentence(text, fact)))
    if fact.about is About.ROLE:
        return bool(_ANSWERS.search(_sentence(text, fact)))
    return fact.about in (About.AMOUNT, About.PERCENTAGE, About.FORM, About.AGE)


def _binds_here(fact: Fact, text: str) -> bool:
    """Whether a fact that came or went inside a line is more than description. A threshold always draws a line."""
    if fact.about is About.THRESHOLD and fact.value.split()[0] not in v.QUANTIFIERS:
        return True
    return _binds_alone(fact, text)


def _permits(fact: Fact, text: str) -> bool:
    """Whether a "may" or "will" says what somebody does, not how things are."""
    follows = WORD.findall(text[fact.end : fact.end + 60].casefold())
    if fact.value == "can" or not follows:
        return False
    subject = _sentence(text, fact).partition(fact.shown)[0]
    passive = follows[0] == "be" and len(follows) > 1 and follows[1].endswith(("ed", "en", "made", "held", "sent"))
    if passive and (follows[1] in v.SUFFERED or (follows[1] == "used" and _CHILD.search(subject))):
        return False
    return passive or (follows[0] not in v.NOT_PERMISSION and _BODY.search(subject) is not None)


def _sentence(text: str, fact: Fact) -> str:
    """The sentence a fact stands in, as far as it is near."""
    near, far = max(0, fact.start - NEARBY), min(len(text), fact.end + NEARBY)
    start = max(text.rfind(mark, near, fact.start) for mark in _MARKS)
    ends = [end for end in (text.find(mark, fact.end, far) for mark in _MARKS) if end >= 0]
    return text[max(start + 1, near) : min(ends, default=far)]


def _arrow(old: Fact, new: Fact) -> str:
    """As in "time limit 7 → 5 working days": what both sides share is said once."""
    if old.about is About.MODAL:
        return f"{old.shown} → {new.shown}"
    before, after = old.shown.split(), new.shown.split()
    if old.about is About.CONTACT or len(before) != len(after):
        start = end = 0
    else:
        same = [a.casefold() == b.casefold() for a, b in zip(before, after, strict=True)]
        start, end = same.index(False) if False in same else 0, same[::-1].index(False) if False in same else 0
    first = start if old.about is About.LIMIT else 0
    if old.about is About.LIMIT and start == 1 and before[0].casefold() == "every":
        return f"every {' '.join(before[1 : len(before) - end])} → {' '.join(after[1:])}"
    return f"{old.about} {' '.join(before[first : len(before) - end])} → {' '.join(after[start:])}"


def _around(text: str, fact: Fact) -> str:
    """The fact with a few words beside it, so that a reader knows what it is about."""
    if fact.about is About.LIMIT:
        tied = _TIED.match(text, fact.end)
        return fact.shown + (tied.group() if tied else "")
    if fact.about is About.AGE:
        who = _WHO.search(text, max(0, fact.start - 30), fact.start)
        return (who.group().lower() if who else "") + fact.shown
    if fact.about is not About.MODAL and fact.about is not About.NEGATION:
        return fact.shown
    clause = _REST_OF_CLAUSE.match(text, fact.end)
    rest = clause.group() if clause else ""
    words = list(re.finditer(r"\S+", rest))
    if len(words) <= WORDS_AFTER:
        return f"{fact.shown}{rest}".rstrip()
    end = words[WORDS_AFTER - 1].end()
    # What is cut ends with a whole number, name or limit, and not with a word that only leads on.
    end = next((other.end for other in facts(rest) if other.start < end < other.end), end)
    kept = rest[:end].split()
    while kept and kept[-1].casefold() in LEADING_ON:
        kept.pop()
    return " ".join([fact.shown, *kept, "…"])


def _swapped(here: Sequence[Fact], there: Sequence[Fact]) -> bool:
    """Whether the same binding facts stand in another order."""
    binds = BINDING | BINDING_IN_CONTEXT
    values = [[(f.about, f.value) for f in side if f.about in binds] for side in (here, there)]
    return values[0] != values[1] and Counter(values[0]) == Counter(values[1])


def _sentences(text: str) -> list[str]:
    return sorted(plain(sentence) for sentence in re.split(r"(?<=[.?!;]) ", text))


def _swap(before: str, after: str, here: Sequence[Fact], there: Sequence[Fact]) -> Verdict:
    binds = BINDING | BINDING_IN_CONTEXT
    orders = [[f for f in side if f.about in binds] for side in (here, there)]
    old, new = next((a, b) for a, b in zip(*orders, strict=True) if (a.about, a.value) != (b.about, b.value))
    if not (_binding([old], before) or _binding([new], after)):
        return Verdict(Significance.SUBSTANTIVE, (f"in another order: {old.shown}, {new.shown}",))
    return Verdict(Significance.DUTY, (f"changed places: {old.shown}, {new.shown}",))


def _pointers(gone: Sequence[Fact], come: Sequence[Fact]) -> Verdict:
    reasons: list[str] = []
    for about in About:
        if about in POINTERS:
            old = [fact for fact in gone if fact.about is about]
            new = [fact for fact in come if fact.about is about]
            reasons += [_arrow(a, b) for a, b in zip(old, new, strict=False)]
            reasons += [f"{about} removed: {fact.shown}" for fact in old[len(new) :]]
            reasons += [f"{about} added: {fact.shown}" for fact in new[len(old) :]]
    return Verdict(Significance.REFERENCE if reasons else Significance.EDITORIAL, tuple(reasons))


def _other_words(before: str, after: str, words: tuple[list[Word], list[Word]], *, told: bool) -> Verdict:
    """What changed beside the facts; of the facts only those that have no reason yet (unless all are `told`)."""
    gone, come = without_misprints(*changed_words(*words))
    if not gone and not come:
        return Verdict(Significance.EDITORIAL, ("spelling or small words only",))
    changed = [*gone, *come]
    shown = [[word for word in side if not (word.is_fact and (told or word.points))] for side in (gone, come)]
    reasons = (wording(cited(before, shown[0]), cited(after, shown[1])),) if any(shown) else ()
    if all(word.points for word in changed) or _pointing_sentence(before, gone, after, come):
        return Verdict(Significance.REFERENCE, reasons)
    return Verdict(Significance.SUBSTANTIVE, reasons)


def _pointing_sentence(before: str, gone: Sequence[Word], after: str, come: Sequence[Word]) -> bool:
    """Whether all that came or went is a sentence that points elsewhere ("See also the Missing Children chapter")."""
    if gone and come:
        return False
    text, words = (before, gone) if gone else (after, come)
    return _POINTING.match(text[words[0].start :]) is not None


def _points_only(text: str, found: Sequence[Fact]) -> bool:
    """Whether a line of its own does nothing but point: "See …", an address, the title of an Act or of guidance."""
    if _POINTING.match(text):
        return True
    if not any(fact.about in POINTERS for fact in found):
        return False
    words = counting_words(text, found)
    return all(word.points or word is words[0] for word in words)
