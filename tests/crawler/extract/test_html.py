"""HTML pages: structure, spans, noise, encodings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract import read_chapter
from crawler.layouts import layout_of
from kb.model import BlockKind, BoxKind, Chapter, SpanKind
from tests.crawler.extract.builders import URL, WORDS, chapter_page, page

GEN3 = "https://oakenshawcs.trixonline.co.uk/chapter/visits"


def read(content: str, head: str = "<h1>Visits</h1>", url: str = URL) -> Chapter:
    """The chapter of a page with this content."""
    return read_chapter(chapter_page(content, head, url), layout_of(url))


@pytest.mark.parametrize(
    ("printed", "number", "title"),
    [
        ("3.5 Private Fostering", "3.5", "Private Fostering"),
        ("1.2.11&nbsp; Pre-Birth Assessment |", "1.2.11", "Pre-Birth Assessment"),
        ("CP4. Child Protection Conferences", "CP4", "Child Protection Conferences"),
        ("PG21 Online Safety", "PG21", "Online Safety"),
        ("16 Plus Team", "", "16 Plus Team"),
        ("2019 in Review", "", "2019 in Review"),
        ("S47 Enquiries", "", "S47 Enquiries"),
    ],
)
def test_numbers_are_split_from_titles(printed: str, number: str, title: str) -> None:
    """A chapter's title is without its number; a number that belongs to the title stays."""
    chapter = read(WORDS, f"<h1>{printed}</h1>")
    assert (chapter.number, chapter.title) == (number, title)


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            "<h2>1. A</h2><h3>1.1 B</h3><h3>Plain</h3><h2>Appendix A: C</h2>",
            [("1", "A", 1), ("1.1", "B", 2), ("", "Plain", 2), ("Appendix A", "C", 1)],
        ),
        ("<h2>1. A</h2><h2>1.1 B</h2><h2>2. C</h2>", [("1", "A", 1), ("1.1", "B", 2), ("2", "C", 1)]),
        ("<h4>A</h4><h5>B</h5><h4>C</h4>", [("", "A", 1), ("", "B", 2), ("", "C", 1)]),
        (
            "<h2>1 Scope of it</h2><h2>2 Time</h2><h2>24 Hour Cover</h2>",
            [("1", "Scope of it", 1), ("2", "Time", 1), ("", "24 Hour Cover", 1)],
        ),
        ("<h2>1. A</h2><p><b>1.1 B</b></p><p><b>2. C</b></p>", [("1", "A", 1), ("1.1", "B", 2), ("2", "C", 1)]),
        ("<p><b>1. A</b><br>Text of it.</p><p><strong>APPENDIX b - Forms</strong></p>", [("1", "A", 1)]),
        (
            "<h2>Section 47 Enquiries</h2><h2>Section 3: Visits</h2>",
            [("", "Section 47 Enquiries", 1), ("3", "Visits", 1)],
        ),
        (
            "<h2>Appendix 2 Forms</h2><h2>Chapter 4: Learning</h2>",
            [("Appendix 2", "Forms", 1), ("Chapter 4", "Learning", 1)],
        ),
    ],
)
def test_headings_make_a_labelled_tree(headings: str, expected: list[tuple[str, str, int]]) -> None:
    """Labels, titles and levels come from real headings and from numbered bold paragraphs."""
    sections = [one for one in read(headings + WORDS).sections if one.level][: len(expected)]
    assert [(one.label, one.title, one.level) for one in sections] == expected


def test_anchors_follow_label_and_title_and_are_unique() -> None:
    """An anchor does not depend on the place in the page, and no two sections share one."""
    anchors = [one.anchor for one in read(f"{WORDS}<h2>1. Visits</h2><h2>Notes</h2><h2>Notes</h2>").sections]
    assert anchors == ["start", "1-visits", "notes", "notes-2"]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("SCOPE OF THIS CHAPTER", BoxKind.SCOPE),
        ("Scope of this chapter", BoxKind.SCOPE),
        ("RELEVANT LOCAL GUIDANCE", BoxKind.GUIDANCE),
        ("Relevant Procedures and Guidance", BoxKind.GUIDANCE),
        ("Related guidance", BoxKind.GUIDANCE),
        ("RELATED CHAPTER(S)", BoxKind.RELATED),
        ("RELEVANT CHAPTER", BoxKind.RELATED),
        ("Amendment", BoxKind.AMENDMENT),
        ("LOCAL INFORMATION", BoxKind.LOCAL),
        ("N.B.", BoxKind.NOTE),
    ],
)
@pytest.mark.parametrize("markup", ["<h2>{}</h2>", "<h4>{}</h4>", "<p><strong>{}</strong></p>"])
def test_boxes_are_told_by_their_names(heading: str, kind: BoxKind, markup: str) -> None:
    """A box is told by its heading's words, whatever the case or markup, and ends at the first section."""
    chapter = read(markup.format(heading) + "<p>In the box.</p><h2>1. First</h2>" + WORDS)
    assert [(box.kind, box.text) for box in chapter.boxes] == [(kind, "In the box.")]
    assert [one.label for one in chapter.sections] == ["1"]


