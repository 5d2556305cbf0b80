"""A line that became several, or several that became one: which words belong to which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.compare.alignment.align import Match
from kb.compare.alignment.lines import Line
from kb.compare.language.tokens import Text, text_of
from kb.compare.words.runs import Run, changed, joined, mirrored, same_places, side_of
from kb.compare.words.tidying import Same
from kb.text import normalised

Links = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A line that was split, or that others were merged into.

    `matches` are those with its parts in the order of the whole, `runs` the words of each from the older text to the
    newer.
    """

    split: bool
    matches: tuple[Match, ...]
    runs: tuple[tuple[Run, ...], ...]

    def links(self, before: Sequence[Line], after: Sequence[Line]) -> tuple[Links, Links]:
        """The keys of all links in the line and its parts, before and after."""
        here = {match.before: before[match.before].shape.links for match in self.matches}
        there = {match.after: after[match.after].shape.links for match in self.matches}
        return _sorted(here), _sorted(there)


def _sorted(links: Mapping[int, Links]) -> Links:
    return tuple(sorted(link for some in links.values() for link in some))


def whole_lines(
    matches: Sequence[Match], before: Sequence[Line], after: Sequence[Line]
) -> tuple[Sequence[Match], dict[Match, Whole]]:
    """The matches, and for each with a part what it is a part of.

    Where the parts do not give the whole back exactly only the match with the largest part is kept.
    """
    if not any(match.part for match in matches):
        return matches, {}
    found: dict[Match, Whole] = {}
    instead: dict[Match, Match | None] = {}
    for split, some in _grouped(matches):
        parts = [after[match.after] if split else before[match.before] for match in some]
        whole = before[some[0].before] if split else after[some[0].after]
        runs = part_runs(whole.text, [part.text for part in parts])
        if runs is None:
            largest = max(range(len(parts)), key=lambda part: len(parts[part].normal))
            instead |= dict.fromkeys(some)
            instead[some[largest]] = some[largest]._replace(part=0)
        else:
            told = runs if split else [mirrored(each) for each in runs]
            found |= dict.fromkeys(some, Whole(split, tuple(some), tuple(told)))
    kept = (instead.get(match, match) for match in matches)
    return [match for match in kept if match is not None], found


def _grouped(matches: Sequence[Match]) -> Iterator[tuple[bool, list[Match]]]:
    """The matches of each line in parts, in the order of the whole, with whether it was split."""
    lines: dict[tuple[bool, int], list[Match]] = {}
    for match in matches:
        if match.part:
            lines.setdefault((True, match.before), []).append(match)
            lines.setdefault((False, match.after), []).append(match)
    for (split, _), some in lines.items():
        if len(some) > 1:
            yield split, sorted(some, key=lambda match: match.part)


def part_runs(whole: str, parts: Sequence[str]) -> list[tuple[Run, ...]] | None:
    """Runs of words from the whole to each of its parts; None where they do not give the whole back exactly.

    What was removed where a new part begins goes with the new part, elsewhere with the part it stood in.
    """
    before, pieces = text_of(whole), [text_of(part) for part in parts]
    after = Text(" ".join(piece.shown for piece in pieces), " ".join(piece.normal for piece in pieces))
    same = same_places(before.normal, after.normal)
    # A full stop in common that is not the same sentence's would be cut off from its word where a part begins.
    for places in (same, [place for place in same if _has_letters(before.normal, place)]):
        made: list[list[Run]] = [[] for _ in parts]
        for part, run in _by_part(before, after, places, [len(piece.normal) for piece in pieces]):
            made[part].append(run)
        runs = [_trimmed(joined(each)) for each in made]
        if normalised(" ".join(side_of(each, "-") for each in runs)) == before.normal:
            return runs
    return None


def _has_letters(text: str, place: Same) -> bool:
    return any(letter.isalnum() for letter in text[place.before : place.before + place.size])


def _by_part(before: Text, after: Text, same: Sequence[Same], sizes: Sequence[int]) -> Iterator[tuple[int, Run]]:
    """Every run with the part it belongs to; the white space between two parts belongs to none."""
    borders = _Borders(sizes)
    i = j = 0
    for a, b, size in [*same, Same(len(before.normal), len(after.normal), 0)]:
        gone = before.shown[i:a]
        if borders.at == j < b:
            j = borders.cross()
        for start, stop in borders.cut(j, b):
            for run in changed(gone, after.shown[start:stop]):
                yield borders.part, run
            gone = ""
        if gone.strip():
            yield borders.part, ("-", gone)
        for start, stop in borders.cut(b, b + size):
            yield borders.part, ("=", after.shown[start:stop])
        i, j = a + size, b + size


class _Borders:
    """Where parts end in the text of all of them; `part` is the one that is being read."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = sizes
        self.part = 0
        self.at = sizes[0]

    def cross(self) -> int:
        """On to the next part; where it begins."""
        begins = self.at + 1
        self.part += 1
        self.at = begins + self._sizes[self.part] if self.part < len(self._sizes) - 1 else -1
        return begins

    def cut(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """A stretch of the text, cut where parts end."""
        while start <= self.at < stop:
            yield start, self.at
            start = self.cross()
        if start < stop:
            yield start, stop


def _trimmed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs without the white space at which they were cut."""
    made = list(runs)
    if made:
        made[0] = (made[0][0], made[0][1].lstrip())
        made[-1] = (made[-1][0], made[-1][1].rstrip())
    return tuple(run for run in made if run[1])
