"""Edits of the kinds that manuals see, made to a draft: the same seed makes the same edits, what they kept is known.

Every edit is a function from a draft to an `Edited`. Where more than one reading of an edit would be as true (a word
beside an equal one), another place is taken, so that exact edges are a fair demand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from benchmarks.draft import Draft, Edited, Part, Piece, Word, paragraph, with_pieces, words_of
from benchmarks.prose import headings, listed, sentences
from kb.model import BlockKind

Edit = Callable[[Draft, Random], Edited]
Place = tuple[int, int]

UNITS = ("working", "hours", "weeks", "days", "months")
PLAIN = listed(
    "formal|local|agreed|quarterly|trusted|relevant|initial|careful|joint|regional|printed|earlier|shared|routine"
    "|named|brief|former|weekly|verbal|neutral|skilled|nearby|urgent|senior|external|prompt|signed|private|partial"
)


# --- words


def substitutions(draft: Draft, rng: Random) -> Edited:
    """One word in a hundred is another word."""
    return Edited(_each_text(draft, lambda words: _substituted(words, rng, 0.01)))


def limits(draft: Draft, rng: Random) -> Edited:
    """Every second number with its unit ("10 working days") is another number."""
    return Edited(_each_text(draft, lambda words: _other_limits(words, rng)))


def insertions(draft: Draft, rng: Random) -> Edited:
    """One to three words come in at one place in two hundred."""
    return Edited(_each_text(draft, lambda words: _with_words(words, rng, 0.005)))


def deletions(draft: Draft, rng: Random) -> Edited:
    """One to three words go at one place in two hundred."""
    return Edited(_each_text(draft, lambda words: _without_words(words, rng, 0.005)))


def _each_text(draft: Draft, edited: Callable[[Sequence[Word]], Sequence[Word]]) -> Draft:
    """The draft with the words of paragraphs and items edited."""

    def changed(piece: Piece) -> Piece:
        return piece if piece.kind is BlockKind.ROW else replace(piece, cells=(tuple(edited(piece.words)),))

    parts = (with_pieces(part, map(changed, part.pieces)) for part in draft.parts)
    return replace(draft, parts=tuple(parts))


def _free(words: Sequence[Word], at: int) -> bool:
    """Whether a word is inside a sentence and no part of a number with its unit, a citation or an amount."""
    near = words[max(0, at - 2) : at + 3]
    inside = 2 < at < len(words) - 3 and not any(word.text[-1] in ".,:" for word in words[at - 1 : at + 2])
    return inside and words[at].text.isalpha() and not any(any(c.isdigit() for c in word.text) for word in near)


def _substituted(words: Sequence[Word], rng: Random, share: float) -> list[Word]:
    made = list(words)
    for at in range(len(words)):
        if rng.random() < share and _free(words, at):
            made[at] = Word(_other(rng, words[at - 1 : at + 2]))
    return made


def _other(rng: Random, near: Sequence[Word]) -> str:
    taken = {word.text for word in near}
    return rng.choice([word for word in PLAIN if word not in taken])


def _other_limits(words: Sequence[Word], rng: Random) -> list[Word]:
    made = list(words)
    for at, word in enumerate(words[:-1]):
        follows = words[at + 1].text
        if word.text.isdecimal() and follows.startswith(UNITS) and rng.random() < 0.5:
            unit = 2 if follows == "working" else 1
            number = rng.choice([n for n in ("1", "4", "6", "8", "12", "30") if n != word.text])
            # What changes as one is one: the unit goes with its number.
            made[at : at + unit + 1] = [Word(number), *(Word(w.text) for w in words[at + 1 : at + unit + 1])]
    return made


def _with_words(words: Sequence[Word], rng: Random, share: float) -> list[Word]:
    made: list[Word] = []
    for at, word in enumerate(words):
        if rng.random() < share and _free(words, at):
            new = rng.sample([w for w in PLAIN if w not in (words[at - 1].text, word.text)], rng.choice((1, 2, 3)))
            made += map(Word, new)
        made.append(word)
    return made


def _without_words(words: Sequence[Word], rng: Random, share: float) -> list[Word]:
    made: list[Word] = []
    skipped = 0
    for at, word in enumerate(words):
        if not skipped and rng.random() < share:
            size = rng.choice((1, 2, 3))
            run = words[at : at + size]
            if all(_free(words, at + step) for step in range(size)) and _clear(words, at, size):
                skipped = len(run)
        if skipped:
            skipped -= 1
        else:
            made.append(word)
    return made


def _clear(words: Sequence[Word], at: int, size: int) -> bool:
    """Whether a run's place is the only one: nothing beside it reads as its own end or beginning."""
    return words[at - 1].text != words[at + size - 1].text and words[at + size].text != words[at].text


# --- sentences and blocks


def sentences_added(draft: Draft, rng: Random) -> Edited:
    """One paragraph in six has a sentence more."""
    says = sentences(Random(rng.random()))

    def edited(words: Sequence[Word]) -> Sequence[Word]:
        if len(words) < 15 or rng.random() > 1 / 6:
            return words
        runs = split_sentences(words)
        runs.insert(rng.randrange(len(runs) + 1), words_of(next(says)))
        return [word for run in runs for word in run]

    return Edited(_each_text(draft, edited))


