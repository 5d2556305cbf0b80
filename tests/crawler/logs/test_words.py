"""What an entry's words are taken to mean: kind, sections and level, row by row."""

from __future__ import annotations

import re

import pytest

from crawler.logs.sections import sections_named
from crawler.logs.words import understood
from kb.citations import appendices_named
from kb.model import AmendmentKind

LEVELS = [
    # must: said to be read again
    ("This policy has been changed and needs to be re-read by all staff.", "must"),
    ("Updated; staff should read it again.", "must"),
    ("The procedure was refreshed and should be read in full.", "must"),
    ("This chapter was updated. Please re-reference.", "must"),
    ("This chapter has been refreshed and must be re read in its entirety.", "must"),
    # must: strong words
    ("This procedure was substantially rewritten.", "must"),
    ("This guidance has been comprehensively updated.", "must"),
    ("There have been significant changes to this chapter.", "must"),
    ("In June 2023, this chapter was amended significantly.", "must"),
    ("This chapter has been completely re-wrriten.", "must"),
    ("This chapter was revised throughout.", "must"),
    # must: replaced
    ("This chapter was replaced by a new version.", "must"),
    ("This procedure replaces the earlier one on the same subject.", "must"),
    # must: a number staff must apply
    ("Section 3, Visits was amended: visits now take place at least every 4 weeks.", "must"),
    (
        "Reports are to reach the chair 3 working days ahead of the conference; the chapter was updated to say so.",
        "must",
    ),
    ("The kinship allowance was raised to £210 a week and this chapter was amended to note it.", "must"),
    ("Section 2 has been amended to extend support up to the age of 21.", "must"),
    ("This chapter was updated as the notice period has been reduced from 28 days to 14 days.", "must"),
    ("Section 7, Sleeping Arrangements has been updated (previously over 5).", "must"),
    # must: a duty
    ("This chapter was updated: managers must countersign each risk assessment.", "must"),
    ("Information has been added on the duty to cooperate with the panel.", "must"),
    ("Section 4, Checks was updated to reflect the requirement to record the outcome.", "must"),
    ("The chapter was amended in line with regulations which require agencies to keep a log.", "must"),
    ("This chapter was updated to note that visits should take place monthly.", "must"),
    ("This chapter was amended to reflect that shared rooms can no longer be used.", "must"),
    # section: a section named
    ("Section 8.1, Contact Plans was revised.", "section"),
    ("Amendments were made to Section 2 and Section 9, Panel Papers.", "section"),
    ("Appendix B has been revised.", "section"),
    # section: concretely said
    ("This chapter has been updated to include advice on vaping.", "section"),
    ("A paragraph on bereavement has been added.", "section"),
    ("The definition of neglect was amended.", "section"),
    ("Amended to reflect recent case-law.", "section"),
    ("Information regarding private law proceedings has been updated.", "section"),
    ("This chapter has been updated to clarify who chairs the meeting.", "section"),
    ("The scope of this chapter has been amended.", "section"),
    ("A new sub-section about pets has been inserted.", "section"),
    ("This chapter was updated and a paragraph on consent has been removed.", "section"),
    # skim: the whole chapter, without content
    ("This chapter has been updated.", "skim"),
    ("In May 2022, this procedure was refreshed throughout.", "skim"),
    ("This chapter was updated to reflect local practice.", "skim"),
    ("This policy was updated throughout in line with local practice.", "skim"),
    ("Amended in line with Working Together to Safeguard Children 2023.", "skim"),
    ("This chapter has been updated following the introduction of the Domestic Abuse Act 2021.", "skim"),
    ("This guidance has been reviewed and updated.", "skim"),
    # skim: an attachment
    ("The referral flowchart has been updated.", "skim"),
    ("A revised version of the consent form is attached.", "skim"),
    ("This chapter has been updated with a new pdf.", "skim"),
    # info
    ("A link to the children's commissioner has been added.", "info"),
    ("Links updated.", "info"),
    ("In April 2024, the link in Section 3, Resources was replaced as the page is no longer available.", "info"),
    ("Section 9, Further Information was updated to include a link to the helpline.", "info"),
    ("Related guidance has been updated.", "info"),
    ("The contact details for the front door have been updated.", "info"),
    ("A typo was corrected.", "info"),
    ("Minor amendments have been made.", "info"),
    ("Technical updates only.", "info"),
    ("References to the board have been replaced with references to the partnership.", "info"),
    ("The term 'runaway' has been replaced with 'missing child'.", "info"),
    ("Language has been updated throughout.", "info"),
    ("This procedure was reviewed.", "info"),
    ("This chapter has been reviewed and no changes were required.", "info"),
    # none
    ("This chapter is under review.", "none"),
    ("This chapter has been removed.", "none"),
    ("This procedure has been merged into Missing Children.", "none"),
    ("This chapter has been moved to the fostering part of the manual.", "none"),
]

PROOFS = [
    ("Section 6, Money was amended: the allowance is increased to £2,500.", "increased to £2,500"),
    ("Section 5, Payments was updated: the hourly rate is now £12.10.", "£12.10"),
    ("This chapter was updated as the notice period has been reduced from 28 days to 14 days.", "reduced from 28 days"),
    ("The carers' share was raised to 12.5% of it.", "raised to 12.5%"),
    (
        "This chapter was updated with guidance for social care providers on the transport of children.",
        "on the transport",
    ),
    ("The changes made in October 2020 have been withdrawn and the chapter is as it was.", "have been withdrawn"),
    ("This chapter has been updated in line with local practice.", "has been updated"),
]

