"""What is shipped is found, installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb import resources
from kb.errors import RereadError


def test_templates_are_found() -> None:
    """The templates folder has the layout and the static files."""
    assert (resources.templates() / "_layout.html").is_file()
    assert (resources.templates() / "static" / "site.css").is_file()


def test_data_are_found() -> None:
    """The data folder has the demo manual."""
    assert (resources.data() / "demo").is_dir()


def test_an_incomplete_installation_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the folder is missing the message says so and what to do."""
    monkeypatch.setattr(resources, "_CHECKOUT", tmp_path)
    with pytest.raises(RereadError, match="install reread again"):
        resources._shipped("site_builder.not_there", "not-there")
