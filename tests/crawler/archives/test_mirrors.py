"""Saved folders: the address a file came from, by whatever trace its tool left."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.mirrors import saved_in

PAGE = "<!doctype html>{}<html><head>{}</head><body><h1>Visits</h1></body></html>"


def folder(root: Path, *files: tuple[str, str]) -> Path:
    """A folder with these files."""
    for name, text in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def addresses(root: Path, base: str = "") -> list[str]:
    """The addresses of what a folder holds."""
    return [one.url for one in saved_in(root, base)]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("manual.example/p_visits.html", "http://manual.example/p_visits.html"),
        ("manual.example/index.html", "http://manual.example/"),
        ("manual.example/page.html?x=1", "http://manual.example/page.html?x=1"),
        ("manual.example/page.html@x=1", "http://manual.example/page.html?x=1"),
        ("manual.example/page.html?x=1.html", "http://manual.example/page.html?x=1"),
        ("manual.example/page.aspx.html", "http://manual.example/page.aspx"),
        ("manual.example/page.php", "http://manual.example/page.php"),
        ("manual.example/chapter/visits", "http://manual.example/chapter/visits"),
        ("manual.example/a b.html", "http://manual.example/a%20b.html"),
        ("127.0.0.1:8765/p.html", "http://127.0.0.1:8765/p.html"),
        ("manual.example+8080/p.html", "http://manual.example:8080/p.html"),
        ("https/manual.example/p.html", "https://manual.example/p.html"),
        ("saved/p_visits.html", "file:saved/p_visits.html"),
    ],
)
def test_wget_names_files_after_addresses(tmp_path: Path, name: str, url: str) -> None:
    """Host, path, query and the endings that wget adds."""
    assert addresses(folder(tmp_path, (name, PAGE.format("", "")))) == [url]


def test_an_added_ending_is_an_open_question(tmp_path: Path) -> None:
    """Only the page's own word, or what is known, can tell whether the address ended in .html."""
    canonical = '<link rel="canonical" href="https://manual.example/chapter/visits">'
    named = folder(tmp_path / "a", ("manual.example/chapter/visits.html", PAGE.format("", canonical)))
    assert addresses(named) == ["https://manual.example/chapter/visits"]
    bare = folder(tmp_path / "b", ("manual.example/chapter/visits.html", PAGE.format("", "")))
    (one,) = saved_in(bare)
    assert (one.url, one.others) == (
        "http://manual.example/chapter/visits.html",
        ("http://manual.example/chapter/visits",),
    )


def test_httrack_says_address_and_time(tmp_path: Path) -> None:
    """Its own index, log and cache are no pages; a PDF came with the pages around it."""
    comment = (
        "<!-- Mirrored from manual.example/p_visits.html?v=2 by HTTrack Website Copier/3.x [XR&CO'2014], "
        "Mon, 16 Mar 2020 10:00:00 GMT -->"
    )
    own = '<meta name="generator" content="HTTrack Website Copier/3.x">'
    root = folder(
        tmp_path,
        ("index.html", PAGE.format("", own)),
        ("hts-log.txt", "log"),
        ("hts-cache/new.txt", "cache"),
        ("manual.example/form.pdf", "%PDF-1.4"),
        ("manual.example/p_visits3f2a.html", PAGE.format(comment, "")),
        ("manual.example/robots.txt", "User-agent: *"),
    )
    at = datetime(2020, 3, 16, 10, tzinfo=UTC)
    assert [(one.url, one.at) for one in saved_in(root)] == [
        ("http://manual.example/form.pdf", at),
        ("http://manual.example/p_visits.html?v=2", at),
    ]


def test_browsers_say_the_address(tmp_path: Path) -> None:
    """The folder of images and frames beside a page is not the manual; SingleFile says the time as well."""
    saved = "<!-- saved from url=(0035)https://manual.example/p_visits.html -->"
    single = (
        "<!--\n Page saved with SingleFile \n url: https://manual.example/p_fees.html \n"
        " saved date: Mon Mar 16 2020 10:00:00 GMT+0100 (Central European Standard Time)\n-->"
    )
    root = folder(
        tmp_path,
        ("Fees.html", PAGE.format(single, "")),
        ("Visits.html", PAGE.format(saved, "")),
        ("Visits_files/frame.html", PAGE.format("", "")),
    )
    pages = saved_in(root)
    assert [one.url for one in pages] == ["https://manual.example/p_fees.html", "https://manual.example/p_visits.html"]
    assert pages[0].at == datetime(2020, 3, 16, 9, tzinfo=UTC)


def test_a_canonical_link_stands_in_where_nothing_else_tells(tmp_path: Path) -> None:
    """One address for two files is a template's mistake, and is not believed."""
    own = "<link href='https://manual.example/p_visits.html' rel=canonical>"
    assert addresses(folder(tmp_path / "a", ("Visits.html", PAGE.format("", own)))) == [
        "https://manual.example/p_visits.html"
    ]
    home = "<link rel=canonical href=https://manual.example/>"
    both = folder(tmp_path / "b", ("Fees.html", PAGE.format("", home)), ("Visits.html", PAGE.format("", home)))
    assert addresses(both) == ["file:Fees.html", "file:Visits.html"]


def test_a_given_address_is_believed(tmp_path: Path) -> None:
    """Somebody who names the address the folder was saved from knows better than any trace."""
    own = "<link rel=canonical href=https://elsewhere.example/x.html>"
    root = folder(tmp_path, ("chapters/p_visits.html", PAGE.format("", own)))
    assert addresses(root, "https://manual.example/") == ["https://manual.example/chapters/p_visits.html"]
