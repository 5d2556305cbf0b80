"""The reading list and the sign-off sheet in a browser: filters by audience and level that a link can carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.model import (
    Audience,
    FindingKind,
    Level,
    NationalAmendment,
    ReadingRules,
    Uptake,
    UptakeState,
)
from site_builder.build import build_site
from site_builder.facts import Manual
from tests.site_builder.builders import NOW, built, manual
from tests.site_builder.pages import Outline

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

RULES = ReadingRules(150, (Audience("Fostering team", titles=("visit",)), Audience("Money & more", titles=("x",))))


def read_manual() -> Manual:
    """The publisher's manual with audiences: Visits concerns the fostering team, Hostile another one."""
    facts = manual()
    teams = {1: ("Fostering team",), 2: ("Money & more",)}
    reading = tuple(
        replace(item, audiences=teams.get(item.chapter_id, ()), also=(("7", "Wording"),)) for item in facts.reading
    )
    return replace(facts, reading=reading, reading_rules=RULES)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of it."""
    return built(tmp_path_factory.mktemp("reading"), read_manual())


@pytest.fixture
def without_scripts(browser: object) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context: BrowserContext = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    yield context.new_page()
    context.close()


def titles(page: Page) -> list[str]:
    """The chapters shown, once each."""
    shown = page.locator(".reading-item:visible h3, .reading-item:visible h4").all_inner_texts()
    return list(dict.fromkeys(shown))


@pytest.mark.browser
def test_a_link_carries_what_somebody_sees(browser_page: Page, site: Path) -> None:
    """A manager's choice stands in the address; who opens it sees the same, and the sheet keeps it."""
    browser_page.goto(f"file://{site}/reread/index.html")
    assert len(titles(browser_page)) == 3
    browser_page.locator("[data-audience-filter]").select_option(label="Fostering team")
    browser_page.locator("[data-level-filter][value='skim']").uncheck()
    browser_page.locator("[data-level-filter][value='section']").uncheck()
    assert browser_page.url.endswith("#audience=fostering-team&level=must")
    address = browser_page.url
    browser_page.goto("about:blank")
    browser_page.goto(address)
    assert browser_page.locator("[data-audience-filter]").input_value() == "fostering-team"
    assert titles(browser_page) == ["1 Visits"]
    assert browser_page.locator("[data-reading-status]").inner_text().startswith("1 chapter to read, about 2 min")
    browser_page.get_by_role("link", name="Sign-off sheet to print").click()
    assert browser_page.url.endswith("sign-off.html#audience=fostering-team&level=must")
    assert browser_page.locator("[data-sheet]:visible tbody tr:visible th").count() == 1
    assert browser_page.locator("[data-team]:visible").first.inner_text() == "Fostering team"


@pytest.mark.browser
def test_audience_and_level_work_together(browser_page: Page, site: Path) -> None:
    """Groups without anything for the team are gone; the summary of a group counts what it shows."""
    browser_page.goto(f"file://{site}/reread/index.html#audience=money-more")
    assert browser_page.locator("[data-audience-filter]").input_value() == "money-more"
    shown = browser_page.locator("[data-group]:visible [data-group-summary]").all_inner_texts()
    assert shown[0] == "1 chapter, about 2 minutes"
    browser_page.locator("[data-level-filter][value='skim']").uncheck()
    assert browser_page.locator(".reading-item:visible").count() == 0
    assert browser_page.locator("[data-reading-status]").inner_text() == "0 chapters to read, about 0 min"


@pytest.mark.browser
def test_an_address_that_says_nonsense_shows_everything(browser_page: Page, site: Path) -> None:
    """An audience that is no longer declared hides nothing; a plain anchor stays one."""
    browser_page.goto(f"file://{site}/reread/index.html#audience=gone&edition=%E0")
    assert len(titles(browser_page)) == 3
    browser_page.goto("about:blank")
    browser_page.goto(f"file://{site}/reread/index.html#edition-2021-03")
    assert browser_page.url.endswith("#edition-2021-03")


