"""Sentences that announce several chapters at once, as a front page does: "PG7 … and PG9 … were replaced"."""

from __future__ import annotations

import re

from crawler.logs.titles import looks_like_title
from kb.model import AmendmentKind

_HAVE = r"(?:has|have|was|were) (?:(?:all|both|also|now) )*(?:been )?"
_VERB = rf"{_HAVE}(?:added|replaced|updated|revised|amended|removed|rewritten|renamed)"
_CODED = re.compile(rf"(?P<names>[A-Z]{{2}}\d+\.? .+?) (?P<rest>{_VERB}\b.*)")
_CODE = re.compile(r"(?:^|, ?| and |; ?)(?=[A-Z]{2}\d+\b)")
_COUNT = r"an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+|the following"
_NEW = re.compile(
    rf"(?:(?:{_COUNT}) )?new (?:chapters?|procedures?|practice guidance|polic(?:y|ies)) ?"
    rf"(?:[-–—:,(]|on|called|entitled)? ?(?P<names>.*?)[,)–—-]* ?(?P<rest>{_HAVE}added\b.*)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"The (?P<title>[A-Z][^.;]{{2,120}}?) (?:chapter|procedure|policy|guidance|protocol) (?P<rest>{_VERB}\b.*)"
)
_SENTENCES = re.compile(r"(?<=[a-z0-9)][.!?]) (?=[A-Z])")
_BREAK = re.compile(r"(?:, ?| and |; ?)(?=[A-Z‘'\"])")


Announced = tuple[str, str, AmendmentKind | None]


def entries_in(text: str) -> tuple[Announced, ...]:
    """Title, detail and kind (where the sentence says it) of each chapter that a paragraph announces by name.

    A sentence that announces none goes on about the chapter before it; a paragraph that begins with one announces none.
    """
    found: list[Announced] = []
    for sentence in _SENTENCES.split(text):
        announced = _announced(sentence)
        if announced:
            found += announced
        elif not found:
            return ()
        else:
            title, detail, kind = found[-1]
            found[-1] = (title, f"{detail} {sentence}", kind)
    return tuple(found)


def _announced(text: str) -> tuple[Announced, ...]:
    if found := _CODED.match(text):
        names = [name.strip(" ,") for name in _CODE.split(found["names"]) if name.strip(" ,")]
        return tuple((name, found["rest"], None) for name in names if looks_like_title(name))
    if found := _NEW.match(text):
        names = [name.strip(" ,‘’'\"") for name in _BREAK.split(found["names"]) if name.strip(" ,")]
        return tuple((name, text, AmendmentKind.NEW) for name in names if looks_like_title(name))
    if (found := _NAMED.match(text)) and looks_like_title(found["title"]):
        return ((found["title"], text, None),)
    return ()
