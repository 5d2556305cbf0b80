"""Adoption over real logs, measured against a reading by hand.

The readings are of the pairs that the rules found and of those of one chapter that they passed over. The rules were
made with these logs at hand, so the figures say what must not get worse, not what other logs will give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from crawler.logs import read_log_text
from kb.adoption import national_amendments
from kb.model import LoggedAmendment, Watched

pytestmark = pytest.mark.real

BY_HAND = (
    # When it first came, the chapter, and the manuals whose logs name it: read by hand, entry against entry.
    ("2025-06", "Care and Support Planning", "cornwall-adults sheffield-adults bracknellforest-adults"),
    ("2025-06", "Co-production", "cornwall-adults sheffield-adults"),
    ("2025-06", "End of Life Procedures and Practice Guidance", "cornwall-adults sheffield-adults"),
    ("2025-06", "Housing and Homelessness", "cornwall-adults bracknellforest-adults"),
    ("2025-06", "No Recourse to Public Funds (NRPF)", "cornwall-adults sheffield-adults"),
    ("2025-03", "Direct Payments", "bracknellforest-adults sheffield-adults"),
    (
        "2024-11",
        "Deprivation of Liberty Safeguards Procedure",
        "islington-adults bracknellforest-adults sheffield-adults",
    ),
    ("2024-09", "Death of a Person or Carer", "wakefield-adults islington-adults"),
    ("2024-09", "Financial Assessment", "wakefield-adults islington-adults"),
    ("2024-08", "Care and Supervision Proceedings and the Public Law Outline", "nelincs northamptonshire bcp"),
    (
        "2024-08",
        "Children and Young People Aged 0-25 with Special Educational Needs and Disabilities",
        "northamptonshire bcp",
    ),
    ("2024-08", "Children's Services Policies, Values and Principles", "nelincs northamptonshire bcp"),
    (
        "2024-08",
        "Death or Serious Injury to a Child (Looked After, Child in Need or Care Leaver "
        "Up to and Including the Age of 24)",
        "nelincs northamptonshire bcp",
    ),
    ("2024-04", "Capacity and Consent", "kirklees nelincs"),
    ("2024-04", "Care and Supervision Proceedings and the Public Law Outline", "kirklees nelincs"),
    ("2024-04", "Decision to Look After", "kirklees swindon"),
    ("2020-09", "Use of Social Media Sites by Social Care and Safeguarding Staff", "llr-leicestershire enfield"),
    ("2020-04", "", "enfield llr-leicestershire"),
    ("2020-03", "Education of Looked After and Previously Looked After Children", "swindon enfield"),
    ("2019-10", "Access to Birth Records and Adoption Case Records", "enfield swindon"),
    (
        "2019-10",
        "Placing and Visiting Children with Special Educational Needs and Disabilities or Health Conditions "
        "in Long-Term Residential Settings",
        "enfield swindon",
    ),
    ("2019-10", "Secure Accommodation (Criteria) Reviews", "enfield swindon"),
    (
        "2019-09",
        "Children and Young People Aged 0-25 with Special Educational Needs and Disabilities",
        "llr-leicestershire swindon enfield",
    ),
    ("2019-09", "Recording Policy and Guidelines", "llr-leicestershire swindon enfield"),
    # Not found by the rules: too few words of their own.
    ("2025-07", "Interpreter and Translation Services", "sheffield-adults bracknellforest-adults"),
    ("2019-10", "Placement for Adoption", "enfield swindon"),
)


def watched(real: Path) -> list[Watched]:
    """Every log once (of two renderings of one log the table), as if all had been looked at lately."""
    entries: dict[str, list[LoggedAmendment]] = defaultdict(list)
    texts = [*sorted((real / "logs").glob("*.txt")), *sorted((real / "seeds").glob("*amendments*.txt"))]
    for text in texts:
        if "plain-render" in text.name:
            continue
        source = text.name.partition("__")[0].partition("-amendments")[0]
        for edition in read_log_text(text.read_text("utf-8")).editions:
            for place, amendment in enumerate(edition.amendments, start=1):
                number = sum(map(len, entries.values())) + 1
                entries[source].append(
                    LoggedAmendment(number, source, edition.label, edition.date, edition.scope, place, amendment)
                )
    return [Watched(source, tuple(found), last_look=date(2026, 1, 1)) for source, found in entries.items()]


def pairs(rows: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, frozenset[str]]]:
    """Each two manuals that have an amendment."""
    return {(since, title, frozenset(pair)) for since, title, names in rows for pair in combinations(names.split(), 2)}


def test_national_amendments_are_recognised(real: Path) -> None:
    """At least 97 % of the pairs found are right, and at least 90 % of those read by hand are found."""
    found = pairs(
        (one.since, one.title, " ".join(uptake.source for uptake in one.taken_up))
        for one in national_amendments(watched(real))
    )
    expected = pairs(BY_HAND)
    right = found & expected
    figures = f"{len(found)} pairs found, {len(right)} right, {len(expected)} read by hand"
    assert len(right) / len(found) >= 0.97, figures
    assert len(right) / len(expected) >= 0.9, figures
