"""Newer rules read stored pages otherwise, and nothing of that is ever told as a change of the manual."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.extract import read_chapter
from crawler.layouts import Reading
from crawler.sources import Config, Source
from kb.errors import ExtractError
from kb.history import histories
from kb.model import Chapter, FindingKind, Origin, Page, PageRole, RunKind
from kb.pipeline import derive
from kb.progress import Progress
from kb.stages import extracting, holding, looking, rereading
from kb.stages.comparing import compare
from kb.stages.extracting import Extracted, extract
from kb.store import Store
from kb.workspace import Workspace
from tests.facts import SOURCE, moment
from tests.served import HOST, chapter_page, contents_page, log_page

MANUAL = Source(SOURCE, "Our manual", contents=(f"http://{HOST}/contents.html",))
ROLES = {"/contents.html": PageRole.CONTENTS, "/amendments.html": PageRole.LOG}
DAYS = ("2020-03-16", "2020-06-16", "2020-09-16")
MONTHS = dict(zip(DAYS, ("March 2020", "June 2020", "June 2020"), strict=True))
VISITS = "The social worker visits within {} working days and writes the visit up before the end of the week."
Rewrite = Callable[[Chapter], Chapter]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(tmp_path / "kb.sqlite3")
    yield opened
    opened.close()


@pytest.fixture
def newer_rules(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Rewrite], None]:
    """Rules of a number that read every page as today's do, and then otherwise."""

    def use(number: int, rewrite: Rewrite) -> None:
        def read(page: Page, reading: Reading) -> Chapter:
            return rewrite(read_chapter(page, reading))

        for module in (extracting, holding, looking, rereading):
            monkeypatch.setattr(module, "RULES", number)
        for module in (holding, looking, rereading):
            monkeypatch.setattr(module, "read_chapter", read)

    return use


def loud(text: Chapter) -> Chapter:
    """Another reading of every page: each block in capitals."""
    sections = tuple(
        replace(one, blocks=tuple(replace(block, text=block.text.upper()) for block in one.blocks))
        for one in text.sections
    )
    return replace(text, sections=sections)


def blind(text: Chapter) -> Chapter:
    """A reading that does not see numbers, so that texts that differ in them are one."""
    figures = str.maketrans("", "", "0123456789")
    sections = tuple(
        replace(one, blocks=tuple(replace(block, text=block.text.translate(figures)) for block in one.blocks))
        for one in text.sections
    )
    return replace(text, sections=sections)


def collect(store: Store, day: str, visits: str, noise: str = "", fees: str = "Fees are paid in April.") -> None:
    """A collection in which two chapters were found."""
    pages = {
        "/contents.html": contents_page(("1.1", "Visits", "p_visits.html"), ("1.2", "Fees", "p_fees.html")),
        "/amendments.html": log_page(MONTHS[day], ("Visits", "This chapter was updated.")),
        "/p_visits.html": chapter_page("Visits", f"Visits: {visits}") + noise,
        "/p_fees.html": chapter_page("Fees", f"Fees: {fees} The rates are looked at once in every year."),
    }
    run = store.start_run(SOURCE, RunKind.COLLECT, moment(day))
    for path, html in pages.items():
        page = Page(SOURCE, f"http://{HOST}{path}", moment(day), html.encode())
        store.keep_page(run.id, page, ROLES.get(path, PageRole.CHAPTER))
    store.finish_run(run.id, moment(day), complete=True)


def read(store: Store, again: bool = False) -> Extracted:
    """What extraction brings."""
    return extract(store, MANUAL, Progress(quiet=True), again=again)


def told(store: Store) -> object:
    """Everything that digests, feeds, the site and the reading list say of changes, but for the words they quote."""
    compared = compare(store, SOURCE)
    steps = [
        (history.chapter.slug, version.ordinal, version.origin, version.first_seen)
        for history in compared.histories
        for version in history.versions
    ]
    findings = [(one.kind, one.chapter_id, one.before_version, one.after_version) for one in compared.findings]
    reading = [(one.chapter_id, one.level, one.sections, one.minutes, one.edition_label) for one in compared.reading]
    return steps, findings, reading


def versions(store: Store, slug: str = "visits") -> list[tuple[int, str, int]]:
    """Ordinal, origin and rules of each version, in time."""
    return [(one.ordinal, one.origin.value, one.rules) for one in store.versions(store.chapter(SOURCE, slug).id)]


