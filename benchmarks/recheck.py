"""Collecting: the first collection and a re-check of unchanged chapters, beside plain Scrapy and two monitors.

"collect" is the stage that asks (its process is started for it); "collect + extract" reads what came as well. The
stages after that (compare, index, publish) are measured by `benchmarks.pipeline`.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.frame import cpu_seconds, here, options, table
from benchmarks.loopback import Loopback, serving
from benchmarks.manual import HOST, generated_page
from benchmarks.monitors import changedetection, webchanges
from crawler.sources import Source
from kb.progress import Progress
from kb.stages.collecting import collect
from kb.stages.extracting import extract
from kb.workspace import Workspace

_WORDS = 1_000
"""About what a chapter of the demo has."""

_FIRST = "reread, first: collect"
_EXTRACTED = "reread, first: collect + extract"
_AGAIN = "reread, re-check: collect"
_ALL_AGAIN = "reread, re-check: collect + extract"
_PLAIN = "plain Scrapy, one at a time"
_PARALLEL = "plain Scrapy, its defaults"

_POLITE = {"ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0}
"""One at a time, the throttle off. Scrapy 2.19 does not keep to its setting for a domain where there is no delay."""

_DEFAULTS = {"ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": 0}


@dataclass(frozen=True, slots=True)
class Turn:
    """One run: seconds by the clock, of processor (the serving process aside), and from first to last answer."""

    wall: float
    cpu: float
    asking: float
    statuses: dict[int, int]
    connections: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the table."""
    parser = options(__doc__, rounds=3)
    parser.add_argument("--chapters", type=int, default=300, help="how many chapters (the aims are for 1,000)")
    peers = Path(tempfile.gettempdir()) / "peers"
    parser.add_argument("--peers", type=Path, default=peers, help="the environment of the monitors")
    chosen = parser.parse_args(arguments)
    number, rounds = (10, 1) if chosen.quick else (chosen.chapters, chosen.rounds)
    pages = _manual(number)
    plain = {_PLAIN: _POLITE} if chosen.quick else {_PLAIN: _POLITE, _PARALLEL: _DEFAULTS}
    turns: dict[str, list[Turn]] = {name: [] for name in (_FIRST, _EXTRACTED, _AGAIN, _ALL_AGAIN, *plain)}
    with serving(pages) as server:
        for _ in range(rounds):
            _ours(server, turns)
            for name, settings in plain.items():
                turns[name].append(_turn(server, partial(_plain, list(pages), server.address, settings)))
        monitors = {} if chosen.quick else _monitors(chosen.peers, server, list(pages))
    head = ["", "answers", "wall s", "CPU s", "a second", "while asking", "at once", "rate/plain", "CPU/plain"]
    print(here("scrapy", "sqlalchemy"))
    print(table(f"{number} chapters and a contents page on a loopback server", head, _rows(turns, len(pages))))
    _check(turns, len(pages))
    again = median(turn.wall for turn in turns[_AGAIN])
    rows = [
        [name, f"{seconds:.1f}", f"{len(pages) / seconds:.1f}", f"{seconds / again:.1f}"]
        for name, seconds in monitors.items()
    ]
    if rows:
        head = ["", "wall s", "a second", "reread's rate / its"]
        print(table("The same pages rechecked by monitors, one at a time, once", head, rows))


def _monitors(environment: Path, server: Loopback, paths: Sequence[str]) -> dict[str, float]:
    """Seconds of each monitor that is installed in an environment."""
    urls = [server.address + path for path in paths]
    seconds = {}
    for program, check in (("webchanges", webchanges), ("changedetection.io", changedetection)):
        if (environment / "bin" / program).exists():
            seconds[program] = check(environment, server, urls)
        else:
            print(f"{program} is not installed in {environment}: left out")
    return seconds


