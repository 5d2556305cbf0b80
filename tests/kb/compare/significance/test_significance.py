"""Significance: which class a change is of, and the words that prove it."""

from __future__ import annotations

import pytest

from kb.compare import compare_chapters
from kb.compare.significance.judging import judged_alone, judged_amended
from kb.model import Significance
from tests.builders import chapter

E, R, S, D = Significance.EDITORIAL, Significance.REFERENCE, Significance.SUBSTANTIVE, Significance.DUTY

# before, after, expected class, words a reason has to have
AMENDED = [
    # What binds and permits
    ("Staff should tell the parents.", "Staff must tell the parents.", D, "should → must"),
    ("The chair must circulate the minutes.", "The chair may circulate the minutes.", D, "must → may"),
    ("The carer may take the child abroad.", "The carer may not take the child abroad.", D, "may → may not"),
    ("Carers must never smack a child.", "Carers should not smack a child.", D, "must never → should not"),
    ("The plan will be shared with the school.", "The plan should be shared with the school.", D, "will → should"),
    ("Photographs can be kept on the file.", "Photographs must not be kept on the file.", D, "can → must not"),
    ("Ask what they may not be seeing.", "Ask what may be going unseen.", S, "wording"),
    ("Advocates are invited to the meeting.", "Advocates must be invited to the meeting.", D, "must be invited"),
    ("A manager is expected to attend.", "A manager is required to attend.", D, "is expected to → is required to"),
    ("A risk assessment need not be written down.", "A risk assessment must be written down.", D, "need not → must"),
    ("The child is seen alone.", "The child is not seen alone.", S, "not"),
    ("The worker should see the child alone.", "The worker should see the child, but not alone.", D, "not"),
    ("Contact must take place.", "Contact must take place unless the court has stopped it.", D, "unless"),
    ("Keys must be held by night staff.", "Keys must be held only by night staff.", D, "only"),
    # How somebody is reached
    ("North Team, 01632 960 144.", "North and East Team, 01632 960 144.", R, "and East"),
    # Time limits
    (
        "The visit takes place within 7 working days.",
        "The visit takes place within 5 working days.",
        D,
        "7 → 5 working days",
    ),
    ("A reply is sent within 24 hours.", "A reply is sent within 48 hours.", D, "24 → 48 hours"),
    (
        "A reply is sent within ten days.",
        "A reply is sent within ten working days.",
        D,
        "within ten days → within ten working days",
    ),
    ("Visits happen every six weeks.", "Visits happen every four weeks.", D, "six → four weeks"),
    ("Supervision is held monthly.", "Supervision is held fortnightly.", D, "monthly → fortnightly"),
    ("Ring the parents as soon as possible.", "Ring the parents immediately.", D, "immediately"),
    ("Reports are due by 5pm on Friday.", "Reports are due by 12 noon on Friday.", D, "5pm"),
    ("Reports are sent at least 3 days before.", "Reports are sent at least 5 days before.", D, "3 → 5 days"),
    ("The first review is within 20 working days.", "The first review is within four weeks.", D, "four weeks"),
    ("Checks are renewed every three years.", "Checks are renewed.", D, "every three years"),
    ("The file is closed.", "The file is closed within 30 days.", D, "within 30 days"),
    ("Visits happen every six weeks.", "Visits happen every four weeks.", D, "every six → four weeks"),
    (
        "The head tells the director within 24 hours.",
        "The head tells the director on the same day, in any case within 12 hours.",
        D,
        "time limit 24 → 12 hours",
    ),
    ("It is reviewed on day 10.", "It is reviewed on day 20.", D, "10 → 20"),
    # Ages, amounts, percentages, thresholds
    ("Children under 16 need consent.", "Children under 18 need consent.", D, "under 16 → 18"),
    ("This is for young people aged 16 or 17.", "This is for young people aged 15 to 17.", D, "age"),
    ("The grant ends on the 18th birthday.", "The grant ends on the 21st birthday.", D, "18th → 21st birthday"),
    ("The setting-up grant is £2,000.", "The setting-up grant is £3,000.", D, "£2,000 → £3,000"),
    ("Carers get 75% of the allowance.", "Carers get 80 per cent of the allowance.", D, "percentage"),
    ("A home takes no more than 3 children.", "A home takes no more than 4 children.", D, "3 → 4"),
    ("The child is at risk of significant harm.", "The child is at risk of harm.", D, "significant harm"),
    ("Level 3 needs go to the duty desk.", "Level 4 needs go to the duty desk.", D, "3 → 4"),
    ("Every child is offered an interview.", "Some children are offered an interview.", D, "threshold"),
    ("Two workers must attend.", "Three workers must attend.", D, "Two → Three"),
    # Forms, routes, roles
    ("Complete the Missing Child Form.", "Complete the Return Interview Form.", D, "form"),
    ("Use Form 4 to apply.", "Use Form 7 to apply.", D, "Form"),
    ("Refer the matter to the MASH.", "Refer the matter to the Emergency Duty Team.", D, "MASH → Emergency Duty Team"),
    ("Staff notify Ofsted.", "Staff notify the police.", D, "Ofsted → police"),
    (
        "The team manager must agree the plan.",
        "The service manager must agree the plan.",
        D,
        "team manager → service manager",
    ),
    ("The IRO is responsible for the review.", "The social worker is responsible for the review.", D, "IRO"),
    (
        "The social worker must inform the team manager.",
        "The team manager must inform the social worker.",
        D,
        "changed places",
    ),
    ("The plan is approved by a team manager.", "The plan is approved by a head of service.", D, "head of service"),
    # Substantive
    ("The worker talks to the child.", "The worker talks to the child and the siblings.", S, "siblings"),
    ("Neglect has many causes.", "Neglect has many causes, poverty among them.", S, "poverty"),
    ("The meeting looks at education.", "The meeting looks at health.", S, "education” → “health"),
    ("This is an appropriate setting.", "This is an inappropriate setting.", S, "inappropriate"),
    ("The child's wishes are recorded on the file.", "The child's wishes are recorded in the plan.", S, "plan"),
    ("The police were told of the adoption.", "The policy was told of the adoption.", S, "polic"),
    ("An enquiry under section 47 enquiry rules.", "An enquiry under section 17 enquiry rules.", S, "section"),
    ("A formal complaint can be made.", "An informal complaint can be made.", S, "informal"),
    ("The plan covers contact and health.", "The plan covers contact or health.", S, "or"),
    ("A Child Protection Plan is made.", "A Child in Need Plan is made.", S, "Child"),
    ("There are three parts to the assessment.", "There are four parts to the assessment.", S, "three"),
    # Reference
    ("See Section 4.2, Visits.", "See Section 5.1, Visits.", R, "Section 4.2 → 5.1"),
    (
        "This follows Working Together to Safeguard Children 2018.",
        "This follows Working Together to Safeguard Children 2023.",
        R,
        "2018 → 2023",
    ),
    ("Write to help@council.example.", "Write to advice@council.example.", R, "contact"),
    ("Telephone 01234 567 890 for advice.", "Telephone 01234 567 999 for advice.", R, "contact"),
    ("This page was checked in March 2020.", "This page was checked in June 2021.", R, "date"),
    ("The guide is published by Barnwick.", "The guide is published by Eastmere.", R, "Barnwick"),
    ("Neglect harms children.", "Neglect harms children. See also the Bullying chapter.", R, "Bullying"),
    ("More is at https://a.example/one", "More is at https://a.example/two", R, "one"),
    (
        "Under Keeping Safe 2019 heads report.",
        "Under Keeping Safe 2021 heads report.",
        R,
        "edition Keeping Safe 2019 →",
    ),
    # Editorial
    ("The childs view is heard.", "The child's view is heard.", E, ""),
    ("Staff recieve training.", "Staff receive training.", E, ""),
    ("Staff must organise a meeting.", "Staff must organize a meeting.", E, ""),
    ("The Social Worker visits.", "The social worker visits.", E, "capital"),
    ("Visit within ten working days.", "Visit within 10 working days.", E, ""),
    ("The review, once held, is recorded.", "The review once held is recorded.", E, "punctuation"),
    ("Staff must attend whilst on duty.", "Staff must attend while on duty.", E, ""),
    ("Speak to the IRO.", "Speak to the Independent Reviewing Officer.", E, ""),
    ("The parent is invited to the meeting.", "Parent is invited to meeting.", E, ""),
    ("Staff must act in order to help.", "Staff must act to help.", E, ""),
    ("Carers must do it, e.g. at night.", "Carers must do it, for example at night.", E, ""),
    ("Staff shall record it.", "Staff must record it.", E, "same"),
    ("The grant is £2000.", "The grant is £2,000.", E, ""),
    ("Carers must be trained. Carers may ask.", "Carers may ask. Carers must be trained.", E, "order"),
    ("A pre-birth assessment is made.", "A prebirth assessment is made.", E, ""),
    ("A decision is made re: the placement.", "A decision is made re the placement.", E, ""),
    ("The looked after child is seen.", "The child looked after is seen.", E, ""),
]


