"""A chapter's pages: the text in force or of an earlier version, and the chapter's history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise

from kb.model import Box, BoxKind, Chapter, KinshipKind, Section, Span, SpanKind, Version
from site_builder.charts import Plot, history_plot
from site_builder.facts import ChapterFacts, VersionFacts
from site_builder.lookup import Lookup
from site_builder.phrases import ORIGINS, Tag, clock, day, days, joined, told
from site_builder.views_days import DaysView, days_view
from site_builder.views_facts import (
    Bar,
    ChangeLine,
    EntryView,
    Fact,
    Link,
    bar,
    between,
    change_line,
    entry_view,
    numbered,
    outside,
    seen_phrase,
)
from site_builder.views_redline import changed_anchor
from site_builder.views_text import MAX_RANK, Node, Resolve, nodes

CONTENTS_RANK = 3
"""How deep the contents list beside a chapter goes: h2 and h3."""
_LINKABLE = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with its heading's h-number; `changed` leads to its latest change."""

    anchor: str
    label: str
    title: str
    rank: int
    nodes: tuple[Node, ...]
    changed: Link | None = None


@dataclass(frozen=True, slots=True)
class BoxView:
    """A box above the text."""

    kind: str
    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """What the amendment box said, and when we saw it say so."""

    text: str
    seen: str


@dataclass(frozen=True, slots=True)
class KinLine:
    """What a chapter has to do with an address or another chapter: "Split from", and a link to it."""

    words: str
    to: Link


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter's text with everything around it. `changes` and `entries` newest first."""

    title: str
    number: str
    part: str
    badge: str
    bar: Bar
    boxes: tuple[BoxView, ...]
    sections: tuple[SectionView, ...]
    changes: tuple[ChangeLine, ...]
    entries: tuple[EntryView, ...]
    statements: tuple[StatementView, ...]
    former_titles: str
    kin: tuple[KinLine, ...]
    facts: tuple[Fact, ...]
    home: str
    history: str
    atom: str
    is_document: bool
    words: int

    @property
    def contents(self) -> tuple[SectionView, ...]:
        """The sections listed beside the text."""
        named = (section for section in self.sections if section.title or section.label)
        return tuple(section for section in named if section.rank <= CONTENTS_RANK)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as a row of the history."""

    ordinal: int
    origin: Tag
    seen: str
    stated: str
    words: int
    digest: str
    rules: str
    place: str
    page: Link
    compare: str | None
    before: int
    summary: str


@dataclass(frozen=True, slots=True)
class MatchLine:
    """How an address was recognised as this chapter."""

    address: str
    how: str
    sure: str
    when: str


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day on which we looked, and which text stood there."""

    day: str
    version: Link


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A chapter over time; versions newest first."""

    title: str
    home: str
    versions: tuple[VersionLine, ...]
    whole: Link | None
    days: tuple[DayLine, ...]
    matches: tuple[MatchLine, ...]
    statements: tuple[StatementView, ...]
    plot: Plot | None
    span: DaysView
    manual_days: str

    def facts_of(self, to: Callable[[str], str]) -> dict[str, object]:
        """What the page's script is told: versions, days and pairs, with the way `to` each from this page."""
        return {
            "slug": self.span.slug,
            "gone": self.span.gone,
            "spans": [asdict(one) | {"place": to(one.place)} for one in self.span.spans],
            "pairs": [[before, after, to(place)] for before, after, place in self.span.pairs],
        }


def chapter_view(text: ChapterFacts, shown: VersionFacts, lookup: Lookup, today: date) -> ChapterView:
    """One version of a chapter as a page; the latest one with the marks of its latest change."""
    chapter, version = text.chapter, shown.version
    steps = tuple(change_line(text, pair, lookup) for pair in reversed(text.steps))
    in_force = shown is text.latest
    marks = _changed_sections(text, lookup) if in_force else {}
    return ChapterView(
        title=version.title or chapter.title,
        number=chapter.number if chapter.withdrawn_at is None else "",
        part=chapter.part,
        badge=chapter.badge if in_force else "",
        bar=bar(text, version, lookup),
        boxes=_boxes(shown.text, _resolver(lookup)),
        sections=_sections(shown.text, marks, _resolver(lookup)),
        changes=steps,
        entries=_entries(text, lookup),
        statements=_statements(text),
        former_titles=joined(chapter.former_titles),
        kin=_kin(text, lookup),
        facts=_facts(version, shown.text, text, today),
        home=lookup.places.chapter(chapter.slug),
        history=lookup.places.history(chapter.slug),
        atom=lookup.places.chapter_atom(chapter.slug),
        is_document=chapter.kind == "document",
        words=version.words,
    )


