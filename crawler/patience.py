"""Ask again after a while: pauses that grow, a host's own wishes, and when to leave it alone."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Request, Response

PAUSES = (5.0, 20.0, 80.0)
"""Before the first, second and third time that a page is asked for again, in multiples of the source's delay.

A source that is declared without a delay is one's own host, and is not waited for.
"""

LONGEST_PAUSE = 300.0
"""Seconds. A host that asks for a longer pause is left alone: the collection ends and is taken up later."""

_BUSY = frozenset({429, 503})
"""The statuses with which `Retry-After` means when to ask again."""


class Patience(RetryMiddleware):
    """Scrapy's retries, with pauses. A request that waits holds the only place there is, so its host rests as a whole
    while the event loop goes on."""

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Waits and asks again where the status may pass; hands over what cannot be waited for."""
        wished = pause_wished(response, datetime.now(UTC))
        if wished is not None and wished > LONGEST_PAUSE:
            return response
        again = super().process_response(request, response)
        if isinstance(again, Request):
            await self._pause(again, wished or 0.0)
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | Response | None:  # type: ignore[override]
        """Waits and asks again where the network may be back by then."""
        again = super().process_exception(request, exception)
        if isinstance(again, Request):
            await self._pause(again, 0.0)
        return again

    async def _pause(self, again: Request, wished: float) -> None:
        turn = min(int(again.meta["retry_times"]), len(PAUSES)) - 1
        ours = PAUSES[turn] * self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        await asyncio.sleep(min(max(ours, wished), LONGEST_PAUSE))


def pause_wished(response: Response, now: datetime) -> float | None:
    """The seconds for which a busy host asks to be left alone (`Retry-After`: seconds or a date); None where it does
    not, or where what it says cannot be understood."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if response.status not in _BUSY or not value:
        return None
    if value.isdecimal() and value.isascii():
        return float(value[:9])
    until = _moment(value)
    if until is None:
        return None
    # Against the server's own clock, where it says what that shows: ours may be another.
    here = _moment((response.headers.get("Date") or b"").decode("latin-1")) or now
    return max(0.0, (until - here).total_seconds())


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
