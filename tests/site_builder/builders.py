"""Facts for the publisher's tests: a small manual in which every kind of page has something to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path

from kb.compare import compare_chapters
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
    Match,
    Origin,
    Promise,
    ReadingItem,
    Run,
    RunKind,
    Statement,
    Version,
)
from site_builder.build import build_site
from site_builder.facts import ChapterFacts, ComparisonFacts, Manual, VersionFacts
from site_builder.lookup import Lookup
from site_builder.places import Places
from tests.builders import chapter

MARCH = datetime(2020, 3, 16, 9, 30, tzinfo=UTC)
OCTOBER = datetime(2020, 10, 12, 10, 5, tzinfo=UTC)
NEXT_MARCH = datetime(2021, 3, 15, 8, 45, tzinfo=UTC)
NOW = datetime(2021, 11, 2, 12, 0, tzinfo=UTC)
LOG = "https://manual.example/amendments.html"
HOSTILE = "<script>alert('x')</script> & \"quoted\" <b>bold</b>"

VISITS = (
    chapter("1 Scope: All children. / - one / -- deeper / - two", "2 Visits: The worker should visit every six weeks."),
    chapter("1 Scope: All children. / - one / -- deeper / - two", "2 Visits: The worker must visit every four weeks."),
    chapter(
        "1 Scope: All children. / - one / -- deeper / - two",
        "2 Visits: The worker must visit every four weeks. / See [the guidance](https://www.gov.uk/guidance).",
        boxes={"scope": "Children who are visited.", "amendment": "Updated in March 2021."},
    ),
)


def version(text: Chapter, ordinal: int = 1, first: datetime = MARCH, last: datetime | None = None) -> Version:
    """A version of the given text; its id is made of the chapter's 1 and the ordinal unless replaced."""
    origin = Origin.FIRST if ordinal == 1 else Origin.AMENDED
    return Version(
        10 + ordinal,
        1,
        ordinal,
        origin,
        text.digest,
        "a1" * 32,
        text.url,
        3,
        first,
        last or first,
        None,
        text.title,
        text.words,
    )


def chapter_facts(chapter_id: int, title: str, *texts: Chapter, **known: object) -> ChapterFacts:
    """A chapter with one version a text, seen in March 2020, October 2020, March 2021; the last is seen until then."""
    slug = title.lower().replace(" ", "-")
    url = f"https://manual.example/{slug}.html"
    moments = (MARCH, OCTOBER, NEXT_MARCH)
    versions = []
    for place, text in enumerate(texts):
        named = replace(text, title=title, url=url)
        last = NEXT_MARCH if place == len(texts) - 1 else moments[place]
        made = replace(
            version(named, place + 1, moments[place], last), id=chapter_id * 10 + place, chapter_id=chapter_id
        )
        versions.append(VersionFacts(made, partial(replace, named)))
    plain = KnownChapter(
        chapter_id, "fiction", slug, ChapterKind.CHAPTER, title, url, str(chapter_id), "Part one", chapter_id
    )
    return ChapterFacts(
        chapter=replace(plain, **known),  # type: ignore[arg-type]
        versions=tuple(versions),
        comparisons=comparisons(versions),
        statements=(Statement(chapter_id, "Updated in March 2021.", "a1" * 32, MARCH, NEXT_MARCH),),
        matches=(Match(chapter_id, url, "title", 0.9, MARCH),),
        checked_at=moments,
    )


def comparisons(versions: Sequence[VersionFacts]) -> tuple[ComparisonFacts, ...]:
    """Each pair of neighbours, and the first against the latest of more than two."""
    pairs = list(pairwise(versions))
    if len(versions) > 2:
        pairs.append((versions[0], versions[-1]))
    return tuple(comparison(before, after) for before, after in pairs)


def comparison(before: VersionFacts, after: VersionFacts) -> ComparisonFacts:
    """Two versions as the real comparison sees them."""
    found = compare_chapters(before.text, after.text)
    return ComparisonFacts(before.version, after.version, lambda: (before.text, after.text), found)


def edition(label: str, dated: str, *amendments: Amendment, chapters: Sequence[int | None] = ()) -> KnownEdition:
    """An edition whose entries resolve to the given chapters; entry ids count from the year and month."""
    entries = tuple(
        LoggedAmendment(
            int(dated.replace("-", "")) * 100 + place, "fiction", label, dated, None, place, each, found, how, sure
        )
        for place, (each, found) in enumerate(zip(amendments, chapters, strict=True), start=1)
        for how, sure in [("title", 0.9) if found else ("", 0.0)]
    )
    return KnownEdition("fiction", label, dated, None, "b2" * 32, LOG, OCTOBER, entries)


