"""The reading list as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date

from kb.handouts.rows import COLUMNS, Cell, Handout, Month

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for the beginning of a formula, or skip before one."""


def as_csv(sheet: Handout) -> bytes:
    """One row an item, in UTF-8 with the mark by which Excel knows it (without, Excel for Windows garbles “ and –).

    Dates are ISO 8601; where no day is known, the month is (2020-10). A text that begins like a formula is given an
    apostrophe, which spreadsheets take as "text".
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in sheet.rows:
        writer.writerow([_cell(cell) for cell in row.cells])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Cell) -> str | int:
    if isinstance(value, Month):
        return f"{value.first:%Y-%m}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
