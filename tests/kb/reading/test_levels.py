"""What the text asks for: the level, and the one reason that is given for it."""

from __future__ import annotations

import pytest

from kb.compare import compare_chapters
from kb.model import Level
from kb.reading.levels import shown_by
from tests.builders import chapter

DIFFERENT = "something that staff work by is different"

STRONGEST = [
    # A limit that is another one before what went earlier in the text
    (
        ("1 A: Carers may be asked to the panel.", "2 B: The nurse visits within 7 days of the birth."),
        ("1 A: Tea is served.", "2 B: The nurse visits within 5 days of the birth."),
        "time limit 7 → 5 days and 1 more",
    ),
    # A duty word that is another one before a role that went
    (
        ("1 A: The cook and the driver must sign.", "2 B: The nurse should weigh the baby."),
        ("1 A: The cook must sign.", "2 B: The nurse must weigh the baby."),
        "the nurse should → must weigh the baby",
    ),
    # Where nothing took another's place, a new "must" by a time is as strong as one that went
    (
        ("1 A: Carers may ask for a break. The garden is open.", "2 B: One."),
        ("1 A: Tea is served in a room upstairs.", "2 B: One. / Staff must refer to the panel within 1 working day."),
        "obligation added: Staff must refer to the panel within 1 working day and 1 more",
    ),
    # What went and stands in the new text again is not told where there is anything else
    (
        ("1 A: It is for adults aged 16 only.", "2 B: The bill must be paid by the cook."),
        ("1 A: The whole of it was put otherwise and holds for people aged 16 or over.", "2 B: Nobody pays."),
        "obligation removed: the bill must be paid by the cook",
    ),
]


@pytest.mark.parametrize(("before", "after", "reason"), STRONGEST)
def test_the_strongest_reason_is_given_first(before: tuple[str, ...], after: tuple[str, ...], reason: str) -> None:
    """Limits and duty words that are another one now come first; what only stands elsewhere is not told."""
    assert shown_by(compare_chapters(chapter(*before), chapter(*after))) == (Level.MUST, f"{DIFFERENT} ({reason})")


def test_what_only_stands_elsewhere_is_still_told_where_it_is_all() -> None:
    """The level does not sink, and the reason does not go, because the words of a duty stand elsewhere as well."""
    before = chapter("1 A: Dogs are kept out by anybody aged 16.", "2 B: One.")
    after = chapter("1 A: Dogs are kept out.", "2 B: One. / The song is about a girl aged 16.")
    assert shown_by(compare_chapters(before, after)) == (Level.MUST, f"{DIFFERENT} (age removed: aged 16)")
