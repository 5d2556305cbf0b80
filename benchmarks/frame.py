"""What the benchmarks share: their options, fair turns for all who are measured, and one table at the end."""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import importlib.metadata
import os
import platform
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from statistics import median
from types import ModuleType

Seconds = dict[str, list[float]]
"""The CPU seconds that each contestant took, round by round."""


def options(description: str | None, rounds: int) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    first_line = (description or "").partition("\n")[0]
    parser = argparse.ArgumentParser(description=first_line)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, one round: shows that it runs, not how fast")
    parser.add_argument("--rounds", type=int, default=rounds, help="runs of each, of which medians are shown")
    return parser


def optional(name: str) -> ModuleType | None:
    """A peer that may be missing: it is left out then, with a line that says so."""
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"{name} is not installed: left out")
        return None


def contest(contestants: Mapping[str, Callable[[], object]], rounds: int) -> Seconds:
    """Lets each do its work once a round, so that what disturbs the machine for a while disturbs all of them.

    The first round is for warming up and does not count, unless it is the only one. What the product remembers of an
    earlier work is forgotten before each, because a command starts without it.
    """
    seconds: Seconds = {name: [] for name in contestants}
    for turn in range(rounds + (rounds > 1)):
        for name, work in contestants.items():
            gc.collect()
            forget()
            start = time.process_time()
            work()
            taken = time.process_time() - start
            if turn or rounds == 1:
                seconds[name].append(taken)
    return seconds


def forget(but: Collection[str] = ()) -> None:
    """Makes the product forget what it remembers, as a command that starts knows nothing, but what these keep."""
    for kept in gc.get_objects():
        ours = isinstance(kept, functools._lru_cache_wrapper) and kept.__module__.startswith(("kb.", "crawler."))
        if ours and kept.__name__ not in but:
            kept.cache_clear()


def ratio(seconds: Seconds, one: str, other: str) -> float:
    """How long one took as a share of the other: the median over the rounds."""
    shares = (mine / max(theirs, 1e-9) for mine, theirs in zip(seconds[one], seconds[other], strict=True))
    return median(shares)


def milliseconds(taken: Sequence[float], things: int) -> str:
    """The median for one of the things that were done in each round."""
    return f"{median(taken) / things * 1000:.2f}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in plain text: the first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join([first, *rest]).rstrip()

    return "\n".join([title, "", line(head), "  ".join("-" * width for width in widths), *map(line, rows), ""])


def here(*packages: str) -> str:
    """What was measured with: Python, how many processors, the versions of the peers."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    return f"Python {platform.python_version()}, {os.cpu_count()} processors, {versions}"


def cpu_seconds(besides: int | None = None) -> float:
    """Processor seconds of this process, of those it has waited for, and of those that run, `besides` one of them.

    A collection is the child of a process that starts them, so it is seen only where the system shows processes as
    files (Linux); elsewhere it is left out, and so it is on Windows with all others.
    """
    times = os.times()
    own = times.user + times.system + times.children_user + times.children_system
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    running = [int(word) for word in listed.read_text("ascii").split()] if listed.is_file() else []
    return own + sum(_spent(process) for process in running if process != besides)


def _spent(process: int) -> float:
    """Seconds of a running process and of those it has waited for."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0  # it has ended since it was listed
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def peak_memory(children: bool = False) -> float:
    """The most memory that this process, or the largest of its children, had, in MiB; 0 where the system won't tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    unit = 1024 if sys.platform == "darwin" else 1  # bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss / unit / 1024
