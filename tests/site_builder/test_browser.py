"""A real browser opens the built site from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.site_builder.builders import built

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page that fails the test on any script error and counts every request that is not for a file."""
    made = browser.new_page()
    made.site, made.errors, made.strangers = built(tmp_path_factory.mktemp("browser")), [], []
    made.on("pageerror", lambda error: made.errors.append(str(error)))
    made.on("request", lambda request: made.strangers.append(request.url) if "file://" not in request.url else None)
    yield made
    made.close()


def test_from_home_to_a_chapter_and_its_change(page: Any) -> None:
    """Home leads to a chapter, the chapter to its compare view, without one request leaving the folder."""
    page.goto(f"file://{page.site}/index.html")
    page.get_by_role("link", name="1 Visits").first.click()
    assert page.locator("h1").inner_text().endswith("Visits")
    page.get_by_role("link", name="Compare the two texts").first.click()
    assert "What changed in" in page.locator("h1").inner_text()
    assert (page.errors, page.strangers) == ([], [])


def test_the_compare_view_toggles_and_jumps(page: Any) -> None:
    """Side by side shows each text in its half; n and p walk the changes; the keys can be switched off."""
    page.goto(f"file://{page.site}/chapters/visits/compare/1-3/index.html")
    inline = page.locator("[data-redline]").inner_text()
    page.get_by_role("button", name="Side by side").click()
    amended = page.locator(".row.state-amended .half")
    assert "should" in amended.nth(0).inner_text() and "must" not in amended.nth(0).inner_text()
    assert "must" in amended.nth(1).inner_text() and "should" not in amended.nth(1).inner_text()
    page.get_by_role("button", name="Inline").click()
    assert page.locator("[data-redline]").inner_text() == inline
    page.keyboard.press("n")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") != first == "change-1"
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == first
    page.locator("[data-keys]").uncheck()
    page.keyboard.press("n")
    assert page.evaluate("document.querySelector('.row.current').id") == first
    assert page.errors == []


def test_ticks_stay_in_the_browser(page: Any) -> None:
    """A ticked chapter stays ticked after a reload, and the minutes left go down."""
    page.goto(f"file://{page.site}/reread/index.html")
    before = page.locator("[data-reading-status]").inner_text()
    page.locator("[data-level='must'] [data-tick]").check()
    page.reload()
    assert page.locator("[data-level='must'] [data-tick]").is_checked()
    assert page.locator("[data-reading-status]").inner_text() != before
    page.locator("[data-level-filter][value='skim']").uncheck()
    assert page.locator("[data-level='skim']").first.is_hidden()


def test_slash_and_enter_lead_to_the_search_page(page: Any) -> None:
    """On any page "/" goes to the box and Enter to the search page with what was typed."""
    for place in ("index.html", "chapters/visits/index.html"):
        page.goto(f"file://{page.site}/{place}")
        page.keyboard.press("/")
        page.keyboard.type("first visit")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/index.html?q=first+visit")


def test_a_sheet_is_one_edition(page: Any) -> None:
    """The sign-off page shows the latest edition that asks for reading until another is chosen."""
    page.goto(f"file://{page.site}/reread/sign-off.html")
    assert page.locator("[data-sheet]:visible").count() == 1
    page.locator("#sheet-edition").select_option("")
    assert page.locator("[data-sheet]:visible").count() > 1


def test_a_printed_reading_list_uses_the_whole_line(page: Any) -> None:
    """Without the column of ticks the text of an item is as wide as the paper."""
    page.goto(f"file://{page.site}/reread/index.html")
    page.emulate_media(media="print")
    item = page.locator(".reading-item:visible").first.bounding_box()
    text = page.locator(".reading-item:visible > div").first.bounding_box()
    page.emulate_media(media="screen")
    assert item["width"] - text["width"] < 1


def test_a_link_to_a_section_is_there_at_once(page: Any) -> None:
    """Nothing scrolls by on the way: whoever comes from the search stands at the section."""
    page.goto(f"file://{page.site}/index.html")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_every_block_can_be_addressed_by_keyboard(page: Any) -> None:
    """From a section's own link the arrow keys lead to those of its blocks; each is in sight then, and leads there."""
    page.goto(f"file://{page.site}/chapters/visits/index.html")
    links = page.locator(".chapter-text .to-block")
    assert links.first.evaluate("link => getComputedStyle(link).opacity") == "0"
    page.locator(".section-heading .pilcrow").first.focus()
    page.keyboard.press("ArrowDown")
    reached = page.locator(":focus")
    assert reached.evaluate("link => getComputedStyle(link).opacity") == "1"
    target = reached.get_attribute("href")
    page.keyboard.press("Enter")
    assert page.url.endswith(target) and "." in target
    assert page.evaluate("id => document.getElementById(id).innerText.length", target[1:]) > 0
    assert "¶" not in page.locator(".chapter-text p").first.inner_text()


def test_the_contents_are_filtered(page: Any) -> None:
    """Typing part of a former title leaves the chapter that had it."""
    page.goto(f"file://{page.site}/chapters/index.html")
    page.locator("[data-filter-input]").fill("home vis")
    assert page.locator("[data-words]:visible a").all_inner_texts() == ["Visits", "Visits"]


def test_nothing_sticks_out_on_a_narrow_screen(page: Any) -> None:
    """At 390 pixels no page scrolls sideways."""
    page.set_viewport_size({"width": 390, "height": 800})
    for path in sorted(page.site.rglob("*.html")):
        page.goto(f"file://{path}")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, path
