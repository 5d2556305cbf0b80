"""What a comparison reported, held word by word against what an edit truly did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from itertools import groupby

from benchmarks.draft import Draft, Edited, Word

Run = tuple[str, str]
"""("=" | "-" | "+", text); "<" is text moved away, ">" text moved here."""
BEFORE, AFTER = "=-<", "=+>"
_TO_STATE = {"=": "=", "-": "x", "+": "x", "<": "m", ">": "m"}
MOST_OF = 0.9
"""A moved block counts as found where so much of it is called moved."""


@dataclass(slots=True)
class Score:
    """Counts over one pair or many; words unless the name says otherwise."""

    pairs: int = 0
    words: int = 0
    true: int = 0
    reported: int = 0
    runs: int = 0
    runs_exact: int = 0
    islands: int = 0
    cut: int = 0
    moves: int = 0
    moves_found: int = 0
    moved_reported: int = 0
    moved_falsely: int = 0
    back: int = 0
    claimed: int = 0
    """Pairs in which anything was reported."""

    def add(self, other: Score) -> None:
        """Adds the counts of another."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def scored(before: Draft, edited: Edited, runs: Sequence[Run]) -> Score:
    """The counts for one pair."""
    old, new = _lines(before), _lines(edited.draft)
    truth = _truth(old, new, edited)
    made = Score(pairs=1, words=sum(map(len, old)) + sum(map(len, new)), back=1)
    reported = []
    for side, version in ((BEFORE, old), (AFTER, new)):
        states, cut, back = _states([run for run in runs if run[0] in side], version)
        reported.append(states)
        made.cut += cut
        made.back &= back
    for said, is_so in zip(reported, truth, strict=True):
        made.true += _count(is_so, "x")
        made.reported += _count(said, "x")
        _edges(made, said, is_so)
    _moves(made, reported, truth, new, edited)
    made.claimed = int(any(kind != "=" for kind, text in runs if text.strip()))
    return made


def _lines(draft: Draft) -> list[list[Word]]:
    return [[word for word in line if word.text] for line in draft.lines()]


def _truth(old: Sequence[Sequence[Word]], new: Sequence[Sequence[Word]], edited: Edited) -> list[list[list[str]]]:
    moved = {id(word) for run in edited.moved for word in run}
    ids = [{id(word) for line in version for word in line} for version in (old, new)]

    def state(word: Word, other: set[int]) -> str:
        return "x" if id(word) not in other else "m" if id(word) in moved else "="

    return [
        [[state(word, other) for word in line] for line in version] for version, other in ((old, ids[1]), (new, ids[0]))
    ]


def _states(runs: Sequence[Run], version: Sequence[Sequence[Word]]) -> tuple[list[list[str]], int, bool]:
    """What was reported of each word of one side, how many words were cut, and whether the side reads as it is."""
    letters = [(letter, _TO_STATE[kind]) for kind, text in runs for letter in _bare(text)]
    words = [_bare(word.text) for line in version for word in line]
    back = "".join(letter for letter, _ in letters) == "".join(words)
    states = [state for _, state in letters] if back else _fitted(runs, words)
    found, cut, at = [], 0, 0
    for word in words:
        here = {state for letter, state in zip(word, states[at : at + len(word)], strict=True) if letter.isalnum()}
        at += len(word)
        cut += len(here) > 1
        found.append("x" if "x" in here else next(iter(here), "="))
    each = iter(found)
    return [[next(each) for _ in line] for line in version], cut, back


def _bare(text: str) -> str:
    """The text without white space and cell borders, which no two engines print alike; quotes and dashes as typed."""
    plain = text.translate({0x2019: "'", 0x2013: "-", ord("|"): None})
    return "".join(plain.split())


def _fitted(runs: Sequence[Run], expected: Sequence[str]) -> list[str]:
    """States for the expected words' letters where an engine did not give them all back, or others too."""
    shown = [(_bare(word), _TO_STATE[kind]) for kind, text in runs for word in text.split()]
    states = ["="] * len(expected)
    for a, b, size in SequenceMatcher(None, [word for word, _ in shown], expected).get_matching_blocks():
        states[b : b + size] = [state for _, state in shown[a : a + size]]
    return [state for word, state in zip(expected, states, strict=True) for _ in word]


def _count(lines: Iterable[Iterable[str]], state: str) -> int:
    return sum(each == state for line in lines for each in line)


def _runs(lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int]]:
    """The stretches of changed words: line, first and last word."""
    for number, line in enumerate(lines):
        at = 0
        for state, group in groupby(line):
            size = len(list(group))
            if state == "x":
                yield number, at, at + size
            at += size


def _edges(made: Score, said: Sequence[Sequence[str]], is_so: Sequence[Sequence[str]]) -> None:
    found = set(_runs(said))
    for number, start, stop in _runs(is_so):
        made.runs += 1
        made.runs_exact += (number, start, stop) in found
        inside = [state for state, _ in groupby(said[number][start:stop])]
        made.islands += "x" in inside and sum(state != "x" for state in inside[1:-1])


def _moves(
    made: Score,
    said: Sequence[Sequence[Sequence[str]]],
    is_so: Sequence[Sequence[Sequence[str]]],
    new: Sequence[Sequence[Word]],
    edited: Edited,
) -> None:
    words = [id(word) for line in new for word in line]
    state_of = dict(zip(words, (state for line in said[1] for state in line), strict=True))
    truly = zip(words, (state for line in is_so[1] for state in line), strict=True)
    kept = {word for word, state in truly if state == "m"}
    for run in edited.moved:
        states = [state_of[id(word)] for word in run if id(word) in kept]
        if states:
            made.moves += 1
            made.moves_found += states.count("m") >= MOST_OF * len(states)
    made.moved_reported += sum(state == "m" for state in state_of.values())
    made.moved_falsely += sum(state == "m" and word not in kept for word, state in state_of.items())
