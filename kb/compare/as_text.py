"""A redline for the terminal. What happened is always said by a sign, colour only repeats it."""

from __future__ import annotations

from collections.abc import Sequence

from kb.compare.alignment.lines import HEADING, TITLE
from kb.compare.redline import Collapsed, RedlineRow, RowState
from kb.compare.words.runs import Run

_SIGNS = {
    RowState.SAME: " ",
    RowState.ADDED: "+",
    RowState.REMOVED: "-",
    RowState.AMENDED: "~",
    RowState.MOVED_TO: ">",
    RowState.MOVED_FROM: "<",
}
_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "note": "\x1b[36m", "strong": "\x1b[1m"}
_PLAIN = "\x1b[0m"


def comparison_as_text(rows: Sequence[RedlineRow | Collapsed], colour: bool = False) -> str:
    """One line a row: a sign, the words with [-removed-] and {+added+} ones, and below a change why it matters."""
    made: list[str] = []
    for row in rows:
        made += _folded(row, colour) if isinstance(row, Collapsed) else _row(row, colour)
    return "\n".join(made) + "\n" if made else ""


def _folded(row: Collapsed, colour: bool) -> list[str]:
    number = len(row.rows)
    return [_painted(f"  ... {number} unchanged {'line' if number == 1 else 'lines'}", "note", colour)]


def _row(row: RedlineRow, colour: bool) -> list[str]:
    sign = _SIGNS[row.state]
    indent = "  " * max(row.depth - 1, 0) if row.kind == "item" else ""
    text = "".join(_run(run, row.state, colour) for run in row.words)
    marker = _marker(row) if row.kind == "item" or row.marker or row.marker_before else ""
    if marker and not text.startswith(" "):  # the number of a row may have its cell for itself
        marker += " "
    heading = row.kind in (HEADING, TITLE)
    if heading:
        text = _painted(text, "strong", colour)
    made = ["", f"{sign} {text}"] if heading else [f"{sign} {indent}{marker}{text}"]
    if row.state is RowState.MOVED_FROM:
        to = f" to {row.elsewhere}" if row.elsewhere else ""
        return [*made, _painted(f"    moved away{to}, see move {row.move}", "note", colour)]
    if row.changed and row.reasons:
        move = f"move {row.move}, " if row.move else ""
        part = f"{row.part}, " if row.part else ""
        made.append(_painted(f"    {move}{part}{row.significance}: {'; '.join(row.reasons)}", "note", colour))
    return made


def _marker(row: RedlineRow) -> str:
    if not row.marker_before or row.state is not RowState.AMENDED:
        return row.marker or "*"
    return f"[-{row.marker_before}-]" + (f"{{+{row.marker}+}}" if row.marker else "")


def _run(run: Run, state: RowState, colour: bool) -> str:
    kind, text = run
    if kind == "=":
        return text
    # A row that came or went whole says so by its sign.
    whole = state in (RowState.ADDED, RowState.REMOVED)
    signed = text if whole else f"[-{text}-]" if kind == "-" else f"{{+{text}+}}"
    return _painted(signed, kind, colour)


def _painted(text: str, role: str, colour: bool) -> str:
    return f"{_COLOURS[role]}{text}{_PLAIN}" if colour and text else text
