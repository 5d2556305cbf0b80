"""Views: what a page says, as plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kb.history import before_our_time
from kb.model import Kinship, KinshipKind, Level, Match, Origin
from site_builder.charts import HEIGHT, Point, plot
from site_builder.feeds import manual_feed
from site_builder.phrases import count, in_one_case, joined, month_or_day, seen_on, told
from site_builder.redline_page import redline_page
from site_builder.views_about import about_view
from site_builder.views_changes import changes_view, edition_view, promise_words
from site_builder.views_chapter import chapter_view, history_view
from site_builder.views_compare import compare_view
from site_builder.views_contents import contents_view
from site_builder.views_facts import bar, entry_view, numbered, seen_phrase
from site_builder.views_home import home_view
from site_builder.views_redline import cells, folded, redline_view, row_views
from site_builder.views_reread import reading_view
from tests.builders import chapter
from tests.site_builder.builders import MARCH, NEXT_MARCH, NOW, OCTOBER, VISITS, chapter_facts, lookup, manual, version


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ([MARCH], "on 16 March 2020"),
        ([MARCH, MARCH + timedelta(hours=2)], "on 16 March 2020"),
        ([OCTOBER, MARCH], "on 16 March 2020 and 12 October 2020"),
        ([MARCH + timedelta(days=day) for day in range(6)], "on 6 days from 16 March 2020 to 21 March 2020"),
    ],
)
def test_days_on_which_a_text_was_seen(seen: list[datetime], expected: str) -> None:
    """Days are named one by one up to four, then counted between the first and the last."""
    assert seen_on(seen) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2020-10", "October 2020"),
        ("2020-10-12", "12 October 2020"),
        ("Version 7", "Version 7"),
        ("2020-13", "2020-13"),
    ],
)
def test_an_editions_date_in_words(stated: str, expected: str) -> None:
    """A month stays a month, a day a day, and what is neither stays as it stands."""
    assert month_or_day(stated) == expected


def test_counts_and_lists_read_as_prose() -> None:
    """One chapter, two chapters, a thousand with its comma; a, b and c."""
    assert [count(number, "entry", "entries") for number in (0, 1, 1200)] == ["0 entries", "1 entry", "1,200 entries"]
    assert [joined(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_a_version_seen_twice_was_seen_unchanged() -> None:
    """Only what was looked at more than once can be said to be unchanged; looks outside the span do not count."""
    text = chapter("1 Scope: a")
    once = version(text)
    assert seen_phrase(once, (MARCH, OCTOBER)) == "Seen on 16 March 2020."
    twice = replace(once, last_seen=OCTOBER)
    assert seen_phrase(twice, (MARCH, OCTOBER, NEXT_MARCH)) == "Seen unchanged on 16 March 2020 and 12 October 2020."


def test_the_bar_says_whether_a_text_is_in_force() -> None:
    """Current, historical with when it had been replaced, or withdrawn with when that was noticed."""
    visits, _, _, gone = manual().chapters
    assert bar(visits, visits.versions[-1].version, lookup()).tag.key == "current"
    old = bar(visits, visits.versions[0].version, lookup())
    assert old.tag.key == "historical"
    assert "By 12 October 2020 it had been replaced" in old.text
    withdrawn = bar(gone, gone.versions[-1].version, lookup())
    assert withdrawn.tag.key == "withdrawn"
    assert "15 March 2021" in withdrawn.text


@pytest.mark.parametrize(
    ("stated", "first", "expected"),
    [
        ("2020-03", date(2020, 3, 16), True),
        ("2019-10", date(2020, 3, 16), True),
        ("2020-04", date(2020, 3, 16), False),
        ("2020-03-17", date(2020, 3, 16), False),
        ("2020-03-16", date(2020, 3, 16), True),
        ("2020-03", None, True),
    ],
)
def test_what_is_before_our_time(stated: str, first: date | None, expected: bool) -> None:
    """An edition is before our time if its changes were in the first text already, or if there is no text."""
    assert before_our_time(stated, first) is expected


@pytest.mark.parametrize(
    ("next_update", "today", "passed"),
    [
        ("2021-03", date(2021, 3, 31), False),
        ("2021-03", date(2021, 4, 1), True),
        ("2021-03-15", date(2021, 3, 15), False),
        ("2021-03-15", date(2021, 3, 16), True),
    ],
)
def test_a_promise_passes_when_its_time_ends(next_update: str, today: date, passed: bool) -> None:
    """A promised month has passed when the next begins, a promised day the day after."""
    assert promise_words(next_update, today)[1] is passed


def test_a_promise_that_was_answered_is_not_owed() -> None:
    """An edition of the promised month or a later one answers it; else it has passed; home and about agree."""
    facts = manual()
    early, late = (replace(facts.promises[0], next_update=each) for each in ("2021-01", "2021-10"))
    answered = lookup(replace(facts, promises=(early,)))
    (line,) = about_view(answered, NOW.date()).promises
    assert (line.next_update, line.came, line.passed) == ("January 2021", "the edition of March 2021 came", False)
    health = home_view(answered, NOW.date()).health
    assert (health.promise, health.promise_passed) == ("January 2021; the edition of March 2021 came", False)
    (line,) = about_view(lookup(replace(facts, promises=(late,))), NOW.date()).promises
    assert (line.came, line.passed) == ("", True)


def test_a_chapters_latest_change_is_marked_at_its_sections() -> None:
    """The sections the latest step touched lead to it; the others carry no mark. Older texts have none."""
    visits = manual().chapters[0]
    shown = chapter_view(visits, visits.versions[-1], lookup(), NOW.date())
    marks = {section.title: section.changed for section in shown.sections}
    assert marks["Scope"] is None
    assert marks["Visits"] is not None and marks["Visits"].place is not None
    assert marks["Visits"].place.startswith("chapters/visits/compare/2-3/index.html#in-")
    older = chapter_view(visits, visits.versions[0], lookup(), NOW.date())
    assert [section.changed for section in older.sections] == [None, None]


def test_headings_of_a_chapter_never_skip_a_level() -> None:
    """A page that jumps from level 1 to 4 is shown with the next heading down."""
    text = chapter("1 A: a", "1.1.1.1 B: b", "1.1.1.1.1 C: c", "2 D: d")
    facts = chapter_facts(1, "Jumps", text)
    shown = chapter_view(facts, facts.versions[0], lookup(), NOW.date())
    assert [section.rank for section in shown.sections] == [2, 3, 4, 2]


def test_every_statement_of_a_chapter_leads_to_its_page() -> None:
    """Address, times, digests and the rules' number stand under the text."""
    visits = manual().chapters[0]
    shown = chapter_view(visits, visits.versions[-1], lookup(), NOW.date())
    facts = {fact.name: fact.value.text for fact in shown.facts}
    assert facts["Source page"] == "https://manual.example/visits.html"
    assert facts["First seen"] == "15 March 2021, 08:45 UTC"
    assert facts["Page kept as"] == "a1" * 32
    assert facts["Read by extraction rules"] == "number 3"


