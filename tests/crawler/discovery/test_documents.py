"""Documents: found from contents, chapters and the documents library, and known with where they are linked from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.extract.documents import document_links, library_links
from crawler.layouts import layout_of
from crawler.sources import Config
from kb.cli import reread
from kb.model import Page, PageRole, RunKind
from kb.pipeline import update
from kb.progress import Progress
from kb.store import Store
from kb.workspace import Workspace
from tests.facts import SOURCE, kept_page, moment, page
from tests.served import HOST, ServedManual, small_manual

BASE = f"http://{HOST}"


def links(html: str) -> tuple[str, ...]:
    """The documents that a page of the test manual links to, as paths."""
    url = f"{BASE}/p_visits.html"
    found = document_links(Page("x", url, moment("2024-03-01"), html.encode()), layout_of(url))
    return tuple(one.removeprefix(BASE) for one in found)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("client_supplied/a.pdf", ("/client_supplied/a.pdf",)),
        ("/client_supplied/A%20b.DOCX#page=2", ("/client_supplied/A%20b.DOCX",)),
        ("old.doc", ("/old.doc",)),
        ("rates.xlsx?v=2", ("/rates.xlsx?v=2",)),
        ("a.pdf;jsessionid=F3A1", ("/a.pdf",)),
        ("/(S(lit3py55t21z5v55vlm25s55))/a.pdf", ("/a.pdf",)),
        ("a.pdf?PHPSESSID=4&utm_source=mail", ("/a.pdf",)),
        ("/templates/cs/web/a.pdf", ()),
        ("/_accessibility/report.pdf", ()),
        ("/_accessibility/report.xls", ()),
        ("https://www.gov.uk/a.pdf", ()),
        ("https://www.gov.uk/a.doc", ()),
        ("mailto:a.pdf@ourshire.example", ()),
        ("javascript:open('a.pdf')", ()),
        ("a.pdf?print=1", ()),
        ("a.zip", ()),
        ("p_fees.html", ()),
    ],
)
def test_what_is_a_document_of_the_manual(href: str, expected: tuple[str, ...]) -> None:
    """Own documents, read or only noted, in one form of their address; nothing of templates, hosts, print views."""
    assert links(f'<a href="{href}">Form</a><a href="{href}">again</a>') == expected


@pytest.mark.parametrize(
    ("href", "text", "found"),
    [
        ("/resources/documents-library", "Resources", True),
        ("/resources/local-forms/page-2", "2", True),
        ("/resources/news", "News", False),
        ("/resources/documents-library/a.pdf", "Documents Library", False),
        ("/page/7", "Documents Library", True),
        ("/page/7", "Local Forms and Letters", True),
        ("/page/7", "Library opening hours", False),
        ("https://other.example/resources/documents-library", "Documents Library", False),
    ],
)
def test_what_is_a_documents_library(href: str, text: str, found: bool) -> None:
    """By its address or by what its link is called."""
    url = "https://ourshirecs.trixonline.co.uk/contents/contents"
    contents = Page("x", url, moment("2024-03-01"), f'<a href="{href}">{text}</a>'.encode())
    assert bool(library_links(contents, layout_of(url))) is found


def library_manual() -> dict[str, str]:
    """A manual whose documents are linked from a chapter, from the library and from the library's second page."""
    pages = small_manual()
    pages["/p_visits.html"] = pages["/p_visits.html"].replace(
        "</body>", "<a href='forms/visit.md'>Form</a> <a href='forms/rates.xls'>Rates</a></body>"
    )
    pages["/contents.html"] = pages["/contents.html"].replace(
        "</body>", "<a href='documents_library.html'>Documents Library</a></body>"
    )
    pages["/documents_library.html"] = (
        "<h1>Documents</h1><a href='forms/visit.md'>Form</a><a href='/more/documents-library'>Older documents</a>"
    )
    pages["/more/documents-library"] = "<h1>Older</h1><a href='/forms/older.md'>Older</a>"
    pages["/forms/visit.md"] = "# Visit Form\n\nThe visitor writes the day and the hour here.\n"
    pages["/forms/older.md"] = "# Older Form\n\nThe visitor wrote the day and the hour there.\n"
    return pages


