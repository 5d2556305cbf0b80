"""Files that cannot be read: what is wrong with which, told in one line, and nothing of them is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.running import MARCH, known_in, run, saved_manual, site_of
from tests.served import chapter_page

JUNK = bytes(range(256)) * 20


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of files that cannot be read."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "folder.html").mkdir()
    for name, content in {
        "empty.html": b"",
        "blank.txt": b" \n\n ",
        "letter.odt": b"dear",
        "noending": b"dear",
        "junk.html": JUNK,
        "junk.txt": JUNK,
        "junk.md": JUNK,
        "junk.pdf": JUNK,
        "broken.pdf": b"%PDF-1.7 and nothing more",
        "junk.docx": JUNK,
        "broken.docx": b"PK\x03\x04 and nothing more",
        "hollow.html": b"<html><body></body></html>",
    }.items():
        (folder / name).write_bytes(content)
    (folder / "dangling.html").symlink_to(folder / "not-there")
    os.mkfifo(folder / "pipe.html")
    return folder


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.html", "does not exist"),
        ("dangling.html", "does not exist"),
        ("pipe.html", "is not a file"),
        ("folder.html", "is not a file"),
        ("empty.html", "is empty"),
        ("blank.txt", "is empty"),
        ("letter.odt", "cannot read a .odt file: use one of .html"),
        ("noending", "a file without ending"),
        ("junk.html", "is not the text its name says"),
        ("junk.txt", "is not the text its name says"),
        ("junk.md", "is not the text its name says"),
    ],
)
def test_a_file_that_cannot_be_one_is_refused(files: Path, name: str, says: str) -> None:
    """Compare and parse-log say the same of it, with its path."""
    for command in (("parse-log",), ("compare", files / name)):
        line = run(*command, files / name, workspace=files / "none").refused(2)
        assert says in line
        assert str(files / name) in line
    assert not (files / "none").exists()


@pytest.mark.parametrize(
    "name",
    [
        "missing.html",
        "dangling.html",
        "pipe.html",
        "empty.html",
        "blank.txt",
        "letter.odt",
        "noending",
        "junk.html",
        "junk.txt",
        "junk.md",
    ],
)
def test_what_cannot_be_imported_is_refused(workspace: Path, files: Path, name: str) -> None:
    """With its path and what to do; the store and the site stay as they are."""
    before, site = known_in(workspace), site_of(workspace)
    done = run("import", files / name, "--source", "ourmanual", workspace=workspace)
    assert str(files / name) in done.refused(2)
    assert known_in(workspace) == before
    assert site_of(workspace) == site


@pytest.mark.parametrize("name", ["junk.pdf", "broken.pdf", "junk.docx", "broken.docx", "hollow.html"])
def test_a_document_that_is_none_is_kept_and_needs_a_person(workspace: Path, files: Path, name: str) -> None:
    """Its bytes are a fact, but no version is made of them; the line says which file and what to do."""
    before = run("chapters", "--json", workspace=workspace).json
    done = run("import", files / name, "--source", "ourmanual", workspace=workspace)
    assert done.code == 3
    (line,) = [line for line in done.err.splitlines() if line.startswith("needs a look: ")]
    assert name in line
    assert run("chapters", "--json", workspace=workspace).json == before
    assert run("verify", workspace=workspace).code == 0


@pytest.mark.parametrize("name", ["junk.pdf", "broken.pdf", "junk.docx", "broken.docx", "hollow.html"])
def test_a_document_that_is_none_cannot_be_compared(files: Path, tmp_path: Path, name: str) -> None:
    """One line with the file's name, on whichever side it is; wrong use, as with a file that is empty."""
    good = tmp_path / "good.html"
    good.write_text(chapter_page("Visits", "First visit: The child is seen within 7 working days."), "utf-8")
    assert name in run("compare", files / name, good).refused(2)
    assert name in run("compare", good, files / name).refused(2)


@pytest.mark.parametrize("name", ["junk.pdf", "broken.docx", "hollow.html"])
def test_what_is_no_log_is_told(files: Path, name: str) -> None:
    """So is a chapter's page, which has no edition in it."""
    assert name in run("parse-log", files / name).refused(1)


def test_a_chapter_is_no_log(tmp_path: Path) -> None:
    """The line says what a log would have."""
    page = tmp_path / "visits.html"
    page.write_text(chapter_page("Visits", "First visit: The child is seen within 7 working days."), "utf-8")
    assert "no month or date heads its entries" in run("parse-log", page).refused(1)


@pytest.mark.parametrize("side", ["old", "new"])
def test_compare_tells_which_of_two_files_is_missing(tmp_path: Path, side: str) -> None:
    """A missing file is not taken for a chapter's name."""
    there = tmp_path / "there.html"
    there.write_text(chapter_page("Visits", "First visit: The child is seen within 7 working days."), "utf-8")
    missing = tmp_path / "missing.html"
    pair = (missing, there) if side == "old" else (there, missing)
    assert f"{missing} does not exist" in run("compare", *pair, workspace=tmp_path / "none").refused(2)
    assert "is not a file" in run("compare", there, tmp_path, workspace=tmp_path / "none").refused(2)


def test_an_empty_folder_is_told(workspace: Path, tmp_path: Path) -> None:
    """So is one without a file that can be read."""
    folder = tmp_path / "empty"
    folder.mkdir()
    for _ in range(2):
        done = run("import", folder, "--source", "ourmanual", workspace=workspace)
        assert f"{folder} holds no file that can be read" in done.refused(2)
        (folder / "letter.odt").write_text("dear")


def test_one_bad_file_in_a_folder_does_not_keep_out_the_rest(tmp_path: Path) -> None:
    """It is left out with a line of its own, and the command leaves with 3."""
    pages = saved_manual(tmp_path / "saved", 7, "March 2020", ("Visits", "This chapter has been refreshed."))
    (pages / "p_empty.html").write_text("")
    (pages / "p_junk.html").write_bytes(JUNK)
    workspace = tmp_path / "workspace"
    done = run("import", pages, "--source", "ourmanual", "--at", MARCH, workspace=workspace)
    assert done.code == 3
    assert [line.rpartition("/")[2] for line in done.err.splitlines() if line.startswith("needs a look")] == [
        "p_empty.html is empty: save it again",
        "p_junk.html is not the text its name says: open it and see what it is",
    ]
    assert len(run("chapters", "--json", workspace=workspace).json) == 3


def test_a_folder_of_nothing_but_bad_files_is_refused(tmp_path: Path) -> None:
    """Nothing is imported, and the lines say why."""
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "a.html").write_text("")
    workspace = tmp_path / "workspace"
    assert "a.html is empty" in run("import", folder, "--source", "ours", workspace=workspace).refused(2)
    assert run("chapters", "--json", workspace=workspace).json == []


def test_one_bad_file_among_named_ones_keeps_everything_out(workspace: Path, files: Path, tmp_path: Path) -> None:
    """What a person names is imported as a whole or not at all; the site is not touched either."""
    good = tmp_path / "good.html"
    good.write_text(chapter_page("Transport", "Travel: Travel is booked by the duty team."), "utf-8")
    before, site = known_in(workspace), site_of(workspace)
    done = run("import", good, files / "empty.html", "--source", "ourmanual", workspace=workspace)
    assert "empty.html is empty" in done.refused(2)
    assert known_in(workspace) == before
    assert site_of(workspace) == site
