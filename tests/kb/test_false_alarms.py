"""False alarms, through the real spider: a site that shows all its pages in another way has changed nothing."""

from __future__ import annotations

from pathlib import Path

from crawler.sources import Config
from kb.model import Outcome
from kb.pipeline import update
from kb.progress import Progress
from kb.workspace import Workspace
from tests.facts import moment
from tests.rerenderings import shown_anew
from tests.served import ServedManual

DEMO = Path(__file__).parents[2] / "data" / "demo" / "2020-03"


def test_a_site_shown_in_another_way_brings_no_version(tmp_path: Path) -> None:
    """All chapters of the demo, each re-rendered in a way of its own: new bytes, no version, no problem."""
    pages = {f"/{path.name}": path.read_text("utf-8") for path in DEMO.glob("*.html")}
    workspace = Workspace(tmp_path / "workspace")
    with ServedManual(dict(pages)) as manual:
        source = manual.source()
        config = Config(sources=(source,))
        update(workspace, config, [source], Progress(quiet=True), moment("2020-03-16"))
        chapters = [path for path in pages if path.startswith("/p_")]
        for seed, path in enumerate(chapters):
            manual.pages[path] = shown_anew(pages[path], seed)
        done = update(workspace, config, [source], Progress(quiet=True), moment("2020-03-17"))
    assert done.collected["ourmanual"].counts[Outcome.NEW] == len(chapters)
    with workspace.store() as store:
        assert {len(store.versions(one.id)) for one in store.chapters()} == {1}
        assert [one for one in store.problems("ourmanual") if "/p_" in one.url] == []
