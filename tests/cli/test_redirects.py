"""Redirects, as commands tell them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.cli import reread
from kb.stages.importing import import_files
from kb.workspace import Workspace
from tests.crawler.archives.test_archives import response
from tests.facts import moment
from tests.kb.stages.test_archives import SOURCE, VISITS, visits
from tests.served import HOST


def test_a_run_tells_where_an_address_led(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both addresses stand in the list and in its JSON; the chapter's own is the one that answered."""
    old = f"http://{HOST}/p_visiting.html"
    moved = response(old, b"", status="301 Moved Permanently", Location="/p_visits.html")
    (tmp_path / "a.warc").write_bytes(moved + response(VISITS, visits(7)))
    workspace = Workspace(tmp_path)
    with workspace.store() as store:
        import_files(store, SOURCE, [tmp_path / "a.warc"], None, None, now=moment("2022-01-01"))
    for arguments in (["extract"], ["runs", "1"], ["runs", "1", "--json"], ["chapters", "--json"]):
        capsys.readouterr()
        reread.main(["--quiet", "--workspace", str(tmp_path), *arguments], standalone_mode=False)
        said = capsys.readouterr().out
        if arguments == ["runs", "1"]:
            assert f"{old} -> {VISITS}\n" in said
        elif "runs" in arguments:
            assert [(one["url"], one["led_to"]) for one in json.loads(said)["checks"]] == [(old, VISITS)]
    assert [one["url"] for one in json.loads(said)] == [VISITS]
