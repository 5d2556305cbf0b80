"""Whole collections: what is asked for and what is not, over a manual that spells its addresses in every way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crawler.sources import Config, Source
from kb.pipeline import update
from kb.progress import Progress
from kb.workspace import Workspace
from tests.crawler.discovery.handbooks import mkdocs_nav
from tests.crawler.discovery.test_sources_doc import examples
from tests.facts import moment
from tests.served import ServedManual, chapter_page, contents_page, log_page, small_manual

OURS = "http://shared.example/ours"

LISTED = (
    ("1.1", "Visits", "p_visits.html"),
    ("1.1", "Visits again", "./x/../p_visits.html?PHPSESSID=ab12#top"),
    ("1.1", "Visits by mail", "HTTPS://WWW.Shared.EXAMPLE:443/ours/p_visits.html?utm_source=mail&fbclid=1"),
    ("1.2", "Fees", "%70_fees.html;jsessionid=F3A1"),
    ("1.3", "Records", "p_records.html?sid=4"),
    ("1.4", "Away", "p_away.html"),
    ("9.1", "Template", "/ours/templates/p_template.html"),
    ("9.2", "Report", "_accessibility/p_report.html"),
    ("9.3", "Printed", "p_visits.html?print=1"),
    ("9.4", "Theirs", "/theirs/p_theirs.html"),
    ("9.5", "Another host", "http://other.example/ours/p_other.html"),
    ("9.6", "Write to us", "mailto:p_office.html@shared.example"),
)


def many_ways() -> dict[str, str]:
    """A manual in a folder of a host that holds other things too."""
    contents = contents_page(*LISTED).replace("</body>", "<a href='library.html'>Documents Library</a></body>")
    visits = chapter_page("Visits", "Duties: The visitor rings twice, waits, and writes down the hour.")
    logs = {
        "amendments": ("March 2020", "amendments_2019.html", "2019 Amendments"),
        "amendments_2019": ("May 2019", "amendments_2018.html", "2018 Amendments"),
        "amendments_2018": ("June 2018", "amendments.html", "Amendments"),
    }
    pages = {
        f"/ours/{name}.html": log_page(month, ("Visits", "This chapter has been refreshed.")).replace(
            "</div></body>", f"<p><a href='{older}'>{words}</a></p></div></body>"
        )
        for name, (month, older, words) in logs.items()
    }
    return pages | {
        "/ours/contents.html": contents,
        "/ours/library.html": "<h1>Documents</h1><a href='forms/b.md'>B</a><a href='http://other.example/c.pdf'>C</a>",
        "/ours/p_visits.html": visits.replace(
            "</body>", "<a href='forms/a.md'>A</a><a href='forms/r.XLSX'>R</a></body>"
        ),
        "/ours/p_fees.html": chapter_page(
            "Fees", "Duties: The office pays what was agreed on the first of each month."
        ),
        "/ours/p_files.html": chapter_page("Records", "Duties: The keeper writes each day into the book of the house."),
        "/p_away.html": chapter_page("Away", "Duties: Another site says something about quite another thing here."),
        "/ours/forms/a.md": "# Form A\n\nThe visitor writes the day and the hour here.\n",
        "/ours/forms/b.md": "# Form B\n\nThe office writes the sum and the day there.\n",
    }


def test_a_collection_asks_for_the_whole_manual_and_nothing_else(tmp_path: Path) -> None:
    """Each page once, whatever its spellings; logs with their archives; documents; no template, print view, other
    folder or host. A redirect is kept under both addresses, and one to another site is a problem, not a chapter."""
    workspace = Workspace(tmp_path)
    with ServedManual(many_ways()) as manual:
        manual.first["/ours/p_records.html"] = [(301, {"Location": "p_files.html"})]
        manual.first["/ours/p_away.html"] = [(302, {"Location": "http://elsewhere.example/p_away.html"})]
        start = f"{OURS}/contents.html"
        source = Source(
            "ours", "Ours", contents=(start,), hosts=("shared.example/ours",), delay=0, proxy=manual.source().proxy
        )
        update(workspace, Config(sources=(source,)), [source], Progress(quiet=True), moment("2020-03-16"))
    chapters = {"p_visits.html", "p_fees.html", "p_records.html", "p_away.html"}
    logs = {"amendments.html", "amendments_2019.html", "amendments_2018.html"}
    with workspace.store() as store:
        checks = store.checks(1)
        assert {check.url.removeprefix(f"{OURS}/") for check in checks} == chapters | logs | {
            "contents.html",
            "library.html",
            "forms/a.md",
            "forms/b.md",
        }
        assert len(manual.asked) == len(checks) + 2  # and where the two redirects led
        assert [(one.number, one.title) for one in store.chapters()] == [
            ("1.1", "Visits"),
            ("1.2", "Fees"),
            ("1.3", "Records"),
            ("", "Form A"),
            ("", "Form B"),
        ]
        assert store.chapter("ours", "records").url == f"{OURS}/p_files.html"
        assert [(one.url, one.fault.value) for one in store.problems("ours")] == [
            (f"{OURS}/p_away.html", "redirected away")
        ]
        assert sorted((one.url[len(OURS) :], one.from_url[len(OURS) :]) for one in store.document_links("ours")) == [
            ("/forms/a.md", "/p_visits.html"),
            ("/forms/b.md", "/library.html"),
            ("/forms/r.XLSX", "/p_visits.html"),
        ]
        assert [edition.label for edition in store.editions("ours")] == ["March 2020", "May 2019", "June 2018"]


def test_both_worked_examples_of_the_document_collect_a_manual(tmp_path: Path) -> None:
    """A manual of a known family and a handbook by selectors, as they stand there, but for the waiting and for TLS."""

    def at_once(source: Source) -> Source:
        plain = {
            name: tuple(url.replace("https:", "http:") for url in getattr(source, name))
            for name in ("contents", "amendments")
        }
        return replace(source, delay=0, proxy=manual.source().proxy, **plain)

    workspace = Workspace(tmp_path)
    with ServedManual(small_manual() | mkdocs_nav()) as manual:
        sources = [at_once(one.sources[0]) for one in examples()]
        update(workspace, Config(sources=tuple(sources)), sources, Progress(quiet=True), moment("2024-03-16"))
    with workspace.store() as store:
        assert [one.title for one in store.chapters("oakenshaw")] == ["Visits", "Fees", "Records"]
        titles = ["Visits to Families", "Meals and Kitchens", "Keys and Doors", "Keeping Records", "Complaints"]
        assert [one.title for one in store.chapters("birch")] == titles
        assert [len(store.editions(name)) for name in ("oakenshaw", "birch")] == [1, 1]
        for chapter in store.chapters("birch"):
            text = store.text(store.versions(chapter.id)[-1].id)
            words = " ".join(block.text for section in text.sections for block in section.blocks)
            assert "officer sees to it" in words
            assert "Was this page useful" not in words
        assert [*store.problems("oakenshaw"), *store.problems("birch")] == []
