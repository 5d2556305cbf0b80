"""Versions: a new text makes one, the same text does not, and each can say why it is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import StoreError
from kb.model import (
    Block,
    BlockKind,
    Box,
    BoxKind,
    Chapter,
    ChapterKind,
    Listing,
    Match,
    Origin,
    RunKind,
    Section,
    Span,
    SpanKind,
)
from kb.store import Store, encoding
from tests.builders import chapter
from tests.facts import SOURCE, kept_version, moment, new_chapter

SEVEN = chapter("3 Visits: The worker visits within 7 working days.", title="Private Fostering")
FIVE = chapter("3 Visits: The worker visits within 5 working days.", title="Private Fostering")


def test_versions_say_why_they_are_there(store: Store) -> None:
    """First, amended, and reverted when an earlier text comes back."""
    chapter_id = new_chapter(store)
    origins = [kept_version(store, chapter_id, text, day) for text, day in _history()]
    assert origins == [Origin.FIRST, None, Origin.AMENDED, Origin.REVERTED]
    first, _, third = store.versions(chapter_id)
    assert (first.first_seen, first.last_seen) == (moment("2020-03-16"), moment("2020-04-16"))
    assert third.digest == first.digest


def _history() -> list[tuple[Chapter, str]]:
    return [(SEVEN, "2020-03-16"), (SEVEN, "2020-04-16"), (FIVE, "2020-05-16"), (SEVEN, "2020-06-16")]


def test_a_new_rule_makes_no_amendment(store: Store) -> None:
    """The same page read otherwise by newer rules is re-extracted."""
    chapter_id = new_chapter(store)
    kept_version(store, chapter_id, SEVEN, "2020-03-16", body="the page", rules=1)
    assert kept_version(store, chapter_id, FIVE, "2020-03-17", body="the page", rules=2) is Origin.RE_EXTRACTED


def test_typography_makes_no_version(store: Store) -> None:
    """Quotes, dashes, spaces and soft hyphens do not count."""
    chapter_id = new_chapter(store)
    plain = chapter('1 A: The worker\'s "plan" - agreed within 5 days.')
    curly = chapter("1 A: The worker’s “plan” – agreed\xa0within 5  da\xadys.")
    kept_version(store, chapter_id, plain, "2020-03-16")
    assert kept_version(store, chapter_id, curly, "2020-03-17") is None


def test_an_unchanged_section_is_kept_once(store: Store) -> None:
    """The hundredth version with one changed section costs one section."""
    chapter_id = new_chapter(store)
    for number in range(100):
        text = chapter("1 A: Always the same.", f"2 B: Within {number} days.")
        kept_version(store, chapter_id, text, f"20{number // 12 + 10}-{number % 12 + 1:02}-01")
    assert store.verify().sections == 101


def test_the_text_of_a_version_comes_back_exactly(store: Store) -> None:
    """Sections, boxes, spans and dates survive."""
    chapter_id = new_chapter(store)
    text = chapter("1 A: See [the form](https://x.example/f.pdf). / - one / | a | b", boxes={"scope": "All children."})
    kept_version(store, chapter_id, text, "2020-03-16")
    assert store.text(store.versions(chapter_id)[0].id) == text


def test_a_chapter_is_listed_where_the_latest_contents_put_it(store: Store) -> None:
    """Number, part and badge come from the latest contents page; withdrawn chapters come last."""
    visits, fees = new_chapter(store, "Visits"), new_chapter(store, "Fees")
    kept_version(store, visits, replace(SEVEN, title="Visits"), "2020-03-16")
    kept_version(store, fees, replace(FIVE, title="Fees"), "2020-03-16")
    for chapter_id, url in ((visits, "http://manual.example/visits"), (fees, "http://manual.example/fees")):
        match = Match(chapter_id, url, "not seen before", 1.0, moment("2020-03-16"))
        store.set_address(SOURCE, url.partition("://")[2], match)
    run = store.start_run(SOURCE, RunKind.COLLECT, moment("2020-03-16"))
    listings = [
        Listing(1, "2.4", "Fees", "http://manual.example/fees", "2. Money", "New"),
        Listing(2, "3.1", "Visits", "http://manual.example/visits", "3. Care"),
    ]
    store.keep_listings(SOURCE, run.id, listings)
    assert [(one.number, one.part, one.badge) for one in store.chapters(SOURCE)] == [
        ("2.4", "2. Money", "New"),
        ("3.1", "3. Care", ""),
    ]
    store.set_withdrawn(fees, moment("2020-10-12"))
    assert [one.title for one in store.chapters(SOURCE)] == ["Visits", "Fees"]
    store.close_absence(fees, moment("2021-03-15"))
    assert [one.withdrawn_at for one in store.chapters(SOURCE)] == [None, None]


def test_two_chapters_of_one_title_have_two_slugs(store: Store) -> None:
    """A slug names one chapter of a source."""
    ids = [new_chapter(store, "Introduction") for _ in range(2)]
    for chapter_id in ids:
        kept_version(store, chapter_id, SEVEN, "2020-03-16")
    assert [one.slug for one in store.chapters(SOURCE)] == ["introduction", "introduction-2"]


def test_a_retitled_chapter_remembers_its_titles(store: Store) -> None:
    """The present title is the latest version's; the others are former ones."""
    chapter_id = new_chapter(store, "Overnight Stays")
    kept_version(store, chapter_id, replace(SEVEN, title="Overnight Stays"), "2020-03-16")
    kept_version(store, chapter_id, replace(FIVE, title="Social Visits"), "2020-10-12")
    (known,) = store.chapters(SOURCE)
    assert (known.title, known.former_titles) == ("Social Visits", ("Overnight Stays",))


