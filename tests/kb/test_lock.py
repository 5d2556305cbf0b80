"""One command at a time: the second waits, or leaves with a line that says who is at work."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.errors import StoreError
from kb.lock import held

_HOLDER = """
import sys
from pathlib import Path

from kb.lock import held

with held(Path(sys.argv[1]), 0, "in use"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _other_process(lock: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock till its standard input ends."""
    command = [sys.executable, "-c", _HOLDER, str(lock)]
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_second_command_says_who_is_at_work_and_since_when(tmp_path: Path) -> None:
    """The line names the command, its process and the time it began."""
    lock = tmp_path / ".lock"
    with _other_process(lock) as process:
        line = rf"in use: -c .*\.lock \(process {process.pid}\) since \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC: wait for it"
        with pytest.raises(StoreError, match=line), held(lock, 0, "in use"):
            pytest.fail("two hold one lock")


def test_a_second_command_can_wait(tmp_path: Path) -> None:
    """For as long as it was told, and no longer than it must; a process that was killed holds nothing."""
    lock = tmp_path / ".lock"
    with _other_process(lock) as process:
        start = time.monotonic()
        with pytest.raises(StoreError, match="in use"), held(lock, 0.3, "in use"):
            pytest.fail("two hold one lock")
        assert time.monotonic() - start >= 0.3
        threading.Timer(0.3, process.kill).start()
        with held(lock, 30, "in use"):
            assert 0.5 < time.monotonic() - start < 20
