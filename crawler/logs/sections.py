"""Which of a chapter's own sections a detail names; sections of Acts and kinds of report are not among them."""

from __future__ import annotations

import re

# Not "38(6)" or "22A": subsections and letters are those of Acts.
_NUMBER = r"\d{1,3}(?:\.\d{1,2}){0,4}(?![\dA-Z(])"
_SECTION = re.compile(
    rf"\b(?P<word>[Ss]ub-?[Ss]ections?|[Ss]ections?|SECTIONS?|[Ss]ec\.?)\s+(?P<number>{_NUMBER})(?P<after>.*)",
    re.DOTALL,
)
# "Sections 3, 4 and 5", but not "Section 4 to 10 working days".
_MORE = re.compile(
    rf"(?:\s*,\s*(?:and\s+|&\s+)?|\s+(?:and|&|to|or)\s+|\s*[-–/]\s*)(?P<number>{_NUMBER})(?=$|[\s,.;:)&/-])"
    r"(?!\s+(?:working|days?|weeks?|months?|years?))"
)
_ACT = re.compile(
    r",?\s+(?:of\s+)?(?:the\s+)?(?:(?:[A-Z][\w'’-]*|\([^)]*\)|&|and|of|\d{4})\s+){0,9}"
    r"(?:Acts?|Regulations?|Order|Rules|Code|Convention)\b"
)
_ELSEWHERE = re.compile(
    r"\s+of\s+(?!(?:this|the)\s+(?:chapter|procedure|policy|guidance|protocol|document)\b)(?:the\s+)?[A-Z]"
)
_STATUTE_NOUN = re.compile(
    r"\s*(?:and\s+\d+\s+)?(?:(?!(?:on|about|for|to|regarding|around|so|where|when)\s)\w+\s+)?(?:reports?|enquir\w+|inquir\w+|investigations?|orders?|agreements?|audits?|"
    r"assessments?|notices?|accommodation|duty|duties|judge?ments?|applications?|referrals?|meetings?|visits?|leave|"
    r"aftercare|child|children)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:,\s*|:\s*|\s+[-–]\s+)['‘“\"]?[A-Z0-9]")
_VERB = re.compile(r"\s*,?\s*(?:\w+\s+)?(?:has|have|was|were|is|are|now)\b")
_CHANGED = re.compile(
    r"\s*,?\s*(?:has|have|was|were)\s+(?:been\s+)?(?:newly\s+)?(?:re-?)?(?:updat|amend|revis|add|remov|expand|replac|clarif)"
)
_STATUTE_FROM = 17  # chapters seldom have so many sections; section 17, 20, 22, 25, 31, 47, 117 … are sections of Acts
_DOTTED = r"\d{1,2}(?:\.\d{1,2}){1,4}"
_BARE = re.compile(
    r"(?:[Pp]ara(?:graph)?s?|[Pp]oints?|[Bb]ullets?(?: points?)?(?: in)?|[Cc]hange (?:of|to|in)|[Aa]mend(?:ed|ment to)|"
    rf"[Uu]pdated?|[Aa]dded(?: to)?)\s+(?P<number>{_DOTTED})(?![\d.]*\d)"
    rf"|(?<![\d.£])(?P<before>{_DOTTED})(?=\s+(?:sentence|paragraph|section|wording|bullet)\b)"
)


def sections_named(detail: str) -> tuple[str, ...]:
    """Numbers of the chapter's own sections, each once, in the order in which the detail names them."""
    found: list[tuple[int, str]] = []
    at = 0
    while section := _SECTION.search(detail, at):
        at = section.end("number")
        numbers, rest = _with_more(section)
        if _own(section["word"], numbers[-1], rest, detail[: section.start()]):
            found += [(section.start(), number) for number in numbers]
            at = len(detail) - len(rest)
    found += [(bare.start(), bare["number"] or bare["before"]) for bare in _BARE.finditer(detail)]
    return tuple(dict.fromkeys(number for _, number in sorted(found, key=lambda pair: pair[0])))


def _with_more(section: re.Match[str]) -> tuple[list[str], str]:
    """The numbers of "Sections 3, 4 and 5", and what stands behind them."""
    numbers, rest = [section["number"]], section["after"]
    while more := _MORE.match(rest):
        numbers.append(more["number"])
        rest = rest[more.end() :]
    return numbers, rest


def _own(word: str, number: str, rest: str, before: str) -> bool:
    """Whether a section is the chapter's own, by its number and by what stands behind and before it."""
    if "." in number:
        return not _ELSEWHERE.match(rest)
    headed = _HEADING.match(rest) is not None
    if int(number) >= _STATUTE_FROM:
        titled = headed and not _ACT.match(rest)
        return word[0].isupper() and (titled or _CHANGED.match(rest) is not None)
    if headed:
        return True
    if _ACT.match(rest) or _ELSEWHERE.match(rest) or _STATUTE_NOUN.match(rest):
        return False
    return word[0].isupper() or bool(_VERB.match(rest)) or bool(re.search(r"\b(?:new|see|in|to)\s+$", before))
