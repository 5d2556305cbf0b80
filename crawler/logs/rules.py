"""The rules by which an entry's words are judged, as tables. First match wins inside a table; `words` applies them.

They follow the reading of a policy officer:
must     said to be read again; strongly revised; new; replaced; a number or duty that staff must apply
section  a section's text changed, or what changed is said concretely
skim     whole-chapter words without content; a form or attachment replaced
info     links, related guidance, names, contacts, typos; minor or technical amendments; reviewed without a change
none     removed, merged away, moved, under review
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.logs.phrases import CHANGED_WORDS, CHAPTER, HAS_BEEN, PERIOD, QUANTITY, THIS, either
from kb.model import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the level it decides, and why."""

    pattern: re.Pattern[str]
    level: Level
    reason: str


def _rules(level: Level, *rows: tuple[str, ...]) -> tuple[Rule, ...]:
    """Rows of a reason and the ways to say it."""
    return tuple(Rule(either(*patterns), level, reason) for reason, *patterns in rows)


_FORM = (
    r"(?:forms?|pro-?formas?|flow\s?charts?|pdfs?|docs?|templates?|leaflets?|posters?|check-?lists?|diagrams?|toolkits?|"
    r"memorand(?:um|a)(?: of understanding)?|attachments?|spreadsheets?|documents?)"
)
_STRONGLY = (
    r"(?:extensive|full|substantial|significant|complete|entire|comprehensive|whol|thorough|radical|major|heavi)"
    r"(?:ly|y)?"
)
_CONTENT = (
    r"(?:sections?|sub-?sections?|paragraphs?|(?<!related )guidance (?!from\b|in\b)|information|details?|text|advice|"
    r"content|wording|bullets?|notes?|footnotes?|provisions?'?|process(?:es)?|powers?|system|steps?|clarification|clarity|"
    r"referral \w+|pathway|role|arrangements?)"
)

NONE = _rules(
    Level.NONE,
    ("under review", r"^(?:this \w+ is )?(?:currently )?(?:being |under )review(?:ed)?\b"),
    ("moved or merged away", rf"\b{THIS} {HAS_BEEN}(?:moved|relocated|merged)\b", rf"\b{THIS} now forms part of\b"),
)

MUST = _rules(
    Level.MUST,
    (
        "said to be read again",
        r"\bre-?\s?read\b",
        r"\bread (?:(?:it|this|the \w+) )?(?:throughout|again|afresh|carefully)\b",
        r"\bread (?:in )?(?:(?:it'?s|its|their|the) )?(?:in )?(?:full|entirety)\b",
        r"\bre-\s?referenced?\b",
        r"\b(?:please|must|should) read (?:this|the) (?:whole|new|updated|revised|full)\b",
        r"\bmust be read\b(?! (?:in conjunction|alongside|with|together))",
        r"\bfamiliarise\b",
    ),
    (
        "strongly revised",
        rf"\b{_STRONGLY} (?:\w+ (?:and|&) ){{0,2}}(?:{CHANGED_WORDS}|replaced)\b",
        rf"\b{CHANGED_WORDS} (?:\w+ )?"
        r"(?:extensively|substantially|significantly|completely|comprehensively|in full|entirely|"
        r"in (?:it'?s|the|their) entirety|from (?:scratch|start to finish|top to bottom))\b",
        r"\b(?:extensive|substantial|significant|major|wholesale|comprehensive) "
        r"(?:changes|revisions?|amendments|updates?|re-?write|additions|rewording|overhaul|re-?working|restructur\w+)\b",
        r"\b(?:full|complete|total) (?:update|revision|re-?write|overhaul|rewriting)\b",
        r"\ball (?:(?:of )?the )?content (?:was|has been)\b",
    ),
    ("re-written", r"\bre-?\s?wr+i+t+e+n\b", r"\bre-?drafted\b"),
    (
        "replaced by a new version or chapter",
        rf"\breplaced (?:with|by) (?:(?:an?|the|this) )?(?:\w+ )?(?:updated|new|revised|amended|different|current) "
        rf"(?:version|edition|practice guidance|{CHAPTER})\b",
        rf"\b(?:this|the new) (?:[\w-]+ ){{0,3}}(?:{CHAPTER}|version) (?:(?:also|now) )*replaces\b",
        rf"\b{THIS} {HAS_BEEN}replaced\b(?! (?:with|by) (?:an? )?(?:\w+ )?(?:link|pdf))",
        r"\breplaces? (?:(?:the|an?|all|any) )*(?:previous|similar|other|existing|old|former|earlier)\b",
        r"^(?:replaced|replacement) (?:with|by|of) (?:a )?new\b",
        rf"\bnew version of (?:this|the) {CHAPTER}\b",
    ),
)
"""Tested on the whole detail: strong words weigh whatever stands beside them."""