def sentences_deleted(draft: Draft, rng: Random) -> Edited:
    """One paragraph in six has a sentence less."""

    def edited(words: Sequence[Word]) -> Sequence[Word]:
        runs = split_sentences(words)
        if len(runs) < 2 or rng.random() > 1 / 6:
            return words
        del runs[rng.randrange(len(runs))]
        return [word for run in runs for word in run]

    return Edited(_each_text(draft, edited))


def split_sentences(words: Sequence[Word]) -> list[tuple[Word, ...]]:
    """The words sentence by sentence."""
    made: list[list[Word]] = [[]]
    for word in words:
        if made[-1] and made[-1][-1].text.endswith("."):
            made.append([])
        made[-1].append(word)
    return [tuple(run) for run in made]


def blocks_added(draft: Draft, rng: Random) -> Edited:
    """A new paragraph or item in every fourth section."""
    says = sentences(Random(rng.random()))

    def edited(part: Part) -> Part:
        pieces = list(part.pieces)
        at = rng.randrange(max(1, min(4, len(pieces))))
        new = paragraph(says, rng) if at < 3 else Piece(BlockKind.ITEM, (words_of(next(says)),))
        pieces.insert(at, new)
        return with_pieces(part, pieces)

    return Edited(replace(draft, parts=tuple(edited(p) if n % 4 == 1 else p for n, p in enumerate(draft.parts))))


def blocks_deleted(draft: Draft, rng: Random) -> Edited:
    """A paragraph or item less in every fourth section."""

    def edited(part: Part) -> Part:
        pieces = list(part.pieces)
        if pieces:  # other edits may have left few
            del pieces[rng.randrange(min(4, len(pieces)))]
        return with_pieces(part, pieces)

    return Edited(replace(draft, parts=tuple(edited(p) if n % 4 == 2 else p for n, p in enumerate(draft.parts))))


def splits(draft: Draft, rng: Random) -> Edited:
    """One paragraph in six is two."""
    count = 0

    def edited(piece: Piece) -> list[Piece]:
        nonlocal count
        runs = split_sentences(piece.words)
        cut = rng.randrange(1, len(runs)) if len(runs) > 1 else 0
        if piece.kind is not BlockKind.PARAGRAPH or not cut or rng.random() > 1 / 6:
            return [piece]
        count += 1
        left, right = (tuple(word for run in side for word in run) for side in (runs[:cut], runs[cut:]))
        return [replace(piece, cells=(left,)), replace(piece, cells=(right,), link="")]

    parts = tuple(with_pieces(part, [new for piece in part.pieces for new in edited(piece)]) for part in draft.parts)
    return Edited(replace(draft, parts=parts), named={"splits": count})


def merges(draft: Draft, rng: Random) -> Edited:
    """In every third section the first two paragraphs are one."""
    parts = list(draft.parts)
    count = 0
    for at in range(0, len(parts), 3):
        if len(parts[at].pieces) < 2:
            continue
        first, second, *rest = parts[at].pieces
        if not second.link:
            parts[at] = with_pieces(parts[at], [replace(first, cells=((*first.words, *second.words),)), *rest])
            count += 1
    return Edited(replace(draft, parts=tuple(parts)), named={"merges": count})


def rewrites(draft: Draft, rng: Random) -> Edited:
    """Every third section says something else under the same heading."""
    return Edited(_rewritten(draft, rng, every=3))


def rewritten(draft: Draft, rng: Random) -> Edited:
    """Every section says something else under the same heading."""
    return Edited(_rewritten(draft, rng, every=1))


def _rewritten(draft: Draft, rng: Random, every: int) -> Draft:
    says = sentences(Random(rng.random()))

    def new(piece: Piece) -> Piece:
        if piece.kind is BlockKind.ROW:
            return piece
        return (
            paragraph(says, rng) if piece.kind is BlockKind.PARAGRAPH else replace(piece, cells=(words_of(next(says)),))
        )

    parts = (with_pieces(p, map(new, p.pieces)) if n % every == 0 else p for n, p in enumerate(draft.parts))
    return replace(draft, parts=tuple(parts))


# --- nothing


def nothing(draft: Draft, rng: Random) -> Edited:
    """The same chapter."""
    return Edited(draft)


def quotes(draft: Draft, rng: Random) -> Edited:
    """Typographers' quotes and dashes instead of straight ones."""
    return Edited(replace(draft, curly=True))


def markup(draft: Draft, rng: Random) -> Edited:
    """Emphasis came and went."""
    return Edited(_each_piece(draft, lambda piece: replace(piece, strong=not piece.strong)))


def links(draft: Draft, rng: Random) -> Edited:
    """Every second link leads elsewhere; no word changed."""
    count = 0

    def edited(piece: Piece) -> Piece:
        nonlocal count
        if not piece.link or rng.random() < 0.5:
            return piece
        count += 1
        return replace(piece, link=f"{piece.link}/new")

    return Edited(_each_piece(draft, edited), named={"links": count})


def _each_piece(draft: Draft, edited: Callable[[Piece], Piece]) -> Draft:
    parts = (with_pieces(part, map(edited, part.pieces)) for part in draft.parts)
    return replace(draft, parts=tuple(parts))


def unlike(rng: Random, draft: Draft) -> Iterator[str]:
    """Headings that the draft does not have."""
    known = {" ".join(word.text for word in part.title) for part in draft.parts}
    return (heading for heading in headings(Random(rng.random())) if heading not in known)
