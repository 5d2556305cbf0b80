"""Small views that several pages share: the bar over a text, a change between versions, an entry of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from kb.citations import appendices_named, citations_in
from kb.history import before_our_time
from kb.model import Amendment, Comparison, Finding, FindingKind, KnownChapter, KnownEdition, LoggedAmendment, Version
from kb.text import normalised
from site_builder.facts import ChapterFacts, ComparisonFacts
from site_builder.lookup import Lookup, edition_key, entry_anchor
from site_builder.phrases import (
    BEFORE_OUR_TIME,
    FINDINGS,
    KINDS,
    LEVELS,
    NOT_CHECKED,
    SIGNIFICANCES,
    Tag,
    count,
    day,
    joined,
    seen_on,
    told,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to a `place` of the site or an `address` outside it, or nowhere."""

    text: str
    place: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of provenance: what, and the value with its link. `code` for digests and the like."""

    name: str
    value: Link
    code: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """Whether a text is in force, and on what days we saw it."""

    tag: Tag
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change of a chapter's text as a line: when, what, how serious, where to see it."""

    chapter: Link
    when: str
    summary: str
    significance: Tag
    counts: str
    place: str
    origin_note: str = ""
    finding: Tag | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the text shows of a log entry: the finding, its two sides, its evidence, and the redline. `span` says which
    collections were compared."""

    tag: Tag
    says: str = ""
    shows: str = ""
    evidence: tuple[str, ...] = ()
    place: str | None = None
    span: str = ""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of a log, with the chapter it resolves to and what the text shows of it.

    `level` is what the reading list asks for, `told` the level of the words where that is another.
    """

    anchor: str
    title: str
    chapter: Link | None
    named_otherwise: bool
    resolved: str
    edition: Link
    kind: Tag
    level: Tag
    told: Tag | None
    proof: tuple[str, ...]
    detail: str
    sections: str
    cites: str
    links: tuple[Link, ...]
    complete: bool
    shown: tuple[Shown, ...]


def outside(address: str, text: str = "") -> Link:
    """An address outside the site, as a link only where a browser can follow it: an imported file is named only."""
    if address.startswith("file:"):
        return Link(text or f"{address.removeprefix('file:')} (imported)")
    return Link(text or address, address=address if address.startswith(("http://", "https://")) else None)


def numbered(chapter: KnownChapter) -> str:
    """A chapter's title behind its number, where the contents page gives one.

    A withdrawn chapter has none any more: its number may be another's.
    """
    return f"{chapter.number} {chapter.title}" if chapter.number and chapter.withdrawn_at is None else chapter.title


def bar(text: ChapterFacts, version: Version, lookup: Lookup) -> Bar:
    """The bar over one version: current, historical or withdrawn, with honest bounds."""
    latest = text.versions[-1].version
    seen = seen_phrase(version, text.checked_at)
    if version.id != latest.id:
        following = next(later.version for each, later in pairwise(text.versions) if each.version.id == version.id)
        gone = f"By {day(following.first_seen)} it had been replaced; on what day before, is not known."
        current = Link(
            "Text in force" if text.chapter.withdrawn_at is None else "Last text",
            lookup.places.chapter(text.chapter.slug),
        )
        place = lookup.places.compare(text.chapter.slug, version.ordinal, following.ordinal)
        pairs = {(each.before.ordinal, each.after.ordinal) for each in text.comparisons}
        shown = (Link("What changed next", place),) if (version.ordinal, following.ordinal) in pairs else ()
        return Bar(Tag("historical", "Historical text"), f"{seen} {gone}", (current, *shown))
    if text.chapter.withdrawn_at is not None:
        gone = f"A complete collection on {day(text.chapter.withdrawn_at)} no longer found it in the manual."
        return Bar(Tag("withdrawn", "Withdrawn"), f"{seen} {gone}")
    return Bar(Tag("current", "Current text"), seen)


def seen_phrase(version: Version, checked_at: Sequence[datetime]) -> str:
    """On what days exactly this text was seen: "Seen unchanged on 16 March 2020 and 12 October 2020."."""
    inside = [moment for moment in checked_at if version.first_seen <= moment <= version.last_seen]
    moments = [version.first_seen, *inside, version.last_seen]
    unchanged = "unchanged " if len({moment.date() for moment in moments}) > 1 else ""
    return f"Seen {unchanged}{seen_on(moments)}."


def between(before: Version, after: Version) -> str:
    """The span in which a change happened: no more is known than the two days."""
    if before.last_seen.date() == after.first_seen.date():
        return f"On {day(after.first_seen)}"
    return f"Between {day(before.last_seen)} and {day(after.first_seen)}"


def counts(comparison: Comparison) -> str:
    """How many changes and words: "3 changes; words: 12 added, 4 removed"."""
    stats = comparison.stats
    sums = ((stats.words_added, "added"), (stats.words_removed, "removed"), (stats.words_moved, "moved"))
    words = [f"{number:,} {what}" for number, what in sums if number]
    changes = count(len(comparison.changes), "change")
    return f"{changes}; words: {', '.join(words)}" if words else f"{changes}, none of words"


def change_line(text: ChapterFacts, pair: ComparisonFacts, lookup: Lookup) -> ChangeLine:
    """A step of a chapter as a line."""
    slug = text.chapter.slug
    return ChangeLine(
        chapter=Link(numbered(text.chapter), lookup.places.chapter(slug)),
        when=between(pair.before, pair.after),
        summary=told(pair.comparison.summary) or "The text changed.",
        significance=SIGNIFICANCES[pair.comparison.significance],
        counts=counts(pair.comparison),
        place=lookup.places.compare(slug, pair.before.ordinal, pair.after.ordinal),
        origin_note="The text is again that of an earlier version." if pair.after.origin == "reverted" else "",
        finding=_finding_tag(pair, lookup),
    )


