"""The demo's site as its readers use it: in a browser, from a folder and from a server, without any other request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["file", "http"])
def address(request: pytest.FixtureRequest, demo_workspace: Path) -> Iterator[str]:
    """Where the site is: in a folder, or behind a server."""
    site = demo_workspace / "site"
    if request.param == "file":
        yield site.as_uri()
        return

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_home_shows_what_there_is_to_do(browser_page: Page, address: str) -> None:
    """What must be read again stands on the first page, with the manual's name."""
    browser_page.goto(f"{address}/index.html")
    assert "Wealdmoor" in browser_page.title()
    assert "Domestic Abuse" in browser_page.inner_text("main")


def test_a_chapter_is_found_by_search_and_opens_at_the_section(browser_page: Page, address: str) -> None:
    """`lac review` leads to Looked After Reviews, although the words are not in its title."""
    browser_page.goto(f"{address}/index.html")
    browser_page.fill("main input[type=search]", "lac review")
    browser_page.press("main input[type=search]", "Enter")
    browser_page.wait_for_selector("[data-search-results] a")
    first = browser_page.locator("[data-search-results] a").first
    assert (
        "Looked After Reviews" in browser_page.inner_text("[data-search-results]").split("\n\n")[0] + first.inner_text()
    )
    first.click()
    browser_page.wait_for_selector("h1")
    assert browser_page.inner_text("h1").endswith("Looked After Reviews")
    assert "chapters/looked-after-reviews/index.html" in browser_page.url


def test_a_silent_change_can_be_followed_from_digest_to_redline(browser_page: Page, address: str) -> None:
    """The edition's digest names it; the compare view shows the words that changed."""
    browser_page.goto(f"{address}/changes/2020-10/index.html")
    text = browser_page.inner_text("main")
    assert "Private Fostering" in text
    assert "7 → 5 working days" in text
    browser_page.goto(f"{address}/chapters/private-fostering/compare/1-2/index.html")
    shown = browser_page.locator("del", has_text="7").first
    assert shown.is_visible()
    assert browser_page.locator("ins", has_text="5").first.is_visible()


def test_nothing_is_asked_of_anybody_else(browser_page: Page, address: str) -> None:
    """No request leaves the site, whatever page is open."""
    asked: list[str] = []
    browser_page.on("request", lambda request: asked.append(request.url))
    for place in ("index.html", "chapters/index.html", "reread/index.html", "search/index.html?q=supervision"):
        browser_page.goto(f"{address}/{place}")
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_screen(browser_page: Page, address: str, width: int) -> None:
    """On a phone and on a desk nothing has to be scrolled sideways."""
    browser_page.set_viewport_size({"width": width, "height": 900})
    for place in (
        "index.html",
        "chapters/local-contacts/index.html",
        "chapters/social-worker-visits-to-looked-after-children/compare/1-2/index.html",
        "changes/2021-03/index.html",
        "reread/index.html",
    ):
        browser_page.goto(f"{address}/{place}")
        assert browser_page.evaluate("document.documentElement.scrollWidth") <= width, place
