"""Golden files: small pages of every family with their defects, and how they are read."""

from __future__ import annotations

import json
import re
import time
from copy import copy
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
from kb.model import Page
from kb.text import normalised
from tests.conftest import Golden
from tests.crawler.extract.builders import DOCX, form_docx, guidance_pdf, page
from tests.crawler.extract.pdf_files import columns_pdf, footnotes_pdf, numbered_pdf
from tests.crawler.extract.word_files import noted_docx, numbered_docx, tables_docx

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PAGES = sorted(path for path in EXAMPLES.glob("*/*.htm*"))
CONTENTS = [path for path in PAGES if "contents" in path.name]
CHAPTERS = [path for path in PAGES if "contents" not in path.name]
DOCUMENTS = sorted(path for path in (EXAMPLES / "documents").iterdir() if path.suffix in {".txt", ".md"})
PDF = "application/pdf"
BUILT = {
    "bruising.pdf": (guidance_pdf, PDF),
    "columns.pdf": (columns_pdf, PDF),
    "footnotes.pdf": (footnotes_pdf, PDF),
    "numbered.pdf": (numbered_pdf, PDF),
    "form.docx": (form_docx, DOCX),
    "noted.docx": (noted_docx, DOCX),
    "counted.docx": (numbered_docx, DOCX),
    "hours.docx": (tables_docx, DOCX),
}


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
def test_the_text_is_a_subsequence_of_what_is_seen(path: Path) -> None:
    """Nothing is made up or out of order: all sections' blocks, joined, stand in this order in the page's text.

    A cell that spans rows is seen in each of them.
    """
    given = example(path)
    visible = _squeezed(_visible(given))
    chapter = read_chapter(given, layout_of(given.url))
    for blocks in (*(box.blocks for box in chapter.boxes), [block for one in chapter.sections for block in one.blocks]):
        rest = iter(visible)
        missing = [sign for sign in _squeezed("".join(block.text for block in blocks)) if sign not in rest]
        assert not missing


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_block_has_an_anchor_of_its_own(path: Path) -> None:
    """Sections and blocks of a page are all addressed differently."""
    given = example(path)
    sections = read_chapter(given, layout_of(given.url)).sections
    anchors = [anchor for one in sections for anchor in (one.anchor, *one.block_anchors)]
    assert len(set(anchors)) == len(anchors)


@pytest.mark.parametrize("path", [*CHAPTERS, *DOCUMENTS], ids=lambda path: path.name)
def test_reading_is_deterministic_and_quick(path: Path) -> None:
    """The same bytes give the same chapter, in a small part of the five seconds that a page may take."""
    given = document(path) if path.parent.name == "documents" else example(path)
    start = time.process_time()
    chapters = {read_chapter(given, layout_of(given.url)) for _ in range(2)}
    assert len(chapters) == 1
    assert time.process_time() - start < 5


def _visible(given: Page) -> str:
    soup = BeautifulSoup(text_of(given), "lxml")
    for cell in soup(["td", "th"], rowspan=True):
        column = len(cell.find_previous_siblings(["td", "th"]))
        for row in cell.parent.find_next_siblings("tr", limit=int(str(cell["rowspan"])) - 1):
            row.insert(column, copy(cell))
    for unseen in soup(["head", "script", "style"]):
        unseen.decompose()
    for image in soup.find_all("img"):
        image.insert_after(str(image.get("alt", "")))
    return soup.get_text()


def _squeezed(text: str) -> str:
    return re.sub(r"[\s•¦|]+", "", normalised(text))


def test_examples_cover_every_family() -> None:
    """There are at least sixty examples, of every family of sites, of other sites, and of documents of every kind."""
    assert {path.parent.name for path in PAGES} == {"proceduresonline", "trixonline", "phew", "london", "generic"}
    assert {path.name.partition("_")[0] for path in PAGES if path.parent.name == "proceduresonline"} == {
        "gen0",
        "gen1",
        "gen2",
    }
    assert {path.rpartition(".")[2] for path in BUILT} | {path.suffix[1:] for path in DOCUMENTS} == {
        "pdf",
        "docx",
        "md",
        "txt",
    }
    assert len(PAGES) + len(DOCUMENTS) + len(BUILT) >= 60
