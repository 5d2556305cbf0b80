"""The demo manual's editions: which folder holds what was to be seen at which date."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib.resources.abc import Traversable

from kb.resources import data


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """The site at one date. What its folder lacks is as in the edition it builds on, but for the paths that are gone.

    `moved` maps addresses of an older host ("host/path") to where they are redirected now.
    """

    folder: str
    collected_at: datetime
    host: str
    builds_on: str | None
    gone: frozenset[str]
    moved: dict[str, str]


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file of the demo as served: its bytes, and since when it has been there."""

    body: bytes
    media_type: str
    since: datetime


_MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class DemoManual:
    """The demo manual over time."""

    source: str
    title: str
    editions: tuple[DemoEdition, ...]
    root: Traversable

    @property
    def audiences(self) -> str:
        """The teams of the demo's reading list, as reread.toml declares them."""
        return self.root.joinpath("audiences.toml").read_text("utf-8")

    def file(self, edition: DemoEdition, path: str) -> DemoFile | None:
        """What an edition's host serves at a path; None where there is nothing."""
        name = path.strip("/") or "index.html"
        current: DemoEdition | None = edition
        while current is not None:
            if name in current.gone:
                return None
            found = self._in_folder(current.folder, name)
            if found is not None:
                body, ending = found
                return DemoFile(body, _MEDIA_TYPES.get(ending, "application/octet-stream"), current.collected_at)
            current = next((one for one in self.editions if one.folder == current.builds_on), None)
        return None

    def _in_folder(self, folder: str, name: str) -> tuple[bytes, str] | None:
        place = self.root.joinpath(folder)
        for part in name.split("/"):
            if part in {"", ".", ".."}:
                return None
            place = place.joinpath(part)
        if place.is_file():
            return place.read_bytes(), name.rpartition(".")[2].lower()
        # The newer layout serves its pages without an ending.
        page = self.root.joinpath(folder, *name.split("/")[:-1], f"{name.rpartition('/')[2]}.html")
        return (page.read_bytes(), "html") if page.is_file() else None


def load_demo() -> DemoManual:
    """The shipped demo manual."""
    root = data().joinpath("demo")
    table = tomllib.loads(root.joinpath("editions.toml").read_text("utf-8"))
    editions = tuple(
        DemoEdition(
            folder=one["folder"],
            collected_at=one["collected_at"],
            host=one["host"],
            builds_on=one.get("builds_on"),
            gone=frozenset(one.get("gone", ())),
            moved=_moved(one.get("moved"), one["host"]),
        )
        for one in table["edition"]
    )
    return DemoManual(table["source"], table["title"], editions, root)


def _moved(table: dict[str, object] | None, host: str) -> dict[str, str]:
    if table is None:
        return {}
    old, paths = table["from"], table["paths"]
    assert isinstance(paths, dict)
    return {f"{old}{path}": f"http://{host}{target}" for path, target in paths.items()}
