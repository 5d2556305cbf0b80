"""Each command does its job, says it to a person, and gives programs the fields they were promised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import BASE, MARCH, OCTOBER, declared, run, saved_manual, site_of
from tests.served import ServedManual, chapter_page, small_manual

VERSION = {
    "ordinal",
    "origin",
    "first_seen",
    "last_seen",
    "stated_on",
    "digest",
    "page_digest",
    "rules",
    "words",
}
READING_ITEM = {
    "chapter",
    "title",
    "level",
    "reasons",
    "sections",
    "minutes",
    "since",
    "edition",
    "amendment",
    "finding",
}
FINDING = {"chapter", "title", "edition", "kind", "says", "shows", "evidence"}
COMPARISON = {"identical", "changes", "stats", "significance", "summary"}
CHANGE = {"kind", "section", "block", "before", "after", "words", "significance", "reasons"}
STATS = {"words_before", "words_after", "words_added", "words_removed", "words_moved"}
SEARCH = {"query", "expanded", "corrected", "hits", "total"}
HIT = {"chapter", "title", "section", "heading", "location", "score", "snippet"}
LOG_ENTRY = {"title", "kind", "detail", "sections", "level", "complete"}


# --- init, and the stages


def test_init_writes_a_configuration_that_can_be_read(tmp_path: Path) -> None:
    """The file is commented, is understood as it stands, and is never overwritten."""
    folder = tmp_path / "workspace"
    done = run("init", workspace=folder)
    assert (done.code, str(folder / "reread.toml") in done.out) == (0, True)
    text = (folder / "reread.toml").read_text("utf-8")
    assert "# One table for each manual." in text
    assert "no manual to collect is declared" in run("update", workspace=folder).refused(2)
    assert "there already" in run("init", workspace=folder).refused(2)
    assert (folder / "reread.toml").read_text("utf-8") == text


def test_update_does_everything(tmp_path: Path) -> None:
    """After one command the manual is known, its index answers, and its site is there."""
    with ServedManual(small_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        done = run("update", workspace=workspace)
    assert done.code == 0, done.err
    assert str(workspace / "site" / "index.html") in done.out
    assert (workspace / "site" / "chapters" / "visits" / "index.html").is_file()
    assert run("search", "fortnight", "--json", workspace=workspace).json["hits"][0]["chapter"] == "fees"


def test_the_stages_one_by_one_give_what_update_gives(tmp_path: Path) -> None:
    """Collect keeps and reads nothing, extract reads and publishes nothing, publish makes the site."""
    with ServedManual(small_manual()) as manual:
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        assert run("collect", "ourmanual", workspace=workspace).code == 0
    assert run("chapters", "--json", workspace=workspace).json == []
    assert run("extract", "ourmanual", workspace=workspace).code == 0
    assert [one["title"] for one in run("chapters", "--json", workspace=workspace).json] == [
        "Visits",
        "Fees",
        "Records",
    ]
    assert not (workspace / "index").exists()
    assert run("index", workspace=workspace).code == 0
    assert run("search", "fortnight", "--json", workspace=workspace).json["total"] == 1
    assert not (workspace / "site").exists()
    assert run("publish", workspace=workspace).code == 0
    assert (workspace / "site" / "index.html").is_file()


def test_a_page_that_cannot_be_had_needs_a_person(tmp_path: Path) -> None:
    """Update keeps and publishes the rest, names the address, and leaves with 3."""
    with ServedManual(small_manual()) as manual:
        manual.status["/p_fees.html"] = 403
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        done = run("update", workspace=workspace)
    assert done.code == 3
    (line,) = [line for line in done.err.splitlines() if line.startswith("needs a look: ")]
    assert f"{BASE}p_fees.html" in line
    assert [one["title"] for one in run("chapters", "--json", workspace=workspace).json] == ["Visits", "Records"]


def test_a_manual_that_cannot_be_reached_is_a_failed_stage(workspace: Path) -> None:
    """Update says so, leaves with 1, and the chapters on the last site stay."""
    before = site_of(workspace)
    declared(workspace, "http://127.0.0.1:9")  # the discard port, where nothing listens
    line = run("update", workspace=workspace).refused(1)
    assert "nothing could be collected of ourmanual" in line
    assert "What was known stays" in line
    after = site_of(workspace)
    assert after.keys() == before.keys()
    assert b"within 5 working days" in after["chapters/visits/index.html"]


def test_import_judges_what_each_file_is(tmp_path: Path) -> None:
    """It says what every file was taken for, once a line on standard output."""
    pages = saved_manual(tmp_path / "saved", 7, "March 2020", ("Visits", "This chapter has been refreshed."))
    done = run("import", pages, "--source", "ourmanual", "--at", MARCH, "--base", BASE, workspace=tmp_path / "w")
    assert done.code == 0
    assert done.out.splitlines() == [
        "amendments.html: log",
        "contents.html: contents",
        "p_fees.html: chapter",
        "p_records.html: chapter",
        "p_visits.html: chapter",
    ]
    assert "4 new versions" not in done.err
    assert "3 new versions" in done.err


def test_import_takes_documents_and_what_a_person_says_they_are(tmp_path: Path) -> None:
    """Markdown and text are documents unless --as says otherwise; they can be searched once published."""
    (tmp_path / "standards.md").write_text("# Standards\n\n## Visits\n\nEvery visit is written up the same day.\n")
    (tmp_path / "note.txt").write_text("Placements\n\n1. Moves\n\nA move is planned with the child and the carer.\n")
    workspace = tmp_path / "workspace"
    assert run("import", tmp_path / "standards.md", "--source", "team", workspace=workspace).out == (
        "standards.md: document\n"
    )
    done = run("import", tmp_path / "note.txt", "--source", "team", "--as", "chapter", workspace=workspace)
    assert done.out == "note.txt: chapter\n"
    run("publish", workspace=workspace)
    hits = run("search", "written up", "--json", workspace=workspace).json["hits"]
    assert [hit["title"] for hit in hits] == ["Standards"]


def test_importing_the_same_pages_again_brings_nothing_new(workspace: Path, tmp_path: Path) -> None:
    """A second import of what is known makes no version and changes no page of a chapter."""
    before = run("chapters", "--json", workspace=workspace).json
    pages = saved_manual(tmp_path / "again", 5, "October 2020", ("Fees", "This chapter has been updated throughout."))
    done = run("import", pages, "--source", "ourmanual", "--at", OCTOBER, "--base", BASE, workspace=workspace)
    assert done.code == 0
    assert run("chapters", "--json", workspace=workspace).json == before


def test_publishing_twice_gives_the_same_bytes(workspace: Path) -> None:
    """With the same --at every file is the same; nothing is left over beside the site."""
    before = site_of(workspace)
    assert run("publish", "--at", "2020-10-13", workspace=workspace).code == 0
    assert site_of(workspace) == before
    names = {path.name for path in workspace.iterdir()} - {"kb.sqlite3-wal", "kb.sqlite3-shm"}
    assert names == {".lock", "index", "kb.sqlite3", "log", "site"}


# --- what is known


def test_chapters_are_listed_in_the_order_of_the_contents(known: Path) -> None:
    """As a table with heads for a person, with addresses and dates for a program."""
    head, *rows = run("chapters", workspace=known).out.splitlines()
    assert head.split() == ["number", "title", "versions", "this", "text", "first", "seen", "state"]
    assert [row.split()[:3] for row in rows] == [["1.1", "Visits", "2"], ["1.2", "Fees", "1"], ["1.3", "Records", "1"]]
    visits = run("chapters", "--json", workspace=known).json[0]
    assert (visits["chapter"], visits["url"], visits["versions"]) == ("visits", f"{BASE}p_visits.html", 2)
    assert visits["last_changed"].startswith(OCTOBER)


def test_history_tells_every_version_and_what_it_changed(known: Path) -> None:
    """A line a version and its summary; the JSON has the promised fields."""
    done = run("history", "visits", workspace=known)
    assert "seen on 16 March 2020" in done.out
    assert "7 → 5 working days" in done.out
    versions = run("history", "visits", "--json", workspace=known).json
    assert [(one["ordinal"], one["origin"]) for one in versions] == [(1, "first"), (2, "amended")]
    assert all(set(one) >= VERSION for one in versions)
    assert versions[0]["first_seen"].startswith(f"{MARCH}T")


@pytest.mark.parametrize("name", ["visits", "Visits", "1.1", f"{BASE}p_visits.html", "VISITS"])
def test_show_prints_the_text_in_force(known: Path, name: str) -> None:
    """By slug, title, number or address alike."""
    done = run("show", name, workspace=known)
    assert done.code == 0
    assert "within 5 working days" in done.out
    assert f"{BASE}p_visits.html" in done.out


def test_show_prints_the_text_of_a_day_with_honest_bounds(known: Path) -> None:
    """What was seen on the day itself is said plainly; a day between two looks says that nobody looked."""
    on_the_day = run("show", "visits", "--at", MARCH, workspace=known).out
    assert "within 7 working days" in on_the_day
    assert "[Version 1, seen on 16 March 2020. Read from" in on_the_day
    between = run("show", "visits", "--at", "2020-06-01", workspace=known).out
    assert "It was not looked at between then and 1 June 2020" in between
    assert "a new text was first seen on 12 October 2020" in between
    sections = run("show", "visits", "--at", MARCH, "--json", workspace=known).json["sections"]
    assert [(one["label"], one["title"]) for one in sections] == [("1", "First visit"), ("2", "Later visits")]


@pytest.mark.parametrize(
    "versions", [(), ("1",), ("1", "2"), (MARCH,), (MARCH, OCTOBER), (MARCH, "2"), ("2020-04-01", "2021-01-01")]
)
def test_compare_shows_what_changed_between_two_versions(known: Path, versions: tuple[str, ...]) -> None:
    """By number, by day, and the last change where nothing is named."""
    done = run("compare", "visits", *versions, workspace=known)
    assert done.code == 0
    assert "[-7 working days-]{+5 working days+}" in done.out


def test_compare_gives_programs_the_promised_fields(known: Path) -> None:
    """By --format json and by --json, which is the same here as everywhere."""
    shown = run("compare", "visits", "--format", "json", workspace=known).json
    assert shown == run("compare", "visits", "--json", workspace=known).json
    assert set(shown) >= COMPARISON
    assert set(shown["stats"]) >= STATS
    (change,) = shown["changes"]
    assert set(change) >= CHANGE
    assert set(change["section"]) >= {"before", "after", "title"}
    assert (change["significance"], shown["identical"]) == ("duty", False)


def test_compare_of_a_version_with_itself_says_that_nothing_changed(known: Path) -> None:
    """One line, and "identical" for a program."""
    assert run("compare", "visits", "2", "2", workspace=known).out.startswith("no change that counts: version 2, seen ")
    assert run("compare", "visits", "2", "2", "--json", workspace=known).json["identical"] is True


def test_compare_takes_two_files_without_a_workspace(tmp_path: Path) -> None:
    """Of different kinds too; nothing is kept of them."""
    old, new = tmp_path / "old.html", tmp_path / "new.md"
    old.write_text(chapter_page("Visits", "First visit: The child is seen within 7 working days."), "utf-8")
    new.write_text("# Visits\n\n## 1. First visit\n\nThe child is seen within 5 working days.\n", "utf-8")
    done = run("compare", old, new, workspace=tmp_path / "none")
    assert "[-7 working days-]{+5 working days+}" in done.out
    assert not (tmp_path / "none").exists()


def test_amendments_lists_entries_with_their_chapter(known: Path) -> None:
    """All of them, those of one edition (however it is written), and those of which the chapter is not known."""
    entries = run("amendments", "--json", workspace=known).json
    assert [(one["edition"], one["title"], one["chapter"]) for one in entries] == [
        ("October 2020", "Fees", "fees"),
        ("March 2020", "Visits", "visits"),
    ]
    for name in ("October 2020", "october 2020", "2020-10"):
        of_october = run("amendments", "--edition", name, "--json", workspace=known).json
        assert [one["title"] for one in of_october] == ["Fees"]
    assert run("amendments", "--unresolved", "--json", workspace=known).json == []
    text = run("amendments", workspace=known).out
    assert "October 2020 (ourmanual), 1 entry, read from" in text
    assert "→ fees, by the title" in text


def test_findings_hold_log_and_text_against_each_other(known: Path) -> None:
    """What the log claims and the text does not show, and the other way round."""
    found = run("findings", "--json", workspace=known).json
    assert [(one["kind"], one["title"]) for one in found] == [("unseen", "Fees"), ("silent", "Visits")]
    assert all(set(one) >= FINDING for one in found)
    silent = run("findings", "--kind", "silent", "--edition", "2020-10", workspace=known).out
    assert "silent: Visits" in silent
    assert "7 → 5 working days" in silent
    assert "Fees" not in silent


def test_reading_list_says_what_why_and_how_long(known: Path) -> None:
    """Filtered by edition, level and day; the sum of minutes closes it."""
    items = run("reading-list", "--earlier", "--json", workspace=known).json
    assert all(set(item) >= READING_ITEM for item in items)
    assert [(item["edition"], item["title"], item["level"]) for item in items] == [
        ("October 2020", "Visits", "must"),
        ("October 2020", "Fees", "info"),
        ("March 2020", "Visits", "skim"),
    ]
    assert items[0]["sections"] == [{"label": "1", "title": "First visit"}]

    def titles(*options: str) -> list[str]:
        return [item["title"] for item in run("reading-list", *options, "--json", workspace=known).json]

    assert titles("--edition", "October 2020") == ["Visits", "Fees"]
    assert titles("--since", "2020-10-01", "--level", "section") == ["Visits"]
    told = run("reading-list", "--level", "must", workspace=known).out
    assert told.endswith("1 item to read, 1 minute at 200 words a minute\n")


def test_search_answers_as_the_site_does(known: Path) -> None:
    """Sections with their place on the site, which exists; what was searched for instead is said."""
    found = run("search", "written", "up", "--json", workspace=known).json
    assert set(found) >= SEARCH
    assert all(set(hit) >= HIT for hit in found["hits"])
    place, _, anchor = found["hits"][0]["location"].partition("#")
    assert f'id="{anchor}"' in (known / "site" / place).read_text("utf-8")
    text = run("search", "alowances", workspace=known).out
    assert "showing results for 'allowances'" in text
    assert text.endswith("1 section found\n")
    assert run("search", "helicopter", workspace=known).out.endswith(
        "0 sections found: use fewer or more general words, or look through `reread chapters`\n"
    )


def test_search_shows_as_many_as_asked(known: Path) -> None:
    """--limit bounds what is shown, not what is counted."""
    found = run("search", "visits", "--limit", "1", "--json", workspace=known).json
    assert (len(found["hits"]), found["total"]) == (1, 2)


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_parse_log_reads_a_log_without_a_workspace(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Editions, entries and the fields of a reading; nothing is kept."""
    saved = saved_manual(tmp_path / "saved", 7, "March 2020", ("Visits", "Section 1 has been updated."))
    done = run("parse-log", saved / "amendments.html", *options, workspace=tmp_path / "none")
    assert (done.code, (tmp_path / "none").exists()) == (0, False)
    if not options:
        assert done.out.startswith("March 2020 (2020-03): 1 entry\n")
        assert "Section 1 has been updated." in done.out
        return
    log: dict[str, Any] = done.json
    assert set(log) >= {"editions", "next_update", "archive_links"}
    assert set(log["editions"][0]) >= {"label", "date", "scope", "entries"}
    (entry,) = log["editions"][0]["entries"]
    assert set(entry) >= LOG_ENTRY
    assert (entry["title"], entry["sections"], entry["level"]) == ("Visits", ["1"], "section")


