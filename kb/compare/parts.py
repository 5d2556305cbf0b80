"""A line that became several, or several that became one: which words belong to which part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.compare.tokens import Text, text_of
from kb.compare.words import Run, changed, joined, same_places, side_of
from kb.text import normalised


def part_runs(whole: str, parts: Sequence[str]) -> list[tuple[Run, ...]] | None:
    """Runs of words from the whole to each of its parts; None where they do not give the whole back exactly.

    What was removed where a new part begins goes with the new part, elsewhere with the part it stood in.
    """
    before, pieces = text_of(whole), [text_of(part) for part in parts]
    after = Text(" ".join(piece.shown for piece in pieces), " ".join(piece.normal for piece in pieces))
    made: list[list[Run]] = [[] for _ in parts]
    for part, run in _by_part(before, after, [len(piece.normal) for piece in pieces]):
        made[part].append(run)
    runs = [_trimmed(joined(each)) for each in made]
    exact = normalised(" ".join(side_of(each, "-") for each in runs)) == before.normal
    return runs if exact else None


def _by_part(before: Text, after: Text, sizes: Sequence[int]) -> Iterator[tuple[int, Run]]:
    """Every run with the part it belongs to; the white space between two parts belongs to none."""
    borders = _Borders(sizes)
    i = j = 0
    for a, b, size in [*same_places(before.normal, after.normal), (len(before.normal), len(after.normal), 0)]:
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