def history_view(text: ChapterFacts, lookup: Lookup) -> HistoryView:
    """All versions of a chapter with what changed from one to the next."""
    slug = text.chapter.slug
    ends = (text.versions[0].version.ordinal, text.versions[-1].version.ordinal)
    pairs = {(each.before.ordinal, each.after.ordinal) for each in text.comparisons}
    whole = Link("First and latest text compared", lookup.places.compare(slug, *ends)) if ends in pairs else None
    return HistoryView(
        title=numbered(text.chapter),
        home=lookup.places.chapter(slug),
        versions=tuple(_version_line(text, each.version, lookup) for each in reversed(text.versions)),
        whole=whole if len(text.versions) > 2 else None,
        days=_days(text, lookup),
        matches=tuple(
            MatchLine(match.url, match.how, f"{match.sureness:.0%}", day(match.matched_at)) for match in text.matches
        ),
        statements=_statements(text),
        span=days_view(text, lookup),
        manual_days=lookup.places.days,
        plot=history_plot([(each.after.first_seen, each.comparison) for each in text.steps]),
    )


def _days(text: ChapterFacts, lookup: Lookup) -> tuple[DayLine, ...]:
    """Each day we looked, newest first, with the version that stood there; of two on one day the later."""
    made = []
    for looked in reversed(days(text.checked_at)):
        seen = [
            each.version
            for each in text.versions
            if each.version.first_seen.date() <= looked <= each.version.last_seen.date()
        ]
        if seen:
            place = lookup.places.version(text.chapter.slug, seen[-1].ordinal)
            made.append(DayLine(day(looked), Link(f"Version {seen[-1].ordinal}", place)))
    return tuple(made)


def _sections(chapter: Chapter, marks: Mapping[str, Link], resolve: Resolve) -> tuple[SectionView, ...]:
    made = []
    rank = 1
    for section in chapter.sections:
        # A page may jump from level 1 to 3; headings on ours never skip a level, so that they can be walked through.
        rank = min(section.level + 1, rank + 1, MAX_RANK) if section.level else rank
        made.append(_section(section, rank, marks.get(section.anchor), resolve))
    return tuple(made)


def _section(section: Section, rank: int, changed: Link | None, resolve: Resolve) -> SectionView:
    content = nodes(section.blocks, rank + 1, resolve, section.block_anchors)
    return SectionView(section.anchor, section.label, section.title, max(rank, 2), content, changed)


def _boxes(chapter: Chapter, resolve: Resolve) -> tuple[BoxView, ...]:
    return tuple(_box(box, resolve) for box in chapter.boxes)


def _box(box: Box, resolve: Resolve) -> BoxView:
    names = {
        BoxKind.SCOPE: "Scope of this chapter",
        BoxKind.GUIDANCE: "Relevant guidance",
        BoxKind.RELATED: "Related chapters",
        BoxKind.AMENDMENT: "Amendment",
        BoxKind.LOCAL: "Local information",
        BoxKind.NOTE: "Note",
    }
    # Gen 1 and 2 print these titles in capitals, which are hard to read and are spelt out by some screen readers.
    title = names[box.kind] if not box.title or box.title.isupper() else box.title
    return BoxView(box.kind.value, title, nodes(box.blocks, 3, resolve))


def _resolver(lookup: Lookup) -> Resolve:
    def resolve(span: Span) -> tuple[str | None, str | None]:
        target = span.target or ""
        place = lookup.place_of_address(target) if span.kind is SpanKind.CROSS_LINK else None
        if place:
            return (place, None)
        # Whatever is not a plain address (javascript:, file:, data:) stays text.
        return (None, target if target.lower().startswith(_LINKABLE) else None)

    return resolve


