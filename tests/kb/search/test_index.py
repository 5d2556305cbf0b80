"""The index: written whole or not at all, the same from the same entries."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import StoreError, UsageError
from kb.search import Entry, building, index, open_index, search, write_index


def entry(text: str, chapter: str = "one", **shown: str) -> Entry:
    """A section that shows only what matters."""
    return Entry("manual", chapter, shown.pop("title", chapter.title()), f"{chapter}.html", text, **shown)


def content(folder: Path) -> list[object]:
    """Everything an index says."""
    opened = open_index(folder)
    said = [
        opened.chapters,
        [opened.section(document) for document in range(opened.documents)],
        *(
            [(term, *opened.postings(field, term)) for term in opened.field_terms(field)]
            for field in index.RULES.fields
        ),
        list(opened.forms()),
    ]
    opened.close()
    return said


def test_the_same_entries_give_the_same_content(tmp_path: Path, manual: tuple[Entry, ...]) -> None:
    """Indexing twice yields the same documents, postings and words in the same order."""
    write_index(manual, tmp_path / "a")
    write_index(list(manual), tmp_path / "b")
    assert content(tmp_path / "a") == content(tmp_path / "b")


def test_sections_of_a_chapter_stay_together(tmp_path: Path) -> None:
    """Entries may come mixed; a chapter's sections are neighbours, in their order."""
    write_index([entry("a"), entry("b", "two"), entry("c")], tmp_path / "index")
    opened = open_index(tmp_path / "index")
    assert [(chapter.slug, chapter.first, chapter.count) for chapter in opened.chapters] == [
        ("one", 0, 2),
        ("two", 2, 1),
    ]
    assert [opened.section(document).text for document in range(3)] == ["a", "c", "b"]


def test_a_new_index_replaces_the_old_one_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """After writing, the folder holds the new index only, and no temporary folder stays beside it."""
    write_index([entry("visit")], tmp_path / "index")
    write_index([entry("panel")], tmp_path / "index")
    assert search(tmp_path / "index", "visit").total == 0
    assert search(tmp_path / "index", "panel").total == 1
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


@pytest.mark.parametrize("failing", ["fill_sections", "fill_changes", "_put_in_place"])
def test_a_failure_leaves_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    """Where the disk is full, the old index still answers and nothing half made stays."""
    write_index([entry("visit")], tmp_path / "index")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(building, failing, full)
    with pytest.raises(StoreError, match="No space left"):
        write_index([entry("panel")], tmp_path / "index")
    assert search(tmp_path / "index", "visit").total == 1
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    """An index never replaces a folder that is no index."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StoreError, match="no search index"):
        write_index([entry("visit")], tmp_path)
    assert (tmp_path / "thesis.txt").exists()
    with pytest.raises(StoreError, match="no search index"):
        write_index([entry("visit")], tmp_path / "thesis.txt")
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_no_index_says_what_to_do(tmp_path: Path) -> None:
    """Without an index, the message names the command that makes one."""
    with pytest.raises(StoreError, match="reread index"):
        search(tmp_path / "nowhere", "visit")


@pytest.mark.parametrize("damage", ["outline.json", "*.toc", "*.seg"])
def test_a_damaged_index_says_what_to_do(tmp_path: Path, damage: str) -> None:
    """An index that was cut off is told in one line, not in a traceback."""
    write_index([entry("visit")], tmp_path / "index")
    for path in (tmp_path / "index").glob(damage):
        path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(StoreError, match="reread index"):
        search(tmp_path / "index", "visit")


def test_an_index_of_another_format_is_not_read(tmp_path: Path) -> None:
    """What another version wrote is built again instead of being misunderstood."""
    write_index([entry("visit")], tmp_path / "index")
    outline = tmp_path / "index" / "outline.json"
    outline.write_text(outline.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(StoreError, match="another version"):
        search(tmp_path / "index", "visit")


def test_an_empty_manual_can_be_indexed(tmp_path: Path) -> None:
    """No entries make an index in which nothing is found."""
    write_index([], tmp_path / "index")
    assert search(tmp_path / "index", "visit").hits == ()


@pytest.mark.parametrize(
    ("query", "limit", "source"),
    [("", 10, None), ("?!", 10, None), ("visit", 0, None), ("visit", 10, "another")],
)
def test_wrong_use_is_told(tmp_path: Path, query: str, limit: int, source: str | None) -> None:
    """A query without a word, a limit without sense and an unknown manual are wrong use, in one line."""
    write_index([entry("visit")], tmp_path / "index")
    with pytest.raises(UsageError) as raised:
        search(tmp_path / "index", query, limit, source)
    assert "\n" not in str(raised.value)


def test_one_manual_of_several(tmp_path: Path) -> None:
    """With a source only that manual's sections answer."""
    here = entry("visit")
    write_index([here, replace(here, source="other")], tmp_path / "index")
    assert search(tmp_path / "index", "visit").total == 2
    assert [hit.source for hit in search(tmp_path / "index", "visit", source="other").hits] == ["other"]
