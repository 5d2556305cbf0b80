"""What two texts have in common, made readable: no scattered words, and changes that begin where a sentence begins.

Scattered words in common inside a rewrite are folded into it, and a pure insertion or deletion slides to where a
sentence or clause begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kb.compare.language.vocabulary import STOP_WORDS

STRONG = 6
"""So many words in common in a row are never folded into the changes around them."""
LITTLE_SHARED = 0.35
"""Between strong runs, where less than this share of the words is in common in bits, the whole stretch is replaced."""
WHOLE = 0.62
"""Sentences that have less than this share of the shorter one's tokens in common, and one, are replaced whole;"""
MOSTLY = 0.8
"""with less than this share in common so are those"""
TELLING = 0.5
"""that have at most this share of the words in common that tell anything, and those in several places."""
LOST = 3
"""A shorter run between changes that are so many times longer on either side is folded into them."""
FURTHEST_SLIDE = 400
"""A change slides over so many tokens at most."""
_SENTENCE_END, _CLAUSE_END = frozenset(".?!"), frozenset(",;:|-")


class Same(NamedTuple):
    """`size` things in common from `before` in the one text and `after` in the other."""

    before: int
    after: int
    size: int


def tidied(found: list[Same], before: Sequence[str], after: Sequence[str]) -> list[Same]:
    """What the two have in common, in tokens, cleaned up for reading."""
    if len(found) > 1 or (found and not found[0].size == len(before) == len(after)):
        found = _without_confetti(found, before, after)
        if _is_rewrite(found, before, after):
            return []
        found = _slid(found, before, after)
    return found


def _is_rewrite(found: Sequence[Same], before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what is in common is too little, or too empty ("the … needs to … the …"), to be shown as such."""
    shared, shorter = sum([same.size for same in found]), min(len(before), len(after))
    if shared + 1 < WHOLE * shorter:
        return True
    if _places(found, before, after) < 2 or shared >= MOSTLY * shorter:
        return False
    telling = sum([_telling(_words(same, before)) for same in found])
    ends = _words(Same(0, 0, len(before)), before), _words(Same(0, 0, len(after)), after)
    return telling <= TELLING * min(map(_telling, ends))


def _places(found: Sequence[Same], before: Sequence[str], after: Sequence[str]) -> int:
    """In how many places something changed."""
    if not found:
        return 1
    last = found[-1]
    starts_alike = found[0].before == found[0].after == 0
    ends_alike = (last.before + last.size, last.after + last.size) == (len(before), len(after))
    return len(found) + 1 - starts_alike - ends_alike


def _without_confetti(found: list[Same], before: Sequence[str], after: Sequence[str]) -> list[Same]:
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


def _without_scraps(found: list[Same], before: Sequence[str], ends: tuple[int, int]) -> list[Same]:
    """Without runs of one or two small words (or a mark) between larger changes."""
    kept: list[Same] = []
    for number, same in enumerate(found):
        if same.size < STRONG:
            start = kept[-1] if kept else Same(0, 0, 0)
            end = found[number + 1] if number + 1 < len(found) else Same(*ends, 0)
            if _is_scrap(same, _gap(start, same), _gap(same, end), before):
                continue
        kept.append(same)
    return kept


def _is_scrap(same: Same, left: int, right: int, before: Sequence[str]) -> bool:
    words = _words(same, before)
    scrap = len(words) <= 2 and left and right and left + right >= 4 and not _telling(words)
    return bool(scrap) or min(left, right) >= LOST * max(len(words), 1)


def _gap(start: Same, end: Same) -> int:
    """The larger number of tokens, removed or added, between two runs in common."""
    return max(end.before - start.before - start.size, end.after - start.after - start.size)


def _words(same: Same, before: Sequence[str]) -> list[str]:
    """The tokens in common that are no marks."""
    return [token for token in before[same.before : same.before + same.size] if token[0].isalnum()]


def _telling(words: Sequence[str]) -> int:
    """How many words are no small ones."""
    return len([word for word in words if word not in STOP_WORDS and word.casefold() not in STOP_WORDS])


def _is_strong(same: Same, before: Sequence[str]) -> bool:
    if same.size < STRONG // 2:
        return False
    if same.size > 4 * STRONG:
        return True
    words = _words(same, before)
    return len(words) >= STRONG or _telling(words) >= STRONG // 2


def _dense(stretch: list[Same], start: Same, end: Same, before: Sequence[str]) -> list[Same]:
    """The weak runs between two strong ones, unless they are too little to be called in common."""
    if not stretch:
        return stretch
    inner = [same for same in stretch if _gap(start, same) or same is not stretch[0]]
    if len(inner) < 2:
        return stretch
    shared = sum([len(_words(same, before)) for same in inner])
    return stretch if shared >= LITTLE_SHARED * _gap(start, end) else [s for s in stretch if s not in inner]


def _slid(found: list[Same], before: Sequence[str], after: Sequence[str]) -> list[Same]:
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


def _best_slide(text: Sequence[str], gap: int, size: int, room: int) -> int:
    """How far back the stretch `text[gap : gap + size]` should slide so that it begins and ends at a border."""
    best, best_score, back = 0, _border(text, gap) + _border(text, gap + size), 0
    while back < min(room, FURTHEST_SLIDE) and text[gap - back - 1] == text[gap + size - back - 1]:
        back += 1
        score = _border(text, gap - back) + _border(text, gap + size - back)
        if score > best_score:
            best, best_score = back, score
    return best


def _border(text: Sequence[str], at: int) -> int:
    """How good a place this is for a change to begin or end."""
    if at in (0, len(text)) or text[at - 1] in _SENTENCE_END:
        return 3
    return 1 if text[at - 1] in _CLAUSE_END else 0
