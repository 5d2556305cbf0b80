"""Crawling: run the crawler in a process of its own and follow what it tells.

The crawler's event loop can be started once in a process, and a crawl that dies must not take the rest along; so each
collection is a child process. It keeps pages in the store itself, one transaction each, and ends with its parent.

To load the crawler takes longer than to ask for a small manual. So the first collection starts a server process that
loads it once and does nothing else: it runs no event loop and no thread and opens no store, so it can be forked safely,
and each collection is a fork of it that starts within milliseconds. What such a fork needs is passed to it, the
environment too, because that of the server is as old as the first collection. The server ends with the last of us.
Where forks are not safe (macOS, whose own libraries do not survive them) or do not exist (Windows), each collection
starts an interpreter of its own.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from crawler.sources import Source
from kb.errors import CollectError, RereadError
from kb.model import Run
from kb.progress import Progress, Tally
from kb.workspace import Workspace

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

_GRACE_SECONDS = 3
"""What a child that was told to stop gets to end its page."""

LOADED = ("kb.stages.readings", "kb.stages.sink", "crawler.loaded", "sqlalchemy.dialects.sqlite")
"""What a collection needs, by module. A server that cannot load one goes on, and each collection loads it itself."""


@dataclass(slots=True)
class Sitting:
    """How far a crawl came: the addresses there were to ask for, why it stopped before its end ("" where it did not),
    and whether that was for the opening hours."""

    asked: int = 0
    stopped: str = ""
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class _Work:
    """What the child needs to know."""

    environment: dict[str, str]
    folder: Path
    source: Source
    contact: str
    run: Run
    at: datetime | None
    seconds: float | None


def crawl_in_child(
    workspace: Workspace,
    source: Source,
    contact: str,
    run: Run,
    at: datetime | None,
    seconds: float | None,
    progress: Progress,
) -> Sitting:
    """Crawls one source for a run, for so many seconds at most. Raises CollectError where the child died, and what made
    it give up."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    work = _Work(dict(os.environ), workspace.folder, source, contact, run, at, seconds)
    child = context.Process(target=_child, args=(work, sender), name=f"collect {source.name}")
    _start(child, context.get_start_method())
    sender.close()
    sitting = Sitting()
    try:
        with progress.tally(f"collect {source.name}") as tally:
            broken = _follow(receiver, child, tally, sitting)
    finally:
        receiver.close()
        _end(child)
    kinds = ", ".join(f"{number} {kind}" for kind, number in tally.counts.items()) or "nothing"
    progress.say(f"collect {source.name}: {kinds} in {tally.seconds:.1f} s")
    if broken is not None:
        raise broken
    if child.exitcode:
        log = workspace.log_folder / "collect.log"
        raise CollectError(
            f"the collection of {source.name} was cut off (see {log}): run the command again; pages that came are kept"
        )
    sitting.asked = tally.expected
    return sitting


def _context() -> ForkServerContext | SpawnContext:
    if sys.platform in {"darwin", "win32"}:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", *LOADED])
    return context


def _start(child: BaseProcess, method: str) -> None:
    """Starts a child that does not hear Ctrl+C, which a terminal sends to all of us: we end the child ourselves."""
    if method != "forkserver":
        with _at_interrupt(signal.SIG_IGN):
            child.start()
        return
    from multiprocessing import forkserver  # not on every system

    with _at_interrupt(signal.SIG_IGN):
        forkserver.ensure_running()
    came: list[int] = []
    # The first start takes until the server has loaded all. Broken off there, it would leave half a child behind.
    with _at_interrupt(lambda number, frame: came.append(number)):
        child.start()
    if came:
        raise KeyboardInterrupt


@contextmanager
def _at_interrupt(handler: signal.Handlers | Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(child: BaseProcess) -> None:
    """Waits for a child that has nothing more to say; where we are leaving before that, makes it end."""
    if sys.exc_info()[0] is not None:
        child.terminate()
        child.join(_GRACE_SECONDS)
        child.kill()
    child.join()


def _follow(receiver: Connection, child: BaseProcess, tally: Tally, sitting: Sitting) -> RereadError | None:
    """Counts what the child reports until it has nothing more to say; returns what made it give up, if anything did."""
    while True:
        ready = wait([receiver, child.sentinel], timeout=1.0)
        if receiver in ready:
            try:
                told = receiver.recv()
            except EOFError:
                return None
            if isinstance(told, RereadError):
                return told
            if isinstance(told, Sitting):
                sitting.stopped, sitting.is_closed = told.stopped, told.is_closed
            elif isinstance(told, int):
                tally.expect(told)
            else:
                tally.add(told)
        elif ready:
            return None


def _child(work: _Work, sender: Connection) -> None:
    # Imported here: Scrapy takes a second, and only this process needs it.
    from crawler.collect import collect as crawl
    from crawler.layouts import Reading
    from crawler.leads import key_of
    from crawler.spider import Collection
    from kb.stages.readings import reading_of
    from kb.stages.sink import StoreSink

    _end_with_parent()
    os.environ.clear()
    os.environ.update(work.environment)
    logging.raiseExceptions = False  # a log that cannot be written, as on a full disk, is no news for the terminal
    workspace, source = Workspace(work.folder), work.source

    def reading(url: str) -> Reading:
        return reading_of(source, url)

    def now() -> datetime:
        return work.at or datetime.now(UTC)

    def tell(news: str | int | RereadError | Sitting) -> None:
        try:
            sender.send(news)
        except BrokenPipeError:
            os._exit(1)  # nobody listens: whoever started this has given it up

    with workspace.store() as store:
        sink = StoreSink(store, work.run, key_of(source), now, tell)
        log = workspace.log_folder / "collect.log"
        ended = crawl(Collection(source, reading, sink, now), work.contact, log, work.seconds)
        store.keep_traffic(work.run.id, ended.traffic)
    tell(Sitting(stopped=ended.stopped, is_closed=ended.is_closed))
    sender.close()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
