"""Crawling in a process of its own: what it is given, and that it is the same for the first and for a later one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.progress import Progress
from kb.stages.collecting import collect
from kb.workspace import Workspace
from tests.facts import moment
from tests.served import ServedManual, small_manual

QUIET = Progress(quiet=True)


def test_each_collection_has_the_environment_of_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is set after the first collection began is used by the second."""
    with ServedManual(small_manual()) as manual:
        first = collect(Workspace(tmp_path / "1"), manual.source(), "", moment("2020-03-16"), QUIET)
        asked, source = list(manual.asked), replace(manual.source(), name="other", proxy="")
        manual.asked.clear()
        monkeypatch.setenv("http_proxy", manual.source().proxy)
        second = collect(Workspace(tmp_path / "2"), source, "us@ourshire.example", moment("2020-03-16"), QUIET)
    assert (first.complete, second.complete) == (True, True)
    assert manual.asked == asked
