"""The peers of comparing: what each is given, and its answer as runs of text. A peer that is not there is said so.

Those from packages of their own run in an interpreter of their own (`benchmarks/compare_worker.py`), which measures its
own CPU; so does PHP. git is measured as a child process, starting it included.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from pathlib import Path

import lxml.html
from lxml.html.diff import htmldiff

from benchmarks.compare_score import Run
from kb.model import Block, BlockKind, Chapter

WORKER = Path(__file__).with_name("compare_worker.py")
PHP = """$sides = json_decode(stream_get_contents(STDIN)); $start = getrusage();
$made = wikidiff2_inline_json_diff($sides[0], $sides[1], 1000000); $end = getrusage();
$spent = $end['ru_utime.tv_sec'] - $start['ru_utime.tv_sec']
  + ($end['ru_utime.tv_usec'] - $start['ru_utime.tv_usec']) / 1e6;
echo json_encode(['seconds' => $spent, 'made' => json_decode($made)]);"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer said of one pair, and the CPU seconds it took."""

    runs: tuple[Run, ...]
    seconds: float


Peer = Callable[[Chapter, Chapter], Answer]


def peers(python: str) -> tuple[dict[str, Peer], list[str]]:
    """The peers that are there, by name, and a line for each that is not. `python` has the packaged ones."""
    found: dict[str, Peer] = {"lxml htmldiff": by_htmldiff, "difflib": by_difflib}
    absent = []
    for name in ("redlines", "fast-diff-match-patch", "web-monitoring-diff"):
        worker = _worker(python, name)
        if worker:
            found[name] = worker
        else:
            absent.append(f"{name} is not installed for {python}: left out")
    if shutil.which("git"):
        found["git --word-diff"] = by_git
    else:
        absent.append("git is not installed: left out")
    if shutil.which("php") and "wikidiff2" in subprocess.run(["php", "-m"], capture_output=True, text=True).stdout:
        found["wikidiff2"] = by_wikidiff2
    else:
        absent.append("PHP with wikidiff2 is not installed: left out")
    return found, absent


# --- what they are given


def as_text(chapter: Chapter) -> str:
    """A line for each heading and block."""
    lines = [chapter.title]
    for section in chapter.sections:
        lines += [section.heading, *(block.text for block in section.blocks)]
    return "\n".join(lines) + "\n"


def as_html(chapter: Chapter) -> str:
    """The chapter's text as plain HTML, without the furniture of its site, which no peer should have to compare."""
    parts = [f"<h1>{escape(chapter.title)}</h1>"]
    for section in chapter.sections:
        parts.append(f"<h2>{escape(section.heading)}</h2>")
        for kind, run in groupby(section.blocks, key=lambda block: block.kind):
            parts.append(_blocks_as_html(kind, list(run)))
    return "\n".join(parts)


def _blocks_as_html(kind: BlockKind, blocks: list[Block]) -> str:
    if kind is BlockKind.ITEM:
        return f"<ul>{''.join(f'<li>{_marked_up(block)}</li>' for block in blocks)}</ul>"
    if kind is BlockKind.ROW:
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in block.cells) for block in blocks)
        return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return "\n".join(f"<p>{_marked_up(block)}</p>" for block in blocks)


def _marked_up(block: Block) -> str:
    """The block with its links and emphasis, which all begin it."""
    if not block.spans:
        return escape(block.text)
    end = block.spans[0].end
    start = escape(block.text[:end])
    for span in block.spans:
        start = f'<a href="{escape(span.target)}">{start}</a>' if span.target else f"<strong>{start}</strong>"
    return start + escape(block.text[end:])


# --- in this process


def by_htmldiff(before: Chapter, after: Chapter) -> Answer:
    """lxml's diff of HTML."""
    sides = as_html(before), as_html(after)
    start = time.process_time()
    made = htmldiff(*sides)
    return Answer(tuple(runs_of_html(made)), time.process_time() - start)


