"""Edits of the kinds that manuals see, made to a chapter: the same seed makes the same edits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import Random

from benchmarks.manual import prose
from kb.model import Block, BlockKind, Chapter, Section

Edit = Callable[[Chapter, Random], Chapter]


def substitutions(chapter: Chapter, rng: Random) -> Chapter:
    """One word in fifty is another word."""
    says = prose(rng)
    others = " ".join(next(says) for _ in range(60)).split()

    def edited(block: Block) -> Block:
        old = block.text.split(" ")
        return block if block.kind is BlockKind.ROW else _with_words(block, old, [perhaps(word) for word in old])

    def perhaps(word: str) -> str:
        return rng.choice(others) if rng.random() < 0.02 else word

    return _each_block(chapter, edited)


def moves(chapter: Chapter, rng: Random) -> Chapter:
    """One section stands elsewhere, and one paragraph in fifteen in another section."""
    sections = list(chapter.sections)
    sections.insert(rng.randrange(len(sections)), sections.pop(rng.randrange(len(sections))))
    places = [
        (at, block)
        for at, section in enumerate(sections)
        for block in section.blocks
        if block.kind is BlockKind.PARAGRAPH
    ]
    for at, block in rng.sample(places, max(1, len(places) // 15)):
        sections[at] = _without(sections[at], block)
        there = rng.randrange(len(sections))
        blocks = sections[there].blocks
        sections[there] = replace(sections[there], blocks=(block, *blocks))
    return replace(chapter, sections=tuple(sections))


def rewrites(chapter: Chapter, rng: Random) -> Chapter:
    """Every third section says something else under the same heading."""
    says = prose(rng)
    sections = (
        replace(section, blocks=tuple(_rewritten(section, says))) if place % 3 == 0 else section
        for place, section in enumerate(chapter.sections)
    )
    return replace(chapter, sections=tuple(sections))


EDITS: dict[str, Edit] = {"substitutions": substitutions, "moves": moves, "rewrites": rewrites}


def _rewritten(section: Section, says: Iterator[str]) -> Iterator[Block]:
    for block in section.blocks:
        if block.kind is BlockKind.ROW:
            yield block
        else:
            text = next(says)
            while len(text.split()) < len(block.text.split()):
                text = f"{text} {next(says)}"
            yield replace(block, text=text, spans=())


def _with_words(block: Block, old: Sequence[str], new: Sequence[str]) -> Block:
    """The block with other words, one for one; its links and emphasis stay on the words they were on."""
    starts = dict(zip(_starts(old), _starts(new), strict=True))
    ends = {start + len(was): starts[start] + len(now) for start, was, now in zip(starts, old, new, strict=True)}
    spans = (
        replace(span, start=starts[span.start], end=ends[span.end])
        for span in block.spans
        if span.start in starts and span.end in ends
    )
    return replace(block, text=" ".join(new), spans=tuple(spans))


def _starts(words: Sequence[str]) -> Iterator[int]:
    at = 0
    for word in words:
        yield at
        at += len(word) + 1


def _without(section: Section, gone: Block) -> Section:
    return replace(section, blocks=tuple(block for block in section.blocks if block is not gone))


def _each_block(chapter: Chapter, edited: Callable[[Block], Block]) -> Chapter:
    sections = (replace(each, blocks=tuple(map(edited, each.blocks))) for each in chapter.sections)
    return replace(chapter, sections=tuple(sections))
