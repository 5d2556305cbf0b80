"""What to read again for somebody who was away: one item a chapter, over all editions of that time.

The sections, the minutes and what to look for come from the text as it stood before against the text as it stands now:
what changed and changed back has not to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from kb.history import History
from kb.model import Level, ReadingItem, ReadingRules, TextStep
from kb.reading.levels import shown_by
from kb.reading.passages import changed_passages, minutes_of


def asked_since(items: Iterable[ReadingItem], day: date) -> tuple[ReadingItem, ...]:
    """The items of what may have come since a day: of an edition that may be of that day or later, or of a text that we
    first saw on that day or later, whatever month the log gives it."""
    return tuple(item for item in items if _last(item) >= day)


def _last(item: ReadingItem) -> date:
    edition = item.until or item.since
    return max(edition, item.step.seen_on) if item.step else edition


def one_a_chapter(
    items: Sequence[ReadingItem], known: Iterable[History], rules: ReadingRules
) -> tuple[ReadingItem, ...]:
    """The items (newest first, of one manual) with those of one chapter made one, the most urgent first."""
    histories = {history.chapter.id: history for history in known}
    grouped: dict[int, list[ReadingItem]] = {}
    for item in items:
        grouped.setdefault(item.chapter_id, []).append(item)
    merged = [_merged(group, histories, rules) for group in grouped.values()]
    return tuple(sorted(merged, key=lambda one: (one.level.rank, one.title, one.slug)))


def _merged(items: Sequence[ReadingItem], histories: Mapping[int, History], rules: ReadingRules) -> ReadingItem:
    if len(items) == 1:
        return items[0]
    newest = items[0]
    strongest = min(items, key=lambda one: one.level.rank)
    oldest = min(items, key=lambda one: one.since)
    words = _words(items)
    joined = replace(
        newest,
        level=strongest.level,
        reasons=tuple(f"{_when(item)}: {reason}" for item in items for reason in item.reasons),
        sections=tuple(dict.fromkeys(section for item in items for section in item.sections)),
        also=tuple(dict.fromkeys(section for item in items for section in item.also)),
        said=" ".join(f"{_when(item)}: {item.said}" for item in items if item.said),
        look_for=" ".join(f"{_when(item)}: {item.look_for}" for item in items if item.look_for),
        words=words,
        minutes=minutes_of(words, rules.words_a_minute),
        since=oldest.since,
        stated=oldest.stated,
        editions=tuple(dict.fromkeys(label for item in items for label in item.editions)),
    )
    if newest.level is Level.NONE and newest.step is None:  # withdrawn: nothing is left to read
        return replace(joined, level=Level.NONE, sections=(), also=(), words=0, minutes=0)
    return _over_all(joined, items, histories, rules)


def _over_all(
    joined: ReadingItem, items: Sequence[ReadingItem], histories: Mapping[int, History], rules: ReadingRules
) -> ReadingItem:
    """The item with what the oldest and the newest text show, where every item rests on one and the same text's."""
    steps = [item.step for item in items if item.step is not None]
    if not steps or len({step.text_id for step in steps}) > 1:
        return joined
    history = histories[steps[0].text_id]
    by_ordinal = {version.ordinal: version for version in history.versions}
    before = min((by_ordinal[step.before] for step in steps), key=lambda one: one.first_seen)
    after = max((by_ordinal[step.after] for step in steps), key=lambda one: one.first_seen)
    comparison = history.comparison(before, after)
    level, reason = shown_by(comparison)
    step = TextStep(history.chapter.id, before.ordinal, after.ordinal, max(one.seen_on for one in steps))
    found = changed_passages(comparison, history.text(after))
    by_the_log = [item for item in items if item.step is None and item.level.asks_for_reading]
    if not level.asks_for_reading and not by_the_log:
        reasons = (*joined.reasons, f"over all of them: {reason}")
        look_for = found.look_for or "The text is as it was before; what changed has been changed back."
        return replace(
            joined,
            level=Level.INFO,
            reasons=reasons,
            sections=found.sections,
            also=found.also,
            words=0,
            minutes=1,
            look_for=look_for,
            step=step,
        )
    words = max(found.words, *(item.words for item in by_the_log), 0)
    whole = any(not item.sections for item in by_the_log)
    return replace(
        joined,
        sections=() if whole else joined.sections if by_the_log else found.sections,
        also=found.also,
        words=words,
        minutes=minutes_of(words, rules.words_a_minute),
        look_for=found.look_for or joined.look_for,
        step=step,
    )


def _words(items: Sequence[ReadingItem]) -> int:
    """The words of each text once: those of its longest item. A document is read beside its chapter."""
    texts: dict[int | None, int] = {}
    for item in items:
        text_id = item.step.text_id if item.step and item.step.text_id != item.chapter_id else None
        texts[text_id] = max(texts.get(text_id, 0), item.words)
    return sum(texts.values())


def _when(item: ReadingItem) -> str:
    return item.edition_label or item.since.isoformat()
