"""The demo: the whole pipeline on the shipped manual, with the real crawler, at the dates of its editions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from crawler.sources import CONFIG_NAME, Config, Source, parse_config
from kb.demo.editions import DemoManual, load_demo
from kb.demo.server import EditionServer
from kb.errors import StoreError, UsageError
from kb.pipeline import Updated, update
from kb.progress import Progress
from kb.workspace import LOCK, Workspace

__all__ = ["DemoManual", "EditionServer", "demo_config", "load_demo", "run_demo"]

_DEMO_LOCK = ".demo.lock"
_KEPT = {LOCK, _DEMO_LOCK}
"""Held while the demo runs, so they stay when the rest is cleared."""

_MARK = "# The workspace of `reread demo`; it is made anew each time the demo runs."


def run_demo(folder: Path, progress: Progress) -> Updated:
    """Runs the pipeline over every edition of the demo manual, into a workspace made anew.

    The clock stands at each edition's date, so two runs give the same bytes. Raises UsageError where the folder holds
    something that is not a demo's workspace, and whatever a stage raises.
    """
    workspace = Workspace(folder)
    _refuse_strangers(workspace)
    with workspace.writing(_DEMO_LOCK):
        _clear(workspace)
        return _run(workspace, progress)


def _run(workspace: Workspace, progress: Progress) -> Updated:
    manual = load_demo()
    config = demo_config(manual)
    workspace.write_config(_config_text(config, manual))
    done = Updated()
    with EditionServer(manual) as server:
        source = replace(config.sources[0], proxy=server.address)
        for edition in manual.editions:
            progress.say(f"edition of {edition.collected_at.day} {edition.collected_at:%B %Y}")
            server.show(edition)
            done = update(workspace, config, [source], progress, edition.collected_at)
            for error in done.failed.values():
                raise error
    return done


def demo_config(manual: DemoManual) -> Config:
    """The configuration under which the demo manual is followed."""
    hosts = tuple(dict.fromkeys(edition.host for edition in manual.editions))
    start = f"http://{hosts[0]}/contents.html"
    source = Source(manual.source, manual.title, contents=(start,), hosts=hosts, delay=0)
    return parse_config(_source_table(source) + manual.audiences, Path(CONFIG_NAME))


def _config_text(config: Config, manual: DemoManual) -> str:
    return f"{_MARK}\n\n{_source_table(config.sources[0])}{manual.audiences}"


def _source_table(source: Source) -> str:
    hosts = ", ".join(f'"{host}"' for host in source.hosts)
    return f"""[sources.{source.name}]
title = "{source.title}"
contents = ["{source.contents[0]}"]
hosts = [{hosts}]
delay = 0
"""


def _refuse_strangers(workspace: Workspace) -> None:
    folder, config = workspace.folder, workspace.config_path
    if folder.is_dir() and (_is_demo(config) or all(_is_empty(one) for one in folder.iterdir())):
        return
    if folder.exists():
        raise UsageError(f"{folder} is not empty and not a demo's workspace: name another folder with --out")


def _is_empty(path: Path) -> bool:
    """Whether it is no more than what a demo leaves that was stopped in its first moments: a lock, an empty folder."""
    return path.name in _KEPT or (path.is_dir() and not any(path.iterdir()))


def _is_demo(config: Path) -> bool:
    return config.is_file() and config.read_text("utf-8", errors="replace").startswith(_MARK)


def _clear(workspace: Workspace) -> None:
    """Empties the workspace of the last demo; its mark goes last, so that a clearing cut short can be taken up."""
    with workspace.writing():
        try:
            for one in sorted(workspace.folder.iterdir(), key=lambda one: one == workspace.config_path):
                if one.name in _KEPT:
                    continue
                if one.is_dir() and not one.is_symlink():
                    shutil.rmtree(one)
                else:
                    one.unlink()
        except OSError as error:
            raise StoreError(
                f"cannot clear the last demo in {workspace.folder}: {error.strerror}: name another folder with --out"
            ) from error
