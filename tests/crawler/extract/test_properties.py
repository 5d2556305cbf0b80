"""What holds for any page whatever: nothing is made up, nothing depends on the moment or on what stands around."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from kb.text import normalised
from tests.crawler.extract.builders import URL, WORDS, page

_SAID = ("visit", "child", "plan", "1.", "4.2.1", "a)", "must", "£5", "Contents", "•", "|", "é’")
_WORDS = st.lists(st.sampled_from(_SAID), min_size=1, max_size=5)
_TEXT = _WORDS.map(" ".join)
_BLOCKS = ("p", "div", "li", "ul", "ol", "h2", "h4", "td", "tr", "table", "blockquote", "dl", "dt", "dd", "section")
_WRAPS = st.sampled_from((*_BLOCKS, "b", "em", "a", "span", "br", "details"))
_TREE = st.recursive(
    _TEXT,
    lambda inner: st.tuples(_WRAPS, st.lists(inner, max_size=4), st.booleans()).map(
        lambda made: f"<{made[0]}>{' '.join(made[1])}" + (f"</{made[0]}>" if made[2] else "")
    ),
    max_leaves=12,
)


def squeezed(text: str) -> str:
    """A text without white space and the signs that stand between cells."""
    return re.sub(r"[\s¦|•]+", "", normalised(text))


@settings(max_examples=150, deadline=None)
@given(_TREE)
def test_text_is_a_subsequence_of_what_the_page_shows(markup: str) -> None:
    """Whatever the markup, well formed or not, the sections' text stands in the page in the same order."""
    body = f"<h1>Visits</h1>{WORDS}{markup}"
    chapter = read_chapter(page(body), layout_of(URL))
    said = "".join(block.text for section in chapter.sections for block in section.blocks)
    rest = iter(squeezed(BeautifulSoup(body, "lxml").get_text()))
    assert all(sign in rest for sign in squeezed(said))


@settings(max_examples=50, deadline=None)
@given(_TREE, _TREE)
def test_reading_remembers_nothing(one: str, other: str) -> None:
    """A page reads the same after any other page, and its anchors are all different."""
    given_page = page(f"<h1>Visits</h1>{WORDS}{one}")
    before = read_chapter(given_page, layout_of(URL))
    read_chapter(page(f"<h1>Visits</h1>{WORDS}{other}"), layout_of(URL))
    assert read_chapter(given_page, layout_of(URL)) == before
    anchors = [anchor for section in before.sections for anchor in (section.anchor, *section.block_anchors)]
    assert len(set(anchors)) == len(anchors)


@settings(max_examples=50, deadline=None)
@given(_TREE, st.sampled_from(["nav", "footer", "script", "style", "svg", "form><select", "div class=breadcrumb"]))
def test_furniture_around_a_body_does_not_count(markup: str, element: str) -> None:
    """The same main element has the same digest, whatever stands before, behind and in its furniture."""
    closed = "".join(f"</{name.split()[0]}>" for name in reversed(element.split("><")))
    furniture = f"<{element}><ul><li>Menu 7<li>Search{closed}"
    body = f"<h1>Visits</h1>{WORDS}<div>{markup}</div>"
    plain = read_chapter(page(f"<main>{body}</main>"), layout_of(URL))
    dressed = read_chapter(page(f"{furniture}<main>{furniture}{body}</main>{furniture}"), layout_of(URL))
    assert dressed.digest == plain.digest
