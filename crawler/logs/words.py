"""What an entry's words say: what became of the chapter, which sections are named, how urgently to read it again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.logs import rules
from crawler.logs.kinds import KINDS, PURPOSE
from crawler.logs.openings import CHANGED
from crawler.logs.phrases import MONTH, either, whole_words
from crawler.logs.rules import Rule
from crawler.logs.sections import sections_named
from kb.citations import appendices_named
from kb.model import AmendmentKind, Level
from kb.text import normalised

_IN_MONTH = re.compile(rf"\bin {MONTH},? 20\d\d ?,? ?", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z0-9)\]'\"])[.!?;]['\")]*(?: |(?=[A-Z]))(?=['\"(]?[A-Z])")
_CLAUSE = re.compile(
    r",? and (?=(?:(?:added|updated|new|additional|an?|the) )*links?\b)|,? (?:whilst|while) | - |, (?=a link\b)"
)
_CONTENT_BESIDE_LINKS = either(r"\blinks? and information\b", r"\binformation and links?\b")
_CONTENT_CHANGED = either(
    r"\b(?:information|guidance|section|paragraph|definition|advice|details?)\b[^.]{0,80}?"
    r"\b(?:has|have|was|were) (?:been )?(?:also )?(?:added|amended|revised)\b"
)
_LINK = re.compile(r"\blinks?\b", re.IGNORECASE)
_ASIDE = re.compile(r"^\W*(?:please|see|for (?:further|more)|refer|note:|due to)\b", re.IGNORECASE)
_TOUCHES = re.compile(
    r"\b(?:[Uu]pdat|[Aa]dd|[Rr]emov|[Cc]hang|[Aa]mend|[Rr]evis|[Rr]efresh|[Cc]orrect|[Tt]aken out|link|includ)"
)
_TITLE_WORD = r"(?:[A-Z('\"][\w'()/&:.-]*|of|and|the|an?|in|for|from|by|on|or|as|that|who|up|under|over|with|including)"
_NAMED_SECTION = re.compile(
    r"\b[Ss]ections? [\d.]+,?(?: (?:"
    r"(?:of|under|over|aged|Age of) \d+(?: years?)?|to(?= (?:and [Ii]ncluding|the [Aa]ge|[A-Z]))|"
    rf"{_TITLE_WORD}),?)*"
)
_QUOTED = re.compile(r"(?<!\w)'[^']{3,120}'(?!\w)|\"[^\"]{3,120}\"|\([^()]*\d ?(?:-|to) ?\d+ ?(?:years?)?\)")
_DESCRIBED = re.compile(r"\b(?:which|that) (?:details?|contains?|explains?|describes?|outlines?)\b[^.]*")
_THROUGHOUT = re.compile(r"\b(?:updated|reviewed) (?:and \w+ )?throughout\b", re.IGNORECASE)
_NEW_WORDING = 25  # words; a detail of this length without a word of change holds the new wording itself
_SAYS_SOMETHING = 6  # words; a shorter sentence behind a bare update is a remark ("Please reference as required.")


@dataclass(frozen=True, slots=True)
class Understanding:
    """What an entry's words amount to; `proof` are the words that decided the level."""

    kind: AmendmentKind
    sections: tuple[str, ...]
    level: Level
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause's own level, None where it only goes on about the one before; `link` if it is about a link."""

    text: str
    level: Level | None
    proof: str
    link: bool = False


def understood(detail: str, heading: AmendmentKind | None = None, under: str = "") -> Understanding:
    """The entry's kind, sections and level.

    `heading` is the kind that the group above the entry says, if it says one; `under` is how that group is printed.
    """
    text = normalised(_IN_MONTH.sub("", normalised(detail)))
    text = text[:1].upper() + text[1:]
    kind, kind_proof = kind_of(text, heading, under)
    level, proof = level_of(text, kind, kind_proof)
    return Understanding(kind, sections_named(detail), level, proof)


def kind_of(text: str, heading: AmendmentKind | None, under: str = "") -> tuple[AmendmentKind, str]:
    """What the detail says became of the chapter, else what its heading says, with the words."""
    for kind, pattern in KINDS:
        found = pattern.search(text)
        # A chapter under "New Chapters" stays new when its sentence goes on about what it replaces or removes.
        if found and not (kind is AmendmentKind.REMOVED and heading is AmendmentKind.NEW):
            return kind, whole_words(found)
    if heading is not None and heading is not AmendmentKind.UPDATED:
        return heading, under
    purpose = PURPOSE.search(text)
    if purpose and not CHANGED.search(text) and not _first(rules.MUST, text):
        return AmendmentKind.NEW, whole_words(purpose)
    return AmendmentKind.UPDATED, under


