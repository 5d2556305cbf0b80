"""The exported index: the same bytes from the same index, scripts only, nothing left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kb.errors import PublishError
from kb.search import Entry, write_index
from site_builder.search_files import write_search_files


def entry(number: int, text: str = "The panel meets.") -> Entry:
    """A section in a chapter of its own."""
    return Entry("m", f"c{number}", f"Chapter {number}", f"c{number}.html#a", text)


def files(folder: Path) -> dict[str, bytes]:
    """Name and bytes of everything in a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    """Two indexes of the same entries are exported alike to the byte, although Whoosh names its files at random."""
    for name in ("a", "b"):
        write_index([entry(1), entry(2)], tmp_path / f"index-{name}")
        write_search_files(tmp_path / f"index-{name}", tmp_path / name)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_what_is_no_longer_needed_is_deleted(tmp_path: Path) -> None:
    """A smaller manual leaves no files of the larger one; what is not ours stays."""
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "index.html").write_text("the page")
    write_index([entry(1), entry(2)], tmp_path / "index")
    write_search_files(tmp_path / "index", tmp_path / "search")
    write_index([entry(1)], tmp_path / "index")
    written = write_search_files(tmp_path / "index", tmp_path / "search")
    names = {path.relative_to(tmp_path / "search").as_posix() for path in written}
    assert names | {"index.html"} == set(files(tmp_path / "search"))
    assert "text-1.js" not in files(tmp_path / "search")


def test_every_file_is_one_call_of_its_exports_build(tmp_path: Path) -> None:
    """A script only registers what it holds, in plain ASCII, under the number of its export."""
    write_index([entry(1, "Café </script> \u2028 “quoted”")], tmp_path / "index")
    contents = [path.read_text("ascii") for path in write_search_files(tmp_path / "index", tmp_path / "out")]
    call = re.compile(r'rereadSearch\.register\("([0-9a-f]{12})", "(?:changes/)?[a-z]+", \d+, .*\);\n')
    calls = [call.fullmatch(text) for text in contents]
    assert len({found[1] for found in calls if found}) == 2
    assert all(calls)


def test_without_text_nothing_is_republished(tmp_path: Path) -> None:
    """A site of extracts gets headings and places, but no sentence of the manual."""
    write_index([entry(1, "A secret sentence stands here.")], tmp_path / "index")
    write_search_files(tmp_path / "index", tmp_path / "out", with_text=False)
    assert b"secret sentence" not in b"".join(files(tmp_path / "out").values())


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """What stands in the way is named in one line."""
    write_index([entry(1)], tmp_path / "index")
    (tmp_path / "out").write_text("a file")
    with pytest.raises(PublishError, match="could not be written"):
        write_search_files(tmp_path / "index", tmp_path / "out")
