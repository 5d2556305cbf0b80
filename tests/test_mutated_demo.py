"""The demo with one thing put wrong: an entry dropped, moved, renamed, its section misnamed; a text changed or put back
without a word. What must be found follows from what was done, and nothing else may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.history import History, histories
from kb.model import AmendmentKind, Chapter, Finding, FindingKind, KnownEdition, LoggedAmendment, Origin, Version
from kb.reconcile import findings, periods
from kb.resolve import Candidate, resolved
from kb.store import Store
from kb.witnesses import Period

SOURCE = "wealdmoor"
FEWER = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Kinds = Counter[tuple[str, int | None, FindingKind]]


@dataclass(frozen=True, repr=False)
class Demo:
    """The demo's facts, as findings are made of them."""

    known: tuple[History, ...]
    editions: tuple[KnownEdition, ...]

    @property
    def found(self) -> tuple[Finding, ...]:
        """What log and text say of each other."""
        return findings(self.known, self.editions)

    @property
    def kinds(self) -> Kinds:
        """Each finding by edition, chapter and kind."""
        return Counter((one.edition_label, one.chapter_id, one.kind) for one in self.found)

    @property
    def judged(self) -> tuple[Period, ...]:
        """The spans that can be judged, newest first."""
        return periods(self.known, self.editions)

    def entry(self, finding: Finding) -> LoggedAmendment:
        """The entry a finding is about."""
        every = (entry for edition in self.editions for entry in edition.amendments)
        return next(entry for entry in every if entry.id == finding.amendment_id)

    def with_entries(self, label: str, entries: Sequence[LoggedAmendment]) -> Demo:
        """The demo with other entries in one edition."""
        changed = (replace(one, amendments=tuple(entries)) if one.label == label else one for one in self.editions)
        return replace(self, editions=tuple(changed))

    def with_entry(self, entry: LoggedAmendment) -> Demo:
        """The demo with an entry in another form."""
        edition = next(one for one in self.editions if one.label == entry.edition_label)
        return self.with_entries(
            edition.label, [entry if other.id == entry.id else other for other in edition.amendments]
        )

    def without(self, entry: LoggedAmendment) -> Demo:
        """The demo with an entry dropped."""
        edition = next(one for one in self.editions if one.label == entry.edition_label)
        return self.with_entries(edition.label, [other for other in edition.amendments if other.id != entry.id])

    def with_text(self, history: History, text: Chapter, period: Period, origin: Origin) -> Demo:
        """The demo with a text that came in at the end of a span."""
        last = history.versions[-1]
        own = 1_000_000 + last.id
        version = replace(
            last, id=own, ordinal=last.ordinal + 1, origin=origin, digest=text.digest, first_seen=period.end
        )
        read = history.read_text
        other = History(
            history.chapter,
            (*history.versions, version),
            lambda number: text if number == own else read(number),
            history.addresses,
            history.badges,
            history.statements,
        )
        return replace(self, known=tuple(other if one is history else one for one in self.known))


@pytest.fixture(scope="module")
def demo(demo_workspace: Path) -> Iterator[Demo]:
    """The demo as it is."""
    store = Store.open(demo_workspace / "kb.sqlite3")
    yield Demo(histories(store, SOURCE), store.editions(SOURCE))
    store.close()


def unsaid(demo: Demo, finding: Finding) -> Kinds:
    """What is found of a chapter when its entry is gone: silent where the text shows anything, else the badge's."""
    if finding.kind is FindingKind.UNSEEN:
        history = next(one for one in demo.known if one.chapter.id == finding.chapter_id)
        period = period_of(demo, finding)
        marked = "Updated" in history.badge(period.end) or "New" in history.badge(period.end)
        present = history.chapter.withdrawn_at is None
        kinds = [FindingKind.UNSEEN] if marked and present and finding.chapter_id is not None else []
    else:
        kinds = [FindingKind.SILENT]
    chapter_id = finding.document_id or finding.chapter_id
    return Counter((period_of(demo, finding).editions[0].label, chapter_id, kind) for kind in kinds)


def period_of(demo: Demo, finding: Finding) -> Period:
    """The span in which a finding was made."""
    return next(p for p in demo.judged if finding.edition_label in {edition.label for edition in p.editions})


def said(demo: Demo, data: st.DataObject) -> Finding:
    """A finding about an entry, drawn."""
    return data.draw(st.sampled_from([one for one in demo.found if one.amendment_id is not None]))


def one(finding: Finding) -> Kinds:
    """A finding as counted."""
    return Counter([(finding.edition_label, finding.chapter_id, finding.kind)])


@FEW
@given(data=st.data())
def test_an_entry_dropped(demo: Demo, data: st.DataObject) -> None:
    """What the log no longer says is silent where the text shows it, and no finding where it does not."""
    finding = said(demo, data)
    mutated = demo.without(demo.entry(finding))
    assert mutated.kinds == demo.kinds - one(finding) + unsaid(demo, finding)


