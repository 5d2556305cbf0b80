"""The brake's limits as a source declares them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.sources import parse_config
from kb.errors import SourceError
from kb.model import Expected, Limits

PATH = Path("reread.toml")


@pytest.mark.parametrize(
    ("declared", "limits"),
    [
        ("", Limits()),
        ("changed = 0.7", Limits(changed=0.7)),
        ("changed = 1\nvanished = 0", Limits(changed=1, vanished=0)),
        ("added = 3", Limits(added=3)),
        ("shrunk = 0.2\ndocuments_vanished = 0.9", Limits(shrunk=0.2, documents_vanished=0.9)),
        ("chapters = 120", Limits(chapters=Expected(120))),
        ("chapters = [120]", Limits(chapters=Expected(120))),
        ("chapters = [120, 160]\ndocuments = [0, 5]", Limits(chapters=Expected(120, 160), documents=Expected(0, 5))),
    ],
)
def test_limits_are_read_and_what_is_not_stated_is_as_usual(declared: str, limits: Limits) -> None:
    """Each key by itself."""
    config = parse_config(f"[sources.ours.brake]\n{declared}\n", PATH)
    assert config.source("ours").brake == limits


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        ("changed = 50", "brake: changed should be a share from 0 to 1"),
        ("changed = -0.1", "brake: changed should be a share"),
        ("changed = nan", "brake: changed should be a share"),
        ("changed = true", "brake: changed should be a share"),
        ("vanished = '20%'", "brake: vanished should be a share"),
        ("added = 1000", "brake: added should be a share from 0 to 100"),
        ("chapters = '120'", "brake: chapters should be the least number, such as 120"),
        ("chapters = [160, 120]", "brake: chapters should be"),
        ("chapters = [1, 2, 3]", "brake: chapters should be"),
        ("chapters = []", "brake: chapters should be"),
        ("chapters = -1", "brake: chapters should be"),
        ("chapters = 1.5", "brake: chapters should be"),
        ("chapter = 120", "brake: unknown key 'chapter' (known: added, changed, chapters"),
    ],
)
def test_limits_that_make_no_sense_are_refused_in_one_line(declared: str, says: str) -> None:
    """With the file, the table and the key."""
    with pytest.raises(SourceError) as refused:
        parse_config(f"[sources.ours.brake]\n{declared}\n", PATH)
    assert str(refused.value).startswith(f"{PATH} [sources.ours] ")
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_brake_that_is_no_table_is_refused() -> None:
    """As any table that is none."""
    with pytest.raises(SourceError, match="brake: expected a table"):
        parse_config("[sources.ours]\nbrake = 0.5\n", PATH)
