"""What of a chapter is to be read: the sections concerned, their words, and what to look for in one sentence.

Only a section in which something of substance changed has to be read; wording, links and names that changed elsewhere
are named beside. Of a box (scope, guidance, related chapters) only the changed lines count: it is read at a glance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.compare import lines, sentence
from kb.compare.alignment.lines import Line
from kb.model import Change, ChangeKind, Chapter, Comparison, LoggedAmendment, Significance

_MATERIAL = (Significance.SUBSTANTIVE, Significance.DUTY)
_ONLY_PLACES = {ChangeKind.MOVED, ChangeKind.RENUMBERED}
_BOX = "box-"
"""How the anchor of a box begins (`kb.compare.alignment.lines`)."""

Heading = tuple[str, str]
"""A section's label and title."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What is to be read: sections, how many words they have, what to look for; `also` changed but need not be read."""

    sections: tuple[Heading, ...] = ()
    also: tuple[Heading, ...] = ()
    words: int = 0
    look_for: str = ""


def minutes_of(words: int, words_a_minute: int) -> int:
    """Minutes to read so many words, rounded up, at least one."""
    return max(1, math.ceil(words / words_a_minute))


def changed_passages(comparison: Comparison, after: Chapter) -> Passages:
    """The passages that a comparison leads to in the newer text.

    Where nothing of substance changed they are all that changed.
    """
    material = [change for change in comparison.changes if _is_material(change)]
    counted = material or list(comparison.changes)
    there = lines(after)
    sections = _headings(counted, there)
    left = [change for change in comparison.changes if change not in counted]
    also = tuple(each for each in _headings(left, there) if each not in sections)
    words = _words(counted, there) if material else _changed_words(counted)
    return Passages(sections, also, words, sentence(counted, comparison.stats))


def said_passages(logged: LoggedAmendment, text: Chapter) -> Passages:
    """The sections that the log names, with those inside them, as the text has them; else all of it."""
    labels = logged.amendment.sections
    within = [section for section in text.sections if any(_is_within(section.label, label) for label in labels)]
    titles = {section.label: section.title for section in text.sections}
    words = sum(len(block.text.split()) for section in within for block in section.blocks)
    return Passages(tuple((label, titles.get(label, "")) for label in labels), (), words if within else text.words)


def _is_within(label: str, named: str) -> bool:
    return label == named or label.startswith(f"{named}.")


def _is_material(change: Change) -> bool:
    same = (change.before or "").split() == (change.after or "").split()
    return change.significance in _MATERIAL and not (change.kind in _ONLY_PLACES and same)


def _headings(changes: Iterable[Change], there: Sequence[Line]) -> tuple[Heading, ...]:
    """The sections of the newer text in which something changed, each once; where none stands there, what they were."""
    standing = {_key(line.place.label, line.place.title): (line.place.label, line.place.title) for line in there}
    named = []
    gone = []
    for change in changes:
        label = change.section.after or ""
        found = standing.get(_key(label, change.section.title))
        if found and any(found):
            named.append(found)
        elif change.section.before or change.section.title:
            gone.append((change.section.before or "", change.section.title))
    return tuple(dict.fromkeys(named or gone))


def _key(label: str, title: str) -> Heading:
    # Boxes are printed in capitals by older layouts.
    return label, " ".join(title.split()).casefold()


def _words(changes: Iterable[Change], there: Sequence[Line]) -> int:
    """The words of the sections that changed, and of the changed lines of boxes."""
    sections: dict[Heading, int] = {}
    boxes = set()
    for line in there:
        key = _key(line.place.label, line.place.title)
        if line.place.anchor.startswith(_BOX):
            boxes.add(key)
        elif not line.opens:
            sections[key] = sections.get(key, 0) + len(line.text.split())
    asked = {_key(change.section.after or "", change.section.title): change for change in changes}
    read = sum(sections.get(key, 0) for key in asked if key not in boxes)
    return read + _changed_words(change for change in changes if _key("", change.section.title) in boxes)


def _changed_words(changes: Iterable[Change]) -> int:
    return sum(len((change.after or "").split()) for change in changes)
