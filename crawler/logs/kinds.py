"""What became of a chapter, by what its entry says. First match wins; where none does, the heading decides."""

from __future__ import annotations

from crawler.logs.phrases import CHAPTER, HAS_BEEN, THIS, either
from kb.model import AmendmentKind

_NEW_THING = r"(?:chapters?|procedures?|polic(?:y|ies)|protocols?)"

KINDS = (
    (
        AmendmentKind.REMOVED,
        either(
            rf"\b{THIS} {HAS_BEEN}(?:removed|deleted|withdrawn|archived|retired|discontinued|superseded)\b",
            rf"\b{THIS} {HAS_BEEN}(?:merged|incorporated|combined|amalgamated|subsumed) (?:in)?to\b",
            rf"\b{THIS} {HAS_BEEN}(?:merged|combined|amalgamated) with\b",
            rf"\b{THIS} is no longer\b",
            r"\b(?:removed|deleted|withdrawn|taken) (?:from|out of|off) the (?:\w+ )?(?:manual|handbook|(?:web)?site)\b"
            r"(?! (?:list|page|section))",
            r"^(?:chapter |procedure )?(?:removed|deleted|withdrawn)(?: from the .*)?\.?$",
        ),
    ),
    (
        AmendmentKind.NEW,
        either(
            rf"\bthis (?:is an? )?(?:[\w-]+ )?new (?:[\w-]+ ){{0,3}}?{CHAPTER}\b",
            rf"^(?:an? )?(?:[\w-]+ )?new (?:[\w-]+ )?{_NEW_THING}\b(?!.{{0,80}}\b(?:to|in|into) section)",
            rf"\bthis (?:[\w-]+ ){{0,4}}?{CHAPTER}(?:,[^,.]*,)? {HAS_BEEN}(?:added|introduced)\b"
            r"(?! to (?:include|reflect|note))",
            rf"^the (?:[\w-]+ ){{0,6}}?{CHAPTER} {HAS_BEEN}added\.?$",
            r"\badded to the (?:\w+ ){0,2}manual\b",
            r"^(?:chapter|procedure|policy) added\b|^new\.?$",
            rf"\bnewly (?:created|developed|written) {CHAPTER}",
        ),
    ),
    (
        AmendmentKind.RENAMED,
        either(
            r"\bre-?\s?(?:named|titled)\b",
            rf"\btitle (?:of (?:this|the) {CHAPTER} )?(?:{HAS_BEEN})?(?:changed|amended|updated|revised|corrected)\b",
            r"\b(?:changed|amended|updated|corrected|new|change of) (?:the )?(?:title|name) "
            rf"(?:of|for) (?:(?:the|this) )?{CHAPTER}",
            rf"\bname of (?:the|this) {CHAPTER} {HAS_BEEN}",
            rf"\b{THIS} (?:is|was) (?:now|previously|formerly) (?:called|known|entitled|titled)\b",
            r"\b(?:previously|formerly) (?:called|titled|entitled|known as)\b",
            r"\b(?:change of|new) title\b",
        ),
    ),
)

PURPOSE = either(
    rf"\b(?:this|these) (?:[\w-]+ ){{0,3}}?{CHAPTER} "
    r"(?:provides?|contains?|sets? out|explains?|describes?|outlines?|gives?|offers?|aims?|details?|summarises?|"
    r"is (?:designed|intended|for)|should be used)\b",
    rf"\bin this {CHAPTER},? \w+ is \w+",
)
"""What a text says of itself. Without a word of change beside it, it introduces a chapter that was not there before."""
