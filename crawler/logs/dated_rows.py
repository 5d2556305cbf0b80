"""Logs whose rows each carry a date (Chapter, Details, Date), newest first: one edition a date."""

from __future__ import annotations

from dataclasses import replace

from crawler.logs.dates import day_cell
from crawler.logs.drafts import EditionDraft, EntryDraft, LogDraft
from crawler.logs.lines import Line, LineKind
from crawler.logs.marks import MarkKind, mark_of
from crawler.logs.titles import opens_detail
from kb.model import ArchiveLink

_MANY = 2  # one line that is only a date is a heading; several without a table head are the dates of rows


def has_dated_rows(lines: tuple[Line, ...]) -> bool:
    """Whether the log dates its rows, not its editions."""
    marks = [mark for line in lines if (mark := mark_of(line)) is not None]
    if any(mark.what is MarkKind.TABLE_HEAD and mark.dated for mark in marks):
        return True
    return sum(_row_date(line) is not None for line in lines if line.kind is LineKind.ROW) >= _MANY


def read_dated_rows(lines: tuple[Line, ...]) -> LogDraft:
    """The log with one edition for each date and scope, in the order of the text."""
    draft = LogDraft()
    scope: str | None = None
    held: list[Line] = []
    titled = _titles_stand_first(lines)
    for line in lines[_table_start(lines) :]:
        mark = mark_of(line)
        dated = _row_date(line) if line.kind is LineKind.ROW else day_cell(line.text)
        if dated:
            held = [*held, replace(line, cells=line.cells[:-1])] if line.kind is LineKind.ROW else held
            _keep(draft, dated, scope, _entry(held, titled))
            held = []
        elif mark and mark.what is MarkKind.SCOPE:
            scope, held = mark.scope, []
        elif mark and mark.what is MarkKind.NEXT_UPDATE:
            draft.next_update = draft.next_update or mark.date
        elif mark and mark.what is MarkKind.ARCHIVE_LINK:
            draft.archive_links.append(ArchiveLink(mark.label, line.url))
        elif mark and mark.what is MarkKind.FOOT:
            break
        elif mark is None:
            held.append(line)
    if held and draft.editions:
        # The text ends before this row's date; rows run newest first, so the last date seen is the nearest known.
        last = draft.editions[-1]
        last.entries.append(replace(_entry(held, titled), complete=False))
    return draft


def _table_start(lines: tuple[Line, ...]) -> int:
    """Where the first table begins: its scope, else its head; 0 where neither is printed."""
    for number, line in enumerate(lines):
        mark = mark_of(line)
        if mark and mark.what in (MarkKind.SCOPE, MarkKind.TABLE_HEAD):
            return number
    return 0


def _row_date(line: Line) -> tuple[str, str] | None:
    return day_cell(line.cells[-1]) if len(line.cells) > 1 else None


def _titles_stand_first(lines: tuple[Line, ...]) -> bool:
    """Whether text rows begin with their title: right under the date above, or always in two paragraphs or more.

    Where titles were links and are lost, a blank line stands in their place.
    """
    counts: list[int] = []
    count = 0
    for line in lines[_table_start(lines) :]:
        if line.kind is LineKind.ROW or mark_of(line) is not None or day_cell(line.text):
            counts += [count] if count else []
            count = 0
        else:
            count += 1
            if count == 1 and not line.gap:
                return True
    return bool(counts) and min(counts) > 1


def _entry(held: list[Line], titled: bool) -> EntryDraft:
    if not held:
        return EntryDraft(None, [], None, "")
    first, *rest = held
    links = tuple(link for line in held for link in line.links)
    if first.kind is LineKind.ROW:
        title, *details = first.cells if len(first.cells) > 1 else ("", first.text)
        return EntryDraft(title or None, [*filter(None, details)], None, "", first.url, links=links)
    lost = not titled or (not rest and opens_detail(first.text)) or (bool(first.gap) and not rest)
    if lost:
        return EntryDraft(None, [line.text for line in held], None, "", links=links)
    return EntryDraft(first.text, [line.text for line in rest], None, "", first.url, links=links)


def _keep(draft: LogDraft, dated: tuple[str, str], scope: str | None, entry: EntryDraft) -> None:
    label, date = dated
    for edition in draft.editions:
        if (edition.date, edition.scope) == (date, scope):
            edition.entries.append(entry)
            return
    draft.editions.append(EditionDraft(label, date, scope, entries=[entry]))
