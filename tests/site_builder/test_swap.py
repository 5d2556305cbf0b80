"""The last good site stays until the new one is whole."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from kb.errors import PublishError
from site_builder.swap import MARK, recover, replaced


def publish(out: Path, words: str) -> None:
    """A site of one page."""
    with replaced(out) as folder:
        (folder / "index.html").write_text(words)


def words_of(out: Path) -> str:
    """What the site's page says."""
    return (out / "index.html").read_text()


def neighbours(out: Path) -> list[str]:
    """What lies in the folder of the site."""
    return sorted(path.name for path in out.parent.iterdir())


def test_a_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    """After publishing twice the second site is there and nothing else."""
    out = tmp_path / "site"
    publish(out, "one")
    publish(out, "two")
    assert words_of(out) == "two"
    assert neighbours(out) == ["site"]


@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("a bug")])
def test_a_failure_leaves_the_last_good_site(tmp_path: Path, failure: Exception) -> None:
    """Whether the disk is full or the code is wrong: the old site is as it was and nothing half is left."""
    out = tmp_path / "site"
    publish(out, "one")
    expected = PublishError if isinstance(failure, OSError) else type(failure)
    with pytest.raises(expected), replaced(out) as folder:
        (folder / "index.html").write_text("two")
        raise failure
    assert words_of(out) == "one"
    assert neighbours(out) == ["site"]


def test_a_full_disk_is_one_line_with_a_next_step(tmp_path: Path) -> None:
    """The message names the cause, the place and what to do."""
    with pytest.raises(PublishError) as caught, replaced(tmp_path / "site"):
        raise OSError(errno.ENOSPC, "No space left on device")
    message = str(caught.value)
    assert "No space left on device" in message and "publish again" in message and "\n" not in message


def test_a_crash_between_the_two_renames_is_put_right(tmp_path: Path) -> None:
    """Where a crash left the old site aside and nothing in its place, it comes back."""
    out = tmp_path / "site"
    publish(out, "one")
    out.rename(tmp_path / ".site.old")
    (tmp_path / ".site.new").mkdir()
    recover(out)
    assert words_of(out) == "one"
    publish(out, "two")
    assert words_of(out) == "two"
    assert neighbours(out) == ["site"]


def test_a_crash_after_the_two_renames_is_cleared(tmp_path: Path) -> None:
    """Where the new site is in place, what is left of the old one goes."""
    out = tmp_path / "site"
    publish(out, "old")
    out.rename(tmp_path / ".site.old")
    publish(tmp_path / "other", "new")
    (tmp_path / "other").rename(out)
    recover(out)
    assert words_of(out) == "new"
    assert neighbours(out) == ["site"]


def test_a_second_rename_that_fails_puts_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new folder cannot be renamed, the old one is renamed back."""
    out = tmp_path / "site"
    publish(out, "one")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == ".site.new":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PublishError, match="Permission denied"):
        publish(out, "two")
    assert words_of(out) == "one"


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder with other things in it is never replaced; an empty one and our own are."""
    out = tmp_path / "documents"
    out.mkdir()
    publish(out, "ours")
    assert (out / MARK).is_file()
    stranger = tmp_path / "letters"
    stranger.mkdir()
    (stranger / "letter.txt").write_text("dear")
    with pytest.raises(PublishError, match="left alone"):
        publish(stranger, "ours")
    assert (stranger / "letter.txt").read_text() == "dear"


def test_a_link_to_where_the_site_is_served_stays_a_link(tmp_path: Path) -> None:
    """What the link leads to is replaced, the link is not, and nothing is left beside either."""
    served = tmp_path / "served"
    served.mkdir()
    out = tmp_path / "site"
    out.symlink_to(served, target_is_directory=True)
    publish(out, "one")
    publish(out, "two")
    assert out.is_symlink()
    assert words_of(served) == "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["served", "site"]