def test_re_extracted_versions_are_history_but_no_change() -> None:
    """A version that only newer rules brought is in the history, not in changes or feeds."""
    visits = manual().chapters[0]
    last = visits.versions[-1]
    re_read = replace(last, version=replace(last.version, origin=Origin.RE_EXTRACTED))
    pairs = tuple(
        replace(pair, after=re_read.version) if pair.after.id == last.version.id else pair
        for pair in visits.comparisons
    )
    text = replace(visits, versions=(*visits.versions[:-1], re_read), comparisons=pairs)
    facts = replace(manual(), chapters=(text,))
    assert [pair.after.ordinal for pair in text.steps] == [2]
    assert len(history_view(text, lookup(facts)).versions) == 3
    assert [item.tags[0] for item in manual_feed(lookup(facts), "changes.atom").items].count("change") == 1


def test_a_digest_holds_every_entry_against_the_text() -> None:
    """Each entry shows its finding with the redline; where log and text do not agree stands apart."""
    facts = lookup()
    march, october, older = (edition_view(edition, facts) for edition in facts.manual.editions)
    assert [entry.shown[0].tag.key for entry in march.entries] == ["announced", "unseen"]
    assert march.entries[0].shown[0].place == "chapters/visits/compare/2-3/index.html"
    assert [(each.shown.tag.key, each.shown.says) for each in october.apart] == [("silent", "nothing")]
    assert [each.shown.tag.key for each in march.apart] == ["unseen"]
    assert october.entries[0].shown[0].tag.key == "unchecked"
    assert [entry.shown[0].tag.key for entry in older.entries] == ["before"]
    assert older.older


