"""How details open and what sentences of change look like: the phrases by which a detail is told from a title.

Sure openings need nothing else ("This chapter …", "In May 2024, …"). Terse ones are editors' notes without a verb
("Updated links."). Probable ones are ordinary words of titles too ("The …", "Section 4, …"), so a verb has to follow.
"""

from __future__ import annotations

import re

from crawler.logs.phrases import MONTH


def _one_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_SIGNALS = (
    "amendments?|changes?|updates?|information|guidance|links?|details?|text|wording|revisions?|improvements?|references?|"
    "sections?|sub-?sections?|paragraphs?|clarification|content|definitions?|terminology|additions?|edits?|corrections?|"
    "typos?|footnotes?|advice"
)
_SIGNALS_FIRST = "|".join(word.capitalize() for word in _SIGNALS.split("|"))
_ROOTS = (
    "Re-?format+|Restructur|Re-?draft|Re-?issu|Shorten|Expand|Extend|Insert|Updat|Amend|"
    "Revis|Refresh|Review|Add|Remov|Replac|Correct|Chang|Delet|Includ|Clarif|Reword|Merg|Renam|Re-?titl"
)
_NOUNS = "Changes?|Updates?|Removal|Additions?|Inclusion|Revisions?|Amendments?"

_SURE = _one_of(
    r"(?<!Using )This ",
    r"(?<!Using )These ",
    rf"In (?:(?:early|late) )?{MONTH},? (?:20\d\d|this)",
    r"(?:A )?[Nn]ew (?:[Ss]ection|[Cc]hapter) (?:\d|on|has|was)",
    r"Please\b",
)
# "Removal of the flowchart", but not "Change of Name of a Child".
_TERSE = _one_of(
    rf"(?:{_ROOTS})(?:i?ed|ing)(?: [a-z\d‘'\"(]|\.|$)",
    rf"(?:{_NOUNS}) (?:of|to|in|on|from) (?:the )?[a-z\d‘'\"](?! )",
    r"(?:Under review|Taken out|Full (?:update|review|revision))\b",
)
_PROBABLE = _one_of(
    r"(?:An?|The) ",
    r"Sections? \d[\d.]*[a-z]?(?:,| (?:has|have|was|were|and \d|& \d|-|–|\())",
    r"Appendi(?:x|ces) \w+",
    r"In (?:Sections? \d|Appendi|[Ff]urther [Ii]nformation|[Rr]elated|the |this )",
    r"In (?:line |addition|response|accordance|order |relation|particular)",
    rf"(?:{_SIGNALS_FIRST}) (?=[a-z‘'\"])(?!(?:and|or|of|for) [A-Z])",
    rf"[A-Z][a-z-]+ (?:[a-z]+ )?(?:{_SIGNALS})\b",
    r"(?:All|Some|Several|Various|Both|Other|See|Note (?:also|that)|Following|Due to|As (?:a|part)|Now)\b",
    r"It (?:has|is|was|now)\b",
    r"There (?:is|are|has|have)\b",
    r"To (?:reflect|include|note|clarify|ensure)\b",
)
_VERB = re.compile(
    r"\b(?:has|have|had|was|were|is|are|been|will|should|must|can|may|now|contains?|provides?|reflects?|replaces?|sets?|"
    r"includes?|explains?|describes?|outlines?|introduces?|updated|amended|added|removed|revised|replaced|changed|"
    r"refreshed)\b"
)
CHANGED = re.compile(
    r"\b(?:has|have|had|was|were|been|is|are) (?:\w+ ){0,3}?(?:re-?)?"
    r"(?:updat|amend|revis|refresh|review|add|remov|replac|correct|chang|delet|includ|made|clarif|extend|expand|insert|merg|"
    r"renam|titl|wri|withdraw|archiv|emphasi|strengthen|alter|incorporat|split|mov|"
    r"(?:develop|creat|produc|publish|introduc)ed)\w*"
)
"""A sentence that says what was done to a text."""

_RESTATES = _one_of(
    rf"In {MONTH},? 20\d\d,? ",
    r"(?:This|The) (?:[\w-]+ ){0,4}?(?:chapter|procedure|policy|protocol|guidance|document)s? "
    r"(?:has|have|was|were|is|replaces|contains|provides|reflects)\b",
)
_FURTHEST = 60  # words after an opening in which its verb has to come; details with longer subjects were not seen


def opens_at(text: str, at: int, cut: bool = False) -> bool:
    """Whether a detail opens at this place of the text. `cut` allows for a verb that broke off."""
    if _SURE.match(text, at):
        return True
    rest = " ".join(text[at:].split(" ")[:_FURTHEST])
    sure = _SURE.search(rest)
    if _TERSE.match(text, at):
        return sure is None
    opening = _PROBABLE.match(text, at)
    if opening is None:
        return False
    verb = (CHANGED.search(rest) if opening[0] == "The " else None) or _VERB.search(rest)
    if sure is not None and (verb is None or sure.start() < verb.start()):
        return False  # a title that only begins like a detail, with the real opening behind it
    return verb is not None or cut


def surely_opens(text: str) -> bool:
    """Whether the text begins with an opening that no title begins with."""
    return _SURE.match(text) is not None


def restates(text: str) -> bool:
    """Whether the text opens with what an entry says once: what became of the chapter as a whole, or in which month."""
    return _RESTATES.match(text) is not None
