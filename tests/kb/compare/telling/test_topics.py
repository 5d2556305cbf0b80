"""What added lines are about."""

from __future__ import annotations

import pytest

from kb.compare.telling.topics import topic

ROWS = [
    (("Early help comes first.", "A family may turn down early help."), "early help"),
    (("The Harbour Trust offers it.", "Ask the Harbour Trust."), "Harbour Trust"),
    # A subject is said at least twice, and not with words that any procedure is full of
    (("Early help comes first.",), ""),
    (("The social worker visits.", "The social worker writes."), ""),
    # The words stand side by side in one stretch
    (("It is early. Help!", "Not early. Help!"), ""),
    ((), ""),
]


@pytest.mark.parametrize(("texts", "expected"), ROWS)
def test_topic(texts: tuple[str, ...], expected: str) -> None:
    """The pair of words that the lines come back to, or nothing."""
    assert topic(texts) == expected
