"""The site's search answers as the command line does: headless Chromium, from a folder, over the small manual."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.resources import templates
from kb.search import Entry, result_as_json, search, write_index
from kb.search.analysis import words
from kb.search.entries import SearchResult
from site_builder.search_files import write_search_files
from tests.kb.search.small_manual import plan_row

HERE = Path(__file__).parent
QUERIES = (HERE / "queries.txt").read_text(encoding="utf-8").split("\n")[:-1]
CASES = json.loads((HERE / "planner_cases.json").read_text(encoding="utf-8"))
SCRIPTS = ("search.js", "search-plan.js", "search-index.js", "search-score.js", "search-changes.js", "search.css")
PAGE = """<!doctype html>
<html lang="en-GB" data-root="../"><head><meta charset="utf-8"><title>Search</title>
<link rel="stylesheet" href="../static/search.css"></head><body>
<form data-search-form><label>Search <input type="search" name="q" data-search-input></label></form>
<div data-search-results aria-live="polite"></div>
<script src="../static/search.js"></script></body></html>
"""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Path:
    """A site with nothing but a search page."""
    folder = tmp_path_factory.mktemp("site")
    return build(folder, index_folder)


def build(folder: Path, index_folder: Path, with_text: bool = True) -> Path:
    """Write the search page, its scripts and its files; the page's path."""
    (folder / "static").mkdir()
    for name in SCRIPTS:
        (folder / "static" / name).write_bytes((templates() / "static" / name).read_bytes())
    write_search_files(index_folder, folder / "search", with_text)
    page = folder / "search" / "index.html"
    page.write_text(PAGE, encoding="utf-8")
    return page


@pytest.fixture
def page(browser: Any, site: Path) -> Iterator[Any]:
    """The search page, opened from its folder; errors in its scripts fail the test."""
    yield from opened(browser, site)


def opened(browser: Any, path: Path, query: str = "") -> Iterator[Any]:
    """A page opened from a folder."""
    tab = browser.new_page()
    errors: list[str] = []
    requests: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("request", lambda request: requests.append(request.url))
    tab.goto(path.as_uri() + query)
    tab.wait_for_function("() => window.rereadSearch && rereadSearch.answer && document.querySelector('.search-count')")
    yield tab
    tab.close()
    assert errors == []
    assert all(url.startswith("file://") for url in requests)


def shown(result: SearchResult) -> dict[str, Any]:
    """A result as both sides can say it."""
    said = result_as_json(result)
    for hit, found in zip(said["hits"], result.hits, strict=True):
        del hit["snippet"], hit["snippet_text"]
        hit["pieces"] = [{"text": piece.text, "marked": piece.marked} for piece in found.snippet]
    return said


def answers(page: Any, queries: list[str], limit: int = 10) -> list[dict[str, Any]]:
    """What the browser answers, without what only the page needs."""
    ask = "([queries, limit]) => Promise.all(queries.map((query) => rereadSearch.answer(query, { limit })))"
    found: list[dict[str, Any]] = page.evaluate(ask, [queries, limit])
    return [{key: value for key, value in answer.items() if key not in ("chapters", "more")} for answer in found]


def test_the_same_hits_in_the_same_order(page: Any, index_folder: Path) -> None:
    """Every query of the list has the same hits, scores, snippets, expansions and corrections on both sides."""
    assert len(QUERIES) >= 60
    for query, answer in zip(QUERIES, answers(page, QUERIES), strict=True):
        assert answer == shown(search(index_folder, query)), query


def test_the_planner_cases(page: Any) -> None:
    """The browser's planner gives the table of cases that the command line's gives."""
    plans = page.evaluate(
        "(queries) => Promise.all(queries.map(rereadSearch.explain))", [case["query"] for case in CASES]
    )
    for case, plan in zip(CASES, plans, strict=True):
        assert {"why": case["why"], "query": case["query"], **plan_row(plan)} == case


def test_any_words_have_the_same_hits(page: Any, index_folder: Path, manual: tuple[Entry, ...]) -> None:
    """Queries put together from the manual's words, whole, cut off or misspelt, are answered alike too."""
    dice = random.Random(47)
    spoken = [word.raw for entry in manual for word in words(f"{entry.title} {entry.heading} {entry.text}")]
    queries = [" ".join(_worn(dice.choice(spoken), dice) for _ in range(dice.randint(1, 4))) for _ in range(150)]
    for query, answer in zip(queries, answers(page, queries, limit=25), strict=True):
        assert answer == shown(search(index_folder, query, limit=25)), query


