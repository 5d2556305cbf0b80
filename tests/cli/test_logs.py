"""The commands over logs: entries without a chapter and a person's decision, findings by date, promises on a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import BASE, run, saved_manual

NOVEMBER = "2020-11-09"


@pytest.fixture
def with_open_entry(workspace: Path, tmp_path: Path) -> Path:
    """The small manual with a third edition, one of whose entries has lost its title."""
    rows = (
        ("", "In November 2020, Section 1 of Records was updated in line with Working Together 2018."),
        ("Fees", "Section 1 was updated."),
    )
    pages = saved_manual(tmp_path / "saved", 5, "November 2020", *rows)
    done = run("import", pages, "--source", "ourmanual", "--at", NOVEMBER, "--base", BASE, workspace=workspace)
    assert done.code == 0, done.err
    return workspace


def test_an_unnamed_chapter_has_candidates_and_is_decided_by_a_person(with_open_entry: Path) -> None:
    """It is listed with what speaks for each candidate; a decision holds through later runs and can be taken back."""
    (entry,) = run("amendments", "--unresolved", "--json", workspace=with_open_entry).json
    assert (entry["entry"], entry["title"], entry["chapter"]) == ("2020-11/1", None, None)
    assert entry["candidates"][0] == {"chapter": "records", "likelihood": 0.3, "why": ["the entry's words name it"]}
    text = run("amendments", "--unresolved", workspace=with_open_entry).out
    assert "2020-11/1" in text and "(unnamed chapter: the log lost its title)" in text
    assert "? records (30%): the entry's words name it" in text

    done = run("amendments", "--is", "2020-11/1", "Records", workspace=with_open_entry)
    first, hint = done.out.splitlines()
    assert (done.code, first) == (0, "2020-11/1 (the entry without a title) is Records")
    assert "`reread publish`" in hint
    assert run("extract", "--again", workspace=with_open_entry).code in {0, 3}
    assert run("amendments", "--unresolved", "--json", workspace=with_open_entry).json == []
    nothing_open = run("amendments", "--unresolved", workspace=with_open_entry).out
    assert nothing_open == "no entry is open: the chapter of each is known\n"
    (decided, _) = run("amendments", "--edition", "2020-11", "--json", workspace=with_open_entry).json
    assert (decided["chapter"], decided["how"], decided["sureness"]) == ("records", "a person's decision", 1.0)

    assert run("amendments", "--is", "2020-11/1", "nothing", workspace=with_open_entry).code == 0
    assert len(run("amendments", "--unresolved", "--json", workspace=with_open_entry).json) == 1


def test_a_decision_on_nothing_known_is_refused(known: Path) -> None:
    """An entry or a chapter that does not exist, in one line."""
    assert "names no entry" in run("amendments", "--is", "2020-10/9", "Fees", workspace=known).refused(2)
    assert "no chapter" in run("amendments", "--is", "2020-10/1", "Harbours", workspace=known).refused(2)


def test_each_entry_says_what_it_cites(with_open_entry: Path) -> None:
    """As structured values and in words."""
    entry = run("amendments", "--edition", "2020-11", "--json", workspace=with_open_entry).json[0]
    assert entry["citations"] == [
        {
            "kind": "guidance",
            "name": "Working Together to Safeguard Children",
            "edition": "2018",
            "section": "",
            "text": "Working Together 2018",
        }
    ]
    assert (
        "cites guidance: Working Together to Safeguard Children 2018"
        in run("amendments", workspace=with_open_entry).out
    )


def test_findings_since_a_day_and_before_our_time(known: Path) -> None:
    """Editions older than the day are left out; those before the first collection are named, and nothing is claimed."""
    assert len(run("findings", "--since", "2020-10-01", "--json", workspace=known).json) == 2
    assert run("findings", "--since", "2020-11-01", "--json", workspace=known).json == []
    told = run("findings", workspace=known).out
    assert told.splitlines()[-1] == "before our time, so nothing is claimed: March 2020"
    (unseen, _) = run("findings", "--json", workspace=known).json
    assert unseen["witnesses"][0]["kind"] == "log"
    assert unseen["witnesses"][0]["page_url"] == f"{BASE}amendments.html"
    assert len(unseen["witnesses"][0]["page_digest"]) == 64


def test_promises_on_a_day(known: Path) -> None:
    """What is open on a day, for a manual that promised nothing: nothing; and the day belongs to --promises only."""
    done = run("findings", "--promises", "--at", "2021-06-01", "--json", workspace=known)
    assert (done.code, [one["kind"] for one in done.json]) == (0, [])
    assert "--at belongs to --promises" in run("findings", "--at", "2021-06-01", workspace=known).refused(2)
    assert "narrow it" in run("findings", "--promises", "--kind", "silent", workspace=known).refused(2)
