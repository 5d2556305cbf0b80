"""The index: a local cache of the sections, rebuilt from the store whenever that is easier than thinking.

Whoosh keeps the postings; an outline beside them keeps what is the same for a whole chapter. Whoosh reads its files
with pickle, so an index is opened only where this program wrote it, never from a place others can write to.
"""

from __future__ import annotations

import json
import pickle
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.analysis import RegexTokenizer
from whoosh.fields import STORED, TEXT, FieldType, Schema
from whoosh.index import IndexError as WhooshError
from whoosh.index import create_in, open_dir

from kb.errors import StoreError
from kb.search.acronyms import Name, Role, Term, TermTable
from kb.search.analysis import STOP_WORDS, Vocabulary, cleaned, compounds_in, surfaces, term_of, words
from kb.search.entries import Entry
from kb.search.rules import RULES

FORMAT = 1
"""Of the index and the outline; an index of another format is built again, not converted."""

OUTLINE = "outline.json"
_BETWEEN = "\x1f"  # between terms, because phrases are terms and have spaces
# What Whoosh, pickle and our own reading raise on files that were cut off, mixed up or written by something else.
_UNREADABLE = (
    WhooshError,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ImportError,
    EOFError,
    struct.error,
    pickle.UnpicklingError,
)


@dataclass(frozen=True, slots=True)
class IndexedChapter:
    """A chapter as the index knows it: its sections are `count` documents from `first` on. `title_words` are the words
    of its title that say something."""

    source: str
    manual: str
    slug: str
    title: str
    number: str
    kind: str
    first: int
    count: int
    title_words: int


@dataclass(frozen=True, slots=True)
class IndexedStep:
    """A step of a chapter as the index of changes knows it: what changed in it are `count` documents from `first` on.
    The other fields are those of `Step`."""

    source: str
    manual: str
    slug: str
    title: str
    number: str
    kind: str
    before: int | None
    after: int | None
    since: str | None
    until: str
    edition: str | None
    location: str
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class IndexedSection:
    """What the index stores of a section."""

    label: str
    heading: str
    location: str
    text: str


def open_index(folder: Path) -> Index:
    """The index in a folder; StoreError with the way out where there is none, or none this program can read."""
    if not (folder / OUTLINE).is_file():
        raise StoreError(f"There is no search index in {folder}: run `reread index` first.")
    try:
        outline = json.loads((folder / OUTLINE).read_text(encoding="utf-8"))
        if outline.get("format") != FORMAT:
            raise StoreError(f"The search index {folder} is of another version: run `reread index` to build it again.")
        return Index(outline, open_dir(str(folder)).reader())
    except _UNREADABLE as error:
        raise StoreError(f"The search index {folder} cannot be read: run `reread index` to build it again.") from error


class Index:
    """An open index, read only. Also the planner's lexicon."""

    def __init__(self, outline: dict[str, Any], reader: Any) -> None:
        self._reader = reader
        self._spoken = frozenset(outline["spoken"])
        self.chapters = tuple(IndexedChapter(*row) for row in outline.get("chapters", ()))
        self.steps = tuple(IndexedStep(*row) for row in outline.get("steps", ()))
        self.terms = TermTable(tuple(_read_term(row) for row in outline["terms"]))
        self.documents = int(reader.doc_count_all())

    def close(self) -> None:
        """Give the files back."""
        self._reader.close()

    def term(self, surface: str) -> str | None:
        """The term of a written word or phrase that the manual or the table of terms has."""
        return term_of(surface) if surface in self._spoken or self.count(surface) else None

    def count(self, surface: str) -> int:
        """The number of sections in which it is written so."""
        return int(self._reader.doc_frequency("forms", surface))

    def starting(self, prefix: str) -> Sequence[str]:
        """The words of the manual that start so; no phrases."""
        found = (_text(form) for form in self._reader.expand_prefix("forms", prefix))
        return [form for form in found if " " not in form]

    def known(self) -> Iterator[tuple[str, int]]:
        """Every word, those of the table of terms among them, with its count; no phrases."""
        for form in sorted(self._spoken | set(self.forms())):
            if " " not in form:
                yield form, self.count(form)

    def forms(self) -> Iterator[str]:
        """Every word and phrase as it is written in the manual, in order."""
        return (_text(form) for form in self._reader.lexicon("forms"))

    def field_terms(self, field: str) -> Iterator[str]:
        """Every term of a field, in order."""
        return (_text(term) for term in self._reader.lexicon(field))

    def postings(self, field: str, term: str) -> Iterator[tuple[int, int]]:
        """The documents whose field has the term, in order, and how often."""
        if (field, term) not in self._reader:
            return
        matcher = self._reader.postings(field, term)
        while matcher.is_active():
            yield matcher.id(), int(matcher.weight())
            matcher.next()

    def length(self, document: int, field: str) -> int:
        """The number of terms in a document's field (Whoosh keeps large numbers roughly)."""
        return int(self._reader.doc_field_length(document, field) or 0)  # None for a field left empty

    def average_length(self, field: str) -> float:
        """The mean number of terms in a field, at least 1 so that it can be divided by."""
        return max(1.0, float(self._reader.field_length(field)) / max(1, self.documents))

    def section(self, document: int) -> IndexedSection:
        """What is stored of a document."""
        stored = self._reader.stored_fields(document)
        return IndexedSection(stored["label"], stored["heading_shown"], stored["location"], stored["passage"])

    def passage(self, document: int) -> str:
        """What is stored of a document of changes."""
        return str(self._reader.stored_fields(document)["passage"])

    def spoken(self) -> frozenset[str]:
        """The words of the table of terms, which a query may have although the manual does not."""
        return self._spoken


