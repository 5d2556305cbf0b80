"""Chapters and mutations of them, for properties that must hold whatever changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

from hypothesis import strategies as st

from kb.model import CELL_SEPARATOR, Block, BlockKind, Box, BoxKind, Chapter, Section, Span, SpanKind
from tests.builders import with_own_anchors

VOCABULARY = (
    "the child must may not visit within 5 working days 10 school “plan” – review manager Section 4.2 £50 carer it’s "
    "under 16 and/or … police, x|y | form. record: (home) s.47"
)
WORDS = VOCABULARY.split()
KINDS = [kind for kind in BlockKind if kind is not BlockKind.ROW]
EDITS = ["drop", "move", "rename", "renumber", "blocks", "halves", "new", "plain heading", "laid out"]
TITLES = ["Scope", "Aims", "Visits", "Reviews", "Contacts", ""]

words = st.lists(st.sampled_from(WORDS), min_size=0, max_size=14).map(" ".join)
long_texts = st.lists(st.sampled_from(WORDS), min_size=20, max_size=40).map(" ".join)
cells = st.lists(words, min_size=1, max_size=3).map(" | ".join)


@st.composite
def made_blocks(draw: st.DrawFn) -> Block:
    """Any block, sometimes with a link."""
    kind = draw(st.sampled_from([BlockKind.PARAGRAPH] * 3 + [BlockKind.ITEM, BlockKind.ROW, *KINDS]))
    text = draw(cells if kind is BlockKind.ROW else st.one_of(words, long_texts))
    linked = text and draw(st.booleans())
    target = draw(st.sampled_from(["https://a.org/x", "https://a.org/y", "http://www.b.org/"]))
    spans = (Span(SpanKind.LINK, 0, len(text), target),) if linked else ()
    item = kind is BlockKind.ITEM
    marker = draw(st.sampled_from(["", "a.", "b."])) if item else ""
    return Block(kind, text, depth=draw(st.integers(1, 2)) if item else 0, marker=marker, spans=spans)


blocks = st.lists(made_blocks(), max_size=5).map(tuple)


@st.composite
def made_sections(draw: st.DrawFn) -> Section:
    """Any section; one without label and title is at level 0."""
    label, title = draw(st.sampled_from(["", "1", "2", "2.1", "Appendix A"])), draw(st.sampled_from(TITLES))
    level = draw(st.integers(1, 3)) if label or title else 0
    return Section(label, title, level, f"{label}-{title}", draw(blocks))


@st.composite
def chapters(draw: st.DrawFn) -> Chapter:
    """Any chapter."""
    sections = draw(st.lists(made_sections(), max_size=4))
    kinds = draw(st.lists(st.sampled_from(list(BoxKind)), max_size=2))
    boxes = tuple(Box(kind, kind.value.title(), draw(blocks)) for kind in kinds)
    return Chapter(draw(words) or "A chapter", "https://m.example/", tuple(with_own_anchors(sections)), boxes)


@st.composite
def mutated(draw: st.DrawFn, chapter: Chapter) -> Chapter:
    """The chapter after a few edits of the kinds that manuals see."""
    sections = list(chapter.sections)
    for _ in range(draw(st.integers(1, 4))):
        if not sections:
            break
        at = draw(st.integers(0, len(sections) - 1))
        edit = draw(st.sampled_from([*EDITS, "blocks"]))
        if edit == "drop":
            del sections[at]
        elif edit == "move":
            sections.insert(draw(st.integers(0, len(sections) - 1)), sections.pop(at))
        elif edit == "rename":
            sections[at] = replace(sections[at], title=draw(st.sampled_from(TITLES)))
        elif edit == "renumber":
            sections[at] = replace(sections[at], label=draw(st.sampled_from(["1", "2", "3", ""])))
        elif edit == "new":
            sections.insert(at, draw(made_sections()))
        elif edit == "halves":
            draw(with_a_moved_half(sections, at))
        elif edit == "laid out":
            sections[at] = replace(sections[at], blocks=tuple(draw(laid_out_differently(sections[at].blocks))))
        elif edit == "plain heading":
            if at:
                sections[at - 1 : at + 1] = [with_a_plain_heading(*sections[at - 1 : at + 1])]
        else:
            sections[at] = replace(sections[at], blocks=tuple(draw(mutated_blocks(sections[at].blocks))))
    return replace(chapter, sections=tuple(with_own_anchors(sections)))


@st.composite
def with_a_moved_half(draw: st.DrawFn, sections: list[Section], at: int) -> None:
    """One block is two, and one of them stands in any section now."""
    made = list(sections[at].blocks)
    if not made:
        return
    place = draw(st.integers(0, len(made) - 1))
    pieces = made[place].text.split()
    cut = draw(st.integers(0, len(pieces)))
    halves = [replace(made[place], text=" ".join(half), spans=()) for half in (pieces[:cut], pieces[cut:])]
    gone = draw(st.integers(0, 1))
    made[place] = halves[1 - gone]
    sections[at] = replace(sections[at], blocks=tuple(made))
    there = draw(st.integers(0, len(sections) - 1))
    others = list(sections[there].blocks)
    others.insert(draw(st.integers(0, len(others))), halves[gone])
    sections[there] = replace(sections[there], blocks=tuple(others))


def with_a_plain_heading(section: Section, following: Section) -> Section:
    """Two sections as one, the heading of the second a paragraph."""
    heading = Block(BlockKind.PARAGRAPH, following.heading)
    return replace(section, blocks=(*section.blocks, heading, *following.blocks))


@st.composite
def laid_out_differently(draw: st.DrawFn, before: tuple[Block, ...]) -> list[Block]:
    """The blocks with the same words in the same order: paragraphs as items or rows, items and rows as paragraphs."""
    made: list[Block] = []
    left = list(before)
    while left:
        edit = draw(st.sampled_from(["keep", "join", "items", "rows", "lead"]))
        size = draw(st.integers(2, 4)) if edit == "join" else 1
        text = " ".join(block.text.replace(CELL_SEPARATOR, " ") for block in left[:size]).strip()
        if edit == "keep" or not text:
            made += left[:size]
        elif edit == "join":
            made.append(Block(BlockKind.PARAGRAPH, text))
        else:
            made += _as_list(draw(st.lists(st.integers(1, 12), min_size=1, max_size=4)), text, edit)
        del left[:size]
    return made


def _as_list(sizes: list[int], text: str, edit: str) -> list[Block]:
    """A text as several lines, all but the last of so many words."""
    pieces = text.split()
    cuts = [0, *(cut for cut in accumulate(sizes) if cut < len(pieces)), len(pieces)]
    texts = [" ".join(pieces[start:stop]) for start, stop in pairwise(cuts)]
    if edit == "rows":
        return [Block(BlockKind.ROW, each.replace(" and ", f" and{CELL_SEPARATOR}")) for each in texts]
    items = [Block(BlockKind.ITEM, each, depth=1) for each in texts]
    return [Block(BlockKind.PARAGRAPH, texts[0]), *items[1:]] if edit == "lead" else items


@st.composite
def mutated_blocks(draw: st.DrawFn, before: tuple[Block, ...]) -> list[Block]:
    """The blocks after one edit."""
    made = list(before)
    at = draw(st.integers(0, max(len(made) - 1, 0)))
    edit = draw(st.sampled_from(["insert", "drop", "move", "words", "split", "merge"]))
    if edit == "insert" or not made:
        made.insert(at, draw(made_blocks()))
    elif edit == "drop":
        del made[at]
    elif edit == "move":
        made.insert(draw(st.integers(0, len(made) - 1)), made.pop(at))
    elif edit == "merge" and at + 1 < len(made):
        made[at : at + 2] = [replace(made[at], text=f"{made[at].text} {made[at + 1].text}".strip(), spans=())]
    else:
        pieces = made[at].text.split()
        cut = draw(st.integers(0, len(pieces)))
        left, right = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        if edit == "split":
            made[at : at + 1] = [replace(made[at], text=left, spans=()), replace(made[at], text=right, spans=())]
        else:
            made[at] = replace(made[at], text=f"{left} {draw(words)} {right}".strip(), spans=())
    return made
