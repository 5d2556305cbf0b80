"""Publish: hand the publisher everything a site says, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from urllib.parse import urlsplit

from crawler.sources import Config
from kb.history import History
from kb.model import Finding, Kinship
from kb.stages.adopting import adoption
from kb.stages.comparing import Compared
from kb.stages.problems import page_problems
from kb.store import Store
from site_builder import build_site
from site_builder.facts import ChapterFacts, ComparisonFacts, Manual, ProblemFacts, VersionFacts


def publish(
    store: Store,
    config: Config,
    compared: tuple[Compared, ...],
    site: Path,
    index: Path,
    now: datetime,
) -> int:
    """Builds the site of all sources in place of the last one; returns how many pages it has."""
    manuals = [_manual(store, config, one) for one in compared]
    adopted = adoption(store, compared) if len(compared) > 1 else ()
    return build_site(manuals, site, now, index, adopted)


def _manual(store: Store, config: Config, compared: Compared) -> Manual:
    source = config.known_or_new(compared.source)
    shelf = _Shelf(store, source.name, compared.findings)
    facts = [shelf.facts(history) for history in compared.histories]
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
        problems=_problems(store, source.name),
        reading_rules=config.reading,
    )


def _problems(store: Store, source: str) -> tuple[ProblemFacts, ...]:
    found = []
    for one in page_problems(store, source):
        chapter_id, title = (one.chapter.id, one.chapter.title) if one.chapter else (None, "")
        found.append(ProblemFacts(one.problem, chapter_id, title, one.last_good))
    return tuple(found)


class _Shelf:
    """What is known of a source's chapters beside their histories, read once and laid out by chapter."""

    def __init__(self, store: Store, source: str, findings: Iterable[Finding]) -> None:
        self._matches = store.matches_of(source)
        self._checked = store.checked_at_of(source)
        self._findings: dict[int, list[Finding]] = {}
        for finding in findings:
            self._findings.setdefault(finding.document_id or finding.chapter_id or 0, []).append(finding)
        self._kin: dict[int, list[Kinship]] = {}
        for kinship in store.kinships(source):
            for chapter_id in {kinship.chapter_id, kinship.other_id}:
                self._kin.setdefault(chapter_id, []).append(kinship)

    def facts(self, history: History) -> ChapterFacts:
        """All that is known of one chapter."""
        chapter_id = history.chapter.id
        return ChapterFacts(
            chapter=history.chapter,
            versions=tuple(VersionFacts(version, partial(history.text, version)) for version in history.versions),
            comparisons=tuple(_comparisons(history, self._findings.get(chapter_id, ()))),
            statements=history.statements,
            matches=self._matches.get(chapter_id, ()),
            checked_at=self._checked.get(chapter_id, ()),
            kin=tuple(self._kin.get(chapter_id, ())),
        )


ALL_PAIRS_UP_TO = 6
"""Versions of which every pair has a page (fifteen of six)."""
AGAINST_LATEST = 20
"""Of more versions, so many of the newest have a page against the latest: a page kept for years has thousands."""


def shown_pairs(count: int, named: Iterable[tuple[int, int]] = ()) -> tuple[tuple[int, int], ...]:
    """Which of so many versions are held against which on the site, by their places from 0: neighbours first.

    Of few versions every pair; of many, beside neighbours, the newest and the first against the latest, and the `named`
    pairs.
    """
    neighbours = list(pairwise(range(count)))
    if count <= ALL_PAIRS_UP_TO:
        others = set(combinations(range(count), 2))
    else:
        newest = range(max(count - 1 - AGAINST_LATEST, 0), count - 1)
        others = {(place, count - 1) for place in (0, *newest)} | {(a, b) for a, b in named if 0 <= a < b < count}
    return (*neighbours, *sorted(pair for pair in others if pair[1] - pair[0] > 1))


def _comparisons(history: History, findings: Iterable[Finding]) -> Iterator[ComparisonFacts]:
    """The comparisons that have a page. What findings name was compared already; so are neighbours, for other pages."""
    versions = history.versions
    place = {version.ordinal: number for number, version in enumerate(versions)}
    named = {
        (place[one.before_version], place[one.after_version])
        for one in findings
        if one.before_version in place and one.after_version in place
    }
    for first, second in shown_pairs(len(versions), named):
        before, after = versions[first], versions[second]
        needed = second == first + 1 or (first, second) in named
        known = history.comparison(before, after) if needed else None
        yield ComparisonFacts(before, after, partial(history.texts, before, after), known)
