"""Publish: hand the publisher everything a site says, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from crawler.sources import Config, Source
from kb.compare import redline
from kb.history import History
from kb.model import Version
from kb.progress import Progress
from kb.stages.comparing import Compared
from kb.store import Store
from site_builder import build_site
from site_builder.facts import ChapterFacts, ComparisonFacts, Manual, VersionFacts


def publish(
    store: Store,
    config: Config,
    compared: tuple[Compared, ...],
    site: Path,
    index: Path,
    now: datetime,
    progress: Progress,
) -> int:
    """Builds the site of all sources in place of the last one; returns how many pages it has."""
    manuals = [_manual(store, config.known_or_new(one.source), one) for one in compared]
    pages = build_site(manuals, site, now, index)
    progress.say(f"publish: {pages} pages in {site}")
    return pages


def _manual(store: Store, source: Source, compared: Compared) -> Manual:
    facts = [_chapter_facts(store, history) for history in compared.histories]
    start = next(iter(source.contents), "")
    address = store.landing(source.name, start) or start
    return Manual(
        source=source.name,
        title=source.title,
        publisher=urlsplit(address).hostname or "",
        address=address,
        chapters=tuple(one for one, history in zip(facts, compared.histories, strict=True) if not history.is_document),
        documents=tuple(one for one, history in zip(facts, compared.histories, strict=True) if history.is_document),
        editions=compared.editions,
        findings=compared.findings,
        reading=compared.reading,
        promises=store.promises(source.name),
        runs=store.runs(source.name),
    )


def _chapter_facts(store: Store, history: History) -> ChapterFacts:
    chapter_id = history.chapter.id
    return ChapterFacts(
        chapter=history.chapter,
        versions=tuple(VersionFacts(version, history.text(version)) for version in history.versions),
        comparisons=tuple(_comparison_facts(history, *pair) for pair in _pairs(history)),
        statements=store.statements(chapter_id),
        matches=store.matches(chapter_id),
        checked_at=store.checked_at(chapter_id),
    )


def _pairs(history: History) -> Iterator[tuple[Version, Version]]:
    """Neighbouring versions, and first against latest where there are more than two."""
    versions = history.versions
    yield from pairwise(versions)
    if len(versions) > 2:
        yield versions[0], versions[-1]


def _comparison_facts(history: History, before: Version, after: Version) -> ComparisonFacts:
    comparison = history.comparison(before, after)
    rows = redline(history.text(before), history.text(after), comparison)
    return ComparisonFacts(before, after, comparison, rows)
