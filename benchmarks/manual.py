"""What is measured on: the demo's pages, and chapters of any length made from the demo's own sentences.

Generated pages read like a manual (obligations, time limits, lists, tables) because they are made of one; the same seed
gives the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources.abc import Traversable
from itertools import pairwise
from random import Random

from crawler.extract import read_chapter
from crawler.layouts import Reading, layout_of
from kb.demo import DemoManual, load_demo
from kb.demo.editions import DemoEdition
from kb.model import BlockKind, Chapter, Page

HOST = "generated.proceduresonline.example"
_SECTION_WORDS = 180
"""About what a section of the demo has."""

_SENTENCE = re.compile(r"(?<=[.;:])\s+(?=[A-Z])")


def reading_of(page: Page) -> Reading:
    """How a page is read: by the layout of its address."""
    return layout_of(page.url)


def demo_pages(edition: DemoEdition, manual: DemoManual) -> Iterator[Page]:
    """The chapters that an edition of the demo shows, also those it takes over from the edition before."""
    for path in sorted(_chapter_paths(edition, manual)):
        found = manual.file(edition, path)
        if found is not None:
            url = f"http://{edition.host}/{path}"
            yield Page(manual.source, url, edition.collected_at, found.body, charset="utf-8")


def _chapter_paths(edition: DemoEdition, manual: DemoManual) -> set[str]:
    folder = manual.root.joinpath(edition.folder)
    before = next((one for one in manual.editions if one.folder == edition.builds_on), None)
    inherited = _chapter_paths(before, manual) if before else set()
    return inherited | {f"{one.name}" for one in folder.iterdir() if one.name.startswith("p_")} | _slugs(folder)


def _slugs(folder: Traversable) -> set[str]:
    chapters = folder.joinpath("chapter")
    return {f"chapter/{one.name.removesuffix('.html')}" for one in chapters.iterdir()} if chapters.is_dir() else set()


def all_demo_pages() -> list[Page]:
    """The chapters of all four editions."""
    manual = load_demo()
    return [page for edition in manual.editions for page in demo_pages(edition, manual)]


def demo_pairs(editions: int = 4) -> list[tuple[Chapter, Chapter]]:
    """The demo's chapters in its first consecutive editions, where the page is another one.

    They are paired by title; the few that were retitled are left out.
    """
    manual = load_demo()
    pairs = []
    for before, after in pairwise(manual.editions[:editions]):
        earlier = {chapter.title: (page, chapter) for page, chapter in _read(before, manual)}
        for page, chapter in _read(after, manual):
            known = earlier.get(chapter.title)
            if known and known[0].body != page.body:
                pairs.append((known[1], chapter))
    return pairs


def _read(edition: DemoEdition, manual: DemoManual) -> Iterator[tuple[Page, Chapter]]:
    for page in demo_pages(edition, manual):
        yield page, read_chapter(page, reading_of(page))


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the demo's first edition, each once."""
    manual = load_demo()
    texts = (
        block.text
        for _, chapter in _read(manual.editions[0], manual)
        for block in chapter.blocks()
        if block.kind is BlockKind.PARAGRAPH
    )
    found = (one.strip() for text in texts for one in _SENTENCE.split(text))
    return tuple(dict.fromkeys(one for one in found if len(one.split()) > 5))


def prose(rng: Random) -> Iterator[str]:
    """Sentences without end; none comes again before all have been used."""
    while True:
        yield from rng.sample(sentences(), len(sentences()))


def generated_page(words: int, seed: int, name: str = "p_generated.html") -> Page:
    """A page of about that many words in the publisher's second layout: sections of paragraphs, lists and a table."""
    rng = Random(seed)
    says = prose(rng)
    title = f"Generated Chapter {seed}"
    parts = [_section_html(number, says, rng) for number in range(1, max(1, round(words / _SECTION_WORDS)) + 1)]
    links = "".join(f"<li><a href='p_{place}.html'>Chapter {place}</a></li>" for place in range(18))
    html = (
        f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<nav><ul>{links}</ul></nav>"
        f"<div id='content'><h1>{title}</h1>"
        "<div class='scope'><h2>SCOPE OF THIS CHAPTER</h2><p>This chapter applies to every child.</p></div>"
        f"{''.join(parts)}</div><footer><p>Last Updated: 1 March 2020</p></footer></body></html>"
    )
    return Page("generated", f"http://{HOST}/{name}", load_demo().editions[0].collected_at, html.encode())


def _section_html(number: int, says: Iterator[str], rng: Random) -> str:
    heading = " ".join(next(says).rstrip(".;:").split()[:4])
    body = [f"<h2>{number}. {escape(heading)}</h2>", *(_paragraph(says, rng) for _ in range(2))]
    body.append(f"<ul>{''.join(f'<li>{escape(next(says))}</li>' for _ in range(2))}</ul>")
    if number % 4 == 0:
        rows = "".join(f"<tr><td>Step {row}</td><td>{escape(next(says))}</td></tr>" for row in (1, 2))
        body.append(f"<table><tr><th>Step</th><th>What is done</th></tr>{rows}</table>")
    else:
        body.append(_paragraph(says, rng))
    return "".join(body)


def _paragraph(says: Iterator[str], rng: Random) -> str:
    first, *rest = (escape(next(says)) for _ in range(rng.choice((2, 2, 3))))
    link = f"<a href='https://www.gov.uk/{rng.randrange(999)}'>Guidance</a>"
    return f"<p><strong>{first}</strong> {' '.join(rest)} {link}</p>"


def generated_chapter(words: int, seed: int) -> Chapter:
    """That page, read."""
    page = generated_page(words, seed)
    return read_chapter(page, reading_of(page))
