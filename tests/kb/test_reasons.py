"""Reasons as people read them: derived from kind, words before and words after."""

from __future__ import annotations

import pytest

from kb.model import Reason
from kb.model import ReasonKind as K

ROWS = [
    # What both sides share is said once
    (Reason(K.LIMIT, "within 7 working days", "within 5 working days"), "time limit 7 → 5 working days"),
    (Reason(K.LIMIT, "Every 6 weeks", "Every 4 weeks"), "every 6 → 4 weeks"),
    (Reason(K.LIMIT, "as soon as possible", "immediately"), "time limit as soon as possible → immediately"),
    (Reason(K.AMOUNT, "£10", "£12"), "amount £10 → £12"),
    (Reason(K.ROLE, "team manager", "service manager"), "role team manager → service manager"),
    (Reason(K.CONTACT, "01632 960 111", "01632 960 112"), "contact 01632 960 111 → 01632 960 112"),
    # A word that binds stands between who must and what must be done
    (Reason(K.DUTY_WORD, "should", "must", "the carer", "tell the school"), "the carer should → must tell the school"),
    (Reason(K.DUTY_WORD, None, "must", clause="sign"), "obligation added: must sign"),
    (Reason(K.LIMIT, "within 2 days", None, clause="of it"), "time limit removed: within 2 days of it"),
    (Reason(K.ORDER, "manager", "worker"), "changed places: manager, worker"),
    (Reason(K.ORDER), "the same in another order"),
    # Words are quoted, no more of them than are read
    (Reason(K.WORDING, "one", "two"), "wording: “one” → “two”"),
    (Reason(K.WORDING, None, "a b c d e f g h i"), "added: “a b c d e f g h …”"),
    (Reason(K.NAME, "Barnwick", None), "name removed: “Barnwick”"),
    (Reason(K.DEFINITION, "carer", "carer"), "definition of “carer” changed"),
    (Reason(K.DEFINITION, None, "carer"), "definition of “carer” added"),
    # What happened to the line
    (Reason(K.LINK, "a.org/x", "a.org/y"), "link target changed: a.org/x → a.org/y"),
    (Reason(K.LINK, None, "a.org/y"), "link added: a.org/y"),
    (Reason(K.SECTION, None, "3 blocks"), "section added: 3 blocks"),
    (Reason(K.FIGURE, "", None), "figure removed"),
    (Reason(K.HEADING, None, "Visits"), "heading added, not the text under it"),
    (Reason(K.HEADING, "Visits", "Seeing children"), "heading: Visits → Seeing children"),
    (Reason(K.MOVED, "3 Times"), "moved from 3 Times"),
    (Reason(K.MOVED, None, "Section 2"), "moved to Section 2"),
    (Reason(K.MOVED), "section moved"),
    (Reason(K.LAYOUT, "paragraph", "list item"), "paragraph is now a list item"),
    (Reason(K.RENUMBERED, "1", "2"), "renumbered: 1 → 2"),
    (Reason(K.SPLIT), "paragraph split"),
    (Reason(K.PUNCTUATION), "punctuation only"),
]


@pytest.mark.parametrize(("reason", "expected"), ROWS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_text_of_a_reason(reason: Reason, expected: str) -> None:
    """A reason reads as a short phrase with the words that prove it."""
    assert reason.text == expected


@pytest.mark.parametrize("kind", list(K))
def test_every_kind_can_be_said(kind: K) -> None:
    """Whatever sides a reason has, there is something to read, and it holds no gap."""
    for before, after in (("a", "b"), ("a", None), (None, "b"), (None, None)):
        text = Reason(kind, before, after).text
        assert text.strip() == text
        assert text
        assert "  " not in text