def _worn(word: str, dice: random.Random) -> str:
    at = dice.randrange(len(word))
    return dice.choice([word, word, word.upper(), word[: at + 1], word[:at] + word[at + 1 :] or word, word + " "])


def test_one_manual_of_several(browser: Any, tmp_path: Path) -> None:
    """With a source the browser, too, leaves out the sections of other manuals."""
    write_index(
        [Entry(source, "a", "A", "a.html", "The panel meets", manual=source.title()) for source in ("north", "south")],
        tmp_path / "index",
    )
    for tab in opened(browser, build(tmp_path, tmp_path / "index")):
        found = tab.evaluate("() => rereadSearch.answer('panel', { source: 'south' })")
        assert [hit["source"] for hit in found["hits"]] == ["south"]


def test_typing_shows_hits_by_chapter(page: Any) -> None:
    """While one types, hits appear under their chapters, with heading, trail, marks and a way to the section."""
    page.type("[data-search-input]", "lac rev")
    page.wait_for_selector(".search-hit")
    assert page.text_content(".search-chapter-title") == "3.2 Looked After Reviews"
    assert "Swanford › 3.2 Looked After Reviews" in page.text_content(".search-breadcrumb")
    assert page.text_content(".search-snippet mark")
    assert "lac also searched as looked after child" in page.text_content(".search-expanded")
    assert page.text_content(".search-count").startswith("5 sections in 1 chapter")
    link = page.get_attribute(".search-hit-link", "href")
    assert link == "../chapters/looked-after-reviews/index.html#scope"


def test_the_address_carries_the_query(browser: Any, site: Path) -> None:
    """A query in the page's address is answered when the page opens."""
    for tab in opened(browser, site, "?q=private+fosteirng+visit"):
        tab.wait_for_selector(".search-hit")
        assert tab.input_value("[data-search-input]") == "private fosteirng visit"
        assert tab.text_content(".search-corrected") == "Showing results for private fostering visit"


def test_nothing_found_gives_advice(page: Any) -> None:
    """Without hits the page says so and what may help; an empty box says nothing."""
    page.fill("[data-search-input]", '"zzyzx rules"')
    page.wait_for_selector(".search-advice")
    assert page.text_content(".search-count") == "No section matches “zzyzx rules”."
    assert "quotation marks" in page.text_content(".search-advice")
    page.fill("[data-search-input]", "")
    page.wait_for_selector(".search-advice", state="detached")
    assert page.text_content(".search-count") == ""


def test_the_keyboard_suffices(page: Any) -> None:
    """ "/" goes to the box, the arrows from hit to hit and back; what has the focus is a link, which Enter opens."""
    page.keyboard.press("/")
    page.keyboard.type("visit")
    page.wait_for_selector(".search-hit")
    focused = "() => document.activeElement.textContent || document.activeElement.name"
    page.keyboard.press("ArrowDown")
    first = page.evaluate(focused)
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) != first
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == first
    assert page.evaluate("() => document.activeElement.tagName") == "A"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "q"
    assert page.input_value("[data-search-input]") == "visit"


def test_more_can_be_shown(page: Any) -> None:
    """Beyond the first hits a button shows more, and the focus goes on where they begin."""
    page.fill("[data-search-input]", "child")
    page.wait_for_selector(".search-more")
    before = page.locator(".search-hit").count()
    page.click(".search-more")
    page.wait_for_function(f"() => document.querySelectorAll('.search-hit').length > {before}")
    assert page.evaluate("() => document.activeElement.className") == "search-hit-link"


def test_an_extract_has_no_snippets_but_answers(browser: Any, tmp_path: Path, index_folder: Path) -> None:
    """Where the text is not republished, sections are found all the same; a phrase is searched as its words."""
    for tab in opened(browser, build(tmp_path, index_folder, with_text=False)):
        (plain, phrase) = answers(tab, ["lac review", '"discussion strategy"'])
        assert [hit["location"] for hit in plain["hits"]] == [
            hit.location for hit in search(index_folder, "lac review").hits
        ]
        assert all(hit["pieces"] == [] for hit in plain["hits"])
        assert phrase["total"] > 0


def test_a_missing_file_is_told(browser: Any, tmp_path: Path, index_folder: Path) -> None:
    """Where a file of the search is gone, the page says so instead of waiting for ever."""
    path = build(tmp_path, index_folder)
    (path.parent / "lexicon-0.js").unlink()
    tab = browser.new_page()
    tab.goto(path.as_uri() + "?q=child")
    tab.wait_for_function("() => document.querySelector('.search-count')?.textContent.includes('could not be loaded')")
    tab.close()
