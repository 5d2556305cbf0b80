"""One peer of comparing in an interpreter of its own: two texts come in as JSON, runs or HTML and CPU seconds go out.

    PYTHON benchmarks/compare_worker.py NAME [--known]

With `--known` it only says, by its exit code, whether the peer can be imported. Needs nothing of the product.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

Compared = Callable[[str, str], Any]
Told = Callable[[Any], Any]

_MARKED = re.compile(r"<(ins|del)>(.*?)</\1>", re.DOTALL)


def by_redlines() -> tuple[Compared, Told]:
    """redlines: words in Markdown with <ins> and <del>."""
    redlines = import_module("redlines")

    def compared(before: str, after: str) -> Any:
        return redlines.Redlines(before, after, markdown_style="none").output_markdown

    return compared, _marked


def by_fast_dmp() -> tuple[Compared, Told]:
    """fast-diff-match-patch: letters."""
    matcher = import_module("fast_diff_match_patch")

    def compared(before: str, after: str) -> Any:
        return matcher.diff(before, after, counts_only=False)

    return compared, list


def by_web_monitoring_diff() -> tuple[Compared, Told]:
    """web-monitoring-diff: HTML with <ins> and <del>."""
    render = import_module("web_monitoring_diff").html_diff_render

    def compared(before: str, after: str) -> Any:
        page = "<html><head><title>x</title></head><body>{}</body></html>"
        return render(page.format(before), page.format(after), include="combined")

    def body(made: Any) -> Any:
        return re.sub(r"(?s)^.*?<body[^>]*>|</body>.*$", "", made["combined"])

    return compared, body


def _marked(text: str) -> list[tuple[str, str]]:
    """Runs of Markdown with <ins> and <del> in it; paragraph marks are white space."""
    runs, at = [], 0
    for match in _MARKED.finditer(text):
        runs.append(("=", text[at : match.start()]))
        runs.append(("+" if match.group(1) == "ins" else "-", match.group(2)))
        at = match.end()
    return [(kind, run.replace("\u00b6", " ")) for kind, run in [*runs, ("=", text[at:])] if run]


PEERS = {
    "redlines": by_redlines,
    "fast-diff-match-patch": by_fast_dmp,
    "web-monitoring-diff": by_web_monitoring_diff,
}


def main(name: str, *, only_known: bool) -> None:
    """Answers one pair."""
    compared, told = PEERS[name]()
    if only_known:
        return
    before, after = json.load(sys.stdin)
    start = time.process_time()
    made = compared(before, after)
    seconds = time.process_time() - start
    json.dump({"seconds": seconds, "made": told(made)}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], only_known="--known" in sys.argv)
