"""PDF documents for tests, as runs of text at their places on the page."""

from __future__ import annotations

from collections.abc import Sequence

from tests.crawler.extract.builders import Run, pdf

_LEFT = (
    "A child who moves has a right to know why, in",
    "words that the child understands. The worker",
    "tells the child before the move and not in the",
    "car. Where a move cannot wait, the worker says",
    "so and comes back within two days to explain it",
    "again. What was said is written down by the wor-",
    "ker on the same day, in words of the child.",
)
_RIGHT = (
    "The new carer is told what the child likes, what",
    "the child fears and whom the child wants to see.",
    "This takes an hour, and nobody has it to spare;",
    "it saves many. The old carer is asked to write a",
    "letter that the child may open when it is time.",
    "Belongings are carried in a suitcase, never in a",
    "bag for rubbish. The child packs with help.",
)


def _column(lines: Sequence[str], left: float, top: float) -> list[Run]:
    return [(left, top - 14 * place, 10, False, line) for place, line in enumerate(lines)]


def columns_pdf() -> bytes:
    """Two columns whose lines the file holds row by row, a title and a sentence over the whole width."""
    pairs = zip(_column(_LEFT, 50, 690), _column(_RIGHT, 310, 690), strict=True)
    across = "Moves are rare in a good plan, and a plan that needs many of them is looked at again by somebody else."
    title: list[Run] = [(50, 780, 20, True, "Moving Home"), (50, 740, 10, False, across)]
    return pdf([[*title, *(one for pair in pairs for one in pair)]])


def footnotes_pdf() -> bytes:
    """A paragraph that runs over two pages, with a footnote between its halves; page numbers and a running head."""
    head: Run = (50, 815, 8, False, "Recording Policy - draft")
    body = [
        f"Line {word} of a paragraph that goes on over the end of its page, as long" for word in ["one", "two", "six"]
    ]
    first: list[Run] = [head, (50, 760, 18, True, "Recording Policy"), (50, 720, 12, True, "1 Why we record")]
    first += [(50, 690 - 14 * place, 11, False, line) for place, line in enumerate(body)]
    first += [
        (50, 90, 8, False, "1 A record is anything written about a child, on paper or not,"),
        (50, 80, 8, False, "also a text message."),
    ]
    second: list[Run] = [head, (50, 760, 11, False, "as it has something to say."), (50, 720, 12, True, "2 When")]
    second += [
        (50, 690, 11, False, "On the day. Whoever is late says why, and the reason is"),
        (50, 676, 11, False, "written down too."),
    ]
    pages = [first, second, [head, (50, 760, 11, False, "Nothing else is asked of anybody who writes for a child.")]]
    return pdf([[*page, (290, 30, 9, False, str(number))] for number, page in enumerate(pages, 1)])


def numbered_pdf() -> bytes:
    """Headings that only their numbers and weight tell, lists in two depths, a table whose head is printed again."""
    first: list[Run] = [
        (50, 780, 11, True, "FOSTERING ALLOWANCES"),
        (50, 750, 11, True, "1. Rates"),
        (50, 730, 11, False, "The rate depends on age and is paid each week on a Thursday."),
        (50, 700, 11, True, "1.1 By age"),
        (50, 680, 11, True, "Age"),
        (150, 680, 11, True, "A week"),
        (50, 664, 11, False, "0 to 4"),
        (150, 664, 11, False, "£154"),
        (50, 648, 11, False, "5 to 10"),
        (150, 648, 11, False, "£170"),
    ]
    second: list[Run] = [
        (50, 780, 11, True, "Age"),
        (150, 780, 11, True, "A week"),
        (50, 764, 11, False, "11 to 15"),
        (150, 764, 11, False, "£194"),
        (50, 730, 11, True, "2. Extra payments"),
        (50, 710, 11, False, "a) for birthdays;"),
        (50, 694, 11, False, "b) for holidays:"),
        (70, 678, 11, False, "(i) one week;"),
        (70, 662, 11, False, "(ii) two weeks."),
    ]
    return pdf([first, second])
