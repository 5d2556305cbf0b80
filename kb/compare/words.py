"""The words of two texts held against each other: runs that are easy to read and give both texts back.

What the longest common sequence leaves is cleaned up: scattered words in common inside a rewrite are folded into it,
and a pure insertion or deletion slides to where a sentence or clause begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.compare.sequences import Spelling, common
from kb.compare.tokens import Token, tokens
from kb.compare.vocabulary import STOP_WORDS
from kb.model import CELL_SEPARATOR

Run = tuple[str, str]
"""("=" | "-" | "+", text)."""

STRONG = 6
"""So many words in common in a row are never folded into the changes around them."""
LITTLE_SHARED = 0.35
"""Between strong runs, where less than this share of the words is in common in bits, the whole stretch is replaced."""
_CELL = re.compile(r"(?:^| )\|(?= |$)")
_SENTENCE_END, _CLAUSE_END = frozenset(".?!"), frozenset(",;:|-")


@dataclass(frozen=True, slots=True)
class Same:
    """`size` tokens in common from `before` in the one text and `after` in the other."""

    before: int
    after: int
    size: int


def word_runs(before: str, after: str, *, cells: bool = False) -> tuple[Run, ...]:
    """Runs of words in common ("="), removed ("-") and added ("+").

    Without the added runs they read as `before`, without the removed ones as `after`, but for typography (words in
    common are printed as in `after`). With `cells`, rows with the same number of cells are compared cell by cell.
    """
    if cells:
        here, there = ([cell.strip() for cell in _CELL.split(text)] for text in (before, after))
        if len(here) == len(there) > 1:
            return _cell_runs(here, there)
    return runs_of(tokens(before), tokens(after))


def _cell_runs(before: Sequence[str], after: Sequence[str]) -> tuple[Run, ...]:
    made: list[Run] = []
    for number, (here, there) in enumerate(zip(before, after, strict=True)):
        if number:
            made.append(("=", CELL_SEPARATOR))
        made.extend(word_runs(here, there))
    return joined(made)


def runs_of(before: Sequence[Token], after: Sequence[Token]) -> tuple[Run, ...]:
    """The same for texts already cut into tokens."""
    return tidied(joined(piece for piece, _ in pieces(before, after)))


def tidied(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with the white space in front of a change left to what both sides have in common."""
    made = list(runs)
    for at, run in enumerate(runs[:-1]):
        if run[0] != "=":
            continue
        changed = list(range(at + 1, next((k for k in range(at + 1, len(made)) if made[k][0] == "="), len(made))))
        after = changed[-1] + 1 if changed else at + 1
        if not changed or not all(made[k][1].startswith(" ") for k in changed):
            continue
        if len(changed) == 1 and not (after < len(made) and made[after][1].startswith(" ")):
            continue  # nothing would stand in for the white space that is removed or added with the words
        made[at] = ("=", made[at][1] + " ")
        for k in changed:
            made[k] = (made[k][0], made[k][1][1:] + (" " if len(changed) == 1 else ""))
        if len(changed) == 1:
            made[after] = ("=", made[after][1][1:])
    return tuple(run for run in made if run[1])


def pieces(before: Sequence[Token], after: Sequence[Token]) -> Iterator[tuple[Run, tuple[int, int]]]:
    """Every token as a run of its own, with how many tokens of either text come before it."""
    i = j = 0
    for same in [*matched(before, after), Same(len(before), len(after), 0)]:
        for at in range(i, same.before):
            yield ("-", _spelt(before[at])), (at, j)
        for at in range(j, same.after):
            yield ("+", _spelt(after[at])), (same.before, at)
        for step in range(same.size):
            i, j = same.before + step, same.after + step
            yield from _equal(before[i], after[j], (i, j))
        i, j = same.before + same.size, same.after + same.size


def _spelt(token: Token) -> str:
    return f" {token.shown}" if token.spaced else token.shown


def _equal(before: Token, after: Token, at: tuple[int, int]) -> Iterator[tuple[Run, tuple[int, int]]]:
    if before.spaced == after.spaced:
        yield ("=", _spelt(after)), at
    else:
        yield ("-" if before.spaced else "+", " "), at
        yield ("=", after.shown), at


def joined(runs: Iterator[Run] | Sequence[Run]) -> tuple[Run, ...]:
    """The runs with neighbours of one kind joined."""
    made: list[tuple[str, list[str]]] = []
    for kind, text in runs:
        if made and made[-1][0] == kind:
            made[-1][1].append(text)
        else:
            made.append((kind, [text]))
    return tuple((kind, "".join(texts)) for kind, texts in made if any(texts))


def matched(before: Sequence[Token], after: Sequence[Token]) -> list[Same]:
    """What the two have in common, cleaned up for reading."""
    spelling = Spelling()
    pairs = common(spelling.spell(t.normal for t in before), spelling.spell(t.normal for t in after))
    found = _grouped(pairs)
    if len(found) > 1 or (found and not _covers(found[0], before, after)):
        found = _without_confetti(found, before, after)
        found = _slid(found, before, after)
    return found


