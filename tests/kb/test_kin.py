"""Splits, mergers and mass moves: what became of chapters of which the address tells nothing."""

from __future__ import annotations

import random
import time
from dataclasses import replace

from kb.identity import Recognised, recognise
from kb.likeness import candidates, likeness, share, word_runs
from kb.model import Chapter
from tests.builders import chapter
from tests.kb.test_identity import FEES, VISITS, found, known

TRAVEL = "1 Travel: Journeys are claimed by the mile on the blue form before the last Friday of each month in term."
NIGHTS = "1 Nights: Whoever is on duty at night hands the book to the morning team and tells them what is still open."
WHOLE = chapter(TRAVEL, NIGHTS.replace("1 ", "2 "), title="Out of hours")


def kin(recognised: tuple[Recognised, ...]) -> list[tuple[int | None, list[int], list[int], int | None]]:
    """What each page is, what it was split from, what merged into it, and what it may be."""
    return [
        (one.chapter_id, [i for i, _ in one.split_from], [i for i, _ in one.merged], one.like) for one in recognised
    ]


def test_a_chapter_that_went_to_two_new_ones_is_split() -> None:
    """Neither is it, both know where they come from, and nobody is asked."""
    pages = [
        found("https://m.example/a", chapter(TRAVEL, title="Getting about")),
        found("https://m.example/b", chapter(NIGHTS, title="After dark")),
    ]
    recognised = recognise([known(1, WHOLE, "http://m.example/p_out.html")], pages, complete=True)
    assert kin(recognised) == [(None, [1], [], None), (None, [1], [], None)]


def test_one_new_page_with_half_a_chapter_is_asked_about() -> None:
    """Of one piece nobody can say whether the rest was dropped or the piece is a chapter of its own."""
    most = chapter(
        TRAVEL, NIGHTS.replace("1 ", "2 ").replace(" and tells them what is still open", ""), title="Getting about"
    )
    pages = [found("https://m.example/a", replace(most, sections=most.sections[:2]))]
    shorter = chapter(TRAVEL, NIGHTS.replace("1 ", "2 "), "3 Keys: The keys hang in the office.", title="Out of hours")
    assert kin(recognise([known(1, shorter, "http://m.example/p")], pages, complete=True)) == [(None, [], [], 1)]


def test_a_part_that_left_a_chapter_is_split_from_it() -> None:
    """The chapter stays what it is at its address; the new page took over what it lost."""
    pages = [
        found("http://m.example/p_out.html", replace(WHOLE, sections=WHOLE.sections[:1])),
        found("https://m.example/b", chapter(NIGHTS, title="After dark")),
    ]
    recognised = recognise([known(1, WHOLE, "http://m.example/p_out.html")], pages, complete=True)
    assert kin(recognised) == [(1, [], [], None), (None, [1], [], None)]


def test_a_chapter_that_went_into_another_is_merged() -> None:
    """Into one that was there, or with another one into a new one."""
    travel, nights = chapter(TRAVEL, title="Getting about"), chapter(NIGHTS, title="After dark")
    before = [known(1, travel, "http://m.example/p_travel.html"), known(2, nights, "http://m.example/p_nights.html")]
    there = [found("http://m.example/p_travel.html", WHOLE)]
    assert kin(recognise(before, there, complete=True)) == [(1, [], [2], None)]
    new = [found("http://m.example/p_out.html", WHOLE)]
    assert kin(recognise(before, new, complete=True)) == [(None, [], [1, 2], None)]


def test_nothing_vanishes_in_a_collection_that_is_not_complete() -> None:
    """What was not reached was neither split nor merged."""
    pages = [
        found("https://m.example/a", chapter(TRAVEL, title="Getting about")),
        found("https://m.example/b", chapter(NIGHTS, title="After dark")),
    ]
    recognised = recognise([known(1, WHOLE, "http://m.example/p_out.html")], pages, complete=False)
    assert [(one.split_from, one.merged) for one in recognised] == [((), ())] * 2


def test_of_two_pages_at_one_chapters_addresses_the_nearer_text_is_its() -> None:
    """A chapter with an old and a new address is never lost where both answer."""
    before = [known(1, VISITS, "http://m.example/old", "http://m.example/new")]
    pages = [found("http://m.example/old", FEES), found("http://m.example/new", VISITS)]
    assert [one.chapter_id for one in recognise(before, pages, complete=True)] == [None, 1]


def test_nearly_the_same_title_is_asked_about() -> None:
    """A word spelt otherwise is no proof; without a like text a person is asked."""
    before = [known(1, replace(VISITS, title="Child Protection Enquires"), "http://m.example/p")]
    pages = [found("http://n.example/x", replace(FEES, title="Child Protection Enquiries"))]
    (one,) = recognise(before, pages, complete=True)
    assert (one.chapter_id, one.like) == (None, 1)
    assert one.likeness > 0.9


def test_shares_of_a_text() -> None:
    """Half a text is wholly in the whole one, which is half in it; unlike texts share nothing."""
    part, whole = word_runs(chapter(TRAVEL, title="")), word_runs(WHOLE)
    assert share(part, whole) == 1.0
    assert 0.4 < share(whole, part) < 0.6
    assert likeness(part, word_runs(VISITS)) == 0.0
    assert candidates({"a": part}, {1: whole, 2: word_runs(VISITS)}) == {"a": (1, 2)}


def _manual(chapters: int, words: int) -> list[Chapter]:
    """Chapters that share standing phrases and are otherwise about different things."""
    chance = random.Random(7)
    phrases = " ".join(f"the social worker records step {n} on the child's file" for n in range(10))
    return [
        chapter(
            f"1 Text: {phrases} " + " ".join(f"w{chance.randrange(6000)}" for _ in range(words)), title=f"Title {n}"
        )
        for n in range(chapters)
    ]


def test_three_hundred_chapters_that_move_at_once_are_recognised_fast() -> None:
    """All addresses, file names and titles are new, and every text was touched: each chapter is found by its text."""
    texts = _manual(300, 200)
    before = [known(n, one, f"http://m.example/{n}") for n, one in enumerate(texts)]
    pages = [
        found(f"https://n.example/x{n}", replace(one, title=f"Called otherwise {n}")) for n, one in enumerate(texts)
    ]
    start = time.process_time()
    recognised = recognise(before, pages, complete=True)
    seconds = time.process_time() - start
    assert [one.chapter_id for one in recognised] == list(range(300))
    assert seconds < 2  # it takes a third of one
