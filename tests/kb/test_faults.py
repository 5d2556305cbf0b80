"""Each class of failure, played by servers on loopback to the real spider: none is a change, each closes itself."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from crawler.sources import Config, Selectors, Source
from kb.cli import reread
from kb.errors import Fault
from kb.model import Problem
from kb.pipeline import update
from kb.progress import Progress
from kb.workspace import Workspace
from tests.facts import moment
from tests.served import chapter_page, contents_page, log_page

GOOD, BAD, AGAIN = moment("2020-03-16"), moment("2020-03-17"), moment("2020-03-20")
LARGEST = 64 * 1024
"""Bytes that a page may have in these tests."""

Answer = Callable[[BaseHTTPRequestHandler, bytes], None]
"""Answers a request for a page, given the page as it is when it is good."""


def plain(body: bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> Answer:
    """An answer with a body and nothing wrong on the way."""

    def answer(handler: BaseHTTPRequestHandler, good: bytes) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def redirected(to: str) -> Answer:
    """An answer that sends elsewhere."""
    return plain(b"", 302, Location=to)


def cut_short(handler: BaseHTTPRequestHandler, good: bytes) -> None:
    """A body that breaks off before the length it promised."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(good)))
    handler.end_headers()
    handler.wfile.write(good[: len(good) // 2])
    handler.close_connection = True


def broken_off(handler: BaseHTTPRequestHandler, good: bytes) -> None:
    """A body of no stated length that breaks off in the middle of the text."""
    handler.protocol_version = "HTTP/1.0"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    handler.wfile.write(good[: len(good) * 2 // 3])
    handler.close_connection = True


def silent(handler: BaseHTTPRequestHandler, good: bytes) -> None:
    """No answer in the time that the source gives."""
    handler.server.ended.wait(20)  # type: ignore[attr-defined]
    handler.close_connection = True


def title_of(name: str) -> str:
    """What a chapter is called."""
    return f"Chapter on {name[2:].replace('_', ' ')}"


def bloated(size: int, name: str) -> bytes:
    """A chapter of exactly so many bytes."""
    page = chapter_page(title_of(name), "Duties: The manager reads every record by Friday.").encode()
    return page + b" " * (size - len(page))


def packed(size: int, name: str) -> Answer:
    """A chapter that unpacks to so many bytes."""
    return plain(gzip.compress(bloated(size, name)), Content_Encoding="gzip")


def stand_in(title: str, text: str) -> Answer:
    """A page with status 200 that is not the chapter."""
    return plain(
        f"<html><head><title>{title}</title></head><body><div id='content'>{text}</div></body></html>".encode()
    )


FAULTS: dict[str, tuple[Fault, Answer]] = {
    "p_timeout": (Fault.TIMEOUT, silent),
    "p_missing": (Fault.CLIENT_ERROR, plain(b"<h1>Not here</h1>", 404)),
    "p_forbidden": (Fault.CLIENT_ERROR, plain(b"<h1>No</h1>", 403)),
    "p_error": (Fault.SERVER_ERROR, plain(b"<h1>Oh</h1>", 500)),
    "p_busy": (Fault.TOO_MANY_REQUESTS, plain(b"Slowly", 429)),
    "p_loop": (Fault.REDIRECT_LOOP, redirected("p_loop.html")),
    "p_home": (Fault.REDIRECTED_AWAY, redirected("/")),
    "p_login": (Fault.REDIRECTED_AWAY, redirected("/account/login?next=p_login.html")),
    "p_picture": (Fault.MEDIA_TYPE, plain(b"\x89PNG\r\n", kind="image/png")),
    "p_false_pdf": (Fault.MEDIA_TYPE, plain(b"<h1>Sorry</h1>", kind="application/pdf")),
    "p_cut": (Fault.CUT_OFF, cut_short),
    "p_broken_off": (Fault.CUT_OFF, broken_off),
    "p_large": (Fault.TOO_LARGE, plain(bloated(LARGEST + 1, "p_large"))),
    "p_bomb": (Fault.BOMB, packed(LARGEST + 1, "p_bomb")),
    "p_charset": (Fault.CHARSET, plain(b"<h1>x</h1>" + bytes((n * 197 + 61) % 256 for n in range(4000)))),
    "p_error_page": (Fault.ERROR_PAGE, stand_in("Page not found", "<h1>Page not found</h1><p>Try the search.</p>")),
    "p_maintenance": (
        Fault.MAINTENANCE,
        stand_in(
            "Ourshire", "<h1>Ourshire</h1><p>This site is down for maintenance. Please check back again soon.</p>"
        ),
    ),
    "p_cookies": (
        Fault.COOKIE_WALL,
        stand_in("Ourshire", "<h1>Your privacy</h1><p>We use cookies. Choose.</p><button>Accept all cookies</button>"),
    ),
    "p_password": (
        Fault.LOG_IN,
        stand_in("Ourshire", "<h1>Staff</h1><p>Who are you, please?</p><input type='password'>"),
    ),
    "p_empty": (Fault.EMPTY, plain(b" \n")),
    "p_no_text": (Fault.EMPTY, stand_in("Empty", "<h1>Empty</h1>")),
    "p_layout": (
        Fault.LAYOUT,
        plain(b"<html><body><h1>New</h1><div class='new'>Words of another template.</div></body>"),
    ),
}
EDGES: dict[str, Answer] = {
    "p_just_large": plain(bloated(LARGEST, "p_just_large")),
    "p_just_packed": packed(LARGEST, "p_just_packed"),
}
"""The other side of each limit: these are chapters."""
OTHER_HOSTS = {"p_dns": Fault.DNS, "p_refused": Fault.REFUSED, "p_tls": Fault.TLS}
ROBOTS = "p_robots"
NAMES = (*FAULTS, *EDGES, *OTHER_HOSTS, ROBOTS, "p_good")


@dataclass
class FaultServer:
    """Serves a manual of a chapter for each fault. While `is_bad`, each chapter plays its own."""

    is_bad: bool = False
    refusing: int = 0
    pages: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.ended = threading.Event()  # type: ignore[attr-defined]
        self._server.daemon_threads = True
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.refusing = free.getsockname()[1]
        self.pages = {f"/{name}.html": self._good(name) for name in NAMES}
        self.pages["/amendments.html"] = log_page("March 2020", ("Good", "Refreshed.")).encode()

    def _good(self, name: str) -> bytes:
        return chapter_page(title_of(name), f"Duties: The officer for {name} reads every record by Friday.").encode()

    def url(self, name: str) -> str:
        """Where a chapter is listed; while they are bad, some are listed where nobody answers."""
        elsewhere = {
            "p_dns": "http://nowhere.invalid",
            "p_refused": f"http://127.0.0.1:{self.refusing}",
            "p_tls": f"https://127.0.0.1:{self.port}",
        }
        place = elsewhere.get(name, "") if self.is_bad else ""
        return f"{place or f'http://127.0.0.1:{self.port}'}/{name}.html"

    @property
    def port(self) -> int:
        """The port of the manual's host."""
        return self._server.server_port

    def source(self) -> Source:
        """The manual's declaration, with limits that can be reached in a test."""
        hosts = (f"127.0.0.1:{self.port}", f"127.0.0.1:{self.refusing}", "nowhere.invalid")
        return Source(
            "ourmanual",
            "Our manual",
            contents=(f"http://127.0.0.1:{self.port}/contents.html",),
            hosts=hosts,
            layout="proceduresonline",
            selectors=Selectors(main="#content"),
            delay=0,
            timeout=1.0,
            largest=LARGEST / 1024**2,
        )

    def contents(self) -> bytes:
        """The contents page as of now."""
        rows = ((f"1.{place}", title_of(name), self.url(name)) for place, name in enumerate(NAMES))
        return contents_page(*rows).encode()

    def __enter__(self) -> FaultServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.ended.set()  # type: ignore[attr-defined]
        self._server.shutdown()
        self._server.server_close()


def _handler(serving: FaultServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            name = path[1:].removesuffix(".html")
            good = serving.contents() if path == "/contents.html" else serving.pages.get(path, b"<h1>Home</h1>")
            answer = plain(good)
            if path == "/robots.txt":
                rules = f"User-agent: *\nDisallow: {f'/{ROBOTS}.html' if serving.is_bad else ''}\n"
                answer = plain(rules.encode(), kind="text/plain")
            elif serving.is_bad and name in FAULTS:
                answer = FAULTS[name][1]
            elif name in EDGES:
                answer = EDGES[name]
            answer(self, good)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Silence."""

    return Handler


@dataclass(frozen=True, slots=True)
class Played:
    """What was known after each collection: when all was good, when nothing was, when all was good again."""

    versions: tuple[dict[str, tuple[str, ...]], ...]
    problems: tuple[dict[str, Problem], ...]
    about: str
    told: str
    as_json: list[dict[str, object]]
    ever: tuple[Problem, ...]


def _versions(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """The versions in force, by chapter."""
    with workspace.store() as store:
        chapters = [one for one in store.chapters() if one.withdrawn_at is None]
        return {one.title: tuple(version.digest for version in store.versions(one.id)) for one in chapters}


def _problems(workspace: Workspace, closed: bool = False) -> tuple[Problem, ...]:
    with workspace.store() as store:
        return store.problems("ourmanual", closed)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A manual of which each chapter fails for some days in a way of its own."""
    workspace = Workspace(tmp_path_factory.mktemp("faults") / "workspace")
    versions, problems = [], []
    about, told, as_json = "", "", ""
    with FaultServer() as server:
        for at, is_bad in ((GOOD, False), (BAD, True), (AGAIN, False)):
            server.is_bad = is_bad
            config = Config(sources=(server.source(),), contact="us@ourshire.example")
            update(workspace, config, config.sources, Progress(quiet=True), at)
            versions.append(_versions(workspace))
            problems.append({one.url.rpartition("/")[2].removesuffix(".html"): one for one in _problems(workspace)})
            if is_bad:
                about = (workspace.site_folder / "about" / "index.html").read_text("utf-8")
                command = ["--workspace", str(workspace.folder), "problems"]
                told = CliRunner().invoke(reread, command).output
                as_json = CliRunner().invoke(reread, [*command, "--fault", "cookie wall", "--json"]).output
    ever = _problems(workspace, closed=True)
    return Played(tuple(versions), tuple(problems), about, told, json.loads(as_json), ever)


EXPECTED = {name: fault for name, (fault, _) in FAULTS.items()} | OTHER_HOSTS | {ROBOTS: Fault.ROBOTS}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_fault_has_its_class(played: Played, name: str) -> None:
    """Told apart as it comes through the real spider, from the day it was first seen."""
    problem = played.problems[1][name]
    assert (problem.fault, problem.first_seen, problem.closed_at) == (EXPECTED[name], BAD, None)


def test_a_fault_is_never_a_change(played: Played) -> None:
    """No version is made and none is lost, whatever came; the good ones are what they were."""
    assert len(played.versions[0]) == len(NAMES)
    assert played.versions[0] == played.versions[1] == played.versions[2]
    assert {len(each) for each in played.versions[2].values()} == {1}


def test_just_inside_a_limit_is_a_chapter(played: Played) -> None:
    """A page of exactly the largest size, sent or unpacked, is read; one byte more is not."""
    assert played.problems[1].keys() == set(EXPECTED)
    assert set(EDGES).isdisjoint(played.problems[1])


def test_each_problem_closes_itself(played: Played) -> None:
    """When the page is good again, or is no longer where it failed; what was wrong stays on record, with its dates."""
    assert played.problems[0] == played.problems[2] == {}
    assert len(played.ever) == len(EXPECTED)
    assert {(one.first_seen, one.last_seen, one.closed_at) for one in played.ever} == {(BAD, BAD, AGAIN)}


def test_problems_are_told_by_class(played: Played) -> None:
    """Each class once with its pages, what was last good, and how many; as JSON for one class alone."""
    for fault in set(EXPECTED.values()):
        assert f"\n{fault.value}: " in f"\n{played.told}"
    assert "'Chapter on cookies' was last good on 16 March 2020" in played.told
    assert f"{len(EXPECTED)} problems;" in played.told
    (wall,) = played.as_json
    assert (wall["fault"], wall["title"], wall["closed_at"]) == ("cookie wall", "Chapter on cookies", None)
    assert str(wall["last_good"]).startswith("2020-03-16")
    assert isinstance(wall["days_open"], int)


def test_the_site_shows_what_cannot_be_read(played: Played) -> None:
    """By page, with its class, since when, and when its text was last seen."""
    section = played.about.partition('id="problems"')[2].partition("</section>")[0]
    assert section.count('<tr><th scope="row">') == len(EXPECTED)
    assert "Maintenance: " in section
    assert "17 March 2020" in section
    assert "16 March 2020" in section
