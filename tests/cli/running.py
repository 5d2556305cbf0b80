"""Runs `reread` as a person does, in this process or in one of its own, and looks at what it said."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from kb.cli import main
from tests.served import HOST, chapter_page, contents_page, log_page

ROOT = Path(__file__).resolve().parents[2]
BASE = f"http://{HOST}/"
MARCH, OCTOBER = "2020-03-16", "2020-10-12"


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)

    def refused(self, code: int) -> str:
        """The one line on standard error of a command that could not do its work."""
        assert self.code == code, f"left with {self.code}, not {code}: {self.err}"
        *before, line = self.err.splitlines()
        assert line.startswith("reread: "), f"not a message of ours: {self.err!r}"
        assert not [one for one in before if not one.startswith(("index:", "extract ", "collect ", "publish:"))]
        assert "Traceback" not in self.err
        assert any(mark in line.removeprefix("reread: ") for mark in (": ", "; ", "`")), f"no next step: {line!r}"
        return line


def run(*arguments: str | Path, workspace: Path | None = None) -> Ran:
    """Runs a command in this process. What is not caught there is not caught here."""
    where = ["--workspace", str(workspace)] if workspace else []
    out, err = io.StringIO(), io.StringIO()
    argv = ["reread", *where, *map(str, arguments)]
    code: Any = None
    with mock.patch.object(sys, "argv", argv), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    return Ran(int(code or 0), out.getvalue(), err.getvalue())


def command_line(arguments: Sequence[str | Path], workspace: Path | None = None) -> list[str]:
    """The command line of a process of its own, of this checkout."""
    where = ["--workspace", str(workspace)] if workspace else []
    return [sys.executable, "-m", "kb", *where, *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """An environment in which a process of its own finds this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def process(*arguments: str | Path, workspace: Path | None = None, cwd: Path | None = None, **more: str) -> Ran:
    """Runs a command in a process of its own."""
    line = command_line(arguments, workspace)
    done = subprocess.run(line, capture_output=True, cwd=cwd, env=environment(**more), timeout=120, check=False)
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


# --- a small manual as saved pages


def saved_manual(folder: Path, days: int, month: str, *rows: tuple[str, str]) -> Path:
    """A folder of saved pages: contents, log and three chapters; `days` is the time limit in one of them."""
    folder.mkdir(parents=True)
    listed = (("1.1", "Visits", "p_visits.html"), ("1.2", "Fees", "p_fees.html"), ("1.3", "Records", "p_records.html"))
    pages = {
        "contents.html": contents_page(*listed),
        "amendments.html": log_page(month, *rows),
        "p_visits.html": chapter_page(
            "Visits",
            f"First visit: The social worker visits the child within {days} working days of the referral.",
            "Later visits: A visit is made every six weeks and written up on the same day.",
        ),
        "p_fees.html": chapter_page("Fees", "Allowances: Allowances are paid each fortnight by the finance team."),
        "p_records.html": chapter_page("Records", "Files: Every contact is recorded on the child's file that day."),
    }
    for name, page in pages.items():
        (folder / name).write_text(page, "utf-8")
    return folder


def made_workspace(folder: Path, saved: Path) -> Path:
    """A workspace that knows two editions of the small manual, with its site: made by import and publish alone."""
    march = saved_manual(saved / MARCH, 7, "March 2020", ("Visits", "This chapter has been refreshed."))
    october = saved_manual(saved / OCTOBER, 5, "October 2020", ("Fees", "This chapter has been updated throughout."))
    for pages, day in ((march, MARCH), (october, OCTOBER)):
        done = run("import", pages, "--source", "ourmanual", "--at", day, "--base", BASE, workspace=folder)
        assert done.code == 0, done.err
    done = run("publish", "--at", "2020-10-13", workspace=folder)
    assert done.code == 0, done.err
    return folder


def declared(workspace: Path, proxy: str) -> Path:
    """The workspace with the served manual in its configuration."""
    workspace.mkdir(exist_ok=True)
    table = f'[sources.ourmanual]\ntitle = "Our manual"\ncontents = ["{BASE}contents.html"]\ndelay = 0\n'
    (workspace / "reread.toml").write_text(f'{table}proxy = "{proxy}"\n', "utf-8")
    return workspace


def site_of(workspace: Path) -> dict[str, bytes]:
    """Every file of the published site with its bytes."""
    site = workspace / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def known_in(workspace: Path) -> Any:
    """What is known, as a person would look at it: chapters, versions, entries; and nothing is damaged."""
    assert run("verify", workspace=workspace).code == 0
    chapters = run("chapters", "--json", workspace=workspace).json
    histories = {one["chapter"]: run("history", one["chapter"], "--json", workspace=workspace).json for one in chapters}
    return chapters, histories, run("amendments", "--json", workspace=workspace).json


def copied(workspace: Path, to: Path) -> Path:
    """A copy of a workspace that a test may change."""
    return Path(shutil.copytree(workspace, to))
