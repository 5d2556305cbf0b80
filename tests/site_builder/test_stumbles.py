"""What readers stumbled over, each with the promise that it stays mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from kb.model import EntryLink, FindingKind, Level
from site_builder.phrases import clock, why
from site_builder.views_changes import edition_view
from site_builder.views_chapter import chapter_view, history_view
from site_builder.views_compare import compare_view
from site_builder.views_contents import contents_view
from site_builder.views_facts import change_line, entry_view, numbered
from site_builder.views_reread import reading_view
from tests.builders import chapter
from tests.site_builder.builders import MARCH, NOW, VISITS, chapter_facts, lookup, manual


def test_a_day_is_no_midnight() -> None:
    """What was imported under a date alone is given with that date alone."""
    assert clock(datetime(2020, 3, 31, tzinfo=UTC)) == "31 March 2020"
    assert clock(MARCH) == "16 March 2020, 09:30 UTC"


def test_reasons_use_the_words_of_the_site() -> None:
    """The level of the log's words goes by its name on the pages; what follows begins a sentence."""
    reasons = ("the log: section (“Section 3”)", "raised: a limit is different", "The log names Section 5.")
    expected = (
        "By the log’s words (“Section 3”): read the section. Raised: a limit is different. The log names Section 5."
    )
    assert why(reasons) == expected


def test_a_moved_block_is_one_change() -> None:
    """It is counted where it is now; where it was it is shown but not stopped at."""
    words = [
        f"{number} {name}: {name} is told of every visit within two days." for number, name in enumerate("ABCD", 1)
    ]
    moved = [
        words[3].replace("4 D", "1 D"),
        *(text.replace(str(n), str(n + 1), 1) for n, text in enumerate(words[:3], 1)),
    ]
    facts = chapter_facts(1, "Moves", chapter(*words), chapter(*moved))
    pair = facts.comparisons[0]
    shown = compare_view(facts, pair, lookup())
    rows = [row for stretch in shown.redline.stretches for row in stretch.rows]
    gone = [row for row in rows if row.state == "moved-from"]
    assert gone and all(row.changed and not row.stop for row in gone)
    assert shown.redline.stops == len(pair.comparison.changes)


def test_a_documents_finding_leads_to_the_document() -> None:
    """Where an entry announces a changed document, its versions are the document's, and so is the compare view."""
    facts = manual()
    form = chapter_facts(5, "Form", *VISITS[:2])
    announced = replace(facts.findings[0], document_id=5, before_version=1, after_version=2)
    known = lookup(replace(facts, documents=(form,), findings=(announced,)))
    assert known.comparison_place(announced) == "chapters/form/compare/1-2/index.html"
    assert change_line(form, form.steps[0], known).finding is not None
    item = reading_view(known).groups[0].others[0]
    assert item.compare == "chapters/form/compare/1-2/index.html"


def test_a_digest_says_what_to_read_and_whether_the_log_told_the_truth() -> None:
    """Items by level with silent changes among them; counts that agree with them; one or two in the right form."""
    facts = lookup()
    march, october, older = (edition_view(edition, facts) for edition in facts.manual.editions)
    assert [(group.level.key, len(group.items)) for group in october.to_read] == [("must", 1), ("skim", 1)]
    assert [(each.level.key, each.number) for each in october.levels] == [("must", 1), ("skim", 1)]
    assert (
        march.intro
        == "The log has 2 entries: 1 agrees with the text and 1 tells of a change that the text does not show."
    )
    assert october.intro == ("The log has 1 entry: 1 could not be held against a text. 1 change is not in the log.")
    assert older.to_read == () and "only the log can tell" in older.intro
    assert march.span == "All."
    assert march.apart[0].shown.evidence and "All." not in march.apart[0].shown.evidence
    assert october.apart[0].level is not None and october.apart[0].level.key == "must"


def test_a_badge_without_an_entry_is_not_counted_as_an_entry() -> None:
    """A chapter only marked as changed in the contents list is told apart from entries of the log."""
    facts = manual()
    badge = replace(facts.findings[2], kind=FindingKind.UNSEEN, says="Marked “Updated”.", before_version=None)
    shown = edition_view(facts.editions[1], lookup(replace(facts, findings=(badge,))))
    assert shown.intro.endswith("1 chapter is marked as changed but did not change.")
    assert "the text does not show" not in shown.intro


