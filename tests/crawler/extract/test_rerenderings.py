"""False alarms: the same chapter, shown in another way, has the same digest."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from crawler.extract import read_chapter
from crawler.layouts import layout_of, with_selectors
from kb.model import Chapter
from tests.crawler.extract.builders import page
from tests.rerenderings import WAYS, rerendered

DEMO = Path(__file__).parents[3] / "data" / "demo"
HOSTS = {"2020-03": "wealdmoorchildcare.proceduresonline.example", "2021-10": "wealdmoorcs.trixonline.example"}
PAGES = (*sorted(DEMO.glob("2020-03/p_*.html")), *sorted(DEMO.glob("2021-10/chapter/*.html")))
SEEDS = range(100)
_EACH = 2  # pages for each seed, each read as its layout says and as a site is read of which nothing is known


def url_of(path: Path) -> str:
    """The address at which a page of the demo is served."""
    edition, *rest = path.relative_to(DEMO).parts
    return f"http://{HOSTS[edition]}/{'/'.join(rest) if edition == '2020-03' else 'chapter/' + path.stem}"


def read(path: Path, body: bytes, main: str = "") -> Chapter:
    """The chapter in a page's body; `main` overrides where the layout says its text is."""
    url = url_of(path)
    return read_chapter(page(body, url), with_selectors(layout_of(url), main=main))


@cache
def original(path: Path, main: str = "") -> Chapter:
    """The chapter as the demo shows it."""
    return read(path, path.read_bytes(), main)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rerendering_is_no_version(seed: int) -> None:
    """Each seed is another mixture of ways to show a page, tried on pages of both layouts."""
    for path in Random(seed).sample(PAGES, _EACH):
        body = rerendered(path.read_text("utf-8"), seed)
        assert body != path.read_bytes()
        for main in ("", "body"):
            assert read(path, body, main).digest == original(path, main).digest, (path.name, main)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_alone(way: str) -> None:
    """And each way for itself, so that a failure has a name; every one of them does change the page."""
    random = Random(way)
    changed = 0
    for path in PAGES[::9]:
        html = path.read_text("utf-8")
        shown = WAYS[way](html, random)
        changed += shown != html
        assert read(path, shown.encode("utf-8")).digest == original(path).digest, path.name
    assert changed


def test_a_word_is_a_version() -> None:
    """The digest is not blind: one word more in one paragraph is another text."""
    for path in PAGES[::7]:
        html = path.read_text("utf-8")
        where = html.index("</h2>")
        changed = html[:where] + html[where:].replace(". ", " indeed. ", 1)
        assert read(path, changed.encode()).digest != original(path).digest, path.name
