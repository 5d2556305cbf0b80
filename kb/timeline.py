"""A chapter's versions put together again from the pages that were seen, as today's rules read them. Pure.

A version keeps its ordinal, and with it its addresses on the site, whatever becomes of its text: newer rules give an
old version a better reading, they do not make a new one. What follows from the readings is decided here:

- Two versions that the newer rules read alike both stay. The later one is then of origin *re-extracted*: it is there
  only because older rules saw a difference.
- Pages that older rules read alike and the newer ones do not are an amendment of the manual that was seen late: a
  version that takes the next free ordinal and stands in its place in time.
- A page that could not be read before and can be now lengthens the version that reads like it, else it is such a late
  version. A page that can no longer be read leaves its version as it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kb.model import Origin, Run, Sighting, Version


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of time in which a chapter's text stood, read from `page_id`.

    `version` is the version that it continues, None for an amendment seen late. `digest` is None where the page cannot
    be read by today's rules, so that the version's own reading stays.
    """

    version: Version | None
    page_id: int
    digest: str | None
    first_seen: datetime
    last_seen: datetime
    origin: Origin = Origin.FIRST


@dataclass(frozen=True, slots=True)
class Saying:
    """What an amendment box said over a span of time, first read from `page_id`."""

    text: str
    page_id: int
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which complete collections did not find a chapter; `until` is None while it lasts."""

    since: datetime
    until: datetime | None


def absences(sightings: Sequence[Sighting], runs: Iterable[Run]) -> tuple[Absence, ...]:
    """When a chapter was not in the manual: runs that reached everything and did not meet it."""
    moments = [one.at for one in sightings]
    made: list[Absence] = []
    for run in sorted(runs, key=lambda run: run.started_at):
        end = run.finished_at or run.started_at
        if not run.complete or not moments or end < moments[0]:
            continue
        if any(run.started_at <= at <= end for at in moments):
            continue
        back = next((at for at in moments if at > end), None)
        if not made or made[-1].until != back:
            made.append(Absence(end, back))
    return tuple(made)


def in_their_time(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Sightings, given in the order in which they were recorded, without those that came too late.

    What an archive imported today saw years ago is kept, but no part of the history; reading it again does not make it
    one.
    """
    kept: list[Sighting] = []
    for one in sightings:
        if not kept or one.at >= kept[-1].at:
            kept.append(one)
    return tuple(kept)


def sayings(sightings: Iterable[Sighting], boxes: Mapping[int, str | None]) -> tuple[Saying, ...]:
    """What an amendment box said over time; `boxes` gives its text on each page, None where there is none."""
    made: list[Saying] = []
    for one in sightings:
        text = boxes[one.page_id]
        if text is None:
            continue
        if made and made[-1].text == text:
            made[-1] = replace(made[-1], last_seen=one.at)
        else:
            made.append(Saying(text, one.page_id, one.at, one.at))
    return tuple(made)


def timeline(
    versions: Sequence[Version], sightings: Iterable[Sighting], read: Mapping[int, str | None]
) -> tuple[Stretch, ...]:
    """The stretches of a chapter, oldest first.

    `versions` are those kept, oldest first; `sightings` the pages seen of the chapter; `read` gives the digest of each
    page's text by today's rules, None where they cannot read it.
    """
    starts = {version.first_seen: version for version in versions}
    seen = {one.at: one.page_id for one in sightings} | {one.first_seen: one.page_id for one in versions}
    made: list[Stretch] = []
    for at in sorted(seen):
        page_id, digest = seen[at], read[seen[at]]
        if at in starts:
            _begin(made, Stretch(starts[at], page_id, digest, at, at))
        elif digest is None:
            if made and _stood(made[-1], at):
                made[-1] = replace(made[-1], last_seen=at)
        elif made and (made[-1].digest == digest or (made[-1].digest is None and _stood(made[-1], at))):
            page_id = made[-1].page_id if made[-1].digest else page_id
            made[-1] = replace(made[-1], last_seen=at, digest=digest, page_id=page_id)
        else:
            made.append(Stretch(None, page_id, digest, at, at))
    return tuple(_with_origins(_with_ends(made)))


def trimmed(versions: Sequence[Version], sightings: Sequence[Sighting]) -> tuple[Version, ...]:
    """The versions with the time in which they were seen cut to these sightings: the others went to another chapter."""
    made = []
    for one in versions:
        inside = [each.at for each in sightings if one.first_seen <= each.at <= one.last_seen]
        made.append(replace(one, last_seen=max(inside, default=one.first_seen)))
    return tuple(sorted(made, key=lambda one: one.first_seen))


def _begin(made: list[Stretch], stretch: Stretch) -> None:
    """A kept version begins; pages just before it that read like it, and belong to no other, are its beginning.

    One that was another chapter's, and says what stood there before it, is only another address of that text.
    """
    before = made[-1].version if made and made[-1].digest == stretch.digest else None
    if before is not None and stretch.version is not None and before.chapter_id != stretch.version.chapter_id:
        made[-1] = replace(made[-1], last_seen=max(stretch.version.last_seen, stretch.last_seen))
        return
    if made and made[-1].version is None and made[-1].digest == stretch.digest:
        earlier = made.pop()
        stretch = replace(stretch, first_seen=earlier.first_seen, page_id=earlier.page_id)
    made.append(stretch)


def _stood(stretch: Stretch, at: datetime) -> bool:
    """Whether older rules read the page seen at a time as this stretch's version."""
    return stretch.version is not None and at <= stretch.version.last_seen


def _with_ends(stretches: list[Stretch]) -> list[Stretch]:
    """A version was last seen when it was, unless another text turned out to have stood there by then."""
    made = []
    for place, one in enumerate(stretches):
        known = one.version.last_seen if one.version else one.last_seen
        free = place + 1 == len(stretches) or known < stretches[place + 1].first_seen
        made.append(replace(one, last_seen=max(one.last_seen, known)) if free else one)
    return made


def _with_origins(stretches: list[Stretch]) -> list[Stretch]:
    made: list[Stretch] = []
    for one in stretches:
        digests = [other.digest for other in made if other.digest is not None]
        if not made:
            origin = Origin.FIRST
        elif one.digest is None or made[-1].digest is None:
            # Of two texts read by different rules nothing new can be said.
            kept = one.version.origin if one.version else Origin.AMENDED
            origin = Origin.AMENDED if kept is Origin.FIRST else kept
        elif one.digest == digests[-1]:
            origin = Origin.RE_EXTRACTED
        else:
            origin = Origin.REVERTED if one.digest in digests else Origin.AMENDED
        made.append(replace(one, origin=origin))
    return made