def test_a_finding_outside_any_edition_is_not_lost() -> None:
    """What was noticed without an edition stands on the timeline's page."""
    assert [each.title for each in changes_view(lookup()).loose] == ["Transport"]


def test_the_reading_list_asks_and_lists() -> None:
    """Material levels ask for reading, the most urgent first; the others are listed below, never hidden."""
    march, october, loose = reading_view(lookup()).groups
    assert (march.name, [item.title for item in march.items], len(march.others)) == ("March 2021", [], 1)
    assert [item.level.key for item in october.items] == [Level.MUST, Level.SKIM]
    assert (loose.name, loose.minutes) == ("Without a log entry", 2)


def test_a_reading_items_sections_lead_to_the_text() -> None:
    """A section that stands in the text in force is a link to it; one that is gone is named only."""
    october = reading_view(lookup()).groups[1]
    assert [section.place for section in october.items[0].sections] == ["chapters/visits/index.html#2-visits"]
    assert [(section.text, section.place) for section in october.items[1].sections] == [("9 Not there", None)]


def test_the_home_page_says_first_what_matters() -> None:
    """The newest edition that asks for reading, what was noticed, and a promise that has passed."""
    home = home_view(lookup(), NOW.date())
    assert home.to_read is not None and home.to_read.name == "October 2020"
    assert {each.shown.tag.key for each in home.noticed} == {"unseen", "silent"}
    assert (home.health.promise, home.health.promise_passed) == ("October 2021", True)
    assert "broke off" in home.health.complete


def test_the_contents_are_the_manuals() -> None:
    """Parts in the manual's order, the A to Z by title, withdrawn chapters apart, listed ones without a link."""
    contents = contents_view(lookup())
    assert [[line.title for line in part.lines] for part in contents.parts] == [["Visits", "Hostile", "Listed"]]
    assert [group.name for group in contents.letters] == ["H", "L", "V"]
    assert [line.title for line in contents.withdrawn] == ["Transport"]
    assert contents.parts[0].lines[2].place is None
    assert "home visits" in contents.parts[0].lines[0].words


def test_a_redline_is_folded_to_its_changes() -> None:
    """Unchanged stretches fold under a summary, a change keeps its heading, and nothing is left out."""
    words = ["The worker visits and writes it down.", "Parents are told.", "The file is closed after ten days."]
    sections = [f"{number} Part {number}: {' / '.join(words)}" for number in range(1, 6)]
    changed = [text.replace("ten days", "five days") if text.startswith("3") else text for text in sections]
    before, after = chapter(*sections), chapter(*changed)
    facts = chapter_facts(1, "Parts", before, after)
    pair = facts.comparisons[0]
    rows = row_views(pair.rows(pair.comparison))
    stretches = folded(rows)
    assert [stretch.folded for stretch in stretches] == [True, False, True]
    assert [row for stretch in stretches for row in stretch.rows] == list(rows)
    assert stretches[1].rows[0].heads
    assert "from “Parts” to “2 Part 2”" in stretches[0].summary