KINDS = [
    ("This new procedure was added in June 2024.", None, "new"),
    ("This chapter has been added to the manual.", AmendmentKind.UPDATED, "new"),
    ("New.", None, "new"),
    ("A link to this tool has been added.", AmendmentKind.NEW, "new"),
    ("This chapter sets out how to book a contact room.", AmendmentKind.UPDATED, "new"),
    ("A new Section 4, Records has been added.", AmendmentKind.UPDATED, "updated"),
    ("Information about a new procedure for alerts has been added.", None, "updated"),
    ("New guidance for carers was added to Section 3, Diet.", None, "updated"),
    ("This chapter has been updated with a new protocol on transport.", None, "updated"),
    ("This chapter has been withdrawn.", AmendmentKind.UPDATED, "removed"),
    ("The link was removed from Section 2, Resources.", None, "updated"),
    ("", AmendmentKind.REMOVED, "removed"),
    ("This chapter was renamed and refreshed.", None, "renamed"),
    ("This chapter (previously called Runaways) was updated.", None, "renamed"),
    ("The helpline was renamed in the list; formerly a free number.", AmendmentKind.NEW, "renamed"),
    ("This chapter was updated.", None, "updated"),
]

SECTIONS = [
    ("Section 4.2, Timescales and Section 11, Panel were amended.", ("4.2", "11")),
    ("Sections 3, 5 and 7 have been updated.", ("3", "5", "7")),
    ("New Section 6, Records; see also Section 2.", ("6", "2")),
    ("The section on visits was updated in line with section 22 of the Children Act 1989.", ()),
    ("Section 47 enquiries and a Section 7 report are described.", ()),
    ("Information on Section 20 agreements was added to Section 5, Consent.", ("5",)),
    ("Section 8, Section 20 Accommodation was updated.", ("8",)),
    ("Updated as s.31(3B) of the Children Act 1989 was amended by section 8 Children and Social Work Act 2017.", ()),
    ("Section 21, Appeals was added.", ("21",)),
    ("Section 117, Mental Health Act 1983 aftercare is explained.", ()),
    ("Paragraph 4.1.17 was amended on 23.02.2024.", ("4.1.17",)),
    ("Section 5 was updated; Section 5, Fees lists them.", ("5",)),
    ("Sections 85 and 86 of the Children Act 1989 apply.", ()),
]


@pytest.mark.parametrize(("detail", "level"), LEVELS)
def test_level(detail: str, level: str) -> None:
    """The level follows from the words alone, as a policy officer would read them."""
    words = understood(detail)
    assert (words.level.value, bool(words.proof)) == (level, True), words


@pytest.mark.parametrize(("detail", "level"), LEVELS)
def test_proof(detail: str, level: str) -> None:
    """The words that decided the level stand in the detail."""
    del level
    plain = detail.lower()
    assert all(proof.lower() in plain for proof in understood(detail).proof)


@pytest.mark.parametrize(("detail", "ending"), PROOFS)
def test_proof_is_whole(detail: str, ending: str) -> None:
    """A proof is cut in no word, amount or time, and says more than a single common word where the log does."""
    assert any(proof.endswith(ending) for proof in understood(detail).proof), understood(detail)


@pytest.mark.parametrize("detail", [row[0] for row in LEVELS])
def test_proof_is_whole_words(detail: str) -> None:
    """No proof begins or ends inside a word."""
    for proof in understood(detail).proof:
        assert re.search(rf"(?<!\w){re.escape(proof)}(?!\w)", detail, re.IGNORECASE), proof


@pytest.mark.parametrize(("detail", "heading", "kind"), KINDS)
def test_kind(detail: str, heading: AmendmentKind | None, kind: str) -> None:
    """What the sentence says goes before what its heading says."""
    assert understood(detail, heading).kind.value == kind


@pytest.mark.parametrize(("detail", "sections"), SECTIONS)
def test_sections(detail: str, sections: tuple[str, ...]) -> None:
    """A chapter's own sections are found; sections of Acts, reports and enquiries are not among them."""
    assert sections_named(detail) == sections


def test_appendices() -> None:
    """Appendices are named as they are cited."""
    assert appendices_named("Appendix A and Appendix 2 were updated; see Appendix A.") == ("Appendix A", "Appendix 2")


def test_link_beside_text() -> None:
    """A link does not hide what else the sentence says, and a section does not lift a link."""
    both = understood("Section 2, Scope was updated and a link added to the Contacts chapter.")
    link = understood("A link was added in Section 2, Scope.")
    assert (both.level.value, link.level.value, link.sections) == ("section", "info", ("2",))


def test_number_in_a_section_name() -> None:
    """An age or a time that only stands in a section's or a document's name is no changed figure."""
    named = understood("Section 6, Children Under the Age of 13 Years has been updated.")
    quoted = understood("Updated in line with 'Placing children under the age of 13 within 72 hours'.")
    assert (named.level.value, quoted.level.value) == ("section", "skim")


def test_new_is_must() -> None:
    """A chapter under the heading of new ones must be read, and the heading is the proof."""
    words = understood("About the panel.", AmendmentKind.NEW, "New Chapters")
    assert (words.kind.value, words.level.value, words.proof) == ("new", "must", ("New Chapters",))
