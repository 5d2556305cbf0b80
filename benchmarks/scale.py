"""Scale: a law library of thousands of pages at two publications, and one page in thousands of revisions.

Both are imported from folders as a mirror leaves them, read, compared, indexed and published. Each stage is a process
of its own, as the commands are, so that each has its own peak of memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random

from benchmarks.frame import cpu_seconds, here, options, peak_memory, table
from benchmarks.manual import sentences
from crawler.sources import Config, Selectors, Source
from kb.model import PageRole
from kb.progress import Progress
from kb.stages.comparing import compare
from kb.stages.extracting import extract
from kb.stages.importing import import_files
from kb.stages.indexing import index
from kb.stages.publishing import publish
from kb.workspace import Workspace

Measures = dict[str, float]

_HOST = "library.example"
_CHANGED, _VANISHED, _NEW = 0.02, 0.005, 0.005
"""Of the pages, between the two publications."""

_PART = 100
"""Pages listed by one contents page."""

_FIRST = datetime(2023, 1, 1, 6, tzinfo=UTC)
_LIBRARY, _POLICY = "library", "policy"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints the tables."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--pages", type=int, default=3_000, help="pages of the law library (the aims are for 30,000)")
    parser.add_argument("--revisions", type=int, default=300, help="revisions of the one page (the aims: 3,000)")
    parser.add_argument("--folder", type=Path, help="where to work and leave everything, instead of a temporary folder")
    parser.add_argument("--stage", nargs=2, help="one stage of one publication, its figures as JSON")
    chosen = parser.parse_args(arguments)
    pages, revisions = (20, 3) if chosen.quick else (chosen.pages, chosen.revisions)
    if chosen.stage:
        stage, publication = chosen.stage
        print(json.dumps(_measured(chosen.folder, stage, publication)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        for publication in (1, 2):
            _write_library(folder / f"{_LIBRARY}-{publication}", pages, publication)
        _write_policy(folder / f"{_POLICY}-1", revisions)
        _write_policy(folder / f"{_POLICY}-2", 1, revisions)
        print(here("sqlalchemy", "jinja2"), flush=True)
        for name, what in ((_LIBRARY, f"{pages} pages"), (_POLICY, f"one page, {revisions} revisions")):
            for publication in (1,) if chosen.quick else (1, 2):
                rows = [
                    _rows(folder, stage, f"{name}-{publication}", chosen.quick)
                    for stage in ("import", "extract", "publish")
                ]
                head = ["", "wall s", "CPU s", "peak MiB"]
                again = "" if publication == 1 else ", the next publication"
                print(table(f"{what}{again}", head, [row for group in rows for row in group]), flush=True)


def _rows(folder: Path, stage: str, publication: str, here_and_now: bool) -> list[list[str]]:
    measures: Measures
    if here_and_now:  # to start a process takes longer than a few pages
        measures = _measured(folder, stage, publication)
    else:
        command = [sys.executable, "-m", "benchmarks.scale", "--folder", str(folder), "--stage", stage, publication]
        measures = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout)
    names = dict.fromkeys(name.rpartition(" ")[0] for name in measures if " " in name)
    return [
        [name, f"{measures[f'{name} wall']:.1f}", f"{measures[f'{name} cpu']:.1f}", f"{measures['memory']:.0f}"]
        for name in names
    ]


# --- one stage


def _measured(folder: Path, stage: str, publication: str) -> Measures:
    workspace = Workspace(folder / f"workspace-{publication.rpartition('-')[0]}")
    workspace.make()
    source = _source(folder, publication)
    at = _FIRST + timedelta(days=400) if publication.endswith("2") else _FIRST
    measures: Measures = {}
    quiet = Progress(quiet=True)
    with workspace.store() as store:
        if stage == "import":
            with _counting(measures, "import"):
                _import(workspace, source, folder / publication, at)
        elif stage == "extract":
            with _counting(measures, "extract"):
                report = extract(store, source, quiet, let_through={run.id for run in store.runs(source.name)})
            _demand_read(report.problems, report.versions)
        else:
            config = Config(sources=(source,))
            with _counting(measures, "compare"):
                compared = (compare(store, source.name),)
            with _counting(measures, "index"):
                index(workspace.index_folder, config, compared, quiet)
            with _counting(measures, "publish"):
                publish(store, config, compared, workspace.site_folder, workspace.index_folder, at)
    return {**measures, "memory": peak_memory()}


@contextmanager
def _counting(measures: Measures, name: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield
    measures[f"{name} wall"] = time.perf_counter() - wall
    measures[f"{name} cpu"] = cpu_seconds() - cpu


def _source(folder: Path, publication: str) -> Source:
    selectors = Selectors(contents_links="main.contents a", title="main h1", main="main")
    contents: tuple[str, ...] = (f"http://{_HOST}/policy/index.html",)
    if publication.startswith(_LIBRARY):
        found = sorted((folder / publication / _HOST).rglob("contents.html"))
        contents = tuple(
            f"http://{_HOST}/{path.relative_to(folder / publication / _HOST).as_posix()}" for path in found
        )
    return Source(publication.rpartition("-")[0], "Scale", contents, layout="generic", selectors=selectors)


def _import(workspace: Workspace, source: Source, folder: Path, at: datetime) -> None:
    """A mirror as it is; of the policy each day's folder in turn, oldest first."""
    with workspace.store() as store:
        if source.name == _LIBRARY:
            import_files(store, source, [folder], at, None)
            return
        for day in sorted(folder.iterdir()):
            import_files(store, source, [day], datetime.fromisoformat(f"{day.name}T06:00:00+00:00"), PageRole.CHAPTER)


