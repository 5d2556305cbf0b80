"""What to read again: the list by edition, and the sheet to sign."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from kb.history import before_our_time
from kb.model import FindingKind, KnownEdition, Level, ReadingItem
from kb.text import slug
from site_builder.facts import ChapterFacts
from site_builder.lookup import Lookup
from site_builder.phrases import FINDINGS, LEVELS, Tag, count, day, in_one_case, named_sections, told, why
from site_builder.views_facts import Link, edition_name, numbered, only_the_log

SECTIONS = 8
"""Sections named before the rest is counted: who has to read more reads the chapter."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """A chapter to read again. `key` is what its tick is kept under in the browser; `said` is the log's text, `shows`
    what changed; `also` are sections with nothing to read again, `audiences` the keys of whom it concerns; `finding` is
    what log and text say of each other where they do not agree."""

    key: str
    title: str
    place: str | None
    level: Tag
    minutes: int
    said: str
    shows: str
    why: str
    sections: tuple[Link, ...]
    sections_more: int
    also: str
    audiences: str
    finding: Tag | None
    compare: str | None
    entry: str | None


@dataclass(frozen=True, slots=True)
class GroupView:
    """The items of one edition: what asks for reading, then what only is listed. `since` where there is no edition."""

    anchor: str
    name: str
    place: str | None
    since: str
    items: tuple[ItemView, ...]
    others: tuple[ItemView, ...]
    minutes: int
    older: bool = False

    @property
    def summary(self) -> str:
        if not self.items:
            return "nothing asks to be read"
        return f"{count(len(self.items), 'chapter')}, about {count(self.minutes, 'minute')}"


@dataclass(frozen=True, slots=True)
class ReadingView:
    """The reading list, newest edition first; `older` are the editions of which only the log can tell. `empty` says why
    there is nothing, `log` leads to the latest edition; `pace` is the words a minute that minutes are reckoned with."""

    groups: tuple[GroupView, ...]
    older: tuple[GroupView, ...]
    empty: str
    log: Link | None
    only_the_log: str
    levels: tuple[Tag, ...]
    audiences: tuple[Tag, ...]
    pace: int
    sign_off: str

    @property
    def signed(self) -> tuple[GroupView, ...]:
        """The groups that there is a sheet for, newest first."""
        return tuple(group for group in self.groups + self.older if group.items)


def reading_view(lookup: Lookup) -> ReadingView:
    """The reading list by edition; within one, the most urgent first."""
    manual = lookup.manual
    order = {id(edition): place for place, edition in enumerate(manual.editions)}
    found = [(lookup.edition_of_item(item), item) for item in manual.reading]

    def newest_first(each: tuple[KnownEdition | None, ReadingItem]) -> tuple[int, int, str]:
        edition, item = each
        # Without an edition: after the editions, or first where the manual has none.
        place = order[id(edition)] if edition is not None else len(order)
        return (place, -item.since.toordinal() if edition is None else 0, item.edition_label or "")

    found.sort(key=newest_first)
    groups = [
        _group(edition, label, [item for _, item in members], lookup)
        for (edition, label), members in groupby(found, key=lambda each: (each[0], each[1].edition_label))
    ]
    latest = next(iter(manual.editions), None)
    return ReadingView(
        groups=tuple(group for group in groups if not group.older),
        older=tuple(group for group in groups if group.older),
        empty=nothing_to_read(lookup),
        log=Link(edition_name(latest), lookup.edition_place(latest)) if latest else None,
        only_the_log=only_the_log(lookup),
        levels=tuple(LEVELS[level] for level in Level if level.asks_for_reading),
        audiences=tuple(lookup.audiences.values()),
        pace=manual.reading_rules.words_a_minute,
        sign_off=lookup.places.sign_off,
    )


def edition_items(edition: KnownEdition, lookup: Lookup) -> tuple[ItemView, ...]:
    """Everything the reading list has of one edition, most urgent first."""
    found = [item for item in lookup.manual.reading if lookup.edition_of_item(item) is edition]
    return tuple(_item(item, edition, lookup) for item in sorted(found, key=_urgency))


def nothing_to_read(lookup: Lookup) -> str:
    """Why the reading list is empty."""
    if any(text.versions for text in lookup.manual.chapters):
        return "Nothing has changed since the first collection."
    return "The text of no chapter has been collected, so there is no reading list."


def _group(edition: KnownEdition | None, label: str | None, items: list[ReadingItem], lookup: Lookup) -> GroupView:
    name = edition_name(edition) if edition else label or "Without a log entry"
    place = lookup.edition_place(edition) if edition else None
    asked = sorted((item for item in items if item.level.asks_for_reading), key=_urgency)
    listed = sorted((item for item in items if not item.level.asks_for_reading), key=_urgency)
    return GroupView(
        anchor=f"edition-{lookup.edition_slugs[(edition.label, edition.date, edition.scope)]}"
        if edition
        else slug(name),
        name=name,
        place=place,
        since="" if edition else day(min(item.since for item in items)),
        items=tuple(_item(item, edition, lookup) for item in asked),
        others=tuple(_item(item, edition, lookup) for item in listed),
        minutes=sum(item.minutes for item in asked),
        older=edition is not None and before_our_time(edition.date, lookup.manual.first_collected_on),
    )


def _urgency(item: ReadingItem) -> tuple[int, str, str]:
    return (item.level.rank, item.title, item.slug)


def _item(item: ReadingItem, edition: KnownEdition | None, lookup: Lookup) -> ItemView:
    text = lookup.chapters.get(item.chapter_id)
    finding = lookup.finding_of_item(item)
    entry = lookup.entries.get(item.amendment_id) if item.amendment_id is not None else None
    sections = _sections(item, lookup) if item.level is not Level.NONE else ()
    return ItemView(
        key=":".join((lookup.manual.source, item.slug, edition.date if edition else item.since.isoformat())),
        title=numbered(text.chapter) if text else item.title,
        place=lookup.chapter_place(item.chapter_id),
        level=LEVELS[item.level],
        minutes=item.minutes,
        said=entry.amendment.detail if entry else "",
        shows=told(item.look_for),
        why=why(item.reasons),
        sections=sections[:SECTIONS],
        sections_more=max(len(sections) - SECTIONS, 0),
        also=named_sections(item.also) if item.level.asks_for_reading else "",
        audiences=" ".join(lookup.audiences[name].key for name in item.audiences if name in lookup.audiences),
        finding=FINDINGS[item.finding] if item.finding and item.finding is not FindingKind.ANNOUNCED else None,
        compare=lookup.comparison_place(finding) if finding else None,
        entry=lookup.edition_place(edition, f"entry-{entry.ordinal}") if edition and entry else None,
    )


def _sections(item: ReadingItem, lookup: Lookup) -> tuple[Link, ...]:
    """The sections by name, each once; those that stand in the text in force lead there, and where any does the others,
    which nobody can read any more, are left out."""
    finding = lookup.finding_of_item(item)
    text = (lookup.text_of_finding(finding) if finding else None) or lookup.chapters.get(item.chapter_id)
    standing = _anchors(text) if text and text.latest else {}
    made: dict[str, Link] = {}
    for label, title in item.sections:
        name = " ".join(part for part in (label, in_one_case(title)) if part) or "Opening text"
        anchor = standing.get(name)
        place = lookup.places.chapter(text.chapter.slug, anchor) if text and anchor else None
        made.setdefault(name, Link(name, place))
    here = tuple(link for link in made.values() if link.place)
    return here or tuple(made.values())


def _anchors(text: ChapterFacts) -> dict[str, str]:
    """Where each section and box of the text in force stands, by its name."""
    found: dict[str, str] = {}
    latest = text.versions[-1].text
    for section in latest.sections:
        found.setdefault(" ".join(part for part in (section.label, section.title) if part), section.anchor)
    for number, box in enumerate(latest.boxes, start=1):
        found.setdefault(in_one_case(box.title), f"box_{number}")
    return found
