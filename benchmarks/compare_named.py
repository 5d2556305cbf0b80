"""Whether a comparison names what happened: renumbered, split, merged, cells, columns, links."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.model import Change, ChangeKind, Comparison, ReasonKind


def named(comparison: Comparison, expected: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """For each thing that had to be named how often it was, and how often it had to be."""
    return {what: (min(_COUNTS[what](comparison), number), number) for what, number in expected.items()}


def _kind(kind: ChangeKind, block: str = "") -> Callable[[Comparison], int]:
    def counted(comparison: Comparison) -> int:
        return sum(c.kind is kind and (not block or c.block == block) for c in comparison.changes)

    return counted


def _wholes(kind: ChangeKind) -> Callable[[Comparison], int]:
    def counted(comparison: Comparison) -> int:
        parts = [c for c in comparison.changes if c.kind is kind and c.block != "heading"]
        return len({c.before_at if kind is ChangeKind.SPLIT else c.after_at for c in parts})

    return counted


def _reason(kind: ReasonKind) -> Callable[[Comparison], int]:
    def counted(comparison: Comparison) -> int:
        return sum(any(reason.kind is kind for reason in c.reasons) for c in comparison.changes)

    return counted


def _in_one_cell(change: Change) -> bool:
    """Whether only one cell of an amended row changed."""
    if change.block != "row" or change.kind is not ChangeKind.AMENDED:
        return False
    changed, cell = set(), 0
    for kind, text in change.words:
        for number, piece in enumerate(text.split("|")):
            cell += bool(number)
            if kind != "=" and piece.strip():
                changed.add(cell)
    return len(changed) == 1


_COUNTS: dict[str, Callable[[Comparison], int]] = {
    "renumbered": _reason(ReasonKind.RENUMBERED),
    "retitled": _kind(ChangeKind.RETITLED, "heading"),
    "splits": _wholes(ChangeKind.SPLIT),
    "merges": _wholes(ChangeKind.MERGED),
    "section splits": _reason(ReasonKind.SECTION_SPLIT),
    "section merges": _reason(ReasonKind.SECTION_MERGED),
    "cells": lambda comparison: sum(map(_in_one_cell, comparison.changes)),
    "columns": _reason(ReasonKind.COLUMN),
    "links": _reason(ReasonKind.LINK),
}
