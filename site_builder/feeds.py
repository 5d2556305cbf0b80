"""Feeds of changes. Ids and dates come from facts alone, so a feed reader sees every change once and never again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kb.model import KnownEdition
from site_builder.facts import ChapterFacts, ComparisonFacts
from site_builder.lookup import Lookup
from site_builder.phrases import SIGNIFICANCES, count, told
from site_builder.places import JSON_FEED, relative
from site_builder.render import Renderer
from site_builder.views_facts import between, counts, edition_name, numbered

NEWEST = 60
"""Items a feed carries: a reader that looks once a quarter misses none of a usual edition."""
_NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One change or edition. `place` is where the site shows it, `address` the page of the manual itself."""

    id: str
    title: str
    place: str
    address: str
    updated: datetime
    summary: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed to be written at `place`, newest item first."""

    id: str
    title: str
    place: str
    home: str
    author: str
    items: tuple[FeedItem, ...]

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items), default=_NOTHING_YET)


def manual_feed(lookup: Lookup, place: str) -> Feed:
    """Every edition and every change of a text."""
    manual = lookup.manual
    items = [_edition_item(edition, lookup) for edition in manual.editions]
    items += [_change_item(text, pair, lookup) for text in manual.texts for pair in text.steps]
    return Feed(
        _urn(manual.source), f"Changes: {manual.title}", place, lookup.places.home, manual.publisher, _newest(items)
    )


def chapter_feed(text: ChapterFacts, lookup: Lookup) -> Feed:
    """Every change of one chapter."""
    slug = text.chapter.slug
    items = [_change_item(text, pair, lookup) for pair in text.steps]
    return Feed(
        id=_urn(lookup.manual.source, slug),
        title=f"Changes: {text.chapter.title}",
        place=lookup.places.chapter_atom(slug),
        home=lookup.places.chapter(slug),
        author=lookup.manual.publisher,
        items=_newest(items),
    )


def joined_feed(feeds: Sequence[Feed], title: str, place: str) -> Feed:
    """Several manuals' feeds as one."""
    items = [item for feed in feeds for item in feed.items]
    return Feed(_urn(*sorted(feed.id for feed in feeds)), title, place, "index.html", title, _newest(items))


def atom(feed: Feed, renderer: Renderer) -> str:
    """The feed as Atom 1.0 with relative links."""

    def to(place: str) -> str:
        return relative(feed.place, place)

    return renderer.document("atom.xml", feed=feed, to=to)


def json_feed(feed: Feed) -> str:
    """The feed in JSON Feed 1.1 form, with relative links."""
    items = [
        {
            "id": item.id,
            "url": relative(feed.place, item.place),
            "external_url": item.address,
            "title": item.title,
            "content_text": item.summary,
            "date_published": item.updated.isoformat(),
            "tags": list(item.tags),
        }
        for item in feed.items
    ]
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": relative(feed.place, feed.home),
        "feed_url": JSON_FEED,
        "authors": [{"name": feed.author}],
        "language": "en-GB",
        "items": items,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _change_item(text: ChapterFacts, pair: ComparisonFacts, lookup: Lookup) -> FeedItem:
    slug, after = text.chapter.slug, pair.after
    comparison = pair.comparison
    when = f"{between(pair.before, after)}; {counts(comparison)}."
    summary = " ".join(part for part in (told(comparison.summary), when) if part)
    return FeedItem(
        # By the page, not by what was read out of it: newer rules must not bring an entry a second time.
        id=_urn(lookup.manual.source, slug, after.page_digest, after.first_seen.isoformat()),
        title=f"{numbered(text.chapter)} changed",
        place=lookup.places.compare(slug, pair.before.ordinal, after.ordinal),
        address=after.page_url,
        updated=after.first_seen,
        summary=summary,
        tags=("change", SIGNIFICANCES[comparison.significance].key),
    )


def _edition_item(edition: KnownEdition, lookup: Lookup) -> FeedItem:
    titles = [entry.amendment.title for entry in edition.amendments if entry.amendment.title]
    named = f": {'; '.join(titles)}" if titles else ""
    return FeedItem(
        id=_urn(edition.source, edition.label, edition.date, edition.scope or ""),
        title=f"The log has an edition {edition_name(edition)}",
        place=lookup.edition_place(edition),
        address=edition.page_url,
        updated=edition.first_seen,
        summary=f"{count(len(edition.amendments), 'entry', 'entries')}{named}.",
        tags=("edition",),
    )


def _newest(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    by_id = sorted(items, key=lambda item: item.id)
    return tuple(sorted(by_id, key=lambda item: item.updated, reverse=True)[:NEWEST])


def _urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "reread:" + "\n".join(parts)).urn
