"""Reconciling: announced, silent, unseen, mismatched, and nothing claimed about a time before ours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from kb.history import Badge, History
from kb.model import (
    Amendment,
    AmendmentKind,
    Chapter,
    ChapterKind,
    Finding,
    FindingKind,
    KnownChapter,
    KnownEdition,
    Level,
    LoggedAmendment,
    Origin,
    Statement,
    Version,
)
from kb.reading import reading_list
from kb.reconcile import findings
from tests.builders import chapter
from tests.facts import SOURCE, moment

BEFORE = chapter(
    "1 Scope: This chapter applies to every child who is placed by the county.",
    "2 Visits: The social worker visits within 7 working days and writes the visit up.",
    "3 Money: Carers claim their expenses on the form at the end of the month.",
)
DUTY = chapter(
    "1 Scope: This chapter applies to every child who is placed by the county.",
    "2 Visits: The social worker visits within 5 working days and writes the visit up.",
    "3 Money: Carers claim their expenses on the form at the end of the month.",
)


@dataclass
class Manual:
    """A manual with one collection in March and one in October 2020."""

    histories: list[History] = field(default_factory=list)
    entries: list[LoggedAmendment] = field(default_factory=list)

    def with_chapter(
        self,
        *texts: Chapter,
        days: tuple[str, ...] = ("2020-03-16", "2020-10-12"),
        withdrawn: str = "",
        badge: str = "",
    ) -> Manual:
        """A chapter that had these texts, each first seen on its day."""
        chapter_id = len(self.histories) + 1
        versions = tuple(
            Version(
                id=chapter_id * 100 + place,
                chapter_id=chapter_id,
                ordinal=place,
                origin=Origin.FIRST if place == 1 else Origin.AMENDED,
                digest=text.digest,
                page_digest="",
                page_url="",
                rules=1,
                first_seen=moment(day),
                last_seen=moment("2020-10-12"),
                stated_on=None,
                title=text.title,
                words=text.words,
            )
            for place, (text, day) in enumerate(zip(texts, days, strict=False), start=1)
        )
        by_id = {version.id: text for version, text in zip(versions, texts, strict=True)}
        known = KnownChapter(
            chapter_id,
            SOURCE,
            f"chapter-{chapter_id}",
            ChapterKind.CHAPTER,
            f"Chapter {chapter_id}",
            "",
            withdrawn_at=moment(withdrawn) if withdrawn else None,
        )
        badges = (Badge(moment("2020-10-12"), badge),)
        self.histories.append(History(known, versions, by_id.__getitem__, badges=badges))
        return self

    def with_entry(self, detail: str, kind: AmendmentKind = AmendmentKind.UPDATED, **fields: object) -> Manual:
        """An entry of October 2020 that speaks of the latest chapter."""
        amendment = Amendment("A chapter", kind, detail, **fields)  # type: ignore[arg-type]
        place = len(self.entries) + 1
        chapter_id = len(self.histories)
        self.entries.append(
            LoggedAmendment(
                place, SOURCE, "October 2020", "2020-10", None, place, amendment, chapter_id, "the title", 0.95
            )
        )
        return self

    def edition(self, first_seen: str = "2020-10-12") -> KnownEdition:
        """The edition the entries stand in."""
        return KnownEdition(SOURCE, "October 2020", "2020-10", None, "", "", moment(first_seen), tuple(self.entries))

    def findings(self) -> tuple[Finding, ...]:
        """What log and text say of each other."""
        return findings(self.histories, [self.edition()])


@pytest.mark.parametrize(
    ("manual", "kind", "shows"),
    [
        (Manual().with_chapter(BEFORE, DUTY).with_entry("Section 2 was amended.", sections=("2",)), "announced", "5"),
        (Manual().with_chapter(BEFORE).with_entry("This chapter has been refreshed."), "unseen", "same word for word"),
        (Manual().with_chapter(BEFORE, DUTY).with_entry("Section 3 was amended.", sections=("3",)), "mismatched", "5"),
        (Manual().with_chapter(BEFORE, DUTY).with_entry("Links updated.", level=Level.INFO), "mismatched", "5"),
        (Manual().with_chapter(BEFORE, DUTY).with_entry("This chapter was extensively revised."), "mismatched", "5"),
        (Manual().with_chapter(BEFORE, DUTY), "silent", "5"),
        (Manual().with_chapter(BEFORE, withdrawn="2020-10-12"), "silent", "no longer in the manual"),
        (
            Manual().with_chapter(BEFORE, withdrawn="2020-10-12").with_entry("", AmendmentKind.REMOVED),
            "announced",
            "no longer",
        ),
        (Manual().with_chapter(BEFORE).with_entry("", AmendmentKind.REMOVED), "unseen", "still in the manual"),
        (Manual().with_chapter(BEFORE, badge="Updated"), "unseen", "same word for word"),
    ],
)
def test_log_and_text_are_held_against_each_other(manual: Manual, kind: str, shows: str) -> None:
    """Each way they can agree or not has its kind, with the text's side in words."""
    (finding,) = manual.findings()
    assert (finding.kind.value, finding.edition_label) == (kind, "October 2020")
    assert shows in finding.shows


