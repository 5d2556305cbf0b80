"""What a collection starts from and what it costs: the pages that stand, what they lead to, the traffic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kb.model.pages import PageRole


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that a page leads to, with what it is in the manual and the date the page states of it, if any."""

    url: str
    role: PageRole
    stated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a page leads: what is asked for next, and every document it links to, also those that are not read."""

    follow: tuple[Lead, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The page that stood at an address when that last answered, and what it can be checked again with.

    `role` is what it was asked for as, `url` where it led, `checked_at` when it answered, `listed_on` the date that the
    contents page stated of it then. `leads` are None where they are not known as they would be found today. Where the
    address has an open problem, `is_sound` is False.
    """

    page_id: int
    role: PageRole
    url: str
    digest: str
    etag: str | None
    last_modified: str | None
    checked_at: datetime
    listed_on: date | None = None
    leads: Leads | None = None
    is_sound: bool = True


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one sitting of a collection cost its host: requests (robots.txt and repeated ones among them), how many of
    them were repeated, bytes received with their headers as they were sent, and seconds by the clock."""

    requests: int = 0
    retried: int = 0
    received: int = 0
    seconds: float = 0.0

    def __add__(self, other: Traffic) -> Traffic:
        return Traffic(
            self.requests + other.requests,
            self.retried + other.retried,
            self.received + other.received,
            self.seconds + other.seconds,
        )
