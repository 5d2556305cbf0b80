"""Patterns of which most texts have nothing, and how that is seen without trying them."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Rare:
    """A pattern, whatever its capitals; in all that it finds stands one of its `signs`, letters in small.

    To try many words at every letter of a text takes ten times as long as to see that none of the signs is there.
    """

    def __init__(self, pattern: str, *signs: str) -> None:
        self.pattern = re.compile(pattern, re.IGNORECASE)
        self.signs = signs

    def search(self, text: str) -> re.Match[str] | None:
        """The first place that the pattern finds."""
        return self.pattern.search(text) if self._may_stand_in(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places that the pattern finds."""
        return self.pattern.finditer(text) if self._may_stand_in(text) else iter(())

    def search_in(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The first place between two others. Unlike in a piece that is cut out, no word begins where one goes on."""
        if self.search(text[start:end]) is None:
            return None  # as nearly always
        return self.pattern.search(text, start, end)

    def _may_stand_in(self, text: str) -> bool:
        return any(map(text.casefold().__contains__, self.signs))
