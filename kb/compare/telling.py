"""What of a change a reader is told in a summary: the few words that bind, came, went or took another's place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kb.compare.duties import ALTERING, BINDING
from kb.compare.lines import ROW
from kb.compare.predicates import with_clause
from kb.compare.structure import ELSEWHERE_HERE
from kb.compare.wording import POINTERS
from kb.model import CELL_SEPARATOR, Change, ChangeKind, Reason, ReasonKind, Significance
from kb.text import normalised

QUOTED_RUN = 10
"""A stretch of up to so many words that came or went is quoted; a longer one is counted as an amended paragraph."""
ROW_NAME = 60
"""A first cell of up to so many characters names its row."""
FEW = 200
"""Up to so many things it is looked which of them says what another says, and more."""
CHANGED, STRONG, PLAIN, BESIDE = range(4)
"""How much something told weighs: a duty that is another one, one that came or went, something lesser, no duty."""


class How(StrEnum):
    """What happened, as a summary puts it."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "no longer"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell. `row` is the table row it stands in, "" outside of tables.

    `core` is what has to be the same for two to be the same thing: "within 5 working days", whatever they run from.
    """

    weight: int
    how: How
    text: str
    core: str
    row: str = ""
    bare: bool = False
    """Whether what is another value now does not say of what: "time limit 7 → 5 days"."""


_TIED = re.compile(r" (?:of (?!\d)|after|before|from|following|on ).*")
_DIGIT = re.compile(r"\d")
_BARE = frozenset((ReasonKind.CONTACT, ReasonKind.EDITION, ReasonKind.DATE))
"""What speaks for itself without the name of its kind."""
_NUMBERED = frozenset((ReasonKind.LIMIT, ReasonKind.AGE, ReasonKind.AMOUNT, ReasonKind.PERCENTAGE))
_STYLES = frozenset((ReasonKind.PUNCTUATION, ReasonKind.CAPITALS))
_STRICT = re.compile(
    r"within|at least|at most|every|no(?:t)? (?:later|sooner|earlier|more|longer)|up to|by|before|on day", re.IGNORECASE
)
_BINDING = re.compile(
    r"\b(?:must|shall|should|ought|(?:is|are) (?:required|obliged|not permitted|prohibited))\b", re.IGNORECASE
)


class Tellings:
    """What changes tell; of each change it is found out once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Change, list[Told]]] = {}

    def of(self, change: Change) -> list[Told]:
        """What a change tells beside the fact that it happened, in the order of its reasons; may be nothing."""
        known = self._known.get(id(change))  # the change is kept with it, so that no other one gets its number
        if known is None:
            known = self._known[id(change)] = (change, _telling(change))
        return known[1]

    def of_all(self, changes: Iterable[Change]) -> Iterator[Told]:
        """What changes tell, one after the other."""
        return (told for change in changes for told in self.of(change))


def _telling(change: Change) -> list[Told]:
    if _is_laid_out(change):
        return _laid_out(change)
    if change.kind in (ChangeKind.RETITLED, ChangeKind.RENUMBERED) or change.block in ("heading", "box", "title"):
        return []
    moved = _moved(change) if change.moved_from is None else []
    if change.before is None or change.after is None:
        return [*_lone(change), *moved]
    found = [told for reason in change.reasons for told in _of_amended(reason, change)] + moved
    columns = [reason.text for reason in change.reasons if _is_moved_column(reason)]
    if columns and not found:
        return [_told(BESIDE, How.CHANGED, text) for text in columns]
    if not found:
        style = [_told(BESIDE, How.CHANGED, reason.text) for reason in change.reasons if _is_style(reason)]
        found = _run(change) or style
    row = row_name(change)
    return [replace(told, row=row) for told in found] if row else found


def _is_laid_out(change: Change) -> bool:
    """Whether a change is part of what is laid out differently over several lines."""
    several = change.before is None or change.after is None or change.part > 0
    return several and any(map(_is_layout, change.reasons))


def row_name(change: Change) -> str:
    """How a table row is called: by its first cell."""
    if change.block != ROW:
        return ""
    ends = ((change.before, change.before_shape), (change.after, change.after_shape))
    cells = [_first_cell(text or "") or (shape.number if shape else "") for text, shape in ends]
    name = cells[0] or cells[1]
    return name if len(name) <= ROW_NAME and cells[0] and cells[1] else ""


def _first_cell(text: str) -> str:
    return "" if text.startswith(CELL_SEPARATOR) else normalised(text).split(CELL_SEPARATOR)[0].strip()


def uncancelled(found: Iterable[Told]) -> list[Told]:
    """Without what both came and went: it only stands elsewhere or in other words. Each thing once."""
    told = list(dict.fromkeys(found))
    cores = {how: Counter(one.core for one in told if one.how is how) for how in How}
    both = set(cores[How.NEW]) & set(cores[How.GONE])
    kept: dict[tuple[How, str, str], Told] = {}
    for one in told:
        if one.how is How.CHANGED or one.core not in both:
            kept.setdefault((one.how, one.text if one.how is How.CHANGED else one.core, one.row), one)
    left = list(kept.values())
    return left if len(left) > FEW else _without_parts(left)


def by_weight(found: Iterable[Told]) -> list[Told]:
    """What binds most first: what must be done by when, then the other limits, then what else must be done."""
    return sorted(found, key=lambda told: (told.weight, _place(told.text)))


@lru_cache(maxsize=1_000)
def _place(text: str) -> int:
    return 1 if not _BINDING.search(text) else 0 if _DIGIT.search(text) else 2