@FEW
@given(data=st.data())
def test_an_entry_moved_to_another_edition(demo: Demo, data: st.DataObject) -> None:
    """Said of the wrong edition it is unseen there, and what the text shows is silent in its own."""
    finding = said(demo, data)
    entry = demo.entry(finding)
    labels = [p.editions[0].label for p in demo.judged]
    free = [
        x
        for x in labels
        if x != finding.edition_label and not any(k[:2] == (x, finding.chapter_id) for k in demo.kinds)
    ]
    if finding.document_id is not None or not free:
        return
    label = data.draw(st.sampled_from(free))
    target = next(edition for edition in demo.editions if edition.label == label)
    moved = replace(entry, edition_label=label, edition_date=target.date)
    mutated = demo.without(entry).with_entries(label, [*target.amendments, moved])
    there: Kinds = Counter([(label, finding.chapter_id, FindingKind.UNSEEN)])
    assert mutated.kinds == demo.kinds - one(finding) + unsaid(demo, finding) + there


@FEW
@given(data=st.data())
def test_an_entry_renamed(demo: Demo, data: st.DataObject) -> None:
    """A title that no chapter has resolves to none, so what the text shows is silent."""
    finding = said(demo, data)
    entry = demo.entry(finding)
    title = data.draw(st.sampled_from(["Lighthouse Keeping", "Tidal Moorings", "Beekeeping on Rooftops"]))
    amendment = replace(entry.amendment, title=title, url=None, detail="This chapter has been updated.")
    chapters = [
        Candidate(each.chapter.id, each.addresses, (*each.chapter.former_titles, each.chapter.title))
        for each in demo.known
    ]
    assert resolved(amendment, chapters) is None
    mutated = demo.with_entry(replace(entry, amendment=amendment, chapter_id=None, how="", sureness=0.0))
    assert mutated.kinds == demo.kinds - one(finding) + unsaid(demo, finding)


@FEW
@given(data=st.data(), section=st.integers(60, 99))
def test_a_section_misnamed(demo: Demo, data: st.DataObject, section: int) -> None:
    """A section in which nothing changed is a mismatch, with the sections of both sides as evidence."""
    fitting = [
        each
        for each in demo.found
        if each.kind is FindingKind.ANNOUNCED
        and each.amendment_id is not None
        and each.after_version is not None
        and each.document_id is None
        and demo.entry(each).amendment.sections
    ]
    finding = data.draw(st.sampled_from(fitting))
    entry = demo.entry(finding)
    mutated = demo.with_entry(replace(entry, amendment=replace(entry.amendment, sections=(str(section),))))
    mismatch: Kinds = Counter([(finding.edition_label, finding.chapter_id, FindingKind.MISMATCHED)])
    assert mutated.kinds == demo.kinds - one(finding) + mismatch
    (told,) = (each for each in mutated.found if each.amendment_id == entry.id)
    assert f"Section {section}" in told.evidence[0]


@FEWER
@given(data=st.data())
def test_a_text_changed_without_a_word(demo: Demo, data: st.DataObject) -> None:
    """A sentence more in a chapter of which the newest edition says nothing is silent."""
    newest = demo.judged[0]
    label = newest.editions[0].label
    quiet = [
        each
        for each in demo.known
        if each.chapter.withdrawn_at is None
        and each.versions[-1].first_seen < newest.end
        and not each.is_document
        and not any(key[:2] == (label, each.chapter.id) for key in demo.kinds)
    ]
    history = data.draw(st.sampled_from(quiet))
    text = history.text(history.versions[-1])
    place = data.draw(st.integers(0, len(text.sections) - 1))
    section = text.sections[place]
    if not section.blocks:
        return
    block = replace(section.blocks[-1], text=f"{section.blocks[-1].text} A manager must sign the plan within 3 days.")
    changed = replace(section, blocks=(*section.blocks[:-1], block))
    longer = replace(text, sections=(*text.sections[:place], changed, *text.sections[place + 1 :]))
    mutated = demo.with_text(history, longer, newest, Origin.AMENDED)
    silent: Kinds = Counter([(label, history.chapter.id, FindingKind.SILENT)])
    assert mutated.kinds == demo.kinds + silent


@FEWER
@given(data=st.data())
def test_a_text_put_back_without_a_word(demo: Demo, data: st.DataObject) -> None:
    """An earlier text that returns in the newest edition, of which the log says nothing, is silent."""
    newest = demo.judged[0]
    label = newest.editions[0].label
    amended = [
        each
        for each in demo.known
        if each.chapter.withdrawn_at is None
        and not each.is_document
        and len({version.digest for version in each.versions}) > 1
        and each.versions[-1].first_seen < newest.end
        and not any(key[:2] == (label, each.chapter.id) for key in demo.kinds)
    ]
    history = data.draw(st.sampled_from(amended))
    earlier: list[Version] = [each for each in history.versions if each.digest != history.versions[-1].digest]
    text = history.text(data.draw(st.sampled_from(earlier)))
    mutated = demo.with_text(history, text, newest, Origin.REVERTED)
    silent: Kinds = Counter([(label, history.chapter.id, FindingKind.SILENT)])
    assert mutated.kinds == demo.kinds + silent


def test_there_is_enough_to_put_wrong(demo: Demo) -> None:
    """Entries of every kind and finding are drawn from, so that no property holds of nothing."""
    drawn = [each for each in demo.found if each.amendment_id is not None]
    assert len(drawn) >= 25
    assert {each.kind for each in drawn} == set(FindingKind) - {FindingKind.SILENT}
    assert {demo.entry(each).amendment.kind for each in drawn} >= {AmendmentKind.NEW, AmendmentKind.REMOVED}
