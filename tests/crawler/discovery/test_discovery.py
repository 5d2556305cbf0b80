"""Discovery: what looking at a manual's address finds, and what it says it did not find."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.declaring import declaration, declared
from crawler.discovery import discovered, proposed_name
from crawler.found import Discovery
from crawler.layouts import layout_of
from crawler.sources import Selectors
from kb.errors import CollectError
from kb.model import Page
from tests.crawler.discovery.handbooks import flat_tables, mkdocs_nav, sphinx_tree
from tests.facts import moment
from tests.served import chapter_page, contents_page, log_page, small_manual


def looked_at(url: str, pages: Mapping[str, str], asked: list[str] | None = None) -> Discovery:
    """What is found at an address of a site that has these pages, by path; `asked` gets the paths asked for."""

    def ask(wanted: str) -> Page:
        path = urlsplit(wanted).path
        if asked is not None:
            asked.append(path)
        if path not in pages:
            raise CollectError(f"{wanted} was answered with status 404")
        return Page("", wanted, moment("2024-03-01"), pages[path].encode())

    return discovered(url, ask)


def advice_for(found: Discovery) -> str:
    """What was not found, in one text."""
    return " / ".join(miss.what for miss in found.missing)


ROWS = (("1.1", "Visits", "p_visits.html"), ("1.2", "Fees", "p_fees.html"), ("1.3", "Records", "p_records.html"))


@pytest.mark.parametrize("start", ["/contents.html", "/p_fees.html", "/"])
def test_a_manual_is_found_from_any_of_its_pages(start: str) -> None:
    """Home, contents or chapter: contents, log, title and documents are the same."""
    pages = small_manual()
    pages["/"] = "<h1>Welcome to the Ourshire Procedures Manual</h1><p><a href='contents.html'>Contents</a></p>"
    pages["/p_visits.html"] = pages["/p_visits.html"].replace(
        "</body>", "<a href='client_supplied/a.docx'>Form</a><a href='client_supplied/b.XLS'>Rates</a></body>"
    )
    found = looked_at(f"http://ourshirecs.proceduresonline.com{start}", pages)
    assert (found.family, found.told_by, found.name) == ("proceduresonline", "host", "ourshirecs")
    assert found.title == "Ourshire Procedures Manual"
    assert [(one.chapters, one.parts) for one in found.contents] == [(3, ("All Children",))]
    assert [(log.editions, log.entries) for log in found.logs] == [(1, 1)]
    (document,) = found.documents
    assert (document, f"{document[:-22]}p_visits.html") in found.linked_from
    assert [url.rpartition("/")[2] for url in found.noted] == ["b.XLS"]


@pytest.mark.parametrize(
    ("start", "contents", "told", "name"),
    [
        ("cpp.ourshire.gov.uk/chapters/p_visits.html", "/chapters/contents.html", "proceduresonline path", "cpp"),
        ("ours.proceduresonline.com/chapters/p_fees.html", "/chapters/contents.html", "proceduresonline host", "ours"),
        ("proceduresonline.com/ours/cs/p_fees.html", "/ours/cs/contents.html", "proceduresonline host", "ours-cs"),
        ("ourscs.trixonline.co.uk/chapter/p_fees.html", "/contents/contents", "trixonline host", "ourscs"),
        ("oursfch.proceduresonline.antser.com/", "/contents/procedures", "trixonline host", "oursfch"),
        ("www.londoncp.co.uk/p_fees.html", "/contents.html", "london host", "londoncp"),
    ],
)
def test_each_generation_is_recognised(start: str, contents: str, told: str, name: str) -> None:
    """Generations 0 to 4 and London's: the family, how it was told, its contents where no page links to them."""
    family = told.split()[0]
    folder = "/chapter/" if family == "trixonline" else contents.rpartition("/")[0] + "/"
    rows = [(number, title, f"{folder}{file}") for number, title, file in ROWS]
    pages = {contents: contents_page(*rows).replace("<p><a href='amendments.html'>Amendments</a></p>", "")}
    pages |= {file: chapter_page(title, "Duties: Somebody does something.") for _, title, file in rows}
    pages |= {path: page.replace("<a href='contents.html'>Contents</a>", "") for path, page in pages.items()}
    pages.setdefault("/", "<h1>Home</h1>")
    found = looked_at(f"https://{start}", pages)
    assert (f"{found.family} {found.told_by}", found.name) == (told, name)
    assert [urlsplit(one.url).path for one in found.contents] == [contents]
    assert "an amendments page" in advice_for(found)


def test_the_publishers_markup_on_a_foreign_host_is_recognised() -> None:
    """Where neither host nor address tell, the style sheets do, and the source has to name the layout."""
    pages = small_manual()
    pages["/welcome.php"] = (
        '<link href="css/jquery.tocify.css"><h1>Ourshire Manual</h1><a href="contents.html">Contents</a>'
    )
    found = looked_at("https://manual.ourshire.gov.uk/welcome.php", pages)
    assert (found.family, found.told_by, found.layout) == ("proceduresonline", "markup", "proceduresonline")
    assert found.contents[0].chapters == 3


def test_phews_home_page_is_the_contents() -> None:
    """Chapters are told by their letters; the home page lists them, the log is under /page/."""
    chapters = {f"/{letters}/part-one/chapter-{letters}": letters for letters in ("zkpql", "qkyoqs", "ykppt", "abcdef")}
    links = "".join(f"<li><a href='{path}'>Chapter {letters}</a></li>" for path, letters in chapters.items())
    pages = {path: chapter_page(f"Chapter {letters}", "Duties: All do.") for path, letters in chapters.items()}
    pages["/"] = f"<h1>Ourshire Procedures</h1><ul>{links}</ul><a href='/page/quickguide'>Quick guide</a>"
    pages["/page/amendments"] = log_page("March 2020", ("Chapter zkpql", "Full update."))
    found = looked_at("https://ourshire.procedures.org.uk/zkpql/part-one/chapter-zkpql", pages)
    assert (found.family, found.contents[0].chapters, found.name) == ("phew", 4, "ourshire")
    assert [urlsplit(log.url).path for log in found.logs] == ["/page/amendments"]


