"""Steps of a small manual in our own words, for the search over what changed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kb.compare import compare_chapters
from kb.model import Change, Chapter
from kb.search import Passage, Run, Step
from tests.builders import chapter

PANEL = "The panel meets each month and hears the carer before it decides."
MOVED = "The independent reviewing officer is told of every private fostering arrangement within 5 working days."
HISTORIES: dict[str, tuple[Chapter, ...]] = {
    "Private Fostering": (
        chapter("1 Scope: A child under 16 lives with others for 28 days or more.", f"2 Telling: {MOVED} / {PANEL}"),
        chapter("1 Scope: A child under 16 lives with others for 28 days or more.", f"2 Telling: {PANEL} / {MOVED}"),
        chapter(
            "1 Scope: A child under 16 lives with others for 28 days or more.",
            f"2 Telling: {PANEL} / {MOVED}",
            "3 Visits: In private fostering the child is seen alone. Private fostering visits are written up.",
        ),
    ),
    "Reviews": (
        chapter("1 Who: Every LAC is reviewed. The LAC review is chaired.", "2 When: First within 20 working days."),
        chapter(
            "1 Who: Every looked after child is reviewed. The looked after child review is chaired.",
            "2 When: First within 28 days. / | Then | every 6 months |",
        ),
        chapter("1 Who: Every looked after child is reviewed.", "2 When: First within 28 days. See section 47 too."),
    ),
    "Panels": (
        chapter(f"1 Panel: {PANEL} / A strategy discussion is held first."),
        chapter(f"1 Panel: A strategy discussion is held first. {PANEL} / Discussion of strategy follows."),
    ),
}
DAYS = ("2020-03-16", "2020-10-12", "2021-03-15")


def steps() -> Iterator[Step]:
    """Every step of every history."""
    for title, texts in HISTORIES.items():
        for number, (before, after) in enumerate(pairwise(texts), start=1):
            found = compare_chapters(before, after)
            yield step(title, number, tuple(_passages(found.changes)), edition=f"Edition {number}")


def _passages(changes: tuple[Change, ...]) -> Iterator[Passage]:
    for number, change in enumerate(changes, start=1):
        if any(state != "=" for state, _ in change.words):
            yield Passage("", "Section", f"here#change-{number}", change.words)


def step(title: str, number: int, passages: tuple[Passage, ...], edition: str | None = None) -> Step:
    """A step from one version to the next."""
    slug = title.lower().replace(" ", "-")
    since, until = DAYS[number - 1], DAYS[number]
    place = f"chapters/{slug}/compare/{number}-{number + 1}/index.html"
    return Step("swanford", slug, title, number, number + 1, since, until, place, passages, edition, "1", manual="Swan")


def one_change(*runs: Run, title: str = "A", number: int = 1) -> Step:
    """A step with one passage of the given runs."""
    return step(title, number, (Passage("1", "First", "here#change-1", runs),))