def test_a_note_inside_a_section_is_not_a_box() -> None:
    """Once the text has begun, a note stays in its section, and what follows it too, in whatever markup."""
    marked = "<div class=note><h2>NOTE</h2><p>Mind this.</p></div>"
    headed = "<section class=chapter-box><h2>Note</h2><p>Mind this.</p></section>"
    one, other = (read(f"<h2>1. First</h2>{WORDS}{note}<p>After.</p>") for note in (marked, headed))
    kinds = [block.kind for block in one.sections[0].blocks]
    assert one.boxes == ()
    assert kinds == [BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.PARAGRAPH]
    assert other.digest == one.digest


def test_a_note_above_the_text_is_the_same_in_any_markup() -> None:
    """A box is told by its heading; the class of its element does not count."""
    one = read(f"<div class=note><h2>NOTE</h2><p>Mind this.</p></div><h2>1. First</h2>{WORDS}")
    other = read(f"<section><h2>Note</h2><p>Mind this.</p></section><h2>1. First</h2>{WORDS}")
    assert one.boxes[0].text == "Mind this."
    assert other.digest == one.digest


def test_a_box_with_its_own_container_ends_with_it() -> None:
    """Text after the box's container is the chapter's, although no heading comes between."""
    chapter = read(f"<div><h2>AMENDMENT</h2><p>In May 2020.</p></div>{WORDS}")
    assert chapter.boxes[0].text == "In May 2020."
    assert [one.level for one in chapter.sections] == [0]


def test_spans_have_right_offsets_after_collapsing() -> None:
    """Spans point at their words however the source is spaced or nested, and empty ones are gone."""
    link, form = "<a href='p_a.html'> <b>Chapter\xa0 A</b></a>", "<a href='f.doc'>\u00adform</a>"
    content = f"<p>  See \n {link}, <i>not</i><b> </b> {form}.</p>"
    block = read(content + WORDS).sections[0].blocks[0]
    assert block.text == "See Chapter A, not form."
    shown = [(span.kind, block.text[span.start : span.end]) for span in block.spans]
    assert shown == [
        (SpanKind.CROSS_LINK, "Chapter A"),
        (SpanKind.STRONG, "Chapter A"),
        (SpanKind.EMPHASIS, "not"),
        (SpanKind.LINK, "form"),
    ]


@pytest.mark.parametrize(
    ("href", "kind", "target"),
    [
        ("p_b.html#s1", SpanKind.CROSS_LINK, "https://oakenshaw.proceduresonline.com/p_b.html#s1"),
        (
            "HTTP://Oakenshaw.ProceduresOnline.com/p_b.html",
            SpanKind.CROSS_LINK,
            "http://oakenshaw.proceduresonline.com/p_b.html",
        ),
        ("client_supplied/f.pdf", SpanKind.CROSS_LINK, "https://oakenshaw.proceduresonline.com/client_supplied/f.pdf"),
        ("client_supplied/f.xls", SpanKind.LINK, "https://oakenshaw.proceduresonline.com/client_supplied/f.xls"),
        ("//www.gov.uk/x", SpanKind.LINK, "https://www.gov.uk/x"),
        ("mailto:a@b.example", SpanKind.LINK, "mailto:a@b.example"),
    ],
)
def test_links_are_absolute_and_know_whether_they_leave(href: str, kind: SpanKind, target: str) -> None:
    """A link to another page of the manual is a cross link; documents and other sites are links."""
    (span,) = read(f"<p>Words <a href='{href}'>here</a> and there, enough.</p>").sections[0].blocks[0].spans
    assert (span.kind, span.target) == (kind, target)


@pytest.mark.parametrize("href", ["javascript:void(0)", "", "http://["])
def test_links_to_nowhere_are_plain_text(href: str) -> None:
    """What leads nowhere is no link, and its words stay."""
    block = read(f"<p>Words <a href='{href}'>here</a> and there, enough.</p>").sections[0].blocks[0]
    assert (block.text, block.spans) == ("Words here and there, enough.", ())


