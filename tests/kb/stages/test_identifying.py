"""Which page is which chapter: what is asked, what a person rules, and that a ruling can be taken back whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.sources import Source
from kb.errors import UsageError
from kb.model import KinshipKind, KnownChapter, Page, PageRole, RunKind
from kb.progress import Progress
from kb.stages.extracting import Extracted, extract
from kb.stages.identifying import Judge, matches, questions
from kb.store import Store
from tests.facts import SOURCE, moment
from tests.served import HOST, chapter_page, contents_page

MANUAL = Source(SOURCE, "Our manual", contents=(f"http://{HOST}/contents.html",))
DAYS = ("2020-03-16", "2020-06-16", "2020-09-16", "2020-12-16")
FEES = ("Fees", "Fees: The rates are looked at each April by the finance team and put on the council's own site.")
VISITS = "The social worker visits the child at home and sees the child alone within 10 working days of the plan."
RECORDS = "The visit is written up on the same day and the manager reads the record before supervision begins."
TRAVEL = "Journeys are claimed by the mile on the blue form before the last Friday of each month in term time only."
SHIFTS = "Whoever is on duty at night hands the book to the morning team and tells them what was left undone then."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(tmp_path / "kb.sqlite3")
    yield opened
    opened.close()


def collect(store: Store, day: str, **chapters: tuple[str, str]) -> Extracted:
    """A collection that found these chapters (file name: title and text), beside one that never changes."""
    chapters = {"p_fees": FEES, **chapters}
    rows = [(f"1.{place}", title, f"{name}.html") for place, (name, (title, _)) in enumerate(chapters.items(), start=1)]
    pages = {"contents": contents_page(*rows)}
    pages |= {name: chapter_page(title, *text.split(" / ")) for name, (title, text) in chapters.items()}
    run = store.start_run(SOURCE, RunKind.COLLECT, moment(day))
    for name, html in pages.items():
        role = PageRole.CONTENTS if name == "contents" else PageRole.CHAPTER
        store.keep_page(run.id, Page(SOURCE, f"http://{HOST}/{name}.html", moment(day), html.encode()), role)
    store.finish_run(run.id, moment(day), complete=True)
    return extract(store, MANUAL, Progress(quiet=True))


def asked(store: Store) -> tuple[KnownChapter, KnownChapter]:
    """A question: visits became contact, at another address, with another title and more text."""
    collect(store, DAYS[0], p_visits=("Visits", f"Visits: {VISITS}"))
    collect(store, DAYS[1], p_visits=("Visits", f"Visits: {VISITS} / Records: {RECORDS}"))
    report = collect(store, DAYS[2], p_contact=("Contact", f"Visits: {VISITS} / Records: {RECORDS} / Travel: {TRAVEL}"))
    assert "`reread identity`" in report.questions[0]
    (question,) = questions(store, SOURCE)
    assert (question.like.slug, question.chapter.slug) == ("visits", "contact")
    assert 0.5 <= question.likeness < 0.8
    return question.like, question.chapter


def judge(store: Store, because: str = "") -> Judge:
    """Somebody who rules, on a day."""
    return Judge(store, MANUAL, moment("2021-01-01"), because)


def everything(store: Store) -> object:
    """All that is known of chapters, but not of rulings; the ids of versions are nobody's business."""
    return [
        (
            chapter,
            [
                (one.ordinal, one.origin, one.digest, one.page_url, one.first_seen, one.last_seen)
                for one in store.versions(chapter.id)
            ],
            store.checked_at_of(chapter.source).get(chapter.id, ()),
            store.matches_of(chapter.source).get(chapter.id, ()),
            store.statements(chapter.id),
        )
        for chapter in store.chapters(SOURCE)
    ]


def spans(store: Store, slug: str) -> list[tuple[int, str, str, str]]:
    """Ordinal, origin and days of each version."""
    return [
        (one.ordinal, one.origin.value, one.first_seen.date().isoformat(), one.last_seen.date().isoformat())
        for one in store.versions(store.chapter(SOURCE, slug).id)
    ]


