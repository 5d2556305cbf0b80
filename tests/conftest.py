"""Golden files: what a test gave when somebody last looked at it, kept beside its input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the switch that rewrites golden files."""
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files; review them before keeping them"
    )


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
