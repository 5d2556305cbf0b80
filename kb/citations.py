"""Citations read out of a text: which guidance, Acts, regulations, cases, local practice or inspections it names.

Names are brought into one form (`WT 2018` and `Working Together to Safeguard Children (2018)` are one guidance), so
that the same reason in two manuals' logs can be told to be the same.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from kb.model import Citation, CitationKind
from kb.text import normalised

_MONTHS = "|".join(calendar.month_name[1:])
_YEAR = rf"(?:,? ?\(?(?:(?:{_MONTHS}) )?(?P<year>(?:19|20)\d\d)\)?)"

_GUIDANCE: tuple[tuple[str, str], ...] = (
    (
        "Working Together to Safeguard Children",
        r"Working Together(?: to Safeguard(?:ing)?(?: and Promote the Welfare of)? Children)?(?!\w)|"
        r"\bWT(?:SC)?(?= ?\(?20)",
    ),
    ("Keeping Children Safe in Education", r"Keeping Children Safe in Education|\bKCSIE\b"),
    ("Information Sharing Advice for Practitioners", r"Information Sharing:? Advice for (?:\w+ )*?[Pp]ractitioners"),
    (
        "Care Planning, Placement and Case Review Guidance",
        r"Care Planning,? Placement and Case Review(?= (?:\(England\) )?[Gg]uidance)",
    ),
    (
        "Promoting the Health and Wellbeing of Looked After Children",
        r"Promoting the Health and Well-?[Bb]eing of Looked[- ]After Children",
    ),
    (
        "Applying Corporate Parenting Principles",
        r"Applying Corporate Parenting Principles(?: to Looked[- ]After Children and Care Leavers)?",
    ),
    ("Children's Social Care National Framework", r"(?:Children's Social Care )?National Framework"),
    (
        "Special Educational Needs and Disability Code of Practice",
        r"(?:SEND|Special Educational Needs and Disabilit(?:y|ies)) Code of Practice",
    ),
    ("Fostering Services: National Minimum Standards", r"Fostering (?:Services:? )?National Minimum Standards"),
    ("Adoption: National Minimum Standards", r"Adoption:? National Minimum Standards"),
    (
        "Children's Homes Quality Standards",
        r"(?:Guide to the )?(?:Children's Homes (?:Regulations,? including the )?)?Quality Standards\b",
    ),
    ("Kinship Care Statutory Guidance", r"Kinship Care:? [Ss]tatutory [Gg]uidance(?: for [Ll]ocal [Aa]uthorities)?"),
    ("Public Law Outline", r"Public Law Outline|\bPLO\b"),
    ("Prevent Duty Guidance", r"Prevent [Dd]uty [Gg]uidance"),
    ("Modern Slavery Statutory Guidance", r"Modern Slavery:? [Ss]tatutory [Gg]uidance"),
    ("Gillick and Fraser guidelines", r"(?:Gillick|Fraser) (?:competenc[ey]|guidelines)"),
)
"""Guidance by the name it goes under here, and by the names it is given."""

_WORD = r"(?!(?:Acts?|Regulations?|England)\b)[A-Z][\w'-]+"
_TITLE_WORDS = rf"(?:(?:{_WORD}|\([A-Z][^)]*\)|&|and|of|the|for|to|in|on|etc)[,]? )*"
_ACT = re.compile(rf"\b(?P<name>{_WORD},? {_TITLE_WORDS}?(?:\([A-Z][^)]*\) )?Act)\b{_YEAR}?")
_REGULATIONS = re.compile(
    rf"\b(?P<name>{_WORD},? {_TITLE_WORDS}?(?:\([A-Z][^)]*\) )?(?P<what>Regulations|Rules|Order))\b{_YEAR}"
    rf"|\b(?P<undated>(?:{_WORD},? {_TITLE_WORDS}?)Regulations)\b"
)
_REGULATION = re.compile(r"\b(?P<section>Reg(?:ulation)?\.? ?\d+[A-Z]?)\b")
_SECTION_BEFORE = re.compile(
    r"\b(?:[Ss]ections?|[Ss]ec\.?|[Ss]\.?|[Rr]egulations?|[Ss]chedule|[Pp]art) ?(?P<number>\d+[A-Z]*(?:\(\w+\))*),? "
    r"(?:of )?(?:the )?$"
)
_NEUTRAL = r"\[(?P<neutral>\d{4}\] (?:EW|UK)\w+(?: [A-Z][a-z]+)? ?\d*(?: \([A-Z][a-z]+\))?)"
_VERSUS = re.compile(
    rf"(?P<name>(?:R \([^)]*\)|[A-Z][\w'&()-]*(?: (?:[A-Z][\w'&()-]*|and|of))*) v\.? (?:the )?"
    rf"[A-Z][\w'&()-]*(?: (?:[A-Z][\w'&()-]*|and|of|for|the))*)(?: {_NEUTRAL})?"
)
_RE = re.compile(rf"(?P<name>\b(?:Re|In the matter of) [A-Z]{{1,2}}\b(?:[ -][A-Z]\b)*(?: \([^)]*\))?)(?: {_NEUTRAL})?")
_NAMED = re.compile(
    r"(?:(?:statutory|government|national|practice|non-statutory|DfE|NICE|Home Office|Ofsted) )*"
    r"(?:guidance|advice|code of practice)(?: (?:on|entitled|called|titled))?:? ['\"](?P<after>[^'\"]{6,120})['\"]"
    r"|['\"](?P<before>[A-Z][^'\"]{6,120})['\"] (?:(?:statutory|government|national|practice) )*(?:guidance|advice)"
)
_PLAIN: tuple[tuple[CitationKind, str, re.Pattern[str]], ...] = (
    (CitationKind.CASE, "case law", re.compile(r"\bcase[ -]?law\b", re.IGNORECASE)),
    (
        CitationKind.LOCAL,
        "local practice",
        re.compile(
            r"\b(?:local (?:practice|process(?:es)?|procedures?|arrangements|policy)|(?:amended|refreshed|updated|"
            r"revised) locally|locali[sz]ed|local amendments?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        CitationKind.INSPECTION,
        "inspection",
        re.compile(
            r"\b(?:ofsted|joint targeted area|JTAI|ILACS|CQC)\b[\w ]{0,30}?\b(?:inspections?|visit|findings|report)\b|"
            r"\b(?:an|the|our|recent|last|following) inspections?\b|\b(?:JTAI|ILACS)\b",
            re.IGNORECASE,
        ),
    ),
    (
        CitationKind.REVIEW,
        "safeguarding review",
        re.compile(
            r"\b(?:serious case|rapid|(?:local )?child safeguarding practice|learning|domestic homicide|thematic) "
            r"reviews?\b|\bL?CSPRs?\b|\bSCRs?\b"
        ),
    ),
)


_APPENDIX = re.compile(r"\bAppendi(?:x|ces)\s+(?P<label>[A-Z]\b|\d{1,2}\b)")


def appendices_named(text: str) -> tuple[str, ...]:
    """The appendices a text names, as they are cited ("Appendix A"), each once."""
    return tuple(dict.fromkeys(f"Appendix {found['label']}" for found in _APPENDIX.finditer(text)))


def citation_as_json(citation: Citation) -> dict[str, str]:
    """A citation as plain values."""
    return {
        "kind": citation.kind.value,
        "name": citation.name,
        "edition": citation.edition,
        "section": citation.section,
        "text": citation.text,
    }


def citations_in(text: str) -> tuple[Citation, ...]:
    """Every authority a text names, in its order, each once."""
    plain = normalised(text)
    found: dict[tuple[str, str, str, str], tuple[int, Citation]] = {}
    taken: list[tuple[int, int]] = []
    for start, end, citation in (*_guidance(plain), *_law(plain), *_cases(plain), *_quoted(plain), *_reasons(plain)):
        if not any(start < other_end and other_start < end for other_start, other_end in taken):
            taken.append((start, end))
            found.setdefault((*citation.key, citation.section), (start, citation))
    ordered = sorted(found.values(), key=lambda pair: pair[0])
    return tuple(citation for _, citation in ordered)


_Placed = tuple[int, int, Citation]


def _guidance(text: str) -> Iterator[_Placed]:
    for name, words in _GUIDANCE:
        for found in re.finditer(rf"(?:{words}){_YEAR}?", text):
            yield _placed(found, CitationKind.GUIDANCE, name, found["year"] or "", "")


def _law(text: str) -> Iterator[_Placed]:
    for pattern, kind in ((_ACT, CitationKind.ACT), (_REGULATIONS, CitationKind.REGULATIONS)):
        for found in pattern.finditer(text):
            name = found["name"] or found.groupdict().get("undated") or ""
            before = _SECTION_BEFORE.search(text[: found.start()])
            if name := _without_lead(name):
                yield _placed(found, kind, name, found["year"] or "", before["number"] if before else "")
    for found in _REGULATION.finditer(text):
        number = re.sub(r"\D*(\d.*)", r"Regulation \1", found["section"])
        yield _placed(found, CitationKind.REGULATIONS, "regulations", "", number)


def _cases(text: str) -> Iterator[_Placed]:
    for pattern in (_VERSUS, _RE):
        for found in pattern.finditer(text):
            name = re.sub(r" v\.? (?:the )?", " v ", _LEAD.sub("", found["name"]))
            neutral = found["neutral"]
            yield _placed(found, CitationKind.CASE, name, f"[{neutral}" if neutral else "", "")


def _quoted(text: str) -> Iterator[_Placed]:
    for found in _NAMED.finditer(text):
        title = found["after"] or found["before"]
        year = re.search(rf"{_YEAR}$", title)
        name = title[: year.start()] if year else title
        yield _placed(found, CitationKind.GUIDANCE, name.strip(" .,"), year["year"] if year else "", "")


def _reasons(text: str) -> Iterator[_Placed]:
    for kind, name, pattern in _PLAIN:
        for found in pattern.finditer(text):
            yield _placed(found, kind, name, "", "")


_LEAD = re.compile(
    r"^(?:(?:The|This|In|Section|Sections|Under|Updated|Amended|Added|Following|With|Reference|References|To|By|Of|New|"
    r"And|A|An|As|Part|See|Links?|Information|Guidance|Legislation|Chapter)[,]? |of |the |and |to |in |on |for )+"
)


def _without_lead(name: str) -> str:
    """The name without the words of the sentence before it; "" where nothing of a name is left ("The Act")."""
    bare = re.sub(r" ?& ?", " and ", _LEAD.sub("", name)).replace(" ,", ",")
    return bare if " " in bare else ""


def _placed(found: re.Match[str], kind: CitationKind, name: str, edition: str, section: str) -> _Placed:
    return found.start(), found.end(), Citation(kind, name, edition, section, found[0].strip(" ,"))