def test_an_open_question_is_asked_until_it_is_answered(store: Store) -> None:
    """Each update points to it; after a ruling none does, whatever is collected and read again."""
    _, contact = asked(store)
    again = ("Contact", f"Visits: {VISITS} / Records: {RECORDS} / Travel: {TRAVEL}")
    assert len(collect(store, DAYS[3], p_contact=again).questions) == 1
    judge(store, "the old one was given up").separate(contact, [f"{HOST}/p_contact.html"])
    assert questions(store, SOURCE) == ()
    assert extract(store, MANUAL, Progress(quiet=True), again=True).questions == []
    assert [one.because for one in store.rulings(SOURCE)] == ["the old one was given up"]


def test_two_chapters_that_are_one_are_joined(store: Store) -> None:
    """Their histories follow each other under the older one's name, which is not withdrawn and goes on."""
    visits, contact = asked(store)
    judge(store).join(contact, visits)
    assert spans(store, "visits") == [
        (1, "first", DAYS[0], DAYS[0]),
        (2, "amended", DAYS[1], DAYS[1]),
        (3, "amended", DAYS[2], DAYS[2]),
    ]
    chapter = store.chapter(SOURCE, "visits")
    assert (chapter.title, chapter.former_titles, chapter.withdrawn_at) == ("Contact", ("Visits",), None)
    assert [one.slug for one in store.chapters(SOURCE)] == ["fees", "visits"]
    collect(store, DAYS[3], p_contact=("Contact", f"Visits: {VISITS} / Travel: {TRAVEL}"))
    assert len(spans(store, "visits")) == 4
    before = everything(store)
    extract(store, MANUAL, Progress(quiet=True), again=True)
    assert everything(store) == before
    assert store.verify().faults == ()


def test_a_ruling_taken_back_leaves_nothing_behind(store: Store) -> None:
    """Forgetting a join gives both chapters back as they were; that it was ruled and taken back stays on record."""
    visits, contact = asked(store)
    before = everything(store)
    judge(store).join(visits, contact)
    assert everything(store) != before
    judge(store).forget(f"{HOST}/p_contact.html")
    assert everything(store) == before
    assert store.rulings(SOURCE) == ()
    assert len(questions(store, SOURCE)) == 1
    with pytest.raises(UsageError, match="nobody ruled on"):
        judge(store).forget(f"{HOST}/p_contact.html")


def moved(store: Store, second: str) -> KnownChapter:
    """A chapter that was recognised by its title at a second address, where it says `second`."""
    collect(store, DAYS[0], p_visits=("Visits", f"Visits: {VISITS}"))
    collect(store, DAYS[1], p_visits=("Visits", f"Visits: {VISITS} / Records: {RECORDS}"))
    collect(store, DAYS[2], visits_new=("Visits", second))
    collect(store, DAYS[3], visits_new=("Visits", f"{second} / Travel: {TRAVEL}"))
    chapter = store.chapter(SOURCE, "visits")
    assert [(one.how, one.sureness) for one in store.matches_of(chapter.source)[chapter.id]][1] == ("same title", 0.9)
    return chapter


@pytest.mark.parametrize(
    ("second", "last_seen_before"),
    [(f"Shifts: {SHIFTS}", DAYS[1]), (f"Visits: {VISITS} / Records: {RECORDS}", DAYS[2])],
    ids=["another text", "the same text at both addresses"],
)
def test_an_address_that_is_another_chapter_is_separated(store: Store, second: str, last_seen_before: str) -> None:
    """Every text that was seen there goes with it, also one that was seen at both; the other is withdrawn since."""
    chapter = moved(store, second)
    before = everything(store)
    assert spans(store, "visits")[1][3] == last_seen_before
    judge(store).separate(chapter, [f"{HOST}/visits_new.html"])
    assert spans(store, "visits") == [(1, "first", DAYS[0], DAYS[0]), (2, "amended", DAYS[1], DAYS[1])]
    assert spans(store, "visits-2") == [(1, "first", DAYS[2], DAYS[2]), (2, "amended", DAYS[3], DAYS[3])]
    assert store.chapter(SOURCE, "visits").withdrawn_at == moment(DAYS[2])
    assert store.chapter(SOURCE, "visits-2").withdrawn_at is None
    extract(store, MANUAL, Progress(quiet=True), again=True)
    assert len(spans(store, "visits-2")) == 2
    judge(store).forget(f"{HOST}/visits_new.html")
    assert everything(store) == before


