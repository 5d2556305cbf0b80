"""A small manual on a loopback server, for tests of the whole pipeline: what it serves can be changed between runs."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

from crawler.sources import Source

HOST = "ourmanual.proceduresonline.example"


def chapter_page(title: str, *sections: str, box: str = "") -> str:
    """A chapter in the publisher's second layout; each section is "heading: text"."""
    amendment = f'<div class="amendment"><h2>AMENDMENT</h2><p>{box}</p></div>' if box else ""
    body = "".join(
        f"<h2>{number}. {heading}</h2><p>{text.strip()}</p>"
        for number, (heading, _, text) in enumerate((section.partition(":") for section in sections), start=1)
    )
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav><a href='contents.html'>Contents</a></nav>"
        f"<div id='content'><h1>{title}</h1>{amendment}{body}</div></body></html>"
    )


def contents_page(*rows: tuple[str, str, str], badge: str = "") -> str:
    """A contents page of rows (number, title, file) with a link to the log."""
    listed = "".join(
        f'<tr><td>{number}</td><td><a href="{file}">{title}</a></td><td>{badge}</td></tr>'
        for number, title, file in rows
    )
    return (
        "<!doctype html><html><head><title>Contents</title></head><body><div id='content'><h1>Contents</h1>"
        "<h2>1. All Children</h2>"
        f"<table>{listed}</table></div><p><a href='amendments.html'>Amendments</a></p></body></html>"
    )


def log_page(month: str, *rows: tuple[str, str]) -> str:
    """A log of one edition."""
    listed = "".join(f"<tr><td>{title}</td><td>{detail}</td></tr>" for title, detail in rows)
    return (
        f"<!doctype html><html><head><title>Amendments</title></head><body><div id='content'><h1>Amendments</h1>"
        f"<h2>{month}</h2><h3>Updated Chapters</h3><table><tr><th>Chapter Name</th><th>Details</th></tr>"
        f"{listed}</table>"
        "</div></body></html>"
    )


def small_manual(days: int = 7) -> dict[str, str]:
    """Three chapters, a contents page and a log."""
    rows = (("1.1", "Visits", "p_visits.html"), ("1.2", "Fees", "p_fees.html"), ("1.3", "Records", "p_records.html"))
    return {
        "/contents.html": contents_page(*rows),
        "/amendments.html": log_page("March 2020", ("Visits", "This chapter has been refreshed.")),
        "/p_visits.html": chapter_page(
            "Visits", f"First visit: The social worker visits within {days} working days of the referral."
        ),
        "/p_fees.html": chapter_page("Fees", "Allowances: Allowances are paid each fortnight by the finance team."),
        "/p_records.html": chapter_page(
            "Records", "Files: Every contact is recorded on the child's file the same day."
        ),
    }


class ServedManual:
    """Serves `pages` (path to HTML) as the host of the test manual; asked as a proxy, so addresses stay the same.

    `status` overrides the answer for a path; `first` are answers (status and headers) that a path gives before its
    ordinary one; `delay` makes every answer slow; after `lost_after` requests no answer comes any more; `asked` is what
    was asked for.
    """

    def __init__(self, pages: dict[str, str]) -> None:
        self.pages = pages
        self.status: dict[str, int] = {}
        self.first: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.lost_after: int | None = None
        self.delay = 0.0
        self.asked: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True

    def source(self) -> Source:
        """The manual's declaration."""
        proxy = f"http://127.0.0.1:{self._server.server_port}"
        start = f"http://{HOST}/contents.html"
        return Source("ourmanual", "Our manual", contents=(start,), delay=0, proxy=proxy)

    def __enter__(self) -> ServedManual:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(manual: ServedManual) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            time.sleep(manual.delay)
            if path != "/robots.txt":
                manual.asked.append(path)
            if manual.lost_after is not None and len(manual.asked) > manual.lost_after:
                self.close_connection = True
                return
            if manual.first.get(path):
                status, headers = manual.first[path].pop(0)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": "0"}.items():
                    self.send_header(name, value)
                self.end_headers()
                return
            body = manual.pages.get(path)
            status = manual.status.get(path, 200 if body is not None else 404)
            etag = f'"{hash(body)}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, None
            content = (body or "").encode()
            self.send_response(status)
            kind = "plain" if path.endswith(".md") else "html"
            self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Silence."""

    return Handler