def fill_sections(folder: Path, entries: Iterable[Entry], terms: TermTable) -> None:
    """Write the index of sections into an empty folder; the sections of a chapter are put together."""
    chapters = _by_chapter(entries)
    texts = (text for sections in chapters for entry in sections for text in (entry.title, entry.heading, entry.text))
    vocabulary = terms.vocabulary(compounds_in(texts))
    written = _writer(folder, ("title", "heading", "text"), ("label", "heading_shown", "location", "passage"))
    for sections in chapters:
        title = list(surfaces(cleaned(f"{sections[0].number}\n{sections[0].title}"), vocabulary))
        for entry in sections:
            written.add_document(**_document(entry, title, vocabulary))
    written.commit()
    write_outline(folder, terms, chapters=list(_chapter_rows(chapters)))


def fill(
    folder: Path, fields: Sequence[str], documents: Iterable[Mapping[str, Sequence[str]]], stored: Iterable[str]
) -> None:
    """Write documents into an empty folder: in each field what it is found by, and beside them what is stored."""
    writer = _writer(folder, fields, ("passage",))
    for document, passage in zip(documents, stored, strict=True):
        writer.add_document(**_analysed(document), passage=passage)
    writer.commit()


def write_outline(folder: Path, terms: TermTable, **rows: object) -> None:
    """Write what is the same for many documents, and the table of terms the index was made with."""
    outline = {
        "format": FORMAT,
        **rows,
        "terms": [_written_term(term) for term in terms.terms],
        "spoken": sorted(terms.spoken()),
    }
    (folder / OUTLINE).write_text(json.dumps(outline, ensure_ascii=False), encoding="utf-8")


def _by_chapter(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], ...]:
    chapters: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        chapters.setdefault((entry.source, entry.chapter), []).append(entry)
    return tuple(tuple(sections) for sections in chapters.values())


def _writer(folder: Path, fields: Sequence[str], stored: Sequence[str]) -> Any:
    analysed = TEXT(analyzer=RegexTokenizer(f"[^{_BETWEEN}]+"), phrase=False)
    kinds: dict[str, FieldType] = {**dict.fromkeys((*fields, "forms"), analysed), **dict.fromkeys(stored, STORED)}
    return create_in(str(folder), Schema(**kinds)).writer(limitmb=256)


def _analysed(written: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Fields as Whoosh takes them: the terms of each, and every form they are written in."""
    forms = sorted({surface for found in written.values() for surface in found})
    terms = {field: _BETWEEN.join(term_of(surface) for surface in found) for field, found in written.items()}
    return {**terms, "forms": _BETWEEN.join(forms)}


def _document(entry: Entry, title: list[str], vocabulary: Vocabulary) -> dict[str, str]:
    written = {
        "title": title,
        "heading": list(surfaces(cleaned(f"{entry.label}\n{entry.heading}"), vocabulary)),
        "text": list(surfaces(cleaned(entry.text), vocabulary)),
    }
    return {
        **_analysed(written),
        "label": entry.label,
        "heading_shown": entry.heading,
        "location": entry.location,
        "passage": cleaned(entry.text),
    }


def _chapter_rows(chapters: Sequence[Sequence[Entry]]) -> Iterator[list[str | int]]:
    first = 0
    for sections in chapters:
        entry = sections[0]
        title = [word.surface for word in words(entry.title) if word.surface not in STOP_WORDS]
        saying = sum(1 for surface in title if term_of(surface) not in RULES.genre)
        shown = [entry.source, entry.manual, entry.chapter, entry.title, entry.number, entry.kind]
        yield [*shown, first, len(sections), saying or len(title)]
        first += len(sections)


def _written_term(term: Term) -> list[object]:
    return [term.ambiguous, [[name.key, name.term, name.shown, name.role.value, name.fills] for name in term.names]]


def _read_term(row: Sequence[Any]) -> Term:
    return Term(
        tuple(Name(key, term, shown, Role(role), fills) for key, term, shown, role, fills in row[1]), bool(row[0])
    )


def _text(term: bytes | str) -> str:
    return term.decode("utf-8") if isinstance(term, bytes) else term
