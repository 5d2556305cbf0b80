"""Held runs: what they keep, what they keep from, and how a hold ends. Without a crawler: runs are kept by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.sources import Source
from kb.model import Decision, Expected, Limits, Outcome, Page, PageRole, Run, RunKind
from kb.progress import Progress
from kb.stages.deciding import decide, seen_in_held
from kb.stages.extracting import Extracted, extract
from kb.stages.holding import held_in_words, held_runs
from kb.store import Store
from tests.facts import SOURCE, moment
from tests.served import HOST, chapter_page, contents_page, log_page

MARCH, APRIL, MAY = "2020-03-16", "2020-04-16", "2020-05-16"
MANUAL = Source(SOURCE, "Our manual", contents=(f"http://{HOST}/contents.html",))
ROLES = {"/contents.html": PageRole.CONTENTS, "/amendments.html": PageRole.LOG}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    opened = Store.open(tmp_path / "kb.sqlite3")
    yield opened
    opened.close()


def manual(
    chapters: int = 20, changed: int = 0, shrunk: int = 0, vanished: int = 0, month: str = "March 2020"
) -> dict[str, str]:
    """A manual's pages: the first `changed` chapters say something else, the first `shrunk` hardly anything, and the
    last `vanished` are not listed and not there."""
    pages = {}
    rows = []
    for place in range(1, chapters + 1 - vanished):
        days = 5 if place <= changed else 7
        text = f"Chapter {place} says that the social worker visits within {days} working days and writes it up. " * 4
        text = "What stood here is in the library of the team now." if place <= shrunk else text
        rows.append((f"1.{place}", f"Chapter {place}", f"p_{place}.html"))
        pages[f"/p_{place}.html"] = chapter_page(f"Chapter {place}", f"Duties: {text}")
    return {
        "/contents.html": contents_page(*rows),
        "/amendments.html": log_page(month, ("Chapter 1", "Updated.")),
        **pages,
    }


def kept(
    store: Store, pages: dict[str, str], day: str, failed: tuple[str, ...] = (), kind: RunKind = RunKind.COLLECT
) -> Run:
    """A run of these pages, as a collection (or an import) would have kept it."""
    from kb.model import Check

    run = store.start_run(SOURCE, kind, moment(day))
    for path, html in pages.items():
        url, role = f"http://{HOST}{path}", ROLES.get(path, PageRole.CHAPTER)
        if path in failed:
            store.record_check(Check(run.id, url, role, moment(day), Outcome.FAILED, "server error: 503"))
        else:
            store.keep_page(run.id, Page(SOURCE, url, moment(day), html.encode()), role)
    store.finish_run(run.id, moment(day), complete=not failed and kind is RunKind.COLLECT)
    return run


def read(store: Store, source: Source = MANUAL) -> Extracted:
    """What extraction brings."""
    return extract(store, source, Progress(quiet=True))


def facts(store: Store) -> object:
    """Everything that later stages see."""
    chapters = store.chapters(SOURCE)
    return (
        chapters,
        [store.versions(one.id) for one in chapters],
        store.checked_at_of(SOURCE),
        store.matches_of(SOURCE),
        [store.statements(one.id) for one in chapters],
        store.editions(SOURCE),
        store.addresses(SOURCE),
        store.document_links(SOURCE),
        store.landing(SOURCE, MANUAL.contents[0]),
    )


HELD = [
    (manual(vanished=4), manual(vanished=5), "5 of 20 chapters were not found"),
    (manual(changed=10), manual(changed=11), "11 of 20 chapters changed"),
    (manual(shrunk=2), manual(shrunk=3), "3 of 20 chapters lost most of their text"),
]


@pytest.mark.parametrize(("through", "held", "reason"), HELD)
def test_a_mass_change_is_held_and_one_chapter_less_is_not(
    store: Store, through: dict[str, str], held: dict[str, str], reason: str
) -> None:
    """Nothing of the held run is seen by any later stage, its pages are kept, and one line says what to do."""
    kept(store, manual(), MARCH)
    assert read(store).questions == []
    before = facts(store)
    run = kept(store, {**held, "/amendments.html": log_page("April 2020", ("Chapter 2", "New."))}, APRIL)
    (line,) = read(store).questions
    assert reason in line
    assert all(word in line for word in ("`reread held`", "`reread accept ourmanual`", "`reread reject ourmanual`"))
    assert facts(store) == before
    assert len(store.checks(run.id)) == len(held)
    assert [one.id for one in held_runs(store, SOURCE)] == [run.id]
    assert read(store).questions == [line]
    kept(store, through, MAY)
    assert read(store).questions == []
    assert facts(store) != before
    assert store.verify().faults == ()


def test_an_accepted_run_is_read_as_any_other(store: Store) -> None:
    """Versions, withdrawals and editions come with the run's own date; the decision stays on record."""
    kept(store, manual(), MARCH)
    read(store)
    run = kept(store, manual(changed=12, vanished=6, month="April 2020"), APRIL)
    read(store)
    decide(store, SOURCE, Decision.ACCEPTED, moment(MAY), "the manual was rewritten")
    report = read(store)
    assert (report.withdrawn, report.editions, report.questions) == (6, 1, [])
    assert sum(report.versions.values()) == 12
    withdrawn = {one.withdrawn_at for one in store.chapters(SOURCE)}
    assert withdrawn == {None, moment(APRIL)}
    hold = next(one.hold for one in store.runs(SOURCE) if one.id == run.id)
    assert hold is not None
    assert (hold.decision, hold.decided_at, hold.because) == (
        Decision.ACCEPTED,
        moment(MAY),
        "the manual was rewritten",
    )