def three_collections(store: Store) -> None:
    """Visits changed once, in June; in September the page was another one that read the same."""
    collect(store, DAYS[0], VISITS.format(7))
    collect(store, DAYS[1], VISITS.format(5))
    collect(store, DAYS[2], VISITS.format(5), noise="<!-- build 12 -->")
    read(store)


def test_what_only_the_rules_read_otherwise_changes_nothing(
    store: Store, newer_rules: Callable[[int, Rewrite], None]
) -> None:
    """Every version gets the newer reading; findings, reading list, ordinals and dates stay; both readings are kept."""
    three_collections(store)
    before, old = told(store), store.text(store.versions(store.chapter(SOURCE, "visits").id)[0].id)
    assert [one.kind for one in compare(store, SOURCE).findings] == [FindingKind.ANNOUNCED]
    newer_rules(99, loud)
    assert read(store, again=True).problems == []
    assert told(store) == before
    assert versions(store) == [(1, "first", 99), (2, "amended", 99)]
    chapter_id = store.chapter(SOURCE, "visits").id
    first = store.versions(chapter_id)[0]
    assert "WITHIN 7 WORKING DAYS" in store.text(first.id).sections[0].blocks[0].text
    assert store.text_by(first.id, first.earlier_rules[0]) == old
    assert [(one.ordinal, one.origin.value) for one in store.readings(chapter_id)] == [
        (1, "first"), (1, "re-extracted"), (2, "amended"), (2, "re-extracted"),
    ]  # fmt: skip
    assert store.verify().faults == ()


def test_feeds_and_digests_stay_as_they_were_published(
    store: Store, newer_rules: Callable[[int, Rewrite], None], tmp_path: Path
) -> None:
    """Nobody's feed reader shows an entry again, and an edition's page says no other thing of any chapter."""
    three_collections(store)

    def published(name: str) -> list[str]:
        place = Workspace(tmp_path / name)
        derive(place, store, Config(sources=(MANUAL,)), moment("2020-10-01"), Progress(quiet=True))
        feed = (place.site_folder / "changes.atom").read_text("utf-8")
        return re.findall(r"<(?:id|title|updated)>.*?</|<link .*?/>", feed)

    before = published("before")
    assert any("visits/compare/1-2" in one for one in before)
    newer_rules(99, loud)
    read(store, again=True)
    assert published("after") == before


def test_a_second_time_does_nothing(store: Store, newer_rules: Callable[[int, Rewrite], None], tmp_path: Path) -> None:
    """Not a byte of what is known changes, and without newer rules nothing is read at all."""
    three_collections(store)
    newer_rules(99, loud)
    read(store, again=True)
    before = (told(store), [store.readings(one.id) for one in store.chapters(SOURCE)])
    read(store, again=True)
    read(store)
    assert (told(store), [store.readings(one.id) for one in store.chapters(SOURCE)]) == before


def test_a_new_page_is_never_held_against_a_text_of_older_rules(
    store: Store, newer_rules: Callable[[int, Rewrite], None]
) -> None:
    """After an upgrade the next extraction reads again first: a page that says the same brings no version, and one that
    was amended brings exactly its own change."""
    collect(store, DAYS[0], VISITS.format(7))
    read(store)
    newer_rules(99, loud)
    collect(store, DAYS[1], VISITS.format(7), noise="<!-- build 12 -->")
    assert read(store).versions == {}
    collect(store, DAYS[2], VISITS.format(5))
    assert read(store).versions == {Origin.AMENDED: 1}
    (history,) = [one for one in histories(store, SOURCE) if one.chapter.slug == "visits"]
    (change,) = history.comparison(*history.versions).changes
    changed = [(sign, words.lower()) for sign, words in change.words if sign != "="]
    assert changed == [("-", "7 working days"), ("+", "5 working days")]


def test_versions_that_read_alike_now_stay_and_are_no_change(
    store: Store, newer_rules: Callable[[int, Rewrite], None]
) -> None:
    """The address of version 2 still leads to a text; that it was a change is no longer told."""
    three_collections(store)
    newer_rules(99, blind)
    read(store, again=True)
    assert versions(store) == [(1, "first", 99), (2, "re-extracted", 99)]
    (history,) = [one for one in histories(store, SOURCE) if one.chapter.slug == "visits"]
    assert history.step(moment(DAYS[0]), moment(DAYS[2])) is None


