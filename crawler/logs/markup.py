"""An HTML page as lines. Here the structure says what is title and what is detail, whatever the words look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString, PageElement

from crawler.addresses import normalised_url
from crawler.logs.columns import in_order
from crawler.logs.lines import Line, LineKind, row
from crawler.logs.marks import MarkKind, mark_of
from crawler.logs.titles import opens_detail
from kb.model import EntryLink, Page
from kb.text import collapsed

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS.union(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
    (
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
    ),
    ("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
)
_DROPPED = ("script", "style", "noscript", "template", "nav", "form", "button", "svg", "iframe", "aside")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTENT = (
    ("", "main"),
    ("role", "main"),
    ("id", "content"),
    ("id", "main-content"),
    ("id", "main"),
    ("id", "maincontent"),
    ("", "article"),
)
"""Elements that hold a page's content, surest first: by an attribute, or ("") by their name."""
_NEXT = re.compile(r"\bnext\b", re.IGNORECASE)
_BETWEEN = " \t\n-–—:|•"


def html_lines(page: Page) -> tuple[Line, ...]:
    """The lines of a log page's content, in the order of the page, with links as absolute addresses."""
    soup = BeautifulSoup(page.body, "lxml", from_encoding=page.charset)
    for dropped in soup.find_all(_DROPPED):
        dropped.decompose()
    for hidden in soup.find_all(style=_HIDDEN):
        hidden.decompose()
    content = _content(soup)
    lines = [*in_order(_lines_of(content, page.url)), *_promises_beside(content, soup)]
    return tuple(replace(line, text=collapsed(line.text)) for line in lines)


def _content(soup: BeautifulSoup) -> Tag:
    """The element that holds the log: the page's main content where it says which that is and it holds an edition."""
    found: dict[tuple[str, str], list[Tag]] = {}
    for tag in soup.descendants:
        if isinstance(tag, Tag):
            for mark in (("", tag.name), ("role", str(tag.get("role"))), ("id", str(tag.get("id")))):
                found.setdefault(mark, []).append(tag)
    for mark in _CONTENT:
        alone = found.get(mark, [])
        if len(alone) == 1 and any(_dates(line) for line in _lines_of(alone[0], "")):
            return alone[0]
    return soup.body or soup


def _promises_beside(content: Tag, soup: BeautifulSoup) -> list[Line]:
    """The lines outside the log that promise a next update: some sites print it in the foot of every page."""
    if soup.body is None or content is soup.body:
        return []
    said = soup.body.find_all(string=_NEXT)
    beside = [Line(LineKind.PARAGRAPH, collapsed(text)) for text in said if content not in text.parents]
    return [line for line in beside if (mark := mark_of(line)) is not None and mark.what is MarkKind.NEXT_UPDATE]


def _dates(line: Line) -> bool:
    mark = mark_of(line)
    return mark is not None and (mark.what is MarkKind.EDITION or bool(mark.date) or mark.dated)


def _lines_of(element: Tag, base: str) -> Iterator[Line]:
    """The lines of an element: its own text between blocks as paragraphs, its blocks each by their kind."""
    inline: list[PageElement] = []
    for child in element.children:
        if isinstance(child, Tag) and (child.name in _BLOCKS or _holds_block(child)):
            yield from _paragraph(inline, base)
            inline = []
            yield from _block(child, base)
        elif isinstance(child, Tag) or type(child) in (NavigableString, CData):
            inline.append(child)
    yield from _paragraph(inline, base)


def _block(element: Tag, base: str) -> Iterator[Line]:
    if element.name in _HEADINGS and not _holds_block(element):
        yield _line(LineKind.HEADING, [element], base)
    elif element.name == "table" and not _for_layout(element):
        yield from _table(element, base)
    elif element.name == "dl":
        yield from _definitions(element, base)
    elif element.name in ("ul", "ol"):
        yield from _list(element, base)
    elif element.name == "li":
        yield from _item(element, base)
    elif pair := _pair(element):
        yield _joined(pair[0], [pair[1]], base)
    elif _lacks_title(element):
        yield row(("", _words([element])), whole=False, links=_links([element], base))
    else:
        yield from _lines_of(element, base)


def _lacks_title(element: Tag) -> bool:
    """Whether a container holds a sentence only, while others of its kind beside it hold a heading and a sentence."""
    if element.name not in ("div", "section", "article") or element.find([*_HEADINGS, "table", "dl", "ul"]) is not None:
        return False
    beside = element.find_next_siblings(element.name) + element.find_previous_siblings(element.name)
    alike = (other for other in beside if isinstance(other, Tag) and other.get("class") == element.get("class"))
    return opens_detail(_words([element])) and any(other.find(list(_HEADINGS)) is not None for other in alike)


def _holds_block(tag: Tag) -> bool:
    return any(isinstance(inner, Tag) and inner.name in _BLOCKS for inner in tag.descendants)