def test_a_rejected_run_is_never_read(store: Store) -> None:
    """What was known stays in force, its pages are asked for without conditions, and the same pages are held again."""
    kept(store, manual(), MARCH)
    read(store)
    before = facts(store)
    kept(store, manual(changed=12), APRIL)
    read(store)
    url = f"http://{HOST}/p_1.html"
    assert store.latest_page(SOURCE, url) is not None
    decide(store, SOURCE, Decision.REJECTED, moment(APRIL))
    assert store.latest_page(SOURCE, url) is None
    assert read(store).questions == []
    assert facts(store) == before
    kept(store, manual(changed=12), MAY)
    assert len(read(store).questions) == 1


def test_a_site_that_stays_so_is_held_again_with_one_message(store: Store) -> None:
    """Also where the server says that nothing was modified since the held run; accepting takes all of it over."""
    kept(store, manual(), MARCH)
    read(store)
    kept(store, manual(changed=12), APRIL)
    read(store)
    kept(store, manual(changed=12), MAY)
    (line,) = read(store).questions
    assert "of 16 April 2020 is held, and looked like that again on 16 May 2020" in line
    assert len(held_runs(store, SOURCE)) == 2
    decide(store, SOURCE, Decision.ACCEPTED, moment(MAY))
    assert sum(read(store).versions.values()) == 12
    chapter = store.chapters(SOURCE)[0]
    assert [(one.first_seen, one.last_seen) for one in store.versions(chapter.id)] == [
        (moment(MARCH), moment(MARCH)),
        (moment(APRIL), moment(MAY)),
    ]


def test_a_site_that_is_good_again_ends_the_hold_by_itself(store: Store) -> None:
    """Nobody has to decide; the held run counts as superseded and leaves no trace in what is known."""
    kept(store, manual(), MARCH)
    read(store)
    kept(store, manual(vanished=10), APRIL)
    read(store)
    kept(store, manual(), MAY)
    assert read(store).questions == []
    decisions = [run.hold.decision for run in store.runs(SOURCE) if run.hold]
    assert decisions == [Decision.SUPERSEDED]
    assert {len(store.versions(one.id)) for one in store.chapters(SOURCE)} == {1}
    assert set(store.checked_at_of(SOURCE).values()) == {(moment(MARCH), moment(MAY))}


