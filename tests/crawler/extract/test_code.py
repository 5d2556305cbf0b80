"""Text set as typed: program code and commands, line by line; and what surrounds the text of technical manuals."""

from __future__ import annotations

import pytest

from crawler.extract.links import Links
from crawler.layouts import layout_of
from kb.compare import apply_changes, compare_chapters, lines
from kb.model import Block, BlockKind, Chapter
from tests.crawler.extract.builders import URL, WORDS
from tests.crawler.extract.test_html import read


def code_of(chapter: Chapter) -> list[Block]:
    """The lines of code of a chapter."""
    return [block for block in chapter.blocks() if block.kind is BlockKind.CODE]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<pre>one\n  two</pre>", [["one", "  two"]]),
        ("<pre>\none\n\n\ntwo\n</pre>", [["one"], ["two"]]),
        ("<pre><div>one</div><div>two</div></pre>", [["one", "two"]]),
        ("<pre>one<br>two<br><br>three</pre>", [["one", "two"], ["three"]]),
        ("<pre>one</pre><pre>two</pre>", [["one"], ["two"]]),
        ("<ol><li>Ask:<pre>one\ntwo</pre></li></ol>", [["one", "two"]]),
        ("<pre><h3>Not code</h3><p>But text.</p></pre>", []),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><pre>one\ntwo</pre></td></tr></table>", []),
    ],
)
def test_code_is_read_line_by_line(markup: str, expected: list[list[str]]) -> None:
    """Each line is a block with its indentation; a blank line ends a stretch; structure inside is read as such."""
    stretches: dict[int, list[str]] = {}
    for block in code_of(read(WORDS + markup)):
        stretches.setdefault(block.table, []).append(block.text)
    assert list(stretches.values()) == expected


@pytest.mark.parametrize(
    "other",
    [
        "<pre>for each in all:  \n\tvisit(each)\t\n</pre>",
        "<pre>\r\nfor each in all:\r\n    visit(each)\r\n</pre>",
        '<pre><code><span class="k">for</span> <b>each</b> in all:<br>    visit(<i>each</i>)</code></pre>',
        '<table><tr><td class="linenos"><pre>1\n2</pre><td><pre>for each in all:\n    visit(each)</pre></table>',
        "<pre>for each in all:\u200b\n\u00a0   visit(each)\n\n\n</pre>",
    ],
)
def test_renderings_of_code_have_one_digest(other: str) -> None:
    """Trailing blanks, line ends, colours and line numbers do not count."""
    plain = read(WORDS + "<pre>for each in all:\n    visit(each)</pre>")
    assert read(WORDS + other).digest == plain.digest
    assert len(code_of(plain)) == 2


def test_spans_of_code_stay_in_their_line() -> None:
    """A link over two lines is a link in each, and none reaches into the blanks at a line's end."""
    found = code_of(read(WORDS + '<pre>see <a href="https://x.example/">this  \n  page </a></pre>'))
    assert [block.text[span.start : span.end] for block in found for span in block.spans] == ["this", "  page"]


def test_code_is_compared_line_by_line() -> None:
    """A changed line of code is one change, and from it comes the new text."""
    before, after = (read(f"{WORDS}<pre>fetch all\nkeep {what}\nend</pre>") for what in ("pages", "pages and checks"))
    comparison = compare_chapters(before, after)
    assert [(change.block, change.before, change.after) for change in comparison.changes] == [
        ("code", "keep pages", "keep pages and checks")
    ]
    made = apply_changes(lines(before), comparison)
    assert [line.content for line in made] == [line.content for line in lines(after)]


@pytest.mark.parametrize(
    "tail",
    ["© 2019-2021, the authors.", "Created using Scribe 3.5.2.", "Previous: Visits Next: Reviews"],
)
def test_what_stands_below_the_text_is_told_by_its_place(tail: str) -> None:
    """A colophon at the end of a page is furniture; the same words further up are text."""
    below, above = read(f"{WORDS}<p>{tail}</p>"), read(f"<p>{tail}</p>{WORDS}{'<p>More of it.</p>' * 8}")
    assert below.digest == read(WORDS).digest
    assert tail in [block.text for block in above.blocks()]


def test_a_menu_that_names_the_page_is_not_its_title() -> None:
    """Where a menu before the text has the title's words, the text begins at the heading, not at the menu."""
    named = read(f"<ul><li>Visits</li><li>Reviews</li></ul><h1>Visits</h1>{WORDS}", head="<title>Visits</title>")
    assert [block.text for block in named.blocks()] == [block.text for block in read(WORDS).blocks()]


@pytest.mark.parametrize(
    "href",
    [
        "https://www.google.com/url?q=https://care.example/a%3Fb%3D1&sa=D&ust=1700000000",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcare.example%2Fa%3Fb%3D1&data=05%7C01",
        "https://care.example/a?b=1",
    ],
)
def test_a_link_that_is_passed_on_counts_as_where_it_leads(href: str) -> None:
    """The stamp of the program that passes a link on is another at each publication; it is no change."""
    found = Links(URL, layout_of(URL)).resolve(href)
    assert found is not None
    assert found[1] == "https://care.example/a?b=1"
