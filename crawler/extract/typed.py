"""What is typed rather than marked up: bullets, list numbers, wrapped words, rows of a table over several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from kb.text import collapsed

_BULLET = r"[-*•·▪●◦‣–\uf0b7\uf0a7\uf0d8\uf0fc]"
MARKER = re.compile(
    rf"^(?P<indent>\s*)(?:{_BULLET}(?:\s+{_BULLET})?|o(?=\s)|(?P<marker>\d{{1,3}}[.)]|\(?(?:[a-z]|[ivx]{{1,4}})\)))"
    r"\s+(?=\S)"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")  # bullets of symbol fonts
_BROKEN = re.compile(r"([A-Za-z]+(?:-[A-Za-z]+)*)-$")
_MAYBE_HYPHENATED = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)+|\b[Cc]oo[a-z]+")
_ENDING = re.compile(r"(?:(?<=[a-z]{4})(?:es?|ed|ing|ors?|ions?|ive)|(?<=[a-z]{2})(?<!s)s)$")
_LONGEST_WORD = 100  # how far back a broken word is looked for: a whole book may be one paragraph
_ROW_LABEL = re.compile(r"^\d{1,3}\.\d{1,3}\s*[-–:.]?\s*\S")
_INNER_LABEL = re.compile(r"^(?P<rest>.*?\S)\s+(?P<row>\d{1,3}\.\d{1,3}\s*[-–]\s*\S.*)$")
_HEADER_WORDS = 4  # a column's name is short


def joined_lines(lines: Sequence[str], vocabulary: frozenset[str] = frozenset()) -> str:
    """Wrapped lines as one text, with words that were broken at a hyphen made whole.

    A hyphen is kept where the text has the word, or another form of it, with its hyphen elsewhere (`vocabulary`), and
    in "co-ordinate", "co-operate" and the like, unless the text has them without one.
    """
    text = ""
    for line in lines:
        text = _joined(text, collapsed(line), vocabulary)
    return text


def _joined(text: str, line: str, vocabulary: frozenset[str] = frozenset()) -> str:
    if not text.endswith("-"):
        return f"{text} {line}" if text else line
    broken = _BROKEN.search(text, max(len(text) - _LONGEST_WORD, 0))
    follows = re.match(r"[a-z]+(?:-[a-z]+)*", line)
    if not broken or not follows or not broken.group(1)[-1].islower():
        return f"{text} {line}"
    compound = f"{broken.group(1)}-{follows.group()}".lower()
    usual = compound.startswith("co-o") and _stem(compound.replace("-", "", 1)) not in vocabulary
    return (text if usual or _stem(compound) in vocabulary else text[:-1]) + line


def words_of(text: str) -> frozenset[str]:
    """What `joined_lines` has to know of a text: its hyphenated words, and those that may be, without their endings."""
    return frozenset(_stem(word.lower()) for word in _MAYBE_HYPHENATED.findall(text))


def _stem(word: str) -> str:
    """The same for the forms of a word: "co-ordinat" for "co-ordinates" and "co-ordinator"."""
    return _ENDING.sub("", word)


def without_symbols(text: str) -> str:
    """The text without characters that only symbol fonts know, white space collapsed."""
    return collapsed(_PRIVATE.sub(" ", text))


def rows_of(lines: Sequence[Sequence[str]]) -> list[tuple[tuple[str, ...], bool]]:
    """The rows that a table's printed lines make, each with whether it is a header.

    A line continues the row above where its first cell is empty or goes on in lower case; in a table whose rows begin
    with numbers ("2.1- …") until the next number. A header that is printed again on the next page is dropped.
    """
    labelled = sum(bool(_ROW_LABEL.match(line[0]) or _INNER_LABEL.match(line[0])) for line in lines) > 1
    rows: list[list[str]] = []
    headers: set[int] = set()
    for line in _parted(lines, labelled):
        cells = [without_symbols(cell) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if _is_header(cells) and (not rows or cells == rows[0]):
            if not rows:
                headers.add(0)
                rows.append(cells)
        elif rows and len(rows) - 1 not in headers and _continues(cells, rows[-1], labelled):
            _merge(rows[-1], cells)
        else:
            rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    return [((*row, *[""] * (width - len(row))), place in headers) for place, row in enumerate(rows)]


def title_from_address(url: str) -> str:
    """A document's file name as words: the last resort for a title."""
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].rpartition(".")
    return collapsed(re.sub(r"[-_+]+", " ", name[0] or name[2])).capitalize()


def _parted(lines: Sequence[Sequence[str]], labelled: bool) -> list[list[str]]:
    """The lines, with one that ends a row and begins the next as two."""
    parted: list[list[str]] = []
    for line in lines:
        found = _INNER_LABEL.match(line[0]) if labelled and not _ROW_LABEL.match(line[0]) else None
        if found:
            parted.append([found["rest"]])
        parted.append([found["row"] if found else line[0], *line[1:]])
    return parted


def _is_header(cells: Sequence[str]) -> bool:
    short = all(cell and len(cell.split()) <= _HEADER_WORDS and cell[-1] not in ".;," for cell in cells)
    return short and len(cells) > 1 and all(cell[0].isupper() for cell in cells)


def _continues(cells: Sequence[str], above: Sequence[str], labelled: bool) -> bool:
    if labelled and _ROW_LABEL.match(above[0]):
        return not _ROW_LABEL.match(cells[0])
    if not cells[0]:
        return True
    # "…; and the criteria" goes on with the sentence, where not every cell begins something of its own.
    listed = above[0][-1:] in ";:" and all(cells) and len(cells) == len(above)
    return cells[0][0].islower() and above[0][-1:] != "." and not listed


def _merge(row: list[str], cells: Sequence[str]) -> None:
    row.extend([""] * (len(cells) - len(row)))
    for place, cell in enumerate(cells):
        if cell:
            row[place] = _joined(row[place], cell)
