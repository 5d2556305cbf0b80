"""Golden files: what a test gave when somebody last looked at it, kept beside its input."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kb.demo import run_demo
from kb.progress import Progress

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as BrowserPage

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch that rewrites golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files; review them before keeping them"
    )


_LONG = (
    "kb/test_kills.py",
    "kb/test_pipeline.py",
    "packaging/test_installation.py",
    "kb/stages/test_collecting.py",
    "cli/test_interrupts.py",
    "benchmarks/test_benchmarks.py",
)
"""The files that take longest, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts long files first, so that no processor waits at the end for another that has just begun one."""
    here = Path(__file__).parent
    place = {here / name: number for number, name in enumerate(_LONG)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with a golden file, or rewrites the file when pytest is called with --update-golden."""
    update = bool(request.config.getoption("--update-golden"))

    def compare(path: Path, actual: str) -> None:
        if update:
            path.write_text(actual, "utf-8")
        assert path.exists(), f"{path} is missing: run pytest --update-golden and review what it writes"
        assert actual == path.read_text("utf-8"), f"{path} no longer fits: if that is right, run pytest --update-golden"

    return compare


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real logs, pages and documents: REREAD_REAL, else `shared/real` beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "real"
    folder = Path(os.environ.get("REREAD_REAL", beside))
    if not folder.is_dir():
        pytest.skip(f"no real material in {folder}: set REREAD_REAL to its folder")
    return folder


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The workspace that `reread demo --no-serve` makes; made once, also where several workers run. Only to be read."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demo"
    with (folder.parent / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "site" / "index.html").is_file():
            run_demo(folder, Progress(quiet=True))
    return folder


# Quiet and closed: without these the browser looks for updates and hosts of its own at every start.
_CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the Python package playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed: Debian's package is called chromium")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=chromium, args=_CHROMIUM_ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[BrowserPage]:
    """A page that fails the test where a script of the site fails."""
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []
