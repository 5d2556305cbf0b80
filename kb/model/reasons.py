"""Why a change matters: what kind of thing was said, the words before and the words after."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ReasonKind(StrEnum):
    """What a reason is about, as people read it; in the order in which reasons of one change are given."""

    LIMIT = "time limit"
    AGE = "age"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    THRESHOLD = "threshold"
    DUTY_WORD = "obligation"
    CONDITION = "condition"
    FORM = "form"
    ROUTE = "referral route"
    ROLE = "role"
    NUMBER = "number"
    LAW = "law"
    ORDER = "order"
    DEFINITION = "definition"
    REFERENCE = "reference"
    EDITION = "edition"
    CONTACT = "contact"
    DATE = "date"
    NAME = "name"
    WORDING = "wording"
    LINK = "link"
    SECTION = "section"
    SECTION_SPLIT = "section split"
    SECTION_MERGED = "section merged"
    COLUMN = "column"
    BOX = "box"
    OPENING = "opening text"
    FIGURE = "figure"
    HEADING = "heading"
    MOVED = "moved"
    SPLIT = "paragraph split"
    MERGED = "paragraphs merged"
    RENUMBERED = "renumbered"
    LAYOUT = "layout"
    LEVEL = "heading level"
    INDENTATION = "indentation"
    PUNCTUATION = "punctuation"
    CAPITALS = "capital letters"
    SPELLING = "spelling"
    STYLE = "style"


QUOTED_WORDS = 8
"""So many words of a change are quoted in a reason."""
_WHOLE = frozenset((ReasonKind.CONTACT, ReasonKind.CONDITION, ReasonKind.ROLE, ReasonKind.ROUTE))
"""Of these both sides are said whole."""
_SAID_OTHERWISE = frozenset(
    (
        *(ReasonKind.MOVED, ReasonKind.SPLIT, ReasonKind.MERGED, ReasonKind.SECTION_SPLIT, ReasonKind.SECTION_MERGED),
        *(ReasonKind.HEADING, ReasonKind.WORDING, ReasonKind.NAME, ReasonKind.DEFINITION),
    )
)
"""That these came or went is not said by their kind and their words alone."""
_BOUNDS = frozenset(
    (
        *("at", "least", "most", "no", "not", "later", "sooner", "earlier", "longer", "more", "fewer", "less", "up"),
        *("working", "calendar", "school", "clear", "consecutive"),
        *("within", "over", "under", "above", "below", "minimum", "maximum", "before", "after", "by", "for", "in"),
    )
)
"""Words that bound a number or say how it is counted: where they differ, the number has to be told with them."""
_ALONE = {
    ReasonKind.ORDER: "the same in another order",
    ReasonKind.MOVED: "section moved",
    ReasonKind.LAYOUT: "laid out differently",
    ReasonKind.SPELLING: "spelling or small words only",
    ReasonKind.STYLE: "another way of writing the same",
    ReasonKind.PUNCTUATION: "punctuation only",
    ReasonKind.CAPITALS: "capital letters only",
}
"""What is said where there are no words to show and the kind alone is not enough."""


class Reason(NamedTuple):
    """One thing that makes a change matter, or shows that it does not. They are made by the hundred.

    `before` and `after` are the words that prove it, None on the side where nothing of the kind stands. Where both are
    None the kind says all. `lead` and `clause` are what stands around them in the text, as far as a reader needs it to
    know what they are about: "the carer" and "tell the parents" for "should → must", "of the referral" for "within 5
    days".
    """

    kind: ReasonKind
    before: str | None = None
    after: str | None = None
    lead: str = ""
    clause: str = ""

    @property
    def text(self) -> str:
        """The reason as people read it: "time limit 7 → 5 working days"."""
        if self.before is not None and self.after is not None:
            return self._changed(self.before, self.after)
        if self.before is None and self.after is None:
            return _ALONE.get(self.kind, self.kind)
        return self._lone("added" if self.before is None else "removed")

    @property
    def words(self) -> str:
        """What came or went, with its clause: "the carer must tell the parents"."""
        shown = self.before or self.after or ""
        if not (self.lead or self.clause):
            return shown  # as with most
        return " ".join([part for part in (self.lead, shown, self.clause) if part])

    def _lone(self, verb: str) -> str:
        if self.kind in _SAID_OTHERWISE:
            return self._lone_otherwise(verb)
        words = self.words
        return f"{self.kind} {verb}: {words}" if words else f"{self.kind} {verb}"

    def _lone_otherwise(self, verb: str) -> str:
        match self.kind:
            case ReasonKind.MOVED:
                return f"moved {'to' if self.before is None else 'from'} {self.words}"
            case ReasonKind.SPLIT:
                return f"{self.kind}, part of it moved to {self.words}"
            case ReasonKind.MERGED:
                return f"{self.kind}, also from {self.words}"
            case ReasonKind.SECTION_SPLIT:
                return f"section split from {self.words}"
            case ReasonKind.SECTION_MERGED:
                return f"section merged into {self.words}"
            case ReasonKind.HEADING:
                return f"heading {verb}, not the text under it"
            case ReasonKind.WORDING:
                return f"{verb}: {quoted(self.words)}"
            case ReasonKind.NAME:
                return f"name {verb}: {quoted(self.words)}"
            case _:
                return f"definition of {quoted(self.words)} {verb}"

    def _changed(self, before: str, after: str) -> str:
        match self.kind:
            case ReasonKind.WORDING | ReasonKind.NAME:
                return f"{self.kind}: {quoted(before)} → {quoted(after)}"
            case ReasonKind.DUTY_WORD:
                return " ".join(part for part in (self.lead, before, "→", after, self.clause) if part)
            case ReasonKind.DEFINITION:
                return f"definition of {quoted(after)} changed"
            case ReasonKind.ORDER:
                return f"changed places: {before}, {after}"
            case ReasonKind.LINK:
                return f"link target changed: {before} → {after}"
            case ReasonKind.LAYOUT:
                several = before[:1].isdigit() or " and " in before
                return f"{before} {'are' if several else 'is'} now {'' if after[:1].isdigit() else 'a '}{after}"
            case ReasonKind.COLUMN:
                return f"column renamed: {before} → {after}" if before != after else f"column moved: {after}"
            case ReasonKind.HEADING | ReasonKind.RENUMBERED:
                return f"{self.kind}: {before} → {after}"
        return _shortened(self.kind, before, after)


def quoted(text: str) -> str:
    """The text in quotation marks, no more words of it than are read."""
    words = text.split()
    kept = words[:QUOTED_WORDS]
    while kept and kept[-1] == "…":
        kept.pop()
    more = " …" if len(words) > QUOTED_WORDS else ""
    return f"“{' '.join(kept)}{more}”"


def _shortened(kind: ReasonKind, before: str, after: str) -> str:
    """As in "time limit 7 → 5 working days": what both sides share is said once.

    A name, and what bounds a number, is said whole: "duty manager → team manager", "at least → at most every 6 months"
    would be misread otherwise.
    """
    here, there = before.split(), after.split()
    start = end = 0
    if kind not in _WHOLE and len(here) == len(there):
        same = [a.casefold() == b.casefold() for a, b in zip(here, there, strict=True)]
        if False in same:
            start, end = same.index(False), same[::-1].index(False)
    if kind is ReasonKind.LIMIT and end == 0 and len(there) - start == 1 and there[-1].isalpha():
        start = 0  # the last word alone, "shift → week", says nothing
    if any(_BOUNDS.intersection(map(str.casefold, side[start : len(side) - end])) for side in (here, there)):
        start = end = 0
    if any(letter.isdigit() for letter in "".join(here[len(here) - end :])):
        end = 0  # "aged between 21 → 25 and 60" would take the end from the first range
    old, new = here[: len(here) - end], " ".join(there[start:])
    if kind is not ReasonKind.LIMIT:
        return f"{kind} {' '.join(old)} → {new}"
    if start == 1 and here[0].casefold() == "every":
        return f"every {' '.join(old[1:])} → {new}"
    return f"{kind} {' '.join(old[start:])} → {new}"
