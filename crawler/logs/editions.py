"""Logs whose editions stand under headings: tables with groups, month-headed pairs, scopes, London's bullets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from crawler.logs.dates import date_in
from crawler.logs.drafts import EditionDraft, EntryDraft, LogDraft
from crawler.logs.lines import Line, LineKind
from crawler.logs.marks import Mark, MarkKind, mark_of
from crawler.logs.openings import CHANGED, restates
from crawler.logs.prose import entries_in
from crawler.logs.titles import looks_like_title, opens_detail, split_dash, split_row, split_terse
from kb.model import AmendmentKind, ArchiveLink

_WHY = (
    r"(?i:it |its |now |see |this |these |the |merged|replaced|superseded|moved|content|included|incorporated|as |"
    r"no longer)"
)
_REASON = re.compile(rf"(?P<title>.+?)(?:\s*\((?P<reason>{_WHY}.+)\)\.?|\s+[-–]\s+(?P<behind>{_WHY}.+))")
_OPENS_TABLE = (MarkKind.EDITION, MarkKind.GROUP, MarkKind.TABLE_HEAD)


def read_editions(lines: tuple[Line, ...], known_titles: Iterable[str] = ()) -> LogDraft:
    """The log, its entries under the dates, groups and scopes above them."""
    reader = _Reader(lines, tuple(known_titles))
    for number, line in enumerate(lines):
        reader.take(number, line)
    return reader.draft


class _Reader:
    """Where the reading stands: the year, edition, group and scope in force, and the entry that may still grow."""

    def __init__(self, lines: tuple[Line, ...], known_titles: tuple[str, ...]) -> None:
        self.draft = LogDraft()
        self._lines = lines
        self._known = known_titles
        self._year: str | None = None
        self._edition: EditionDraft | None = None
        self._entry: EntryDraft | None = None
        self._group: Mark | None = None
        self._lasting_scope: str | None = None
        self._in_table = False
        self._ended = False
        self._in_prose = False
        self._partners = _partner_headings(lines)
        marks = (mark_of(line) for line in lines)
        self._headed = {mark.date for mark in marks if mark and mark.what is MarkKind.EDITION}

    def take(self, number: int, line: Line) -> None:
        """Read one line."""
        mark = mark_of(line, self._year)
        if mark is None and number in self._partners:
            mark = Mark(MarkKind.SCOPE, line.text, scope=line.text)
        if mark and mark.what is MarkKind.ARCHIVE_LINK and self._heads_editions(number):
            dated = date_in(f"May {mark.label}")
            mark = Mark(MarkKind.YEAR, mark.label, dated[1][:4] if dated else None)
        if mark:
            self._take_mark(mark, line)
        else:
            self._take_entry(line)

    def _heads_editions(self, number: int) -> bool:
        following = self._lines[number + 1 : number + 2]
        mark = mark_of(following[0]) if following else None
        return mark is not None and mark.what in _OPENS_TABLE

    def _take_mark(self, mark: Mark, line: Line) -> None:
        match mark.what:
            case MarkKind.EDITION:
                self._take_edition(mark)
            case MarkKind.YEAR:
                self._year, self._entry = mark.date, None
            case MarkKind.GROUP:
                self._open_group(mark)
            case MarkKind.TABLE_HEAD:
                self._in_table, self._entry = True, None
            case MarkKind.SCOPE:
                self._set_scope(mark.scope, lasting=mark.dated or self._edition is None)
            case MarkKind.DIVIDER if line.linked:
                self.draft.archive_links.append(ArchiveLink(line.text, line.url))
            case MarkKind.DIVIDER:
                self._entry, self._group, self._in_table = None, None, False
            case MarkKind.FOOT:
                self._entry, self._ended = None, True
            case MarkKind.ARCHIVE_LINK:
                self._entry, self._group = None, None
                self.draft.archive_links.append(ArchiveLink(mark.label, line.url))
            case MarkKind.NEXT_UPDATE:
                self._entry, self._group = None, None
                self.draft.next_update = self.draft.next_update or mark.date
            case MarkKind.FURNITURE:
                if mark.date and self._caption_dates(mark.date):
                    self._open_edition(EditionDraft(mark.label, mark.date, captioned=True))

    def _caption_dates(self, date: str) -> bool:
        """Whether a caption opens an edition: where none is open, or where no heading of the log has its date."""
        if self._edition is None or self._edition.captioned:
            return True
        return bool(self._edition.entries) and date not in self._headed

    def _take_edition(self, mark: Mark) -> None:
        again = self._edition is not None and self._edition.date == mark.date
        if mark.kind is None or not again:
            self._open_edition(EditionDraft(mark.label, mark.date or ""))
        if mark.kind is not None:
            self._open_group(mark)

    def _open_edition(self, edition: EditionDraft) -> None:
        last = self._edition
        self._entry, self._group, self._in_table, self._ended = None, None, False, False
        if last and not last.entries and (last.date, last.scope) == (edition.date, self._lasting_scope):
            return  # a heading printed twice
        edition.scope = self._lasting_scope
        self._edition = edition
        self.draft.editions.append(edition)

    def _open_group(self, mark: Mark) -> None:
        self._group, self._entry, self._in_table = mark, None, False
        if mark.scope:
            self._set_scope(mark.scope, lasting=False)
            self._group = mark

    def _set_scope(self, scope: str | None, lasting: bool) -> None:
        """A scope stands above its months, or inside a month that holds several."""
        self._entry, self._group, self._in_table = None, None, False
        if lasting:
            self._lasting_scope, self._edition = scope, None
        elif self._edition and not self._edition.entries:
            self._edition.scope = scope
        elif self._edition and self._edition.scope != scope:
            self._lasting_scope = scope if self._edition.scope == self._lasting_scope else self._lasting_scope
            self._edition = EditionDraft(self._edition.label, self._edition.date, scope)
            self.draft.editions.append(self._edition)

    def _take_entry(self, line: Line) -> None:
        if self._edition is None and self._group is None and not self._dated_by_itself(line):
            return  # furniture above the first edition
        if self._ended:
            return  # or below the last one
        if line.kind is LineKind.ROW:
            self._take_row(line)
        elif line.kind is LineKind.HEADING or (line.linked and not self._waits()):
            self._open(line.text or None, "", line)
        elif self._removing():
            title, detail = split_row(line.text) or _without_reason(line.text)
            # A link in the reason leads to the chapter's successor.
            self._open(title.rstrip(" ."), detail, line if line.linked or not detail else replace(line, url=None))
        elif line.kind is LineKind.ITEM:
            self._take_item(line)
        else:
            self._take_paragraph(line)
        if self._entry:
            self._entry.links += line.links
            self._entry.complete = self._entry.complete and not line.cut
        if line.whole:
            self._entry = None

    def _dated_by_itself(self, line: Line) -> bool:
        """Without any heading of a date, an entry may still say its month ("In May 2024, this chapter …")."""
        return self._entry is not None or bool(line.cells and restates(line.cells[-1]))

    def _waits(self) -> bool:
        """Whether the last entry has a title and still no detail."""
        return self._entry is not None and not self._entry.paragraphs

    def _removing(self) -> bool:
        return self._group is not None and self._group.kind is AmendmentKind.REMOVED

    def _take_row(self, line: Line) -> None:
        title, *details = line.cells if len(line.cells) > 1 else (line.text, "")
        if title and not any(details) and (opens_detail(title) or CHANGED.search(title)) and not line.linked:
            title, details = "", [title]
        self._open(title or None, " ".join(filter(None, details)), line)

    def _take_item(self, line: Line) -> None:
        """Bullets are entries in London's logs ("Chapter – what changed"), else they belong to the detail above."""
        parts = split_dash(line.text)
        if parts and not self._in_table and not self._waits():
            self._open(*parts, line)
        elif self._entry is not None:
            self._entry.paragraphs.append(line.text)
        elif looks_like_title(line.text):
            self._open(line.text, "", line)
        else:
            self._take_paragraph(line)

    def _take_paragraph(self, line: Line) -> None:
        text = line.text
        if (self._entry is None or self._in_prose) and not self._in_table and self._take_prose(line):
            return
        if opens_detail(text, line.cut):
            self._take_detail(line)
        elif line.flat and (parts := self._split(line)):
            self._open(*parts, line)
        elif self._is_title(line):
            self._open(text, "", line)
            if self._entry is not None:
                self._entry.firm = self._in_table or line.linked or self._group is not None
        elif self._entry is not None and not self._starts_afresh(line):
            self._entry.paragraphs.append(text)
        elif self._in_table:
            self._open(None, text, line)

    def _take_prose(self, line: Line) -> bool:
        """Take a sentence that announces chapters by name, as front pages do; whether it was one."""
        found = entries_in(line.text)
        for title, detail, kind in found:
            self._open(title, detail, line, kind)
        self._in_prose = bool(found)
        return self._in_prose

    def _take_detail(self, line: Line) -> None:
        if self._entry is not None and (self._waits() or not self._starts_afresh(line)):
            self._entry.paragraphs.append(line.text)
        else:
            self._open(None, line.text, line)

    def _starts_afresh(self, line: Line) -> bool:
        """Whether a paragraph after a finished entry belongs to the next one, whose title was lost."""
        if self._entry is None or self._waits():
            return self._entry is None
        if self._in_table and line.flat:
            return line.gap == 0 and line.kind is LineKind.PARAGRAPH and bool(CHANGED.search(line.text))
        again = restates(line.text) and any(restates(paragraph) for paragraph in self._entry.paragraphs)
        dated = bool(date_in(line.text[:100])) and bool(date_in(self._entry.detail[:100]))
        return again and (dated or line.gap > 1)

    def _split(self, line: Line) -> tuple[str, str] | None:
        """Title and detail of a paragraph that runs them together, if it does.

        Behind a title that waits for its detail, and behind a finished pair, a new row has to show itself more clearly.
        """
        parts = split_row(line.text, self._known, line.cut)
        if parts is None and self._in_table and not line.gap:
            parts = split_terse(line.text)
        if parts is None or not looks_like_title(parts[0]):
            return None
        if line.gap and self._waits():
            return parts if restates(parts[1]) else None
        unlikely = line.gap and not self._in_table and self._entry is not None and not CHANGED.search(line.text)
        return None if unlikely else parts

    def _is_title(self, line: Line) -> bool:
        return looks_like_title(line.text) and (line.flat or not self._waits())

    def _open(self, title: str | None, detail: str, line: Line, kind: AmendmentKind | None = None) -> None:
        heading = kind or (self._group.kind if self._group else None)
        under = self._group.label if self._group else ""
        url = line.url if title else None
        self._entry = EntryDraft(title, [detail] if detail else [], heading, under, url, complete=not line.cut)
        self._in_prose = False
        entries = self._edition.entries if self._edition else self.draft.undated
        entries.append(self._entry)


def _without_reason(text: str) -> tuple[str, str]:
    """The title of a removed chapter, and what is said in brackets behind it ("Faxes (now part of Post)")."""
    found = _REASON.fullmatch(text)
    return (found["title"], found["reason"] or found["behind"]) if found else (text, "")


def _partner_headings(lines: tuple[Line, ...]) -> frozenset[int]:
    """Headings that stand above months or tables and are neither: names of partners, where there are several."""
    found = [
        number
        for number, (line, following) in enumerate(pairwise(lines))
        if line.kind is LineKind.HEADING
        and line.text
        and mark_of(line) is None
        and (mark := mark_of(following)) is not None
        and mark.what in _OPENS_TABLE
    ]
    scoped = any((mark := mark_of(line)) is not None and mark.what is MarkKind.SCOPE for line in lines)
    names = {lines[number].text for number in found}
    return frozenset(found) if len(names) > 1 or (scoped and found) else frozenset()
