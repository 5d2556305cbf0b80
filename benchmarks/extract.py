"""Extraction: from a page's bytes to a Chapter with its digest, beside parsing alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import lxml.html
from bs4 import BeautifulSoup

from benchmarks.frame import contest, here, milliseconds, optional, options, ratio, table
from benchmarks.manual import all_demo_pages, generated_page, reading_of
from crawler.extract import read_chapter
from kb.model import Page

_OURS, _SOUP, _TREE = "reread", "bs4 on lxml", "lxml"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table."""
    chosen = options(__doc__, rounds=9).parse_args(arguments)
    rounds, words = (1, 500) if chosen.quick else (chosen.rounds, 5_000)
    demo = all_demo_pages()
    subjects = {
        "the demo's pages": demo[:5] if chosen.quick else demo,
        f"generated, {words:,} words": [generated_page(words, seed) for seed in range(1 if chosen.quick else 5)],
    }
    peers = _peers()
    rows = [_row(name, pages, peers, rounds) for name, pages in subjects.items()]
    names = [_OURS, *peers]
    head = ["", "pages", "words a page", *(f"{name} ms" for name in names), *(f"reread/{name}" for name in peers)]
    print(here("beautifulsoup4", "lxml"))
    print(table("From bytes to Chapter with digest; peers only parse (CPU, a page)", head, rows))


def _peers() -> dict[str, Callable[[Page], object]]:
    peers: dict[str, Callable[[Page], object]] = {
        _SOUP: lambda page: BeautifulSoup(page.body, "lxml", from_encoding="utf-8"),
        _TREE: lambda page: lxml.html.document_fromstring(page.body, lxml.html.HTMLParser(encoding="utf-8")),
    }
    selectolax = optional("selectolax.lexbor")
    if selectolax is not None:
        peers["selectolax"] = lambda page: selectolax.LexborHTMLParser(page.body)
    return peers


def _row(name: str, pages: Sequence[Page], peers: dict[str, Callable[[Page], object]], rounds: int) -> list[str]:
    def over_all(work: Callable[[Page], object]) -> Callable[[], None]:
        def run() -> None:
            for page in pages:
                work(page)

        return run

    seconds = contest({_OURS: over_all(_read), **{peer: over_all(work) for peer, work in peers.items()}}, rounds)
    words = sum(read_chapter(page, reading_of(page)).words for page in pages) / len(pages)
    times = [milliseconds(taken, len(pages)) for taken in seconds.values()]
    return [name, str(len(pages)), f"{words:,.0f}", *times, *(f"{ratio(seconds, _OURS, peer):.2f}" for peer in peers)]


def _read(page: Page) -> str:
    return read_chapter(page, reading_of(page)).digest


if __name__ == "__main__":
    main()
