"""Write the search's index in place of the last one: of what is in force, and beside it of what changed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from kb.errors import StoreError
from kb.search.acronyms import TermTable, shipped_terms
from kb.search.change_index import CHANGES, fill_changes
from kb.search.entries import Entry, Step
from kb.search.index import OUTLINE, fill_sections


def write_index(
    entries: Iterable[Entry], folder: Path, terms: TermTable | None = None, steps: Iterable[Step] = ()
) -> None:
    """Index the entries and what changed in the steps, in place of what `folder` holds; if that fails, the old index
    stays as it was.

    Entries stay in their order, the sections of a chapter together. The same entries give the same content.
    """
    ours = (folder / OUTLINE).is_file()
    if not ours and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} holds something that is no search index; name another folder or empty this one.")
    known = terms or shipped_terms()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            fill_sections(building, entries, known)
            (building / CHANGES).mkdir()
            fill_changes(building / CHANGES, steps, known)
            _put_in_place(building, folder)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise StoreError(f"The search index {folder} could not be written: {error}; the old one was kept.") from error


def _put_in_place(building: Path, folder: Path) -> None:
    aside = folder.with_name(f".{folder.name}-old")
    shutil.rmtree(aside, ignore_errors=True)
    if folder.exists():
        folder.rename(aside)
    try:
        building.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)
