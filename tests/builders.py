"""Chapters for tests, written so that only what matters shows.

    chapter("1 Scope: This applies to all children.", "2 Visits: First. / - one / - two", title="Visits")

Each argument is a section: `label title: block / block`. The label is a leading number or "Appendix A"; without a colon
there is a heading only; an empty heading (": text") is the text before the first heading. A block beginning with "- "
is an item ("-- " nested deeper), "a) " or "3) " a numbered one, "| " a row of cells, "## " a minor heading, "> " a
note. `[words](address)` is a link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kb.model import CELL_SEPARATOR, Block, BlockKind, Box, BoxKind, Chapter, Section, Span, SpanKind
from kb.text import slug

_LABEL = re.compile(r"(\d+(?:\.\d+)*|Appendix [A-Z])\.?(?: |$)")
_LINK = re.compile(r"\[([^]]*)\]\(([^)]*)\)")
_NUMBERED = re.compile(r"([a-z]|\d{1,2})\) ")


def chapter(*sections: str, title: str = "A chapter", boxes: Mapping[str, str] | None = None) -> Chapter:
    """A chapter of the given sections; `boxes` by kind ("scope", "amendment", …), their text in blocks likewise."""
    made = [section(text) for text in sections]
    return Chapter(
        title=title,
        url="https://manual.example/chapter",
        sections=tuple(with_own_anchors(made)),
        boxes=tuple(Box(BoxKind(kind), kind.capitalize(), blocks(text)) for kind, text in (boxes or {}).items()),
    )


def section(text: str) -> Section:
    """One section, as a chapter's argument."""
    heading, colon, body = text.partition(":")
    match = _LABEL.match(heading)
    label = match.group(1) if match else ""
    title = heading[match.end() :].strip() if match else heading.strip()
    level = label.count(".") + 1 if label or title else 0
    return Section(label, title, level, slug(f"{label} {title}"), blocks(body) if colon else ())


def with_own_anchors(sections: list[Section]) -> list[Section]:
    """The sections with anchors that are unique, as a chapter's have to be."""
    seen: dict[str, int] = {}
    made = []
    for each in sections:
        seen[each.anchor] = seen.get(each.anchor, 0) + 1
        anchor = each.anchor if seen[each.anchor] == 1 else f"{each.anchor}-{seen[each.anchor]}"
        made.append(Section(each.label, each.title, each.level, anchor, each.blocks))
    return made


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a section's or box's text."""
    return tuple(block(piece) for piece in text.split(" / ") if piece.strip())


def block(text: str) -> Block:
    """One block, by how it begins."""
    text = text.strip()
    numbered = _NUMBERED.match(text)
    if numbered:
        return with_links(BlockKind.ITEM, text[numbered.end() :], depth=1, marker=f"{numbered.group(1)}.")
    dashes = len(text) - len(text.lstrip("-"))
    if dashes and text[dashes : dashes + 1] == " ":
        return with_links(BlockKind.ITEM, text[dashes + 1 :], depth=dashes)
    if text.startswith("| "):
        cells = CELL_SEPARATOR.join(cell.strip() for cell in text.strip("| ").split("|"))
        return with_links(BlockKind.ROW, cells, table=1)
    if text.startswith("## "):
        return with_links(BlockKind.HEADING, text[3:])
    if text.startswith("> "):
        return with_links(BlockKind.NOTE, text[2:])
    return with_links(BlockKind.PARAGRAPH, text)


def with_links(kind: BlockKind, text: str, *, depth: int = 0, marker: str = "", table: int = 0) -> Block:
    """A block whose `[words](address)` became link spans."""
    plain, spans, end = "", [], 0
    for match in _LINK.finditer(text):
        plain += text[end : match.start()]
        spans.append(Span(SpanKind.LINK, len(plain), len(plain) + len(match.group(1)), match.group(2)))
        plain += match.group(1)
        end = match.end()
    return Block(kind, plain + text[end:], depth=depth, marker=marker, table=table, spans=tuple(spans))
