"""`reread compare` and `search --changes`: any two days, every format, and where the output goes."""

from __future__ import annotations

import os
import pty
from pathlib import Path

import pytest

from tests.cli.running import MARCH, OCTOBER, command_line, copied, environment, run
from tests.served import chapter_page


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two files, of different kinds."""
    folder = tmp_path_factory.mktemp("files")
    old, new = folder / "old.html", folder / "new.md"
    old.write_text(chapter_page("Visits", "First visit: The child is seen within 7 working days."), "utf-8")
    new.write_text("# Visits\n\n## 1. First visit\n\nThe child is seen within 5 working days.\n", "utf-8")
    return old, new


def test_any_two_days(known: Path) -> None:
    """--from and --to take the texts of the days, and say what is not known of them."""
    done = run("compare", "visits", "--from", "2020-04-01", "--to", OCTOBER, workspace=known)
    assert "[-7 working days-]{+5 working days+}" in done.out
    assert "version 1, seen on 16 March 2020; not looked at from then to 1 April 2020" in done.out
    assert done.out == run("compare", "visits", "2020-04-01", OCTOBER, workspace=known).out
    same = run("compare", "visits", "--from", MARCH, "--to", "2020-05-01", workspace=known).out
    assert same.startswith(
        "no change that counts: version 1, seen on 16 March 2020 → version 1, seen on 16 March 2020;"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("visits", "1", "--from", MARCH), "name the two sides once"),
        (("visits", "--to", MARCH), "--to needs --from"),
        (("visits", "--from", "2019-01-01"), "before 2020-03-16"),
        (("visits", "--from", "someday"), "neither a version's number nor a day"),
        (("visits", "--from", "31 February 2020"), "neither a version's number nor a day"),
    ],
)
def test_days_that_make_no_sense(known: Path, arguments: tuple[str, ...], told: str) -> None:
    """One line that says what is wrong and what to do."""
    assert told in run("compare", *arguments, workspace=known).refused(2)


def test_a_day_is_taken_as_it_is_printed(known: Path) -> None:
    """What is printed as 1 April 2020 can be given so, in any letters."""
    done = run("compare", "visits", "--from", "1 april 2020", "--to", "12 October 2020", workspace=known)
    assert done.out == run("compare", "visits", "--from", "2020-04-01", "--to", OCTOBER, workspace=known).out


UNREADABLE = [
    ("torn.docx", b"\x00\x01\x02\x03", "torn.docx is not what its name says"),
    ("torn.pdf", b"%PDF-1.7\nnothing else", "torn.pdf cannot be read as a PDF"),
    ("cut.docx", b"PK\x03\x04cut short", "cut.docx cannot be read as a Word document"),
    ("empty.html", b"", "empty.html is empty"),
    ("what.xyz", b"Words.", "cannot read a .xyz file"),
]


@pytest.mark.parametrize(("name", "body", "told"), UNREADABLE, ids=[row[0] for row in UNREADABLE])
def test_a_file_that_cannot_be_read_is_wrong_use(
    pair: tuple[Path, Path], tmp_path: Path, name: str, body: bytes, told: str
) -> None:
    """Whatever is wrong with it: one code, and one line with the path as it was given, which speaks of no server."""
    (tmp_path / name).write_bytes(body)
    said = run("compare", pair[0], tmp_path / name, workspace=tmp_path / "none").refused(2)
    assert told in said
    assert str(tmp_path) in said
    assert "served" not in said


def test_one_file_is_told_from_a_chapter(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A second file is wanted, not a workspace."""
    said = run("compare", pair[0], workspace=tmp_path / "none").refused(2)
    assert "name the file to compare it with" in said