@pytest.mark.parametrize(
    ("failed", "decision", "held"),
    [(("/p_20.html",), Decision.SUPERSEDED, 0), (("/contents.html",), None, 2)],
)
def test_only_a_collection_that_shows_the_contents_ends_a_hold(
    store: Store, failed: tuple[str, ...], decision: Decision | None, held: int
) -> None:
    """A chapter that failed does not hide that the manual is whole again; a contents page that failed does."""
    kept(store, manual(), MARCH)
    read(store)
    kept(store, manual(vanished=10), APRIL)
    read(store)
    kept(store, manual(), MAY, failed)
    read(store)
    assert next(run.hold.decision for run in store.runs(SOURCE) if run.hold) is decision
    assert len(held_runs(store, SOURCE)) == held


def test_half_of_a_held_collection_does_not_slip_through(store: Store) -> None:
    """Where many pages fail, those that came are judged by themselves: shares are of what was reached."""
    kept(store, manual(40), MARCH)
    read(store)
    before = facts(store)
    pages = manual(40, changed=30)
    kept(store, pages, APRIL, tuple(f"/p_{place}.html" for place in range(16, 41)))
    assert "15 of 15 chapters changed" in read(store).questions[0]
    assert facts(store) == before


@pytest.mark.parametrize(
    ("expected", "questions"),
    [(Expected(20), 0), (Expected(21), 1), (Expected(1, 20), 0), (Expected(1, 19), 1)],
)
def test_a_first_collection_is_held_against_the_stated_numbers(
    store: Store, expected: Expected, questions: int
) -> None:
    """There is nothing else to compare it with; without stated numbers it passes."""
    kept(store, manual(), MARCH)
    report = read(store, replace(MANUAL, brake=Limits(chapters=expected)))
    assert len(report.questions) == questions
    assert len(store.chapters(SOURCE)) == (0 if questions else 20)


def test_an_import_is_held_like_a_collection_unless_it_is_accepted(store: Store) -> None:
    """What somebody chose to import is judged as a part of the whole manual; who says so beforehand is believed."""
    kept(store, manual(), MARCH)
    read(store)
    some = {path: html for path, html in manual(changed=10).items() if path.startswith("/p_")}
    kept(store, dict(list(some.items())[:10]), APRIL, kind=RunKind.IMPORT)
    assert read(store).questions == []
    run = kept(store, manual(shrunk=12), MAY, kind=RunKind.IMPORT)
    assert "the import of ourmanual of 16 May 2020 is held" in read(store).questions[0]
    decide(store, SOURCE, Decision.REJECTED, moment(MAY))
    again = kept(store, manual(shrunk=12), MAY, kind=RunKind.IMPORT)
    report = extract(store, MANUAL, Progress(quiet=True), let_through=[again.id])
    assert (report.questions, sum(report.versions.values())) == ([], 12)
    decisions = {one.id: one.hold.decision for one in store.runs(SOURCE) if one.hold}
    assert decisions == {run.id: Decision.REJECTED, again.id: Decision.ACCEPTED}


