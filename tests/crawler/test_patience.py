"""What a host wishes to be left alone for, in every form in which it can say so."""

from __future__ import annotations

import pytest
from scrapy.http import Response

from crawler.patience import pause_wished
from tests.facts import moment

NOW = moment("2024-03-04")


@pytest.mark.parametrize(
    ("status", "headers", "expected"),
    [
        (429, {"Retry-After": "120"}, 120.0),
        (503, {"Retry-After": " 7 "}, 7.0),
        (503, {"Retry-After": "0"}, 0.0),
        (429, {"Retry-After": "Mon, 04 Mar 2024 06:02:00 GMT"}, 120.0),
        (429, {"Retry-After": "Mon, 04 Mar 2024 05:00:00 GMT"}, 0.0),
        # By the server's own clock, which is an hour ahead of ours.
        (429, {"Retry-After": "Mon, 04 Mar 2024 07:00:30 GMT", "Date": "Mon, 04 Mar 2024 07:00:00 GMT"}, 30.0),
        (429, {"Retry-After": "soon"}, None),
        (429, {"Retry-After": "-5"}, None),
        (429, {}, None),
        (200, {"Retry-After": "120"}, None),
        (500, {"Retry-After": "120"}, None),
    ],
)
def test_what_a_busy_host_wishes_is_understood(status: int, headers: dict[str, str], expected: float | None) -> None:
    """Seconds or a date, against the server's clock; what makes no sense is no wish."""
    response = Response("http://manual.example/", status=status, headers=headers)
    assert pause_wished(response, NOW) == expected
