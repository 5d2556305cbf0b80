"""Reasons: exactly the words that changed, quoted so that they say what the sentence says."""

from __future__ import annotations

import pytest

from kb.compare.significance.judging import judged_alone, judged_amended

REASONS = [
    # Who must is told where that is short
    ("If so, the duty manager must be told.", "obligation added: the duty manager must be told"),
    # A quoted duty ends with its clause, never in the next sentence
    ("They need not live together. Abuse directed at one counts.", "obligation added: need not live together"),
    ("Staff should wait; the rest follows.", "obligation added: Staff should wait"),
    # What is cut ends with a whole name, number or limit, says so, and leaves no word that only leads on
    (
        "Staff must refer to the Multi-Agency Risk Assessment Conference (MARAC) within 1 working day and say why.",
        "obligation added: Staff must refer to the Multi-Agency Risk Assessment Conference (MARAC) within 1 working "
        "day …",
    ),
    (
        "It must be written down by whoever was there and by the team manager who decided.",
        "obligation added: must be written down by whoever was there …",
    ),
    ("It must be paid at £1,200.50 a week.", "obligation added: must be paid at £1,200.50 a week"),
    # A limit is told with what it runs from, where that is short
    ("It ends within 25 working days of the referral.", "time limit added: within 25 working days of the referral"),
    ("Visit within 5 days of what was said by all of them at the time it was said.", "time limit added: within 5 days"),
    ("The chair looks at it on day 10.", "time limit added: on day 10"),
    (
        "It is offered by noon on the working day after the child's return.",
        "time limit added: by noon on the working day after the child's return",
    ),
    # What turns a duty round is told with it
    (
        "Neither the tutor nor the head of year has to be asked first.",
        "obligation added: Neither the tutor nor the head of year has to be asked first",
    ),
    (
        "Parents are told that a referral is made, unless the police ask that they should not be told.",
        "obligation added: Parents are told … unless the police ask that they should not be told",
    ),
    (
        "The cook is told if a child must not eat nuts.",
        "obligation added: the cook is told if a child must not eat nuts",
    ),
    ("The helper is told that she need not answer.", "obligation added: the helper is told that she need not answer"),
    # Who must is told where something else is said of them first
    (
        "Some events are not of much interest to others but ought not to come as news.",
        "obligation added: Some events … ought not to come as news",
    ),
    # A bare word is told with what it is said of
    ("Serious incidents must be reported.", "threshold added: Serious incidents must be reported"),
    ("The log must be kept in every case.", "threshold added: in every case"),
    # A clause does not end in a word that only leads on
    (
        "Closure may be proposed by the worker when: all is well.",
        "obligation added: Closure may be proposed by the worker …",
    ),
    ("It is decided no sooner than 40 days after it.", "time limit added: no sooner than 40 days after it"),
    ("The rent is £42.50 a week.", "amount added: £42.50 a week"),
    # An age is told with who has it
    ("A child under 5 is never left alone with a dog.", "age added: a child under 5"),
    ("The carer completes form CP1-P there.", "form added: form CP1-P"),
]


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_a_reason_quotes_whole_words_of_one_sentence(text: str, reason: str) -> None:
    """A reason quotes within one sentence, from word to word, and keeps names, numbers and limits whole."""
    assert reason in [found.text for found in judged_alone(text, added=True, pointing=False).reasons]


