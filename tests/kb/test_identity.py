"""Identity: a chapter stays itself whatever its address, number, title or wording do; two chapters never become one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.identity import Found, Known, Recognised, comparable_address, file_name, recognise, title_key
from kb.model import Chapter, ChapterKind
from tests.builders import chapter

VISITS = chapter(
    "1 Visits: The social worker visits the child at home and sees the child alone within 10 working days of the plan.",
    "2 Recording: The visit is written up on the same day and the manager reads the record before supervision begins.",
    title="Social Worker Visits",
)
FEES = chapter(
    "1 Fees: Allowances are paid every fortnight into the account that the carer has named on the form for payments.",
    "2 Review: The rates are looked at each April by the finance team and published on the council's own web site.",
    title="Fees and Allowances",
)


def known(chapter_id: int, text: Chapter, *urls: str, titles: tuple[str, ...] = ()) -> Known:
    """A known chapter with the addresses it had."""
    addresses = frozenset(comparable_address(url) for url in urls)
    return Known(chapter_id, text.kind, addresses, (*titles, text.title), lambda: text)


def found(url: str, text: Chapter) -> Found:
    """A page of the present collection."""
    return Found(url, replace(text, url=url))


def ids(recognised: tuple[Recognised, ...]) -> list[tuple[int | None, str]]:
    """What each page was recognised as, and how."""
    return [(one.chapter_id, one.how) for one in recognised]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.manual.example/p_visits.html", "https://manual.example/p_visits.html", True),
        ("https://manual.example/chapter/visits/", "https://manual.example/chapter/visits", True),
        ("https://manual.example/quick%20guide.html", "https://manual.example/quick guide.html", True),
        ("https://manual.example/p_visits.html", "https://other.example/p_visits.html", False),
        ("https://manual.example/x?id=1", "https://manual.example/x?id=2", False),
    ],
)
def test_addresses_are_compared_without_what_changes(one: str, other: str, same: bool) -> None:
    """Scheme, "www.", slashes and escapes do not make another page; host, path and query do."""
    assert (comparable_address(one) == comparable_address(other)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5 Private Fostering", "Private Fostering"),
        ("CP4. Referral and Assessment", "Referral & Assessment"),
        ("Children’s Homes – Visits", "Children's homes - visits"),
    ],
)
def test_titles_are_compared_without_number_and_typography(one: str, other: str) -> None:
    """A number changes when the contents list is re-ordered; it is no part of a title."""
    assert title_key(one) == title_key(other)


def test_a_known_address_comes_first() -> None:
    """Even a page with another title and text is the chapter of its address."""
    pages = [found("http://m.example/p_visits.html", FEES)]
    assert ids(recognise([known(1, VISITS, "http://m.example/p_visits.html")], pages, True)) == [(1, "known address")]


def test_a_file_name_survives_a_dropped_folder() -> None:
    """Generation 1 to 2: "/chapters/" goes, the file name stays."""
    assert file_name("http://m.example/chapters/p_visits.html") == "p_visits"
    pages = [found("https://m.example/p_visits.htm", replace(VISITS, title="Seeing Children"))]
    before = known(1, VISITS, "http://m.example/chapters/p_visits.html")
    assert ids(recognise([before], pages, complete=True)) == [(1, "same file name")]


def test_a_title_survives_a_new_site() -> None:
    """Generation 2 to 3: only the title is left to go by, and former titles count."""
    pages = [found("https://new.example/chapter/social-worker-visits", VISITS)]
    before = known(
        1, replace(VISITS, title="Seeing Children"), "http://m.example/p_visits.html", titles=("Social Worker Visits",)
    )
    assert ids(recognise([before], pages, complete=False)) == [(1, "same title")]


def test_a_former_title_in_the_log_joins() -> None:
    """ "Previously called" in the log is as good as a title."""
    pages = [found("https://new.example/chapter/x", replace(FEES, title="Money"))]
    former = {title_key("Money"): title_key("Social Worker Visits")}
    before = known(1, VISITS, "http://m.example/p_visits.html")
    assert ids(recognise([before], pages, True, former)) == [(1, "same title")]


def test_a_text_survives_a_new_title_and_address_at_once() -> None:
    """When a chapter vanished in the same complete collection, its text finds it again."""
    pages = [found("https://new.example/chapter/y", replace(VISITS, title="Contact with Children"))]
    before = [known(1, VISITS, "http://m.example/p_visits.html"), known(2, FEES, "http://m.example/p_fees.html")]
    assert ids(recognise(before, pages, complete=True)) == [(1, "same text")]
    assert ids(recognise(before, pages, complete=False)) == [(None, "not seen before")]


def test_a_likeness_below_sure_is_reported_and_not_joined() -> None:
    """Two thirds of a text is a question for a person, not an answer."""
    extended = chapter(
        *(f"{one.label} {one.title}: {one.blocks[0].text}" for one in VISITS.sections),
        "3 Travel: Journeys are claimed by the mile on the blue form before the last Friday of each month in term.",
        title="Contact",
    )
    before = known(1, VISITS, "http://m.example/p")
    (one,) = recognise([before], [found("https://n.example/z", extended)], complete=True)
    assert (one.chapter_id, one.like) == (None, 1)
    assert 0.5 <= one.likeness < 0.8


def test_a_document_is_never_taken_for_a_chapter() -> None:
    """A form with a chapter's title is another thing."""
    form = replace(VISITS, kind=ChapterKind.DOCUMENT)
    pages = [found("http://m.example/form.pdf", form)]
    before = known(1, VISITS, "http://m.example/p_visits.html")
    assert ids(recognise([before], pages, complete=True)) == [(None, "not seen before")]


def test_two_pages_never_become_one_chapter() -> None:
    """Two new pages of one title are left apart rather than guessed."""
    pages = [found("https://n.example/a", VISITS), found("https://n.example/b", VISITS)]
    recognised = recognise([known(1, VISITS, "http://m.example/p_visits.html")], pages, complete=False)
    assert ids(recognised) == [(None, "not seen before"), (None, "not seen before")]


@given(st.lists(st.sampled_from([VISITS, FEES]), max_size=5), st.booleans())
def test_each_page_is_recognised_once_and_each_chapter_used_once(texts: list[Chapter], complete: bool) -> None:
    """Whatever is found, nothing is lost and nothing joined twice."""
    pages = [found(f"https://n.example/{place}", text) for place, text in enumerate(texts)]
    before = [known(1, VISITS, "http://m.example/p_visits.html"), known(2, FEES, "http://m.example/p_fees.html")]
    recognised = recognise(before, pages, complete)
    assert [one.found.url for one in recognised] == [page.url for page in pages]
    joined = [one.chapter_id for one in recognised if one.chapter_id is not None]
    assert len(joined) == len(set(joined))
