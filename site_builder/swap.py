"""Replace a published site in one step: the last good one stays until the new one is whole.

The new site is written beside the old one (`.site.new`), then two renames put it in place: the old one aside
(`.site.old`), the new one under the name. `recover` puts things right after a crash at any point of this.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import PublishError

MARK = ".reread-site"
"""A file in every site we write: a folder without it is somebody else's and is never replaced."""


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A new, empty folder that becomes `out` when the block ends without an error.

    Raises PublishError where `out` is not ours to replace or cannot be written; then `out` is as it was before.
    """
    out = out.resolve()  # a link to where the site is served from stays a link: what it leads to is replaced
    try:
        recover(out)
        _refuse_strangers(out)
        fresh = _fresh(out)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
    except OSError as error:
        raise _not_written(out, error) from error
    try:
        yield fresh
        (fresh / MARK).write_text("A site written by reread; the next publishing replaces it.\n", "utf-8")
        _swap(out)
    except OSError as error:
        raise _not_written(out, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def recover(out: Path) -> None:
    """Puts the last good site back in its place if a crash left it aside, and clears what a crash left over."""
    out = out.resolve()
    aside = _aside(out)
    if not aside.is_dir():
        return
    if out.exists():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.rename(out)


def _swap(out: Path) -> None:
    fresh, aside = _fresh(out), _aside(out)
    if out.exists():
        out.rename(aside)
    try:
        fresh.rename(out)
    except OSError:
        if aside.is_dir():
            aside.rename(out)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _refuse_strangers(out: Path) -> None:
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file()):
        raise PublishError(f"{out} is not a site written by reread, so it is left alone; name an empty or new folder.")


def _not_written(out: Path, error: OSError) -> PublishError:
    reason = error.strerror or str(error)
    return PublishError(
        f"The site could not be written: {reason} ({error.filename or out}). "
        f"The last good site, if there is one, is still at {out}; put the cause right and publish again."
    )


def _fresh(out: Path) -> Path:
    return out.with_name(f".{out.name}.new")


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")
