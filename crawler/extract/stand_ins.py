"""What stands in a chapter's place with status 200: error, maintenance, cookie and log-in pages, by what they say.

The wordings are those of the servers, content systems and firewalls that public bodies use, and of the guidance by
which they write their own. A page is only told by them where it says little else: a chapter *about* cookies,
maintenance or missing pages has a text of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.errors import Fault

_SHORT = 150  # words: a page with a title like these that says more is a chapter with an unlucky title
_LONGEST = 400  # words: error pages with their search tips and latest news stay below
_OPENING = 60  # words in which such a page has said what it is
_LOG_IN = 60  # words: a short chapter on a site with a log-in box in its head has more
_REST = 15  # words that a wall may say besides its question

_STATUS = r"(?:4\d\d|5\d\d)"
_STATUS_WORDS = (
    r"(?:not found|forbidden|bad request|unauthori[sz]ed|gone|error|bad gateway|internal server error|page\b.*"
    r"|file or\b.*"
    r"|service (?:temporarily )?unavailable|gateway time-?out|access denied|server error|oops.*|sorry.*|article\b.*)"
)
_TITLES = (
    (
        Fault.ERROR_PAGE,
        rf"(?:(?:http|error|status|code|runtime)[ :]*)+{_STATUS}\b.*|{_STATUS}(?:[ .:|–—-]+{_STATUS_WORDS})?"
        r"|(?:oops|whoops|sorry|uh[- ]oh)?[,!.… ]*(?:the |this |that )?(?:page|file|resource|content|document|url)"
        r"(?: (?:that )?you(?:'re| are| were|'ve| have)? (?:requested|looking for|wanted))?"
        r"(?: was| is| could| can|cannot|couldn't|can't)? ?(?:not|no longer)? ?(?:be )?"
        r"(?:found|available|exists?|missing|unavailable)[.!]?"
        rf"(?: \(?(?:error )?{_STATUS}\)?| error)?"
        r"|(?:the )?page (?:does not|doesn't|no longer) exists?|not found|server error.*|application error"
        r"|(?:an? )?(?:\w+ )?error(?: has)? occurred.*|error|.* [›|] error|bad gateway|internal server error"
        r"|(?:we(?:'re| are) )?sorry[,.]? (?:but )?(?:something went wrong|there(?:'s| is| was) a problem"
        r"|we (?:couldn't|could not|can't|cannot) find|an error|this page|the page|that page).*"
        r"|(?:oops|whoops)[!.,… ].*|something(?: has)? (?:went|gone) wrong.*|service (?:temporarily )?unavailable.*"
        r"|access (?:is |has been )?(?:denied|restricted|blocked)\W*|forbidden|unauthori[sz]ed"
        r"|you (?:don't|do not) have permission.*|permission denied|request (?:rejected|blocked|unsuccessful)\W*"
        r"|just a moment\W*|attention required.*|one (?:more|last) step\W*|pardon our interruption\W*"
        r"|are you (?:a )?(?:human|robot).*|(?:verifying|verify|confirm) (?:that )?you are (?:a )?human.*"
        r"|checking your browser.*|(?:human|security) (?:check|verification)|ddos protection.*|captcha.*"
        r"|account suspended|(?:this )?domain (?:is )?(?:for sale|parked)|index of /.*|welcome to nginx!?"
        r"|(?:iis windows server|apache2? .*default page.*|it works!)",
    ),
    (
        Fault.MAINTENANCE,
        r"(?:.{0,60} )?(?:is |are |'re )?(?:currently |temporarily )?"
        r"(?:under(?:going)?|down for|closed for|offline for|unavailable (?:due to|for)) "
        r"(?:scheduled |planned |essential |routine |urgent |site |system )*maintenance.*"
        r"|maintenance mode|(?:scheduled|planned) (?:site |website |system )?(?:maintenance|downtime)"
        r"|(?:site|website|we(?:'re| are)) (?:is )?(?:currently |temporarily )?(?:down|offline)"
        r"|(?:we'll |we will )?be (?:right )?back (?:soon|shortly)\W*",
    ),
    (
        Fault.LOG_IN,
        r"(?:please )?(?:log|sign) ?-?in(?: to .*| required| page)?\W*|login required.*|authentication required",
    ),
    (
        Fault.COOKIE_WALL,
        r"before you continue.*|(?:we (?:value|respect|care about) )?your privacy(?: matters.*| choices)?"
        r"|cookie (?:consent|preferences|settings)|(?:please )?enable cookies.*"
        r"|cookies? (?:are )?(?:required|disabled).*"
        r"|(?:this|our) (?:web ?)?site uses cookies.*|(?:we use|accept) cookies.*",
    ),
)
_TITLED = tuple((fault, re.compile(words, re.IGNORECASE)) for fault, words in _TITLES)

_SITE_NAME = re.compile(r" [-–—|»›:·] ")

# What only a machine says, whatever the page calls itself.
_ERROR_SAID = re.compile(
    r"the requested url\b.{0,120}\b(?:was not found|was rejected|could not be retrieved)"
    r"|the resource you are looking for (?:might have been|has been|does not|could)|the resource cannot be found"
    r"|page (?:that )?you(?:'re| are| were| have|'ve)? (?:looking for|requested|tried to|trying to)\b.{0,40}"
    r"\b(?:doesn't|does not|couldn't|could not|cannot|can't|might have|may have|no longer|isn't|not)\b"
    r"|(?:that|this|the requested|the) page (?:can't|cannot|could not|couldn't) be found"
    r"|nothing (?:was|could be) found at"
    r"|you don't have permission to (?:access|view)\b|incapsula incident|the request could not be satisfied"
    r"|our services aren't available right now|cloudflare ray id|\bray id:|reference #\d+\.[0-9a-f.]+"
    r"|critical error on (?:this|your) website|error establishing a database connection"
    r"|website encountered an unexpected error|exception (?:occurred|was (?:generated|unhandled)|has been thrown)\b"
    r"|server error in '|if you typed the web address, check (?:that )?it is correct"
    r"|no umbraco document matches|this page can be replaced with a custom 404"
    r"|(?:502 bad gateway|503 service (?:temporarily )?unavailable|504 gateway time-?out|500 internal server error)"
    r"|enable javascript and cookies to continue|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|checking (?:your browser before|if the site connection is secure)|you have been blocked"
    r"|(?:complete|passing) the security check|sorry, something went wrong|an unexpected error has occurred"
    r"|correlation id:? [0-9a-f]{8}-|this account has been suspended|this web app (?:is|has been) stopped"
    r"|this domain (?:name )?(?:is|may be) for sale|the page isn't redirecting properly",
    re.IGNORECASE,
)
_MAINTENANCE_SAID = re.compile(
    r"\b(?:under(?:going)?|down for|offline for|unavailable (?:due to|for)|closed for|performing|carrying out)\b"
    r"[^.]{0,40}\bmaintenance\b"
    r"|\b(?:is|are|'re) (?:currently |temporarily )*(?:down|offline|unavailable|being upgraded)\b",
    re.IGNORECASE,
)
_SORRY = re.compile(
    r"\b(?:be|come|check) back\b|try again (?:later|soon|shortly|in)|apologi[sz]e|sorry for|inconvenience"
    r"|thank you for your patience|back (?:online|shortly|soon)|resume (?:shortly|soon)",
    re.IGNORECASE,
)
_NO_COOKIES = re.compile(
    r"(?:enable|turn on|allow|accept) cookies "
    r"(?:in your browser|and (?:reload|refresh|try)|to (?:continue|view|use|access))"
    r"|cookies (?:are|appear to be) (?:disabled|turned off|blocked)|browser (?:does not|doesn't|must) accept cookies",
    re.IGNORECASE,
)
_ABOUT_CONSENT = re.compile(
    r"cookie|consent|privacy|tracking|vendors?|partners|preferences|personali[sz]e|advert|accept|reject|analytics", re.I
)
_CONSENTS = re.compile(
    r"(?:i )?(?:accept|agree|allow|reject|decline|refuse)(?: (?:to )?(?:all|additional|optional|analytics|essential"
    r"|selected|the use of))*(?: cookies)?(?: and (?:close|continue|proceed))?|(?:manage|set|change|save|view"
    r"|customi[sz]e)"
    r"(?: (?:my|your|cookie|cookies|privacy))* (?:preferences|settings|choices|options|cookies)|got it!?|ok(?:ay)?"
    r"|(?:necessary|essential) (?:cookies )?only|continue without (?:accepting|agreeing)|more options|yes,? i agree",
    re.IGNORECASE,
)
_ON_COOKIES = re.compile(
    r"(?:(?:our|the|about|how we use|use of) )?(?:cookies?|privacy|data protection)(?: (?:and|&) [\w ]+)?"
    r"(?: (?:policy|notice|statement|information))?",
    re.IGNORECASE,
)

_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(r"<(button|a|label)\b[^>]*>(.*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_BUTTON = re.compile(r"<input\b[^>]*\bvalue\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(
    r"</?(?:p|div|h[1-6]|li|tr|td|section|article|main|header|footer|br|ul|ol|title|form)\b[^>]*>", re.I
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """What stands in a chapter's place, and by what it was told ("calls itself 'Page not found'")."""

    fault: Fault
    told: str


