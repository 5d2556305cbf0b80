"""Find what is shipped beside the code: page templates and read-only data, installed or in a checkout."""

from __future__ import annotations

import importlib.resources
from importlib.resources.abc import Traversable
from pathlib import Path

from kb.errors import RereadError

_CHECKOUT = Path(__file__).resolve().parent.parent


def templates() -> Traversable:
    """The folder of page templates, with `static/` inside."""
    return _shipped("site_builder.templates", "templates")


def data() -> Traversable:
    """The folder of shipped read-only data, with the demo manual in `demo/`."""
    return _shipped("kb.data", "data")


def _shipped(package: str, folder: str) -> Traversable:
    """Inside the installed package if there is one (wheel, editable, zip), else the checkout's top-level folder."""
    try:
        found = importlib.resources.files(package)
    except ModuleNotFoundError:
        found = _CHECKOUT / folder
    if not found.is_dir():
        raise RereadError(
            f"The shipped folder {folder}/ was not found in package {package} nor at {_CHECKOUT / folder}: "
            "the installation is incomplete; install reread again."
        )
    return found
