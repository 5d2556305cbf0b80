"""What the site says of a collection that nobody took over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.model import Decision, Hold, Run, RunKind
from tests.site_builder.builders import MARCH, NEXT_MARCH, built, manual

REASON = "9 of 12 chapters were not found (75%; the limit is 20%)"


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (None, "Collection, held"),
        (Decision.REJECTED, "Collection, rejected"),
        (Decision.ACCEPTED, "Collection, accepted"),
    ],
)
def test_the_about_page_says_what_is_held_since_when_and_why(
    tmp_path: Path, decision: Decision | None, says: str
) -> None:
    """Only while it is held; what was decided stays in the list of collections."""
    held = Run(2, "manual", RunKind.COLLECT, NEXT_MARCH, NEXT_MARCH, True, Hold(NEXT_MARCH, (REASON,), decision))
    runs = (Run(1, "manual", RunKind.COLLECT, MARCH, MARCH, True), held)
    site = built(tmp_path, replace(manual(), runs=runs))
    about = (site / "about/index.html").read_text("utf-8")
    assert says in about
    assert (f"is held until somebody has looked at it: {REASON}." in about) is (decision is None)
    home = (site / "index.html").read_text("utf-8")
    assert ("The last collection is held until somebody has looked at it" in home) is (decision is None)
