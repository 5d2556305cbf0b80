"""Prose for benchmarks: sentences in the manner of a procedures manual, put together from parts by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random


def listed(text: str) -> list[str]:
    """What stands between bars."""
    return text.split("|")


WHO = listed(
    "The allocated social worker|The team manager|The independent reviewing officer|A foster carer|The duty desk"
    "|The key worker|The designated teacher|The health visitor|The virtual school|The placement service"
    "|The residential manager|A personal adviser|The lead professional|The family support worker|The panel adviser"
    "|The conference chair|An advocate|The out of hours service|The contact supervisor|The business support officer"
)
BINDS = listed("must|should|may|will|is expected to|needs to|must not|has to|can|is asked to")
DOES = listed(
    "record|review|share|discuss|send|agree|check|update|sign|arrange|explain|confirm|keep|prepare|consider|challenge"
    "|report|collect|circulate|file|complete|seek|describe|amend|summarise|approve|monitor|return"
)
WHAT = listed(
    "the care plan|the risk assessment|a written note of the visit|the minutes of the meeting|the child's wishes"
    "|the chronology|any injury that was seen|the agreed safety plan|the pathway plan|the health passport"
    "|the consent of each parent|the education plan|travel arrangements|the missing episode|the referral"
    "|contact arrangements|the delegated decisions|a change of address|the life story book|the savings account"
    "|unmet needs|the reasons for the decision|dates of earlier reviews|the views of brothers and sisters"
    "|the name of the school|a copy of the birth certificate|money spent on clothing|the family tree"
)
HOW = listed(
    "with the child|in plain language|at every supervision|before the placement begins|on the electronic record"
    "|together with the carers|without delay|by telephone and then in writing|in the presence of an interpreter"
    "|after talking to the police|when circumstances change|at the planning meeting|with both parents"
    "|in line with the local protocol|as part of the handover|during the first visit|using the agreed template"
    "|from the date of the decision|through the secure mailbox|where it is safe to do so|for the next review"
)
WHEN = listed(
    "within {n} working days|within {n} hours|every {n} weeks|no later than {n} days after the meeting"
    "|at least {n} days before the hearing|for up to {n} months|by day {n}|within {n} weeks of the referral"
)
WHY = listed(
    "so that nothing is lost when staff change|because delay harms children|unless a court has ordered otherwise"
    "|so that the child knows what happens next|even if the family has moved away|where a concern remains"
    "|as the family may ask for it later|if the manager has agreed|since other agencies rely on it"
    "|although the plan may still change|so that carers are not left alone|until the case is closed"
    "|and notes the outcome|or says why this was not possible|and tells the referrer|and asks for a second opinion"
)
POINTS = listed(
    "See Section {s} for the steps to take.|Costs of up to £{m},000 are agreed by the service manager."
    "|This also applies to children under {n}.|At least {p}% of visits are unannounced."
)
TOPICS = listed(
    "Referral|Visits|Reviews|Recording|Consent|Health|Education|Contact|Transport|Leaving Care|Complaints|Safety"
    "|Placement|Supervision|Missing Episodes|Money|Identity|Assessment|Planning|Endings|Panels|Allegations"
)
MATTERS = listed("Duties|Timescales|Principles|Roles|Decisions|Records|First Steps|Exceptions|Approval|Monitoring")


def sentences(rng: Random) -> Iterator[str]:
    """Sentences without end, none of them twice."""
    said: set[str] = set()
    while True:
        text = _sentence(rng)
        if text not in said:
            said.add(text)
            yield text


def _sentence(rng: Random) -> str:
    if rng.random() < 0.08:
        point = rng.choice(POINTS)
        return point.format(
            s=f"{rng.randrange(1, 30)}.{rng.randrange(1, 9)}",
            m=rng.randrange(1, 99),
            n=rng.randrange(2, 18),
            p=rng.randrange(5, 99),
        )
    parts = [rng.choice(WHO), rng.choice(BINDS), rng.choice(DOES), rng.choice(WHAT)]
    if rng.random() < 0.35:
        parts.append(f"and {rng.choice(DOES)} {rng.choice(WHAT)}")
    parts.append(rng.choice(HOW))
    if rng.random() < 0.3:
        parts.append(rng.choice(WHEN).format(n=rng.choice((2, 3, 5, 7, 10, 14, 20, 24, 28, 48))))
    text = " ".join(parts)
    return f"{text}, {rng.choice(WHY)}." if rng.random() < 0.45 else f"{text}."


def headings(rng: Random) -> Iterator[str]:
    """Headings without end, none of them twice."""
    every = [f"{topic}: {matter}" for topic in TOPICS for matter in MATTERS]
    rng.shuffle(every)
    number = 1
    while True:
        yield from every if number == 1 else (f"{heading} ({number})" for heading in every)
        number += 1
