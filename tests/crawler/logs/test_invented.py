"""Logs of invented authorities, with other habits than the real ones at hand, held against their readings by hand.

The readings were written before the rules had seen the texts. What is still read otherwise is counted, not hidden.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.logs import log_as_json, read_log
from kb.model import Page

FOLDER = Path(__file__).parent / "invented"
LOGS = sorted(path for path in FOLDER.iterdir() if path.suffix in {".txt", ".html"})

NOT_YET = {
    ("fourshires-partners.txt", "Bruising in Babies"): "section",  # a changed route, said without a word of text
    ("saltby-adults.txt", "Safeguarding Enquiries"): "section",  # a step of a procedure, not numbered as a section
    ("vexham-flat.txt", "Care Leavers' Local Offer"): "must",  # an age limit as a bare number
    ("vexham-flat.txt", "Legal Planning Meetings"): "section",
}
"""Entries whose level is read otherwise, with the level by hand. None of them is a "must" taken for information."""

RUN_TOGETHER = {("vexham-flat.txt", "Disability Register")}
"""Rows without a stop, in which nothing shows where the title ends."""


def reading(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """A log's reading by hand, and ours."""
    media = "text/html" if path.suffix == ".html" else "text/plain"
    page = Page("invented", f"https://m.example/{path.name}", datetime(2024, 1, 1, tzinfo=UTC), path.read_bytes())
    found = read_log(Page(page.source, page.url, page.fetched_at, page.body, media_type=media))
    return json.loads(path.with_name(f"{path.name}.json").read_text("utf-8")), log_as_json(found, path.name)


def outline(log: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Editions and entries, without what is judged of them."""
    return [
        (edition["date"], edition["scope"], plain(entry["title"]), plain(entry["detail"]), entry["complete"])
        for edition in log["editions"]
        for entry in edition["entries"]
    ]


def plain(text: str | None) -> str | None:
    """A text without what renderings differ in."""
    return " ".join(text.rstrip(" .").split()) if text is not None else None


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_editions_and_entries(path: Path) -> None:
    """Editions, entries, titles (lost ones stay lost), details, promises and links to older logs are those by hand."""
    gold, ours = reading(path)
    apart = {title for name, title in RUN_TOGETHER if name == path.name}
    kept = [[one for one in outline(log) if not apart & {one[2], str(one[2])[:19]}] for log in (gold, ours)]
    assert kept[0] == kept[1]
    assert [(e["date"], e["scope"]) for e in gold["editions"]] == [(e["date"], e["scope"]) for e in ours["editions"]]
    assert (gold["next_update"], gold["archive_links"]) == (ours["next_update"], ours["archive_links"])


def pairs() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Every entry by hand with ours."""
    found = []
    for path in LOGS:
        gold, ours = reading(path)
        both = ([entry for edition in log["editions"] for entry in edition["entries"]] for log in (gold, ours))
        found += [(path.name, *each) for each in zip(*both, strict=True)]
    return [one for one in found if (one[0], one[1]["title"]) not in RUN_TOGETHER]


def test_what_entries_say() -> None:
    """Kinds and sections are those by hand; levels too, but for the few that are known; no must is taken lightly."""
    entries = pairs()
    assert [
        (name, g["title"]) for name, g, o in entries if (g["kind"], g["sections"]) != (o["kind"], o["sections"])
    ] == []
    complete = [one for one in entries if one[1]["complete"]]
    otherwise = {(name, g["title"]): g["level"] for name, g, o in complete if g["level"] != o["level"]}
    assert otherwise == NOT_YET
    levels = Counter((g["level"], o["level"]) for _, g, o in complete)
    assert levels["must", "info"] + levels["must", "none"] == 0
    assert sum(levels.values()) > 150