def _changed_sections(text: ChapterFacts, lookup: Lookup) -> dict[str, Link]:
    """The sections, by anchor, in which the latest step changed anything, leading to it."""
    if not text.steps:
        return {}
    pair = text.steps[-1]
    when = between(pair.before, pair.after)
    words = f"Changed {when[:1].lower()}{when[1:]}"
    ends = (text.chapter.slug, pair.before.ordinal, pair.after.ordinal)
    anchors = {row.anchor for row in pair.rows(pair.comparison) if row.changed and row.anchor}
    return {anchor: Link(words, lookup.places.compare(*ends, changed_anchor(anchor))) for anchor in anchors}


def _entries(text: ChapterFacts, lookup: Lookup) -> tuple[EntryView, ...]:
    told = lookup.entries_by_chapter.get(text.chapter.id, ())
    return tuple(entry_view(entry, edition, lookup) for edition, entry in told)


def _statements(text: ChapterFacts) -> tuple[StatementView, ...]:
    made = []
    for each in reversed(text.statements):
        first, last = day(each.first_seen), day(each.last_seen)
        made.append(StatementView(each.text, f"seen on {first}" if first == last else f"seen from {first} to {last}"))
    return tuple(made)


def _facts(version: Version, chapter: Chapter, text: ChapterFacts, today: date) -> tuple[Fact, ...]:
    review = chapter.review_due_on
    due = f"{day(review)}{' (passed)' if review < today else ''}" if review else ""
    now = text.chapter.url
    current = version is text.versions[-1].version and text.chapter.withdrawn_at is None and now != version.page_url
    lines = (
        ("In the manual now at", outside(now) if current else Link(""), False),
        ("Source page", outside(version.page_url), False),
        ("First seen", Link(clock(version.first_seen)), False),
        ("Last seen", Link(clock(version.last_seen)), False),
        ("Date on the page", Link(day(version.stated_on) if version.stated_on else ""), False),
        ("Date in the contents list", Link(day(text.chapter.listed_on) if text.chapter.listed_on else ""), False),
        ("Review due", Link(due), False),
        ("Version", Link(f"{version.ordinal} of {len(text.versions)}, {version.words:,} words"), False),
        ("Page kept as", Link(version.page_digest), True),
        ("Text digest", Link(version.digest), True),
        ("Read by extraction rules", Link(f"number {_rules(version)}"), False),
    )
    return tuple(Fact(name, value, code) for name, value, code in lines if value.text)


def _version_line(text: ChapterFacts, version: Version, lookup: Lookup) -> VersionLine:
    before = next((one.version.id for one, later in pairwise(text.versions) if later.version is version), None)
    step = next((one for one in text.comparisons if (one.before.id, one.after.id) == (before, version.id)), None)
    slug = text.chapter.slug
    return VersionLine(
        ordinal=version.ordinal,
        origin=ORIGINS[version.origin],
        seen=seen_phrase(version, text.checked_at),
        stated=day(version.stated_on) if version.stated_on else "",
        words=version.words,
        digest=version.digest,
        rules=_rules(version),
        place=lookup.places.version(slug, version.ordinal),
        page=outside(version.page_url),
        compare=lookup.places.compare(slug, step.before.ordinal, step.after.ordinal) if step else None,
        before=step.before.ordinal if step else 0,
        summary=(told(step.comparison.summary) or "The text reads as before.") if step else "",
    )


def _rules(version: Version) -> str:
    """The number of the rules that read a version, and of those that read it otherwise before."""
    before = joined([str(number) for number in version.earlier_rules])
    return f"{version.rules} (and otherwise by number {before} before)" if before else str(version.rules)


_KIN = {
    (KinshipKind.SPLIT_FROM, True): "Split from",
    (KinshipKind.SPLIT_FROM, False): "Part of its text went to",
    (KinshipKind.MERGED_INTO, True): "Merged into",
    (KinshipKind.MERGED_INTO, False): "Took over the text of",
}


def _kin(text: ChapterFacts, lookup: Lookup) -> tuple[KinLine, ...]:
    """Where the chapter was before, and which chapters its text came from or went to."""
    here = text.chapter.url
    addresses = [match.url for match in text.matches if match.url != here]
    lines = [KinLine("Formerly at", outside(address)) for address in addresses]
    for one in text.kin:
        is_first = one.chapter_id == text.chapter.id
        words = _KIN.get((one.kind, is_first))
        other = lookup.chapters.get(one.other_id if is_first else one.chapter_id)
        if words is not None and other is not None:
            lines.append(KinLine(words, Link(numbered(other.chapter), lookup.chapter_place(other.chapter.id))))
    return tuple(lines)
