"""Word lists and figures by which queries are planned and sections scored; exported, so the browser has the same."""

from __future__ import annotations

from dataclasses import dataclass

from kb.search.analysis import PLURALS, STOP_WORDS, term_of


@dataclass(frozen=True, slots=True)
class Rules:
    """What the command line's search and the site's must agree on beyond the steps themselves."""

    stop: tuple[str, ...] = tuple(sorted(STOP_WORDS))
    question: tuple[str, ...] = ("how", "what", "when", "where", "which", "who", "whom", "whose", "why")
    asking: tuple[str, ...] = ("can", "could", "get", "happens", "may", "might", "must", "shall", "should", "would")
    """Words that say nothing about what is looked for, once the query is a question."""
    how: tuple[str, ...] = ("far", "long", "many", "much", "often", "quickly", "soon")
    """The same, right after "how"."""
    genre: tuple[str, ...] = tuple(term_of(word) for word in ("guidance", "policy", "procedure", "protocol"))
    """Terms of what every chapter is, so that none has to have the word."""
    endings: tuple[str, ...] = ("s", "es", "ed", "d", "ing", "ly", "al", "ment", "e")
    """Tried in this order on a word the manual does not have: another form of a word is no misspelling."""
    plurals: tuple[tuple[str, str], ...] = tuple(PLURALS.items())
    prefix_words: int = 8
    longest_phrase: int = 8
    longest_compound: int = 3

    # Weights of alternatives beside the word itself (1): another name of it; a name that may mean something else;
    # something close to it; the words of a phrase anywhere in the section.
    name: float = 0.8
    ambiguous: float = 0.4
    also: float = 0.3
    apart: float = 0.5

    # BM25F over title, heading and text. A title stands in every section of its chapter and is short, so its length
    # says little; a long text that has a word once is hardly about it.
    fields: tuple[str, ...] = ("title", "heading", "text")
    boosts: tuple[float, ...] = (4.0, 3.0, 1.0)
    length_weights: tuple[float, ...] = (0.3, 0.5, 0.75)
    saturation: float = 1.2
    second: float = 0.25
    """How much of the score of a chapter's second best section counts for the chapter; half of it for the third."""
    title: float = 0.5
    """Of the sum of the groups' rarities, where a title has them all; by the share of the title that they fill."""
    sections_shown: int = 3
    """Of one chapter, so that it does not fill the page."""
    phrase_chapters: int = 40
    """How many of the best chapters are looked through for a quoted phrase."""
    snippet: int = 240
    """Characters of a snippet: two to three lines of the result page."""


RULES = Rules()
