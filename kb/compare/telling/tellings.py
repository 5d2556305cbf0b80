"""What of a change a reader is told in a summary: the few words that bind, came, went or took another's place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kb.compare.alignment.lines import BOX, HEADING, ROW, TITLE
from kb.compare.citing import ELSEWHERE_HERE
from kb.compare.language.rare import Rare
from kb.compare.language.wording import POINTERS
from kb.compare.significance.duties import ALTERING, BINDING
from kb.compare.telling.predicates import with_clause
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


class Told(NamedTuple):
    """One thing to tell. They are made for every reason. `row` is the table row it stands in, "" outside of tables.

    `core` is what has to be the same for two to be the same thing: "within 5 working days", whatever they run from.
    """

    weight: int
    how: How
    text: str
    core: str
    row: str = ""
    bare: bool = False
    """Whether what is another value now does not say of what: "time limit 7 → 5 days"."""


# Asked for every reason: to take one from its kinds by name takes as long as all the rest of the question.
_DUTY_WORD, _LIMIT, _LAYOUT, _MOVED = ReasonKind.DUTY_WORD, ReasonKind.LIMIT, ReasonKind.LAYOUT, ReasonKind.MOVED
_NEW, _GONE = How.NEW, How.GONE
_TIED = re.compile(r" (?:of (?!\d)|after|before|from|following|on ).*")
_DIGIT = re.compile(r"\d")
_BARE = frozenset((ReasonKind.CONTACT, ReasonKind.EDITION, ReasonKind.DATE))
"""What speaks for itself without the name of its kind."""
_NUMBERED = frozenset((ReasonKind.LIMIT, ReasonKind.AGE, ReasonKind.AMOUNT, ReasonKind.PERCENTAGE))
_ONLY_NAMED = frozenset((ChangeKind.RETITLED, ChangeKind.RENUMBERED))
_WITHOUT_TEXT = frozenset((HEADING, BOX, TITLE))
_STYLES = frozenset((ReasonKind.PUNCTUATION, ReasonKind.CAPITALS))
_STRICT = re.compile(
    r"within|at least|at most|every|no(?:t)? (?:later|sooner|earlier|more|longer)|up to|by|before|on day", re.IGNORECASE
)
_BINDING = r"(?:must|shall|should|ought|(?:is|are) (?:required|obliged|not permitted|prohibited))\b"
_BEGINS_BINDING = re.compile(_BINDING, re.IGNORECASE)
_BINDS = Rare(rf"\b{_BINDING}", *("must", "shall", "should", "ought", "requ", "oblig", "permit", "prohib"))


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

    def of_all(self, changes: Iterable[Change]) -> list[Told]:
        """What changes tell, one after the other."""
        return [told for change in changes for told in self.of(change)]


def _telling(change: Change) -> list[Told]:
    if _is_laid_out(change):
        return _laid_out(change)
    if change.kind in _ONLY_NAMED or change.block in _WITHOUT_TEXT:
        return []
    moved = _moved(change) if change.moved_from is None else []
    if change.before is None or change.after is None:
        return [*_lone(change), *moved]
    found = _amended(change) + moved
    columns = [] if found else [reason.text for reason in change.reasons if _is_moved_column(reason)]
    if columns:
        return [_told(BESIDE, How.CHANGED, text) for text in columns]
    if not found:
        found = _run(change) or [
            _told(BESIDE, How.CHANGED, reason.text) for reason in change.reasons if _is_style(reason)
        ]
    row = row_name(change) if found else ""
    return [told._replace(row=row) for told in found] if row else found


def _is_laid_out(change: Change) -> bool:
    """Whether a change is part of what is laid out differently over several lines."""
    if change.before is not None and change.after is not None and not change.part:
        return False
    # A line that has no words only came or went.
    return any(one.kind is _LAYOUT and (one.before is None) == (one.after is None) for one in change.reasons)


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
    told = list(found)
    new, gone = ({one.core for one in told if one.how is how} for how in (How.NEW, How.GONE))
    both, changed = new & gone, How.CHANGED
    kept: dict[tuple[How, str, str], Told] = {}
    for one in told:
        if one.how is changed:
            kept.setdefault((changed, one.text, one.row), one)
        elif one.core not in both:
            kept.setdefault((one.how, one.core, one.row), one)
    left = list(kept.values())
    return left if len(left) > FEW else _without_parts(left)


def by_weight(found: Iterable[Told]) -> list[Told]:
    """What binds most first: what must be done by when, then the other limits, then what else must be done."""
    some = list(found)
    return sorted(some, key=lambda told: (told.weight, _place(told.text))) if len(some) > 1 else some


@lru_cache(maxsize=1_000)
def _place(text: str) -> int:
    return 1 if not _BINDS.search(text) else 0 if _DIGIT.search(text) else 2


def _without_parts(found: Sequence[Told]) -> list[Told]:
    """Without what another one says, and more: "within 12 months" beside "must be reviewed within 12 months"."""
    if len(found) < 2:
        return list(found)
    changed = How.CHANGED
    cores: dict[tuple[How, str], list[str]] = {}
    for one in found:
        if one.how is not changed:
            cores.setdefault((one.how, one.row), []).append(f" {one.core} ")
    said = {where: "\n".join(some) for where, some in cores.items()}
    return [one for one in found if one.how is changed or said[one.how, one.row].count(f" {one.core} ") == 1]


def _laid_out(change: Change) -> list[Told]:
    """The words that came or went, or else what the lines were and are."""
    found = _amended(change)
    for kinds in ((ReasonKind.WORDING, ReasonKind.DEFINITION), (ReasonKind.LAYOUT,)):
        found = found or [_told(BESIDE, How.CHANGED, each.text) for each in change.reasons if each.kind in kinds]
    return found


def _lone(change: Change) -> list[Told]:
    reasons = [reason for reason in change.reasons if reason.kind in BINDING]
    if not reasons:
        return []
    text = change.before or change.after or ""
    found = [told for reason in reasons if (told := _fact(reason, text))]
    cell = normalised(text).split(CELL_SEPARATOR, 1)[0].strip() if change.block == ROW else ""
    return [told._replace(text=f"“{cell}” {told.text}") for told in found] if _names_row(cell) else found


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
    return [
        _told(BESIDE, How.CHANGED, f"text moved {_where(reason)}") for reason in change.reasons if reason.kind is _MOVED
    ]


def _where(reason: Reason) -> str:
    # Both ends are in one section then, and told once.
    towards = reason.before is None or reason.words == ELSEWHERE_HERE
    return f"{'to' if towards else 'here from'} {reason.words}"


def _fact(reason: Reason, text: str) -> Told | None:
    """What binds and came or went, a value with what `text` says of it; None for what does not bind."""
    if reason.kind not in BINDING or (reason.before is None) == (reason.after is None):
        return None
    shown = reason.before or reason.after or ""
    weight = _weight(reason.kind, shown)
    if weight == BESIDE:
        return None
    words = reason.words
    told = words if reason.lead or reason.kind not in _NUMBERED else with_clause(normalised(text), words)
    core = shown if reason.kind is _LIMIT else words
    return _told(weight, _NEW if reason.before is None else _GONE, told, core)


def _told(weight: int, how: How, text: str, core: str = "") -> Told:
    return Told(weight, how, text, _TIED.sub("", core or text).casefold())


def _weight(about: ReasonKind, what: str) -> int:
    if about is _DUTY_WORD:
        return STRONG if _BEGINS_BINDING.match(what) else BESIDE
    if about is _LIMIT:
        return STRONG if _STRICT.match(what) else PLAIN
    if about in _NUMBERED:
        return STRONG
    numbered_threshold = about is ReasonKind.THRESHOLD and _DIGIT.search(what)
    return PLAIN if about is ReasonKind.FORM or numbered_threshold else BESIDE


def _amended(change: Change) -> list[Told]:
    """What is another one now, came or went in a line that stayed."""
    return [told for reason in change.reasons if (told := _of_amended(reason, change))]


def _of_amended(reason: Reason, change: Change) -> Told | None:
    if reason.before is None or reason.after is None:
        if reason.kind not in BINDING:
            return None
        return _fact(reason, (change.after if reason.before is None else change.before) or "")
    if reason.kind in ALTERING:
        duty = change.significance is Significance.DUTY
        if reason.kind is ReasonKind.ORDER and not duty:
            return None
        bare = not (reason.lead or reason.clause)
        return _told(CHANGED if duty else BESIDE, How.CHANGED, reason.text)._replace(bare=bare)
    if reason.kind in POINTERS:
        text = reason.text.removeprefix(f"{reason.kind} ") if reason.kind in _BARE else reason.text
        return _told(BESIDE, How.CHANGED, text)
    return None


def _run(change: Change) -> list[Told]:
    """The one short stretch of words that changed, quoted; nothing where there are several, or a long one."""
    places = [at for at, (kind, _) in enumerate(change.words) if kind != "="]
    if not places:
        return []
    stretch: Sequence[tuple[str, str]] = change.words[places[0] : places[-1] + 1]
    if len(stretch) > len(places) and any(kind == "=" and text.strip() for kind, text in stretch):
        return []
    gone, come = (_shown("".join([text for kind, text in stretch if kind == side])) for side in "-+")
    if not (gone or come) or max(len(gone.split()), len(come.split())) > QUOTED_RUN or "|" in gone + come:
        return []
    weight = CHANGED if change.significance is Significance.DUTY else BESIDE
    if gone and come:
        return [_told(weight, How.CHANGED, f"“{gone}” → “{come}”")._replace(bare=True)]
    return [_told(weight, How.NEW if come else How.GONE, f"“{come or gone}”")]


def _shown(text: str) -> str:
    words = text.strip(" ,;:.–—")
    return words if any(letter.isalnum() for letter in words) else ""
