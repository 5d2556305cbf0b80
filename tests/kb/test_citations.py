"""Citations: what a log's words appeal to, as written and in the one form in which manuals can be compared."""

from __future__ import annotations

import pytest

from kb.citations import appendices_named, citations_in
from kb.model import CitationKind

ROWS = [
    (
        "Updated in line with Working Together to Safeguard Children (2018).",
        [("guidance", "Working Together to Safeguard Children", "2018", "")],
    ),
    ("Changes from WT 2018 were made.", [("guidance", "Working Together to Safeguard Children", "2018", "")]),
    ("Amended for KCSIE 2022.", [("guidance", "Keeping Children Safe in Education", "2022", "")]),
    ("Added the government guidance 'Safe at Home (2019)'.", [("guidance", "Safe at Home", "2019", "")]),
    (
        "Section 4 was amended as section 22G of the Children Act 1989 applies.",
        [("act", "Children Act", "1989", "22G")],
    ),
    (
        "The Mental Capacity (Amendment) Act 2019 and the Care Act 2014 are named.",
        [("act", "Mental Capacity (Amendment) Act", "2019", ""), ("act", "Care Act", "2014", "")],
    ),
    (
        "In line with the Children's Homes (England) Regulations 2015.",
        [("regulations", "Children's Homes (England) Regulations", "2015", "")],
    ),
    ("Updated to reflect Reg. 44.", [("regulations", "regulations", "", "Regulation 44")]),
    ("Amended after Re T (A Child) [2021] UKSC 35.", [("case", "Re T (A Child)", "[2021] UKSC 35", "")]),
    ("Following Brown v. Greyport Council, amended.", [("case", "Brown v Greyport Council", "", "")]),
    ("Updated in line with case-law.", [("case", "case law", "", "")]),
    ("This chapter was amended locally.", [("local practice", "local practice", "", "")]),
    ("Rewritten following an Ofsted inspection.", [("inspection", "inspection", "", "")]),
    ("Amended after a serious case review.", [("review", "safeguarding review", "", "")]),
    ("The Act was amended.", []),
    ("This chapter has been refreshed.", []),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_what_is_cited(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    """Kind, name, edition and section of each authority, and the words as written."""
    found = citations_in(text)
    assert [(one.kind.value, one.name, one.edition, one.section) for one in found] == expected
    assert all(one.text.strip(" .") in text for one in found)


def test_one_guidance_in_two_manuals_is_equal() -> None:
    """However it is written, and whatever section of it is named."""
    (one,) = citations_in("In line with Working Together 2018.")
    (other,) = citations_in("To reflect ‘Working Together to Safeguard Children’ 2018".replace("’ 2018", " 2018’"))
    (act, same) = (citations_in(text)[0] for text in ("s.20 of the Children Act 1989", "The Children Act 1989"))
    assert one.key == other.key
    assert (act.key, act.kind) == (same.key, CitationKind.ACT)
    assert one.key != citations_in("Working Together 2023")[0].key


def test_appendices() -> None:
    """Appendices are named as they are cited, each once."""
    assert appendices_named("Appendix A and Appendix 2 were updated; see Appendix A.") == ("Appendix A", "Appendix 2")
