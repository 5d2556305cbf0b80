"""`reread --help` is the manual: every command is in it and says what it does and how."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from kb import __version__
from kb.cli import reread
from tests.cli.running import ROOT, process, run

COMMANDS = reread.list_commands(click.Context(reread))


def test_every_command_is_listed_with_a_whole_sentence() -> None:
    """On a terminal of 80 columns no description is cut short."""
    listed = run("--help").out.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == COMMANDS
    assert all(len(line.split()) > 3 and line.endswith(".") and not line.endswith("...") for line in listed)
    assert all(len(line) <= 80 for line in run("--help").out.splitlines())


def test_the_exit_codes_are_in_the_help() -> None:
    """A script's author need not look elsewhere."""
    text = " ".join(run("--help").out.split())
    assert "0 done; 1 a stage failed, nothing was lost; 2 wrong use; 3 done, but something needs a person" in text


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(name: str, option: str) -> None:
    """What it does, and each option with a description."""
    done = run(name, option)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: reread {name}")
    command = reread.get_command(click.Context(reread), name)
    assert command is not None
    assert len((command.help or "").split()) >= 5
    undescribed = [
        one.name
        for one in command.params
        if isinstance(one, click.Option) and not one.help and not isinstance(one.type, click.Choice)
    ]
    assert undescribed == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """What can be done can be found."""
    assert f"reread {name}" in (ROOT / "README.md").read_text("utf-8")


def test_alone_it_shows_the_help() -> None:
    """Whoever types the bare name learns what there is."""
    done = run()
    assert "Commands:" in done.out + done.err
    assert "Start with `reread demo`" in done.out + done.err
    assert done.code in {0, 2}


def test_the_version_is_told() -> None:
    """On standard output, by the package's own number."""
    assert run("--version").out == f"reread, version {__version__}\n"


def test_a_checkout_needs_no_installation(tmp_path: Path) -> None:
    """`python -m kb` is the same program."""
    assert process("--version", cwd=tmp_path).out == f"reread, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("updat",), "did you mean `reread update`?"),
        (("readinglist",), "did you mean `reread reading-list`?"),
        (("frobnicate",), "`reread --help` lists them"),
        (("show",), "`reread show --help` tells more"),
        (("show", "visits", "--colour"), "`reread show --help` tells more"),
        (("show", "visits", "--at", "yesterday"), "write it as 2020-03-16"),
        (("show", "visits", "--at", "2020-13-01"), "write it as 2020-03-16"),
        (("findings", "--kind", "wrong"), "'announced', 'silent', 'unseen', 'mismatched'"),
        (("reading-list", "--level", "shall"), "'must'"),
        (("serve", "--port", "99999"), "65535"),
        (("search", "visits", "--limit", "0"), "1<=x<=1000"),
        (("import", "pages"), "--source"),
        (("import", "--source", "ourmanual"), "PATHS"),
        (("compare",), "CHAPTER"),
        (("chapters", "--workspace", "elsewhere"), "before the command: `reread --workspace"),
        (("chapters", "--quiet"), "before the command: `reread --quiet"),
    ],
)
def test_wrong_use_is_told_in_one_line(known: Path, arguments: tuple[str, ...], says: str) -> None:
    """What is wrong and where to read on; exit code 2."""
    done = run(*arguments, workspace=known)
    assert says in done.refused(2)
    assert (done.out, done.err.count("\n")) == ("", 1)
