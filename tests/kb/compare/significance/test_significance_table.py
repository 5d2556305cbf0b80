"""Significance over a table of sentences before and after, with the class and the kinds of reasons that are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from kb.compare.significance.judging import Verdict, judged_alone, judged_amended
from kb.model import Reason, ReasonKind, Significance
from kb.text import normalised

TABLE = Path(__file__).parents[3] / "examples" / "significance.txt"
EDITORIAL, REFERENCE = Significance.EDITORIAL, Significance.REFERENCE


@dataclass(frozen=True)
class Pair:
    """A row of the table; "" for a side on which there is nothing."""

    before: str
    after: str
    significance: Significance
    kinds: frozenset[ReasonKind]


def _pairs() -> Iterator[Pair]:
    sides = {"-": "", "+": ""}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        mark, _, text = line.partition(" ")
        if mark in sides:
            sides[mark] = normalised(text)
        elif mark == "=":
            significance, _, kinds = text.partition(": ")
            named = frozenset(ReasonKind(kind) for kind in kinds.split(", "))
            yield Pair(sides["-"], sides["+"], Significance(significance), named)
            sides = {"-": "", "+": ""}


PAIRS = tuple(_pairs())


def _judged(before: str, after: str) -> Verdict:
    if before and after:
        return judged_amended(before, after)
    return judged_alone(after or before, added=bool(after), pointing=False)


def test_the_table_is_large_and_holds_what_must_not_alarm() -> None:
    """At least 150 pairs, 40 of which change nothing that is to be done, and every class a dozen times."""
    classes = Counter(pair.significance for pair in PAIRS)
    assert len(PAIRS) >= 150
    assert classes[EDITORIAL] + classes[REFERENCE] >= 40
    assert min(classes[one] for one in Significance) >= 12
    assert len(set(PAIRS)) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.before[:40]} → {pair.after[:40]}")
def test_class_and_kinds_of_a_pair(pair: Pair) -> None:
    """The class is right and the reasons are of these kinds and no others ("wording" may stand beside them)."""
    verdict = _judged(pair.before, pair.after)
    kinds = {reason.kind for reason in verdict.reasons}
    assert verdict.significance is pair.significance, verdict
    assert kinds - {ReasonKind.WORDING} == pair.kinds - {ReasonKind.WORDING}, verdict
    assert kinds >= pair.kinds, verdict


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.after[:40]} → {pair.before[:40]}")
def test_the_words_of_a_reason_stand_in_the_texts(pair: Pair) -> None:
    """What a reason quotes as proof stands in the text it is said to stand in, word for word."""
    for reason in _judged(pair.before, pair.after).reasons:
        _stands(reason, pair.before, pair.after)


def _stands(reason: Reason, before: str, after: str) -> None:
    for quoted, text in ((reason.before, before), (reason.after, after)):
        for part in (quoted or "").split(" … "):
            assert part.casefold() in text.casefold(), reason


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.after[:40]} ← {pair.before[:40]}")
def test_taking_a_change_back_is_of_the_same_class(pair: Pair) -> None:
    """No false alarm and no miss in the other direction either."""
    assert _judged(pair.after, pair.before).significance is pair.significance


def test_mixed_up_sentences_are_of_one_class_in_both_directions() -> None:
    """Whatever words came, went and changed places: both directions are of one class, and every quotation stands."""
    random = Random(3)
    texts = [text for pair in PAIRS for text in (pair.before, pair.after) if text]
    for _ in range(400):
        words = " ".join(random.sample(texts, 2)).split()
        before = " ".join(words)
        for _ in range(random.randint(1, 5)):
            at, others = random.randrange(len(words)), random.choice(texts).split()
            stop = at + random.choice((0, 1, 1, 3))
            words[at:stop] = random.sample(others, min(len(others), random.randint(0, 3)))
            words = words or ["Staff"]
        after = " ".join(words)
        there, back = judged_amended(before, after), judged_amended(after, before)
        assert there.significance is back.significance, (before, after)
        for reason in there.reasons:
            _stands(reason, before, after)