def stand_in(titles: Sequence[str], blocks: Sequence[str], source: str) -> StandIn | None:
    """What a page is, if it is no chapter; None where it may be one.

    `titles` are what it calls itself, `blocks` its text, `source` its HTML (for buttons and password fields).
    """
    blocks = [_plain(block) for block in blocks]
    words = sum(len(block.split()) for block in blocks)
    if words > _LONGEST:
        return None
    titles = [_plain(title).strip() for title in titles if title.strip()]
    named = _by_title(titles) if words <= _SHORT else None
    return named or _by_words(titles, blocks, source, words)


def visible_texts(source: str) -> list[str]:
    """What a page shows, block by block, whatever stands where: for pages in which no text of a chapter was found."""
    seen = _BLOCK_END.sub("\n", _UNSEEN.sub(" ", source))
    lines = (" ".join(html.unescape(_TAG.sub(" ", line)).split()) for line in seen.split("\n"))
    return [line for line in lines if line]


def _by_title(titles: Sequence[str]) -> StandIn | None:
    """The name of the site may follow ("Page not found - Our Council")."""
    named = [part for title in titles for part in (title, _SITE_NAME.split(title, maxsplit=1)[0])]
    for fault, pattern in _TITLED:
        told = next((title for title in named if pattern.fullmatch(title)), None)
        if told is not None:
            return StandIn(fault, f"calls itself {told!r}")
    return None


