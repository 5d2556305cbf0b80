"""`reading-list`, `audiences` and `adoption` as a person calls them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.running import MARCH, OCTOBER, run
from tests.served import HOST, chapter_page, contents_page, log_page

AUDIENCES = """
[audiences."Visiting team"]
titles = ["visit"]

[audiences."Money"]
chapters = ["Fees", "Allowences"]
"""


@pytest.fixture
def declared(workspace: Path) -> Path:
    """The workspace with two audiences, one of which names a chapter that is not there."""
    (workspace / "reread.toml").write_text(AUDIENCES, "utf-8")
    return workspace


def test_an_audience_sees_what_concerns_it(declared: Path) -> None:
    """In small letters too; the JSON says for whom each item is, how long it takes and at what pace."""
    (item,) = run(
        "reading-list", "--edition", "October 2020", "--audience", "visiting team", "--json", workspace=declared
    ).json
    assert (item["title"], item["audiences"]) == ("Visits", ["Visiting team"])
    assert (item["words_a_minute"], item["minutes"]) == (200, 1)
    assert item["versions"] == {"before": 1, "after": 2, "text": item["versions"]["text"]}
    assert item["look_for"].count(". ") == 0 and "7 → 5 working days" in item["look_for"]


def test_the_pace_can_be_set(workspace: Path) -> None:
    """`words_a_minute` in reread.toml; what is no sensible pace is refused."""
    (workspace / "reread.toml").write_text("[reading]\nwords_a_minute = 20\n", "utf-8")
    slow = run("reading-list", "--edition", "2020-10", "--level", "must", workspace=workspace)
    assert slow.out.rstrip().endswith("at 20 words a minute")
    (workspace / "reread.toml").write_text("[reading]\nwords_a_minute = 0\n", "utf-8")
    assert "words_a_minute should be a number of words from 20 to 1000" in run(
        "reading-list", workspace=workspace
    ).refused(2)


def test_what_changed_besides_is_listed_below(workspace: Path) -> None:
    """Fees is said to be updated and is not: nothing to read, but listed."""
    out = run("reading-list", "--since", "2020-10-01", workspace=workspace).out
    to_read, _, others = out.partition("also changed, no need to read again:")
    assert "Visits" in to_read and "Fees" not in to_read
    assert "Fees" in others and "1 item to read, 1 minute at 200 words a minute; 1 more changed" in others


def test_audiences_are_shown_with_what_fits_nothing(declared: Path) -> None:
    """Exit code 3: somebody should correct the name; the list of that audience says so too."""
    shown = run("audiences", workspace=declared)
    assert shown.code == 3
    assert "Visiting team: 1 chapter" in shown.out
    line = "audience “Money”: no chapter “Allowences” in any manual: correct it in reread.toml or take it out"
    assert line in shown.out
    assert line in run("reading-list", "--audience", "Money", workspace=declared).err
    assert run("audiences", "--json", workspace=declared).json[1]["unmatched"][0]["name"] == "Allowences"


def test_an_unknown_audience_is_refused(declared: Path) -> None:
    """With the name that was meant."""
    assert "did you mean 'Visiting team'?" in run(
        "reading-list", "--audience", "Visitin team", workspace=declared
    ).refused(2)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[audiences."A"]\n', "name some parts, chapters, words of titles or citations"),
        ('[audiences."A"]\nteam = ["x"]\n', "unknown key 'team'"),
        ('[audiences."A"]\nparts = 3\n', "parts should be a list of texts"),
        ("[audiences]\nA = 3\n", "expected a table"),
    ],
)
def test_a_declaration_that_says_nothing_is_refused(workspace: Path, table: str, said: str) -> None:
    """With the file, the table and what is wrong."""
    (workspace / "reread.toml").write_text(table, "utf-8")
    line = run("reading-list", workspace=workspace).refused(2)
    assert said in line and "reread.toml" in line


def test_each_format_is_written(workspace: Path, tmp_path: Path) -> None:
    """To a file, or to standard output where it is text; a workbook needs a file."""
    for form, start in (("csv", "\ufeffLevel,"), ("html", "<!doctype html>"), ("json", "["), ("text", "October")):
        out = tmp_path / f"list.{form}"
        assert run("reading-list", "--format", form, "--out", out, workspace=workspace).code == 0
        assert out.read_text("utf-8").startswith(start)
    workbook = tmp_path / "list.xlsx"
    assert run("reading-list", "--format", "xlsx", "--out", workbook, workspace=workspace).code == 0
    assert load_workbook(io.BytesIO(workbook.read_bytes())).sheetnames == ["Reading list", "Sign-off sheet"]
    assert "name its file with --out" in run("reading-list", "--format", "xlsx", workspace=workspace).refused(2)
    assert "contradict each other" in run("reading-list", "--format", "csv", "--json", workspace=workspace).refused(2)
    missing = tmp_path / "nowhere" / "list.csv"
    assert "cannot write" in run("reading-list", "--format", "csv", "--out", missing, workspace=workspace).refused(2)


def test_what_only_the_log_can_tell_is_asked_for(workspace: Path, tmp_path: Path) -> None:
    """Items of editions from before the first collection are left out, in every format, and the way to them is told."""
    line = (
        "left out: 1 item (1 to read) of editions from before the first collection, of which only the log can tell: "
        "--earlier adds them, --edition shows one edition"
    )
    listed = run("reading-list", workspace=workspace)
    assert listed.out.splitlines()[-1] == line
    as_json = run("reading-list", "--json", workspace=workspace)
    assert {item["edition"] for item in as_json.json} == {"October 2020"}
    assert as_json.err.splitlines() == [line]
    every = run("reading-list", "--earlier", "--json", workspace=workspace)
    assert {item["edition"] for item in every.json} == {"October 2020", "March 2020"}
    (march,) = run("reading-list", "--edition", "March 2020", "--json", workspace=workspace).json
    assert march in every.json and every.err == ""
    since = run("reading-list", "--since", "2019-01-01", workspace=workspace)
    assert "left out" not in since.out and "March 2020" in since.out
    out = tmp_path / "list.html"
    assert run("reading-list", "--format", "html", "--out", out, workspace=workspace).err.splitlines()[-1] == line
    assert "Editions since the first collection. " in out.read_text("utf-8")


def test_the_command_tells_what_the_site_tells(demo_workspace: Path) -> None:
    """As many items and minutes as the editions that stand open on the site's reading list, the others set apart."""
    items = run("reading-list", "--json", workspace=demo_workspace).json
    to_read = [item for item in items if item["level"] in {"must", "section", "skim"}]
    open_groups, _, older = (
        (demo_workspace / "site" / "reread" / "index.html").read_text("utf-8").partition("data-older")
    )
    assert len(open_groups.split('data-item="')) - 1 == len(items)
    groups = re.findall(r"data-group-summary>(\d+) chapters?, about (\d+) minutes?", open_groups)
    assert sum(int(number) for number, _ in groups) == len(to_read)
    assert sum(int(minutes) for _, minutes in groups) == sum(item["minutes"] for item in to_read)
    every = run("reading-list", "--earlier", "--json", workspace=demo_workspace).json
    assert len(every) - len(items) == len(older.split('data-item="')) - 1 > 0
    chapters = {item["chapter"] for item in to_read}
    total = f"{len(to_read)} items to read in {len(chapters)} chapters, "
    assert total in run("reading-list", workspace=demo_workspace).out


