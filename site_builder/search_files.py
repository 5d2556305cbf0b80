"""The index as files a browser can search: classic scripts, loaded when a query needs them.

Everything is a call of one registered function, so it works from a web server and from a folder alike, without fetch,
modules, eval or WebAssembly. `templates/static/search-*.js` read what is written here:

- `index.js`: the chapters, the table of terms, the rules, where each chunk of the other files begins,
- `lexicon-<n>.js`: written words, front-coded, each with its term and the number of sections that have it,
- `postings-<n>.js`: terms with their written forms and the sections they stand in,
- `text-<n>.js`: the sections of chapter n as stored, for snippets and quoted phrases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from kb.errors import PublishError
from kb.search.analysis import term_of
from kb.search.index import Index, open_index
from kb.search.rules import RULES

_WORDS = 600
"""Written words in a chunk of the lexicon: about 6 kB, one chunk for most words of a query."""
_POSTINGS = 24_000
"""Characters in a chunk of postings; a query loads one for each of its terms, alternatives among them."""


def write_search_files(index_folder: Path, out_folder: Path, with_text: bool = True) -> tuple[Path, ...]:
    """Export an index for the site's search; what was written, in order.

    The same index gives the same bytes. Files of an earlier export that are no longer needed are deleted. Without text
    (a site that must not republish the manual) snippets stay empty and a quoted phrase is searched as its words.
    """
    index = open_index(index_folder)
    try:
        files = _files(index, with_text)
    finally:
        index.close()
    try:
        return tuple(_write(files, out_folder))
    except OSError as error:
        raise PublishError(f"The search files in {out_folder} could not be written: {error}; publish again.") from error


def _write(files: Mapping[str, str], folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("lexicon", "postings", "text"):
        for path in sorted(folder.glob(f"{kind}-*.js")):
            if path.name not in files:
                path.unlink()
    for name, content in files.items():
        unfinished = folder / f"{name}.new"
        unfinished.write_text(content, encoding="utf-8", newline="\n")
        yield unfinished.replace(folder / name)


def _files(index: Index, with_text: bool) -> dict[str, str]:
    """Every file by its name. The scripts carry the build's number, so that no browser mixes two exports."""
    lexicon = _lexicon_chunks(index)
    postings = _posting_chunks(index)
    texts = [_text_rows(index, number, with_text) for number in range(len(index.chapters))]
    contents = {
        **{f"lexicon-{number}.js": ("lexicon", number, chunk) for number, (_, chunk) in enumerate(lexicon)},
        **{f"postings-{number}.js": ("postings", number, chunk) for number, (_, chunk) in enumerate(postings)},
        **{f"text-{number}.js": ("text", number, rows) for number, rows in enumerate(texts)},
    }
    outline = _outline(index, [first for first, _ in lexicon], [first for first, _ in postings], with_text)
    build = hashlib.sha256(_json([outline, contents]).encode("utf-8")).hexdigest()[:12]
    files = {name: _call(build, *content) for name, content in contents.items()}
    return {"index.js": _call(build, "index", 0, outline), **files}


def _outline(index: Index, lexicon: list[str], postings: list[str], with_text: bool) -> dict[str, object]:
    documents = range(index.documents)
    return {
        "rules": asdict(RULES),
        "chapters": [list(asdict(chapter).values()) for chapter in index.chapters],
        "terms": [
            [term.ambiguous, [[name.key, name.term, name.shown, name.role.value, name.fills] for name in term.names]]
            for term in index.terms.terms
        ],
        "documents": index.documents,
        "averages": [index.average_length(field) for field in RULES.fields],
        "lengths": [
            [index.length(chapter.first, "title") for chapter in index.chapters],
            [index.length(document, "heading") for document in documents],
            [index.length(document, "text") for document in documents],
        ],
        "lexicon": lexicon,
        "postings": postings,
        "withText": with_text,
    }


def _lexicon_chunks(index: Index) -> list[tuple[str, str]]:
    """Chunks of lines with the first word of each: the word, its term, its count. Both are written without what they
    share: the word with the word before it, the term with its word."""
    written = sorted(index.spoken() | set(index.forms()))
    chunks = []
    for start in range(0, len(written), _WORDS):
        before, lines = "", []
        for surface in written[start : start + _WORDS]:
            term = term_of(surface)
            lines.append(f"{_front(before, surface)}\t{_front(surface, term)}\t{_base36(index.count(surface))}")
            before = surface
        chunks.append((written[start], "\n".join(lines)))
    return chunks


def _posting_chunks(index: Index) -> list[tuple[str, list[object]]]:
    """Chunks of rows with the first term of each: the term, its written forms, and for each field where it stands."""
    forms: dict[str, list[str]] = {}
    for form in index.forms():
        forms.setdefault(term_of(form), []).append(form)
    chunks: list[tuple[str, list[object]]] = []
    size = _POSTINGS
    for term in sorted(forms):
        row = [term, forms[term], _titles(index, term), *(_places(index, name, term) for name in ("heading", "text"))]
        if size >= _POSTINGS:
            chunks.append((term, []))
            size = 0
        chunks[-1][1].append(row)
        size += len(_json(row))
    return chunks


def _titles(index: Index, term: str) -> list[int]:
    """Chapter and count by turns, every chapter as its distance from the one before."""
    times = dict(index.postings("title", term))
    found = [(number, times[chapter.first]) for number, chapter in enumerate(index.chapters) if chapter.first in times]
    return _distances(found)


def _places(index: Index, field: str, term: str) -> list[int]:
    return _distances(list(index.postings(field, term)))


def _distances(found: list[tuple[int, int]]) -> list[int]:
    flat, before = [], 0
    for number, times in found:
        flat += [number - before, times]
        before = number
    return flat


def _text_rows(index: Index, number: int, with_text: bool) -> list[list[str]]:
    chapter = index.chapters[number]
    sections = (index.section(document) for document in range(chapter.first, chapter.first + chapter.count))
    return [[one.label, one.heading, one.location, one.text if with_text else ""] for one in sections]


def _front(before: str, word: str) -> str:
    shared = 0
    while shared < min(len(before), len(word), 35) and before[shared] == word[shared]:
        shared += 1
    return _base36(shared) + word[shared:]


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else _base36(number // 36) + digits[number % 36]


def _call(build: str, kind: str, number: int, content: object) -> str:
    return f'rereadSearch.register("{build}", "{kind}", {number}, {_json(content)});\n'


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=True, separators=(",", ":"))
