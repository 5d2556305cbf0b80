"""The real documents, which are not part of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of real logs, pages and documents: REREAD_REAL, else `shared/real` beside the repository."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "real"
    folder = Path(os.environ.get("REREAD_REAL", beside))
    if not folder.is_dir():
        pytest.skip(f"no real material in {folder}: set REREAD_REAL to its folder")
    return folder
