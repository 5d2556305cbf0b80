"""Opening hours: within a day and over midnight, both ends of each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from crawler.hours import parsed_hours
from crawler.sources import parse_config
from kb.errors import SourceError


@pytest.mark.parametrize(
    ("hours", "now", "left"),
    [
        ("19:00-07:00", "18:59:59", 0),
        ("19:00-07:00", "19:00:00", 12 * 3600),
        ("19:00-07:00", "23:30:00", 7.5 * 3600),
        ("19:00-07:00", "00:00:00", 7 * 3600),
        ("19:00-07:00", "06:59:59", 1),
        ("19:00-07:00", "07:00:00", 0),
        ("08:00-18:00", "07:59:59", 0),
        ("08:00-18:00", "08:00:00", 10 * 3600),
        ("08:00 - 18:00", "17:59:00", 60),
        ("08:00-18:00", "18:00:00", 0),
        ("12:00-00:00", "23:59:00", 60),
    ],
)
def test_how_long_a_host_may_still_be_asked(hours: str, now: str, left: float) -> None:
    """To the second; nothing outside."""
    assert parsed_hours(hours, "here").seconds_left(datetime.fromisoformat(f"2024-03-04T{now}")) == left


@pytest.mark.parametrize("hours", ["", "19-7", "24:00-07:00", "19:00", "07:00-07:00", "19:00-07:60", "night"])
def test_what_is_no_span_of_hours_is_refused(hours: str) -> None:
    """With the place and an example."""
    with pytest.raises(SourceError, match=r'reread.toml \[sources.birch\]: open should be hours such as "19:00-07:00"'):
        parsed_hours(hours, "reread.toml [sources.birch]")


@pytest.mark.parametrize("every", ["7", "0 days", "32 days", "a week", "-1 days"])
def test_what_is_no_time_between_checks_is_refused(every: str) -> None:
    """A site's own dates are believed for a month at most."""
    table = f'[sources.birch]\nfull_check_every = "{every}"\n'
    with pytest.raises(SourceError, match='full_check_every should be such as "7 days"'):
        parse_config(table, Path("reread.toml"))
