"""What of a change a reader is told in a summary: the few words that bind, came, went or took another's place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.compare.facts import About
from kb.compare.lines import ROW
from kb.model import CELL_SEPARATOR, Change, ChangeKind, Significance
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
    """One thing to tell. `row` is the table row it stands in, "" outside of tables."""

    weight: int
    how: How
    text: str
    row: str = ""

    @property
    def core(self) -> str:
        """What has to be the same for two to be the same thing: "within 5 working days", whatever they run from."""
        return _TIED.sub("", self.text).casefold()


_TIED = re.compile(r" (?:of (?!\d)|after|before|from|following|on ).*")
_LONE = re.compile(rf"(?P<about>{'|'.join(about.value for about in About)}) (?P<verb>added|removed): (?P<what>.*)")
_NOT_WORDS = ("moved ", "section moved", "renumbered", "link ", "heading", "indentation", "wording")
_BARE = tuple(f"{about} " for about in (About.CONTACT, About.EDITION, About.DATE))
_NUMBERED = (About.LIMIT, About.AGE, About.AMOUNT, About.PERCENTAGE)
_STRICT = re.compile(
    r"within|at least|at most|every|no(?:t)? (?:later|more|longer)|up to|by|before|on day", re.IGNORECASE
)
_BINDING = re.compile(
    r"must|shall|should|ought|(?:is|are) (?:required|obliged|not permitted|prohibited)", re.IGNORECASE
)
_STYLE = ("punctuation only", "capital letters only", "sentences in another order")


def telling(change: Change) -> list[Told]:
    """What a change tells beside the fact that it happened, in the order of its reasons; may be nothing."""
    if change.kind in (ChangeKind.RETITLED, ChangeKind.RENUMBERED) or change.block in ("heading", "box", "title"):
        return []
    if change.before is None or change.after is None:
        return _lone(change)
    row = row_name(change)
    found = [told for reason in change.reasons for told in _of_amended(reason, change.significance)]
    if not found:
        style = [Told(BESIDE, How.CHANGED, reason) for reason in change.reasons if reason in _STYLE]
        found = _run(change) or style
    return [Told(told.weight, told.how, told.text, row) for told in found]


def row_name(change: Change) -> str:
    """How a table row is called: by its first cell."""
    if change.block != ROW:
        return ""
    cells = [normalised(text or "").split(CELL_SEPARATOR)[0].strip() for text in (change.before, change.after)]
    name = cells[0] or cells[1]
    return name if len(name) <= ROW_NAME and cells[0] and cells[1] else ""


def uncancelled(found: Iterable[Told]) -> list[Told]:
    """Without what both came and went: it only stands elsewhere or in other words. Each thing once."""
    told = list(dict.fromkeys(found))
    cores = {how: Counter(one.core for one in told if one.how is how) for how in How}
    both = set(cores[How.NEW]) & set(cores[How.GONE])
    kept: dict[tuple[How, str, str], Told] = {}
    for one in told:
        if one.how is How.CHANGED or one.core not in both:
            kept.setdefault((one.how, one.text if one.how is How.CHANGED else one.core, one.row), one)
    if len(kept) > FEW:
        return list(kept.values())
    return [one for one in kept.values() if not any(_says_more(other, one) for other in kept.values())]


def by_weight(found: Iterable[Told]) -> list[Told]:
    """What binds most first: what must be done by when, then the other limits, then what else must be done."""
    return sorted(found, key=lambda told: (told.weight, _place(told.text)))


def _place(text: str) -> int:
    return 1 if not _BINDING.match(text) else 0 if any(letter.isdigit() for letter in text) else 2


def _says_more(one: Told, other: Told) -> bool:
    """Whether one tells what the other does, and more: "must be reviewed within 12 months", "within 12 months"."""
    same = one.how is other.how and one.how is not How.CHANGED and one.row == other.row
    return same and one.core != other.core and f" {other.core} " in f" {one.core} "


def _lone(change: Change) -> list[Told]:
    return [told for reason in change.reasons for told in _fact(reason)]


def _fact(reason: str) -> list[Told]:
    match = _LONE.fullmatch(reason)
    if match is None:
        return []
    weight = _weight(About(match["about"]), match["what"])
    how = How.NEW if match["verb"] == "added" else How.GONE
    return [Told(weight, how, match["what"])] if weight < BESIDE else []


def _weight(about: About, what: str) -> int:
    if about is About.MODAL:
        return STRONG if _BINDING.match(what) else BESIDE
    if about is About.LIMIT:
        return STRONG if _STRICT.match(what) else PLAIN
    if about in _NUMBERED:
        return STRONG
    numbered_threshold = about is About.THRESHOLD and any(letter.isdigit() for letter in what)
    return PLAIN if about is About.FORM or numbered_threshold else BESIDE


def _of_amended(reason: str, significance: Significance) -> list[Told]:
    if reason.startswith("changed places: "):
        return [Told(CHANGED, How.CHANGED, reason)]
    if " → " not in reason or reason.startswith(_NOT_WORDS):
        return _fact(reason)
    bare = next((reason.removeprefix(about) for about in _BARE if reason.startswith(about)), "")
    duty = significance is Significance.DUTY and not bare and not reason.startswith(About.REFERENCE)
    return [Told(CHANGED if duty else BESIDE, How.CHANGED, bare or reason)]


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
        return [Told(weight, How.CHANGED, f"“{gone}” → “{come}”")]
    return [Told(weight, How.NEW if come else How.GONE, f"“{come or gone}”")]


def _shown(text: str) -> str:
    words = text.strip(" ,;:.–—")
    return words if any(letter.isalnum() for letter in words) else ""