MUST_IN_TEXT = _rules(
    Level.MUST,
    (
        "a time limit",
        r"\b(?:within|maximum of|no (?:later|more|less|longer) than|at least|minimum of|not exceed(?:ing)?|every|up to|"
        rf"in advance of) (?:(?:a|the first) )?{PERIOD}\b",
        rf"\b{PERIOD} (?:of (?:becoming|receipt|the)|notice|after|following|before|prior)\b",
        rf"\b{QUANTITY} (?:working|calendar|school) days?\b",
        r"\b(?:at least|takes? place|held|visited|seen|completed) (?:\w+ )?"
        r"(?:daily|weekly|fortnightly|monthly|quarterly|annually)\b",
    ),
    (
        "an age",
        r"\b(?:up to|until|under|over|from|to|above|below|at) (?:and including )?(?:the )?age of \d+",
        r"\bage (?:limit|range|threshold)\b.*?\d",
        r"\baged? \d+ (?:and|or) (?:over|above|under)\b",
    ),
    (
        "what it was before",
        r"\b(?:previously|formerly|instead of|rather than) (?:(?:over|under|above|below|aged?|within|up to|at) )?"
        rf"(?:£?\d|{QUANTITY} |(?:daily|weekly|fortnightly|monthly|quarterly|yearly|annual(?:ly)?)\b)",
    ),
    (
        "a changed figure",
        r"\b(?:increas|reduc|rais|lower|extend|chang|shorten|decreas|cut)\w*\b[^.]{0,60}?\b(?:to|from|by) "
        rf"(?!(?:19|20)\d\d\b)(?:£|{QUANTITY}\b(?! of\b))",
        rf"\b(?:is|are|being) now (?:£|{QUANTITY}\b)|\b(?:amended|revised|updated) from (?:£|{QUANTITY}\b)",
        r"£ ?\d",
        r"\b\d+(?:\.\d+)? ?(?:%|per cent)",
    ),
    (
        "a figure said to differ",
        r"\b(?:allowances?|rates?|fees?|payments?|amounts?|sums?|limits?|ages?|grants?|ratios?|periods?|ceilings?)\b"
        r"[^.]{0,60}?\b(?:uplifted|increased|raised|lowered|reduced|decreased|shortened|lengthened|doubled|halved)\b",
    ),
    (
        "a limit",
        r"\b(?:required|maximum|minimum) (?:(?:maximum|minimum) )?"
        r"(?:length|number|period|age|amount|frequency|time(?:scale)?|ratio)s?\b",
        r"\bthresholds?\b[^.]{0,40}\b(?:raised|lowered|changed)\b",
    ),
    (
        "a duty",
        r"(?<!legal advice )\bmust\b(?! be (?:read|sought))",
        r"\b(?:new|changed|additional|legal|statutory|recognise the|reflect the|includ\w+ the|of the) "
        r"dut(?:y|ies) (?:to|on|for|of)\b",
        r"\bdut(?:y|ies) (?:to|on) (?!refer\b)\w+",
    ),
    (
        "a requirement",
        r"\brequirements? to\b",
        r"\brequirement that\b",
        r"\bha(?:s|ve) a requirement\b",
        r"(?<!court )(?<!courts )\b(?:is|are|now|be) required to\b",
        r"\brequir(?:e|es|ing) (?!to\b)[^.;]{2,80}?\bto (?!(?:the|an?|their|its|any|be)\b)\w+",
        r"\b(?:mandatory|compulsory|obligat(?:ion|ed))\b",
        r"\bno longer (?:required|permitted|allowed)\b|\b(?:can|may|should|will) no longer\b",
        r"\b(?:prohibited|unlawful)\b",
    ),
)
"""Tested on text that changed: not on sentences about links, nor inside names of sections and documents."""

MUST_THROUGHOUT = _rules(
    Level.MUST, ("revised throughout", r"\b(?:revised|amended|rewritten) (?:and \w+ )?throughout\b")
)
"""Tested on what is more than links, names and terms: "links amended throughout" is no revision."""

SUBSTANCE = either(r"\blegal review\b", r"\band the \w+ for\b", r"\bprocess for\b")
"""What makes "updated throughout" a revision of substance."""

ATTACHMENT = either(
    r"\b(?:new|updated|current|latest|revised|amended) (?:version of )?(?:(?:the|an?) )*"
    rf"(?:[\w'/()-]+ ){{0,6}}?{_FORM}\b",
    rf"\b{_FORM}\b(?: [\w'()-]+){{0,9}}? {HAS_BEEN}(?:updated|replaced|amended|revised)\b",
    r"\b(?:updated|replaced|new) version of the\b",
    r"\bcurrent version of\b",
    rf"^added (?:(?:the|an?|new) )*(?:[\w'/()-]+ ){{0,4}}?{_FORM}\.?$",
)
"""A form or document beside the text that was exchanged."""

