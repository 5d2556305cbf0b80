"""What must hold before a page counts as read. A reading that would be wrong is refused, never stored."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.extract.stand_ins import stand_in, visible_texts
from crawler.layouts import Reading
from kb.errors import ExtractError, Fault
from kb.model import Chapter, Page

FEWEST_WORDS = 5


def refuse_stand_in(titles: Sequence[str], blocks: Sequence[str], page: Page, source: str) -> None:
    """Raises ExtractError for an error, maintenance, cookie or log-in page served in a chapter's place with status 200.

    `titles` are what the page calls itself, `blocks` the text that was read, `source` the page's HTML.
    """
    empty = sum(len(block.split()) for block in blocks) < FEWEST_WORDS
    found = stand_in(titles, visible_texts(source) if empty else blocks, source)
    if found is not None:
        raise ExtractError(
            f"the page at {page.url} {found.told}, so it is not the chapter: open the address in a browser; "
            f"if the chapter has moved, collect the contents page again",
            found.fault,
        )


def checked(chapter: Chapter, page: Page, reading: Reading) -> Chapter:
    """The chapter, if it has a title and text. Raises ExtractError, naming the selector, if not."""
    if not chapter.title:
        raise ExtractError(
            f"no title in {page.url}: nothing matched {' or '.join(map(repr, reading.title))} (layout {reading.name}); "
            f"set title under the source's selectors to what holds it",
            Fault.LAYOUT,
        )
    heading_words = sum(len(section.heading.split()) for section in chapter.sections)
    if chapter.words - heading_words < FEWEST_WORDS:
        raise ExtractError(
            f"fewer than {FEWEST_WORDS} words of text in {page.url} under {' or '.join(map(repr, reading.main))} "
            f"(layout {reading.name}): set main under the source's selectors to what holds the text",
            Fault.EMPTY,
        )
    return chapter
