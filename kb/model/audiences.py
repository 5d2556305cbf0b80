"""Who has to read what: audiences, and how reading is counted."""

from __future__ import annotations

from dataclasses import dataclass

WORDS_A_MINUTE = 200
"""Careful reading of procedure prose; adults read plain non-fiction silently at 175 to 300 words a minute (Brysbaert,
"How many words do we read per minute?", 2019)."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Some readers, by what concerns them: whole parts, chapters, words of titles, what the text or the log cites.

    A chapter concerns them where any of these fits; a list that is empty fits nothing.
    """

    name: str
    parts: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """How reading lists are made in a workspace."""

    words_a_minute: int = WORDS_A_MINUTE
    audiences: tuple[Audience, ...] = ()
