"""A configuration that cannot be understood: which file, which key, what is expected; nothing is done with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import known_in, run, site_of

CASES = [
    ("contact = ", "is not valid TOML", "line 1"),
    ("[sources.ours", "is not valid TOML", "line 1"),
    ('contakt = "me@council.example"', "unknown key 'contakt'", "known: "),
    ("contact = 3", "contact should be a text", ""),
    ("sources = 3", "sources should be a table", ""),
    ("[site]\ntitel = 'x'", "[site]: unknown key 'titel'", "known: "),
    ("[site]\ntitle = 3", "[site]: title should be a text", ""),
    ("[sources.ours]\ncontent = []", "[sources.ours]: unknown key 'content'", "contents"),
    ("[sources.ours]\ncontents = 5", "[sources.ours]: contents should be a list", ""),
    ("[sources.ours]\ncontents = ['ftp://x.example/']", "'ftp://x.example/' is not an http address", ""),
    ("[sources.ours]\ndelay = '1'", "delay should be a number of seconds", ""),
    ("[sources.ours]\ndelay = -1", "delay should be a number of seconds", ""),
    ("[sources.ours]\nselectors = 'main'", "selectors", "table"),
    ("[sources.ours.selectors]\nmian = 'main'", "unknown key 'mian'", "main"),
    ("[sources.'Our manual']\ntitle = 'x'", "'Our manual' cannot name a source", "lower-case"),
    ("[sources.ours]\nlayout = 'proceduresonlin'", "[sources.ours]: no layout 'proceduresonlin'", "trixonline"),
    ("[sources.ours]\nlargest = 0", "largest should be a number of MiB", ""),
    ("sources.ours = 3", "[sources.ours]", "table"),
]


@pytest.mark.parametrize(("text", "says", "also"), CASES)
def test_what_is_not_understood_is_named(workspace: Path, text: str, says: str, also: str) -> None:
    """By commands that look, that keep and that publish alike; the store and the site stay."""
    before, site = known_in(workspace), site_of(workspace)
    path = workspace / "reread.toml"
    path.write_text(f"{text}\n", "utf-8")
    for command in (("chapters",), ("update",), ("import", path, "--source", "ours"), ("publish",), ("verify",)):
        line = run(*command, workspace=workspace).refused(2)
        assert says in line
        assert also in line
        assert str(path) in line or "cannot name a source" in line
    path.unlink()
    assert known_in(workspace) == before
    assert site_of(workspace) == site


def test_a_configuration_that_cannot_be_read_is_told(workspace: Path) -> None:
    """Not UTF-8, or not a file at all."""
    path = workspace / "reread.toml"
    path.write_bytes(b"\xff\xfe\x00junk")
    assert f"cannot read {path}" in run("chapters", workspace=workspace).refused(2)
    path.unlink()
    path.mkdir()
    assert f"cannot read {path}" in run("chapters", workspace=workspace).refused(2)
    assert "there already" in run("init", workspace=workspace).refused(2)


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("nonsense", "cannot use the database"),
        ("mysql://host/reread", "needs a Python package that is not installed"),
        ("oracle://host/reread", ""),
        ("sqlite:////nonexistent/folder/kb.sqlite3", "check the path"),
    ],
)
def test_a_database_that_cannot_be_had_is_told(workspace: Path, database: str, says: str) -> None:
    """Whatever the reason, it is one line; the workspace's own store is not touched."""
    before = (workspace / "kb.sqlite3").read_bytes()
    (workspace / "reread.toml").write_text(f'database = "{database}"\n')
    for command in (("chapters",), ("publish",), ("verify",)):
        assert says in run(*command, workspace=workspace).refused(1)
    assert (workspace / "kb.sqlite3").read_bytes() == before
