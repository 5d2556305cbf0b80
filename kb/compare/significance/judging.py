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
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from kb.compare.language import vocabulary as v
from kb.compare.language.clauses import MARKS, Place
from kb.compare.language.facts import Fact, apart, facts
from kb.compare.language.wording import (
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
    stretches,
    without_misprints,
)
from kb.compare.sequences import same_end, same_start
from kb.compare.significance.binding import answers, binds, binds_alone
from kb.compare.significance.duties import (
    BINDING,
    BINDING_IN_CONTEXT,
    Difference,
    Duties,
    duties_changed,
    lone_reason,
    places_changed,
)
from kb.compare.significance.rearranged import clauses_rearranged, condition_moved
from kb.model import Reason, ReasonKind, Significance

MOST_REASONS = 6
"""More reasons than this for one line are not read."""
LONG_TEXT = 200
"""From so many characters on only the sentences that differ are judged."""

_READ_MORE = re.compile(rf"(?:{v.READ_MORE})", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")


class Verdict(NamedTuple):
    """How much a change matters, and why."""

    significance: Significance
    reasons: tuple[Reason, ...] = ()


_POINTERS_IN_ORDER = tuple(kind for kind in ReasonKind if kind in POINTERS)
"""The kinds in the order in which they are told."""
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
    if len(forms[0]) == len(forms[1]) and sorted(forms[0]) == sorted(forms[1]) and clauses_rearranged(before, after):
        return Verdict(Significance.EDITORIAL, (Reason(ReasonKind.ORDER),))
    gone, come = apart(here, there)
    if not gone and not come and _same_letters(before, after):
        return Verdict(Significance.EDITORIAL, (Reason(ReasonKind.PUNCTUATION),))
    said = Difference(before, here, after, there, stretches(*words))
    duties = duties_changed(said)
    duty = Verdict(Significance.DUTY, tuple(duties.reasons)) if duties.reasons else _elsewhere(said)
    others = _other_words(said, duties, told=bool(duty.reasons))
    if others.significance is Significance.SUBSTANTIVE and _gives_contacts(here) and _gives_contacts(there):
        others = Verdict(Significance.REFERENCE, others.reasons)
    return strongest((duty, _pointers(gone, come), others))


def judged_alone(text: str, *, added: bool, pointing: bool) -> Verdict:
    """A line that came or went; `pointing` where it stands among pointers only."""
    found = facts(text)
    binding = [fact for fact in found if binds_alone(fact, text)] or [fact for fact in found if answers(fact, text)]
    if binding:
        reasons = dict.fromkeys(lone_reason(fact, text, found, added=added) for fact in binding[:MOST_REASONS])
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
    tail = before[len(before) - same_end(before, after) :]
    kept = min((tail.find(mark) + 1 for mark in MARKS if mark in tail), default=len(tail))
    end = len(tail) - kept
    return before[: len(before) - end], after[: len(after) - end]


def _style(before: str, after: str) -> Reason:
    if before.casefold() == after.casefold():
        return Reason(ReasonKind.CAPITALS)
    return Reason(ReasonKind.PUNCTUATION if _same_letters(before, after) else ReasonKind.STYLE)


def _same_letters(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but marks and capitals; what they begin and end with alike is not read."""
    start = same_start(before, after)
    end = same_end(before[start:], after[start:])
    return _letters(before[start : len(before) - end]) == _letters(after[start : len(after) - end])


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())


# --- everything else


def _pointers(gone: Sequence[Fact], come: Sequence[Fact]) -> Verdict:
    if POINTERS.isdisjoint([fact.about for fact in (*gone, *come)]):
        return NOTHING  # as mostly
    reasons: list[Reason] = []
    for kind in _POINTERS_IN_ORDER:
        old = [fact.shown for fact in gone if fact.about is kind]
        new = [fact.shown for fact in come if fact.about is kind]
        reasons += [Reason(kind, a, b) for a, b in zip(old, new, strict=False)]
        reasons += [Reason(kind, before=a) for a in old[len(new) :]]
        reasons += [Reason(kind, after=b) for b in new[len(old) :]]
    return Verdict(Significance.REFERENCE, tuple(reasons))


def _elsewhere(said: Difference) -> Verdict:
    """Where nothing came or went: what binds may have changed places, or a condition the duty it belongs to."""
    changed = places_changed(said)
    if changed is not None:
        reason, is_duty = changed
        return Verdict(Significance.DUTY if is_duty else Significance.SUBSTANTIVE, (reason,))
    moved = condition_moved(said.before, said.after) if _same_words(*changed_words(said.stretches)) else None
    if moved is not None and any(map(binds, moved)):
        return Verdict(Significance.DUTY, (Reason(ReasonKind.CONDITION, *moved),))
    return NOTHING


def _same_words(gone: Sequence[Word], come: Sequence[Word]) -> bool:
    return len(gone) == len(come) and sorted(word.form for word in gone) == sorted(word.form for word in come)


def _other_words(said: Difference, duties: Duties, *, told: bool) -> Verdict:
    """What changed beside the facts; of the facts only those that have no reason yet."""
    gone, come = without_misprints(*changed_words(said.stretches))
    if not gone and not come:
        return Verdict(Significance.EDITORIAL, (Reason(ReasonKind.SPELLING),))
    if _same_words(gone, come):
        return Verdict(Significance.SUBSTANTIVE, () if told else (Reason(ReasonKind.ORDER),))
    shown = [
        [word for word in side if not _is_told(word, told, places, untold)]
        for side, places, untold in zip((gone, come), duties.told, duties.untold, strict=True)
    ]
    old, new = cited(said.before, shown[0]), cited(said.after, shown[1])
    if (_names_only(said.before, gone) and _names_only(said.after, come)) or _pointing_sentence(
        said.before, gone, said.after, come
    ):
        return Verdict(Significance.REFERENCE, _reworded(ReasonKind.NAME, old, new))
    if told and not (old and new) and all(word.form in v.STOP_WORDS for side in shown for word in side):
        old = new = ""  # "is to" beside a duty that went says nothing more
    kind = _kind_of_words(shown)
    reasons = _negation(said, shown) if kind is ReasonKind.CONDITION else _reworded(kind, old, new)
    return Verdict(Significance.SUBSTANTIVE, (*_definitions(said.before, said.after), *reasons))


def _negation(said: Difference, shown: Sequence[Sequence[Word]]) -> tuple[Reason, ...]:
    """The conditions that came or went in sentences that bind nobody, with what they say no to; the first ones."""
    starts = [{word.start for word in side} for side in shown]
    found = (
        lone_reason(fact, text, facts_there, added=added)
        for added, text, facts_there in ((False, said.before, said.here), (True, said.after, said.there))
        for fact in facts_there
        if fact.start in starts[added]
    )
    return tuple(islice(found, MOST_REASONS))


def _is_told(word: Word, told: bool, places: Sequence[Place], untold: Collection[int]) -> bool:
    """Whether a changed word has a reason already."""
    if places and any(start <= word.start and word.end <= end for start, end in places):
        return True
    if word.about is None or word.start in untold:
        return False
    return told or word.about in POINTERS


def _names_only(text: str, words: Sequence[Word]) -> bool:
    """Whether nothing but names changed on one side. A title that somebody must work by is more than a name."""
    others = [word for word in words if not word.points]
    return not others or (all(in_title(text, word) for word in others) and not binds(text))


def _kind_of_words(shown: Sequence[Sequence[Word]]) -> ReasonKind:
    """What the changed words are about, where all of them are facts of one kind that bind nobody here."""
    kinds = {word.about for side in shown for word in side}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind if kind in BINDING_IN_CONTEXT else ReasonKind.WORDING


def _reworded(kind: ReasonKind, old: str, new: str) -> tuple[Reason, ...]:
    return (Reason(kind, old or None, new or None),) if old.casefold() != new.casefold() else ()


def _definitions(before: str, after: str) -> tuple[Reason, ...]:
    """The terms whose defining sentence is another one now, or that are defined on one side only."""
    here, there = defined(before), defined(after)
    if here == there:
        return ()  # as nearly always: neither defines anything
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