def test_a_library_is_followed_and_links_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each document with every page that links to it; a file that is not read is noted and not asked for."""
    workspace = Workspace(tmp_path)
    with ServedManual(library_manual()) as manual:
        source = manual.source()
        config = Config(sources=(source,))
        update(workspace, config, [source], Progress(quiet=True), moment("2020-03-16"))
        assert "/forms/rates.xls" not in manual.asked
        manual.pages["/documents_library.html"] = "<h1>Documents</h1><a href='/more/documents-library'>Older</a>"
        update(workspace, config, [source], Progress(quiet=True), moment("2020-10-12"))
    with workspace.store() as store:
        kept = [
            (one.url.removeprefix(BASE), one.from_url.removeprefix(BASE)) for one in store.document_links(source.name)
        ]
    assert kept == [
        ("/forms/older.md", "/more/documents-library"),
        ("/forms/rates.xls", "/p_visits.html"),
        ("/forms/visit.md", "/p_visits.html"),
    ]
    reread.main(["--workspace", str(tmp_path), "chapters", "--json"], standalone_mode=False)
    told = {one["title"]: one.get("linked_from") for one in json.loads(capsys.readouterr().out)}
    assert told["Visit Form"] == [f"{BASE}/p_visits.html"]
    assert told["Visits"] is None
    reread.main(["--workspace", str(tmp_path), "documents", "--json"], standalone_mode=False)
    assert [one["chapter"] for one in json.loads(capsys.readouterr().out)] == ["older-form", None, "visit-form"]


def test_links_cost_nothing_while_they_stay(tmp_path: Path) -> None:
    """A link is one row over all runs, ends when its page drops it, and begins again when it returns."""
    store = Store.open(tmp_path / "kb.sqlite3")
    url = page().url
    for day, documents in (("2020-03-16", ("a", "b")), ("2020-03-17", ("a", "b")), ("2020-03-18", ("b",))):
        run = kept_page(store, page(day=day))
        store.keep_document_links(run.id, url, documents)
    assert [(one.url, one.from_url) for one in store.document_links(SOURCE)] == [("b", url)]
    store.keep_document_links(run.id, url, ("b", "a"))
    assert [one.url for one in store.document_links(SOURCE)] == ["a", "b"]


def test_a_page_that_is_no_longer_met_links_to_nothing(tmp_path: Path) -> None:
    """After a complete collection without it; an incomplete one proves nothing."""
    store = Store.open(tmp_path / "kb.sqlite3")
    first = kept_page(store, page())
    store.keep_document_links(first.id, page().url, ["a"])
    for complete, expected in ((False, 1), (True, 0)):
        run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-17"))
        store.keep_page(run.id, page(url="http://manual.example/p_other.html"), PageRole.CHAPTER)
        store.finish_run(run.id, moment("2020-03-17"), complete)
        assert len(store.document_links(SOURCE)) == expected


def test_a_redirect_is_kept_under_both_addresses(demo_workspace: Path) -> None:
    """The demo's last edition is asked for at its old host, and answered by its new one."""
    with Workspace(demo_workspace).store() as store:
        run = store.runs("wealdmoor")[-1]
        asked = "http://wealdmoorchildcare.proceduresonline.example/contents.html"
        assert asked in {check.url for check in store.checks(run.id)}
        landed = store.page_in_run(run.id, asked)
        assert landed is not None
        assert landed.url == "http://wealdmoorcs.trixonline.example/contents/contents"


def test_the_demos_documents_know_where_they_are_linked_from(demo_workspace: Path) -> None:
    """From a chapter and from the documents library."""
    with Workspace(demo_workspace).store() as store:
        found = {
            (one.url.rpartition("/")[2], one.from_url.rpartition("/")[2]) for one in store.document_links("wealdmoor")
        }
    assert found == {
        ("practice-standards.docx", "practice-framework-and-principles"),
        ("practice-standards.docx", "documents-library"),
        ("need-to-know-form-feb-2021.pdf", "notifications-of-serious-incidents"),
        ("need-to-know-form-feb-2021.pdf", "documents-library"),
    }