def test_a_kill_while_holding_leaves_the_run_unread(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it comes before or after the hold is on record, the next extraction says the same and keeps nothing."""
    kept(store, manual(), MARCH)
    read(store)
    before = facts(store)
    kept(store, manual(changed=15), APRIL)
    for place in ("hold_run", "runs"):
        with monkeypatch.context() as patched:
            patched.setattr(Store, place, _killed)
            with pytest.raises(KeyboardInterrupt):
                read(store)
        assert facts(store) == before
    assert len(read(store).questions) == 1
    with monkeypatch.context() as patched:
        patched.setattr("kb.stages.extracting.held_in_words", _killed)
        with pytest.raises(KeyboardInterrupt):
            read(store)
    assert facts(store) == before
    assert len(held_in_words(store, SOURCE)) == 1


def test_a_kill_after_accepting_is_made_good_by_the_next_extraction(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision is on record before anything is read, and what was half kept is not judged again."""
    kept(store, manual(), MARCH)
    read(store)
    kept(store, manual(changed=15), APRIL)
    read(store)
    decide(store, SOURCE, Decision.ACCEPTED, moment(MAY))
    with monkeypatch.context() as patched:
        patched.setattr(Store, "mark_read", _killed)
        with pytest.raises(KeyboardInterrupt):
            read(store)
    assert read(store).questions == []
    assert sorted(len(store.versions(one.id)) for one in store.chapters(SOURCE)) == [1] * 5 + [2] * 15


def _killed(*arguments: object, **named: object) -> None:
    raise KeyboardInterrupt


def test_newer_rules_alone_are_no_change_of_the_manual(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every page reads differently because the rules do, and every page differs in its furniture, nothing is
    held: the texts behind the versions are read by the same rules before they are compared."""
    kept(store, manual(), MARCH)
    read(store)
    with store._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE version SET rules = 0, digest = 'as read before'")
    pages = {path: html.replace("<nav>", "<nav>Build 7 ") for path, html in manual().items()}
    kept(store, pages, APRIL)
    assert held_in_words(store, SOURCE) == []
    read(store)
    assert held_runs(store, SOURCE) == ()


def test_a_new_layout_that_keeps_the_text_is_not_held(store: Store) -> None:
    """New addresses, new markup around the same words: every chapter is recognised, and none changed."""
    kept(store, manual(), MARCH)
    read(store)
    moved = {}
    for path, html in manual().items():
        name = path.replace("p_", "chapters/p_") if path.startswith("/p_") else path
        moved[name] = html.replace('href="p_', 'href="chapters/p_').replace("<p>", '<p class="body"><span></span>')
    kept(store, moved, APRIL)
    report = read(store)
    assert (report.questions, report.withdrawn, report.versions) == ([], 0, {})


def test_documents_of_a_page_that_failed_are_not_withdrawn(store: Store) -> None:
    """A library that does not answer says nothing of its documents; once it answers without them, they are gone."""
    from kb.model import Check

    library, form = f"http://{HOST}/documents.html", f"http://{HOST}/files/form.md"
    for day, state in ((MARCH, "good"), (APRIL, "failed"), (MAY, "empty")):
        run = store.start_run(SOURCE, RunKind.COLLECT, moment(day))
        for path, html in manual(3).items():
            page = Page(SOURCE, f"http://{HOST}{path}", moment(day), html.encode())
            store.keep_page(run.id, page, ROLES.get(path, PageRole.CHAPTER))
        if state == "failed":
            store.record_check(Check(run.id, library, PageRole.OTHER, moment(day), Outcome.FAILED, "timeout"))
        else:
            store.keep_page(run.id, Page(SOURCE, library, moment(day), state.encode()), PageRole.OTHER)
            store.keep_document_links(run.id, library, [form] if state == "good" else [])
        if state == "good":
            text = b"# A form\n\nThe social worker fills it in on the day of the visit and sends it on.\n"
            store.keep_page(
                run.id, Page(SOURCE, form, moment(day), text, media_type="text/markdown"), PageRole.DOCUMENT
            )
        store.finish_run(run.id, moment(day), complete=True)
        assert read(store).withdrawn == (1 if state == "empty" else 0), state


def test_what_is_held_can_be_looked_at(store: Store) -> None:
    """Each chapter concerned, with words before and after and how its text would change; nothing is written by it."""
    kept(store, manual(), MARCH)
    read(store)
    assert seen_in_held(store, MANUAL) is None
    kept(store, manual(changed=13, shrunk=1, vanished=6), APRIL)
    read(store)
    before = facts(store)
    seen = seen_in_held(store, MANUAL)
    assert seen is not None
    effects = [one.effect.value for one in seen.samples]
    assert (effects.count("shrunk"), effects.count("changed"), effects.count("vanished")) == (1, 12, 6)
    changed = next(one for one in seen.samples if one.title == "Chapter 2")
    assert "5" in changed.summary
    assert changed.before == changed.after
    assert facts(store) == before


def test_links_that_a_held_run_found_do_not_count(store: Store) -> None:
    """What it began or ended is as if it had not been, until it is accepted."""
    url = f"http://{HOST}/p_1.html"
    store.keep_document_links(kept(store, manual(), MARCH).id, url, ["a", "b"])
    read(store)
    run = kept(store, manual(changed=15), APRIL)
    store.keep_document_links(run.id, url, ["b", "c"])
    read(store)
    assert [one.url for one in store.document_links(SOURCE)] == ["a", "b"]
    decide(store, SOURCE, Decision.ACCEPTED, moment(MAY))
    assert [one.url for one in store.document_links(SOURCE)] == ["b", "c"]
