"""The whole site: what is written, that it holds together, and that it is the same every time."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kb.errors import PublishError
from site_builder import build_site
from tests.site_builder.builders import HOSTILE, NOW, built, manual
from tests.site_builder.pages import Outline, broken_links, outlines

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One manual's site."""
    return built(tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two manuals."""
    return built(tmp_path_factory.mktemp("two"), manual("north", "North Manual"), manual("south", "South Manual"))


def test_every_kind_of_page_is_written(site: Path) -> None:
    """Each page of the design is where the design says."""
    expected = """index.html search/index.html reread/index.html reread/sign-off.html changes/index.html
        changes/2021-03/index.html changes/2020-10/index.html changes/2020-03/index.html chapters/index.html
        chapters/visits/index.html chapters/visits/history/index.html chapters/visits/versions/1/index.html
        chapters/visits/versions/3/index.html chapters/visits/compare/1-2/index.html
        chapters/visits/compare/2-3/index.html chapters/visits/compare/1-3/index.html chapters/visits/changes.atom
        chapters/standards/index.html chapters/transport/index.html documents/index.html about/index.html
        changes.atom feed.json static/site.css"""
    missing = [name for name in expected.split() if not (site / name).is_file()]
    assert missing == []
    assert not (site / "chapters/listed").exists()


def test_pages_are_well_formed(site: Path, two: Path) -> None:
    """Every tag is closed, no id stands twice on a page, no element carries an event handler."""
    for path, page in {**outlines(site), **outlines(two)}.items():
        assert page.faults == [], path
        assert len(page.ids) == len(set(page.ids)), path
        assert "" not in page.ids, path


def test_every_link_and_anchor_leads_somewhere(site: Path, two: Path) -> None:
    """Following any link inside the site ends at a file, at the anchor it names; links name index.html."""
    assert broken_links(site) == []
    assert broken_links(two) == []
    inside = [link for page in outlines(site).values() for link in page.links if "://" not in link]
    assert [link for link in inside if link.partition("#")[0].endswith("/")] == []


def test_no_page_asks_for_anything_outside(site: Path) -> None:
    """Scripts, styles and pictures come from the site's own folder, so nothing tells anybody who reads what."""
    for path, page in outlines(site).items():
        assert [each for each in page.assets if ":" in each or each.startswith("//")] == [], path
    for style in (site / "static").glob("*.css"):
        assert "url(" not in style.read_text("utf-8") and "@import" not in style.read_text("utf-8")


def test_headings_are_in_order(site: Path, two: Path) -> None:
    """Each page has one h1, first, and no level is skipped on the way down."""
    for path, page in {**outlines(site), **outlines(two)}.items():
        assert page.headings[:1] == [1], path
        assert page.headings.count(1) == 1, path
        steps = zip(page.headings, page.headings[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), (path, page.headings)


def test_pages_have_what_assistive_technology_needs(site: Path) -> None:
    """A language, a skip link, one main, a labelled navigation; every table a caption."""
    for path, page in outlines(site).items():
        text = path.read_text("utf-8")
        assert '<html lang="en-GB"' in text
        assert page.links[0] == "#main_content", path
        assert page.tags.count("main") == 1
        assert page.tables == page.captions, path
        assert "<nav>" not in text, path


def test_the_root_is_named_on_every_page(site: Path) -> None:
    """`data-root` is the way from the page to the site's root, for the search."""
    for path in site.rglob("*.html"):
        depth = len(path.relative_to(site).parts) - 1
        assert f'data-root="{"../" * depth}"' in path.read_text("utf-8")


def test_hostile_text_stays_text(site: Path) -> None:
    """Markup in a chapter, a log or a finding is shown, never obeyed; a javascript link is no link."""
    for path, page in outlines(site).items():
        assert "<script>alert" not in path.read_text("utf-8"), path
        assert [link for link in page.links if link.lower().startswith("javascript")] == [], path
    shown = (site / "chapters/hostile/index.html").read_text("utf-8")
    assert "&lt;script&gt;alert" in shown
    assert HOSTILE not in shown


def test_same_facts_same_bytes(tmp_path: Path, site: Path) -> None:
    """Building twice from the same facts gives the same files with the same bytes."""
    assert _digests(built(tmp_path)) == _digests(site)


def test_building_again_leaves_no_page_nobody_produced(tmp_path: Path) -> None:
    """A chapter that is gone from the facts is gone from the site."""
    site = built(tmp_path)
    build_site([replace(manual(), documents=())], site, NOW)
    assert not (site / "chapters/standards").exists()


def test_every_page_has_one_search_box_for_the_slash_key(site: Path) -> None:
    """The box is marked for search.js and its form leads to the search page."""
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert text.count("data-search-input") == text.count("data-search-form") == 1, path
        assert "static/search.js" in text, path


def test_two_manuals_have_a_folder_each(two: Path) -> None:
    """With several manuals each has its folder, and the home page and search span them."""
    home = Outline((two / "index.html").read_text("utf-8"))
    assert {"north/index.html", "south/index.html"} <= set(home.links)
    assert (two / "south/chapters/visits/index.html").is_file()
    assert (two / "search/index.html").is_file()
    assert not (two / "south/search").exists()


def test_no_manual_is_still_a_site(tmp_path: Path) -> None:
    """Publishing before anything was collected gives a home page that says so."""
    build_site([], tmp_path / "site", NOW)
    assert "No manual has been collected yet" in (tmp_path / "site/index.html").read_text("utf-8")


def test_a_manual_with_only_a_log_is_published(tmp_path: Path) -> None:
    """Imported logs without any chapter give digests, which say once that only the log can tell; nothing claims that
    there is nothing to read."""
    bare = replace(manual(), chapters=(), documents=(), findings=(), reading=(), runs=(), promises=(), address="")
    site = built(tmp_path, bare)
    digest = (site / "changes/2021-03/index.html").read_text("utf-8")
    assert digest.count("only the log can tell") == 1
    assert "Links updated." in digest
    assert "What the log asks for" in (site / "index.html").read_text("utf-8")
    for page in ("index.html", "reread/index.html", "reread/sign-off.html"):
        assert "The text of no chapter has been collected" in (site / page).read_text("utf-8"), page
    assert "No chapter has been collected." in (site / "chapters/index.html").read_text("utf-8")
    assert broken_links(site) == []


def test_feeds_are_read_by_others(site: Path) -> None:
    """The Atom feed is XML with unique ids and the newest first; the JSON feed has the same items."""
    root = ElementTree.fromstring((site / "changes.atom").read_text("utf-8"))
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    dates = [entry.findtext(f"{ATOM}updated") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 5
    assert dates == sorted(dates, reverse=True)
    listed = json.loads((site / "feed.json").read_text("utf-8"))["items"]
    assert [item["id"] for item in listed] == ids
    assert all((site / item["url"]).is_file() for item in listed)


def test_an_unwritable_place_is_one_clear_line(tmp_path: Path) -> None:
    """Where the site cannot be written the error says what, where and what to do."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PublishError, match="could not be written"):
        build_site([manual()], tmp_path / "file" / "site", NOW)


def _digests(site: Path) -> dict[str, str]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