def manual(source: str = "fiction", title: str = "Fiction Procedures Manual") -> Manual:
    """Chapters changed twice, never, withdrawn, only listed; a document; three editions, findings of each kind."""
    visits = chapter_facts(1, "Visits", *VISITS, badge="Updated", former_titles=("Home Visits",))
    hostile = chapter_facts(2, "Hostile", chapter(f"1 {HOSTILE}: {HOSTILE} / [bad](javascript:alert) / ## {HOSTILE}"))
    gone = chapter_facts(3, "Transport", chapter("1 Cars: Insure them."), withdrawn_at=NEXT_MARCH)
    listed = replace(chapter_facts(4, "Listed"), comparisons=(), statements=(), matches=())
    wide = (
        "Standard 1: We listen. / | Team | Telephone | caseworkers.of.the.northern.assessment.team@manual.example | 9 |"
    )
    standards = chapter_facts(5, "Standards", chapter(wide), kind=ChapterKind.DOCUMENT, number="")
    march = edition(
        "March 2021",
        "2021-03",
        Amendment("Visits", AmendmentKind.UPDATED, "Links updated.", (), Level.INFO, ("Links updated",)),
        Amendment("Hostile", AmendmentKind.UPDATED, HOSTILE, ("1",), Level.MUST, ("alert",)),
        chapters=(1, 2),
    )
    october = edition(
        "October 2020",
        "2020-10",
        Amendment(None, AmendmentKind.UPDATED, "Refreshed", (), Level.SKIM, ("Refreshed",), complete=False),
        chapters=(None,),
    )
    older = edition("March 2020", "2020-03", Amendment("Visits", AmendmentKind.NEW, "New chapter."), chapters=(1,))
    return Manual(
        source=source,
        title=title,
        publisher="Fiction Council",
        address="https://manual.example/",
        chapters=(visits, hostile, listed, gone),
        documents=(standards,),
        editions=(march, october, older),
        findings=_findings(march),
        reading=_reading(march),
        promises=(Promise(source, "2021-10", LOG, NEXT_MARCH), Promise(source, "2020-10", LOG, MARCH)),
        runs=(
            Run(1, source, RunKind.COLLECT, MARCH, MARCH, True),
            Run(2, source, RunKind.COLLECT, NEXT_MARCH, None, False),
        ),
    )


def _findings(march: KnownEdition) -> tuple[Finding, ...]:
    first, second = (entry.id for entry in march.amendments)
    return (
        Finding(1, "Visits", "March 2021", "2021-03", FindingKind.ANNOUNCED, "Links.", "A link.", (), first, 2, 3),
        Finding(2, "Hostile", "March 2021", "2021-03", FindingKind.UNSEEN, HOSTILE, HOSTILE, (HOSTILE, "All."), second),
        Finding(1, "Visits", "October 2020", "2020-10", FindingKind.SILENT, "", "six → four weeks", (), None, 1, 2),
        Finding(3, "Transport", "", "", FindingKind.SILENT, "", "gone", ()),
    )


def _reading(march: KnownEdition) -> tuple[ReadingItem, ...]:
    spring, autumn = NEXT_MARCH.date(), OCTOBER.date()
    first = march.amendments[0].id
    return (
        _item(1, "visits", "Visits", Level.INFO, spring, "March 2021", first, FindingKind.ANNOUNCED),
        _item(1, "visits", "Visits", Level.MUST, autumn, "October 2020", None, FindingKind.SILENT, (("2", "Visits"),)),
        _item(2, "hostile", HOSTILE, Level.SKIM, autumn, "October 2020", None, None, (("9", "Not there"),)),
        _item(3, "transport", "Transport", Level.SECTION, autumn, None, None, FindingKind.SILENT),
    )


def _item(
    chapter_id: int,
    slug: str,
    title: str,
    level: Level,
    since: date,
    label: str | None,
    amendment: int | None,
    finding: FindingKind | None,
    sections: tuple[tuple[str, str], ...] = (),
) -> ReadingItem:
    look = f"Look at {title}."
    return ReadingItem(
        chapter_id, slug, title, level, ("a reason",), sections, 2, since, label, amendment, finding, look
    )


def lookup(facts: Manual | None = None) -> Lookup:
    """The manual's cross references, the manual being the whole site."""
    return Lookup(facts or manual(), Places())


def built(folder: Path, *manuals: Manual) -> Path:
    """A site built from the given manuals, or from the one above."""
    build_site(manuals or (manual(),), folder / "site", NOW)
    return folder / "site"
