"""Edits that move, number and tabulate: what stands elsewhere, sections and table columns; and everything mixed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from benchmarks import edits
from benchmarks.draft import Draft, Edited, Part, Piece, Word, paragraph, with_pieces, words_of
from benchmarks.prose import sentences
from kb.model import BlockKind

SENTENCE = 12
"""A sentence of so many words is not found elsewhere by chance."""
_Row = Callable[[tuple[tuple[Word, ...], ...], int], tuple[tuple[Word, ...], ...]]


def paragraphs_moved(draft: Draft, rng: Random) -> Edited:
    """One section in five lost a paragraph to another, far away."""
    parts = list(draft.parts)
    moved = []
    for at in range(0, len(parts), 5):
        there = (at + len(parts) // 2) % len(parts)
        piece = next((each for each in parts[at].pieces if each.kind is BlockKind.PARAGRAPH), None)
        if piece is None:
            continue
        parts[at] = with_pieces(parts[at], [each for each in parts[at].pieces if each is not piece])
        place = rng.randrange(max(1, len(parts[there].pieces) - 1)) if _has_no_table(parts[there]) else 0
        parts[there] = with_pieces(parts[there], _put(parts[there].pieces, place, piece))
        moved.append(piece.words)
    return Edited(replace(draft, parts=tuple(parts)), tuple(moved))


def _has_no_table(part: Part) -> bool:
    return all(piece.kind is not BlockKind.ROW for piece in part.pieces)


def _put(pieces: Sequence[Piece], at: int, piece: Piece) -> list[Piece]:
    return [*pieces[:at], piece, *pieces[at:]]


def halves_moved(draft: Draft, rng: Random) -> Edited:
    """In one section in five a paragraph is two, and one half of it stands in another section, far away."""
    parts = list(draft.parts)
    moved = []
    for at in range(0, len(parts), 5):
        there = (at + len(parts) // 2) % len(parts)
        pieces = list(parts[at].pieces)
        piece = next((each for each in pieces if _has_halves(each) and each.words not in moved), None)
        if piece is None:
            continue
        runs = edits.split_sentences(piece.words)
        cut = rng.randrange(1, len(runs))
        halves = [tuple(word for run in side for word in run) for side in (runs[:cut], runs[cut:])]
        gone = rng.randrange(2)
        pieces[pieces.index(piece)] = replace(piece, cells=(halves[1 - gone],), link="")
        parts[at] = with_pieces(parts[at], pieces)
        half = replace(piece, cells=(halves[gone],), link="")
        parts[there] = with_pieces(parts[there], _put(parts[there].pieces, 0, half))
        moved.append(half.words)
    return Edited(replace(draft, parts=tuple(parts)), tuple(moved), {"splits": len(moved)})


def _has_halves(piece: Piece) -> bool:
    """Whether a piece has several sentences, of which none is too short to be known again."""
    runs = edits.split_sentences(piece.words)
    return piece.kind is BlockKind.PARAGRAPH and len(runs) > 1 and min(map(len, runs)) >= SENTENCE


def items_reordered(draft: Draft, rng: Random) -> Edited:
    """In every third section the last item of the list stands first."""
    parts = list(draft.parts)
    moved = []
    for at in range(0, len(parts), 3):
        pieces = list(parts[at].pieces)
        places = [n for n, piece in enumerate(pieces) if piece.kind is BlockKind.ITEM]
        if not places:
            continue
        # It is the last that moved, not the others, as long as they are more.
        item = pieces.pop(places[-1])
        if len(item.words) >= sum(len(pieces[n].words) for n in places[:-1]):
            continue
        pieces.insert(places[0], item)
        parts[at] = with_pieces(parts[at], pieces)
        moved.append(item.words)
    return Edited(replace(draft, parts=tuple(parts)), tuple(moved))


def sections_moved(draft: Draft, rng: Random) -> Edited:
    """A section stands half the chapter away, with its number; one in twelve of them."""
    parts = list(draft.parts)
    moved = []
    for part in draft.parts[1 :: max(12, len(parts) // 3)]:
        at = parts.index(part)
        del parts[at]
        parts.insert((at + len(parts) // 2) % len(parts), part)
        moved.append(part.words)
    return Edited(replace(draft, parts=tuple(parts)), tuple(moved))


def renumbered(draft: Draft, rng: Random) -> Edited:
    """A new second section; every section after it has the next number."""
    says = sentences(Random(rng.random()))
    new = Part(Word("2"), words_of(next(edits.unlike(rng, draft))), (paragraph(says, rng), paragraph(says, rng)))
    later = [replace(part, label=Word(str(int(part.label.text) + 1))) for part in draft.parts[1:]]
    return Edited(replace(draft, parts=(draft.parts[0], new, *later)), named={"renumbered": len(later)})


def retitled(draft: Draft, rng: Random) -> Edited:
    """Every fifth section has another heading."""
    heads = edits.unlike(rng, draft)
    parts = list(draft.parts)
    places = range(0, len(parts), 5)
    for at in places:
        parts[at] = replace(parts[at], title=words_of(next(heads)))
    return Edited(replace(draft, parts=tuple(parts)), named={"retitled": len(places)})


def sections_split(draft: Draft, rng: Random) -> Edited:
    """Every sixth section is two: its lower half stands under a heading of its own; numbers follow."""
    heads = edits.unlike(rng, draft)
    parts: list[Part] = []
    count = 0
    for at, part in enumerate(draft.parts):
        half = len(part.pieces) // 2
        if at % 6 == 4 and _has_no_table(part):
            parts += [with_pieces(part, part.pieces[:half])]
            parts += [Part(Word(""), words_of(next(heads)), part.pieces[half:])]
            count += 1
        else:
            parts.append(part)
    return Edited(replace(draft, parts=_numbered(parts)), named={"section splits": count})


def sections_merged(draft: Draft, rng: Random) -> Edited:
    """Every sixth section has taken in the next; numbers follow."""
    parts: list[Part] = []
    count = 0
    for at, part in enumerate(draft.parts):
        if at % 6 == 5:
            parts[-1] = with_pieces(parts[-1], (*parts[-1].pieces, *part.pieces))
            count += 1
        else:
            parts.append(part)
    return Edited(replace(draft, parts=_numbered(parts)), named={"section merges": count})


def _numbered(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(
        part if part.label.text == str(number) else replace(part, label=Word(str(number)))
        for number, part in enumerate(parts, 1)
    )


# --- tables


def rows(draft: Draft, rng: Random) -> Edited:
    """A row more in every second table, a row less in the others."""
    says = sentences(Random(rng.random()))
    parts = []
    for at, part in enumerate(draft.parts):
        pieces = list(part.pieces)
        places = [n for n, piece in enumerate(pieces) if piece.kind is BlockKind.ROW][1:]
        if places and at % 2:
            new = ("Extra step", " ".join(next(says).split()[3:9]), "Duty desk")
            pieces.insert(rng.choice(places), Piece(BlockKind.ROW, tuple(words_of(cell) for cell in new)))
        elif places:
            del pieces[rng.choice(places)]
        parts.append(with_pieces(part, pieces))
    return Edited(replace(draft, parts=tuple(parts)))


def cells(draft: Draft, rng: Random) -> Edited:
    """In every table one cell says something else."""
    says = sentences(Random(rng.random()))
    parts = []
    count = 0
    for part in draft.parts:
        pieces = list(part.pieces)
        places = [n for n, piece in enumerate(pieces) if piece.kind is BlockKind.ROW][1:]
        if places:
            at = rng.choice(places)
            first, _, last = pieces[at].cells
            pieces[at] = replace(pieces[at], cells=(first, words_of(" ".join(next(says).split()[-6:-1])), last))
            count += 1
        parts.append(with_pieces(part, pieces))
    return Edited(replace(draft, parts=tuple(parts)), named={"cells": count})


def columns_added(draft: Draft, rng: Random) -> Edited:
    """Every table has a column more, before its last."""
    made, count = _tables(draft, lambda cells, at: (*cells[:-1], words_of(_new_cell(at)), cells[-1]))
    return Edited(made, named={"columns": count})


def columns_removed(draft: Draft, rng: Random) -> Edited:
    """Every table has lost its last column."""
    made, count = _tables(draft, lambda cells, at: cells[:-1])
    return Edited(made, named={"columns": count})


def columns_renamed(draft: Draft, rng: Random) -> Edited:
    """The last column of every table is called otherwise."""
    made, count = _tables(draft, lambda cells, at: cells if at else (*cells[:-1], words_of("Who leads")))
    return Edited(made, named={"columns": count})


def _new_cell(row: int) -> str:
    return f"Evidence {row}" if row else "What is kept"


def _tables(draft: Draft, edited: _Row) -> tuple[Draft, int]:
    parts = []
    count = 0
    for part in draft.parts:
        table = [piece for piece in part.pieces if piece.kind is BlockKind.ROW]
        places = {id(piece): at for at, piece in enumerate(table)}
        count += bool(table)
        pieces = (
            replace(piece, cells=edited(piece.cells, places[id(piece)])) if id(piece) in places else piece
            for piece in part.pieces
        )
        parts.append(with_pieces(part, pieces))
    return replace(draft, parts=tuple(parts)), count


# --- everything


def mixed(draft: Draft, rng: Random) -> Edited:
    """Words, sentences, blocks, moves, splits and cells in one chapter, and a new section that renumbers the others."""
    steps = (edits.substitutions, edits.sentences_added, edits.splits, cells, paragraphs_moved, edits.blocks_deleted)
    made = draft
    moved: list[tuple[Word, ...]] = []
    named: dict[str, int] = {}
    for step in (*steps, renumbered):
        done = step(made, rng)
        made = done.draft
        moved += done.moved
        named |= {name: number for name, number in done.named.items() if name == "renumbered"}
    return Edited(made, tuple(moved), named)
