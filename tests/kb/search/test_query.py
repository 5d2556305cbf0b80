"""Answers: what comes first, what is shown of it, what is told beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.search import Entry, Piece, SearchResult, result_as_json, search, write_index


def titles(result: SearchResult) -> list[str]:
    """The chapters of a result in order."""
    return list(dict.fromkeys(hit.title for hit in result.hits))


@pytest.mark.parametrize(
    ("query", "chapter", "heading"),
    [
        ("lac review", "Looked After Reviews", None),
        ("CLA reviews", "Looked After Reviews", None),
        ("reviews of children in care", "Looked After Reviews", None),
        ("private fostering", "Private Fostering", None),
        ("private fostering first visit", "Private Fostering", "First visit"),
        ("Private Fostering procedure", "Private Fostering", None),
        ("s.47", "Child Protection Enquiries (Section 47)", None),
        ("child protection enquiry", "Child Protection Enquiries (Section 47)", None),
        ("RHI", "Children Missing from Home or Care", "Return home interviews"),
        ("how soon is a return interview after a child went missing?", "Children Missing from Home or Care", None),
        ("LADO", "Allegations Against Staff, Carers and Volunteers", None),
        ("designated officer", "Allegations Against Staff, Carers and Volunteers", None),
        ("prebirth assessment", "Pre-Birth Assessment Procedure", "When to assess"),
        ("unborn baby conference", "Pre-Birth Assessment Procedure", "Child protection conference for an unborn child"),
        ("UASC", "Unaccompanied Migrant Children", "Arrival"),
        ("kinship care", "Placements with Connected Persons", None),
        ("Reg 44", "Children with Disabilities aged 0-25", "Regulation 44 visits"),
        ("0-25", "Children with Disabilities aged 0-25", None),
        ("front door", "Contacts and Referrals", None),
        ("out of hours", "Contacts and Referrals", "Out of hours"),
        ("PLO", "Pre-Birth Assessment Procedure", "Pre-proceedings"),
        ("ICPC within 15 working days", "Child Protection Enquiries (Section 47)", "Outcome"),
        ("3.5", "Private Fostering", None),
        ("how often does the core group meet", "Child Protection Conferences", "The core group"),
        ('"seen alone within 24 hours"', "Child Protection Enquiries (Section 47)", "The enquiry"),
        ("unacompanied minors age assesment", "Unaccompanied Migrant Children", "Age assessment"),
    ],
)
def test_what_comes_first(index_folder: Path, query: str, chapter: str, heading: str | None) -> None:
    """The chapter, and where it matters the section, that a practitioner means is the first hit."""
    first = search(index_folder, query).hits[0]
    assert first.title == chapter
    assert heading is None or first.heading == heading


def test_an_exact_title_comes_first(tmp_path: Path) -> None:
    """The chapter called what was asked for precedes one that speaks of it more often."""
    much = [
        Entry("m", "a", "Fostering Handbook", f"a#{n}", "panel panel panel panel", heading="Panel") for n in range(3)
    ]
    write_index([*much, Entry("m", "b", "Panel", "b", "It meets.")], tmp_path / "index")
    assert titles(search(tmp_path / "index", "panels")) == ["Panel", "Fostering Handbook"]


def test_a_chapter_shows_three_sections_together(tmp_path: Path) -> None:
    """The best sections of a chapter stand together, three at most; all count in the total."""
    many = [Entry("m", "a", "A", f"a#{n}", "panel " * (n + 1), label=str(n)) for n in range(5)]
    write_index([*many, Entry("m", "b", "B", "b", "the panel")], tmp_path / "index")
    result = search(tmp_path / "index", "panel")
    assert [hit.chapter for hit in result.hits] == ["a", "a", "a", "b"]
    assert result.hits[0].score >= result.hits[1].score >= result.hits[2].score
    assert result.total == 6


def test_the_limit_counts_hits(index_folder: Path) -> None:
    """No more hits than asked for; a higher limit only adds to them."""
    few, many = search(index_folder, "child", limit=4), search(index_folder, "child", limit=40)
    assert len(few.hits) == 4
    assert many.hits[:4] == few.hits
    assert few.total == many.total


def test_every_section_with_all_words_counts(index_folder: Path, manual: tuple[Entry, ...]) -> None:
    """No section is missed for speed: what has the word in title, heading or text is in the total."""
    written = [entry for entry in manual if "police" in f"{entry.title} {entry.heading} {entry.text}".lower()]
    assert search(index_folder, "the police", limit=1).total == len(written)


def test_most_of_the_words_are_better_than_nothing(index_folder: Path) -> None:
    """Where no section has every word, those with most answer, and the result says so."""
    result = search(index_folder, "private fostering zzyzx")
    assert result.partial
    assert result.unknown == ("zzyzx",)
    assert titles(result) == ["Private Fostering"]


def test_what_was_also_searched_is_told(index_folder: Path) -> None:
    """An acronym's other names stand beside the answer; an ambiguous one is marked as such."""
    result = search(index_folder, "CP")
    assert result.expanded == ("child protection", "care plan")
    assert result.expansions[0].ambiguous
    assert "looked after child" in search(index_folder, "LAC").expanded
    assert "LAC" in search(index_folder, "looked after children").expanded