def _demand_read(problems: Sequence[str], versions: object) -> None:
    if problems or not versions:
        raise SystemExit(f"the figures mean nothing: {problems[:1] or 'nothing was read'}")


# --- what is measured on


def _write_library(folder: Path, pages: int, publication: int) -> None:
    """A library in folders of parts, each with its contents page; the second publication differs a little."""
    shown = range(pages) if publication == 1 else [*_staying(pages), *range(pages, pages + round(pages * _NEW))]
    parts: dict[int, list[int]] = {}
    for number in shown:
        parts.setdefault(number // _PART, []).append(number)
    for part, numbers in parts.items():
        place = folder / _HOST / f"title-{part // 10}" / f"part-{part}"
        place.mkdir(parents=True, exist_ok=True)
        rows = "".join(f"<li><a href='section-{one}.html'>{_title(one)}</a></li>" for one in numbers)
        contents = f"<main class='contents'><h1>Part {part}</h1><ul>{rows}</ul></main>"
        (place / "contents.html").write_text(_page(f"Part {part}", contents), "utf-8")
        for one in numbers:
            changed = publication == 2 and _fate(one) < _CHANGED
            (place / f"section-{one}.html").write_text(_page(_title(one), _text(one, changed)), "utf-8")


def _write_policy(folder: Path, revisions: int, after: int = 0) -> None:
    """One page, a folder a day; each revision changes one paragraph of the one before."""
    rng = Random(7)
    paragraphs = [_sentences(rng, 60) for _ in range(60)]
    for revision in range(after + revisions):
        paragraphs[rng.randrange(len(paragraphs))] = f"Revision {revision}. {_sentences(rng, 50)}"
        if revision >= after:
            day = (_FIRST + timedelta(days=revision)).date().isoformat()
            place = folder / day / _HOST / "policy"
            place.mkdir(parents=True, exist_ok=True)
            body = "".join(
                f"<h2>{number}. Part {number}</h2>" * (number % 6 == 0) + f"<p>{escape(text)}</p>"
                for number, text in enumerate(paragraphs)
            )
            (place / "policy.html").write_text(_page("Policy", f"<main><h1>Policy</h1>{body}</main>"), "utf-8")


def _staying(pages: int) -> Iterator[int]:
    return (one for one in range(pages) if not _CHANGED <= _fate(one) < _CHANGED + _VANISHED)


def _fate(number: int) -> float:
    return Random(number * 7919).random()


def _title(number: int) -> str:
    return f"Section {number} of the library"


def _text(number: int, changed: bool) -> str:
    """From 300 to 3,000 words, short ones being more frequent; in the changed one a paragraph is another."""
    rng = Random(number)
    words = int(rng.triangular(300, 3_000, 700))
    parts = []
    for section in range(1, words // 150 + 1):
        parts.append(f"<h2>{section}. Provision {section}</h2>")
        parts += [f"<p>{escape(_sentences(rng, 50))}</p>" for _ in range(3)]
    if changed:
        parts[1] = f"<p>{escape(_sentences(Random(-number), 50))}</p>"
    return f"<main><h1>{_title(number)}</h1>{''.join(parts)}</main>"


def _sentences(rng: Random, words: int) -> str:
    told, known = "", sentences()
    while told.count(" ") < words:
        told = f"{told} {known[rng.randrange(len(known))]}".strip()
    return told


def _page(title: str, main: str) -> str:
    links = "".join(f"<li><a href='/title-{place}/'>Title {place}</a></li>" for place in range(20))
    head = f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
    return f"{head}<body><nav><ul>{links}</ul></nav>{main}<footer><p>The library of examples</p></footer></body></html>"


if __name__ == "__main__":
    main()