def test_html_is_one_file_with_the_sites_redline(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """To standard output or a file, the same; nothing in it leads to another file."""
    out = tmp_path / "changes.html"
    shown = run("compare", *pair, "--format", "html", workspace=tmp_path / "none").out
    assert run("compare", *pair, "--format", "html", "--out", out, workspace=tmp_path / "none").code == 0
    assert out.read_text("utf-8") == shown
    assert "<del>7 working days</del><ins>5 working days</ins>" in shown
    assert 'id="change-1"' in shown
    for outside in (" src=", "<link", "url(", "http:", "https:"):
        assert outside not in shown


def test_a_text_is_plain_when_piped_and_coloured_when_asked(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Signs say everything; colours only repeat it, in a terminal or with --color."""
    plain = run("compare", *pair, workspace=tmp_path).out
    assert "\x1b" not in plain
    painted = run("compare", *pair, "--color", workspace=tmp_path).out
    assert "\x1b[31m[-7 working days-]\x1b[0m\x1b[32m{+5 working days+}\x1b[0m" in painted


def test_two_files_of_one_name_are_told_apart(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """The line that names the two sides gives their folders then, and the names alone otherwise."""
    (tmp_path / "march").mkdir()
    (tmp_path / "october").mkdir()
    old, new = (tmp_path / folder / "visits.md" for folder in ("march", "october"))
    for path, days in ((old, 7), (new, 5)):
        path.write_text(f"# Visits\n\nThe child is seen within {days} days.\n", "utf-8")
    assert f"{old} → {new}\n" in run("compare", old, new, workspace=tmp_path).out
    assert "\nold.html → new.md\n" in run("compare", *pair, workspace=tmp_path).out


def test_unchanged_text_is_left_out_unless_asked_for(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A long chapter shows its changes with their neighbourhood; --all shows all of it."""
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    lines = [f"Paragraph {number} says what it said.\n" for number in range(20)]
    old.write_text("\n".join(["# Visits\n", *lines, "Within 7 days.\n"]), "utf-8")
    new.write_text("\n".join(["# Visits\n", *lines, "Within 5 days.\n"]), "utf-8")
    short, whole = (run("compare", old, new, *more, workspace=tmp_path).out for more in ((), ("--all",)))
    assert "unchanged lines" in short
    assert "Paragraph 3" not in short
    assert "Paragraph 3" in whole


@pytest.mark.parametrize(("no_colour", "coloured"), [("", True), ("1", False)])
def test_a_terminal_gets_colours_and_a_pager(pair: tuple[Path, Path], no_colour: str, coloured: bool) -> None:
    """The pager of the environment shows it; NO_COLOR leaves the colours out."""
    shown = _in_terminal(command_line(["compare", *pair]), environment(PAGER="cat", NO_COLOR=no_colour, TERM="xterm"))
    assert "[-7 working days-]" in shown
    assert ("\x1b[31m" in shown) is coloured


def _in_terminal(line: list[str], values: dict[str, str]) -> str:
    """What a command shows in a terminal of its own."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(line[0], line, values)
    shown = b""
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # Linux says so where the other end was closed
            break
        if not read:
            break
        shown += read
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode()


def test_a_file_that_cannot_be_written_is_told(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """One line that names it."""
    said = run("compare", *pair, "--out", tmp_path / "no" / "where.txt", workspace=tmp_path).refused(2)
    assert "where.txt" in said


def test_search_over_changes(known: Path) -> None:
    """Which chapter gained or lost it, when, with the redline; the page it leads to is there."""
    found = run("search", "--changes", "5 working days", "--json", workspace=known).json
    (hit,) = found["hits"]
    assert (hit["chapter"], hit["change"], hit["times"], hit["before"], hit["after"]) == ("visits", "gained", 1, 1, 2)
    assert (hit["since"], hit["until"]) == (MARCH, OCTOBER)
    place, _, anchor = hit["passages"][0]["location"].partition("#")
    assert f'id="{anchor}"' in (known / "site" / place).read_text("utf-8")
    text = run("search", "--changes", "7 working days", workspace=known).out
    assert "lost once, version 1 to 2, between 16 March 2020 and 12 October 2020" in text
    assert "[-7 working days-]{+5 working days+}" in text
    assert text.endswith("1 change found\n")
    nothing = run("search", "--changes", "helicopter", workspace=known)
    assert nothing.out == "no chapter gained or lost 'helicopter' while we watched\n"


def test_acronyms_of_the_place(known: Path, tmp_path: Path) -> None:
    """[acronyms] in reread.toml joins an acronym with its name, in place of what it means elsewhere."""
    workspace = copied(known, tmp_path / "w")
    config = workspace / "reread.toml"
    own = '\n[acronyms]\nFVX = "first visit"\nLAC = ["late afternoon call"]\n'
    config.write_text((config.read_text("utf-8") if config.exists() else "") + own, "utf-8")
    assert run("index", workspace=workspace).code == 0
    found = run("search", "FVX", "--json", workspace=workspace).json
    assert found["expanded"] == ["first visit"]
    assert found["total"] > 0
    assert run("search", "LAC", "--json", workspace=workspace).json["expanded"] == ["late afternoon call"]
    config.write_text(config.read_text("utf-8") + 'DSL = ""\n', "utf-8")
    assert "should stand for its name in full" in run("index", workspace=workspace).refused(2)


UNTITLED = (".html", ".md", ".txt")


@pytest.mark.parametrize("ending", UNTITLED)
def test_files_without_a_title_are_called_by_their_names(ending: str, tmp_path: Path) -> None:
    """A file of paragraphs alone is compared; its name stands in for a title and is no change."""
    for name, limit in (("policy v1", 24), ("policy v2", 12)):
        must = f"The worker must tell the manager within {limit} hours of the child going missing from home"
        texts = (f"{must}, or else the manager on call", "The log is kept")
        text = "".join(f"<p>{text}.</p>" for text in texts) if ending == ".html" else ".\n\n".join((*texts, ""))
        (tmp_path / f"{name}{ending}").write_text(text, "utf-8")
    old, new = (tmp_path / f"policy v{number}{ending}" for number in (1, 2))
    told = run("compare", str(old), str(new), workspace=tmp_path / "none").out
    assert told.startswith("The opening text: time limit 24 → 12 hours.\n")
    assert "  Policy v2\n" in told


def test_a_title_beside_none_is_no_change(tmp_path: Path) -> None:
    """Where only one of two files has a title, it is that of both."""
    text = "<p>The worker must tell the manager at once.</p>"
    (tmp_path / "old.html").write_text(text, "utf-8")
    (tmp_path / "new.html").write_text(f"<h1>Missing children</h1>{text}", "utf-8")
    told = run("compare", str(tmp_path / "old.html"), str(tmp_path / "new.html"), workspace=tmp_path / "none").out
    assert told == "no change that counts: old.html → new.html\n"