def test_an_entrys_level_is_that_of_the_reading_list() -> None:
    """Where the text raised or lowered the level of the words, both are shown."""
    facts = manual()
    first = facts.editions[0].amendments[0]
    raised = replace(facts.reading[0], level=Level.MUST)
    known = lookup(replace(facts, reading=(raised,)))
    entry = entry_view(first, facts.editions[0], known)
    assert (entry.level.key, entry.told.key if entry.told else None) == ("must", "info")
    assert entry_view(first, facts.editions[0], lookup()).told is None


def test_editions_before_our_time_stand_apart() -> None:
    """They are not counted with what changed under our eyes; they say what the log says."""
    facts = manual()
    entry = facts.editions[2].amendments[0]
    item = replace(facts.reading[0], edition_label="March 2020", amendment_id=entry.id, finding=None, look_for="")
    shown = reading_view(lookup(replace(facts, reading=(*facts.reading, item))))
    assert [group.name for group in shown.older] == ["March 2020"]
    assert "March 2020" not in [group.name for group in shown.groups]
    assert shown.older[0].others[0].said == "New chapter."


def test_sections_are_named_once_and_those_gone_only_where_none_is_left() -> None:
    """Titles of two layouts are one section; what nobody can read any more is left out."""
    facts = manual()
    sections = (("2", "Visits"), ("", "SCOPE OF THIS CHAPTER"), ("", "Scope of this chapter"), ("9", "Gone"))
    item = replace(facts.reading[1], sections=sections)
    (group,) = reading_view(lookup(replace(facts, reading=(item,)))).groups
    assert [link.text for link in group.items[0].sections] == ["2 Visits"]
    gone = replace(item, sections=sections[1:])
    (group,) = reading_view(lookup(replace(facts, reading=(gone,)))).groups
    assert [link.text for link in group.items[0].sections] == ["Scope of this chapter", "9 Gone"]


def test_a_withdrawn_chapter_has_no_number() -> None:
    """Its number may be another chapter's by now."""
    gone = manual().chapters[3]
    assert numbered(gone.chapter) == "Transport"
    assert contents_view(lookup()).withdrawn[0].number == ""


def test_the_history_says_what_stood_on_a_day() -> None:
    """Each day we looked leads to the version that stood there."""
    visits = manual().chapters[0]
    days = [(line.day, line.version.text) for line in history_view(visits, lookup()).days]
    assert days == [("15 March 2021", "Version 3"), ("12 October 2020", "Version 2"), ("16 March 2020", "Version 1")]


def test_a_moved_page_is_named_where_it_is_now() -> None:
    """A text kept from an old address still leads to the chapter as it can be found today."""
    visits = manual().chapters[0]
    moved = replace(visits, chapter=replace(visits.chapter, url="https://new.example/visits"))
    shown = chapter_view(moved, moved.versions[-1], lookup(), NOW.date())
    facts = {fact.name: fact.value.text for fact in shown.facts}
    assert facts["In the manual now at"] == "https://new.example/visits"
    older = chapter_view(moved, moved.versions[0], lookup(), NOW.date())
    assert "In the manual now at" not in {fact.name for fact in older.facts}


def test_the_publisher_is_not_the_address_again() -> None:
    """Where only the host is known the page does not say it twice."""
    assert replace(manual(), publisher="manual.example").named_publisher == ""
    assert manual().named_publisher == "Fiction Council"


def test_an_entry_says_what_it_cites_and_links_to() -> None:
    """Guidance under its full name, sections and appendices it names, and its links beside that of its title."""
    facts = lookup()
    edition = facts.manual.editions[0]
    first = edition.amendments[0]
    detail = "Section 2 and Appendix A were amended in line with Working Together 2018."
    links = (EntryLink("Visits", "http://m.example/v"), EntryLink("the guide", "http://m.example/g"))
    amendment = replace(first.amendment, detail=detail, sections=("2",), url="http://m.example/v", links=links)
    shown = entry_view(replace(first, amendment=amendment), edition, facts)
    assert shown.sections == "Names section 2 and Appendix A"
    assert shown.cites == "Cites Working Together to Safeguard Children 2018"
    assert [(link.text, link.address) for link in shown.links] == [("the guide", "http://m.example/g")]