def test_an_unchanged_unnamed_chapter_is_no_finding() -> None:
    """Nothing is said of what neither log nor text mention."""
    assert Manual().with_chapter(BEFORE).findings() == ()


def test_a_new_chapter_is_announced_or_silent() -> None:
    """A chapter first seen since the last collection is new, whatever heading the log put it under."""
    named = Manual().with_chapter(BEFORE).with_chapter(DUTY, days=("2020-10-12",)).with_entry("Guidance on visits.")
    assert [one.kind for one in named.findings()] == [FindingKind.ANNOUNCED]
    unnamed = Manual().with_chapter(BEFORE).with_chapter(DUTY, days=("2020-10-12",))
    assert [one.kind for one in unnamed.findings()] == [FindingKind.SILENT]


def test_nothing_is_claimed_of_a_time_before_ours() -> None:
    """An edition first seen at the first collection, or dated before it, cannot be judged."""
    manual = Manual().with_chapter(BEFORE, DUTY).with_entry("This chapter has been refreshed.")
    assert findings(manual.histories, [manual.edition("2020-03-16")]) == ()
    old = KnownEdition(SOURCE, "May 2015", "2015-05", None, "", "", moment("2020-10-12"), tuple(manual.entries))
    assert findings(manual.histories, [old]) == ()


def with_box(manual: Manual, text: str, day: str, listed: date | None = None) -> Manual:
    """The manual, its one chapter with an amendment box first seen on a day, and a date on the contents page."""
    (history,) = manual.histories
    box = Statement(1, text, "", moment(day), moment("2020-10-12"))
    badges = (Badge(moment("2020-10-12"), "", listed),)
    return Manual([replace(history, statements=(box,), badges=badges)], manual.entries)


@pytest.mark.parametrize(
    ("detail", "box", "seen", "listed", "doubt"),
    [
        ("Section 2 was amended.", "In March 2020, this was amended.", "2020-10-12", None, "box says March 2020"),
        ("Section 2 was amended.", "In September 2020, this was amended.", "2020-10-12", None, None),
        ("Section 2 was amended.", "In March 2020, this was amended.", "2020-03-16", None, None),
        ("In March 2020, Section 2 was amended.", "", "2020-03-16", None, "made in March 2020"),
        ("Section 2 as amended in May 2019 is now wider.", "", "2020-03-16", None, "made in May 2019"),
        ("Section 2 replaces the text of May 2019.", "", "2020-03-16", None, None),
        (
            "Section 2 was amended.",
            "",
            "2020-03-16",
            date(2019, 5, 1),
            "1 May 2019 is outside the time of October 2020",
        ),
        ("Section 2 was amended.", "", "2020-03-16", date(2020, 10, 5), None),
    ],
)
def test_dates_that_do_not_fit(detail: str, box: str, seen: str, listed: date | None, doubt: str | None) -> None:
    """A box written for this edition, the entry's own words and the contents page's date are held against the edition;
    a box that stood there before, and months that are only a subject, contradict nothing."""
    manual = Manual().with_chapter(BEFORE, DUTY).with_entry(detail, sections=("2",))
    (finding,) = with_box(manual, box, seen, listed).findings()
    assert finding.kind is (FindingKind.MISMATCHED if doubt else FindingKind.ANNOUNCED)
    assert doubt is None or doubt in finding.evidence[0]


