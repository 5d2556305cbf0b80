"""Word's automatic numbers, which are nowhere in the text: computed from the numbering part as Word computes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawler.extract.lists import printed_number
from crawler.extract.tree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9  # Word knows no more


@dataclass(frozen=True, slots=True)
class Numbered:
    """What numbering gives a paragraph: its depth from 1, and the number as printed, "" for a bullet or none."""

    depth: int
    marker: str


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    text: str
    start: int
    legal: bool  # all numbers as digits, also those of levels above that are printed otherwise
    restart: int | None  # the level (from 1) whose items restart the count; None is the level above, 0 is never


class Numbering:
    """Counts a document's numbered paragraphs in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        root = _Found({}, {}, {}) if numbering is None else _found_in(numbering)
        self._levels = root.levels
        self._abstract_of = root.abstract_of
        self._starts = root.starts
        self._by_style = dict(_style_numbers(styles)) if styles is not None else {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def of(self, paragraph: Element, style: str) -> Numbered | None:
        """The number of the next paragraph, whose style has this identifier; None for one without numbering."""
        own = next(iter(paragraph.iter(f"{W}numPr")), None)
        number, level = _number_and_level(own) if own is not None else (None, None)
        styled = self._by_style.get(style, (None, None))
        number = number if number is not None else styled[0]
        level = level if level is not None else styled[1] or 0
        abstract = self._abstract_of.get(number or "")
        if number in {None, "0"} or abstract is None or level >= _LEVELS:
            return None
        levels = self._levels[abstract]
        counts = self._counted(number or "", abstract, level, levels)
        return Numbered(level + 1, _printed(level, levels, counts))

    def _counted(self, number: str, abstract: str, level: int, levels: Mapping[int, _Level]) -> list[int | None]:
        """Counts one on. Lists that share a definition share its counts, unless one says where it starts."""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for place in [place for of, place in self._starts if of == number]:
                counts[place] = None
        before = counts[level]
        start = self._starts.get((number, level), levels[level].start if level in levels else 1)
        counts[level] = start if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or level < restart:
                counts[below] = None
        return counts


@dataclass(frozen=True, slots=True)
class _Found:
    levels: dict[str, dict[int, _Level]]
    abstract_of: dict[str, str]
    starts: dict[tuple[str, int], int]


def _found_in(numbering: Element) -> _Found:
    found = _Found({}, {}, {})
    for part in numbering:
        if part.tag == f"{W}abstractNum":
            levels = {_whole(one.get(f"{W}ilvl", "")): _level(one) for one in part.iter(f"{W}lvl")}
            found.levels[part.get(f"{W}abstractNumId", "")] = levels
        elif part.tag == f"{W}num":
            number = part.get(f"{W}numId", "")
            found.abstract_of[number] = next((_value(one) for one in part.iter(f"{W}abstractNumId")), "")
            for override in part.iter(f"{W}lvlOverride"):
                for start in override.iter(f"{W}startOverride"):
                    found.starts[number, _whole(override.get(f"{W}ilvl", ""))] = _whole(_value(start))
    known = {number: abstract for number, abstract in found.abstract_of.items() if abstract in found.levels}
    return _Found(found.levels, known, found.starts)


def _level(element: Element) -> _Level:
    values = {child.tag.removeprefix(W): child.get(f"{W}val", "") for child in element}
    restart = values.get("lvlRestart")
    return _Level(
        style=values.get("numFmt", "decimal"),
        text=values.get("lvlText", ""),
        start=_whole(values.get("start", "1")),
        legal="isLgl" in values,
        restart=_whole(restart) if restart is not None else None,
    )


def _printed(level: int, levels: Mapping[int, _Level], counts: list[int | None]) -> str:
    own = levels.get(level)
    if own is None or own.style in {"bullet", "none"}:
        return ""

    def number(found: re.Match[str]) -> str:
        place = int(found.group(1)) - 1
        of = levels.get(place, own)
        count = counts[place] if counts[place] is not None else of.start
        return printed_number(count or 0, "1" if own.legal else _STYLES.get(of.style, "1"))

    return _PLACE.sub(number, own.text).strip()


def _style_numbers(styles: Element) -> Iterator[tuple[str, tuple[str | None, int | None]]]:
    """The numbering that styles give their paragraphs, also by way of the style they build on."""
    direct: dict[str, tuple[str | None, int | None]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        direct[name] = next((_number_and_level(one) for one in style.iter(f"{W}numPr")), (None, None))
        based[name] = next((_value(one) for one in style.iter(f"{W}basedOn")), "")
    for name in direct:
        number, level = direct[name]
        above, seen = based[name], {name}
        while number is None and above in direct and above not in seen:
            seen.add(above)
            number = direct[above][0]
            level = level if level is not None else direct[above][1]
            above = based[above]
        yield name, (number, level)


def _number_and_level(element: Element) -> tuple[str | None, int | None]:
    number = next((_value(one) for one in element.iter(f"{W}numId")), None)
    level = next((_whole(_value(one)) for one in element.iter(f"{W}ilvl")), None)
    return number, level


def _value(element: Element) -> str:
    return element.get(f"{W}val", "")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
