"""How much a change matters to practice, and the words that prove it. The rules, strongest first:

*Duty*: what binds (must, should, may, will and their negations), a time limit, an age, an amount, a percentage, a
threshold, a form or where a matter is sent, who is responsible, or a number or condition inside a sentence that binds.
*Substantive*: any other change of what is said. *Reference*: only pointers changed: links, cross-references, editions,
dates, contacts, names. *Editorial*: the same said otherwise: marks, capitals, spelling, numbers in words, another name
of the same thing, numbering, order. docs/significance.md says it at length, with examples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.compare import vocabulary as v
from kb.compare.clauses import MARKS, clause_after, describes, lead_before, sentence_of
from kb.compare.facts import Fact, facts
from kb.compare.rearranged import clauses_rearranged, swapped
from kb.compare.sequences import same_start
from kb.compare.wording import (
    POINTERS,
    WORD,
    Word,
    changed_words,
    cited,
    counting_words,
    defined,
    differing_words,
    in_title,
    points_elsewhere,
    without_misprints,
)
from kb.model import Reason, ReasonKind, Significance

MOST_REASONS = 6
"""More reasons than this for one line are not read."""
LONG_TEXT = 200
"""From so many characters on only the sentences that differ are judged."""

BINDING = frozenset(
    (
        *(ReasonKind.LIMIT, ReasonKind.AGE, ReasonKind.AMOUNT, ReasonKind.PERCENTAGE, ReasonKind.THRESHOLD),
        *(ReasonKind.DUTY_WORD, ReasonKind.FORM),
    )
)
"""A change of one of these is always a change of duty."""
BINDING_IN_CONTEXT = frozenset(
    (ReasonKind.ROLE, ReasonKind.ROUTE, ReasonKind.NUMBER, ReasonKind.CONDITION, ReasonKind.LAW)
)
"""A change of one of these is a change of duty in a sentence that binds somebody."""
ALTERING = BINDING | BINDING_IN_CONTEXT | {ReasonKind.ORDER}
"""Reasons of these kinds can say that a duty that was there is another one now."""

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
_READ_MORE = re.compile(rf"(?:{v.READ_MORE})", re.IGNORECASE)
_NUMERALS = re.compile(r"\d[\d.,]*")
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much a change matters, and why."""

    significance: Significance
    reasons: tuple[Reason, ...] = ()


_Said = tuple[str, Sequence[Fact]]
"""A text and its facts."""
_IN_ORDER = tuple(ReasonKind)
NOTHING = Verdict(Significance.EDITORIAL)


def strongest(verdicts: Iterable[Verdict]) -> Verdict:
    """The highest significance among verdicts, with all reasons, those of the stronger verdicts first."""
    weighty = [verdict for verdict in verdicts if verdict is not NOTHING]
    if len(weighty) < 2:
        return _readable(weighty[0]) if weighty else NOTHING
    ranked = sorted(weighty, key=lambda verdict: -verdict.significance.rank)
    return _readable(Verdict(ranked[0].significance, tuple(reason for each in ranked for reason in each.reasons)))


def _readable(verdict: Verdict) -> Verdict:
    """The verdict with each reason once, and no more of them than are read."""
    if len(verdict.reasons) < 2:
        return verdict
    return Verdict(verdict.significance, tuple(dict.fromkeys(verdict.reasons))[:MOST_REASONS])


def only_points(heading: str) -> bool:
    """Whether under this heading only pointers stand ("Further reading", a box of guidance)."""
    return bool(_READ_MORE.fullmatch(heading.strip()))


def judged_amended(before: str, after: str) -> Verdict:
    """A line that said one thing and now says another; both texts normalised."""
    if before == after:
        return NOTHING
    before, after = _differing(before, after)
    here, there = facts(before), facts(after)
    words = differing_words(before, after, here, there)
    forms = [[word.form for word in side] for side in words]
    if forms[0] == forms[1]:
        return Verdict(Significance.EDITORIAL, (_style(before, after),))
    if sorted(forms[0]) == sorted(forms[1]) and clauses_rearranged(before, after):
        return Verdict(Significance.EDITORIAL, (Reason(ReasonKind.ORDER),))
    gone, come = _without(here, there), _without(there, here)
    if not gone and not come and _letters(before) == _letters(after):
        return Verdict(Significance.EDITORIAL, (Reason(ReasonKind.PUNCTUATION),))
    duty = _duty(gone, come, (before, here), (after, there))
    if not duty.reasons:
        duty = _swap(before, after, here, there)
    others = _other_words(before, after, words, told=bool(duty.reasons))
    if others.significance is Significance.SUBSTANTIVE and _gives_contacts(here) and _gives_contacts(there):
        others = Verdict(Significance.REFERENCE, others.reasons)
    return strongest((duty, _pointers(gone, come), others))


