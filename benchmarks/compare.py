"""Comparing: generated chapters with known edits, beside seven peers: CPU, words, edges, islands, moves, round trip.

One run over one corpus. Ours is timed from two extracted chapters to changes, significance, summary and the rows of the
redline; peers are timed on the same content in the form they take (text or HTML), made beforehand.
"""

from __future__ import annotations

import gc
import json
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import TypeVar

from benchmarks import compare_named, edits, edits_of_order, monsters
from benchmarks.compare_peers import Answer, Peer, peers
from benchmarks.compare_score import Run, Score, scored
from benchmarks.draft import chapter_of, draft_of
from benchmarks.edits import Edit
from benchmarks.frame import forget, here, options, table
from kb.compare import RedlineRow, RowState, apply_changes, compare_chapters, lines, redline, revert_changes
from kb.compare.alignment.align import align
from kb.compare.alignment.lines import ROW
from kb.compare.words.cells import row_runs
from kb.compare.words.runs import word_runs
from kb.model import Chapter, Comparison

T = TypeVar("T")
OURS, AMONG_OTHERS, UNJUDGED, HTMLDIFF = "reread", "reread among others", "reread, unjudged", "lxml htmldiff"
OF_WORDS = (
    "_tokens_in",
    "_with_address",
    "_starts_in",
    "_starts_with_titles",
    "_of_kinds",
    "as_next",
    "_forms_in",
    "_plain_shape",
)
"""What keeps what is known of single words. Of texts nothing is kept: neither lines, nor sentences, nor verdicts."""
EDITS: dict[str, dict[str, Edit]] = {
    "small": {
        "substitutions": edits.substitutions,
        "other limits": edits.limits,
        "words added": edits.insertions,
        "words deleted": edits.deletions,
        "cells": edits_of_order.cells,
        "sections retitled": edits_of_order.retitled,
    },
    "block": {
        "sentences added": edits.sentences_added,
        "sentences deleted": edits.sentences_deleted,
        "blocks added": edits.blocks_added,
        "blocks deleted": edits.blocks_deleted,
        "rows": edits_of_order.rows,
        "paragraphs split": edits.splits,
        "paragraphs merged": edits.merges,
        "columns added": edits_of_order.columns_added,
        "columns removed": edits_of_order.columns_removed,
        "columns renamed": edits_of_order.columns_renamed,
        "renumbered": edits_of_order.renumbered,
        "sections split": edits_of_order.sections_split,
        "sections merged": edits_of_order.sections_merged,
    },
    "moves": {
        "paragraphs moved": edits_of_order.paragraphs_moved,
        "halves moved": edits_of_order.halves_moved,
        "items reordered": edits_of_order.items_reordered,
        "sections moved": edits_of_order.sections_moved,
    },
    "rewrite": {"a third rewritten": edits.rewrites, "all rewritten": edits.rewritten},
    "mixed": {"mixed": edits_of_order.mixed},
    "none": {"nothing": edits.nothing, "quotes": edits.quotes, "markup only": edits.markup, "links only": edits.links},
}
SIZES = {1_000: 2, 5_000: 2, 20_000: 1}
"""Words, and how many chapters of them are edited in each way."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one engine did with one pair. `named` is what was named of what had to be: (found, of)."""

    engine: str
    size: int
    group: str
    edit: str
    seconds: float
    score: Score
    named: Mapping[str, tuple[int, int]]
    among_others: float = 0.0
    """Ours only: CPU where the process has seen the words before, as in a comparison of a whole manual."""
    unjudged: float = 0.0
    """Ours only: CPU of what the peers do too, without significance, reasons and summary."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the tables. Ends with an error where one of our round trips is lost."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--peers", default="/tmp/peers/bin/python", help="the Python that has the packaged peers")
    parser.add_argument("--only", default="", help="edits whose names have this in them")
    parser.add_argument("--ours", action="store_true", help="no peer but htmldiff")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], help="only chapters of so many words")
    parser.add_argument(
        "--seed", type=int, default=0, help="the first of the chapters' seeds; the limits were set on 0"
    )
    parser.add_argument("--json", type=Path, help="a file for all figures")
    chosen = parser.parse_args(arguments)
    sizes = {300: 1} if chosen.quick else {size: n for size, n in SIZES.items() if size in (chosen.sizes or SIZES)}
    found, absent = peers(chosen.peers)
    if chosen.ours or chosen.quick:
        found = {HTMLDIFF: found[HTMLDIFF]}
    print(here("lxml", "rapidfuzz"), *absent, "", sep="\n")
    outcomes = [
        outcome
        for pair in _pairs(sizes, chosen.only, chosen.seed)
        for outcome in _measured(pair, found, 1 if chosen.quick else chosen.rounds)
    ]
    _print(outcomes)
    worst = [] if chosen.quick or chosen.only else list(_worst())
    if worst:
        print(table("Monsters: CPU s, peak MiB, round trip", ["", "CPU s", "MiB", "changes", "back"], worst))
    if chosen.json:
        made = {"absent": absent, "outcomes": [asdict(each) for each in outcomes], "monsters": worst}
        chosen.json.write_text(json.dumps(made, indent=1), "utf-8")
    if any(each.engine == OURS and not each.score.back for each in outcomes) or any(row[-1] != "yes" for row in worst):
        raise SystemExit("a round trip was lost: the changes did not give the other version back")


# --- measuring


@dataclass(frozen=True, slots=True)
class Pair:
    """Two chapters, and how to score what is said of them."""

    size: int
    group: str
    edit: str
    before: Chapter
    after: Chapter
    score: Callable[[Sequence[Run]], Score]
    named: Mapping[str, int]


def _pairs(sizes: Mapping[int, int], only: str, first: int) -> Iterator[Pair]:
    for size, count in sizes.items():
        for group, some in EDITS.items():
            for name, edit in some.items():
                for seed in range(first, first + (count if only in name else 0)):
                    draft = draft_of(size, Random(seed))
                    edited = edit(draft, Random(f"{name} {seed}"))

                    def score(runs: Sequence[Run], draft=draft, edited=edited) -> Score:  # type: ignore[no-untyped-def]
                        return scored(draft, edited, runs)

                    yield Pair(size, group, name, chapter_of(draft), chapter_of(edited.draft), score, edited.named)


def _measured(pair: Pair, found: Mapping[str, Peer], rounds: int) -> Iterator[Outcome]:
    answer, comparison = _best(lambda: _ours(pair), rounds)
    score = pair.score(answer.runs)
    score.claimed = int(not comparison.identical)
    score.back &= _gives_both_back(pair.before, pair.after, comparison)
    named = compare_named.named(comparison, pair.named)
    again, _ = _best(lambda: _ours(pair), rounds, but=OF_WORDS)
    bare, _ = _best(lambda: (_unjudged(pair, comparison), None), rounds)
    seconds = answer.seconds, again.seconds, bare.seconds
    yield Outcome(OURS, pair.size, pair.group, pair.edit, seconds[0], score, named, *seconds[1:])
    for name, peer in found.items():
        times = rounds if name == HTMLDIFF else 1
        told, _ = _best(lambda peer=peer: (peer(pair.before, pair.after), None), times)  # type: ignore[misc]
        yield Outcome(name, pair.size, pair.group, pair.edit, told.seconds, pair.score(told.runs), {})


def _best(work: Callable[[], tuple[Answer, T]], rounds: int, but: Sequence[str] = ()) -> tuple[Answer, T]:
    """The quickest of several rounds; what the product remembers (`but` what these keep) is forgotten before each."""
    made = []
    for _ in range(rounds):
        gc.collect()
        forget(but)
        made.append(work())
    return min(made, key=lambda each: each[0].seconds)


def _ours(pair: Pair) -> tuple[Answer, Comparison]:
    start = time.process_time()
    comparison = compare_chapters(pair.before, pair.after)
    rows = redline(pair.before, pair.after, comparison)
    seconds = time.process_time() - start
    return Answer(tuple(run for row in rows for run in _row_runs(row)), seconds), comparison


def _unjudged(pair: Pair, comparison: Comparison) -> Answer:
    """What the peers do too: which lines are which, the words inside them, and the rows to show; nothing is judged."""
    start = time.process_time()
    here, there = lines(pair.before), lines(pair.after)
    for match in align(here, there):  # lines that stayed come as runs, which have nothing to tell
        old, new = here[match.before], there[match.after]
        if old is not new and old.text != new.text:
            (row_runs if new.block == ROW else word_runs)(old.text, new.text)
    redline(pair.before, pair.after, comparison)
    return Answer((), time.process_time() - start)


def _row_runs(row: RedlineRow) -> Iterator[Run]:
    moved = {RowState.MOVED_TO: ">", RowState.MOVED_FROM: "<"}.get(row.state, "=")
    for kind, text in row.words:
        if not (row.state is RowState.MOVED_TO and kind == "-"):
            yield moved if kind == "=" else kind, text


def _gives_both_back(before: Chapter, after: Chapter, comparison: Comparison) -> bool:
    old, new = lines(before), lines(after)
    forth = [line.content for line in apply_changes(old, comparison)] == [line.content for line in new]
    return forth and [line.content for line in revert_changes(new, comparison)] == [line.content for line in old]


def _worst() -> Iterator[list[str]]:
    for name, monster in monsters.MONSTERS.items():
        before, after = monster()
        forget()
        start = time.process_time()
        comparison = compare_chapters(before, after)
        redline(before, after, comparison)
        seconds = time.process_time() - start
        back = "yes" if _gives_both_back(before, after, comparison) else "no"
        yield [name, f"{seconds:.2f}", f"{peak(before, after):.1f}", str(len(comparison.changes)), back]


def peak(before: Chapter, after: Chapter) -> float:
    """The most memory that a comparison with its redline held at one time, in MiB, beside its two chapters."""
    forget()
    tracemalloc.start()
    redline(before, after, compare_chapters(before, after))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 2**20


# --- printing


def _print(outcomes: Sequence[Outcome]) -> None:
    engines = list(dict.fromkeys(each.engine for each in outcomes))
    sizes = list(dict.fromkeys(each.size for each in outcomes))
    head = ["", *(f"{size:,} words: ms" if n == 0 else f"{size:,}: ms" for n, size in enumerate(sizes))]
    head += [f"{size:,}: of htmldiff" for size in sizes] + [f"{size:,}: over half" for size in sizes]
    mine = [each for each in outcomes if each.engine == OURS]
    others = [replace(each, engine=AMONG_OTHERS, seconds=each.among_others) for each in mine]
    others += [replace(each, engine=UNJUDGED, seconds=each.unjudged) for each in mine]
    rows = [_speed_row(engine, sizes, [*others, *outcomes]) for engine in (OURS, AMONG_OTHERS, UNJUDGED, *engines[1:])]
    print(table("CPU a pair", head, rows))
    head = [
        "",
        "said/true",
        "exact %",
        "islands /100",
        "moves %",
        "precision %",
        "false moved /1,000",
        "claimed",
        "cut",
        "back %",
    ]
    for group in dict.fromkeys(each.group for each in outcomes):
        rows = [
            _quality_row(engine, [o for o in outcomes if (o.engine, o.group) == (engine, group)]) for engine in engines
        ]
        print(table(f"What is reported: {group}", head, rows))
    ours = [each for each in outcomes if each.engine == OURS]
    rows = [
        _edit_row(name, [o for o in ours if o.edit == name], outcomes) for name in dict.fromkeys(o.edit for o in ours)
    ]
    print(table("Ours, edit by edit", [*head, "worst of htmldiff", "named"], rows))


def _speed_row(engine: str, sizes: Sequence[int], outcomes: Sequence[Outcome]) -> list[str]:
    """Milliseconds a pair; all pairs as a share of htmldiff; and how many take more than half of what it takes."""
    spent, peer = (
        [[o.seconds for o in outcomes if (o.engine, o.size) == (name, size)] for size in sizes]
        for name in (engine, HTMLDIFF)
    )
    means = [f"{sum(each) / len(each) * 1000:.1f}" for each in spent]
    shares = [f"{sum(mine) / sum(theirs):.3f}" for mine, theirs in zip(spent, peer, strict=True)]
    over = [
        f"{sum(one > other / 2 for one, other in zip(mine, theirs, strict=True))} of {len(mine)}"
        for mine, theirs in zip(spent, peer, strict=True)
    ]
    return [engine, *means, *shares, *over]


def _quality_row(engine: str, some: Sequence[Outcome]) -> list[str]:
    total = Score()
    for each in some:
        total.add(each.score)
    said = f"{total.reported / total.true:.3f}" if total.true else str(total.reported)
    return [
        engine,
        said,
        _percent(total.runs_exact, total.runs),
        f"{100 * total.islands / total.runs:.1f}" if total.runs else "-",
        _percent(total.moves_found, total.moves),
        _percent(total.moved_reported - total.moved_falsely, total.moved_reported),
        f"{1000 * total.moved_falsely / total.words:.2f}",
        str(total.claimed),
        str(total.cut),
        _percent(total.back, total.pairs),
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def _edit_row(name: str, some: Sequence[Outcome], outcomes: Sequence[Outcome]) -> list[str]:
    peer = [o.seconds for o in outcomes if o.engine == HTMLDIFF and o.edit == name]
    worst = max(mine.seconds / theirs for mine, theirs in zip(some, peer, strict=True))
    counts: dict[str, list[int]] = {}
    for each in some:
        for what, (found, of) in each.named.items():
            sums = counts.setdefault(what, [0, 0])
            sums[0] += found
            sums[1] += of
    told = ", ".join(f"{what} {found}/{of}" for what, (found, of) in counts.items())
    return [name, *_quality_row("", some)[1:], f"{worst:.2f}", told]


if __name__ == "__main__":
    main()
