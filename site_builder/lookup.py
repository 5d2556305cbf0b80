"""Find what belongs together in a manual's facts: chapters by address, findings by entry, pages by pair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kb.model import Finding, KnownEdition, LoggedAmendment, ReadingItem, link_key
from kb.text import slug
from site_builder.facts import ChapterFacts, ComparisonFacts, Manual
from site_builder.phrases import Tag
from site_builder.places import Places

EditionKey = tuple[str, str, str | None]
"""What tells an edition from its neighbours: label, date, scope."""


@dataclass(frozen=True)
class Lookup:
    """A manual's facts with their cross references. Without slots: each table is made once, when first asked."""

    manual: Manual
    places: Places

    @cached_property
    def chapters(self) -> Mapping[int, ChapterFacts]:
        return {text.chapter.id: text for text in self.manual.texts}

    @cached_property
    def audiences(self) -> Mapping[str, Tag]:
        """The audiences that filters offer, by name; two whose names look alike in an address are numbered."""
        found: dict[str, Tag] = {}
        for audience in self.manual.reading_rules.audiences:
            wanted = slug(audience.name)
            taken = sum(tag.key == wanted or tag.key.startswith(f"{wanted}.") for tag in found.values())
            found[audience.name] = Tag(f"{wanted}.{taken + 1}" if taken else wanted, audience.name)
        return found

    @cached_property
    def pages(self) -> Mapping[str, ChapterFacts]:
        """Every address a text was ever seen at, in the form in which links are compared."""
        known: dict[str, ChapterFacts] = {}
        for text in self.manual.texts:
            addresses = [text.chapter.url, *(facts.version.page_url for facts in text.versions)]
            for address in addresses + [match.url for match in text.matches]:
                known.setdefault(_page_key(address), text)
        return known

    @cached_property
    def entries(self) -> Mapping[int, LoggedAmendment]:
        return {entry.id: entry for edition in self.manual.editions for entry in edition.amendments}

    @cached_property
    def edition_slugs(self) -> Mapping[EditionKey, str]:
        """Each edition's folder: its date and scope, numbered from the second that would share one."""
        slugs: dict[EditionKey, str] = {}
        taken: set[str] = set()
        for edition in reversed(self.manual.editions):
            wanted = slug(" ".join(part for part in (edition.date, edition.scope) if part))
            chosen, number = wanted, 2
            while chosen in taken:
                chosen, number = f"{wanted}-{number}", number + 1
            taken.add(chosen)
            slugs[edition_key(edition)] = chosen
        return slugs

    @cached_property
    def findings_by_entry(self) -> Mapping[int, tuple[Finding, ...]]:
        found: dict[int, tuple[Finding, ...]] = {}
        for finding in self.manual.findings:
            if finding.amendment_id is not None:
                found[finding.amendment_id] = (*found.get(finding.amendment_id, ()), finding)
        return found

    @cached_property
    def findings_by_edition(self) -> Mapping[EditionKey, tuple[Finding, ...]]:
        found: dict[EditionKey, tuple[Finding, ...]] = {}
        for finding in self.manual.findings:
            edition = self.edition_of_finding(finding)
            if edition is not None:
                found[edition_key(edition)] = (*found.get(edition_key(edition), ()), finding)
        return found

    @cached_property
    def items_by_place(self) -> Mapping[tuple[EditionKey | None, int], ReadingItem]:
        """Each reading item by its edition and chapter: a chapter is listed once an edition."""
        found: dict[tuple[EditionKey | None, int], ReadingItem] = {}
        for item in self.manual.reading:
            edition = self.edition_of_item(item)
            found.setdefault((edition_key(edition) if edition else None, item.chapter_id), item)
        return found

    @cached_property
    def entries_by_chapter(self) -> Mapping[int, tuple[tuple[KnownEdition, LoggedAmendment], ...]]:
        """What the log says of each chapter, newest edition first."""
        told: dict[int, tuple[tuple[KnownEdition, LoggedAmendment], ...]] = {}
        for edition in self.manual.editions:
            for entry in edition.amendments:
                if entry.chapter_id is not None:
                    told[entry.chapter_id] = (*told.get(entry.chapter_id, ()), (edition, entry))
        return told

    def chapter_place(self, chapter_id: int | None) -> str | None:
        """The page of a chapter, None where there is no text to show."""
        text = self.chapters.get(chapter_id) if chapter_id is not None else None
        return self.places.chapter(text.chapter.slug) if text and text.versions else None

    def place_of_address(self, address: str) -> str | None:
        """Our page for an address of the manual, at the section if the fragment is one of ours."""
        path, _, fragment = address.partition("#")
        text = self.pages.get(_page_key(path))
        if text is None or text.latest is None:
            return None
        anchors = {section.anchor for section in text.latest.text.sections}
        return self.places.chapter(text.chapter.slug, fragment if fragment in anchors else "")

    def comparison(self, finding: Finding) -> tuple[ChapterFacts, ComparisonFacts] | None:
        """The comparison that shows what a finding is about: of the versions (by ordinal) it names, else the step that
        led to the later one."""
        text = self.text_of_finding(finding)
        if text is None or finding.after_version is None:
            return None
        ending = [each for each in text.comparisons if each.after.ordinal == finding.after_version]
        exact = [each for each in ending if each.before.ordinal == finding.before_version]
        best = (exact or ending)[:1]
        return (text, best[0]) if best else None

    def text_of_finding(self, finding: Finding) -> ChapterFacts | None:
        """What a finding's versions are versions of: the document whose change was announced, else the chapter."""
        owner = finding.document_id if finding.document_id is not None else finding.chapter_id
        return self.chapters.get(owner) if owner is not None else None

    def item_of_finding(self, finding: Finding) -> ReadingItem | None:
        """The reading item that a finding led to."""
        if finding.chapter_id is None:
            return None
        edition = self.edition_of_finding(finding)
        return self.items_by_place.get((edition_key(edition) if edition else None, finding.chapter_id))

    def comparison_place(self, finding: Finding) -> str | None:
        found = self.comparison(finding)
        if found is None:
            return None
        text, pair = found
        return self.places.compare(text.chapter.slug, pair.before.ordinal, pair.after.ordinal)

    def edition_place(self, edition: KnownEdition, anchor: str = "") -> str:
        return self.places.edition(self.edition_slugs[edition_key(edition)], anchor)

    def edition_of_entry(self, entry: LoggedAmendment) -> KnownEdition | None:
        key = (entry.edition_label, entry.edition_date, entry.scope)
        return next((edition for edition in self.manual.editions if edition_key(edition) == key), None)

    def edition_of_finding(self, finding: Finding) -> KnownEdition | None:
        """The edition a finding was made in: its entry's, else the one of that date and label."""
        entry = self.entries.get(finding.amendment_id) if finding.amendment_id is not None else None
        if entry is not None:
            return self.edition_of_entry(entry)
        stated = (finding.edition_label, finding.edition_date)
        return next((each for each in self.manual.editions if (each.label, each.date) == stated), None)

    def edition_of_item(self, item: ReadingItem) -> KnownEdition | None:
        """The edition a reading item belongs to: its entry's, else the newest of that label."""
        entry = self.entries.get(item.amendment_id) if item.amendment_id is not None else None
        if entry is not None:
            return self.edition_of_entry(entry)
        return next((each for each in self.manual.editions if each.label == item.edition_label), None)

    def finding_of_item(self, item: ReadingItem) -> Finding | None:
        """The finding a reading item rests on."""
        if item.amendment_id is not None and item.amendment_id in self.findings_by_entry:
            return self.findings_by_entry[item.amendment_id][0]
        for finding in self.manual.findings:
            same_edition = (item.edition_label or "") == finding.edition_label
            if finding.chapter_id == item.chapter_id and same_edition and finding.kind is item.finding:
                return finding
        return None


def edition_key(edition: KnownEdition) -> EditionKey:
    """An edition's key."""
    return (edition.label, edition.date, edition.scope)


def entry_anchor(entry: LoggedAmendment) -> str:
    """Where an entry stands on its edition's page."""
    return f"entry-{entry.ordinal}"


def _page_key(address: str) -> str:
    return link_key(address.partition("#")[0])
