"""Hold: keep back a run that would change too much of a manual at once, until a person has looked.

The run's pages and checks stay as facts. Nothing comes of them (no version, edition, listing, address or absence), so
no later stage sees them. A later run is judged anew: it is held as well while the site looks the same, and where the
site is good again nothing is left to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from crawler.extract import RULES, read_chapter
from crawler.sources import Source
from kb.brake import Brought, Effect, Step, effect_of, reasons_to_hold
from kb.errors import ExtractError
from kb.identity import Recognised
from kb.model import Decision, Outcome, PageRole, Run, RunKind, Version
from kb.progress import Tally
from kb.stages.looking import Looked, absent, look
from kb.stages.readings import reading_of
from kb.store import PackedText, Store


@dataclass(frozen=True, slots=True)
class Effected:
    """What a run would do to one chapter: its title, and the texts before and after where it has them."""

    title: str
    step: Step
    before: Version | None = None
    after: PackedText | None = None


def held_back(store: Store, source: Source, looked: Looked, accepted: bool = False) -> bool:
    """Whether a run is held. It is recorded so, with the reasons; a collection that passes ends older holds.

    `accepted` says that somebody decided beforehand: then the run passes, and that is recorded.
    """
    run = looked.run
    if run.hold is not None:
        return not run.is_taken
    open_holds = [one for one in held_runs(store, source.name) if one.id < run.id]
    at = run.finished_at or run.started_at
    reasons = reasons_to_hold(brought_by(store, source, looked), source.brake)
    if not reasons and open_holds and run.kind is RunKind.COLLECT:
        if looked.shows_absence:
            store.decide([one.id for one in open_holds], Decision.SUPERSEDED, at, f"run {run.id} is within the limits")
        elif any(page is not None for _, page in looked.checks):
            reasons = ("the contents page could not be read, so that nothing tells whether the manual is whole again",)
    if reasons:
        store.hold_run(run.id, reasons, at)
    if reasons and accepted:
        store.decide([run.id], Decision.ACCEPTED, at, "accepted when it was imported")
    return bool(reasons) and not accepted


def held_runs(store: Store, source: str) -> tuple[Run, ...]:
    """The runs of a source that somebody has to decide about, oldest first."""
    return store.undecided_runs(source)


def held_in_words(store: Store, source: str) -> list[str]:
    """One line that says what is held, how to look and how to decide; none where nothing is held."""
    held = held_runs(store, source)
    if not held:
        return []
    first, latest = held[0], held[-1]
    again = f", and looked like that again on {_day(latest.started_at)}" if len(held) > 1 else ""
    what = "collection" if first.kind is RunKind.COLLECT else "import"
    reasons = "; ".join(latest.hold.reasons if latest.hold else ())
    return [
        f"the {what} of {source} of {_day(first.started_at)} is held{again}: {reasons}. Nothing of it is published or "
        f"withdrawn. Look with `reread held`, then decide: `reread accept {source}` if the manual really says so, "
        f"`reread reject {source}` if its site is broken"
    ]


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def looked_again(store: Store, source: Source, run: Run) -> Looked:
    """What a held run says, read once more from its pages."""
    return look(store, source, run, list(store.checked_pages(run.id)), Tally("look", None))


def brought_by(store: Store, source: Source, looked: Looked) -> Brought:
    """What taking a run over would bring, as the brake counts it."""
    answered = [check for check, _ in looked.checks if check.outcome is not Outcome.GONE]
    shows = looked.shows_absence and looked.run.kind is RunKind.COLLECT
    return Brought(
        steps=tuple(one.step for one in effects(store, source, looked)),
        chapters=sum(check.role is PageRole.CHAPTER for check in answered) if shows else None,
        documents=sum(check.role is PageRole.DOCUMENT for check in answered) if shows else None,
        selection=looked.run.kind is RunKind.IMPORT,
        settled=store.is_settled(looked.run),
    )


def effects(store: Store, source: Source, looked: Looked) -> tuple[Effected, ...]:
    """What a run would do to each chapter and document, in the order of the contents; new ones last."""
    gone = {chapter.id for chapter in absent(store, looked)} if looked.shows_absence else set()
    standing = {chapter_id for _, chapter_id, _ in looked.standing}
    read = {one.chapter_id: one for one in looked.recognised if one.chapter_id is not None}
    versions = store.latest_versions(source.name)
    made = []
    for chapter in store.chapters(source.name):
        one = read.get(chapter.id)
        if one is not None:
            made.append(_read(store, source, looked, versions[chapter.id], one))
        elif chapter.withdrawn_at is None:
            effect = Effect.NONE if chapter.id in standing else Effect.UNTOLD
            effect = Effect.VANISHED if chapter.id in gone else effect
            version = versions[chapter.id]
            made.append(Effected(chapter.title, Step(chapter.kind, effect, version.words, None), version))
    new = (looked.places[one.found.url].text for one in looked.recognised if one.chapter_id is None)
    made += [Effected(text.title, Step(text.kind, Effect.ADDED, None, text.words), None, text) for text in new]
    return tuple(made)


def _read(store: Store, source: Source, looked: Looked, version: Version, one: Recognised) -> Effected:
    place = looked.places[one.found.url]
    text = place.text
    same = version.digest == text.digest or version.page_id == place.page.id
    if same or place.check.checked_at < version.last_seen:
        effect = Effect.NONE  # in force as it stands, read differently by newer rules, or from before it
    elif version.rules != RULES and _as_read_today(store, source, version) == text.digest:
        effect = Effect.NONE
    else:
        effect = effect_of(version.words, text.words, same=False)
    return Effected(version.title, Step(text.kind, effect, version.words, text.words), version, text)


def _as_read_today(store: Store, source: Source, version: Version) -> str:
    """What today's rules make of the page behind a version: newer rules alone are no change of the manual."""
    page = store.page_numbered(version.page_id)
    try:
        return read_chapter(page, reading_of(source, page.url)).digest
    except ExtractError:
        return ""
