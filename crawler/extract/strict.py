"""What must hold before a page counts as read. A reading that would be wrong is refused, never stored."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from crawler.layouts import Reading
from kb.errors import ExtractError
from kb.model import Chapter, Page

FEWEST_WORDS = 5
_LOGIN_WORDS = 60  # a short chapter on a site with a log-in box in its head has more
_STAND_IN_WORDS = 150  # error and log-in pages say little; a chapter called "Error Reporting" says more
_STAND_IN = re.compile(
    r"(?:http )?(?:error )?40[0-9]\b.*|(?:http )?(?:error )?50[0-9]\b.*"
    r"|(?:sorry,? )?(?:the |this )?page (?:you requested )?(?:was |is |could |can )?not (?:be )?(?:found|available).*"
    r"|page (?:not found|missing|unavailable).*|not found|server error.*|(?:an )?error(?: has)? occurred.*|error"
    r"|(?:please )?(?:log|sign) ?-?in\b.*|login required.*|access (?:is )?denied.*|forbidden|unauthori[sz]ed.*"
    r"|just a moment.*|attention required.*|are you (?:a )?(?:human|robot).*|(?:site |under )maintenance.*",
    re.IGNORECASE,
)


def refuse_stand_in(titles: tuple[str, ...], words: int, page: Page, soup: BeautifulSoup) -> None:
    """Raises ExtractError for an error or log-in page that was served in a chapter's place with status 200."""
    if words > _STAND_IN_WORDS:
        return
    asks_password = words <= _LOGIN_WORDS and soup.find("input", type="password") is not None
    told = next((title for title in titles if _STAND_IN.fullmatch(title.strip())), None)
    if told is not None or asks_password:
        what = f"calls itself {told!r}" if told is not None else "asks for a password"
        raise ExtractError(
            f"the page at {page.url} {what}, so it is not the chapter: open the address in a browser; "
            f"if the chapter has moved, collect the contents page again"
        )


def checked(chapter: Chapter, page: Page, reading: Reading) -> Chapter:
    """The chapter, if it has a title and text. Raises ExtractError, naming the selector, if not."""
    if not chapter.title:
        raise ExtractError(
            f"no title in {page.url}: nothing matched {' or '.join(map(repr, reading.title))} (layout {reading.name}); "
            f"set title under the source's selectors to what holds it"
        )
    heading_words = sum(len(section.heading.split()) for section in chapter.sections)
    if chapter.words - heading_words < FEWEST_WORDS:
        raise ExtractError(
            f"fewer than {FEWEST_WORDS} words of text in {page.url} under {' or '.join(map(repr, reading.main))} "
            f"(layout {reading.name}): set main under the source's selectors to what holds the text"
        )
    return chapter