@pytest.mark.parametrize(("before", "after", "expected", "proof"), AMENDED)
def test_class_and_proof_of_an_amended_sentence(before: str, after: str, expected: Significance, proof: str) -> None:
    """An amended sentence is of the expected class, and a reason holds the words that prove it."""
    verdict = judged_amended(before, after)
    assert verdict.significance is expected, verdict
    assert not proof or any(proof in reason.text for reason in verdict.reasons), verdict


@pytest.mark.parametrize(("before", "after", "expected", "proof"), [row for row in AMENDED if row[2] in (D, S)])
def test_the_way_back_matters_as_much(before: str, after: str, expected: Significance, proof: str) -> None:
    """Taking a change back is of the same class as making it, where it touches more than pointers."""
    assert judged_amended(after, before).significance is expected


ALONE = [
    ("The social worker must visit within 5 working days.", D, "must visit within 5 working"),
    ("The manager may agree a longer placement.", D, "may agree"),
    ("Children may feel worried about moving.", S, "Children may feel"),
    ("Some families will need longer.", S, "Some families"),
    ("The allowance is £120 a week.", D, "£120"),
    ("Reviews are held every six months.", D, "every six months"),
    ("Neglect is the most frequent form of harm.", S, "Neglect is"),
    ("Refer to the MASH.", D, "MASH"),
    ("The team manager is responsible for the rota.", D, "team manager is responsible for the rota"),
    ("The bursar is responsible for the safe.", D, "the bursar is responsible for the safe"),
    ("Never leave a baby in the bath.", D, "Never leave a baby"),
    ("Smoking is not allowed in the car.", D, "is not allowed in the car"),
    ("All staff must have been trained.", D, "must have been trained"),
    ("Health visitor", S, "Health visitor"),
    ("See also the Bullying chapter.", R, "See also"),
    ("Working Together to Safeguard Children 2023", R, "Working Together"),
    ("https://a.example/page", R, "https"),
    ("***", E, "***"),
]


