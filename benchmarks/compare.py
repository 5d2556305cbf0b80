"""Comparing: two versions of a chapter, beside difflib on words and lxml's htmldiff; every round trip is checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from random import Random

import lxml.html
from lxml.html.diff import htmldiff

from benchmarks.edits import EDITS
from benchmarks.frame import contest, here, milliseconds, optional, options, ratio, table
from benchmarks.manual import demo_pairs, generated_chapter
from kb.compare import apply_changes, compare_chapters, lines, redline, revert_changes
from kb.model import Block, BlockKind, Chapter

Pair = tuple[Chapter, Chapter]

_OURS, _SHOWN, _WORDS, _HTML = "compare", "with redline", "difflib", "htmldiff"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table. Ends with an error where one of our round trips is lost."""
    chosen = options(__doc__, rounds=5).parse_args(arguments)
    sizes = (300,) if chosen.quick else (1_000, 5_000)
    rounds = 1 if chosen.quick else chosen.rounds
    pairs = demo_pairs(editions=2 if chosen.quick else 4)
    subjects = {"the demo's versions": pairs[:3] if chosen.quick else pairs}
    for words in sizes:
        for name, edit in EDITS.items():
            seeds = range(1 if chosen.quick else 3)
            chapters = [generated_chapter(words, seed) for seed in seeds]
            subjects[f"{name}, {words:,} words"] = [
                (before, edit(before, Random(seed))) for seed, before in zip(seeds, chapters, strict=True)
            ]
    matcher = optional("fast_diff_match_patch")
    extra = {"fast-dmp": matcher.diff} if matcher else {}
    rows = [_row(name, subject, extra, rounds) for name, subject in subjects.items()]
    head = ["", "pairs", *(f"{name} ms" for name in (_OURS, _SHOWN, _WORDS, _HTML, *extra))]
    head += [f"{_OURS}/{_WORDS}", f"{_SHOWN}/{_HTML}", "round trip", f"{_HTML}'s"]
    print(here("lxml"))
    print(table("Two versions held against each other (CPU, a pair)", head, rows))
    if any(not row[-2].startswith("all") for row in rows):
        raise SystemExit("a round trip was lost: the changes did not give the other version back")


def _row(name: str, pairs: Sequence[Pair], extra: dict[str, Callable[[str, str], object]], rounds: int) -> list[str]:
    # The peers get what they take, made beforehand: words, HTML, text.
    worded = [(_words(one), _words(other)) for one, other in pairs]
    marked = [(_html(one), _html(other)) for one, other in pairs]
    joined = [(" ".join(one), " ".join(other)) for one, other in worded]
    contestants: dict[str, Callable[[], object]] = {
        _OURS: lambda: [compare_chapters(*pair) for pair in pairs],
        _SHOWN: lambda: [redline(*pair, compare_chapters(*pair)) for pair in pairs],
        _WORDS: lambda: [SequenceMatcher(None, *pair).get_opcodes() for pair in worded],
        _HTML: lambda: [htmldiff(*pair) for pair in marked],
    }
    for peer, work in extra.items():
        contestants[peer] = lambda work=work: [work(*pair) for pair in joined]  # type: ignore[misc]
    seconds = contest(contestants, rounds)
    return [
        name,
        str(len(pairs)),
        *(milliseconds(taken, len(pairs)) for taken in seconds.values()),
        f"{ratio(seconds, _OURS, _WORDS):.3f}",
        f"{ratio(seconds, _SHOWN, _HTML):.3f}",
        _share([_gives_both_back(*pair) for pair in pairs]),
        _share([_html_gives_both_back(*pair) for pair in marked]),
    ]


def _share(kept: Sequence[bool]) -> str:
    return "all" if all(kept) else f"{sum(kept)} of {len(kept)}"


def _gives_both_back(before: Chapter, after: Chapter) -> bool:
    comparison = compare_chapters(before, after)
    here, there = lines(before), lines(after)
    forth = [line.content for line in apply_changes(here, comparison)] == [line.content for line in there]
    return forth and [line.content for line in revert_changes(there, comparison)] == [line.content for line in here]


def _html_gives_both_back(before: str, after: str) -> bool:
    """Whether the peer's result without insertions reads as the old text, and without deletions as the new.

    White space is left out: the peer does not promise it.
    """
    result = htmldiff(before, after)
    return _letters(result, without="ins") == _letters(before) and _letters(result, without="del") == _letters(after)


def _letters(html: str, without: str = "") -> str:
    root = lxml.html.fragment_fromstring(html, create_parent=True)
    for gone in root.findall(f".//{without}") if without else ():
        gone.drop_tree()
    return "".join(root.text_content().split())


def _words(chapter: Chapter) -> list[str]:
    return [word for line in lines(chapter) for word in line.text.split()]


def _html(chapter: Chapter) -> str:
    """The chapter's text as plain HTML, without the furniture of its site, which no peer should have to compare."""
    parts = [f"<h1>{escape(chapter.title)}</h1>"]
    for box in chapter.boxes:
        parts += [f"<h2>{escape(box.title)}</h2>", _blocks_html(box.blocks)]
    for section in chapter.sections:
        parts += [f"<h2>{escape(section.heading)}</h2>", _blocks_html(section.blocks)]
    return "\n".join(parts)


def _blocks_html(blocks: Sequence[Block]) -> str:
    parts = []
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        if kind is BlockKind.ITEM:
            parts.append(f"<ul>{''.join(f'<li>{escape(block.text)}</li>' for block in run)}</ul>")
        elif kind is BlockKind.ROW:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in block.cells) for block in run)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            parts += [f"<p>{escape(block.text)}</p>" for block in run]
    return "\n".join(parts)


if __name__ == "__main__":
    main()
