"""The site's search over what changed answers as the command line does, and its page can be switched to it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.search import change_result_as_json, search_changes, write_index
from kb.search.analysis import words
from kb.search.change_index import SIDES, side_of
from tests.kb.search.changed_manual import steps
from tests.kb.search.small_manual import entries
from tests.kb.search.test_browser import build, opened

QUERIES = [
    *("private fostering", "LAC", "looked after children", "28 days", "20 working days", "s47", "months", "panel"),
    *('"strategy discussion"', '"discussion of strategy"', "helicopter", "fosterng visits", "what is the", "revi"),
    *("section 47", "how often is a child seen?", '"private fostering" visits', "policy", "working day or visit"),
]
SWITCH = """
<fieldset><label><input type="radio" name="in" value="" checked data-search-in> In force</label>
<label><input type="radio" name="in" value="changes" data-search-in> Changed</label></fieldset></form>"""
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small manual and of its changes."""
    folder = tmp_path_factory.mktemp("workspace") / "index"
    write_index(entries(), folder, steps=steps())
    return folder


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, index_folder: Path) -> Path:
    """A search page with the switch."""
    page = build(tmp_path_factory.mktemp("site"), index_folder)
    page.write_text(page.read_text("utf-8").replace("</form>", SWITCH), "utf-8")
    return page


@pytest.fixture
def page(browser: Any, path: Path) -> Iterator[Any]:
    """The search page, opened from its folder."""
    yield from opened(browser, path)


def answers(page: Any, queries: list[str]) -> list[dict[str, Any]]:
    """What the browser answers, without what only the page needs."""
    found = page.evaluate("(queries) => Promise.all(queries.map((query) => rereadSearch.changed(query)))", queries)
    return [{key: value for key, value in answer.items() if key != "more"} for answer in found]


def test_the_same_changes_in_the_same_order(page: Any, index_folder: Path) -> None:
    """Every query has the same hits, counts, redlines, expansions and corrections on both sides."""
    for query, answer in zip(QUERIES, answers(page, QUERIES), strict=True):
        assert answer == change_result_as_json(search_changes(index_folder, query)), query


def test_any_words_have_the_same_changes(page: Any, index_folder: Path) -> None:
    """Queries put together from the words that changed, whole or cut off, quoted or not, are answered alike too."""
    dice = random.Random(6)
    texts = [side_of(passage.runs, side) for step in steps() for passage in step.passages for side in SIDES]
    spoken = [word.raw for text in texts for word in words(text)]
    queries = []
    for _ in range(120):
        chosen = " ".join(dice.choice(spoken) for _ in range(dice.randint(1, 3)))
        queries.append(dice.choice([chosen, chosen, chosen[:-1] or chosen, f'"{chosen}"']))
    for query, answer in zip(queries, answers(page, queries), strict=True):
        assert answer == change_result_as_json(search_changes(index_folder, query)), query


def test_the_page_is_switched_to_what_changed(page: Any) -> None:
    """The switch answers the same words from what changed, with redlines; switching back shows sections again."""
    page.fill("[data-search-input]", "private fostering")
    page.wait_for_selector(".search-hit")
    page.check("[data-search-in][value=changes]")
    page.wait_for_selector(".search-step-meta")
    assert page.text_content(".search-step-meta").startswith(
        "Gained, twice · between 12 October 2020 and 15 March 2021"
    )
    assert page.locator(".search-snippet ins mark").first.text_content()
    assert page.get_attribute(".search-chapter-title a", "href").startswith("../here#change-")
    page.check("[data-search-in][value='']")
    page.wait_for_selector(".search-hit")


def test_the_address_carries_what_is_searched(browser: Any, path: Path) -> None:
    """A link to a search over changes opens with its answer; one without a hit says so."""
    for tab in opened(browser, path, "?q=LAC&in=changes"):
        tab.wait_for_selector(".search-step-meta")
        assert tab.is_checked("[data-search-in][value=changes]")
        assert "Lost, once" in tab.text_content(".search-step-meta")
        tab.fill("[data-search-input]", "panel")
        tab.wait_for_selector(".search-advice")
        assert tab.text_content(".search-count") == "No chapter gained or lost “panel” while we watched."
        tab.fill("[data-search-input]", '"panel of law"')
        tab.wait_for_function("document.querySelector('.search-count').textContent.includes('law')")
        assert tab.text_content(".search-count") == "No chapter gained or lost “panel of law” while we watched."
