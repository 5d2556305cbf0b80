"""Opening hours: when a host may be asked, where somebody has agreed on that with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kb.errors import SourceError

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """From one time of day to another, in the local time of the computer that asks; over midnight where the second is
    the earlier one."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def seconds_left(self, now: datetime) -> float:
        """How long the host may still be asked, by a local time; 0 where it may not be asked."""
        here = now.replace(tzinfo=None)
        for day in (-1, 0):
            opened = datetime.combine(here.date() + timedelta(days=day), self.opens)
            closes = datetime.combine(opened.date(), self.closes)
            closes += timedelta(days=1) if self.closes <= self.opens else timedelta(0)
            if opened <= here < closes:
                return (closes - here).total_seconds()
        return 0.0


def parsed_hours(text: str, where: str) -> OpeningHours:
    """Reads "19:00-07:00". Raises SourceError, naming where it stands, for anything else."""
    found = _SPAN.fullmatch(text.replace(" ", ""))
    if found is None or found.group(1, 2) == found.group(3, 4):
        raise SourceError(f'{where}: open should be hours such as "19:00-07:00", not {text!r}')
    opens, closes = (time(int(found[first]), int(found[first + 1])) for first in (1, 3))
    return OpeningHours(opens, closes)
