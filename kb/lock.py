"""One command at a time: a lock on a file, with a note beside the lock of who holds it."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from kb.errors import StoreError

_AGAIN_SECONDS = 0.2
"""How often somebody who waits looks whether it is their turn."""

_NOTE_BYTES = 500


@contextmanager
def held(path: Path, wait: float, refusal: str) -> Iterator[None]:
    """Holds the lock of a file while a block runs; it is gone when the process ends, however it ends.

    Where another process holds it, waits for `wait` seconds at most. Raises StoreError then: the refusal, and which
    command holds the lock since when.
    """
    with _opened(path) as handle:
        until = time.monotonic() + wait
        while not _taken(handle):
            if time.monotonic() >= until:
                raise StoreError(f"{refusal}{_holder(handle)}: wait for it to end, then try again")
            time.sleep(_AGAIN_SECONDS)
        _sign(handle)
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)
    except OSError as error:
        raise StoreError(
            f"cannot write in the workspace: {path}: {error.strerror}: choose another --workspace"
        ) from error


def _sign(handle: IO[bytes]) -> None:
    """Says in the file who holds it. Where there is no space for that, the lock holds all the same."""
    command = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
    note = f"{command} (process {os.getpid()}) since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    try:
        handle.seek(0)
        handle.truncate()
        handle.write(note.encode("utf-8", "replace")[:_NOTE_BYTES])
    except OSError:
        pass


def _holder(handle: IO[bytes]) -> str:
    handle.seek(0)
    note = " ".join(handle.read(_NOTE_BYTES).decode("utf-8", "replace").split())
    return f": {note}" if note else ""


if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30
    """Far behind the note: what is locked there can be read by nobody else."""

    def _taken(handle: IO[bytes]) -> bool:
        handle.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: IO[bytes]) -> bool:
        try:
            fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