def test_every_statement_can_be_looked_up() -> None:
    """All four sources say their part, each with the rule by which it counts and when we saw it."""
    manual = Manual().with_chapter(BEFORE, DUTY).with_entry("Section 2 was amended.", sections=("2",))
    (finding,) = with_box(manual, "In October 2020, amended.", "2020-10-12", date(2020, 10, 5)).findings()
    assert [one.kind.value for one in finding.witnesses] == ["log", "amendment box", "contents page", "text"]
    assert [one.how for one in finding.witnesses][:2] == ["the title (95% sure)", "written since the collection before"]
    assert all(one.says and one.how and one.seen_at for one in finding.witnesses)


def test_a_renaming_that_renamed_nothing() -> None:
    """The log says it was renamed; the title is the same."""
    manual = Manual().with_chapter(BEFORE, DUTY).with_entry("This chapter was renamed.", AmendmentKind.RENAMED)
    (finding,) = manual.findings()
    assert (finding.kind, "was renamed" in finding.evidence[0]) == (FindingKind.MISMATCHED, True)


def test_what_only_the_rules_read_differently_is_no_change() -> None:
    """A re-extracted version is neither silent nor announced."""
    manual = Manual().with_chapter(BEFORE, DUTY)
    (history,) = manual.histories
    reread = tuple(
        version if version.ordinal == 1 else Version(**{**_fields(version), "origin": Origin.RE_EXTRACTED})
        for version in history.versions
    )
    again = History(history.chapter, reread, history.read_text)
    assert findings([again], [manual.edition()]) == ()


def _fields(version: Version) -> dict[str, object]:
    return {name: getattr(version, name) for name in Version.__slots__}


@pytest.mark.parametrize(
    ("manual", "level", "because"),
    [
        (
            Manual().with_chapter(BEFORE, DUTY).with_entry("This was refreshed."),
            "must",
            "raised: something that staff work by is different",
        ),
        (Manual().with_chapter(BEFORE, DUTY), "must", "something that staff work by is different"),
        (Manual().with_chapter(BEFORE).with_entry("Refreshed."), "info", "lowered: the text did not change"),
        (
            Manual()
            .with_chapter(BEFORE, withdrawn="2020-10-12")
            .with_entry("", AmendmentKind.REMOVED, level=Level.NONE),
            "none",
            "the log: none",
        ),
    ],
)
def test_the_text_raises_and_lowers_the_words_level(manual: Manual, level: str, because: str) -> None:
    """Both reasons are given: the log's words and what the text shows."""
    (item,) = reading_list(manual.histories, [manual.edition()], manual.findings())
    assert item.level.value == level
    assert any(because in reason for reason in item.reasons)


def test_a_reading_item_names_sections_and_minutes() -> None:
    """Only the sections concerned count for the time."""
    manual = Manual().with_chapter(BEFORE, DUTY).with_entry("Section 2, Visits, was amended.", sections=("2",))
    (item,) = reading_list(manual.histories, [manual.edition()], manual.findings())
    assert item.sections == (("2", "Visits"),)
    assert item.minutes == 1
    assert "5 working days" in item.look_for


def test_a_chapter_named_twice_is_one_item() -> None:
    """With the stronger level and the reasons of both entries."""
    manual = (
        Manual().with_chapter(BEFORE, DUTY).with_entry("Links updated.").with_entry("To be re-read.", level=Level.MUST)
    )
    (item,) = reading_list(manual.histories, [manual.edition()], ())
    assert item.level is Level.MUST
    assert len(item.reasons) == 2