def by_difflib(before: Chapter, after: Chapter) -> Answer:
    """difflib on words, as it comes (with its shortcut for popular words)."""
    here, there = as_text(before).split(), as_text(after).split()
    start = time.process_time()
    steps = SequenceMatcher(None, here, there).get_opcodes()
    seconds = time.process_time() - start
    runs = []
    for tag, a, b, c, d in steps:
        sides = [("=", here[a:b])] if tag == "equal" else [("-", here[a:b]), ("+", there[c:d])]
        runs += [(kind, " ".join(words)) for kind, words in sides if words]
    return Answer(tuple(runs), seconds)


def runs_of_html(made: str) -> Iterator[Run]:
    """The text of a diff in HTML, by whether it stands in <ins> or <del>."""
    root = lxml.html.fragment_fromstring(made, create_parent=True)
    for text in root.xpath(".//text()[not(ancestor::script or ancestor::style)]"):
        parent = text.getparent()
        around = [parent, *parent.iterancestors()] if text.is_text else list(parent.iterancestors())
        tags = {element.tag for element in around}
        yield "+" if "ins" in tags else "-" if "del" in tags else "=", str(text)


# --- in processes of their own


def _worker(python: str, name: str) -> Peer | None:
    command = [python, str(WORKER), name]
    try:
        known = subprocess.run([*command, "--known"], capture_output=True, timeout=60, check=False)
    except OSError:
        return None

    def ask(before: Chapter, after: Chapter) -> Answer:
        sides = (
            [as_html(before), as_html(after)] if name == "web-monitoring-diff" else [as_text(before), as_text(after)]
        )
        made = _answered(command, sides)
        if name == "web-monitoring-diff":
            return Answer(tuple(runs_of_html(made["made"])), made["seconds"])
        return Answer(tuple((kind, text) for kind, text in made["made"]), made["seconds"])

    return ask if known.returncode == 0 else None


def _answered(command: list[str], sides: list[str]) -> dict:  # type: ignore[type-arg]
    done = subprocess.run(command, input=json.dumps(sides), capture_output=True, text=True, timeout=600, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def by_git(before: Chapter, after: Chapter) -> Answer:
    """git's diff of words."""
    with tempfile.TemporaryDirectory() as folder:
        for name, chapter in (("before", before), ("after", after)):
            Path(folder, name).write_text(as_text(chapter), "utf-8")
        command = ["git", "diff", "--no-index", "--word-diff=porcelain", "--unified=1000000", "before", "after"]
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
    body = re.split(r"^@@.*@@.*\n", made, maxsplit=1, flags=re.MULTILINE)
    if len(body) == 1:
        return Answer((("=", as_text(after)),), seconds)
    signs = {" ": "=", "-": "-", "+": "+"}
    return Answer(tuple((signs[line[0]], line[1:]) for line in body[1].splitlines() if line[:1] in signs), seconds)


def by_wikidiff2(before: Chapter, after: Chapter) -> Answer:
    """MediaWiki's diff: lines with words inside, and moved lines."""
    made = _answered(["php", "-r", PHP], [as_text(before), as_text(after)])
    if not made["made"] or not made["made"].get("diff"):
        return Answer((("=", as_text(after)),), made["seconds"])
    return Answer(tuple(run for step in made["made"]["diff"] for run in _wiki_runs(step)), made["seconds"])


def _wiki_runs(step: dict) -> Iterator[Run]:  # type: ignore[type-arg]
    kind, text = step["type"], step["text"]
    plain = {0: "=", 1: "+", 2: "-", 3: "=", 4: "<", 5: ">"}[kind]
    if kind < 3:
        yield plain, text
        return
    raw, at = text.encode(), 0
    # A moved line's other end has the words, too: of each end only its own are taken.
    own = {3: (0, 1), 4: (1,), 5: (0,)}[kind]
    for part in step.get("highlightRanges") or ():
        yield plain, raw[at : part["start"]].decode()
        at = part["start"] + part["length"]
        if part["type"] in own:
            yield "+-"[part["type"]], raw[part["start"] : at].decode()
    yield plain, raw[at:].decode()
