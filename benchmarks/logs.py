"""Amendment logs: from a log's bytes to its entries, understood, in four forms of one log, beside parsing alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape

from bs4 import BeautifulSoup

from benchmarks.frame import contest, here, milliseconds, options, ratio, table
from crawler.logs import read_log
from kb.model import Page

_TITLES = ("Private Fostering", "Strategy Discussions", "Delegated Authority", "Records and Files", "Leaving Care")
_DETAILS = (
    "This chapter has been refreshed.",
    "Section {n}, Visits was amended: every visit is written up within {n} working days.",
    "A link to the housing guide was added in Section {n}, Further Information.",
    "This procedure was extensively revised in line with Working Together to Safeguard Children 2018.",
    "The definition of a parent was widened and a paragraph on consent added. Please re-read.",
)
Rows = Sequence[tuple[str, str]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table. Ends with an error where an entry is lost."""
    chosen = options(__doc__, rounds=5).parse_args(arguments)
    rounds, number = (1, 50) if chosen.quick else (chosen.rounds, 1_000)
    entries = [
        (f"{_TITLES[n % len(_TITLES)]} {n}", _DETAILS[n % len(_DETAILS)].format(n=n % 9 + 1)) for n in range(number)
    ]
    rows = [_row(name, _page(form(entries), name), number, rounds) for name, form in _FORMS.items()]
    print(here("beautifulsoup4", "lxml"))
    print(
        table(
            "From a log's bytes to its entries (CPU)", ["", "entries", "reread ms", "an entry ms", "reread/bs4"], rows
        )
    )


def _row(name: str, page: Page, number: int, rounds: int) -> list[str]:
    found = sum(len(edition.amendments) for edition in read_log(page).editions)
    if found != number:
        raise SystemExit(f"{name}: {found} of {number} entries were read")
    contestants: dict[str, Callable[[], object]] = {"reread": lambda: read_log(page)}
    if page.media_type == "text/html":
        contestants["bs4"] = lambda: BeautifulSoup(page.body, "lxml", from_encoding="utf-8")
    seconds = contest(contestants, rounds)
    share = f"{ratio(seconds, 'reread', 'bs4'):.1f}" if "bs4" in seconds else ""
    return [name, f"{number:,}", milliseconds(seconds["reread"], 1), milliseconds(seconds["reread"], number), share]


def _page(text: str, name: str) -> Page:
    media_type = "text/html" if name.startswith("page") else "text/plain"
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    return Page("logs", "https://manual.example/amendments.html", moment, text.encode(), media_type=media_type)


def _flat(rows: Rows) -> str:
    return "May 2021\n\nUpdated Chapters\nChapter Name Details\n" + "\n".join(f"{title} {said}" for title, said in rows)


def _barred(rows: Rows) -> str:
    head = "May 2021\nUpdated Chapters | |\nChapter Name | Details |\n"
    return head + "\n".join(f"{title} | {said} |" for title, said in rows)


def _table(rows: Rows) -> str:
    cells = (f"<tr><td>{escape(title)}</td><td>{escape(said)}</td></tr>" for title, said in rows)
    return f"<h1>May 2021</h1><table><tr><th>Chapter</th><th>Details</th></tr>{''.join(cells)}</table>"


def _pairs(rows: Rows) -> str:
    pairs = (f"<div><h3><a href='/c'>{escape(title)}</a></h3><p>{escape(said)}</p></div>" for title, said in rows)
    return f"<main><h1>Amendments</h1><h2>May 2021</h2>{''.join(pairs)}</main>"


_FORMS: dict[str, Callable[[Rows], str]] = {
    "text, rows run together": _flat,
    "text with bars": _barred,
    "page, a table": _table,
    "page, headed pairs": _pairs,
}


if __name__ == "__main__":
    main()