QUOTED = [
    # Of two equal duties the one that changed is quoted
    (
        "The worker must ring the school and must ring the carer.",
        "The worker must ring the school and should ring the carer.",
        ["must → should ring the carer"],
    ),
    (
        "The chair should open the door and the clerk should close it.",
        "The chair must open the door and the clerk should close it.",
        ["the chair should → must open the door and the clerk should close it"],
    ),
    # What went in one sentence and came in another is no pair
    (
        "Workers must visit. Carers ring.",
        "Workers visit. Carers should ring.",
        ["obligation removed: Workers must visit", "obligation added: Carers should ring"],
    ),
    # Each duty with the one that took its place
    (
        "The chair must open. The clerk should close.",
        "The chair should open. The clerk may close.",
        ["the chair must → should open", "the clerk should → may close"],
    ),
    # Who must is told only where it is the same one
    (
        "It is good practice to send the agenda out.",
        "The agenda must be sent out.",
        ["is good practice to → must be sent out", "wording: “It … send” → “be sent”"],
    ),
    # Limits are told whole, and only where they changed
    (
        "It is written up by 5pm on the next working day.",
        "It is written up by 12 noon on the next working day.",
        ["time limit by 5pm on the next working day → by 12 noon on the next working day"],
    ),
    (
        "The log must be signed before the end of the shift.",
        "The log must be signed before the end of the week.",
        ["time limit before the end of the shift → before the end of the week"],
    ),
    (
        "The bill must be paid within 28 days of the invoice.",
        "The bill must be paid within 28 days of the visit.",
        ["time limit within 28 days of the invoice → within 28 days of the visit"],
    ),
    # Who must and to whom it goes, although no list has the name: one pair
    (
        "The team manager must agree the plan.",
        "The practice supervisor must agree the plan.",
        ["role team manager → practice supervisor"],
    ),
    (
        "It must be signed by the quality lead.",
        "It must be signed by the bursar's deputy.",
        ["role quality lead → bursar's deputy"],
    ),
    (
        "Losses must be reported to the LADO.",
        "Losses must be reported to the human resources team.",
        ["referral route LADO → human resources team"],
    ),
    ("Night staff must lock up.", "Day staff must lock up.", ["role Night staff → Day staff"]),
    (
        "The worker must complete the risk matrix form.",
        "The worker must complete the safety plan form.",
        ["form risk matrix → safety plan form"],
    ),
    (
        "The school must inform the social worker.",
        "The social worker must inform the school.",
        ["changed places: the school, social worker"],
    ),
    (
        "The duty manager must keep the key.",
        "The team manager must keep the key.",
        ["role duty manager → team manager"],
    ),
    # What bounds a number, or says how it is counted, is told with it
    (
        "The boiler is serviced at least every 6 months.",
        "The boiler is serviced at most every 6 months.",
        ["time limit at least every 6 months → at most every 6 months"],
    ),
    (
        "They meet no sooner than 5 working days later.",
        "They meet within 5 working days later.",
        ["time limit no sooner than 5 working days → within 5 working days"],
    ),
    (
        "It must be paid within 5 working days.",
        "It must be paid within 5 calendar days.",
        ["time limit within 5 working days → within 5 calendar days"],
    ),
    (
        "Drivers aged between 21 and 60 are insured.",
        "Drivers aged between 25 and 60 are insured.",
        ["age aged between 21 and 60 → 25 and 60"],
    ),
    ("The rent is £42.50 a week.", "The rent is £42.50 a month.", ["amount £42.50 a week → month"]),
    # Conditions and how many: one word for the other
    ("It may be used unless he is out.", "It may be used only if he is out.", ["condition unless → only if"]),
    ("Nobody is required to stay.", "Everybody is required to stay.", ["threshold Nobody → Everybody"]),
    ("All helpers must sign.", "Some helpers must sign.", ["threshold All → Some"]),
    # A condition that belongs to another duty
    (
        "Carers must ring if they are late. Workers must visit.",
        "Carers must ring. Workers must visit if they are late.",
        ["condition Carers must ring if they are late → Workers must visit if they are late"],
    ),
    # Only what a reason tells is left out of the wording
    ("Ring the police first.", "Ring the parents first.", ["wording: “police” → “parents”"]),
    ("A CRB check is asked for.", "A DBS check is asked for.", ["name: “CRB” → “DBS”"]),
    (
        "Act if all of these signs are there.",
        "Act if any of these signs are there.",
        ["threshold all → any"],
    ),
    ("Bruises are common.", "Bruises are not common.", ["condition added: not common"]),
    # The term of a definition that begins the text
    (
        "Neglect means a lasting failure.",
        "Neglect means a grave failure.",
        ["definition of “neglect” changed", "wording: “lasting” → “grave”"],
    ),
]


@pytest.mark.parametrize(("before", "after", "reasons"), QUOTED)
def test_the_reasons_of_an_amended_sentence_are_these(before: str, after: str, reasons: list[str]) -> None:
    """What changed is quoted, not what stands beside it; one swap is one reason; nothing that changed is hidden."""
    assert [reason.text for reason in judged_amended(before, after).reasons] == reasons
