"""The small manual, as entries and as an index."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.search import Entry, write_index
from tests.kb.search.small_manual import entries


@pytest.fixture(scope="session")
def manual() -> tuple[Entry, ...]:
    """The small manual's sections."""
    return tuple(entries())


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory, manual: tuple[Entry, ...]) -> Path:
    """An index of the small manual."""
    folder = tmp_path_factory.mktemp("workspace") / "index"
    write_index(manual, folder)
    return folder