def test_verify_counts_what_it_looked_at(known: Path) -> None:
    """A sound store has no faults and is left with 0."""
    counts = run("verify", "--json", workspace=known).json
    assert counts["faults"] == []
    assert counts["versions"] == 4
    assert run("verify", workspace=known).out.endswith("4 versions checked: no fault\n")


def test_nothing_to_read_is_said(workspace: Path) -> None:
    """A stage that had nothing to do says so in one line."""
    done = run("extract", workspace=workspace)
    assert (done.code, done.out, done.err) == (0, "", "extract ourmanual: nothing new to read\n")


def test_one_is_told_as_one(tmp_path: Path) -> None:
    """One version and one edition are not told in the plural."""
    pages = saved_manual(tmp_path / "saved", 7, "March 2020", ("Visits", "Refreshed."))
    for name in ("p_fees.html", "p_records.html"):
        (pages / name).unlink()
    done = run("import", pages, "--source", "ourmanual", "--at", MARCH, "--base", BASE, workspace=tmp_path / "w")
    assert "extract ourmanual: 1 new version (1 first), 1 new edition" in done.err


def test_chapters_and_documents_are_in_force(workspace: Path, tmp_path: Path) -> None:
    """The state of a chapter is that it is in force; a document is told as one."""
    (tmp_path / "standards.md").write_text("# Standards\n\n## Visits\n\nEvery visit is written up the same day.\n")
    assert run("import", tmp_path / "standards.md", "--source", "team", workspace=workspace).code == 0
    lines = run("chapters", workspace=workspace).out.splitlines()
    assert {re.split(r"  +", line)[-1] for line in lines[1:]} == {"in force", "document in force"}
