"""A web server on the loopback address in a process of its own, so that serving is not counted as collecting.

It answers as a proxy for one host, with ETag and 304, one short write an answer: a fast host, so that what is measured
is the asking side.
"""

from __future__ import annotations

import asyncio
import hashlib
import multiprocessing
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Served:
    """What was served since it was last asked: answers by status (robots.txt aside), and seconds from first to last.

    `connections` is how many were open at once at most: more than one means that the host was not asked politely.
    """

    statuses: dict[int, int]
    seconds: float
    connections: int


@dataclass(frozen=True, slots=True)
class Loopback:
    """The running server."""

    address: str
    process: int
    _control: Connection

    def served(self) -> Served:
        """What was served since the last call."""
        self._control.send("served")
        answer = self._control.recv()
        assert isinstance(answer, Served)
        return answer


@contextmanager
def serving(pages: Mapping[str, bytes]) -> Iterator[Loopback]:
    """Serves pages (path to body) as long as the block runs."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(dict(pages), there), daemon=True)
    process.start()
    try:
        assert process.pid is not None
        yield Loopback(f"http://127.0.0.1:{here.recv()}", process.pid, here)
    finally:
        here.send("stop")
        process.join()


def _serve(pages: dict[str, bytes], control: Connection) -> None:
    asyncio.run(_Host(pages, control).run())


class _Host:
    """The server's side."""

    def __init__(self, pages: Mapping[str, bytes], control: Connection) -> None:
        self._pages = pages
        self._etags = {path: f'"{hashlib.sha256(body).hexdigest()[:16]}"' for path, body in pages.items()}
        self._control = control
        self._statuses: dict[int, int] = {}
        self._times: list[float] = []
        self._open = self._most = 0

    async def run(self) -> None:
        """Until told to stop."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self._control.send(server.sockets[0].getsockname()[1])
        while await asyncio.to_thread(self._control.recv) == "served":
            seconds = self._times[-1] - self._times[0] if self._times else 0.0
            self._control.send(Served(self._statuses, seconds, self._most))
            self._statuses, self._times, self._most = {}, [], self._open
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        self._most = max(self._most, self._open)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(self._answer(head.decode("latin-1")))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
        finally:
            self._open -= 1

    def _answer(self, head: str) -> bytes:
        request, *lines = head.split("\r\n")
        path = urlsplit(request.split(" ")[1]).path
        body = self._pages.get(path)
        if path == "/robots.txt":
            return _message("200 OK", "text/plain", "", b"User-agent: *\nDisallow:\n")
        known = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith("if-none-match")), "")
        status = 404 if body is None else 304 if known == self._etags[path] else 200
        self._statuses[status] = self._statuses.get(status, 0) + 1
        self._times.append(time.monotonic())
        if body is None:
            return _message("404 Not Found", "text/plain", "", b"nothing here")
        etag = f"ETag: {self._etags[path]}\r\n"
        if status == 304:
            return f"HTTP/1.1 304 Not Modified\r\n{etag}Content-Length: 0\r\n\r\n".encode()
        return _message("200 OK", "text/html; charset=utf-8", etag, body)


def _message(status: str, media_type: str, etag: str, body: bytes) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{etag}Content-Length: {len(body)}\r\n\r\n".encode() + body
    )
