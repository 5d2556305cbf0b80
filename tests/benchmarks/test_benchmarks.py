"""Each benchmark runs from the checkout and prints its table; how fast anything is, is not tested here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "heads", "row"),
    [
        ("extract", ("reread ms", "bs4 on lxml ms", "reread/lxml"), "the demo's pages"),
        ("compare", ("said/true", "exact %", "worst of htmldiff", "named"), "sections moved"),
        ("logs", ("entries", "reread ms", "an entry ms"), "text, rows run together"),
        ("recheck", ("a second", "while asking", "rate/plain"), "reread, re-check: collect + extract"),
        ("pipeline", ("wall s", "CPU s", "again: wall s"), "publish"),
        ("scale", ("wall s", "CPU s", "peak MiB"), "extract"),
    ],
)
def test_a_benchmark_prints_its_table(name: str, heads: tuple[str, ...], row: str) -> None:
    """With --quick it ends well, its own checks (round trips, answers) among that, and the table has head and rows."""
    command = [sys.executable, "-m", f"benchmarks.{name}", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert any(all(head in line for head in heads) for line in lines), done.stdout
    assert any(line.startswith(row) for line in lines), done.stdout
    documented = (ROOT / "benchmarks" / "README.md").read_text("utf-8")
    assert f"python -m benchmarks.{name}" in documented