def judged_alone(text: str, *, added: bool, pointing: bool) -> Verdict:
    """A line that came or went; `pointing` where it stands among pointers only."""
    found = facts(text)
    binding = [fact for fact in found if _binds_alone(fact, text)]
    if binding:
        reasons = dict.fromkeys(_lone(fact, text, found, added=added) for fact in binding[:MOST_REASONS])
        return Verdict(Significance.DUTY, tuple(reasons))
    if pointing or _points_only(text, found):
        return Verdict(Significance.REFERENCE, (one_sided(ReasonKind.WORDING, text, added=added),))
    if not WORD.search(text):
        kind = ReasonKind.WORDING if text else ReasonKind.LAYOUT
        return Verdict(Significance.EDITORIAL, (one_sided(kind, text or "empty line", added=added),))
    term = next(iter(defined(text)), "")
    kind = ReasonKind.DEFINITION if term else ReasonKind.WORDING
    return Verdict(Significance.SUBSTANTIVE, (one_sided(kind, term or text, added=added),))


def judged_links(before: Sequence[str], after: Sequence[str]) -> Verdict:
    """The link targets of a line, as keys."""
    if before == after:
        return NOTHING
    gone = list((Counter(before) - Counter(after)).elements())
    come = list((Counter(after) - Counter(before)).elements())
    reasons = [Reason(ReasonKind.LINK, old, new) for old, new in zip(gone, come, strict=False)]
    reasons += [Reason(ReasonKind.LINK, before=old) for old in gone[len(come) :]]
    reasons += [Reason(ReasonKind.LINK, after=new) for new in come[len(gone) :]]
    return Verdict(Significance.REFERENCE, tuple(reasons)) if reasons else NOTHING


def one_sided(kind: ReasonKind, words: str, *, added: bool) -> Reason:
    """A reason for what only came or only went."""
    return Reason(kind, after=words) if added else Reason(kind, before=words)


