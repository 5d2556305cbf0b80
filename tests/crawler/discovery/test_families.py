"""Each layout family from each of its pages: home, contents or any chapter lead to the same declaration."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from crawler.addresses import address_key
from crawler.declaring import declaration, declared
from crawler.discovery import discovered
from crawler.extract import read_contents
from crawler.found import Discovery
from crawler.layouts import layout_of
from kb.errors import CollectError
from kb.model import Page
from tests.crawler.extract.test_examples import CONTENTS, example
from tests.facts import moment
from tests.served import chapter_page, log_page

FAMILIES = [path for path in CONTENTS if path.parent.name != "generic" and "part" not in path.stem]
LOGS = {"trixonline": "/amendments", "phew": "/page/amendments", "london": "/amendments.html"}


class Site:
    """A manual of a family: its reviewed contents page, a chapter for each row, a log, and a home page."""

    def __init__(self, path: Path) -> None:
        self.family = path.parent.name
        self.contents = example(path)
        reading = layout_of(self.contents.url)
        self.chapters = [one.url for one in read_contents(self.contents, reading).listings]
        log = urljoin(self.contents.url, LOGS.get(self.family, "amendments.html"))
        listed = read_contents(self.contents, reading).listings
        self.pages = {one.url: chapter_page(one.title, "Duties: Somebody does something each day.") for one in listed}
        self.pages[log] = log_page("March 2024", ("Visits", "This chapter has been refreshed."))
        self.home = self.contents.url
        if self.family != "phew":  # its home page is the contents
            folder = urljoin(self.contents.url, ".").removesuffix("chapters/")
            self.home = urljoin(self.contents.url, "/") if self.family == "trixonline" else folder
            self.pages[self.home] = f"<h1>Oakenshaw Procedures</h1><a href='{self.contents.url}'>Contents</a>"

    def looked_at(self, url: str) -> Discovery:
        """What is found from one of its addresses."""

        def ask(wanted: str) -> Page:
            if address_key(wanted) == address_key(self.contents.url):
                return self.contents
            for url, text in self.pages.items():
                if address_key(wanted) == address_key(url):  # http redirects to https, or the other way round
                    return Page("", url, moment("2024-03-01"), text.encode())
            raise CollectError(f"{wanted} was answered with status 404")

        return discovered(url, ask)


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_any_page_of_a_family_leads_to_the_same_declaration(path: Path) -> None:
    """Family, contents with its count, log and name are the same; what is written is a source that begins there."""
    site = Site(path)
    own = [url for url in site.chapters if urlsplit(url).netloc == urlsplit(site.contents.url).netloc]
    written = set()
    for start in (site.home, site.contents.url, *own):
        found = site.looked_at(start)
        assert (found.family, [one.url for one in found.contents]) == (site.family, [site.contents.url]), start
        assert [one.chapters for one in found.contents] == [len(site.chapters)], start
        assert [(log.editions, log.entries) for log in found.logs] == [(1, 1)], start
        table = declaration(found, found.name, 1.0, "")
        written.add(table.partition("\n")[2])
        assert declared(table, found.name, Path("reread.toml")).contents == (site.contents.url,)
    assert len(written) == 1


def test_every_family_is_among_them() -> None:
    """Generations 0 to 4 of the publisher, Phew's and London's sites."""
    names = {f"{path.parent.name}/{path.stem}" for path in FAMILIES}
    assert {
        "proceduresonline/gen0_contents",
        "proceduresonline/gen1_contents",
        "proceduresonline/gen2_contents",
        "trixonline/contents",
        "trixonline/antser_contents",
        "phew/contents_home",
        "london/contents_list",
    } <= names
