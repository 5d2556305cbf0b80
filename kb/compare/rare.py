"""Patterns of which most texts have nothing, and how that is seen without trying them."""

from __future__ import annotations

import re


class Rare:
    """A pattern, whatever its capitals, with letters of which some stand in all that it finds (`signs`, small).

    To try many words at every letter of a text takes ten times as long as to see that none of the letters is there.
    """

    def __init__(self, pattern: str, *signs: str) -> None:
        self._search = re.compile(pattern, re.IGNORECASE).search
        self._signs = signs

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first place in `text[start:end]` that the pattern finds."""
        end = len(text) if end is None else end
        small = text[start:end].casefold()
        for sign in self._signs:
            if sign in small:
                return self._search(text, start, end)
        return None
