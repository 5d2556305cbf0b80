"""The demo holds what its README says it holds, and the pipeline finds it: the truth list, edition by edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.demo import load_demo
from kb.model import ChapterKind, FindingKind, Origin
from kb.stages.comparing import Compared, compare
from kb.store import Store
from tests.facts import moment

SOURCE = "wealdmoor"
README = Path(__file__).resolve().parent.parent / "data" / "demo" / "README.md"


@dataclass(frozen=True)
class Truth:
    """One row of the truth tables."""

    edition: str
    title: str
    finding: str
    level: str


def _truths() -> Iterator[Truth]:
    edition = ""
    for line in README.read_text("utf-8").splitlines():
        heading = re.fullmatch(r"### (\w+ \d{4})", line)
        edition = heading.group(1) if heading else ("" if line.startswith("### ") else edition)
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if edition and len(cells) == 5 and cells[0] != "chapter" and not cells[0].startswith("---"):
            yield Truth(edition, cells[0], cells[3], cells[4].split(" ")[0])


TRUTHS = tuple(_truths())
EDITIONS = ("October 2020", "March 2021", "October 2021")


@pytest.fixture(scope="module")
def store(demo_workspace: Path) -> Iterator[Store]:
    """The demo's store after all four editions."""
    opened = Store.open(demo_workspace / "kb.sqlite3")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def derived(store: Store) -> Compared:
    """What is derived of the demo."""
    return compare(store, SOURCE)


def test_the_truth_list_is_read() -> None:
    """Each edition has its table; a table that is not understood would prove nothing."""
    rows = {edition: sum(truth.edition == edition for truth in TRUTHS) for edition in EDITIONS}
    assert rows == {"October 2020": 17, "March 2021": 16, "October 2021": 9}


@pytest.mark.parametrize("edition", EDITIONS)
def test_findings_are_the_truth(derived: Compared, edition: str) -> None:
    """Announced, silent, unseen and mismatched, chapter by chapter; nothing more, nothing less."""
    found = {one.title: one.kind.value for one in derived.findings if one.edition_label == edition}
    truth = {one.title: one.finding for one in TRUTHS if one.edition == edition and one.finding != "–"}
    assert found == {_present(title): kind for title, kind in truth.items()}


def _present(title: str) -> str:
    """A chapter is called by its present title; the truth has the title of that edition."""
    uasc = "Unaccompanied Migrant Children and Child Victims of Trafficking"
    return f"{uasc} and Modern Slavery" if title == uasc else title


@pytest.mark.parametrize("edition", EDITIONS)
def test_levels_are_the_truth(derived: Compared, edition: str) -> None:
    """Each chapter stands on the reading list at the level it belongs to."""
    listed = {one.title: one.level.value for one in derived.reading if one.edition_label == edition}
    truth = {_present(one.title): one.level for one in TRUTHS if one.edition == edition and one.level != "–"}
    assert listed == truth


def test_every_history_survives_the_move_to_another_layout(store: Store) -> None:
    """In October 2021 every address changed; only what really changed has a version of that day."""
    chapters = store.chapters(SOURCE, ChapterKind.CHAPTER)
    day = moment("2021-10-11")
    fresh = {one.title for one in chapters if store.versions(one.id)[-1].first_seen == day}
    truth = {one.title for one in TRUTHS if one.edition == "October 2021" and one.finding != "–"}
    assert fresh == truth
    assert [one.title for one in chapters if store.versions(one.id)[0].first_seen == day] == [
        "Participation and Advocacy"
    ]
    seen = [one for one in chapters if one.withdrawn_at is None]
    assert all(store.versions(one.id)[-1].last_seen == day for one in seen)


def test_typography_makes_no_version(store: Store) -> None:
    """Complaints has one text in all four editions."""
    complaints = store.chapter(SOURCE, "complaints-and-representations")
    assert len(store.versions(complaints.id)) == 1