def test_a_half_that_went_elsewhere_has_both_ends() -> None:
    """A split paragraph stays one block for each part, and each says which part it is; the part that moved is labelled
    and linked at both its ends, each of which names the other's section."""
    stays = "The plan is read out to all who came."
    goes = "The worker visits within a week and writes down what the child has said."
    before = chapter(f"1 Visits: {goes} {stays} / Parents are told.", "2 Files: The file is closed.")
    after = chapter(f"1 Visits: {stays} / Parents are told.", f"2 Files: The file is closed. / {goes} By hand.")
    pair = chapter_facts(1, "Visits", before, after).comparisons[0]
    rows = [row for row in row_views(pair.rows(pair.comparison)) if row.changed]
    assert [(row.label, row.stop, row.place, row.other.place if row.other else "") for row in rows] == [
        ("Moved away, part 1 of 2", 0, "move-1-from", "#change-2"),
        ("Split, part 2 of 2", 1, "change-1", ""),
        ("Moved here, part 1 of 2", 2, "change-2", "#move-1-from"),
    ]
    assert [row.reasons[0] for row in rows] == [
        "moved to 2 Files",
        "paragraph split, part of it moved to Section 2",
        "moved from 1 Visits",
    ]
    assert [row.words for row in rows] == [
        (("=", f"{goes} "),),
        (("=", stays),),
        (("=", f"{goes} "), ("+", "By hand.")),
    ]
    shown = redline_view("old", "new", pair.comparison, pair.rows(pair.comparison))
    assert [(line.words, line.section, line.stop) for line in shown.glance] == [
        ("Split: paragraph", "1 Visits", 1),
        ("Split and moved: paragraph", "2 Files", 2),
    ]
    page = redline_page("Visits", "old", "new", pair.comparison, pair.rows(pair.comparison))
    assert [page.count(f'id="{name}"') for name in ("move-1-from", "change-1", "change-2")] == [1] * 3


def test_an_entry_without_a_title_is_shown_by_what_it_resolves_to() -> None:
    """A lost title is said to be lost, once; if the chapter was found all the same its title stands there."""
    facts = lookup()
    lost = facts.manual.editions[1].amendments[0]
    found = replace(lost, chapter_id=1, how="amendment box", sureness=0.9)
    unknown, known = (entry_view(entry, facts.manual.editions[1], facts) for entry in (lost, found))
    assert (unknown.title, unknown.resolved) == ("A chapter whose title the log has lost", "")
    assert (known.title, known.resolved) == (
        "Visits",
        "The log has lost the title. Chapter found by amendment box (90% sure).",
    )


def test_changes_are_numbered_for_jumping() -> None:
    """Every changed row has its change's number; the list above leads to them."""
    visits = manual().chapters[0]
    shown = compare_view(visits, visits.comparisons[-1], lookup()).redline
    rows = [row for stretch in shown.stretches for row in stretch.rows if row.stop]
    assert sorted(row.stop for row in rows) == list(range(1, shown.stops + 1))
    assert all(0 < line.stop <= shown.stops for line in shown.glance)
    assert len(shown.glance + shown.glance_more) == len(visits.comparisons[-1].comparison.changes)


def test_the_redline_holds_both_texts() -> None:
    """Without what came it reads as the old text, without what went as the new."""
    facts = chapter_facts(1, "Visits", VISITS[0], VISITS[1])
    pair = facts.comparisons[0]
    rows = row_views(pair.rows(pair.comparison))
    old = ["".join(text for state, text in row.words if state != "+") for row in rows if row.state != "added"]
    new = ["".join(text for state, text in row.words if state != "-") for row in rows if row.state != "removed"]
    assert "The worker should visit every six weeks." in old
    assert "The worker must visit every four weeks." in new


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((("=", "a | b"),), [[("=", "a")], [("=", "b")]]),
        (
            (("=", "a | "), ("-", "5"), ("+", "3"), ("=", " days")),
            [[("=", "a")], [("-", "5"), ("+", "3"), ("=", " days")]],
        ),
        ((("=", "a"), ("+", " | new")), [[("=", "a")], [("+", "new")]]),
    ],
)
def test_a_rows_words_are_cut_at_its_cells(
    words: tuple[tuple[str, str], ...], expected: list[list[tuple[str, str]]]
) -> None:
    """Cell borders are found wherever in a run they fall."""
    assert [list(cell) for cell in cells(words)] == expected


