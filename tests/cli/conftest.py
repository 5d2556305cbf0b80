"""A small workspace, built once a session, and copies of it for tests that change something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import copied, made_workspace


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two editions of a small manual. Only to be read."""
    base = tmp_path_factory.mktemp("small-manual")
    return made_workspace(base / "workspace", base / "saved")


@pytest.fixture
def workspace(known: Path, tmp_path: Path) -> Path:
    """A copy of that workspace, which a test may change."""
    return copied(known, tmp_path / "workspace")