def test_a_statement_is_kept_while_it_stands(store: Store) -> None:
    """An amendment box is overwritten on the site; its history is kept here."""
    chapter_id = new_chapter(store)
    for day, said in (("2020-03-16", "In March 2020, A."), ("2020-04-16", "In March 2020, A."), ("2020-10-12", "B.")):
        kept_version(store, chapter_id, SEVEN, day)
        store.keep_statement(chapter_id, said, store.versions(chapter_id)[0].page_id, moment(day))
    kept = [(one.text, one.first_seen, one.last_seen) for one in store.statements(chapter_id)]
    assert kept == [
        ("In March 2020, A.", moment("2020-03-16"), moment("2020-04-16")),
        ("B.", moment("2020-10-12"), moment("2020-10-12")),
    ]


def test_what_is_not_there_is_said_in_one_line(store: Store) -> None:
    """An unknown version or chapter is a StoreError that says what to do."""
    with pytest.raises(StoreError, match="no version 7 is kept"):
        store.text(7)
    with pytest.raises(StoreError, match="reread chapters"):
        store.chapter(SOURCE, "nowhere")


_text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
_span = st.builds(Span, st.sampled_from(SpanKind), st.integers(0, 9), st.integers(0, 9), st.none() | _text)
_block = st.builds(
    Block,
    st.sampled_from(BlockKind),
    _text,
    st.integers(0, 5),
    _text,
    st.booleans(),
    st.integers(0, 3),
    st.lists(_span, max_size=3).map(tuple),
)
_blocks = st.lists(_block, max_size=4).map(tuple)
_section = st.builds(Section, _text, _text, st.integers(0, 6), _text, _blocks)
_box = st.builds(Box, st.sampled_from(BoxKind), _text, _blocks)
_chapter = st.builds(
    Chapter,
    _text,
    _text,
    st.lists(_section, max_size=4).map(tuple),
    st.lists(_box, max_size=3).map(tuple),
    _text,
    st.sampled_from(ChapterKind),
    st.none() | st.dates(),
    st.none() | st.dates(),
)


@given(_chapter)
def test_encoding_is_exact_both_ways(text: Chapter) -> None:
    """Any chapter comes back from its bytes as it was."""
    sections = tuple(encoding.section_of(encoding.section_bytes(section)) for section in text.sections)
    assert encoding.chapter_of(encoding.head_bytes(text), sections) == text
