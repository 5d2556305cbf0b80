"""A wheel, an editable installation and a plain checkout: each holds everything that is shipped and works anywhere.

Everything is made from a clean copy of what belongs to the repository, in fresh environments that borrow only the
dependencies from the one the tests run in, and without the network.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb import __version__

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("crawler", "kb", "site_builder")
SHIPPED = {"data": "kb/data", "templates": "site_builder/templates"}

LOOK_UP = """
from kb import resources
from kb.demo import load_demo
from kb.search.acronyms import shipped_terms

manual = load_demo()
served = [manual.file(one, "contents.html") or manual.file(one, "/") for one in manual.editions]
assert (resources.templates() / "static" / "site.css").read_text("utf-8")
assert shipped_terms()
print(len(manual.editions), sum(one is not None for one in served), resources.data(), resources.templates())
"""

CHAPTER = (
    "<html><body><h1>Visits</h1><h2>1. First visit</h2><p>A child is seen within 5 working days.</p></body></html>"
)


@dataclass(frozen=True)
class Installed:
    """A way to call reread: the command, the interpreter, and the environment variables it takes."""

    reread: tuple[str, ...]
    python: str
    variables: dict[str, str]

    def run(self, *arguments: str, cwd: Path) -> str:
        """Runs a command in a folder and returns what it prints."""
        return self._run([*self.reread, *arguments], cwd)

    def evaluate(self, program: str, cwd: Path) -> str:
        """Runs a program in the same interpreter."""
        return self._run([self.python, "-c", program], cwd)

    def _run(self, line: list[str], cwd: Path) -> str:
        done = subprocess.run(line, cwd=cwd, env=self.variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout


def variables(**more: str) -> dict[str, str]:
    """An environment in which nothing leads to this checkout."""
    dropped = ("PYTHONPATH", "REREAD_WORKSPACE", "VIRTUAL_ENV")
    return {**{name: value for name, value in os.environ.items() if name not in dropped}, **more}


def fresh_environment(folder: Path) -> Path:
    """A new virtual environment with the dependencies of this one, but without reread; returns its interpreter."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    # A path in a .pth file adds a folder; the .pth files in that folder, an editable reread's among them, do not count.
    own = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    borrowed = [path for path in sys.path if Path(path).name == "site-packages"]
    Path(own, "borrowed.pth").write_text("\n".join(borrowed), "utf-8")
    return python


def pip_installed(python: Path, *what: str) -> Installed:
    """Installs into a fresh environment: nothing but what is named, and nothing from the network."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation")
    line = [str(python), "-m", "pip", "install", *quiet, "--ignore-installed", *what]
    done = subprocess.run(line, env=variables(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Installed((str(python.with_name("reread")),), str(python), variables())


@pytest.fixture(scope="module")
def belonging() -> tuple[str, ...]:
    """The files of the repository, also those that are not committed yet."""
    line = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


@pytest.fixture(scope="module")
def checkout(belonging: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean copy of the repository."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in belonging:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from it."""
    folder = tmp_path_factory.mktemp("wheel")
    line = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(checkout)]
    done = subprocess.run(line, env=variables(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module", params=["wheel", "editable", "checkout"])
def installed(request: pytest.FixtureRequest, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Reread in each of the ways in which it can be had."""
    python = fresh_environment(tmp_path_factory.mktemp(str(request.param)) / "environment")
    if request.param == "wheel":
        return pip_installed(python, str(request.getfixturevalue("wheel")))
    if request.param == "editable":
        return pip_installed(python, "--editable", str(checkout))
    return Installed((str(python), "-m", "kb"), str(python), variables(PYTHONPATH=str(checkout)))


def test_the_wheel_holds_every_shipped_file(belonging: tuple[str, ...], wheel: Path) -> None:
    """Templates, styles, scripts, the demo manual and the tables: all of them, and nothing else in their folders."""
    held = set(zipfile.ZipFile(wheel).namelist())
    for folder, package in SHIPPED.items():
        expected = {
            f"{package}{name.removeprefix(folder)}"
            for name in belonging
            if name.startswith(f"{folder}/") and not name.endswith(".py")
        }
        assert expected
        assert {name for name in held if name.startswith(f"{package}/")} == expected


def test_the_wheel_holds_every_module(belonging: tuple[str, ...], wheel: Path) -> None:
    """Packages are named one by one in setup.cfg, so a new one is easily forgotten; types are declared in each."""
    held = set(zipfile.ZipFile(wheel).namelist())
    modules = {name for name in belonging if name.split("/")[0] in PACKAGES and name.endswith((".py", "py.typed"))}
    assert modules - held == set()
    assert {f"{package}/py.typed" for package in PACKAGES} <= held


def test_the_wheel_holds_no_tests_and_nothing_of_this_machine(wheel: Path) -> None:
    """Only the three packages and the metadata, in which no path of a checkout stands."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
        assert tops == {*PACKAGES, f"reread-{__version__}.dist-info"}
        metadata = [archive.read(name) for name in archive.namelist() if ".dist-info/" in name]
    assert not any(str(ROOT).encode() in one for one in metadata)


def test_it_runs_from_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    """The version and the whole help, in which every command is imported."""
    assert installed.run("--version", cwd=tmp_path) == f"reread, version {__version__}\n"
    assert "\n  verify " in installed.run("--help", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_it_finds_what_is_shipped(installed: Installed, tmp_path: Path) -> None:
    """The demo's editions are all there, and no folder is of the checkout the tests run in."""
    editions, served, *folders = installed.evaluate(LOOK_UP, cwd=tmp_path).split()
    assert int(served) == int(editions) >= 4
    assert not any(folder.startswith(f"{ROOT}{os.sep}") for folder in folders)


def test_it_makes_a_site(installed: Installed, tmp_path: Path) -> None:
    """Import, index, search and publish use templates, static files and tables as shipped."""
    (tmp_path / "visits.html").write_text(CHAPTER, "utf-8")
    installed.run("import", "visits.html", "--source", "ours", cwd=tmp_path)
    installed.run("publish", cwd=tmp_path)
    site = tmp_path / "reread-workspace" / "site"
    assert "within 5 working days" in (site / "chapters" / "visits" / "index.html").read_text("utf-8")
    styles = [path.name for path in (site / "static").iterdir()]
    assert sorted(styles) == sorted(path.name for path in (ROOT / "templates" / "static").iterdir())
    assert installed.run("search", "seen", cwd=tmp_path).endswith("1 section found\n")