def test_what_was_there_at_one_time_is_not_joined(store: Store) -> None:
    """Two chapters that one collection found are two, and the line says when that was."""
    collect(store, DAYS[0], p_visits=("Visits", f"Visits: {VISITS}"), p_shifts=("Shifts", f"Shifts: {SHIFTS}"))
    before = everything(store)
    with pytest.raises(UsageError, match=r"both in the manual on 16 March 2020: they are two chapters"):
        judge(store).join(store.chapter(SOURCE, "visits"), store.chapter(SOURCE, "shifts"))
    assert everything(store) == before


def test_a_confirmed_match_is_told_as_such(store: Store) -> None:
    """How it was made and how sure stays on record; a person's word stands beside it."""
    chapter = moved(store, f"Shifts: {SHIFTS}")
    judge(store, "same team, same title").confirm(chapter, [f"{HOST}/visits_new.html"])
    (one,) = [one for one in matches(store, SOURCE) if one.ruling]
    assert (one.match.how, one.match.sureness) == ("same title", 0.9)
    assert one.ruling is not None and one.ruling.because == "same team, same title"


def test_splitting_and_merging_are_known_and_not_asked(store: Store) -> None:
    """A chapter that gave half its text to a new one, and one that went into another, are told on both sides."""
    both = f"Visits: {VISITS} / Records: {RECORDS} / Travel: {TRAVEL}"
    shifts = ("Shifts", f"Shifts: {SHIFTS}")
    collect(store, DAYS[0], p_visits=("Visits", both), p_shifts=shifts)
    travel = ("Getting there", f"Travel: {TRAVEL} / Records: {RECORDS}")
    collect(store, DAYS[1], p_visits=("Visits", f"Visits: {VISITS}"), p_travel=travel, p_shifts=shifts)
    collect(store, DAYS[2], p_visits=("Visits", f"Visits: {VISITS} / Shifts: {SHIFTS}"), p_travel=travel)
    slugs = {one.id: one.slug for one in store.chapters(SOURCE)}
    assert [(slugs[one.chapter_id], one.kind, slugs[one.other_id]) for one in store.kinships(SOURCE)] == [
        ("getting-there", KinshipKind.SPLIT_FROM, "visits"),
        ("shifts", KinshipKind.MERGED_INTO, "visits"),
    ]
    assert questions(store, SOURCE) == ()


def test_a_page_with_a_chapters_title_is_not_taken_for_one_that_stands(store: Store) -> None:
    """A chapter whose page is the same as before has not vanished, so a new page cannot be it."""
    collect(store, DAYS[0], p_visits=("Visits", f"Visits: {VISITS}"))
    collect(store, DAYS[1], p_visits=("Visits", f"Visits: {VISITS}"), p_other=("Visits", f"Shifts: {SHIFTS}"))
    assert spans(store, "visits") == [(1, "first", DAYS[0], DAYS[1])]
    assert spans(store, "visits-2") == [(1, "first", DAYS[1], DAYS[1])]


def test_a_withdrawn_chapter_that_returns_is_itself(store: Store) -> None:
    """Under another address, by its title; its absence stays on record and its history goes on."""
    collect(store, DAYS[0], p_visits=("Visits", f"Visits: {VISITS}"))
    collect(store, DAYS[1])
    assert store.chapter(SOURCE, "visits").withdrawn_at == moment(DAYS[1])
    collect(store, DAYS[2], visits_again=("Visits", f"Visits: {VISITS}"))
    assert store.chapter(SOURCE, "visits").withdrawn_at is None
    assert spans(store, "visits") == [(1, "first", DAYS[0], DAYS[2])]
