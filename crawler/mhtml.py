"""MHTML: a page with all that belongs to it in one file, as Chrome and Edge save it ("Webpage, Single File")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import parsedate_to_datetime

SUFFIXES = (".mhtml", ".mht")
"""How such files end."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The page in such a file; `url` is "" and `at` None where it does not say."""

    body: bytes
    url: str
    at: datetime | None


def snapshot_of(body: bytes) -> Snapshot | None:
    """The page that a file holds, without its pictures and frames; None where it holds none."""
    message = message_from_bytes(body)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        return None
    location = message["Snapshot-Content-Location"] or page["Content-Location"] or ""
    url = str(location).strip()
    return Snapshot(content, url if url.startswith(("http://", "https://")) else "", _time(message["Date"]))


def _time(said: object) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(said))
    except ValueError:
        return None
    # "-0000" is UTC of which nothing more is known.
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