def test_a_text_that_returned_is_reverted(store: Store) -> None:
    """Assessment has two texts and three versions."""
    assessment = store.chapter(SOURCE, "assessment")
    assert [one.origin for one in store.versions(assessment.id)] == [Origin.FIRST, Origin.AMENDED, Origin.REVERTED]


def test_the_lost_title_is_recovered(store: Store) -> None:
    """The row without a title is resolved by its sentence to the chapter whose amendment box says the same."""
    missing = store.chapter(SOURCE, "children-missing-from-home-or-care")
    lost = [
        entry
        for edition in store.editions(SOURCE)
        if edition.label == "October 2020"
        for entry in edition.amendments
        if entry.amendment.title is None
    ]
    assert [(one.chapter_id, one.how) for one in lost] == [
        (missing.id, "the same sentence in the chapter's amendment box")
    ]


def test_removed_renamed_merged_and_renumbered(store: Store) -> None:
    """Withdrawals are dated, former titles remembered, numbers those of the latest contents page."""
    withdrawn = {one.title: one.withdrawn_at for one in store.chapters(SOURCE) if one.withdrawn_at is not None}
    assert withdrawn == {"Using Fax and Secure Post": moment("2020-10-12"), "Case Closure": moment("2021-03-15")}
    former = {one.title: one.former_titles for one in store.chapters(SOURCE) if one.former_titles}
    assert former == {
        "Case Transfer and Case Closure": ("Case Transfer Protocol",),
        "Social Visits (Including Overnight Stays)": ("Overnight Stays and Social Visits",),
        "Unaccompanied Migrant Children and Child Victims of Trafficking and Modern Slavery": (
            "Unaccompanied Migrant Children and Child Victims of Trafficking",
        ),
    }
    numbers = {one.title: one.number for one in store.chapters(SOURCE)}
    assert numbers["Pre-Birth Assessment"] == "1.5"
    assert numbers["Access to Records"] == "2.7"


def test_a_document_is_versioned_under_its_address(store: Store) -> None:
    """The form changed behind the same address, and is one document under another address of the new site."""
    documents = {one.title: len(store.versions(one.id)) for one in store.chapters(SOURCE, ChapterKind.DOCUMENT)}
    assert sorted(documents.values()) == [1, 2]


def test_the_passed_promise_is_known(store: Store) -> None:
    """Every next update that was promised, the passed one among them."""
    assert [one.next_update for one in store.promises(SOURCE)] == ["2020-10", "2021-03", "2021-07"]


def test_all_editions_back_to_the_oldest_are_known(store: Store) -> None:
    """Year archives are found from the log's own links."""
    labels = [one.label for one in store.editions(SOURCE)]
    assert labels == ["October 2021", "March 2021", "October 2020", "March 2020", "October 2019", "March 2019"]
    first = moment("2020-03-16")
    assert [one.label for one in store.editions(SOURCE) if one.first_seen == first] == [
        "March 2020",
        "October 2019",
        "March 2019",
    ]


def test_nothing_is_claimed_of_what_is_before_our_time(derived: Compared) -> None:
    """Findings exist for the three editions that can be judged, and for no other."""
    assert {one.edition_label for one in derived.findings} == set(EDITIONS)
    assert {one.kind for one in derived.findings} == set(FindingKind)


def test_the_demo_manual_is_as_large_as_it_says() -> None:
    """At least 30 chapters in six parts, with the words of a real manual."""
    demo = load_demo()
    assert [edition.collected_at.isoformat() for edition in demo.editions] == [
        "2020-03-16T06:00:00+00:00",
        "2020-10-12T06:00:00+00:00",
        "2021-03-15T06:00:00+00:00",
        "2021-10-11T06:00:00+00:00",
    ]


def test_chapters_stand_in_six_parts(store: Store) -> None:
    """Parts and numbers come from the contents page."""
    listed = [one for one in store.chapters(SOURCE, ChapterKind.CHAPTER) if one.withdrawn_at is None]
    assert len(listed) == 40
    assert len({one.part for one in listed}) == 6
    words = [store.versions(one.id)[-1].words for one in listed]
    assert min(words) >= 300
    assert max(words) <= 2600