def _without_parts(found: Sequence[Told]) -> list[Told]:
    """Without what another one says, and more: "within 12 months" beside "must be reviewed within 12 months"."""
    cores: dict[tuple[How, str], list[str]] = {}
    for one in found:
        cores.setdefault((one.how, one.row), []).append(f" {one.core} ")
    said = {where: "\n".join(some) for where, some in cores.items()}
    return [one for one in found if one.how is How.CHANGED or said[one.how, one.row].count(f" {one.core} ") == 1]


def _laid_out(change: Change) -> list[Told]:
    """The words that came or went, or else what the lines were and are."""
    found = [told for reason in change.reasons for told in _of_amended(reason, change)]
    for kinds in ((ReasonKind.WORDING, ReasonKind.DEFINITION), (ReasonKind.LAYOUT,)):
        found = found or [_told(BESIDE, How.CHANGED, each.text) for each in change.reasons if each.kind in kinds]
    return found


def _is_layout(reason: Reason) -> bool:
    """Whether lines are laid out differently; a line that has no words only came or went."""
    return reason.kind is ReasonKind.LAYOUT and (reason.before is None) == (reason.after is None)


def _lone(change: Change) -> list[Told]:
    text = normalised(change.before or change.after or "")
    found = [told for reason in change.reasons for told in _fact(reason, text)]
    cell = text.split(CELL_SEPARATOR)[0].strip() if change.block == ROW else ""
    return [replace(told, text=f"“{cell}” {told.text}") for told in found] if _names_row(cell) else found


def _names_row(cell: str) -> bool:
    """Whether a first cell says what the row is about; one that is a value itself does not."""
    return 0 < len(cell) <= ROW_NAME and not cell[0].isdigit() and cell[0].isalpha()


def _is_style(reason: Reason) -> bool:
    return reason.kind in _STYLES or (reason.kind is ReasonKind.ORDER and reason.before is None)


def _is_moved_column(reason: Reason) -> bool:
    """Whether a reason is that a table's column stands in another place."""
    return reason.kind is ReasonKind.COLUMN and reason.before == reason.after


def _moved(change: Change) -> list[Told]:
    """Sentences that stand in another line now."""
    reasons = [reason for reason in change.reasons if reason.kind is ReasonKind.MOVED]
    return [_told(BESIDE, How.CHANGED, f"text moved {_where(reason)}") for reason in reasons]


def _where(reason: Reason) -> str:
    # Both ends are in one section then, and told once.
    towards = reason.before is None or reason.words == ELSEWHERE_HERE
    return f"{'to' if towards else 'here from'} {reason.words}"


def _fact(reason: Reason, text: str) -> list[Told]:
    """What binds and came or went, a value with what `text` says of it."""
    if reason.kind not in BINDING or (reason.before is None) == (reason.after is None):
        return []
    shown = reason.before or reason.after or ""
    weight = _weight(reason.kind, shown)
    how = How.NEW if reason.before is None else How.GONE
    core = shown if reason.kind is ReasonKind.LIMIT else reason.words
    if weight == BESIDE:
        return []
    told = reason.words if reason.lead or reason.kind not in _NUMBERED else with_clause(text, reason.words)
    return [_told(weight, how, told, core)]


def _told(weight: int, how: How, text: str, core: str = "") -> Told:
    return Told(weight, how, text, _TIED.sub("", core or text).casefold())


def _weight(about: ReasonKind, what: str) -> int:
    if about is ReasonKind.DUTY_WORD:
        return STRONG if _BINDING.match(what) else BESIDE
    if about is ReasonKind.LIMIT:
        return STRONG if _STRICT.match(what) else PLAIN
    if about in _NUMBERED:
        return STRONG
    numbered_threshold = about is ReasonKind.THRESHOLD and _DIGIT.search(what)
    return PLAIN if about is ReasonKind.FORM or numbered_threshold else BESIDE


def _of_amended(reason: Reason, change: Change) -> list[Told]:
    duty = change.significance is Significance.DUTY
    if reason.before is None or reason.after is None:
        return _fact(reason, normalised((change.after if reason.before is None else change.before) or ""))
    if reason.kind in ALTERING:
        told = reason.kind is not ReasonKind.ORDER or duty
        bare = not (reason.lead or reason.clause)
        return [replace(_told(CHANGED if duty else BESIDE, How.CHANGED, reason.text), bare=bare)] if told else []
    if reason.kind in POINTERS:
        text = reason.text.removeprefix(f"{reason.kind} ") if reason.kind in _BARE else reason.text
        return [_told(BESIDE, How.CHANGED, text)]
    return []


def _run(change: Change) -> list[Told]:
    """The one short stretch of words that changed, quoted; nothing where there are several, or a long one."""
    places = [at for at, (kind, _) in enumerate(change.words) if kind != "="]
    if not places:
        return []
    stretch: Sequence[tuple[str, str]] = change.words[places[0] : places[-1] + 1]
    if any(kind == "=" and text.strip() for kind, text in stretch):
        return []
    gone, come = (_shown("".join(text for kind, text in stretch if kind == side)) for side in "-+")
    if not (gone or come) or max(len(gone.split()), len(come.split())) > QUOTED_RUN or "|" in gone + come:
        return []
    weight = CHANGED if change.significance is Significance.DUTY else BESIDE
    if gone and come:
        return [replace(_told(weight, How.CHANGED, f"“{gone}” → “{come}”"), bare=True)]
    return [_told(weight, How.NEW if come else How.GONE, f"“{come or gone}”")]


def _shown(text: str) -> str:
    words = text.strip(" ,;:.–—")
    return words if any(letter.isalnum() for letter in words) else ""
