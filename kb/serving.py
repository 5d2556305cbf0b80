"""Serve a published site on the loopback address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kb.errors import PublishError, UsageError
from site_builder import recover


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Silence: a reader's every click is no news."""


def serve(site: Path, port: int, tell: Callable[[str], None]) -> None:
    """Serves a site until it is interrupted; `tell` gets the address first.

    Raises UsageError where there is no site, PublishError where the port cannot be had, and KeyboardInterrupt.
    """
    recover(site)
    if not (site / "index.html").is_file():
        raise UsageError(f"no site in {site}: run `reread update` or `reread publish` first")
    with _server(site, port) as server:
        tell(f"http://127.0.0.1:{server.server_port}/index.html")
        server.serve_forever()


def check_port(port: int) -> None:
    """Raises PublishError where a port cannot be had: better said before a site is built than after."""
    _server(Path(), port).server_close()


def _server(site: Path, port: int) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(site)))
    except OSError as error:
        raise PublishError(f"cannot serve on port {port}: {error.strerror}: try another one with --port") from error