LINKED_ATTACHMENT = either(
    r"\blinks? to (?:(?:the|an?) )?(?:updated|new|revised) [\w ]*?"
    r"\b(?:pro-?forma|form|template|flow\s?chart|leaflet|poster)\b",
    r"\blink (?:has been|was) replaced with an? (?:updated|new) (?:pdf|doc\w*|version)\b",
)
"""A link by which a form was exchanged."""

PRACTICE = either(r"\bintroduced\b", r"\b(?:take account of|in line with|reflect) (?:(?:the|a) )?new\b")
"""What makes a new form more than an exchanged one: it is introduced, or the text was changed to go with it."""

MINOR = _rules(
    Level.INFO,
    (
        "called minor or technical",
        r"\b(?:minor|small|slight(?:ly)?|technical|cosmetic|grammatical|typographical|typo\w*|formatting|housekeeping|"
        r"spelling|punctuation|grammar|tid(?:y|ied|ying)|re-?format\w+|re-?number\w+|proof-?read)\b",
        r"\btext(?:ual)? improvements?\b",
    ),
)

LINK = _rules(
    Level.INFO,
    ("links", r"\b(?:hyper)?links?\b", r"\bURLs?\b", r"\bweb\s?(?:site|page)? address(?:es)?\b"),
    ("a page that is gone", r"\bno longer (?:available|working|works|active|exists)\b"),
)

INFO = _rules(
    Level.INFO,
    ("a cross-reference", r"^(?:please )?see (?:also )?(?:the )?[A-Z][^.]*\.?$"),
    (
        "related guidance",
        r"\b(?:added|adding|updat\w+|amended|to)\b[^.]*\b(?:related|relevant|further) (?:\w+ )?"
        r"(?:guidance|information|reading|resources|chapters|procedures)\b"
        r"(?= (?:section|box|list|has|have|was|were)\b|\s*[.,]?\s*$)",
        r"\b(?:related|relevant) (?:\w+ )?(?:guidance|chapters|procedures|legislation)\b[^.]*"
        r"\b(?:updated|amended|added|revised)\b",
        r"\b(?:further|additional|new|useful) (?:reading|resources)\b",
        r"^further information (?:section |box |list )?(?:has been|have been|was|were) (?:updated|amended|revised)\.?$",
    ),
    (
        "guidance named only",
        r"^(?:updated|added|amended|new) (?:the )?(?:(?:government|statutory|national|relevant) )?guidance\b",
    ),
    (
        "reviewed, no change stated",
        rf"^(?:{THIS} {HAS_BEEN})?(?:(?:fully|been) )*reviewed(?: (?:in|by|with|and no)\b[\w .,]*)?\.?$",
        r"\bno (?:changes?|amendments?|updates?|revisions?) (?:\w+ )?(?:required|needed|necessary|made)\b",
        r"\b(?:no|without) (?:further )?(?:changes?|amendments?|updates?|revisions?)\.?$",
        r"^reviewed\b[^;,.]*[;,] no\b",
    ),
    (
        "contact details or names",
        r"\b(?:contact|these|telephone|phone|e-?mail|address|team) (?:details|numbers?|addresses|names?)\b",
        r"\bcontacts? (?:list )?(?:has|have|was|were|updated|amended)",
        r"\b(?:job titles?|team names?|phone numbers?|logos?|opening (?:hours|times))\b",
        r"^(?:\w+ ){0,2}addresses (?:(?:has|have|was|were) (?:been )?)?(?:updated|amended|checked|corrected)\.?$",
        r"\bnames? of (?:(?:the|a) )?(?:\w+ )?(?:team|service|board|form|panel)s?\b",
    ),
    (
        "a change of term",
        r"^references? to (?:(?!\bfollowing\b).)*\b(?:amended|changed|updated|replaced|removed)\b(?! following)",
        r"^chang(?:ed|ing|e) .{1,60}\bto\b",
        r"\b\w+ (?:was|were|has been|have been) changed to \w+",
        r"\bremoval of ['\"]?[\w ]{1,30}['\"]?\.?$",
        r"\bterminology\b|\blanguage (?:has|have|was|is|in|used)\b",
        r"^the (?:terms?|words?|phrases?)\b.*\b(?:replaced|changed|amended|updated)\b",
        r"\bto remove (?:all )?references? to\b",
        r"(?<!table )(?<!figures )(?<!amounts )\bcorrect(?:ed|ion|ing)\b",
    ),
)