# --- adoption

LIMIT = "Section 1 now says that a refusal to be seen is told to the designated safeguarding officer at once."


def with_manual(workspace: Path, saved: Path, source: str, *editions: tuple[str, str, tuple[str, str]]) -> None:
    """Imports one more manual: its log says of Visits what is given, edition by edition."""
    for day, month, row in editions:
        folder = saved / source / day
        folder.mkdir(parents=True)
        pages = {
            "contents.html": contents_page(("1.1", "Visits", "p_visits.html")),
            "amendments.html": log_page(month, row),
            "p_visits.html": chapter_page("Visits", f"First visit: The {source} worker visits by {month}."),
        }
        for name, page in pages.items():
            (folder / name).write_text(page, "utf-8")
        base = f"http://{source}.{HOST}/"
        done = run("import", folder, "--source", source, "--at", day, "--base", base, workspace=workspace)
        assert done.code == 0, done.err


def test_adoption_needs_two_manuals(workspace: Path) -> None:
    """One manual cannot be held against another."""
    assert "add another with `reread add`" in run("adoption", workspace=workspace).refused(2)


def test_adoption_over_three_manuals(workspace: Path, tmp_path: Path) -> None:
    """Two have taken it up in other words, months apart; the third is watched and has not. The site says the same."""
    with_manual(workspace, tmp_path, "north", (OCTOBER, "October 2020", ("Visits", LIMIT)))
    other = "Refusals to be seen are told at once to the safeguarding officer who is designated."
    with_manual(workspace, tmp_path, "south", (MARCH, "March 2020", ("Visits", other)))
    (amendment,) = run("adoption", "--json", workspace=workspace).json
    assert (amendment["title"], amendment["since"]) == ("Visits", "2020-03")
    assert [(one["source"], one["state"], one["edition"]) for one in amendment["manuals"]] == [
        ("south", "taken up", "March 2020"),
        ("north", "taken up", "October 2020"),
        ("ourmanual", "not yet", None),
    ]
    assert len(run("adoption", "--missing", "ourmanual", "--json", workspace=workspace).json) == 1
    assert run("adoption", "--missing", "north", "--json", workspace=workspace).json == []
    assert run("adoption", "--since", "2020-04-01", "--json", workspace=workspace).json == []
    text = run("adoption", "--chapter", "visit", workspace=workspace).out
    assert "ourmanual: not yet (its log is known from 2020-03 to 2020-10; last looked at on 2020-10-12)" in text
    assert run("publish", "--at", "2020-10-13", workspace=workspace).code == 0
    page = (workspace / "site" / "adoption" / "index.html").read_text("utf-8")
    assert "taken up by 2 of 3 manuals" in page and "Not yet" in page
