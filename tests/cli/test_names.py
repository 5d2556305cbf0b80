"""A name that means nothing is told so, with what there is; nothing is answered with silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import known_in, run, saved_manual
from tests.served import chapter_page


@pytest.mark.parametrize(
    "command",
    [
        ("chapters",),
        ("history", "visits"),
        ("show", "visits"),
        ("compare", "visits"),
        ("amendments",),
        ("findings",),
        ("reading-list",),
        ("search", "visits"),
        ("documents",),
        ("problems",),
        ("runs",),
    ],
)
def test_an_unknown_source_is_told(known: Path, command: tuple[str, ...]) -> None:
    """By each command that takes --source, with the sources that are known."""
    for more in ((), ("--json",)):
        done = run(*command, *more, "--source", "nosuch", workspace=known)
        line = done.refused(2)
        assert "nosuch" in line
        assert "ourmanual" in line
        assert done.out == ""


@pytest.mark.parametrize("command", ["update", "collect", "extract"])
def test_an_unknown_source_is_told_before_anything_is_done(workspace: Path, command: str) -> None:
    """The stages name it too, and change nothing."""
    before = known_in(workspace)
    assert "'nosuch'" in run(command, "nosuch", workspace=workspace).refused(2)
    assert known_in(workspace) == before


@pytest.mark.parametrize("name", ["Our Manual", "search", "static", "", "-", "x" * 41, "../up"])
def test_a_source_has_to_be_nameable(tmp_path: Path, name: str) -> None:
    """Its name becomes a folder of the site; a bad one is refused before a workspace is made."""
    pages = saved_manual(tmp_path / "saved", 7, "March 2020", ("Visits", "This chapter has been refreshed."))
    done = run("import", pages, f"--source={name}", workspace=tmp_path / "workspace")
    assert "cannot name a source" in done.refused(2)
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize("command", ["show", "history", "compare"])
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Vists", "did you mean 'Visits'?"),
        ("Record", "Records"),
        ("helicopters", "`reread chapters` lists them"),
        ("9.9", "`reread chapters` lists them"),
        ("", "`reread chapters` lists them"),
        ("http://elsewhere.example/p_visits.html", "no chapter"),
    ],
)
def test_an_unknown_chapter_is_told_with_the_nearest(known: Path, command: str, name: str, says: str) -> None:
    """A slip of the keyboard is met with what was probably meant; a part of one title is enough."""
    done = run(command, name, workspace=known)
    if name == "Record" and command != "compare":
        assert says in done.out or done.code == 0
    elif name == "Record":
        assert "'Records' has one version only" in done.refused(2)
    else:
        assert says in done.refused(2)


def test_a_name_that_fits_two_chapters_is_asked_about(workspace: Path, tmp_path: Path) -> None:
    """With the slugs to choose from."""
    for place in ("One", "Two"):
        page = chapter_page(f"Foster Carers {place}", "Fees: Foster carers are paid by the finance team.")
        (tmp_path / f"{place}.html").write_text(page, "utf-8")
        run("import", tmp_path / f"{place}.html", "--source", "other", workspace=workspace)
    line = run("show", "foster carers", workspace=workspace).refused(2)
    assert "foster-carers-one (other), foster-carers-two (other)" in line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compare", "visits", "9"), "there are versions 1 to 2"),
        (("compare", "visits", "1", "0"), "there are versions 1 to 2"),
        (("compare", "visits", "2019-01-01"), "before 2020-03-16"),
        (("compare", "visits", "someday"), "neither a version's number nor a day"),
        (("compare", "visits", "2020-13-45"), "neither a version's number nor a day"),
        (("compare", "fees"), "nothing to compare"),
        (("compare", "a", "b", "c", "d"), "at most two"),
        (("show", "visits", "--at", "2019-12-31"), "first seen on 16 March 2020"),
        (("amendments", "--edition", "May 2020"), "October 2020, March 2020"),
        (("findings", "--edition", "2020-05"), "October 2020, March 2020"),
        (("reading-list", "--edition", "May 2020"), "October 2020, March 2020"),
        (("search", "..."), "has no word"),
        (("search", ""), "has no word"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(known: Path, arguments: tuple[str, ...], says: str) -> None:
    """Versions, days, editions and queries."""
    done = run(*arguments, workspace=known)
    assert says in done.refused(2)
    assert done.out == ""


@pytest.mark.parametrize(
    "command",
    [
        ("chapters",),
        ("history", "visits"),
        ("show", "visits"),
        ("compare", "visits"),
        ("amendments",),
        ("findings",),
        ("reading-list",),
        ("search", "visits"),
        ("verify",),
        ("extract",),
        ("index",),
        ("publish",),
        ("serve", "--port", "0"),
    ],
)
def test_where_nothing_is_known_the_first_step_is_told(tmp_path: Path, command: tuple[str, ...]) -> None:
    """A workspace that is not there is not made by looking at it or by publishing nothing."""
    workspace = tmp_path / "workspace"
    line = run(*command, workspace=workspace).refused(2)
    assert "`reread update`" in line
    assert not workspace.exists()


def test_update_without_a_source_tells_how_to_declare_one(tmp_path: Path) -> None:
    """Nothing is made by it."""
    assert "`reread add URL`" in run("update", workspace=tmp_path / "workspace").refused(2)
    assert not (tmp_path / "workspace").exists()


def test_a_live_manual_wants_a_contact(tmp_path: Path) -> None:
    """Nobody is asked for pages before we have said who we are."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "reread.toml").write_text('[sources.ours]\ncontents = ["http://manual.invalid/contents.html"]\n')
    assert "contact =" in run("update", workspace=workspace).refused(2)