RESHAPED = _rules(
    Level.SKIM,
    (
        "in line with what is done",
        r"^(?:\w+ ){0,4}(?:updated|amended|revised|refreshed) (?:throughout )?to (?:reflect|match|mirror) (?:the )?"
        r"(?:new|current|revised|local|present) (?:local |working )?"
        r"(?:arrangements|practice|structures?|ways of working)\.?$",
        rf"^{THIS} {HAS_BEEN}(?:updated|amended|revised|refreshed) to take account of (?:the )?(?:new )?"
        r"(?:\w+ ){0,6}?(?:act|regulations|guidance)(?: \(?\d{4}\)?)?\.?$",
    ),
    ("put together from others", r"\b(?:group|bring|brought|combin)\w* together\b", r"\bcombined\b"),
)

SECTION = _rules(
    Level.SECTION,
    (
        "case law",
        r"\bcase-?\s?law\b|\bjudge?ments?\b|\bhigh court\b|\bcourt of appeal\b|\bappeal court\b",
        r"\b[A-Z][\w)]+ v\.? [A-Z]|\[\d{4}\] ?(?:EW|UK)",
    ),
    ("a definition", r"\bdefinitions?\b", r"\bcriteri(?:a|on)\b", r"\bmeaning of\b"),
    (
        "content added",
        rf"\b(?:new|additional|further|extra|more|expanded|specific|local) (?:[\w'-]+ )?{_CONTENT}\b",
        r"\bin more detail\b",
        r"\b(?:added|inserted|included|incorporated|introduced|adding|inserting|incorporat\w+|introduc(?:es?|ed|ing))\b",
        r"\bwith details (?:of|on)\b",
    ),
    (
        "information changed",
        r"\b(?:information|details?|content|wording|scope|text|paragraphs?|sentences?|appendi(?:x|ces)(?: \w+)?|"
        r"section on|process(?:es)?|role|responsibilities|timescales?|frequency|tables?|matri(?:x|ces))\b[^.]{0,120}?\b"
        r"(?:corrected|re-?ordered|updated|amended|revised|clarified|altered|expanded|removed|replaced|changed|strengthened)\b",
    ),
    (
        "text taken out",
        r"\b(?:taken out|removed|deleted|removal of) (?:(?:the|an?) )?"
        r"(?:text|paragraphs?|sentences?|wording|sections?|references?|information)\b",
        r"\bremoved and replaced with\b",
    ),
    (
        "says what changed",
        r"\b(?:to|and|also|now) (?:(?:also|now|further|better) )?"
        r"(?:includes?|notes?|confirms?|clarif(?:y|ies)|emphasi[sz]es?|highlights?|explains?|states?|stress(?:es)?|"
        r"outlines?|set out|draw attention|remind|acknowledges?|recogni[sz]es?|make (?:it )?clear|add|provide|show|"
        r"address|cover|ensure|extend|strengthen|identif(?:y|ies)|define|make|be made|reference|take (?:account|into)|"
        r"promote|support|describe)\b(?! (?:local practice|related guidance|link))",
        r"\bincludes\b|\bnow (?:says|states|reads|covers|describes|requires|applies)\b",
        r"\b(?:emphasised|clarified|strengthened|expanded|extended)\b",
    ),
    (
        "says what about",
        r"\b(?:regarding|relating to|in relation to|with regards? to|with respect to|in respect of|concerning|around|"
        r"about|covering|so that|whereby|to ensure|when|points? to follow)\b",
        r"\b(?:guidance|publications?|advice|regulations?) (?:[\w']+ ){0,5}(?:on|for|covering) (?:the )?[a-z]",
    ),
    (
        "says why in substance",
        r"\bfollowing (?:the )?(?:[A-Z]\w+ )+(?:suspension|closure|abolition|merger)\b",
        r"\bas the [A-Z].{3,80}\bhas\b",
        r"\bchanges (?:in|to) (?:the )?"
        r"(?!working|keeping|local|legislation|regulations?|statutory|law|guidance|national|government)[a-z]{4,}",
        r"\bchanges? (?:has|have|was|were) (?:been )?made (?:to|about|on) (?!(?:the|this) (?:\w+ )?(?:chapter|"
        r"procedure|policy|guidance|protocol|document|links?|names?)\b)",
        r"\bnational changes in\b|\breflect (?:\w+ )?that\b",
    ),
    ("updates of a named subject", r"^updat(?:e|ed|es) (?:of|on) (?!the chapter|this|links?)\S+"),
)

SKIM = _rules(
    Level.SKIM,
    ("taken back", rf"\b{HAS_BEEN}(?:withdrawn|reversed|undone)\b"),
    ("whole-chapter words", rf"\b{HAS_BEEN}(?:(?:extensively|fully|reviewed and) )?{CHANGED_WORDS}(?: throughout)?\b"),
    ("whole-chapter words", r"\b(?:updat|amend|revis|refresh|chang|review|localis)\w*\b(?:[^.]{0,30}\bthroughout\b)?"),
)
