"""Comparisons as JSON and back. The JSON alone is enough to apply a comparison: positions and shapes are in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.model import Change, ChangeKind, Comparison, LineShape, Reason, ReasonKind, SectionRef, Significance, Stats


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as `compare --format json` prints it."""
    stats = comparison.stats
    return {
        "identical": comparison.identical,
        "changes": [_change_as_json(change) for change in comparison.changes],
        "stats": {
            "words_before": stats.words_before,
            "words_after": stats.words_after,
            "words_added": stats.words_added,
            "words_removed": stats.words_removed,
            "words_moved": stats.words_moved,
        },
        "significance": comparison.significance.value,
        "summary": comparison.summary,
    }


def _change_as_json(change: Change) -> dict[str, Any]:
    section = change.section
    made: dict[str, Any] = {
        "kind": change.kind.value,
        "section": {"before": section.before, "after": section.after, "title": section.title},
        "block": change.block,
        "before": change.before,
        "after": change.after,
        "words": [list(run) for run in change.words],
        "significance": change.significance.value,
        "reasons": [reason.text for reason in change.reasons],
        "proof": [_reason_as_json(reason) for reason in change.reasons],
        "before_at": change.before_at,
        "after_at": change.after_at,
        "before_shape": _shape_as_json(change.before_shape),
        "after_shape": _shape_as_json(change.after_shape),
    }
    if change.moved_from is not None:
        made["moved_from"] = change.moved_from
    if change.part:
        made["part"] = change.part
    return made


def _reason_as_json(reason: Reason) -> dict[str, Any]:
    return {
        "kind": reason.kind.value,
        "before": reason.before,
        "after": reason.after,
        "lead": reason.lead,
        "clause": reason.clause,
    }


def _shape_as_json(shape: LineShape | None) -> dict[str, Any] | None:
    if shape is None:
        return None
    return {"block": shape.block, "depth": shape.depth, "number": shape.number, "links": list(shape.links)}


def comparison_from_json(made: Mapping[str, Any]) -> Comparison:
    """The comparison that `comparison_as_json` made the JSON of."""
    return Comparison(
        changes=tuple(_change_from_json(change) for change in made["changes"]),
        stats=Stats(**made["stats"]),
        significance=Significance(made["significance"]),
        summary=made["summary"],
    )


def _change_from_json(made: Mapping[str, Any]) -> Change:
    return Change(
        kind=ChangeKind(made["kind"]),
        section=SectionRef(**made["section"]),
        block=made["block"],
        before=made["before"],
        after=made["after"],
        before_at=made["before_at"],
        after_at=made["after_at"],
        words=tuple((kind, text) for kind, text in made["words"]),
        moved_from=made.get("moved_from"),
        significance=Significance(made["significance"]),
        reasons=tuple(_reason_from_json(reason) for reason in made["proof"]),
        before_shape=_shape_from_json(made["before_shape"]),
        after_shape=_shape_from_json(made["after_shape"]),
        part=made.get("part", 0),
    )


def _reason_from_json(made: Mapping[str, Any]) -> Reason:
    return Reason(ReasonKind(made["kind"]), made["before"], made["after"], made["lead"], made["clause"])


def _shape_from_json(made: Mapping[str, Any] | None) -> LineShape | None:
    if made is None:
        return None
    return LineShape(made["block"], made["depth"], made["number"], tuple(made["links"]))
