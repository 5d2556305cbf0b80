"""Logs for tests: pages from markup, and one list of editions in every form that real logs are found in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape

from crawler.logs import read_log, read_log_text
from kb.model import Amendment, AmendmentLog, Page
from kb.text import slug

Entry = tuple[str | None, str]
Month = tuple[str, Sequence[Entry]]

ADDRESS = "https://alpha.example/manual/amendments.html"


def page(html: str, media_type: str = "text/html") -> Page:
    """A page with this body."""
    return Page("alpha", ADDRESS, datetime(2024, 3, 1, tzinfo=UTC), html.encode(), media_type=media_type)


def log_of_html(body: str) -> AmendmentLog:
    """What a page with this content says."""
    return read_log(page(f"<!doctype html><html><head><title>Amendments</title></head><body>{body}</body></html>"))


def entries(log: AmendmentLog) -> list[tuple[str, list[Entry]]]:
    """Dates with titles and details."""
    return [(edition.date, [(entry.title, entry.detail) for entry in edition.amendments]) for edition in log.editions]


def only(log: AmendmentLog) -> Amendment:
    """The log's one amendment."""
    (edition,) = log.editions
    (amendment,) = edition.amendments
    return amendment


def flat_text(months: Sequence[Month]) -> str:
    """Tables whose cells run together."""
    tables = [f"{month}\n\nUpdated Chapters\nChapter Name Details\n" + _rows(rows, " ") for month, rows in months]
    return "View Guidance View Guidance\n\n\n" + "\n".join(tables)


def barred_text(months: Sequence[Month]) -> str:
    """Tables with their bars, one row a line; what stands behind a lost title moved up."""
    tables = [
        f"{month}\nUpdated Chapters | |\nChapter Name | Details |\n"
        + "".join(f"{title} | {detail} |\n" if title else f"{detail} | |\n" for title, detail in rows)
        for month, rows in months
    ]
    return "".join(tables)


def fenced_text(months: Sequence[Month]) -> str:
    """Tables with bars at both sides, which keep the place of a lost title."""
    tables = [
        f"Amendments\n{month}\n| Updated Chapters | |\n| Chapter Name | Details |\n"
        + "".join(f"| {title or ''} | {detail} |\n" for title, detail in rows)
        for month, rows in months
    ]
    return "".join(tables)


def cell_text(months: Sequence[Month]) -> str:
    """Tables with one line a cell; the empty cell of a lost title follows its row, but not at the table's end."""
    tables = []
    for month, rows in months:
        lines = "".join(f"{title} |\n{detail} |\n" if title else f"{detail} |\n|\n" for title, detail in rows)
        tables.append(
            f"{month}\nUpdated Chapters | |\nChapter Name | Details |\n{lines.removesuffix(chr(10) + '|' + chr(10))}\n"
        )
    return "".join(tables)


def paired_text(months: Sequence[Month]) -> str:
    """Titles and sentences under months, without tables; each sentence says its month. A lost title leaves a gap."""
    parts = [
        f"{month}\n\n" + "".join(f"{title or ''}\n\nIn {month}, {detail}\n\n" for title, detail in rows)
        for month, rows in months
    ]
    return "Skip to content\nCompany Logo\n\nAmendments\n\n" + "".join(parts)


def table_page(months: Sequence[Month]) -> str:
    """Tables under month headings, with captions."""
    tables = [
        f"<h2>{month}</h2><table><caption>{month}</caption><tr><th colspan='2'>Updated Chapters</th></tr>"
        "<tr><th>Chapter Name</th><th>Details</th></tr>"
        + "".join(f"<tr><td>{_linked(title)}</td><td><p>{escape(detail)}</p></td></tr>" for title, detail in rows)
        + "</table>"
        for month, rows in months
    ]
    return "<h1>Amendments</h1>" + "".join(tables)


def paired_page(pair: str, around: str = "") -> Callable[[Sequence[Month]], str]:
    """Pairs of title and sentence under month headings, in the markup given with {title} and {detail}."""

    def built(months: Sequence[Month]) -> str:
        opening, closing = (f"<{around}>", f"</{around}>") if around else ("", "")
        parts = [
            f"<h2>{month}</h2>{opening}"
            + "".join(pair.format(title=_linked(title), detail=escape(detail)) for title, detail in rows)
            + closing
            for month, rows in months
        ]
        return f"<nav><a href='/'>Home</a></nav><main><h1>Amendments</h1>{''.join(parts)}</main><footer>Ours</footer>"

    return built


def read_text(months: Sequence[Month], form: Callable[[Sequence[Month]], str]) -> AmendmentLog:
    """The editions in a form of text, read back."""
    return read_log_text(form(months))


def _rows(rows: Sequence[Entry], between: str) -> str:
    return "".join(f"{title}{between}{detail}\n" if title else f"{detail}\n" for title, detail in rows)


def _linked(title: str | None) -> str:
    return f'<a href="{slug(title)}.html">{escape(title)}</a>' if title else ""
