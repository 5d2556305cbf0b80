"""The pipeline: time of each stage on the demo's four editions, the whole by the clock, and peak memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from bs4 import BeautifulSoup

from benchmarks.frame import cpu_seconds, here, options, peak_memory, table
from benchmarks.manual import all_demo_pages
from kb.demo import EditionServer, demo_config, load_demo
from kb.progress import Progress
from kb.stages.collecting import collect
from kb.stages.comparing import compare
from kb.stages.extracting import extract
from kb.stages.indexing import index
from kb.stages.publishing import publish
from kb.workspace import Workspace

Measures = dict[str, float]

_STAGES = ("collect", "extract", "compare", "index", "publish")
_YARDSTICK = "yardstick: bs4 on lxml parses the chapters' pages"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table. Each round is a process of its own, so that each has its own peak of memory."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--once", action="store_true", help="one round in this process, its figures as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.once:
        print(json.dumps(_measured(quick=chosen.quick)))
        return
    rounds = [_in_process(chosen.quick) for _ in range(1 if chosen.quick else chosen.rounds)]
    head = ["", "wall s", "CPU s", "wall of yardstick", "again: wall s", "again: CPU s"]
    what = "first edition" if chosen.quick else "four editions, and the last once more, when nothing is new"
    print(here("scrapy", "sqlalchemy", "jinja2"))
    print(table(f"The demo's {what}", head, _rows(rounds)))


def _in_process(quick: bool) -> Measures:
    command = [sys.executable, "-m", "benchmarks.pipeline", "--once", *(["--quick"] if quick else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    measures: Measures = json.loads(done.stdout)
    return measures


def _rows(rounds: Sequence[Measures]) -> list[list[str]]:
    def middle(name: str) -> str:
        return f"{median(one[name] for one in rounds):.2f}" if name in rounds[0] else ""

    def yardsticks(name: str) -> str:
        return f"{median(one[name] / one['yardstick wall'] for one in rounds):.1f}"

    rows = [
        [
            name,
            middle(f"{name} wall"),
            middle(f"{name} cpu"),
            yardsticks(f"{name} wall"),
            middle(f"again {name} wall"),
            middle(f"again {name} cpu"),
        ]
        for name in (*_STAGES, "all")
    ]
    rows.append([_YARDSTICK, middle("yardstick wall"), middle("yardstick cpu"), "1.0", "", ""])
    for name, key in (("peak memory, pipeline, MiB", "memory"), ("peak memory, crawler, MiB", "crawler memory")):
        peak = median(one[key] for one in rounds)
        rows.append([name, f"{peak:.0f}" if peak else "unknown", "", "", "", ""])
    return rows


def _measured(quick: bool) -> Measures:
    """One run over the demo's editions, then the last one again."""
    manual = load_demo()
    editions = manual.editions[:1] if quick else manual.editions
    clock = _Clock()
    with tempfile.TemporaryDirectory() as folder, EditionServer(manual) as server:
        workspace = Workspace(Path(folder) / "workspace")
        for edition in editions:
            server.show(edition)
            _update(workspace, server, clock, edition.collected_at)
        memory = {
            "memory": peak_memory(),
            "crawler memory": peak_memory(children=True),
        }  # before the yardstick, which keeps much less
        again = _Clock("again ")
        if not quick:
            _update(workspace, server, again, editions[-1].collected_at + timedelta(days=1))
    return {**clock.measures, **again.measures, **_yardstick(quick), **memory}


def _update(workspace: Workspace, server: EditionServer, clock: _Clock, at: datetime) -> None:
    """As `kb.pipeline.update`, with the clock between the stages."""
    config = demo_config(server.manual)
    source = replace(config.sources[0], proxy=server.address)
    quiet = Progress(quiet=True)
    with clock.counting("all"), workspace.writing():
        with clock.counting("collect"):
            collect(workspace, source, config.contact, at, quiet)
        with workspace.store() as store:
            with clock.counting("extract"):
                extract(store, source, quiet)
            with clock.counting("compare"):
                compared = tuple(compare(store, name) for name in store.sources())
            with clock.counting("index"):
                index(workspace.index_folder, config, compared, quiet)
            with clock.counting("publish"):
                publish(store, config, compared, workspace.site_folder, workspace.index_folder, at)


class _Clock:
    """Adds up seconds by name, by the clock and of the processor (of the crawler too, once it has ended)."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self.measures: Measures = {}

    @contextmanager
    def counting(self, name: str) -> Iterator[None]:
        """Adds the time that the block takes."""
        wall, cpu = time.perf_counter(), cpu_seconds()
        yield
        for kind, seconds in (("wall", time.perf_counter() - wall), ("cpu", cpu_seconds() - cpu)):
            key = f"{self._prefix}{name} {kind}"
            self.measures[key] = self.measures.get(key, 0.0) + seconds


def _yardstick(quick: bool) -> Measures:
    pages = all_demo_pages()[: 20 if quick else None]
    clock = _Clock()
    with clock.counting("yardstick"):
        for page in pages:
            BeautifulSoup(page.body, "lxml", from_encoding="utf-8")
    return clock.measures


if __name__ == "__main__":
    main()
