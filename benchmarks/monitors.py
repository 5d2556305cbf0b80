"""The two monitors that re-checking is measured against, each as its own users run it, from an environment of its own.

webchanges: a job file with one url job an address, run twice; changedetection.io: its server, watches added through its
API and rechecked through it. Both ask for one page at a time, as we do, and fetch plainly, without a browser.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from benchmarks.loopback import Loopback

_LONGEST_SECONDS = 900
_LOOK_SECONDS = 0.2


def webchanges(environment: Path, server: Loopback, urls: Sequence[str]) -> float:
    """Seconds for a second run over all addresses, starting Python among it, when nothing has changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs = folder / "jobs.yaml"
        jobs.write_text("---\n".join(f"url: {url}\n" for url in urls), "utf-8")
        (folder / "hooks.py").write_text("", "utf-8")
        files = {"--jobs": jobs, "--config": folder / "config.yaml", "--hooks": folder / "hooks.py"}
        files["--database"] = folder / "snapshots.db"
        command = [environment / "bin" / "webchanges", *(part for pair in files.items() for part in pair)]
        seconds = 0.0
        for _ in ("first", "again"):
            server.served()
            start = time.perf_counter()
            subprocess.run(
                [*map(str, command), "--max-workers", "1"],
                check=True,
                timeout=_LONGEST_SECONDS,
                capture_output=True,
                env={**os.environ, "HOME": name},
            )
            seconds = time.perf_counter() - start
            _demand(_answers(server), len(urls), "webchanges")
        return seconds


def changedetection(environment: Path, server: Loopback, urls: Sequence[str]) -> float:
    """Seconds from asking a running server to recheck all watches until the last page was asked for."""
    with tempfile.TemporaryDirectory() as name, _changedetection_server(environment, Path(name)) as (address, key):
        for watch in json.loads(_call(address, key, "/api/v1/watch")):
            _call(address, key, f"/api/v1/watch/{watch}", method="DELETE")  # two examples that it comes with
        _call(address, key, "/api/v1/import", "\n".join(urls).encode())
        seconds = 0.0
        for _ in ("first", "again"):
            server.served()
            start = time.perf_counter()
            _call(address, key, "/api/v1/watch?recheck_all=1")
            answers = 0
            while answers < len(urls):
                _demand_time(start)
                time.sleep(_LOOK_SECONDS)
                answers += _answers(server)
            seconds = time.perf_counter() - start
            time.sleep(1)  # what it does with the last page is not counted, and should not count next time
        return seconds


@contextmanager
def _changedetection_server(environment: Path, folder: Path) -> Iterator[tuple[str, str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"FETCH_WORKERS": "1", "ALLOW_IANA_RESTRICTED_ADDRESSES": "true", "MINIMUM_SECONDS_RECHECK_TIME": "0"}
    # Its examples are on the web, and it would wait for them before it does anything else: no way there.
    settings["HTTPS_PROXY"] = "http://127.0.0.1:9"
    program = str(environment / "bin" / "changedetection.io")
    process = subprocess.Popen(
        [program, "-C", "-d", str(folder), "-h", "127.0.0.1", "-p", str(port)],
        env={**os.environ, **settings, "DISABLE_VERSION_CHECK": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        yield address, _key_when_ready(address, folder)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _key_when_ready(address: str, folder: Path) -> str:
    """The key of its API, once it answers."""
    start = time.perf_counter()
    while True:
        try:
            settings = json.loads((folder / "changedetection.json").read_bytes())
            key = str(settings["settings"]["application"]["api_access_token"])
            _call(address, key, "/api/v1/systeminfo")
        except (OSError, KeyError, ValueError, URLError):
            _demand_time(start)
            time.sleep(_LOOK_SECONDS)
        else:
            return key


def _call(address: str, key: str, path: str, body: bytes | None = None, method: str | None = None) -> bytes:
    headers = {"x-api-key": key, "Content-Type": "text/plain"}
    request = Request(address + path, body, headers, method=method)
    with urlopen(request, timeout=120) as answer:
        came: bytes = answer.read()
        return came


def _answers(server: Loopback) -> int:
    """How many pages were answered since the last call; icons and the like are not there and not counted."""
    statuses = server.served().statuses
    return statuses.get(200, 0) + statuses.get(304, 0)


def _demand(answers: int, expected: int, name: str) -> None:
    if answers != expected:
        raise SystemExit(f"{name} asked for {answers} of {expected} pages: its figures mean nothing")


def _demand_time(start: float) -> None:
    if time.perf_counter() - start > _LONGEST_SECONDS:
        raise SystemExit(f"changedetection.io was not done after {_LONGEST_SECONDS} seconds")