def _gives_contacts(found: Sequence[Fact]) -> bool:
    """Whether a line says how somebody is reached and binds nobody: another name in it is another name, no more."""
    return any(fact.about is ReasonKind.CONTACT for fact in found) and not any(f.about in BINDING for f in found)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Long texts without the sentences with which both begin and end: these can prove nothing."""
    if min(len(before), len(after)) < LONG_TEXT:
        return before, after
    same = same_start(before, after)
    start = max((before.rfind(mark, 0, same) + len(mark) for mark in MARKS if mark in before[:same]), default=0)
    before, after = before[start:], after[start:]
    tail = before[len(before) - same_start(before[::-1], after[::-1]) :]
    kept = min((tail.find(mark) + 1 for mark in MARKS if mark in tail), default=len(tail))
    end = len(tail) - kept
    return before[: len(before) - end], after[: len(after) - end]


def _style(before: str, after: str) -> Reason:
    if before.casefold() == after.casefold():
        return Reason(ReasonKind.CAPITALS)
    return Reason(ReasonKind.PUNCTUATION if _letters(before) == _letters(after) else ReasonKind.STYLE)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


# --- duties


def _without(these: Sequence[Fact], those: Sequence[Fact]) -> list[Fact]:
    """The facts only the first side has, in their order."""
    known = Counter((fact.about, fact.value) for fact in those)
    left = []
    for fact in these:
        if known[fact.about, fact.value] > 0:
            known[fact.about, fact.value] -= 1
        else:
            left.append(fact)
    return left


def _by_kind(gone: Sequence[Fact], come: Sequence[Fact]) -> list[tuple[ReasonKind, list[Fact], list[Fact]]]:
    """The facts of each kind that went and came, the kinds in the order in which they are told."""
    kinds = {fact.about for fact in (*gone, *come)}
    if not kinds:
        return []
    return [
        (kind, [fact for fact in gone if fact.about is kind], [fact for fact in come if fact.about is kind])
        for kind in _IN_ORDER
        if kind in kinds
    ]


def _duty(gone: Sequence[Fact], come: Sequence[Fact], old_text: _Said, new_text: _Said) -> Verdict:
    """What of the difference changes a duty: pairs first ("should → must"), then what only went or came."""
    (before, here), (after, there) = old_text, new_text
    reasons: list[Reason] = []
    whole: tuple[set[str], set[str]] = (set(), set())
    for kind, old, new in _by_kind(gone, come):
        if kind in BINDING:
            old, new = _paired(old, new)
            pairs = min(len(old), len(new))
            old_alone = [fact for fact in old[pairs:] if _binds_here(fact, before)]
            new_alone = [fact for fact in new[pairs:] if _binds_here(fact, after)]
            if kind is ReasonKind.DUTY_WORD:
                whole = {sentence_of(before, f) for f in old_alone}, {sentence_of(after, f) for f in new_alone}
        elif kind in BINDING_IN_CONTEXT and (_binding(old, before) or _binding(new, after)):
            pairs = min(len(old), len(new))
            # Who and how many of a sentence that came or went as a duty is told by its clause.
            old_alone = [fact for fact in old[pairs:] if sentence_of(before, fact) not in whole[0]]
            new_alone = [fact for fact in new[pairs:] if sentence_of(after, fact) not in whole[1]]
        else:
            continue
        reasons += [_pair(a, b, after, there) for a, b in zip(old, new, strict=False)]
        reasons += [_lone(fact, before, here, added=False) for fact in old_alone]
        reasons += [_lone(fact, after, there, added=True) for fact in new_alone]
    return Verdict(Significance.DUTY, tuple(reasons)) if reasons else NOTHING


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


def _pair(old: Fact, new: Fact, after: str, there: Sequence[Fact]) -> Reason:
    if new.about is not ReasonKind.DUTY_WORD:
        return Reason(old.about, old.shown, new.shown)
    return Reason(old.about, old.shown, new.shown, lead_before(after, new), clause_after(after, new, there))


def _lone(fact: Fact, text: str, found: Sequence[Fact], *, added: bool) -> Reason:
    lead, clause = lead_before(text, fact), clause_after(text, fact, found)
    return Reason(fact.about, None if added else fact.shown, fact.shown if added else None, lead, clause)


def _swap(before: str, after: str, here: Sequence[Fact], there: Sequence[Fact]) -> Verdict:
    """Where nothing came or went: two facts of one kind may have changed places."""
    pair = swapped(before, after, here, there, BINDING | BINDING_IN_CONTEXT)
    if pair is None:
        return NOTHING
    binds = _binding(pair[:1], before) or _binding(pair[1:], after)
    reason = Reason(ReasonKind.ORDER, pair[0].shown, pair[1].shown)
    return Verdict(Significance.DUTY if binds else Significance.SUBSTANTIVE, (reason,))


def _binding(found: Iterable[Fact], text: str) -> bool:
    """Whether one of the facts stands in a sentence that binds somebody."""
    return any(_binds(sentence_of(text, fact)) for fact in found)


@lru_cache(maxsize=1_000)
def _binds(sentence: str) -> bool:
    """Whether a sentence binds somebody; asked for every fact in it."""
    return _BINDS.search(sentence) is not None


def _binds_alone(fact: Fact, text: str) -> bool:
    """Whether a fact in a line that came or went is more than description."""
    match fact.about:
        case ReasonKind.DUTY_WORD:
            return not describes(text, fact) and (fact.value not in v.WEAK_MODALS or _permits(fact, text))
        case ReasonKind.LIMIT:
            return bool(_STRICT.match(fact.value)) or _binds(sentence_of(text, fact))
        case ReasonKind.THRESHOLD:
            return _binds(sentence_of(text, fact))
        case ReasonKind.ROUTE:
            return bool(_SENDS.search(sentence_of(text, fact)))
        case ReasonKind.ROLE:
            return bool(_ANSWERS.search(sentence_of(text, fact)))
    return fact.about in (ReasonKind.AMOUNT, ReasonKind.PERCENTAGE, ReasonKind.FORM, ReasonKind.AGE)


def _binds_here(fact: Fact, text: str) -> bool:
    """Whether a fact that came or went inside a line is more than description. A threshold always draws a line."""
    if fact.about is ReasonKind.THRESHOLD and fact.value.split()[0] not in v.QUANTIFIERS:
        return True
    return _binds_alone(fact, text)


def _permits(fact: Fact, text: str) -> bool:
    """Whether a "may" or "will" says what somebody does, not how things are."""
    follows = WORD.findall(text[fact.end : fact.end + 60].casefold())
    if fact.shown.casefold() in v.ABILITY or not follows:
        return False
    subject = sentence_of(text, fact).partition(fact.shown)[0]
    passive = follows[0] == "be" and len(follows) > 1 and follows[1].endswith(("ed", "en", "made", "held", "sent"))
    if passive and (follows[1] in v.SUFFERED or (follows[1] == "used" and _CHILD.search(subject))):
        return False
    return passive or (follows[0] not in v.NOT_PERMISSION and _BODY.search(subject) is not None)


# --- everything else


def _pointers(gone: Sequence[Fact], come: Sequence[Fact]) -> Verdict:
    reasons: list[Reason] = []
    for kind, old, new in _by_kind(gone, come):
        if kind in POINTERS:
            reasons += [Reason(kind, a.shown, b.shown) for a, b in zip(old, new, strict=False)]
            reasons += [Reason(kind, before=fact.shown) for fact in old[len(new) :]]
            reasons += [Reason(kind, after=fact.shown) for fact in new[len(old) :]]
    return Verdict(Significance.REFERENCE, tuple(reasons)) if reasons else NOTHING


def _other_words(before: str, after: str, words: tuple[list[Word], list[Word]], *, told: bool) -> Verdict:
    """What changed beside the facts; of the facts only those that have no reason yet (unless all are `told`)."""
    gone, come = without_misprints(*changed_words(*words))
    if not gone and not come:
        return Verdict(Significance.EDITORIAL, (Reason(ReasonKind.SPELLING),))
    shown = [[word for word in side if not (word.is_fact and (told or word.points))] for side in (gone, come)]
    old, new = cited(before, shown[0]), cited(after, shown[1])
    if sorted(word.form for word in gone) == sorted(word.form for word in come):
        return Verdict(Significance.SUBSTANTIVE, (Reason(ReasonKind.ORDER),))
    if (_names_only(before, gone) and _names_only(after, come)) or _pointing_sentence(before, gone, after, come):
        return Verdict(Significance.REFERENCE, _reworded(ReasonKind.NAME, old, new))
    kind, reasons = _kind_of_words(shown), _reworded(ReasonKind.WORDING, old, new)
    if kind is not ReasonKind.WORDING and reasons:
        reasons = _reworded(kind, old, new)
    return Verdict(Significance.SUBSTANTIVE, (*_definitions(before, after), *reasons))


def _names_only(text: str, words: Sequence[Word]) -> bool:
    """Whether nothing but names changed on one side. A title that somebody must work by is more than a name."""
    others = [word for word in words if not word.points]
    return not others or (not _BINDS.search(text) and all(in_title(text, word) for word in others))


def _kind_of_words(shown: Sequence[Sequence[Word]]) -> ReasonKind:
    """What the changed words are about, where all of them are facts of one kind that bind nobody here."""
    kinds = {word.about for side in shown for word in side}
    return kinds.pop() or ReasonKind.WORDING if len(kinds) == 1 else ReasonKind.WORDING


def _reworded(kind: ReasonKind, old: str, new: str) -> tuple[Reason, ...]:
    return (Reason(kind, old or None, new or None),) if old or new else ()


def _definitions(before: str, after: str) -> tuple[Reason, ...]:
    """The terms whose defining sentence is another one now, or that are defined on one side only."""
    here, there = defined(before), defined(after)
    terms = dict.fromkeys((*here, *there))
    return tuple(
        Reason(ReasonKind.DEFINITION, term if term in here else None, term if term in there else None)
        for term in terms
        if here.get(term) != there.get(term)
    )


def _pointing_sentence(before: str, gone: Sequence[Word], after: str, come: Sequence[Word]) -> bool:
    """Whether all that came or went is a sentence that points elsewhere ("See also the Missing Children chapter")."""
    if gone and come:
        return False
    text, words = (before, gone) if gone else (after, come)
    return points_elsewhere(text[words[0].start :])


def _points_only(text: str, found: Sequence[Fact]) -> bool:
    """Whether a line of its own does nothing but point: "See …", an address, the title of an Act or of guidance."""
    if points_elsewhere(text):
        return True
    if not any(fact.about in POINTERS for fact in found):
        return False
    words = counting_words(text, found)
    return all(word.points or word is words[0] for word in words)
