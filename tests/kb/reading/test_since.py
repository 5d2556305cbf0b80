"""Back from leave: one item a chapter over all editions of the time away."""

from __future__ import annotations

from datetime import date

from kb.history import History
from kb.model import Chapter, KnownEdition, Level, ReadingItem, ReadingRules
from kb.reading import asked_since, one_a_chapter
from tests.builders import chapter
from tests.facts import moment
from tests.kb.reading.builders import edition, entry, history, listed

EDITIONS = (
    edition("October 2021", "2021-10", "2021-10-11"),
    edition("March 2021", "2021-03", "2021-03-15"),
    edition("October 2020", "2020-10", "2020-10-12"),
)


def text(days: int = 7, weeks: int = 6) -> Chapter:
    """A chapter with a time limit in each of two sections."""
    return chapter(
        f"1 First visit: The worker must visit within {days} working days.",
        f"2 Later visits: The worker must visit every {weeks} weeks.",
        "3 Records: Everything is written down the same day.",
    )


def away(since: str, *known: History, editions: tuple[KnownEdition, ...] = EDITIONS) -> tuple[ReadingItem, ...]:
    """What somebody has to read who was away since a day."""
    items = asked_since(listed(known, editions), date.fromisoformat(since))
    return one_a_chapter(items, known, ReadingRules())


def test_several_editions_are_one_item() -> None:
    """The strongest level, all sections, what to look for over the whole time, and each edition's reasons."""
    (item,) = away("2020-09-01", history(1, text(), text(5), text(5, 4)))
    assert (item.level, item.editions) == (Level.MUST, ("March 2021", "October 2020"))
    assert item.sections == (("1", "First visit"), ("2", "Later visits"))
    assert "7 → 5 working days" in item.look_for and "6 → 4 weeks" in item.look_for
    assert {reason.partition(":")[0] for reason in item.reasons} == {"March 2021", "October 2020"}


def test_a_limit_changed_twice_is_told_as_it_was_and_is() -> None:
    """Nobody has to follow the steps in between."""
    (item,) = away("2020-09-01", history(1, text(7), text(5), text(3)))
    assert item.look_for == "Section 1, First visit: time limit 7 → 3 working days."


def test_what_was_changed_back_asks_for_nothing() -> None:
    """It is listed with both editions, but the text is the one that they know."""
    (item,) = away("2020-09-01", history(1, text(7), text(5), text(7)))
    assert (item.level, item.words, item.minutes) == (Level.INFO, 0, 1)
    assert item.look_for == "The text is as it was before; what changed has been changed back."
    assert item.editions == ("March 2021", "October 2020")


def test_who_left_between_the_two_has_to_read_it() -> None:
    """They know the text in between."""
    (item,) = away("2020-11-01", history(1, text(7), text(5), text(7)))
    assert (item.level, item.look_for) == (Level.MUST, "Section 1, First visit: time limit 5 → 7 working days.")


def test_what_was_withdrawn_is_not_to_be_read() -> None:
    """Whatever changed in it before."""
    (item,) = away("2020-09-01", history(1, text(7), text(5), withdrawn_at=moment("2021-03-15")))
    assert (item.level, item.sections, item.minutes) == (Level.NONE, (), 0)


def test_a_new_chapter_that_changed_since_is_read_whole() -> None:
    """Nobody knows any of it."""
    days = ("2020-10-12", "2021-03-15")
    first = history(1, text(), days=("2020-03-16",))
    (item,) = away("2020-09-01", first, history(2, text(7), text(5), days=days))
    assert (item.sections, item.words) == ((), text().words)


def test_days_are_taken_as_late_as_they_may_be() -> None:
    """A log dated to the month may be of its last day; a change seen later than its edition's month still counts."""
    late = (edition("March 2021", "2021-03", "2021-06-14", entry(1, "Section 1 was amended.", sections=("1",))),)
    known = history(1, text(7), text(5), days=("2020-03-16", "2021-06-14"))
    assert len(away("2021-03-31", known, editions=late)) == 1
    assert len(away("2021-06-14", known, editions=late)) == 1
    assert away("2021-06-15", known, editions=late) == ()


def test_old_editions_found_late_are_not_news() -> None:
    """What only the log can tell counts by its own date."""
    old = (edition("October 2019", "2019-10", "2020-03-16", entry(1, "Updated.")),)
    assert away("2020-03-01", history(1, text()), editions=old) == ()
    assert len(away("2019-10-31", history(1, text()), editions=old)) == 1