@pytest.mark.parametrize(("text", "expected", "proof"), ALONE)
def test_class_and_proof_of_an_added_or_removed_line(text: str, expected: Significance, proof: str) -> None:
    """A line that comes or goes is judged by what it binds to, in both directions alike."""
    for added in (True, False):
        verdict = judged_alone(text, added=added, pointing=False)
        assert verdict.significance is expected, verdict
        assert not proof or any(proof in reason.text for reason in verdict.reasons), verdict


NO_DUTY = [
    "The girl must have felt very alone.",
    "It must be remembered that many families move.",
    "Parents fear that their children will be moved.",
    "never being listened to;",
    "Find out who is responsible for the child.",
    "Babies smile in the first month of life.",
    "Children may be used to pass on messages.",
    "Children may be hurt while trying to help.",
    "It is noted in the child's daily record.",
    "It applies to overnight stays with friends.",
    "There is no need for checks with the Disclosure and Barring Service on those who refer.",
    "If the link to the nurse, the clinic or the ward fails and cannot be restored, they talk by telephone.",
    "Staff take the name, say that someone will ring back and thank the caller.",
    "The word household means those who share a kitchen; they need not be related.",
    "The injury was serious.",
    "The council wrote to the paper, in a letter of many pages, that nobody knew who was responsible.",
]


@pytest.mark.parametrize("text", NO_DUTY)
def test_how_things_are_is_no_duty(text: str) -> None:
    """What happens to people and what things are called is neither permission nor limit."""
    assert judged_alone(text, added=True, pointing=False).significance is S


CHAPTERS = [
    (("1 Scope: All children.",), ("1 Scope: All children.", "2 New: Harm has many forms."), S),
    (("1 Scope: All children.", "2 Old: Text stands here."), ("1 Scope: All children.",), S),
    (("1 A: One text.", "2 B: Another text."), ("1 B: Another text.", "2 A: One text."), E),
    (("1 A: One text.", "2 B: Another text."), ("1 A: One text.", "3 B: Another text."), E),
    (("1 A: See the [site](https://a.org/x).",), ("1 A: See the [site](https://a.org/y).",), R),
    (("1 A: One.", "2 Further reading: First book."), ("1 A: One.", "2 Further reading: First book. / New book."), R),
    (("1 A: Staff should act.", "2 B: Typo hrre."), ("1 A: Staff must act.", "2 B: Typo here."), D),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHAPTERS)
def test_class_of_a_whole_comparison(before: tuple[str, ...], after: tuple[str, ...], expected: Significance) -> None:
    """A comparison is as significant as its most significant change; moves and numbers alone are editorial."""
    assert compare_chapters(chapter(*before), chapter(*after)).significance is expected
