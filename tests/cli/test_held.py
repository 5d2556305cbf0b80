"""The brake as a person meets it: one message, a look, a decision, and a site that is up to date afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import BASE, Ran, declared, run, site_of
from tests.served import ServedManual, chapter_page, contents_page, log_page

CHAPTERS = 12


def pages(days: int = 7, chapters: int = CHAPTERS) -> dict[str, str]:
    """A manual in which every chapter gives the same time limit."""
    rows = [(f"1.{place}", f"Chapter {place}", f"p_{place}.html") for place in range(1, chapters + 1)]
    texts = {
        f"/{file}": chapter_page(title, f"Duties: In {title} the social worker visits within {days} working days.")
        for _, title, file in rows
    }
    log = log_page("March 2020", ("Chapter 1", "This chapter has been refreshed."))
    return {"/contents.html": contents_page(*rows), "/amendments.html": log, **texts}


@pytest.fixture
def manual() -> Iterator[ServedManual]:
    """The manual on a loopback server."""
    with ServedManual(pages()) as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path, manual: ServedManual) -> Path:
    """A workspace that follows the manual."""
    return declared(tmp_path / "workspace", manual.source().proxy)


def held_line(done: Ran) -> str:
    """The one message of a command that ran into the brake."""
    assert done.code == 3, done.err
    (line,) = [line for line in done.err.splitlines() if line.startswith("needs a look: ")]
    assert all(word in line for word in ("is held", "`reread held`", "`reread accept ", "`reread reject "))
    return line


def texts_of(folder: Path) -> dict[str, bytes]:
    """The published chapters."""
    return {name: body for name, body in site_of(folder).items() if name.startswith("chapters/")}


@pytest.fixture
def followed(tmp_path: Path, folder: Path) -> Path:
    """The workspace, in which the manual is known already and published."""
    options = ("--source", "ourmanual", "--base", BASE, "--at", "2020-03-16")
    assert run("import", saved(tmp_path / "saved", pages()), *options, workspace=folder).code == 0
    assert run("publish", workspace=folder).code == 0
    return folder


def saved(folder: Path, served: dict[str, str]) -> Path:
    """The pages as somebody would have saved them."""
    folder.mkdir()
    for name, html in served.items():
        (folder / name.strip("/")).write_text(html, "utf-8")
    return folder


def test_a_held_update_is_told_looked_at_and_accepted(followed: Path, manual: ServedManual) -> None:
    """Exit code 3 with one message until it is decided; after accepting, the site says what the manual says."""
    before = texts_of(followed)
    manual.pages = pages(days=5)
    line = held_line(run("update", workspace=followed))
    assert "12 of 12 chapters changed (100%; the limit is 50%)" in line
    again = held_line(run("update", workspace=followed))
    assert "looked like that again" in again
    assert texts_of(followed) == before
    assert "is held until somebody has looked at it: 12 of 12 chapters changed" in site_of(followed)[
        "about/index.html"
    ].decode("utf-8")
    assert held_line(run("extract", workspace=followed)) == again

    shown = run("held", workspace=followed)
    assert shown.code == 3
    assert "ourmanual: collect held since" in shown.out
    assert "because 12 of 12 chapters changed" in shown.out
    assert shown.out.count("changed: Chapter") == 5
    assert "and 7 more (--all shows them)" in shown.out
    assert run("held", "--all", workspace=followed).out.count("changed: Chapter") == 12
    found = run("held", "--json", workspace=followed).json
    assert [(one["source"], one["counts"], len(one["runs"])) for one in found] == [("ourmanual", {"changed": 12}, 2)]
    assert "5 working days" in found[0]["chapters"][0]["summary"]

    done = run("accept", "--because", "The county rewrote it.", workspace=followed)
    assert (done.code, done.err.count("needs a look")) == (0, 0)
    assert b"5 working days" in texts_of(followed)["chapters/chapter-1/index.html"]
    assert "held until" not in site_of(followed)["about/index.html"].decode("utf-8")
    assert (run("held", workspace=followed).code, run("held", workspace=followed).out) == (0, "nothing is held\n")
    holds = [one["hold"] for one in run("runs", "--json", workspace=followed).json]
    assert [hold and (hold["decision"], hold["because"]) for hold in holds] == [
        None,
        ("accepted", "The county rewrote it."),
        ("accepted", "The county rewrote it."),
    ]
    assert run("verify", workspace=followed).code == 0


def test_a_rejected_collection_leaves_everything_as_it_was(followed: Path, manual: ServedManual) -> None:
    """The site stays, the same pages are asked for without conditions, and a good site passes."""
    before = texts_of(followed)
    manual.pages = pages(chapters=9)
    assert "3 of 12 chapters were not found (25%" in held_line(run("update", workspace=followed))
    done = run("reject", "ourmanual", "--because", "The contents page was cut short.", workspace=followed)
    assert done.code == 0
    assert "`reread update ourmanual`" in done.out
    assert texts_of(followed) == before
    manual.pages = pages()
    assert run("update", workspace=followed).code == 0
    runs = run("runs", "--json", workspace=followed).json
    assert runs[-1]["outcomes"]["not modified"] == 0
    assert [one["hold"] and one["hold"]["decision"] for one in runs] == [None, "rejected", None]
    assert "complete, rejected" in run("runs", workspace=followed).out
    assert {one["withdrawn_at"] for one in run("chapters", "--json", workspace=followed).json} == {None}


def test_a_first_collection_with_less_than_was_stated_is_held(folder: Path) -> None:
    """Nothing is published of it, neither an empty site, and a look at it shows what is new."""
    config = folder / "reread.toml"
    config.write_text(config.read_text("utf-8") + "\n[sources.ourmanual.brake]\nchapters = [13, 20]\n", "utf-8")
    line = held_line(run("update", workspace=folder))
    assert "12 chapters were found, fewer than the 13 that reread.toml expects" in line
    assert not (folder / "site").exists()
    assert run("held", "--json", workspace=folder).json[0]["counts"] == {"new": 12}
    assert run("accept", workspace=folder).code == 0
    assert (folder / "site" / "chapters" / "chapter-1" / "index.html").is_file()


def test_an_import_can_be_held_and_can_be_accepted_beforehand(tmp_path: Path) -> None:
    """It is a deliberate act, so the word of whoever imports is enough; without it the same limits hold."""
    workspace = tmp_path / "workspace"
    options = ("--source", "ourmanual", "--base", BASE)
    assert run("import", saved(tmp_path / "a", pages()), *options, "--at", "2020-03-16", workspace=workspace).code == 0
    later = saved(tmp_path / "b", pages(days=5))
    held = run("import", later, *options, "--at", "2020-10-12", workspace=workspace)
    assert "the import of ourmanual of 12 October 2020 is held" in held_line(held)
    assert run("reject", workspace=workspace).code == 0
    accepted = run("import", later, *options, "--at", "2020-10-12", "--accept", workspace=workspace)
    assert accepted.code == 0, accepted.err
    assert len(run("history", "chapter-1", "--json", workspace=workspace).json) == 2


@pytest.mark.parametrize("command", ["accept", "reject"])
@pytest.mark.parametrize("source", [(), ("ourmanual",), ("elsewhere",)])
def test_a_decision_about_nothing_is_refused(known: Path, command: str, source: tuple[str, ...]) -> None:
    """It says that nothing is held and changes nothing."""
    assert "held" in run(command, *source, workspace=known).refused(2)


def test_looking_at_nothing_held(known: Path) -> None:
    """It says so and leaves with 0; as JSON it is an empty list."""
    assert (run("held", workspace=known).code, run("held", workspace=known).out) == (0, "nothing is held\n")
    assert run("held", "--json", workspace=known).json == []