def test_a_correction_is_told(index_folder: Path) -> None:
    """What was searched in place of a misspelt word is in the result, beside the query as it was typed."""
    result = search(index_folder, "allegatoins against staff")
    assert (result.query, result.corrected) == ("allegatoins against staff", "allegations against staff")
    assert search(index_folder, "allegations against staff").corrected is None


@pytest.mark.parametrize(("query", "total"), [('"strategy discussion"', 3), ('"discussion strategy"', 0), ('"the"', 0)])
def test_a_quoted_phrase_is_taken_at_its_word(index_folder: Path, query: str, total: int) -> None:
    """Only sections with the quoted words in this order answer."""
    assert search(index_folder, query).total == total


def test_nothing_found_is_an_answer(index_folder: Path) -> None:
    """Words that stand nowhere, or that say nothing, bring no hits and no error."""
    assert search(index_folder, "zzyzx") == SearchResult("zzyzx", unknown=("zzyzx",))
    assert search(index_folder, "what is this") == SearchResult("what is this")


def test_a_snippet_marks_what_was_found(index_folder: Path) -> None:
    """The words, phrases and citations of the query are marked in any of their forms."""
    hit = search(index_folder, "section 47 enquiries").hits[0]
    assert Piece("s.47 enquiry", marked=True) in hit.snippet
    assert Piece("designated officer", marked=True) in search(index_folder, "DO").hits[0].snippet
    assert Piece("Children looked after", marked=True) in search(index_folder, "LAC participation").hits[0].snippet


def test_a_snippet_shows_where_the_words_meet(tmp_path: Path) -> None:
    """Of a long text, the stretch with most of the words is shown, in about two lines."""
    text = (
        "The panel sits. " + "Something else is said here. " * 30 + "The panel hears the carer. " + "More words. " * 40
    )
    write_index([Entry("m", "a", "A", "a", text)], tmp_path / "index")
    pieces = search(tmp_path / "index", "panel carer").hits[0].snippet
    assert [piece.text for piece in pieces if piece.marked] == ["panel", "carer"]
    assert len("".join(piece.text for piece in pieces)) <= 245
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"


def test_a_snippet_keeps_blocks_apart(tmp_path: Path) -> None:
    """Between rows and paragraphs stands a dot, between cells their bar; none stands where the text is cut."""
    rows = "To be held no later than\nFirst review | 20 working days\nSecond review | 3 months"
    long = f"{'Other words stand here.' + chr(10)}" * 30 + rows
    write_index([Entry("m", "a", "A", "a", rows), Entry("m", "b", "B", "b", long)], tmp_path / "index")
    shown = {
        hit.chapter: "".join(piece.text for piece in hit.snippet) for hit in search(tmp_path / "index", "review").hits
    }
    assert shown["a"] == "To be held no later than · First review | 20 working days · Second review | 3 months"
    assert shown["b"].startswith("… ")
    assert not shown["b"].startswith("… ·")
    assert "here. · To be held" in shown["b"]


def test_the_json_form(tmp_path: Path) -> None:
    """The fixed fields are there, and a snippet is HTML that cannot do harm."""
    text = "The <b>panel</b> & others"
    write_index([Entry("m", "a", "A", "a.html#1", text, "1", "First", "2.1")], tmp_path / "index")
    found = result_as_json(search(tmp_path / "index", "panel"))
    assert {"query", "expanded", "corrected", "hits", "total"} <= set(found)
    hit = found["hits"][0]
    assert (hit["chapter"], hit["title"], hit["section"], hit["heading"]) == ("a", "A", "1", "First")
    assert hit["location"] == "a.html#1"
    assert hit["score"] > 0
    assert hit["snippet"] == "The &lt;b&gt;<mark>panel</mark>&lt;/b&gt; &amp; others"
    assert hit["snippet_text"] == text
