"""The story: collect, extract, store, compare, index, publish. Read `update` first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.sources import Config, Source
from kb.errors import ClosedError, CollectError, RereadError, SourceError
from kb.progress import Progress
from kb.reading import unmatched
from kb.stages.collecting import Collected, collect
from kb.stages.comparing import compare
from kb.stages.extracting import Extracted, extract
from kb.stages.indexing import index
from kb.stages.publishing import publish
from kb.store import Store
from kb.workspace import Workspace


@dataclass(slots=True)
class Updated:
    """What an update brought: per source what was collected and extracted, and what did not work."""

    collected: dict[str, Collected] = field(default_factory=dict)
    extracted: dict[str, Extracted] = field(default_factory=dict)
    failed: dict[str, RereadError] = field(default_factory=dict)
    pages: int = 0

    @property
    def needs_a_person(self) -> tuple[str, ...]:
        """One line for each thing somebody should look at."""
        failures = [f"{check.url}: {check.detail}" for one in self.collected.values() for check in one.failures]
        lines = [line for one in self.extracted.values() for line in (*one.problems, *one.questions)]
        return (*failures, *lines)


def update(
    workspace: Workspace,
    config: Config,
    sources: Iterable[Source],
    progress: Progress,
    at: datetime | None = None,
    *,
    at_any_hour: bool = False,
    wait: float = 0.0,
) -> Updated:
    """All six stages: collect what the sources say now, read it, compare it with what was known, index and publish it.

    A source that cannot be collected does not keep the others from being updated; one that is closed is left for its
    opening hours, unless it is to be asked `at_any_hour`. `at` fixes the clock; `wait` is how many seconds to wait for
    another command that changes the workspace.
    """
    done = Updated()
    with workspace.writing(wait=wait):
        for source in sources:
            try:
                done.collected[source.name] = collect(workspace, source, config.contact, at, progress, at_any_hour)
            except ClosedError as closed:
                progress.say(str(closed))
            except CollectError as error:
                done.failed[source.name] = error
        with workspace.store() as store:
            for source in sources:
                done.extracted[source.name] = extract(store, source, progress)
            held = any(run.is_held for source in sources for run in store.runs(source.name))
            if (done.failed or held) and not is_anything_known(store):
                return done  # an empty site must not take the place of one that may be there
            done.pages = derive(workspace, store, config, at or datetime.now(UTC), progress)
    return done


def is_anything_known(store: Store) -> bool:
    """Whether there is anything to publish."""
    return any(store.chapters(name) or store.editions(name) for name in store.sources())


def derive(workspace: Workspace, store: Store, config: Config, now: datetime, progress: Progress) -> int:
    """The stages that need no network: compare, index, publish, from what is stored. Returns the site's page count."""
    compared = tuple(compare(store, source, config.reading) for source in store.sources())
    for each in unmatched(config.reading.audiences, [history for one in compared for history in one.histories]):
        progress.say(each.in_words)
    index(workspace.index_folder, config, compared, progress)
    return publish(store, config, compared, workspace.site_folder, workspace.index_folder, now)


def wanted(config: Config, names: Iterable[str]) -> tuple[Source, ...]:
    """The sources of the given names; all that can be collected where none is given. Raises SourceError."""
    chosen = tuple(config.source(name) for name in names)
    if chosen:
        return chosen
    collectable = tuple(source for source in config.sources if source.contents)
    if not collectable:
        raise SourceError("no manual to collect is declared: run `reread add URL`, or edit reread.toml")
    return collectable
