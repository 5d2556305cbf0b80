"""Changes applied: from the lines of one version and the changes come the lines of the other, either way."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from kb.compare.alignment.lines import Line, line_of, placed
from kb.model import Comparison, LineShape

Parts = dict[int, tuple[list[tuple[int, str]], LineShape]]
"""What stands at a line: the numbers and texts of its parts, and its shape."""


def apply_changes(before: Sequence[Line], comparison: Comparison) -> tuple[Line, ...]:
    """The lines after the changes: the same in all that counts (`Line.content`), typography as far as known."""
    taken = {change.before_at for change in comparison.changes if change.before_at is not None}
    made: Parts = {}
    for change in comparison.changes:
        _put(made, change.part, change.after_at, change.after, change.after_shape)
    return _rebuilt([line for at, line in enumerate(before) if at not in taken], made)


def revert_changes(after: Sequence[Line], comparison: Comparison) -> tuple[Line, ...]:
    """The lines before the changes, likewise."""
    taken = {change.after_at for change in comparison.changes if change.after_at is not None}
    made: Parts = {}
    for change in comparison.changes:
        _put(made, change.part, change.before_at, change.before, change.before_shape)
    return _rebuilt([line for at, line in enumerate(after) if at not in taken], made)


def _put(made: Parts, part: int, at: int | None, text: str | None, shape: LineShape | None) -> None:
    if at is not None and text is not None and shape is not None:
        texts, _ = made.setdefault(at, ([], shape))
        texts.append((part, text))


def _rebuilt(kept: Sequence[Line], made: Parts) -> tuple[Line, ...]:
    """The kept lines in order, with the made ones at their positions."""
    rest = iter(kept)
    result = []
    for at in range(len(kept) + len(made)):
        if at in made:
            texts, shape = made[at]
            # A whole that was split or merged is told in parts; white space stood between them.
            result.append(line_of(" ".join(text for _, text in sorted(texts, key=itemgetter(0))), shape))
        else:
            result.append(next(rest))
    return placed(result)