def _covers(same: Same, before: Sequence[Token], after: Sequence[Token]) -> bool:
    return same.size == len(before) == len(after)


def _grouped(pairs: Sequence[tuple[int, int]]) -> list[Same]:
    found: list[Same] = []
    for i, j in pairs:
        last = found[-1] if found else None
        if last and (i, j) == (last.before + last.size, last.after + last.size):
            found[-1] = Same(last.before, last.after, last.size + 1)
        else:
            found.append(Same(i, j, 1))
    return found


def _without_confetti(found: list[Same], before: Sequence[Token], after: Sequence[Token]) -> list[Same]:
    ends = (len(before), len(after))
    kept = _without_scraps(found, before, ends)
    made: list[Same] = []
    stretch: list[Same] = []
    for same in [*kept, None]:
        if same is not None and not _is_strong(same, before):
            stretch.append(same)
            continue
        start = made[-1] if made else Same(0, 0, 0)
        made += _dense(stretch, start, same or Same(*ends, 0), before)
        made += [same] if same is not None else []
        stretch = []
    return made


def _without_scraps(found: list[Same], before: Sequence[Token], ends: tuple[int, int]) -> list[Same]:
    """Without runs of one or two small words (or a mark) between larger changes."""
    kept: list[Same] = []
    for number, same in enumerate(found):
        start = kept[-1] if kept else Same(0, 0, 0)
        end = found[number + 1] if number + 1 < len(found) else Same(*ends, 0)
        left = _gap(start, same)
        right = _gap(same, end)
        words, telling = _weight(same, before)
        scrap = telling == 0 and words <= 2 and left and right and left + right >= 4
        lost = words <= 2 and telling <= 1 and min(left, right) >= 4 * max(words, 1)
        if not (scrap or lost):
            kept.append(same)
    return kept


def _gap(start: Same, end: Same) -> int:
    """The larger number of tokens, removed or added, between two runs in common."""
    return max(end.before - start.before - start.size, end.after - start.after - start.size)


def _weight(same: Same, before: Sequence[Token]) -> tuple[int, int]:
    words = [t.normal for t in before[same.before : same.before + same.size] if t.normal[0].isalnum()]
    return len(words), sum(word.casefold() not in STOP_WORDS for word in words)


def _is_strong(same: Same, before: Sequence[Token]) -> bool:
    words, telling = _weight(same, before)
    return words >= STRONG or telling >= STRONG // 2


def _dense(stretch: list[Same], start: Same, end: Same, before: Sequence[Token]) -> list[Same]:
    """The weak runs between two strong ones, unless they are too little to be called in common."""
    inner = [same for same in stretch if _gap(start, same) or same is not stretch[0]]
    if len(inner) < 2:
        return stretch
    shared = sum(_weight(same, before)[0] for same in inner)
    return stretch if shared >= LITTLE_SHARED * _gap(start, end) else [s for s in stretch if s not in inner]


def _slid(found: list[Same], before: Sequence[Token], after: Sequence[Token]) -> list[Same]:
    made = list(found)
    ends = Same(len(before), len(after), 0)
    for at in range(len(made)):
        left = made[at]
        right = made[at + 1] if at + 1 < len(made) else ends
        removed = right.before - left.before - left.size
        added = right.after - left.after - left.size
        if bool(removed) == bool(added):
            continue  # a replacement stays where it is
        text, gap = (before, left.before + left.size) if removed else (after, left.after + left.size)
        size = removed or added
        # The run before may only vanish where nothing changed in front of it either.
        room = left.size if (left.before, left.after) == (0, 0) else left.size - 1
        back = _best_slide(text, gap, size, room)
        made[at] = Same(left.before, left.after, left.size - back)
        if at + 1 < len(made):
            made[at + 1] = Same(right.before - back, right.after - back, right.size + back)
        elif back:
            made.append(Same(ends.before - back, ends.after - back, back))
    return [same for same in made if same.size]


def _best_slide(text: Sequence[Token], gap: int, size: int, room: int) -> int:
    """How far back the stretch `text[gap : gap + size]` should slide so that it begins and ends at a border."""
    best, best_score, back = 0, _border(text, gap) + _border(text, gap + size), 0
    while back < min(room, 400) and text[gap - back - 1].normal == text[gap + size - back - 1].normal:
        back += 1
        score = _border(text, gap - back) + _border(text, gap + size - back)
        if score > best_score:
            best, best_score = back, score
    return best


def _border(text: Sequence[Token], at: int) -> int:
    """How good a place this is for a change to begin or end."""
    if at in (0, len(text)):
        return 3
    if text[at - 1].normal in _SENTENCE_END:
        return 3
    if text[at - 1].normal in _CLAUSE_END:
        return 1
    return 0
