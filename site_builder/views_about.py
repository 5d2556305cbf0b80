"""How the site knows what it says: sources, collections, how chapters were recognised, what its words mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.model import Match, Run, RunKind
from site_builder.facts import ChapterFacts, ProblemFacts
from site_builder.lookup import Lookup
from site_builder.phrases import clock, count, day, joined, month_or_day
from site_builder.views_changes import answer_words, promise_words
from site_builder.views_facts import Link, numbered, outside


@dataclass(frozen=True, slots=True)
class RunLine:
    """A collection or import."""

    kind: str
    began: str
    ended: str
    complete: str


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A chapter that was recognised at a new address, and how."""

    chapter: Link
    address: str
    how: str
    sure: str
    when: str


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A next update the log announced, and what came of it: `passed` is whether it is still owed."""

    next_update: str
    came: str
    passed: bool
    page: Link
    seen: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A page that cannot be collected or read at the moment."""

    page: Link
    fault: str
    message: str
    since: str
    last_good: str


@dataclass(frozen=True, slots=True)
class AboutView:
    """The about page of one manual."""

    title: str
    source: str
    publisher: str
    address: Link | None
    first: str
    counts: str
    rules: str
    held: str
    runs: tuple[RunLine, ...]
    problems: tuple[ProblemLine, ...]
    promises: tuple[PromiseLine, ...]
    matches: tuple[MatchLine, ...]
    matched: str
    atom: str
    json_feed: str


def about_view(lookup: Lookup, today: date) -> AboutView:
    """How the site of one manual came about."""
    manual = lookup.manual
    versions = [facts.version for text in manual.texts for facts in text.versions]
    rules = sorted({version.rules for version in versions})
    first = manual.first_collected_on
    matches = [(text, match) for text in manual.texts for match in text.matches]
    unsure = sorted(matches, key=_least_sure)
    return AboutView(
        title=manual.title,
        source=manual.source,
        publisher=manual.named_publisher,
        address=outside(manual.address) if manual.address else None,
        first=day(first) if first else "",
        counts=_counts(lookup, len(versions)),
        rules=f"{'number' if len(rules) == 1 else 'numbers'} {joined([str(each) for each in rules])}" if rules else "",
        held=_held([run for run in manual.runs if run.is_held]),
        runs=tuple(_run(run) for run in reversed(manual.runs)),
        problems=tuple(_problem(facts, lookup) for facts in manual.problems),
        promises=_promises(lookup, today),
        matches=tuple(_match(text, match, lookup) for text, match in unsure if match.sureness < 1),
        matched=_matched([match for _, match in matches]),
        atom=lookup.places.atom,
        json_feed=lookup.places.json_feed,
    )


def _counts(lookup: Lookup, versions: int) -> str:
    manual = lookup.manual
    entries = sum(len(edition.amendments) for edition in manual.editions)
    edition = f"{count(len(manual.editions), 'edition')} of the log with {count(entries, 'entry', 'entries')}"
    held = [
        count(len(manual.chapters), "chapter") if manual.chapters else "",
        count(len(manual.documents), "document") if manual.documents else "",
        count(versions, "version") if versions else "",
        edition if manual.editions else "",
    ]
    return joined([part for part in held if part]) or "nothing yet"


def _held(runs: Sequence[Run]) -> str:
    """Since when something is held, and why; "" where nothing is."""
    if not runs or runs[-1].hold is None:
        return ""
    what = "collection" if runs[0].kind is RunKind.COLLECT else "import"
    since = f"The {what} of {day(runs[0].started_at)} is held until somebody has looked at it"
    return f"{since}: {'; '.join(runs[-1].hold.reasons)}."


def _run(run: Run) -> RunLine:
    kind = "Collection" if run.kind is RunKind.COLLECT else "Import"
    state = run.hold.decision.value if run.hold and run.hold.decision else "held" if run.hold else ""
    return RunLine(
        kind=f"{kind}, {state}" if state else kind,
        began=clock(run.started_at),
        ended=clock(run.finished_at) if run.finished_at else "broke off",
        # An import brings what somebody had: nobody knows what every page would have been.
        complete=("yes" if run.complete else "no") if run.kind is RunKind.COLLECT else "–",
    )


def _problem(facts: ProblemFacts, lookup: Lookup) -> ProblemLine:
    """A page that cannot be read, by its chapter's title where it is one, else by its address."""
    problem = facts.problem
    known = facts.chapter_id is not None
    page = Link(facts.title, lookup.chapter_place(facts.chapter_id)) if known else outside(problem.url)
    last_good = day(facts.last_good) if facts.last_good else "never"
    fault = problem.fault.value
    return ProblemLine(page, fault[:1].upper() + fault[1:], problem.message, day(problem.first_seen), last_good)


def _promises(lookup: Lookup, today: date) -> tuple[PromiseLine, ...]:
    made = []
    for promise in sorted(lookup.manual.promises, key=lambda each: (each.next_update, each.page_url), reverse=True):
        _, passed = promise_words(promise.next_update, today)
        seen = day(promise.first_seen)
        came = answer_words(promise.next_update, lookup.manual.editions)
        owed = passed and not came
        made.append(PromiseLine(month_or_day(promise.next_update), came, owed, outside(promise.page_url), seen))
    return tuple(made)


def _least_sure(each: tuple[ChapterFacts, Match]) -> tuple[float, str, str]:
    text, match = each
    return (match.sureness, text.chapter.slug, match.url)


def _match(text: ChapterFacts, match: Match, lookup: Lookup) -> MatchLine:
    chapter = Link(numbered(text.chapter), lookup.chapter_place(text.chapter.id))
    return MatchLine(chapter, match.url, match.how, f"{match.sureness:.0%}", day(match.matched_at))


def _matched(matches: Sequence[Match]) -> str:
    """How pages were recognised, in numbers: "82 by known address, 4 by title"."""
    ways = sorted({match.how for match in matches})
    said = {"not seen before": "seen for the first time"}
    told = [f"{sum(match.how == way for match in matches):,} {said.get(way, f'by {way}')}" for way in ways]
    return joined(told)