@pytest.mark.browser
def test_the_keyboard_reaches_every_filter(browser_page: Page, site: Path) -> None:
    """Audience, levels and "hide what I have read" by Tab, each with a name; what is shown is announced."""
    browser_page.goto(f"file://{site}/reread/index.html")
    browser_page.locator("[data-audience-filter]").focus()
    for value in ("must", "section", "skim"):
        browser_page.keyboard.press("Tab")
        assert browser_page.evaluate("document.activeElement.value") == value
    browser_page.keyboard.press("Space")
    assert not browser_page.locator("[data-level-filter][value='skim']").is_checked()
    fields = browser_page.locator("form[data-filters] input, form[data-filters] select")
    names = [fields.nth(place).evaluate("each => each.labels[0].textContent.trim()") for place in range(fields.count())]
    assert len(names) == 5 and all(names)
    assert browser_page.locator("[data-reading-status]").get_attribute("role") == "status"


@pytest.mark.browser
def test_without_scripts_everything_is_there(without_scripts: Page, site: Path) -> None:
    """No filter, no tick, every item, every sheet."""
    without_scripts.goto(f"file://{site}/reread/index.html")
    assert without_scripts.locator("[data-filters]").is_hidden()
    assert len(titles(without_scripts)) == 3
    without_scripts.goto(f"file://{site}/reread/sign-off.html")
    assert (
        without_scripts.locator("[data-sheet]:visible").count() == without_scripts.locator("[data-sheet]").count() > 1
    )


@pytest.mark.browser
def test_a_sheet_without_rows_says_so(browser_page: Page, site: Path) -> None:
    """A team with nothing in an edition is told, instead of an empty page."""
    browser_page.goto(f"file://{site}/reread/sign-off.html#audience=fostering-team&level=skim")
    assert browser_page.locator("[data-sheet]:visible").count() == 0
    assert browser_page.locator("[data-empty-status]").inner_text().startswith("Nothing to sign")


def test_the_pace_and_what_also_changed_are_said(site: Path) -> None:
    """Minutes come with the words a minute; sections without need to read again are named."""
    text = (site / "reread" / "index.html").read_text("utf-8")
    assert "at 150 words a minute" in text
    assert "7 Wording: no need to read again" in text
    assert Outline(text).faults == []


def test_adoption_is_a_page_where_there_are_two_manuals(tmp_path: Path) -> None:
    """Each manual with its state, the edition that took it up, and how far we know; none on a site of one manual."""
    one, two = manual("one", "One"), manual("two", "Two")
    entry = one.editions[0].amendments[1]
    uptakes = (
        Uptake("one", UptakeState.TAKEN_UP, "", entry, "hostile", 0.9, ("the same chapter",), FindingKind.UNSEEN),
        Uptake("two", UptakeState.NOT_YET, "its log is known from 2020-03 to 2021-03"),
    )
    amendment = NationalAmendment("Hostile <b>", "2021-03", "Section 1 & more.", (), uptakes)
    build_site((one, two), tmp_path / "site", NOW, adopted=(amendment,))
    page = Outline((tmp_path / "site" / "adoption" / "index.html").read_text("utf-8"))
    assert page.faults == [] and page.tables == page.captions == 1
    assert "Hostile &lt;b&gt;" in page.text and "taken up by 1 of 2 manuals" in page.text
    assert "90% sure: the same chapter; logged, not seen" in page.text
    assert "Its log is known from 2020-03 to 2021-03" in page.text
    assert "../one/changes/2021-03/index.html#entry-2" in page.links
    assert not (built(tmp_path / "single") / "adoption").exists()


def test_levels_have_one_order() -> None:
    """What asks for reading is stronger than what does not."""
    asking = [level.rank for level in Level if level.asks_for_reading]
    assert max(asking) < min(level.rank for level in Level if not level.asks_for_reading)