def _for_layout(table: Tag) -> bool:
    """A table that holds tables, or headings beside other cells, is the page's frame and no list of amendments."""
    if any(_line(LineKind.PARAGRAPH, [tr], "").text and _is_head(tr) for tr in _rows(table)):
        return False
    headings = table.find_all(("h1", "h2"))
    beside = any((tr := heading.find_parent("tr")) is not None and len(_cells(tr)) > 1 for heading in headings)
    return table.find("table") is not None or beside


def _is_head(tr: Tag) -> bool:
    mark = mark_of(row(tuple(_words([cell]) for cell in _cells(tr))))
    return mark is not None and mark.what is MarkKind.TABLE_HEAD


def _rows(table: Tag) -> list[Tag]:
    """The table's own rows, not those of a table in one of its cells."""
    return [tr for tr in table.find_all("tr") if tr.find_parent("table") is table]


def _cells(tr: Tag) -> list[Tag]:
    return tr.find_all(("td", "th"), recursive=False)


def _grid(table: Tag) -> Iterator[list[Tag]]:
    """The cells of each row, those among them that span it from a row above: a chapter merged over its amendments."""
    spanning: dict[int, tuple[Tag, int]] = {}
    for tr in _rows(table):
        cells = _cells(tr)
        for column in sorted(spanning):
            cell, rows = spanning[column]
            cells.insert(min(column, len(cells)), cell)
            spanning[column] = (cell, rows - 1)
        spanning = {column: (cell, rows) for column, (cell, rows) in spanning.items() if rows > 0}
        for column, cell in enumerate(cells):
            if column not in spanning and cell.parent is tr and (rows := _span(cell)) > 1:
                spanning[column] = (cell, rows - 1)
        yield cells


def _span(cell: Tag) -> int:
    """How many rows a cell says it spans; 1 where it says nothing that is a number."""
    said = str(cell.get("rowspan") or "1")
    return int(said) if said.isdecimal() else 1


def _table(table: Tag, base: str) -> Iterator[Line]:
    for caption in table.find_all("caption"):
        if text := _words([caption]):
            yield Line(LineKind.CAPTION, text)
    for cells in _grid(table):
        texts = tuple(_words([cell]) for cell in cells)
        if not any(texts):
            continue
        if len(cells) == 1:
            # A cell over the whole width: a heading inside the table, or a list of removed chapters.
            yield from _lines_of(cells[0], base)
        else:
            yield row(texts, url=_link(cells[:1], base)[0], links=_links(cells, base))


def _definitions(element: Tag, base: str) -> Iterator[Line]:
    """Each term with what is said of it. A group of terms may be wrapped in a div."""
    term: Tag | None = None
    said: list[Tag] = []
    for child in element.find_all(("dt", "dd")):
        if child.name == "dt":
            if term is not None:
                yield _entry_of(term, said, base)
            term, said = child, []
        elif term is None:
            yield row(("", _words([child])), whole=False)
        else:
            said.append(child)
    if term is not None:
        yield _entry_of(term, said, base)


def _entry_of(term: Tag, said: list[Tag], base: str) -> Line:
    heading = _line(LineKind.HEADING, [term], base)
    return heading if mark_of(heading) and not said else _joined(term, said, base)


def _list(element: Tag, base: str) -> Iterator[Line]:
    """A list's items; where some are entries with a title, an item without one has lost it."""
    lines = list(_lines_of(element, base))
    titled = any(line.kind is LineKind.ROW for line in lines)
    for line in lines:
        lost = titled and line.kind in (LineKind.ITEM, LineKind.PARAGRAPH) and opens_detail(line.text)
        yield row(("", line.text), whole=False) if lost else line


def _item(element: Tag, base: str) -> Iterator[Line]:
    """A list item: title and sentence where it begins with a link or strong words or holds blocks, else a bullet."""
    if pair := _pair(element):
        yield _joined(pair[0], [pair[1]], base)
    elif headed := _headed(element):
        lead, details = headed
        links = _links([element], base)
        yield row((_words(lead), _words(details)), url=_link(lead, base)[0], whole=False, links=links)
    elif _holds_block(element):
        yield from _lines_of(element, base)
    else:
        lines = list(_paragraph(list(element.children), base))
        yield from (replace(line, kind=LineKind.ITEM) if line.kind is LineKind.PARAGRAPH else line for line in lines)


def _headed(element: Tag) -> tuple[list[PageElement], list[PageElement]] | None:
    """The inline title of an item and the blocks behind it, where there are both and the title is no heading."""
    children = list(element.children)
    blocks = [number for number, child in enumerate(children) if isinstance(child, Tag) and child.name in _BLOCKS]
    if not blocks or element.find([*_HEADINGS, "table", "dl"]) is not None:
        return None
    lead, details = children[: blocks[0]], children[blocks[0] :]
    if not _words(lead) or not _words(details) or mark_of(_line(LineKind.PARAGRAPH, lead, "")) is not None:
        return None
    return lead, details