@pytest.mark.parametrize("start", ["/handbook/", "/handbook/families/visits.html"])
def test_a_tree_like_sphinx_makes(start: str) -> None:
    """The toctree in the text is taken, not the sidebar; section links count once; `role=main` holds the text."""
    found = looked_at(f"https://alder.example{start}", sphinx_tree())
    assert found.contents[0].chapters == 5
    assert found.contents[0].url == "https://alder.example/handbook/"
    assert found.selectors == Selectors(contents_links="div.toctree-wrapper > ul a", main="[role=main]")
    assert (found.title, found.name) == ("Alder House Handbook", "alder-handbook")
    assert "a readable chapter" not in advice_for(found)


@pytest.mark.parametrize("start", ["/guide/", "/guide/keys/"])
def test_a_menu_like_mkdocs_makes(start: str) -> None:
    """The menu is the contents, its folder the page to start from; what each chapter repeats is to be removed."""
    found = looked_at(f"https://birch.example{start}", mkdocs_nav())
    assert [(one.url, one.chapters) for one in found.contents] == [("https://birch.example/guide/", 5)]
    assert found.selectors == Selectors(contents_links="nav.md-nav > ul a", main="article", remove="div.was-it-useful")
    assert [(log.editions, urlsplit(log.url).path) for log in found.logs] == [(1, "/guide/changelog/")]
    assert found.title == "Birch Lodge Guide"


def test_a_flat_list_in_tables() -> None:
    """Without semantic elements: tables of links, the title in an `h2` because every `h1` is the site's name."""
    found = looked_at("https://cedar.example/staff/policy_keys.php", flat_tables())
    assert [(one.url, one.chapters) for one in found.contents] == [("https://cedar.example/staff/list.php", 6)]
    assert found.selectors == Selectors(contents_links="#text a", main="#text", title="#text h2", remove="p.print-me")
    assert (len(found.noted), found.title) == (6, "Cedar Trust")
    assert "Contents Form" in advice_for(found)


def test_nothing_is_found_silently() -> None:
    """A page without a list has no contents, and each thing that is missing is said with what to do."""
    found = looked_at("https://elm.example/about", {"/about": "<h1>About</h1><p>We are few.</p>"})
    assert found.contents == ()
    for what in ("a contents page", "an amendments page", "a documents library"):
        assert what in advice_for(found)
    assert all(miss.advice for miss in found.missing)


def test_a_broken_chapter_is_said() -> None:
    """A listed chapter that does not answer, or cannot be read, is named."""
    pages = small_manual()
    del pages["/p_fees.html"]
    pages["/p_records.html"] = "<html><body><div id='content'><h1>Records</h1></div></body></html>"
    found = looked_at("https://ourshirecs.proceduresonline.com/contents.html", pages)
    assert "1 of the 3 chapters looked at" in advice_for(found)
    assert "a readable chapter at https://ourshirecs.proceduresonline.com/p_records.html" in advice_for(found)


def test_only_a_handful_of_pages_is_asked_for() -> None:
    """However long the manual is."""
    rows = [(str(number), f"Chapter {number}", f"p_{number}.html") for number in range(300)]
    pages = {"/contents.html": contents_page(*rows)}
    pages |= {f"/{file}": chapter_page(title, "Duties: All do.") for _, title, file in rows}
    asked: list[str] = []
    looked_at("https://ourshirecs.proceduresonline.com/contents.html", pages, asked)
    assert len(set(asked)) <= 12


def test_an_address_that_is_no_page_is_refused() -> None:
    """A PDF is no place to start from."""

    def ask(url: str) -> Page:
        return Page("", url, moment("2024-03-01"), b"%PDF-1.4", media_type="application/pdf")

    with pytest.raises(CollectError, match="give the address of the manual's home"):
        discovered("https://ourshire.example/a.pdf", ask)


@pytest.mark.parametrize(
    ("url", "family", "name"),
    [
        ("https://www.proceduresonline.com/bristol/cs/contents.html", "proceduresonline", "bristol-cs"),
        (
            "https://swindonchildcare.proceduresonline.com/chapters/contents.html",
            "proceduresonline",
            "swindonchildcare",
        ),
        ("https://docs.council.example/staff/handbook/", "generic", "council-staff"),
        (f"https://{'a' * 60}.example/", "generic", "a" * 40),
        ("https://Ölwerk.example/", "generic", "lwerk"),
    ],
)
def test_names(url: str, family: str, name: str) -> None:
    """A name is made from the host's own part and can always name a source."""
    assert proposed_name(url, family) == name


def test_a_handbook_in_a_folder_keeps_to_it() -> None:
    """Where all that was found lies in one folder of a host, the rest of the host is none of the manual."""
    found = looked_at("https://alder.example/handbook/", sphinx_tree())
    assert found.folder == "alder.example/handbook"
    source = declared(declaration(found, "alder", 1.0, ""), "alder", Path("reread.toml"))
    assert source.all_hosts == ("alder.example/handbook",)
    reading = layout_of("https://alder.example/handbook/", source.all_hosts, "generic")
    assert reading.belongs("https://www.alder.example/handbook/house/keys.html")
    assert not reading.belongs("https://alder.example/shop/keys.html")
    assert not reading.belongs("https://alder.example/handbook-2/keys.html")