def test_a_plot_needs_two_points_and_shows_what_is_not_nothing() -> None:
    """One point is no plot; the highest bar nearly fills it, the smallest is still seen, nothing is nothing."""
    days = [datetime(2020, month, 1, tzinfo=UTC).date() for month in (1, 6, 12)]
    assert plot([Point(days[0], 3, 0, "")], "") is None
    drawn = plot([Point(day, value, 0, "") for day, value in zip(days, (1000, 1, 0), strict=True)], "words")
    assert drawn is not None
    assert [made.height for made in drawn.bars] == [HEIGHT - 8, 2, 0]
    assert [tick.label for tick in drawn.ticks] == ["Jan 2020", "Dec 2020"]


def test_feed_ids_do_not_depend_on_what_else_is_there() -> None:
    """A change keeps its id when more is known, so that no reader sees it twice."""
    facts = manual()
    full = {item.id for item in manual_feed(lookup(facts), "changes.atom").items}
    fewer = {item.id for item in manual_feed(lookup(replace(facts, editions=facts.editions[1:])), "changes.atom").items}
    assert fewer < full


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("SCOPE OF THIS CHAPTER", "Scope of this chapter"),
        ("Scope of this chapter", "Scope of this chapter"),
        ("LADO", "LADO"),
        ("The LADO and MARAC", "The LADO and MARAC"),
    ],
)
def test_titles_in_capitals_are_shown_in_one_case(title: str, expected: str) -> None:
    """Capitals of more than one word become a sentence, alone or quoted in a summary; an acronym stays."""
    assert in_one_case(title) == expected
    assert told(f"1 paragraph amended in “{title}”.") == f"1 paragraph amended in “{expected}”."


def test_box_titles_of_two_layouts_look_the_same_in_the_redline() -> None:
    """The redline and the list above it print a box's title as the chapter's page does."""
    before, after = chapter("1 A: a", boxes={"scope": "One."}), chapter("1 A: a", boxes={"scope": "Two."})
    capitals = replace(before, boxes=tuple(replace(box, title="SCOPE OF THIS CHAPTER") for box in before.boxes))
    facts = chapter_facts(1, "Boxes", capitals, after)
    shown = compare_view(facts, facts.comparisons[0], lookup()).redline
    words = [text for stretch in shown.stretches for row in stretch.rows for _, text in row.words]
    assert "Scope of this chapter" in words + [line.section for line in shown.glance]
    assert not [text for text in words if "SCOPE" in text]


def test_a_chapter_says_where_it_was_and_what_its_text_came_from() -> None:
    """Former addresses, and the chapters it was split from or merged with, on both sides and with links."""
    visits, other, *more = manual().chapters
    was = Match(visits.chapter.id, "https://old.example/p_visits.html", "same title", 0.9, MARCH)
    kin = (
        Kinship(visits.chapter.id, other.chapter.id, KinshipKind.SPLIT_FROM, 0.9, MARCH),
        Kinship(visits.chapter.id, other.chapter.id, KinshipKind.LIKE, 0.6, MARCH),
    )
    mine, theirs = replace(visits, matches=(was,), kin=kin), replace(other, kin=kin)
    facts = lookup(replace(manual(), chapters=(mine, theirs, *more)))
    shown = chapter_view(mine, mine.versions[-1], facts, NOW.date()).kin
    assert [(one.words, one.to.text, one.to.address or one.to.place) for one in shown] == [
        ("Formerly at", was.url, was.url),
        ("Split from", numbered(other.chapter), facts.places.chapter(other.chapter.slug)),
    ]
    assert theirs.latest is not None
    back = chapter_view(theirs, theirs.latest, facts, NOW.date()).kin
    assert ("Part of its text went to", numbered(visits.chapter)) in [(one.words, one.to.text) for one in back]