def _pair(element: Tag) -> tuple[Tag, Tag] | None:
    """The title and the sentence of an element that holds just these two blocks. An empty title is a lost one."""
    if element.name not in ("div", "li", "section", "article"):
        return None
    children = [child for child in element.children if isinstance(child, Tag) or collapsed(str(child))]
    if len(children) != 2 or not all(isinstance(child, Tag) and child.name in _BLOCKS for child in children):
        return None
    title, detail = (child for child in children if isinstance(child, Tag))
    if title.name in _HEADINGS or title.name in ("ul", "ol", "dl", "table") or _holds_block(title):
        return None
    if (
        detail.name in _HEADINGS
        or detail.find([*_HEADINGS, "table", "dl"]) is not None
        or detail.name in ("table", "dl")
    ):
        return None
    heads = any(mark_of(_line(LineKind.PARAGRAPH, [part], "")) is not None for part in (title, detail))
    nested = any(_pair(inner) is not None for inner in detail.find_all(["div", "li"]))
    return None if heads or nested or not _words([detail]) else (title, detail)


def _joined(title: Tag, details: list[Tag], base: str) -> Line:
    cells = (_words([title]), " ".join(_words([detail]) for detail in details))
    return row(cells, url=_link([title], base)[0], whole=False, links=_links([title, *details], base))


def _paragraph(nodes: list[PageElement], base: str) -> Iterator[Line]:
    """Inline text as a paragraph, or as a row where it begins with a title set off as a link, strong, or by a break."""
    if not any(_words([node]) for node in nodes):
        return
    lead, rest = _lead(nodes)
    if lead is not None and rest:
        yield row((_words([lead]), rest), url=_link([lead], base)[0], whole=False, links=_links(nodes, base))
    else:
        yield _line(LineKind.PARAGRAPH, nodes, base)


def _lead(nodes: list[PageElement]) -> tuple[Tag | None, str]:
    """The element that a paragraph begins with, and the sentence behind it; a link inside a sentence does not count."""
    shown = [node for node in _unwrapped(nodes) if _words([node]) or (isinstance(node, Tag) and node.name == "br")]
    first = shown[0] if shown else None
    if not isinstance(first, Tag) or first.name not in ("a", "strong", "b"):
        return None, ""
    broken = len(shown) > 1 and isinstance(shown[1], Tag) and shown[1].name == "br"
    rest = _words(shown[1:])
    body = rest.lstrip(_BETWEEN)
    sentence = bool(re.match(r"[A-Z0-9‘'“\"]", body)) and (broken or rest != body or " " in body)
    return (first, body) if sentence else (None, "")


def _unwrapped(nodes: list[PageElement]) -> list[PageElement]:
    """What a paragraph holds, out of a single element around all of it."""
    shown = [node for node in nodes if _words([node])]
    if len(shown) == 1 and isinstance(shown[0], Tag) and shown[0].name not in ("a", "strong", "b"):
        return _unwrapped(list(shown[0].children))
    return nodes


def _line(kind: LineKind, nodes: list[PageElement] | list[Tag], base: str) -> Line:
    text = _words(nodes)
    url, linked = _link(nodes, base)
    return Line(kind, text, url=url, linked=bool(url) and linked == text, links=_links(nodes, base))


def _link(nodes: Sequence[PageElement], base: str) -> tuple[str | None, str]:
    """Target and text of the first link to another page, None and "" where there is none."""
    links = _links(nodes, base)
    return (links[0].url, links[0].text) if links else (None, "")


def _links(nodes: Sequence[PageElement], base: str) -> tuple[EntryLink, ...]:
    """Every link to another page, in their order."""
    found: list[EntryLink] = []
    for node in nodes:
        if not isinstance(node, Tag):
            continue
        for anchor in [node] if node.name == "a" else (inner for inner in node.descendants if isinstance(inner, Tag)):
            if anchor.name != "a":
                continue
            href = str(anchor.get("href") or "")
            if href and not re.match(r"#|mailto:|tel:|javascript:", href, re.IGNORECASE):
                found.append(EntryLink(_words([anchor]), normalised_url(urljoin(base, href))))
    return tuple(found)


def _words(nodes: list[PageElement] | list[Tag]) -> str:
    """The text of nodes with white space collapsed; blocks and line breaks part words, comments do not count."""
    return collapsed("".join(_pieces(nodes)))


def _pieces(nodes: list[PageElement] | list[Tag]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Tag):
            apart = " " if node.name in _BLOCKS or node.name == "br" else ""
            yield apart
            yield from _pieces(list(node.children))
            yield apart
        elif type(node) in (NavigableString, CData):
            yield str(node)
