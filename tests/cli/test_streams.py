"""Results on standard output, progress on standard error; a pipe, a terminal, a closed end and an old code page."""

from __future__ import annotations

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import command_line, copied, declared, environment, process, run, saved_manual
from tests.served import ServedManual, chapter_page, contents_page, small_manual

CONTROLS = ("\r", "\x1b", "\b")


def test_results_and_progress_do_not_mix(workspace: Path, tmp_path: Path) -> None:
    """What a script wants to read is alone on standard output."""
    done = run("publish", "--at", "2020-10-13", workspace=workspace)
    (line,) = done.out.splitlines()
    assert line.endswith("pages: open " + str(workspace / "site" / "index.html"))
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["index"]
    pages = saved_manual(tmp_path / "saved", 3, "March 2021", ("Visits", "Refreshed."))
    done = run("import", pages, "--source", "ourmanual", "--at", "2021-03-15", workspace=workspace)
    assert all(": " in line and not line.startswith("extract") for line in done.out.splitlines())
    assert done.err.startswith("extract ourmanual: ")


def test_quiet_leaves_standard_error_to_what_went_wrong(workspace: Path) -> None:
    """No progress; a message is still told."""
    done = run("--quiet", "publish", workspace=workspace)
    assert (done.code, done.err) == (0, "")
    assert "no chapter 'nosuch'" in run("--quiet", "show", "nosuch", workspace=workspace).refused(2)


def many_chapters() -> dict[str, str]:
    """A manual that takes a while to collect."""
    names = [f"Chapter {number}" for number in range(12)]
    rows = [(f"1.{place}", name, f"p_{place}.html") for place, name in enumerate(names)]
    pages = {f"/{file}": chapter_page(name, f"Duties: {name} is read by the manager.") for _, name, file in rows}
    return {**small_manual(), **pages, "/contents.html": contents_page(*rows)}


def test_progress_moves_on_a_terminal_and_not_in_a_pipe(tmp_path: Path) -> None:
    """A line that redraws itself and is gone at the end; in a pipe the same totals as one plain line."""
    with ServedManual(many_chapters()) as manual:
        manual.delay = 0.03
        workspace = declared(tmp_path / "workspace", manual.source().proxy)
        ours, theirs = pty.openpty()
        line = command_line(["collect"], workspace)
        with subprocess.Popen(line, stderr=theirs, stdout=subprocess.PIPE, env=environment(), cwd=tmp_path) as running:
            os.close(theirs)
            drawn = _read_all(ours)
        manual.delay = 0
        assert running.returncode == 0
        piped = process("collect", workspace=workspace)
    *moving, told = drawn.replace("\r\n", "\n").rstrip("\n").split("\r")
    assert len(moving) > 3
    assert any("collect ourmanual" in one for one in moving)
    assert "14 new" in told
    assert piped.code == 0
    assert not any(mark in piped.err for mark in CONTROLS)
    (plain,) = piped.err.splitlines()
    assert plain.startswith("collect ourmanual: ")


def _read_all(terminal: int) -> str:
    """What was drawn until the other end was closed, which Linux reports as an error."""
    drawn = b""
    try:
        while part := os.read(terminal, 4096):
            drawn += part
    except OSError:
        pass
    finally:
        os.close(terminal)
    return drawn.decode()


@pytest.mark.parametrize(
    "command",
    [("chapters",), ("chapters", "--json"), ("amendments", "--json"), ("show", "visits"), ("findings",)],
)
def test_a_reader_that_has_seen_enough_ends_us_quietly(known: Path, command: tuple[str, ...]) -> None:
    """`reread chapters | head -0`: no message, no traceback, exit code 0."""
    line = command_line(command, known)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert (running.returncode, said) == (0, b"")


def test_a_closed_end_of_the_progress_stops_no_work(workspace: Path) -> None:
    """`reread publish 2>&1 >/dev/null | head -0` publishes all the same."""
    (workspace / "site" / "index.html").unlink()
    line = command_line(["publish"], workspace)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stderr.close()
        running.stdout.read()
    assert running.returncode == 0
    assert (workspace / "site" / "index.html").is_file()


def test_output_that_cannot_be_written_is_told(known: Path) -> None:
    """A full disk behind `>` is one line, not a traceback."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command_line(["chapters"], known), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("reread: there is no space left")


def test_an_old_code_page_is_no_reason_to_stop(known: Path) -> None:
    """What it lacks is shown as a question mark in text, and escaped in JSON, which stays whole."""
    text = process("amendments", workspace=known, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert (text.code, text.err) == (0, "")
    assert "? fees, by the title" in text.out
    shown = process("compare", "visits", "--json", workspace=known, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert "7 → 5 working days" in json.loads(shown.out)["summary"]


def test_a_workspace_can_be_named_by_the_environment(known: Path, tmp_path: Path) -> None:
    """REREAD_WORKSPACE stands for --workspace; spaces and accents in its path do no harm."""
    odd = copied(known, tmp_path / "Zoë’s work space")
    shown = process("chapters", "--json", cwd=tmp_path, REREAD_WORKSPACE=str(odd))
    assert [one["title"] for one in shown.json] == ["Visits", "Fees", "Records"]
    assert process("publish", cwd=tmp_path, REREAD_WORKSPACE=str(odd)).code == 0
    assert process("search", "fortnight", cwd=tmp_path, REREAD_WORKSPACE=str(odd)).out.endswith("1 section found\n")
