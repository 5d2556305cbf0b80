"""Redlines and days in a real browser, opened from a folder: keys, folding, what a screen reader is told, paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.compare import compare_chapters, redline
from site_builder.redline_page import redline_page
from tests.builders import chapter
from tests.site_builder.builders import built

pytestmark = pytest.mark.browser

MOVED = "The allocated worker sees the child alone and writes down what the child has said about home."
STAYS = [f"Paragraph number {number} says what it always said about the family and the plan." for number in range(12)]
BEFORE = chapter(
    f"1 Start: {MOVED} / Visit within 7 days. / Gone for good.", f"2 Rest: {' / '.join(STAYS)}", "3 End: Over."
)
AFTER = chapter("1 Start: Visit within 5 days.", f"2 Rest: {' / '.join(STAYS)}", f"3 End: Over. / {MOVED} / New here.")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, and beside it a redline as one file."""
    folder = tmp_path_factory.mktemp("redlines")
    found = compare_chapters(BEFORE, AFTER)
    made = redline_page("Visits", "old.docx", "new.pdf", found, redline(BEFORE, AFTER, found))
    (folder / "redline.html").write_text(made, "utf-8")
    built(folder)
    return folder


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test on any script error and on any request that is not for a file."""
    made = browser.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else errors.append(asked.url))
    yield made
    made.close()
    assert errors == []


def test_a_redline_in_one_file_needs_no_other(page: Any, files: Path) -> None:
    """Styles and script are in it: no request is made, and its buttons work."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((files / "redline.html").as_uri())
    assert asked == [(files / "redline.html").as_uri()]
    page.get_by_role("button", name="Side by side").click()
    assert page.locator(".side-heads p").all_inner_texts() == ["Before: old.docx", "After: new.pdf"]


def test_every_change_is_reached_by_the_keyboard(page: Any, files: Path) -> None:
    """n or j goes on, p or k back; s sets the texts side by side, u unfolds; round the end it begins again."""
    page.goto((files / "redline.html").as_uri())
    stops = page.locator("[data-stop]").evaluate_all("rows => rows.map(row => row.id)")
    seen = []
    for key in "njnj"[: len(stops)]:
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == stops
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == stops[0]
    page.keyboard.press("k")
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == stops[-2]
    assert page.locator("[data-status]").inner_text() == f"Change {len(stops) - 1} of {len(stops)}"
    page.keyboard.press("s")
    assert page.locator(".pair").count() == page.locator(".row").count()
    page.keyboard.press("s")
    assert page.locator(".pair").count() == 0


def test_what_did_not_change_is_folded_and_can_be_shown(page: Any, files: Path) -> None:
    """A stretch of unchanged text is one line until it is opened, by a click or by the key for all."""
    page.goto((files / "redline.html").as_uri())
    hidden = page.get_by_text("Paragraph number 6")
    assert not hidden.is_visible()
    page.keyboard.press("u")
    assert hidden.is_visible()
    page.keyboard.press("u")
    assert not hidden.is_visible()


