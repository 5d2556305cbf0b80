"""The reading list as an Excel workbook: the list to sort and filter, and a sheet to sign."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from kb.handouts.rows import COLUMNS, SIGN_OFF_COLUMNS, Cell, Handout, Month, sign_off_rows

_WIDTHS = (18, 34, 18, 12, 60, 40, 9, 50, 50, 40, 20, 24, 16)
_SIGN_OFF_WIDTHS = (32, 18, 52, 20, 12, 20, 18)
_SIGNED_HEIGHT = 42
"""Points: room for a signature."""
_LONGEST = 32_000
"""Excel refuses a file with a cell of more than 32,767 characters."""
_MOMENT = datetime(1980, 1, 1)  # noqa: DTZ001 - neither a zip archive nor a workbook knows zones
"""The oldest time a zip archive can state: the same items give the same bytes."""
_THIN = Side(style="thin", color="FF999999")


def as_workbook(sheet: Handout) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    listed = book.active
    assert isinstance(listed, Worksheet)
    _fill(listed, "Reading list", COLUMNS, [row.cells for row in sheet.rows], _WIDTHS)
    listed.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(sheet.rows) + 1}"
    signed = book.create_sheet()
    _fill(signed, "Sign-off sheet", SIGN_OFF_COLUMNS, sign_off_rows(sheet), _SIGN_OFF_WIDTHS)
    for number in range(2, len(sheet.to_read) + 2):
        signed.row_dimensions[number].height = _height(signed.cell(number, 3).value)
    for each in (listed, signed):
        _ready_to_print(each, sheet)
    properties = book.properties
    properties.title, properties.creator = sheet.title, "reread"
    properties.created = properties.modified = _MOMENT
    return _with_fixed_times(_written(book))


def _fill(
    sheet: Worksheet, title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[int]
) -> None:
    sheet.title = title
    for column, (head, width) in enumerate(zip(heads, widths, strict=True), start=1):
        cell = sheet.cell(1, column, head)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE8EDF2")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            _write(sheet, number, column, value)
    sheet.freeze_panes = "C2" if heads is COLUMNS else "A2"


def _write(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=_THIN, top=_THIN, left=_THIN, right=_THIN)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = "s"  # else a text that begins with "=" would be a formula
    elif isinstance(value, Month):
        cell.value = value.first  # a date, so that the column sorts, of which only the month is shown
        cell.number_format = "mmmm yyyy"
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "d mmm yyyy"


def _height(change: object) -> float:
    """Room for a signature, and for what changed: some 55 characters a line, 14 points each."""
    return max(_SIGNED_HEIGHT, 14 * (len(str(change or "")) // 55 + 1))


def _ready_to_print(sheet: Worksheet, handout: Handout) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None and footer is not None
    # "&" begins a code in headers and footers.
    header.left.text = f"{handout.title}. {handout.asked}".replace("&", "&&")
    footer.right.text = "Page &P of &N"


def _written(book: Workbook) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()  # `Workbook.save` would state the present time
    return out.getvalue()


def _with_fixed_times(workbook: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            write.writestr(entry, read.read(name))
    return out.getvalue()