def _finding_tag(pair: ComparisonFacts, lookup: Lookup) -> Tag | None:
    """What log and text say of each other on a step, where a finding is about it."""
    for finding in lookup.manual.findings:
        found = lookup.comparison(finding)
        if found is not None and found[1] is pair:
            return FINDINGS[finding.kind]
    return None


def entry_view(entry: LoggedAmendment, edition: KnownEdition, lookup: Lookup) -> EntryView:
    """An entry as its edition's digest and its chapter's page show it."""
    amendment = entry.amendment
    anchor = entry_anchor(entry)
    item = lookup.items_by_place.get((edition_key(edition), entry.chapter_id)) if entry.chapter_id is not None else None
    level = item.level if item is not None and item.amendment_id == entry.id else amendment.level
    text = lookup.chapters.get(entry.chapter_id) if entry.chapter_id is not None else None
    chapter = Link(numbered(text.chapter), lookup.chapter_place(text.chapter.id)) if text else None
    cited = citations_in(amendment.detail)
    return EntryView(
        anchor=anchor,
        title=amendment.title or (text.chapter.title if text else "A chapter whose title the log has lost"),
        chapter=chapter,
        named_otherwise=text is not None and _otherwise(text.chapter.title, amendment.title),
        resolved=_resolved(entry, chapter, lookup),
        edition=Link(edition_name(edition), lookup.edition_place(edition, anchor)),
        kind=KINDS[amendment.kind],
        level=LEVELS[level],
        told=LEVELS[amendment.level] if level is not amendment.level else None,
        proof=amendment.proof,
        detail=amendment.detail,
        sections=_names(amendment),
        cites=f"Cites {joined([each.in_words for each in cited])}" if cited else "",
        links=tuple(outside(each.url, each.text) for each in amendment.links if each.url != amendment.url),
        complete=amendment.complete,
        shown=_shown(entry, edition, lookup),
    )


def _names(amendment: Amendment) -> str:
    """The sections and appendices that an entry names."""
    named = [*map(section_name, amendment.sections), *appendices_named(amendment.detail)]
    return f"Names {joined(named)}" if named else ""


def edition_name(edition: KnownEdition) -> str:
    """An edition's label with its scope, where the log keeps scopes apart."""
    return f"{edition.label} ({edition.scope})" if edition.scope else edition.label


def section_name(label: str) -> str:
    """ "4.2" as "section 4.2"; what already says what it is stays ("Appendix A")."""
    return f"section {label}" if label[:1].isdigit() else label


def shown(finding: Finding, lookup: Lookup) -> Shown:
    """A finding as pages show it. The last line of its evidence gives the span that was looked at."""
    return Shown(
        tag=FINDINGS[finding.kind],
        says=_says(finding, lookup),
        shows=told(finding.shows),
        evidence=tuple(told(each) for each in finding.evidence[:-1]),
        place=lookup.comparison_place(finding),
        span="".join(finding.evidence[-1:]),
    )


def _says(finding: Finding, lookup: Lookup) -> str:
    """The log's side. Of an entry without a text only its kind is known; of a silent change it says nothing at all."""
    entry = lookup.entries.get(finding.amendment_id) if finding.amendment_id is not None else None
    if entry is not None:
        return entry.amendment.detail or KINDS[entry.amendment.kind].label
    return "nothing" if finding.kind is FindingKind.SILENT else finding.says


def noticed(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings somebody should know of: all but what was announced and seen."""
    return tuple(finding for finding in findings if finding.kind is not FindingKind.ANNOUNCED)


def _shown(entry: LoggedAmendment, edition: KnownEdition, lookup: Lookup) -> tuple[Shown, ...]:
    findings = lookup.findings_by_entry.get(entry.id, ())
    if findings:
        return tuple(_beside(entry, shown(finding, lookup)) for finding in findings)
    if before_our_time(edition.date, lookup.manual.first_collected_on):
        return (Shown(BEFORE_OUR_TIME),)
    return (Shown(NOT_CHECKED),)


def only_the_log(lookup: Lookup) -> str:
    """Why nothing can be said of an edition but what the log says."""
    first = lookup.manual.first_collected_on
    if not any(text.versions for text in lookup.manual.chapters):
        return "The text of no chapter has been collected, so only the log can tell."
    return f"The first text was collected on {day(first)}; of what came before, only the log can tell." if first else ""


def _beside(entry: LoggedAmendment, found: Shown) -> Shown:
    """A finding as it stands under its entry, whose words need not be said twice."""
    repeated = normalised(found.says) in (normalised(entry.amendment.detail), KINDS[entry.amendment.kind].label)
    return replace(found, says="") if repeated else found


def _otherwise(title: str, printed: str | None) -> bool:
    return printed is not None and normalised(title) != normalised(printed)


def _resolved(entry: LoggedAmendment, chapter: Link | None, lookup: Lookup) -> str:
    """How the entry's chapter was found, where that is not plain from a title that leads to it."""
    named = entry.amendment.title is not None
    if chapter is None:
        return "No chapter of the collected manual fits." if named and lookup.manual.chapters else ""
    if named and entry.sureness >= 1:
        return ""
    lost = "" if named else "The log has lost the title. "
    sure = "" if entry.sureness >= 1 else f" ({entry.sureness:.0%} sure)"
    return f"{lost}Chapter found by {entry.how}{sure}." if entry.how else lost.strip()