def level_of(text: str, kind: AmendmentKind, kind_proof: str) -> tuple[Level, tuple[str, ...]]:
    """How urgently to read again, by the first rule that holds, with the words that decided."""
    if kind is AmendmentKind.REMOVED:
        return Level.NONE, _proof(kind_proof)
    if kind is AmendmentKind.NEW:
        return Level.MUST, _proof(kind_proof)
    if found := _first(rules.NONE, text):
        return Level.NONE, _proof(found)
    if found := _first(rules.MUST, text):
        return Level.MUST, _proof(found)
    clauses = _clauses(text)
    changed = " ".join(clause.text for clause in clauses if not clause.link)
    if found := _first(rules.MUST_IN_TEXT, _without_names(changed)):
        return Level.MUST, _proof(found)
    more = " ".join(clause.text for clause in clauses if clause.level is not Level.INFO)
    if found := _first(rules.MUST_THROUGHOUT, more):
        return Level.MUST, _proof(found)
    return _weighed(text, clauses, kind, kind_proof)


def _weighed(text: str, clauses: list[_Clause], kind: AmendmentKind, kind_proof: str) -> tuple[Level, tuple[str, ...]]:
    """The strongest clause decides; an update throughout weighs more where it says with what."""
    renamed = kind is AmendmentKind.RENAMED
    judged = [
        (clause.level, clause.proof)
        for clause in clauses
        if clause.level is not None and not (renamed and _only_renames(clause, kind_proof))
    ]
    if not judged:
        bare = Level.INFO if renamed else Level.SECTION if len(text.split()) >= _NEW_WORDING else Level.SKIM
        return bare, _proof(kind_proof)
    level, proof = min(judged, key=lambda pair: pair[0].rank)
    if throughout := _THROUGHOUT.search(text):
        substance = rules.SUBSTANCE.search(text)
        if substance or (level is Level.SECTION and throughout[0] not in proof):
            return Level.MUST, _proof(throughout[0], whole_words(substance) if substance else proof)
    if renamed and level is Level.SKIM:
        return Level.INFO, _proof(kind_proof)
    return level, _proof(proof)


def _only_renames(clause: _Clause, kind_proof: str) -> bool:
    """Whether a clause says nothing but the new title."""
    return kind_proof in clause.text and not sections_named(clause.text)


def _clauses(text: str) -> list[_Clause]:
    """The text clause by clause, each with its own level, or with none where it goes on about the one before."""
    clauses: list[_Clause] = []
    for sentence in _SENTENCE.split(text):
        for part in _CLAUSE.split(sentence):
            if part.strip():
                clauses.append(_judged(part.strip(), clauses[-1] if clauses else None))
    return clauses


def _judged(text: str, before: _Clause | None) -> _Clause:
    if before is not None and not (CHANGED.search(text) or _TOUCHES.search(text)):
        return _continuing(text, before)
    if _only_link(text):
        if attached := rules.LINKED_ATTACHMENT.search(text):
            return _Clause(text, Level.SKIM, whole_words(attached), link=True)
        return _Clause(text, Level.INFO, _first(rules.LINK, text) or "", link=True)
    own = [f"Section {label}" for label in sections_named(text)] or list(appendices_named(text))
    if found := _first(rules.MINOR, text):
        return _Clause(text, Level.SECTION if own else Level.INFO, own[0] if own else found)
    return _Clause(text, Level.SECTION, own[0]) if own else _judged_by_content(text)


def _judged_by_content(text: str) -> _Clause:
    attached = rules.ATTACHMENT.search(text)
    if attached and not rules.PRACTICE.search(text):
        return _Clause(text, Level.SKIM, whole_words(attached))
    for rule in (*rules.RESHAPED, *rules.INFO, *rules.SECTION, *rules.SKIM):
        if found := rule.pattern.search(text):
            return _Clause(text, rule.level, whole_words(found))
    return _Clause(text, None, "")


def _continuing(text: str, before: _Clause) -> _Clause:
    """A sentence without a change: about a link it adds nothing, after a bare update it says what changed."""
    if before.link:
        return _Clause(text, None, "", link=True)
    if own := sections_named(text):
        return _Clause(text, Level.SECTION, f"Section {own[0]}")
    words = text.split()
    if before.level is Level.SKIM and not _ASIDE.match(text) and len(words) > _SAYS_SOMETHING:
        return _Clause(text, Level.SECTION, " ".join(words[:_SAYS_SOMETHING]))
    return _Clause(text, None, "")


def _only_link(text: str) -> bool:
    """Whether the clause changes nothing but a link."""
    if not _first(rules.LINK, text) or _CONTENT_BESIDE_LINKS.search(text):
        return False
    beside, linked = _CONTENT_CHANGED.search(text), _LINK.search(text)
    return not (beside and (linked is None or linked.start() > beside.end()))


def _without_names(text: str) -> str:
    """The text without names of sections and documents, and without what those are said to contain."""
    return _DESCRIBED.sub(" ", _NAMED_SECTION.sub(" ", _QUOTED.sub(" ", text)))


def _first(table: Iterable[Rule], text: str) -> str | None:
    for rule in table:
        if found := rule.pattern.search(text):
            return whole_words(found)
    return None


def _proof(*words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
