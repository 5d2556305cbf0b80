"""Markdown: made into HTML by its own rules, then read as such."""

from __future__ import annotations

import re
from html import escape

from markdown_it import MarkdownIt

from crawler.extract.html import read_html
from crawler.extract.page_text import text_of
from crawler.layouts import Reading
from kb.model import Chapter, ChapterKind, Page

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(?P<title>.+?)[\"']?\s*$", re.MULTILINE)


def read_markdown(page: Page, reading: Reading) -> Chapter:
    """The document that a Markdown file holds: its title from the front matter, else from the first heading."""
    text = text_of(page).replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    body = MarkdownIt("commonmark").enable("table").render(text[front.end() :] if front else text)
    found = _FRONT_TITLE.search(front.group()) if front else None
    if "<h1" not in body:
        body = (
            re.sub(r"<(/?)h2\b", r"<\1h1", body, count=2) if not found else f"<h1>{escape(found['title'])}</h1>{body}"
        )
    return read_html(page, _whole_page(reading), f"<body>{body}</body>", ChapterKind.DOCUMENT)


def _whole_page(reading: Reading) -> Reading:
    return Reading(name=reading.name, hosts=reading.hosts, main=("body",))
