"""Numbers that are typed before paragraphs and rows ("4.1", "(a)", "iv."): part of their shape, not of their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.compare.language.vocabulary import MONTHS, UNIT_KINDS, UNITS
from kb.model import CELL_SEPARATOR, Block, BlockKind

_ROMAN = r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})"
_NUMBER = r"(?:0|[1-9]\d{0,2})"
_DOTTED = rf"(?:{_NUMBER}|[A-Z]{{1,2}}(?:[1-9]\d?)?)(?:\.{_NUMBER}){{1,4}}"
_LABEL = re.compile(
    r"(?P<label>"
    rf"\((?:[a-zA-Z]|([a-z])\2|{_ROMAN}|{_DOTTED}|[1-9]\d?)\)"
    rf"|(?:[a-zA-Z]|{_ROMAN}|{_DOTTED}|[1-9]\d?)\)"
    rf"|(?:[a-zA-Z]|{_ROMAN})\."
    rf"|{_DOTTED}(?:[.:]| ?[-–—](?=\s|[A-Z]))?"
    r"|[1-9]\d{0,2}\.?"
    r")(?=\s|$|(?<=\d)[A-Z][a-z]|(?<=[-–—])[A-Z])"
)
_FIRST = frozenset("(0123456789")
_MARKED_WITHIN = 8
"""A label begins with a bracket or a figure, or one of its first so many signs ("xxxviii.") is a dot or a bracket."""
_LABELLED = frozenset(
    (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.NOTE, BlockKind.QUOTE, BlockKind.HEADING)
)
_COUNTED = re.compile(
    rf"(?:(?:(?:{UNIT_KINDS}) )?(?:{UNITS})|{'|'.join(MONTHS)}"
    r"|per(?:cent)?|plus|miles?|metres?|tonnes?|kg|km|fte|wte|[ap]m|million)\b",
    re.IGNORECASE,
)
"""What makes a quantity, a date or a time of the number before it."""
_NAMES_NUMBERS = re.compile(
    r"(?:(?:item|step|standard|section|row) )?(?:no|nr|number|#|ref|reference)|step|para(?:graph)?"
)
"""What a column of nothing but numbers of rows is headed with."""
_UNSURE_FROM = 10
"""From here on the last of several numbers may be pence, minutes or a year."""
_FIRST_FEW = frozenset((1, 2, 3))


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A label as printed, what follows it, the series it is of (table, what stands before the last number, marks), and
    its place there."""

    label: str
    rest: str
    series: tuple[int, str, str]
    place: int

    @property
    def whole_cell(self) -> bool:
        """Whether it has a row's first cell for itself."""
        return self.rest.startswith(CELL_SEPARATOR)

    @property
    def text(self) -> str:
        """What follows it, without the marks before it."""
        return self.rest.lstrip(" |\"'“‘(")


def typed_labels(blocks: Sequence[Block], section: str = "") -> tuple[str, ...]:
    """For each block of a section the label its text begins with, as printed; "" where it has none.

    `section` is the section's own label.

    A number alone is not enough: a bracket or a full stop after it makes it a label, or a dot inside and a capital that
    follows; what may be a quantity or an initial is one only where the section has its neighbour in the series. A whole
    number without any mark is one in a column that is headed so, or in a series that begins with 1, 2, 3.
    """
    found = [_candidate(block) for block in blocks] if _may_be_labelled(blocks) else []
    if not any(found):
        return ("",) * len(blocks)
    series: dict[tuple[int, str, str], set[int]] = {}
    for one in found:
        if one is not None:
            beside = series.setdefault(one.series, set())
            beside.add(one.place)
            if one.series[1] == section != "":  # the section itself is the neighbour of all its numbers
                beside.update((one.place - 1, one.place + 1))
    named = {block.table: _first_cell(block) for block in reversed(blocks) if block.header}
    return tuple(
        one.label if one is not None and _is_label(one, series[one.series], named.get(block.table, "")) else ""
        for block, one in zip(blocks, found, strict=True)
    )


def without_label(text: str, label: str) -> str:
    """A block's text without the label before it; a row keeps the border of a cell that was nothing else."""
    rest = text[len(label) :]
    return rest if rest.startswith(CELL_SEPARATOR) else rest.lstrip()


def _may_be_labelled(blocks: Sequence[Block]) -> bool:
    """Whether any block is worth a look: in most sections none is."""
    starts = [block.text[:_MARKED_WITHIN] for block in blocks]
    together = "".join(starts)
    return "." in together or ")" in together or not _FIRST.isdisjoint([start[:1] for start in starts])


def _candidate(block: Block) -> _Candidate | None:
    text = block.text
    start = text[:_MARKED_WITHIN]
    if start[:1] not in _FIRST and "." not in start and ")" not in start:
        return None  # as with most blocks
    if block.kind not in _LABELLED or block.marker or block.header:
        return None
    found = _LABEL.match(text)
    if found is None:
        return None
    label = found["label"]
    rest = text[len(label) :]
    if not any(map(str.isalnum, rest)):
        return None
    core = label.strip("().: -–—")
    above, _, last = core.rpartition(".")
    mark = label.replace(core, "#", 1)
    place = int(last) if last.isdigit() else ord(last) if len(last) == 1 else 0
    case = "" if last.isdigit() else "a" if last.islower() else "A"
    return _Candidate(label, rest, (block.table, f"{above}{case}", mark), place)


def _is_label(one: _Candidate, series: set[int], column: str) -> bool:
    label, last = one.label, one.label.rstrip(" -–—")[-1]
    if last == ")":
        return True
    if label.isdigit():
        return _is_bare_label(one, series, column)
    if _COUNTED.match(one.text):
        return False
    in_series = one.place - 1 in series or one.place + 1 in series
    if one.whole_cell:
        return last == "." or in_series or _names_numbers(column)
    if label[:-1].isalpha():
        return one.text[0].isalpha() and (label.islower() or in_series)
    if not one.text[:1].isupper():
        return in_series and one.text[:1].isalpha()
    return in_series or last == "." or one.place < _UNSURE_FROM


def _is_bare_label(one: _Candidate, series: set[int], column: str) -> bool:
    """Whether a whole number without a mark is a label."""
    from_one = series >= _FIRST_FEW and (one.place == 1 or one.place - 1 in series)
    if one.whole_cell:
        return _names_numbers(column) or (from_one and not column)
    return from_one and one.text[:1].isupper() and not _COUNTED.match(one.text)


def _names_numbers(column: str) -> bool:
    return _NAMES_NUMBERS.fullmatch(column.casefold().rstrip(". ")) is not None


def _first_cell(row: Block) -> str:
    return row.text.partition(CELL_SEPARATOR)[0].strip() if row.kind is BlockKind.ROW else ""