def _manual(number: int) -> dict[str, bytes]:
    """A contents page and chapters of about a thousand words each."""
    listed = "".join(
        f"<tr><td>1.{place}</td><td><a href='p_{place}.html'>Generated Chapter {place}</a></td></tr>"
        for place in range(number)
    )
    contents = (
        "<!doctype html><html><head><title>Contents</title></head><body><div id='content'><h1>Contents</h1>"
        f"<h2>1. All Children</h2><table>{listed}</table></div></body></html>"
    )
    chapters = {f"/p_{place}.html": generated_page(_WORDS, place).body for place in range(number)}
    return {"/contents.html": contents.encode(), **chapters}


def _ours(server: Loopback, turns: dict[str, list[Turn]]) -> None:
    """First collection, extraction and re-check in a workspace of their own."""
    source = Source("generated", "Generated", (f"http://{HOST}/contents.html",), delay=0, proxy=server.address)
    quiet = Progress(quiet=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))

        def collected() -> None:
            collect(workspace, source, "", None, quiet)

        def extracted() -> None:
            with workspace.store() as store:
                report = extract(store, source, quiet)
            if report.problems:
                raise SystemExit(f"a page could not be read: {report.problems[0]}")

        for collecting, with_extraction in ((_FIRST, _EXTRACTED), (_AGAIN, _ALL_AGAIN)):
            came, read = _turn(server, collected), _turn(server, extracted)
            turns[collecting].append(came)
            turns[with_extraction].append(replace(came, wall=came.wall + read.wall, cpu=came.cpu + read.cpu))


def _turn(server: Loopback, work: Callable[[], object]) -> Turn:
    start, cpu = time.perf_counter(), cpu_seconds(besides=server.process)
    work()
    wall, cpu = time.perf_counter() - start, cpu_seconds(besides=server.process) - cpu
    served = server.served()
    return Turn(wall, cpu, served.seconds, served.statuses, served.connections)


def _plain(paths: Sequence[str], proxy: str, settings: Mapping[str, object]) -> None:
    """Plain Scrapy in a process of its own, as ours is: asks for every address and drops what comes."""
    process = multiprocessing.get_context("spawn").Process(target=_fetch, args=(paths, proxy, settings))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit("plain Scrapy failed")


def _fetch(paths: Sequence[str], proxy: str, settings: Mapping[str, object]) -> None:
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response

    class Plain(scrapy.Spider):
        name = "plain"
        start_urls = [f"http://{HOST}{path}" for path in paths]  # noqa: RUF012 - as Scrapy's documentation has it

        def parse(self, response: Response) -> None:
            """Nothing: fetching is all."""

    os.environ["http_proxy"] = proxy
    logging.disable(logging.CRITICAL)
    process = AsyncCrawlerProcess({"TELNETCONSOLE_ENABLED": False, "LOG_ENABLED": False, **settings})
    process.crawl(Plain)
    process.start()


def _rows(turns: dict[str, list[Turn]], pages: int) -> list[list[str]]:
    plain = turns[_PLAIN]
    rows = []
    for name, taken in turns.items():
        told = ", ".join(f"{number} × {status}" for status, number in sorted(taken[0].statuses.items()))
        rows.append(
            [
                name,
                told,
                f"{median(turn.wall for turn in taken):.2f}",
                f"{median(turn.cpu for turn in taken):.2f}",
                f"{median(pages / turn.wall for turn in taken):.0f}",
                f"{median(pages / max(turn.asking, 1e-9) for turn in taken):.0f}",
                str(max(turn.connections for turn in taken)),
                f"{median(peer.wall / turn.wall for turn, peer in zip(taken, plain, strict=True)):.2f}",
                f"{median(turn.cpu / peer.cpu for turn, peer in zip(taken, plain, strict=True)):.2f}",
            ]
        )
    return rows


def _check(turns: dict[str, list[Turn]], pages: int) -> None:
    for name, taken in turns.items():
        status = 304 if name in (_AGAIN, _ALL_AGAIN) else 200
        if any(turn.statuses != {status: pages} for turn in taken):
            raise SystemExit(f"{name}: not every page was answered once with {status}, so the figures mean nothing")


if __name__ == "__main__":
    main()