def _by_words(titles: Sequence[str], blocks: Sequence[str], source: str, words: int) -> StandIn | None:
    opening = " ".join(" ".join((*titles, *blocks)).split()[: _OPENING + len(" ".join(titles).split())])
    if said := _ERROR_SAID.search(opening):
        return StandIn(Fault.ERROR_PAGE, f"says {said[0]!r}")
    if words <= _SHORT and (said := _NO_COOKIES.search(opening)):
        return StandIn(Fault.COOKIE_WALL, f"says {said[0]!r}")
    if words <= _SHORT and (said := _MAINTENANCE_SAID.search(opening)) and _SORRY.search(" ".join(blocks)):
        return StandIn(Fault.MAINTENANCE, f"says {said[0]!r}")
    if _is_wall(titles, blocks, source):
        return StandIn(Fault.COOKIE_WALL, "asks about cookies and says nothing else")
    if words <= _LOG_IN and _PASSWORD.search(source):
        return StandIn(Fault.LOG_IN, "asks for a password")
    return None


def _is_wall(titles: Sequence[str], blocks: Sequence[str], source: str) -> bool:
    """Whether a page is nothing but the question whether cookies are wanted, with its buttons."""
    if any(_ON_COOKIES.fullmatch(title) for title in titles) or "cookie" not in " ".join(blocks).lower():
        return False
    rest = sum(len(block.split()) for block in blocks if not _ABOUT_CONSENT.search(block))
    return rest <= _REST and any(_CONSENTS.fullmatch(label) for label in _controls(source))


def _controls(source: str) -> list[str]:
    labels = [found[1] for found in _CONTROL.findall(source)] + ["".join(found) for found in _BUTTON.findall(source)]
    return [" ".join(html.unescape(_TAG.sub(" ", label)).split()) for label in labels]


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split())
