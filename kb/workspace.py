"""A workspace: the folder that holds a knowledge base, its configuration, index and site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.sources import CONFIG_NAME, CONFIG_TEMPLATE, Config, load_config
from kb.errors import StoreError, UsageError
from kb.lock import held
from kb.store import Store

LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where everything of one knowledge base lies."""

    folder: Path

    @property
    def config_path(self) -> Path:
        """The configuration."""
        return self.folder / CONFIG_NAME

    @property
    def database_path(self) -> Path:
        """All facts, unless the configuration names another database."""
        return self.folder / "kb.sqlite3"

    @property
    def index_folder(self) -> Path:
        """The search index: a local cache, made again from the store at any time."""
        return self.folder / "index"

    @property
    def site_folder(self) -> Path:
        """The published site."""
        return self.folder / "site"

    @property
    def log_folder(self) -> Path:
        """What collections write while they run."""
        return self.folder / "log"

    def config(self) -> Config:
        """The configuration as it stands. Raises SourceError where it cannot be understood."""
        return load_config(self.config_path)

    def make(self) -> None:
        """Makes the folder where it is missing. Raises StoreError where that cannot be done."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.log_folder.mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"cannot make the workspace {self.folder}: {error.strerror}: choose another --workspace"
            ) from error
        if not os.access(self.folder, os.W_OK):
            raise StoreError(f"cannot write in the workspace {self.folder}: choose another --workspace")

    def write_config(self, text: str = CONFIG_TEMPLATE) -> Path:
        """Writes a new configuration. Raises UsageError where there is one already: it is never overwritten."""
        self.make()
        if self.config_path.exists():
            raise UsageError(f"{self.config_path} is there already: edit it, or choose another --workspace")
        try:
            self.config_path.write_text(text, "utf-8")
        except OSError as error:
            raise StoreError(f"cannot write {self.config_path}: {error.strerror}") from error
        return self.config_path

    def read_config(self) -> str:
        """The configuration's text; that of a new one where there is none yet."""
        try:
            return self.config_path.read_text("utf-8") if self.config_path.exists() else CONFIG_TEMPLATE
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"cannot read {self.config_path}: {error}") from error

    def replace_config(self, before: str, after: str) -> None:
        """Writes a configuration in place of the one that was read. Raises UsageError where it was edited meanwhile."""
        if self.read_config() != before:
            raise UsageError(f"{self.config_path} was changed meanwhile: run the command again")
        self.make()
        fresh = self.config_path.with_suffix(".new")
        try:
            fresh.write_text(after, "utf-8")
            fresh.replace(self.config_path)
        except OSError as error:
            raise StoreError(f"cannot write {self.config_path}: {error.strerror}") from error

    @contextmanager
    def store(self, must_exist: bool = False) -> Iterator[Store]:
        """The store, opened for the length of a block. With `must_exist`, a missing one is a UsageError."""
        database = self.config().database
        if not database and must_exist and not self._has_database():
            raise UsageError(f"nothing is known yet in {self.folder}: run `reread update` or `reread import` first")
        if not database and not must_exist:
            self.make()
        try:
            store = Store.open(database or self.database_path)
        except ImportError as error:
            kind = database.partition(":")[0]
            raise StoreError(
                f"a database at {kind}:// needs a Python package that is not installed ({error.name}): install it, "
                f"or take `database` out of {self.config_path}"
            ) from error
        try:
            yield store
        finally:
            store.close()

    def _has_database(self) -> bool:
        # An empty file is what a store leaves that could not be begun.
        path = self.database_path
        return path.exists() and (not path.is_file() or path.stat().st_size > 0)

    @contextmanager
    def writing(self, lock: str = LOCK, wait: float = 0.0) -> Iterator[None]:
        """Only one command at a time changes a workspace; a second one waits for `wait` seconds at most, then leaves
        with a StoreError that says which command is at work, and since when.

        The lock belongs to the process: it is gone when the process ends, however it ends. `lock` names another file
        for what lasts longer than one command's writing.
        """
        self.make()
        with held(self.folder / lock, wait, f"another reread is changing {self.folder}"):
            yield