@pytest.mark.parametrize(
    "noise",
    [
        "<nav><p>Menu of pages</p></nav>",
        "<p>Skip to main content</p>",
        "<p>Text Size: View this website with small text View this website with large text</p>",
        "<p>View LCP Procedures View LCP Procedures</p>",
        "<p>Durham SCB Logo</p>",
        "<p><a href='#top'>Top of page</a></p>",
        "<p>v85</p>",
        "<p>Last Updated: April 15, 2026</p>",
        "<p>Last Updated: April 15, 2026 v12</p>",
        "<div class='breadcrumb'><a href='/'>Home</a> &gt; Visits</div>",
        "<p>Home &gt; Children &gt; Visits</p>",
        "<p><a href='javascript:print()'>Print this page</a></p>",
        "<p><a href='javascript:print()'>Print</a> <a href='https://share.example/'>Share</a></p>",
        "<h2>Contents</h2><ol><li><a href='#a'>First</a></li><li>Appendix A: Forms</li></ol>",
        "<ul><li><a href='#a'>First</a></li><li><a href='#b'>Second</a></li></ul>",
        "<div id='toc' class='tocify'><ul><li>First</li></ul></div>",
        "<script>document.write('words')</script><!-- a comment --><style>p {}</style>",
        "<div><img src='l.gif' alt='Company Logo'></div>",
    ],
)
def test_furniture_is_no_content(noise: str) -> None:
    """Furniture anywhere around the text leaves the chapter's digest as it is."""
    text = f"{WORDS}<h2 id='a'>1. First</h2><p>One.</p><h2 id='b'>2. Second</h2><p>Two.</p>"
    assert read(noise + text).digest == read(text).digest


def test_last_updated_is_the_date_the_page_states() -> None:
    """The footer's date is read, and a promised review date too; neither is text."""
    chapter = read(f"{WORDS}<p>Next review: June 2027</p><p>Last Updated: April 15, 2026</p>", url=GEN3)
    assert (chapter.stated_on, chapter.review_due_on) == (date(2026, 4, 15), date(2027, 6, 1))
    assert len(chapter.sections[0].blocks) == 1


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        ("The council’s café.".encode("cp1252"), "iso-8859-1"),
        ("The council’s café.".encode(), "iso-8859-1"),
        ("The council’s café.".encode("cp1252"), None),
        ("The council’s café.".encode("utf-16"), None),
        (b"<meta charset='windows-1252'>" + "The council’s café.".encode("cp1252"), "no-such-charset"),
    ],
)
def test_the_right_encoding_is_found(body: bytes, charset: str | None) -> None:
    """Header, declaration, UTF-8 and Windows-1252 are tried, and a page's wrong word about itself is seen through."""
    utf16 = body[:2] in {b"\xff\xfe", b"\xfe\xff"}
    markup = "<h1>T</h1><p>{}</p>" + WORDS
    before, after = (part.encode() for part in markup.split("{}"))
    whole = "<h1>T</h1><p>The council’s café.</p>".encode("utf-16") if utf16 else before + body + after
    if utf16:
        whole = (f"<h1>T</h1><p>The council’s café.</p>{WORDS}").encode("utf-16")
    chapter = read_chapter(page(whole, charset=charset), layout_of(URL))
    assert chapter.sections[0].blocks[0].text == "The council’s café."


@pytest.mark.parametrize("broken", ["termĀ ‘Looked After’", "termÂ&nbsp;‘Looked After’", "term&nbsp;‘Looked After’"])
def test_broken_spaces_are_mended(broken: str) -> None:
    """A non-breaking space that was decoded wrongly once is a space."""
    assert read(f"<p>The {broken} is ours.</p>").sections[0].blocks[0].text == "The term ‘Looked After’ is ours."


FURNITURE = [
    "<html><body>{}</body></html>",
    "<title>Visits</title><body><header><img alt='X Logo'></header><main>{}</main><footer>c</footer></body>",
    "<form><table><tr><td><p>Report Abuse Report Abuse</p></td></tr><tr><td>{}</td></tr></table></form>",
    "<div id='content'><p>View this website with large text</p>{}<p>Last Updated: May 1, 2021</p><p>v3</p></div>",
]
TEXTS = st.lists(st.text("abc é’“-–1 ", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(FURNITURE))
def test_the_same_body_has_the_same_digest_in_any_furniture(texts: list[str], furniture: str) -> None:
    """The digest is that of the content, whatever stands around it and however it is typeset."""
    body = "<h1>Visits</h1>" + WORDS + "<h2>1. First</h2>" + "".join(f"<p>Words {text}</p>" for text in texts)
    retyped = (
        body.replace("’", "'").replace("“", '"').replace("–", "-").replace(" ", "\n&nbsp;").replace("<p\n&nbsp;", "<p ")
    )
    plain = read_chapter(page(FURNITURE[0].format(body)), layout_of(URL))
    assert read_chapter(page(furniture.format(body)), layout_of(URL)).digest == plain.digest
    assert read_chapter(page(furniture.format(retyped)), layout_of(URL)).digest == plain.digest