def test_an_amendment_that_older_rules_did_not_see_is_told_with_its_own_dates(
    store: Store, newer_rules: Callable[[int, Rewrite], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a change of the manual: it stands in its place in time, under the next free ordinal."""
    newer_rules(98, blind)
    collect(store, DAYS[0], VISITS.format(7))
    collect(store, DAYS[1], VISITS.format(5))
    collect(store, DAYS[2], VISITS.format(5) + " A manager reads it.")
    read(store)
    assert versions(store) == [(1, "first", 98), (2, "amended", 98)]
    newer_rules(99, lambda text: text)
    read(store, again=True)
    assert versions(store) == [(1, "first", 99), (3, "amended", 99), (2, "amended", 99)]
    (history,) = [one for one in histories(store, SOURCE) if one.chapter.slug == "visits"]
    assert history.step(moment(DAYS[0]), moment(DAYS[1])) == history.versions[:2]
    assert [one.last_seen for one in history.versions] == [moment(day) for day in DAYS]


def _unreadable(word: str) -> Rewrite:
    def refuse(text: Chapter) -> Chapter:
        if any(word in block.text for block in text.blocks()):
            raise ExtractError(f"{text.url}: no text where the layout has it: check the selectors")
        return loud(text)

    return refuse


def test_a_page_that_can_no_longer_be_read_keeps_its_version(
    store: Store, newer_rules: Callable[[int, Rewrite], None]
) -> None:
    """The text stays as it was read, the problem is said, and it is compared within the rules that read both."""
    three_collections(store)
    before = told(store)
    newer_rules(99, _unreadable("within 5"))
    assert len(read(store, again=True).problems) == 2  # two pages said so
    assert [one.message for one in store.problems(SOURCE)] != []
    assert told(store) == before
    (history,) = [one for one in histories(store, SOURCE) if one.chapter.slug == "visits"]
    assert history.versions[0].rules == 99 != history.versions[1].rules
    (change,) = history.comparison(*history.versions).changes
    changed = [(sign, words.lower()) for sign, words in change.words if sign != "="]
    assert changed == [("-", "7 working days"), ("+", "5 working days")]


def test_a_page_that_can_be_read_at_last_is_read(store: Store, newer_rules: Callable[[int, Rewrite], None]) -> None:
    """It becomes the chapter it is, from the day it was first seen; what else was in that run is not withdrawn."""
    newer_rules(98, _unreadable("within 7"))
    collect(store, DAYS[0], VISITS.format(7))
    collect(store, DAYS[1], VISITS.format(7))
    read(store)
    assert [one.slug for one in store.chapters(SOURCE)] == ["fees"]
    newer_rules(99, loud)
    read(store)
    assert [(one.slug, one.withdrawn_at) for one in store.chapters(SOURCE)] == [("visits", None), ("fees", None)]
    (version,) = store.versions(store.chapter(SOURCE, "visits").id)
    assert (version.first_seen, version.last_seen) == (moment(DAYS[0]), moment(DAYS[1]))
    assert store.problems(SOURCE) == ()


def test_killed_half_way_it_goes_on(
    store: Store, newer_rules: Callable[[int, Rewrite], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chapter is read again whole or not at all; the next command does the rest, to the same end."""
    three_collections(store)
    before = told(store)
    newer_rules(99, loud)
    keep, kept = Store.keep_timeline, []

    def stop(self: Store, *given: object) -> int:
        if kept:
            raise KeyboardInterrupt
        kept.append(given)
        return keep(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "keep_timeline", stop)
    with pytest.raises(KeyboardInterrupt):
        read(store)
    assert told(store) == before
    rules = {rules for slug in ("visits", "fees") for _, _, rules in versions(store, slug)}
    assert len(rules) == 2 and 99 in rules
    monkeypatch.setattr(Store, "keep_timeline", keep)
    read(store)
    assert {rules for slug in ("visits", "fees") for _, _, rules in versions(store, slug)} == {99}
    assert told(store) == before


def test_an_edition_keeps_its_words_and_its_chapters(store: Store, newer_rules: Callable[[int, Rewrite], None]) -> None:
    """Logs are read again from the page they were first read from; entries stay resolved."""
    three_collections(store)
    before = store.editions(SOURCE)
    assert before[0].amendments[0].chapter_id is not None
    newer_rules(99, loud)
    read(store, again=True)
    assert store.editions(SOURCE) == before
