"""Golden files: small pages of every family with their defects, and how they are read."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from crawler.extract import read_chapter, read_contents
from crawler.extract.page_text import text_of
from crawler.layouts import layout_of
from kb.model import BlockKind, Chapter, Page
from kb.text import normalised
from tests.conftest import Golden
from tests.crawler.extract.builders import DOCX, form_docx, guidance_pdf, page

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PAGES = sorted(path for path in EXAMPLES.glob("*/*.htm*"))
CONTENTS = [path for path in PAGES if "contents" in path.name]
CHAPTERS = [path for path in PAGES if "contents" not in path.name]
DOCUMENTS = sorted(path for path in (EXAMPLES / "documents").iterdir() if path.suffix in {".txt", ".md"})
BUILT = {"bruising.pdf": (guidance_pdf, "application/pdf"), "form.docx": (form_docx, DOCX)}


def example(path: Path) -> Page:
    """The page in a file; its first line is a comment that holds its address."""
    body = path.read_bytes()
    found = re.match(rb"<!-- (\S+) -->", body)
    assert found, f"{path} does not begin with its address"
    return page(body, found.group(1).decode())


def document(path: Path) -> Page:
    """The document in a file, as a server sends it."""
    return page(path.read_bytes(), f"https://oakenshaw.example/files/{path.name}", "text/plain")


_SHOWN = {"level", "start"}  # where 0 says something


def as_json(value: Any) -> str:
    """A value as JSON, without what has its default."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        shown = {field.name: getattr(value, field.name) for field in fields(value)}
        return {
            name: _plain(one) for name, one in shown.items() if one not in ("", None, (), 0, False) or name in _SHOWN
        }
    return value


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_chapters_of_every_family_are_read_as_reviewed(path: Path, golden: Golden) -> None:
    """A chapter's page gives title, number, boxes, sections, blocks, spans and dates as in its golden file."""
    given = example(path)
    golden(path.with_suffix(".json"), as_json(read_chapter(given, layout_of(given.url))))


@pytest.mark.parametrize("path", CONTENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_contents_pages_are_read_as_reviewed(path: Path, golden: Golden) -> None:
    """A contents page gives its rows with part, badge and date, its logs and documents, as in its golden file."""
    given = example(path)
    golden(path.with_suffix(".json"), as_json(read_contents(given, layout_of(given.url))))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_text_documents_are_read_as_reviewed(path: Path, golden: Golden) -> None:
    """Plain text and Markdown give the same kind of chapter, as in the golden file."""
    given = document(path)
    golden(path.with_suffix(".json"), as_json(read_chapter(given, layout_of(given.url))))


@pytest.mark.parametrize("name", BUILT)
def test_pdf_and_word_documents_are_read_as_reviewed(name: str, golden: Golden) -> None:
    """PDF and Word give the same kind of chapter, as in the golden file."""
    build, media_type = BUILT[name]
    given = page(build(), f"https://oakenshaw.example/files/{name}", media_type)
    golden((EXAMPLES / "documents" / name).with_suffix(".json"), as_json(read_chapter(given, layout_of(given.url))))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_block_text_stands_in_the_page(path: Path) -> None:
    """Nothing is made up: each block's text, white space aside, is text or an image's text of the page."""
    given = example(path)
    visible = _squeezed(_visible(given))
    for block in read_chapter(given, layout_of(given.url)).blocks():
        for part in block.cells if block.kind is BlockKind.ROW else (block.text,):
            assert _squeezed(part) in visible


@pytest.mark.parametrize("path", [*CHAPTERS, *DOCUMENTS], ids=lambda path: path.name)
def test_reading_is_deterministic(path: Path) -> None:
    """The same bytes give the same chapter and digest."""
    given = document(path) if path.parent.name == "documents" else example(path)
    chapters = {read_chapter(given, layout_of(given.url)) for _ in range(2)}
    assert len(chapters) == 1


def _visible(given: Page) -> str:
    soup = BeautifulSoup(text_of(given), "lxml")
    for image in soup.find_all("img"):
        image.insert_after(str(image.get("alt", "")))
    return soup.get_text()


def _squeezed(text: str) -> str:
    return re.sub(r"[\s•¦|]+", "", normalised(text))


def test_examples_cover_every_family() -> None:
    """There are examples of both publisher families, of other sites and of documents."""
    assert {path.parent.name for path in PAGES} == {"proceduresonline", "trixonline", "generic"}
    assert len(PAGES) + len(DOCUMENTS) + len(BUILT) >= 12
    assert all(isinstance(read_chapter(example(path), layout_of(example(path).url)), Chapter) for path in CHAPTERS)
