"""Holds: runs that the brake has stopped, and what was decided about each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, or_, select, update

from kb import schema
from kb.model import Decision, Hold
from kb.store.base import Tables

_hold = schema.hold

HOLD_COLUMNS = tuple(_hold.c[name] for name in ("held_at", "reasons", "decision", "decided_at", "because"))
"""What `hold_of` reads, for queries that join runs with their holds."""


def untaken() -> Select[tuple[int]]:
    """The ids of runs of which nothing may be read: held, rejected or superseded ones."""
    undecided = _hold.c.decision.is_(None)
    return select(_hold.c.run_id).where(or_(undecided, _hold.c.decision != Decision.ACCEPTED.value))


def rejected() -> Select[tuple[int]]:
    """The ids of runs that somebody rejected: what they found at an address tells nothing of it."""
    return select(_hold.c.run_id).where(_hold.c.decision == Decision.REJECTED.value)


def hold_of(row: Row[Any]) -> Hold | None:
    """The hold of a run that was outer-joined with `HOLD_COLUMNS`."""
    if row.held_at is None:
        return None
    decision = Decision(row.decision) if row.decision else None
    return Hold(row.held_at, tuple(json.loads(row.reasons)), decision, row.decided_at, row.because)


class HoldTables(Tables):
    """The part of the store that keeps the brake's doings."""

    def hold_run(self, run_id: int, reasons: Sequence[str], at: datetime) -> None:
        """Holds a run: nothing is read out of it until somebody decides. Holding it again replaces the reasons."""
        with self._writing() as connection:
            connection.execute(delete(_hold).where(_hold.c.run_id == run_id))
            texts = json.dumps(list(reasons), ensure_ascii=False)
            connection.execute(insert(_hold).values(run_id=run_id, held_at=at, reasons=texts, because=""))

    def decide(self, run_ids: Iterable[int], decision: Decision, at: datetime, because: str = "") -> None:
        """Records in one transaction what was decided about held runs, and why. What was decided before stays so."""
        with self._writing() as connection:
            place = _hold.c.run_id.in_(list(run_ids)) & _hold.c.decision.is_(None)
            values = {"decision": decision.value, "decided_at": at, "because": because}
            connection.execute(update(_hold).where(place).values(**values))
