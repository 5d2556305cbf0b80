"""A loopback server that answers for the demo's hosts as their web server would have at one date.

It is asked as a proxy, so that the manual keeps its own addresses whatever port is free: what is stored, and so every
byte of the site, is the same on every machine.
"""

from __future__ import annotations

import hashlib
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from urllib.parse import unquote, urlsplit

from kb.demo.editions import DemoEdition, DemoManual

_ROBOTS = b"User-agent: *\nDisallow: /search\n"


class _Server(ThreadingHTTPServer):
    request_queue_size = 64  # with the usual 5 a burst of connections waits a second for the next try


class EditionServer:
    """Serves one edition of the demo manual at a time, on a free port of the loopback address."""

    def __init__(self, manual: DemoManual) -> None:
        self.manual = manual
        self.edition = manual.editions[0]
        self.requests: list[tuple[str, int]] = []
        """Every path asked for, with the status it got."""
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where to ask."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def show(self, edition: DemoEdition) -> None:
        """Turns the clock to an edition."""
        self.edition = edition

    def __enter__(self) -> EditionServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(serving: EditionServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer's body waits 40 ms for its head to be acknowledged

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            host, path = parts.hostname or "", unquote(parts.path)
            edition = serving.edition
            moved = edition.moved.get(f"{host}{path}")
            if moved is not None:
                self._answer(301, b"", {"Location": moved})
            elif path == "/robots.txt":
                self._answer(200, _ROBOTS, {"Content-Type": "text/plain"})
            else:
                self._answer_file(edition, host, path)

        def _answer_file(self, edition: DemoEdition, host: str, path: str) -> None:
            found = serving.manual.file(edition, path) if host == edition.host else None
            if found is None:
                self._answer(404, b"<h1>Page not found</h1>", {"Content-Type": "text/html; charset=utf-8"})
                return
            validators = {
                "ETag": f'"{hashlib.sha256(found.body).hexdigest()[:16]}"',
                "Last-Modified": format_datetime(found.since, usegmt=True),
            }
            if self.headers.get("If-None-Match") == validators["ETag"]:
                self._answer(304, b"", validators)
            else:
                self._answer(200, found.body, {"Content-Type": found.media_type, **validators})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            serving.requests.append((self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Silence: the demo says itself what it does."""

    return Handler
