"""The index as files a browser can search: classic scripts, loaded when a query needs them.

Everything is a call of one registered function, so it works from a web server and from a folder alike, without fetch,
modules, eval or WebAssembly. `templates/static/search-*.js` read what is written here:

- `index.js`: the chapters, the table of terms, the rules, where each chunk of the other files begins,
- `lexicon-<n>.js`: written words, front-coded, each with its term and the number of sections that have it,
- `postings-<n>.js`: terms with their written forms and the sections they stand in,
- `text-<n>.js`: the sections of chapter n as stored, for snippets and quoted phrases.

What changed is exported in the same form to a folder `changes` beside them: there a document is a changed passage with
its words before and after, and the text files have the redlines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, astuple
from pathlib import Path

from kb.errors import PublishError
from kb.search.analysis import term_of
from kb.search.change_index import CHANGES, SIDES, changed_passage, open_changes
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
    with closing(open_index(index_folder)) as index, closing(open_changes(index_folder)) as changes:
        files = {**_section_files(index, with_text), **_change_files(changes, with_text)}
    try:
        return tuple(_write(files, out_folder))
    except OSError as error:
        raise PublishError(f"The search files in {out_folder} could not be written: {error}; publish again.") from error


def _write(files: Mapping[str, str], folder: Path) -> Iterator[Path]:
    for part in (folder, folder / CHANGES):
        part.mkdir(parents=True, exist_ok=True)
        for kind in ("lexicon", "postings", "text"):
            for path in sorted(part.glob(f"{kind}-*.js")):
                if path.relative_to(folder).as_posix() not in files:
                    path.unlink()
    for name, content in files.items():
        unfinished = folder / f"{name}.new"
        unfinished.write_text(content, encoding="utf-8", newline="\n")
        yield unfinished.replace(folder / name)


def _section_files(index: Index, with_text: bool) -> dict[str, str]:
    """The files of what is in force."""
    texts = [_text_rows(index, number, with_text) for number in range(len(index.chapters))]
    documents = range(index.documents)
    outline = {
        "chapters": [list(asdict(chapter).values()) for chapter in index.chapters],
        "averages": [index.average_length(field) for field in RULES.fields],
        "lengths": [
            [index.length(chapter.first, "title") for chapter in index.chapters],
            [index.length(document, "heading") for document in documents],
            [index.length(document, "text") for document in documents],
        ],
    }
    return _files("", index, ("heading", "text"), texts, outline | {"withText": with_text})


def _change_files(changes: Index, with_text: bool) -> dict[str, str]:
    """The files of what changed. `texts` are the first passages of each text file."""
    firsts: list[int] = []
    texts: list[list[object]] = []
    size = _POSTINGS
    for document in range(changes.documents if with_text else 0):
        if size >= _POSTINGS:
            firsts.append(document)
            texts.append([])
            size = 0
        passage = changed_passage(changes, document)
        texts[-1].append(list(astuple(passage)))
        size += sum(len(text) for _, text in passage.runs)
    outline = {"steps": [list(asdict(step).values()) for step in changes.steps], "texts": firsts}
    return _files(f"{CHANGES}/", changes, SIDES, texts, outline | {"withText": with_text})


def _files(
    folder: str, index: Index, fields: Sequence[str], texts: Sequence[object], outline: Mapping[str, object]
) -> dict[str, str]:
    """Every file by its name. The scripts carry the build's number, so that no browser mixes two exports."""
    lexicon = _lexicon_chunks(index)
    postings = _posting_chunks(index, fields)
    contents = {
        **{f"lexicon-{number}": ("lexicon", number, chunk) for number, (_, chunk) in enumerate(lexicon)},
        **{f"postings-{number}": ("postings", number, chunk) for number, (_, chunk) in enumerate(postings)},
        **{f"text-{number}": ("text", number, rows) for number, rows in enumerate(texts)},
    }
    outline = {
        "rules": asdict(RULES),
        **outline,
        "terms": [
            [term.ambiguous, [[name.key, name.term, name.shown, name.role.value, name.fills] for name in term.names]]
            for term in index.terms.terms
        ],
        "documents": index.documents,
        "lexicon": [first for first, _ in lexicon],
        "postings": [first for first, _ in postings],
    }
    build = hashlib.sha256(_json([outline, contents]).encode("utf-8")).hexdigest()[:12]
    named = {"index": ("index", 0, outline), **contents}
    return {
        f"{folder}{name}.js": _call(build, f"{folder}{kind}", number, content)
        for name, (kind, number, content) in named.items()
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


def _posting_chunks(index: Index, fields: Sequence[str]) -> list[tuple[str, list[object]]]:
    """Chunks of rows with the first term of each: the term, its written forms, and for each field where it stands."""
    forms: dict[str, list[str]] = {}
    for form in index.forms():
        forms.setdefault(term_of(form), []).append(form)
    chunks: list[tuple[str, list[object]]] = []
    size = _POSTINGS
    number_of = {chapter.first: number for number, chapter in enumerate(index.chapters)}
    for term in sorted(forms):
        row = [term, forms[term], _titles(index, term, number_of), *(_places(index, name, term) for name in fields)]
        if size >= _POSTINGS:
            chunks.append((term, []))
            size = 0
        chunks[-1][1].append(row)
        size += len(_json(row))
    return chunks


def _titles(index: Index, term: str, number_of: Mapping[int, int]) -> list[int]:
    """Chapter and count by turns, every chapter as its distance from the one before."""
    return _distances([(number_of[at], times) for at, times in index.postings("title", term) if at in number_of])


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
