"""Words of the field that several tables of rules are built from. All tables read normalised text: single spaces."""

from __future__ import annotations

import re

MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jui|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
CHAPTER = r"(?:chapters?|procedures?|polic(?:y|ies)|protocols?|guidance|documents?)"
THIS = rf"(?:this (?:[\w'-]+ ){{0,4}}?|(?<!\bto )(?<!\bof )(?<!\bin )\bthe ){CHAPTER}(?:,[^,.]*,)?"
HAS_BEEN = r"(?:has|have|had|was|were|is|are) (?:(?:also|now|been|since|recently|newly) )*"
CHANGED_WORDS = (
    r"(?:updated|amended|revised|changed|re-?\s?wr\w*t\w*n|altered|overhauled|developed|expanded|restructured|"
    r"refreshed)"
)
QUANTITY = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|twenty-\w+|thirty|forty)"
)
PERIOD = rf"{QUANTITY}(?: ?(?:-|to) ?\d+)? (?:(?:working|calendar|school|clear) )?(?:minute|hour|day|week|month|year)s?"


_BEFORE = re.compile(r"(?:[£]?[\w'/-]|(?<=\d)[.,](?=\d))*$")
_AFTER = re.compile(
    r"(?:(?<=£) ?(?=\d))?(?:[\w'/%-]|(?<=\d)[.,](?=\d))*"
    r"(?:(?<=\d)(?<!\b20\d\d) (?:(?:working|calendar|school|clear) )?(?:minute|hour|day|week|month|year)s?\b)?"
)


def whole_words(found: re.Match[str]) -> str:
    """What a pattern found, to the end of the word, amount or time at which it stopped, and from a word's beginning."""
    before, after = _BEFORE.search(found.string, 0, found.start()), _AFTER.match(found.string, found.end())
    start = before.start() if before and found[0][:1].isalnum() else found.start()
    end = after.end() if after and (found[0][-1:].isalnum() or found[0][-1:] == "£") else found.end()
    return found.string[start:end]


def either(*patterns: str) -> re.Pattern[str]:
    """One pattern for several ways to say a thing."""
    return re.compile("|".join(patterns), re.IGNORECASE)
