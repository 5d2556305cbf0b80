"""A chapter as benchmarks edit it: every word is a thing of its own, so that what an edit kept is known exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from benchmarks.prose import headings, sentences
from kb.model import CELL_SEPARATOR, Block, BlockKind, Chapter, Section, Span, SpanKind
from kb.text import slug

SECTION_WORDS = 220
"""A section has about so many words."""


@dataclass(eq=False, slots=True)
class Word:
    """One word of a draft; it is the same word only if it is the same object."""

    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A block: its words (of a row, those of each cell), and the address its first words link to."""

    kind: BlockKind
    cells: tuple[tuple[Word, ...], ...]
    link: str = ""
    strong: bool = False

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of all cells."""
        return tuple(word for cell in self.cells for word in cell)


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its number, heading and pieces."""

    label: Word
    title: tuple[Word, ...]
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of heading and pieces."""
        return (self.label, *self.title, *(word for piece in self.pieces for word in piece.words))


@dataclass(frozen=True, slots=True)
class Draft:
    """A chapter in words. `curly` prints it with typographers' quotes and dashes."""

    title: tuple[Word, ...]
    parts: tuple[Part, ...]
    curly: bool = False

    def lines(self) -> Iterator[tuple[Word, ...]]:
        """The words line by line, in the order in which a comparison's rows stand."""
        yield self.title
        for part in self.parts:
            yield (part.label, *part.title)
            for piece in part.pieces:
                yield piece.words


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft after an edit, with what cannot be seen from its words alone.

    `moved` are the runs of words that stand elsewhere. `renumbered`, `splits`, `merges`, `columns` and `links` count
    what has to be named.
    """

    draft: Draft
    moved: tuple[tuple[Word, ...], ...] = ()
    named: dict[str, int] = field(default_factory=dict)


def words_of(text: str) -> tuple[Word, ...]:
    """New words that read as the text."""
    return tuple(Word(word) for word in text.split())


def draft_of(words: int, rng: Random) -> Draft:
    """A draft of about that many words: sections of paragraphs, lists and some tables."""
    says, heads = sentences(rng), headings(rng)
    count = max(4, round(words / SECTION_WORDS))
    parts = (_part(number, next(heads), says, rng) for number in range(1, count + 1))
    return Draft(words_of("A Generated Chapter"), tuple(parts))


def _part(number: int, heading: str, says: Iterator[str], rng: Random) -> Part:
    pieces = [paragraph(says, rng), paragraph(says, rng)]
    pieces += [Piece(BlockKind.ITEM, (words_of(next(says)),)) for _ in range(rng.choice((3, 4)))]
    if number % 3 == 0:
        rows = [("Step", "What is done", "By whom")]
        rows += [(f"Step {row}", " ".join(next(says).split()[3:9]), rng.choice(STAFF)) for row in range(1, 5)]
        pieces += [Piece(BlockKind.ROW, tuple(words_of(cell) for cell in row)) for row in rows]
    else:
        pieces.append(paragraph(says, rng))
    return Part(Word(str(number)), words_of(heading), tuple(pieces))


STAFF = ("Manager", "Social worker", "Reviewing officer", "Carer", "Duty desk")


def paragraph(says: Iterator[str], rng: Random) -> Piece:
    """A new paragraph of two to four sentences, one in three with a link."""
    text = " ".join(next(says) for _ in range(rng.choice((2, 2, 3, 4))))
    link = f"https://www.gov.example/{rng.randrange(10_000)}" if rng.random() < 0.33 else ""
    return Piece(BlockKind.PARAGRAPH, (words_of(text),), link, strong=rng.random() < 0.2)


def chapter_of(draft: Draft) -> Chapter:
    """The draft as the product reads chapters."""
    sections = []
    for part in draft.parts:
        label, title = part.label.text, shown(part.title, draft)
        blocks = tuple(_with_header([_block(piece, draft) for piece in part.pieces]))
        sections.append(Section(label, title, label.count(".") + 1, slug(f"{label} {title}"), blocks))
    return Chapter(shown(draft.title, draft), "https://manual.example/generated", tuple(sections))


def _with_header(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the first row of the table marked as its header."""
    last: BlockKind | None = None
    for block in blocks:
        yield replace(block, header=block.kind is BlockKind.ROW and last is not BlockKind.ROW)
        last = block.kind


def _block(piece: Piece, draft: Draft) -> Block:
    text = CELL_SEPARATOR.join(shown(cell, draft) for cell in piece.cells)
    end = len(shown(piece.words[:2], draft))
    spans: tuple[Span, ...] = (Span(SpanKind.LINK, 0, end, piece.link),) if piece.link else ()
    spans += (Span(SpanKind.STRONG, 0, end),) if piece.strong else ()
    item, row = piece.kind is BlockKind.ITEM, piece.kind is BlockKind.ROW
    return Block(piece.kind, text, depth=int(item), table=int(row), spans=spans)


def shown(words: Iterable[Word], draft: Draft) -> str:
    """The words as the draft prints them."""
    text = " ".join(word.text for word in words)
    return text.replace("'", "’").replace(" - ", " – ") if draft.curly else text


def with_pieces(part: Part, pieces: Iterable[Piece]) -> Part:
    """The part with other pieces."""
    return replace(part, pieces=tuple(pieces))
