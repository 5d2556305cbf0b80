"""`reread identity` and `reread extract --again`, as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.workspace import Workspace
from tests.cli.running import run
from tests.kb.stages.test_identifying import asked, moved
from tests.served import HOST


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with an open question: "Contact" may be what "Visits" was."""
    folder = tmp_path / "workspace"
    with Workspace(folder).store() as store:
        asked(store)
    return folder


def test_a_question_comes_with_the_commands_that_answer_it(workspace: Path) -> None:
    """It stands first; each answer can be typed as printed; answered, it is gone and nothing needs a person."""
    listed = run("identity", workspace=workspace)
    assert listed.code == 0
    assert "'Contact' (contact)" in listed.out.splitlines()[0]
    assert "reread identity join visits contact" in listed.out
    assert "1 open question" in listed.out
    assert run("extract", workspace=workspace).code == 3
    assert run("identity", "join", "visits", "contact", "--because", "retitled", workspace=workspace).code == 0
    assert "0 open questions" in run("identity", workspace=workspace).out
    assert run("extract", workspace=workspace).code == 0
    assert [one["ordinal"] for one in run("history", "visits", "--json", workspace=workspace).json] == [1, 2, 3]
    taken = run("identity", "forget", f"{HOST}/p_contact.html", workspace=workspace)
    assert "taken back: join" in taken.out
    assert run("identity", "separate", "contact", workspace=workspace).code == 0
    assert run("extract", "--again", workspace=workspace).code == 0


def test_matches_are_listed_least_sure_first(tmp_path: Path) -> None:
    """What is not sure is listed unasked, the rest with --all; as JSON with what a person ruled and why."""
    folder = tmp_path / "workspace"
    with Workspace(folder).store() as store:
        moved(store, "Nights: Somebody is on duty at all times and can be reached by telephone on the number below.")
    (one,) = run("identity", "--json", workspace=folder).json["matches"]
    assert (one["how"], one["sureness"], one["ruling"]) == ("same title", 0.9, None)
    url = f"http://{HOST}/visits_new.html"
    assert run("identity", "confirm", url, "--because", "same team", workspace=folder).code == 0
    assert run("identity", "--json", workspace=folder).json["matches"] == []
    every = run("identity", "--all", "--json", workspace=folder).json["matches"]
    assert [(one["ruling"], one["because"]) for one in every if one["url"] == url] == [("confirm", "same team")]
    assert [one["sureness"] for one in every[:-1]] == sorted(one["sureness"] for one in every[:-1])
    assert "ruled: confirm (same team)" in run("identity", "--all", workspace=folder).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("join", "visits", "fees"), "both in the manual on 16 March 2020"),
        (("join", "visits", "visits"), "one chapter already"),
        (("separate", "nowhere"), "no chapter 'nowhere'"),
        (("forget", "fees"), "nobody ruled on"),
    ],
)
def test_what_cannot_be_ruled_is_said(workspace: Path, arguments: tuple[str, ...], says: str) -> None:
    """One line, wrong use, and nothing is changed."""
    assert says in run("identity", *arguments, workspace=workspace).refused(2)