def test_both_ends_of_a_move_lead_to_each_other(page: Any, files: Path) -> None:
    """From where it was to where it went and back: the target is marked and focused, and n and p go on from there."""
    page.goto((files / "redline.html").as_uri())
    stops = page.locator("[data-stop]").evaluate_all("rows => rows.map(row => row.id)")
    page.get_by_role("link", name="see where it went").click()
    target = page.locator(":target")
    assert "Moved here" in target.inner_text()
    here = target.get_attribute("id")
    assert page.evaluate("document.activeElement.id") == here
    assert page.locator(".current").count() == 1
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == stops[stops.index(here) - 1]
    target.get_by_role("link", name="see where it was").click()
    assert "Moved away" in target.inner_text()
    assert "moved to 3 End" in target.inner_text()
    assert page.evaluate("document.activeElement.id") == target.get_attribute("id")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") == stops[0]
    page.locator("[id^=move-]").get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    page.locator("[id^=move-]").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == here, "also when the address stays the same"


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_cuts_no_word_of_a_table(page: Any, tmp_path: Path, width: int) -> None:
    """The cells of a row stand one below the other, each word whole, and nothing is wider than the screen."""
    row = "Accommodation | Each adult or child in the household | Authorised by | Amount | Finance | Recorded"
    before = chapter(f"1 Pay: | {row} |")
    after = chapter(f"1 Pay: | {row.replace('Finance', 'Administrators')} |")
    found = compare_chapters(before, after)
    made = redline_page("Pay", "old", "new", found, redline(before, after, found))
    (tmp_path / "redline.html").write_text(made, "utf-8")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((tmp_path / "redline.html").as_uri())
    cells = page.locator(".cell").evaluate_all("cells => cells.map(cell => cell.scrollWidth - cell.clientWidth)")
    assert len(cells) == 6
    assert max(cells) <= 0
    lefts = page.locator(".cell").evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().left)")
    assert len(set(lefts)) == 1
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_nothing_is_wider_than_a_small_phone(page: Any, files: Path) -> None:
    """At 320 pixels the header's search and the filters fit, so that nobody scrolls sideways (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 800})
    for place in ("reread", "changes", "at"):
        page.goto((files / "site" / place / "index.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, place


def test_a_screen_reader_is_told_what_happened(page: Any, files: Path) -> None:
    """In the accessibility tree every insertion and deletion has its role, and words before and after it."""
    page.goto((files / "redline.html").as_uri())
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    known = {node["nodeId"]: node for node in nodes}

    def said(node: dict[str, Any]) -> str:
        if node["role"]["value"] == "StaticText":
            return str(node["name"]["value"])
        return " ".join(said(known[child]) for child in node.get("childIds", ()) if child in known)

    for role, start, end in (("insertion", "added:", "end of added"), ("deletion", "removed:", "end of removed")):
        told = [said(node) for node in nodes if node.get("role", {}).get("value") == role]
        assert told
        assert all(start in each and end in each for each in told), told


def test_nothing_is_told_by_colour_alone(page: Any, files: Path) -> None:
    """On paper, without colours, what went is struck through, what came is underlined, and blocks say what happened."""
    page.goto((files / "redline.html").as_uri())
    page.emulate_media(media="print")
    style = "(node) => [getComputedStyle(node).textDecorationLine, getComputedStyle(node).color]"
    assert page.locator(".row ins").first.evaluate(style) == ["underline", "rgb(0, 0, 0)"]
    assert page.locator(".row del").first.evaluate(style) == ["line-through", "rgb(0, 0, 0)"]
    labels = page.locator(".row-label strong").all_inner_texts()
    assert {"Added", "Removed", "Moved here", "Moved away"} <= set(labels)
    assert not page.locator("[data-toolbar]").is_visible()


def test_a_day_leads_to_the_text_with_its_bounds(page: Any, files: Path) -> None:
    """A chapter's history says what stood on a day, what is not known, and leads to the pair's comparison."""
    history = (files / "site" / "chapters" / "visits" / "history" / "index.html").as_uri()
    page.goto(f"{history}?from=2020-05-01&to=3")
    told = page.locator("[data-days-status]").inner_text()
    assert "1 May 2020: version 1. Seen on 16 March 2020." in told
    assert (
        "12 October 2020, and another text stood there: which of the two stood on the day asked for is not known"
        in told
    )
    page.get_by_role("link", name="See what changed from version 1 to 3").click()
    assert page.url.endswith("chapters/visits/compare/1-3/index.html")
    page.goto(f"{history}?from=2019-01-01&to=2")
    assert "Nothing is known of 1 January 2019" in page.locator("[data-days-status]").inner_text()


def test_two_versions_are_chosen(page: Any, files: Path) -> None:
    """The choice stands in the address; a version against itself is nothing to compare."""
    page.goto((files / "site" / "chapters" / "visits" / "history" / "index.html").as_uri())
    page.locator("select[name=from]").select_option("2")
    assert page.url.endswith("?from=2&to=3")
    assert page.get_by_role("link", name="See what changed from version 2 to 3").is_visible()
    page.locator("select[name=to]").select_option("2")
    assert "nothing to compare" in page.locator("[data-days-status]").inner_text()


def test_the_manual_on_a_day(page: Any, files: Path) -> None:
    """Each chapter has the text of that day only, at first of the last one; what was not there on it is not listed."""
    page.goto((files / "site" / "at" / "index.html").as_uri())
    assert page.locator("[data-days-status]").inner_text().startswith("On 15 March 2021: ")
    assert "Version 1" not in page.locator("tr", has_text="Visits").inner_text()
    page.goto(f"{(files / 'site' / 'at' / 'index.html').as_uri()}?on=2020-10-12")
    visits = page.locator("tr", has_text="Visits").inner_text()
    assert "Version 2" in visits
    assert "Version 1" not in visits
    assert page.locator("tr", has_text="Transport").is_visible()
    page.fill("input[name=on]", "2021-03-15")
    page.get_by_role("button", name="Show").click()
    assert not page.locator("tr", has_text="Transport").is_visible()
    assert page.url.endswith("?on=2021-03-15")
