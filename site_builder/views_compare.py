"""The compare view: two versions of a chapter as one redline, with where each of them was seen."""

from __future__ import annotations

from dataclasses import dataclass

from site_builder.facts import ChapterFacts, ComparisonFacts
from site_builder.lookup import Lookup
from site_builder.views_facts import Fact, Link, between, numbered, outside, seen_phrase
from site_builder.views_redline import RedlineView, redline_view


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two versions of a chapter held against each other."""

    title: str
    home: str
    history: str
    before: Link
    after: Link
    before_seen: str
    after_seen: str
    when: str
    redline: RedlineView
    facts: tuple[Fact, ...]
    others: tuple[Link, ...]


def compare_view(text: ChapterFacts, pair: ComparisonFacts, lookup: Lookup) -> CompareView:
    """The page of one pair of versions."""
    places, slug = lookup.places, text.chapter.slug
    before, after = pair.before, pair.after
    names = (f"Version {before.ordinal}", f"Version {after.ordinal}")
    comparison = pair.comparison
    return CompareView(
        title=numbered(text.chapter),
        home=places.chapter(slug),
        history=places.history(slug),
        before=Link(names[0], places.version(slug, before.ordinal)),
        after=Link(names[1], places.version(slug, after.ordinal)),
        before_seen=seen_phrase(before, text.checked_at),
        after_seen=seen_phrase(after, text.checked_at),
        when=between(before, after),
        redline=redline_view(*names, comparison, pair.rows(comparison)),
        facts=_facts(pair),
        others=_others(text, pair, lookup),
    )


def _facts(pair: ComparisonFacts) -> tuple[Fact, ...]:
    made = []
    for name, version in (("Before", pair.before), ("After", pair.after)):
        made.append(Fact(f"{name}: source page", outside(version.page_url)))
        made.append(Fact(f"{name}: page kept as", Link(version.page_digest), code=True))
        made.append(Fact(f"{name}: read by extraction rules", Link(f"number {version.rules}")))
    return tuple(made)


def _others(text: ChapterFacts, shown: ComparisonFacts, lookup: Lookup) -> tuple[Link, ...]:
    """The pairs that have a version in common with the one shown."""
    ends = {shown.before.id, shown.after.id}
    return tuple(
        Link(
            f"Version {pair.before.ordinal} against {pair.after.ordinal}",
            lookup.places.compare(text.chapter.slug, pair.before.ordinal, pair.after.ordinal),
        )
        for pair in text.comparisons
        if pair is not shown and ends & {pair.before.id, pair.after.id}
    )
