"""Amendment logs: what a manual's own log says, from a page or from saved text, in any of the shapes publishers use.

`rendering` and `markup` turn text and HTML into one sequence of lines; `marks` says which of them are headings and
furniture; `editions` and `dated_rows` put entries together; `words` understands each entry.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.logs.dated_rows import has_dated_rows, read_dated_rows
from crawler.logs.editions import read_editions
from crawler.logs.lines import Line
from crawler.logs.markup import html_lines
from crawler.logs.rendering import text_lines
from kb.citations import appendices_named, citation_as_json, citations_in
from kb.errors import ExtractError, Fault
from kb.model import Amendment, AmendmentLog, Page

__all__ = ["log_as_json", "read_log", "read_log_text"]

_HTML = ("text/html", "application/xhtml+xml")


def read_log(page: Page, known_titles: Iterable[str] = ()) -> AmendmentLog:
    """What the log page says; text or HTML by its media type. Raises `ExtractError` where it holds no edition."""
    if page.media_type in _HTML:
        lines = html_lines(page)
    elif page.media_type.startswith("text/"):
        lines = text_lines(page.body.decode(page.charset or "utf-8", "replace"))
    else:
        raise ExtractError(
            f"no log can be read from {page.media_type} at {page.url}: save the page as HTML or text and import that",
            Fault.MEDIA_TYPE,
        )
    return _log(lines, known_titles, page.url)


def read_log_text(text: str, known_titles: Iterable[str] = ()) -> AmendmentLog:
    """What a log saved as text says. `known_titles` help to part a title from its detail where both run together.

    Raises `ExtractError` where the text holds no edition.
    """
    return _log(text_lines(text), known_titles, "the text")


def log_as_json(log: AmendmentLog, file: str) -> dict[str, object]:
    """The log as plain values, as `reread parse-log --json` prints them."""
    return {
        "file": file,
        "editions": [
            {
                "label": edition.label,
                "date": edition.date,
                "scope": edition.scope,
                "entries": [_entry_as_json(amendment) for amendment in edition.amendments],
            }
            for edition in log.editions
        ],
        "next_update": log.next_update,
        "archive_links": [link.text for link in log.archive_links],
    }


def _entry_as_json(amendment: Amendment) -> dict[str, object]:
    return {
        "title": amendment.title,
        "kind": amendment.kind.value,
        "detail": amendment.detail,
        "sections": list(amendment.sections),
        "level": amendment.level.value,
        "complete": amendment.complete,
        "proof": list(amendment.proof),
        "url": amendment.url,
        "appendices": list(appendices_named(amendment.detail)),
        "citations": [citation_as_json(citation) for citation in citations_in(amendment.detail)],
        "links": [{"text": link.text, "url": link.url} for link in amendment.links],
    }


def _log(lines: tuple[Line, ...], known_titles: Iterable[str], where: str) -> AmendmentLog:
    draft = read_dated_rows(lines) if has_dated_rows(lines) else read_editions(lines, known_titles)
    log = draft.log()
    if not log.editions:
        raise ExtractError(
            f"no edition of an amendment log found in {where}: no month or date heads its entries; check that the "
            "address is the manual's amendments page and that the page was saved whole",
            Fault.LAYOUT,
        )
    return log
