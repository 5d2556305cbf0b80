"""Adoption: what several manuals' logs have in common, from everything derived of each."""

from __future__ import annotations

from collections.abc import Iterable

from kb.adoption import national_amendments
from kb.model import NationalAmendment, Watched
from kb.stages.comparing import Compared
from kb.store import Store


def adoption(store: Store, compared: Iterable[Compared]) -> tuple[NationalAmendment, ...]:
    """The national amendments among what is known, newest first."""
    return national_amendments([_watched(store, one) for one in compared])


def _watched(store: Store, compared: Compared) -> Watched:
    looks = [run.finished_at or run.started_at for run in store.runs(compared.source)]
    return Watched(
        source=compared.source,
        entries=tuple(entry for edition in compared.editions for entry in edition.amendments),
        chapters=tuple((one.chapter.id, one.chapter.title, one.chapter.slug) for one in compared.histories),
        findings=tuple((one.amendment_id, one.kind) for one in compared.findings if one.amendment_id is not None),
        last_look=max(looks).date() if looks else None,
    )
