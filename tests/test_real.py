"""Real logs and documents, where they are at hand: imported, read, published and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli import reread
from kb.model import BlockKind, ChapterKind
from kb.store import Store

pytestmark = pytest.mark.real

LOGS = (
    ("swindon-amendments-2020-03.txt", "swindon", "2020-03-31"),
    ("enfield-amendments-2020-10.txt", "enfield", "2020-10-31"),
)
DOCUMENTS = (
    ("swindon-practice-standards-2020-01.txt", "swindon", "2020-03-31"),
    ("working-together-update-2020-12.txt", "guidance", "2020-12-31"),
    ("barnet-working-together-2013-actions.txt", "guidance", "2020-12-31"),
)


@pytest.fixture(scope="module")
def workspace(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace into which the five documents were imported and published by the command line."""
    folder = tmp_path_factory.mktemp("real") / "workspace"
    for name, source, day in (*LOGS, *DOCUMENTS):
        run(folder, "import", str(real / "seeds" / name), "--source", source, "--at", day)
    run(folder, "publish", "--at", "2021-01-31")
    return folder


def run(folder: Path, *arguments: str) -> str:
    """Runs a command and returns what it prints."""
    done = CliRunner().invoke(reread, ["--workspace", str(folder), "--quiet", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def store(workspace: Path) -> Iterator[Store]:
    """The store of that workspace."""
    opened = Store.open(workspace / "kb.sqlite3")
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "source", "day"), LOGS)
def test_logs_are_read_as_by_hand(store: Store, real: Path, name: str, source: str, day: str) -> None:
    """Editions, numbers of entries, and titles equal the reading made by a careful person."""
    by_hand = json.loads((real / "seeds" / f"{name}.json").read_text("utf-8"))
    expected = {one["label"]: [entry["title"] for entry in one["entries"]] for one in by_hand["editions"]}
    found = {one.label: [entry.amendment.title for entry in one.amendments] for one in store.editions(source)}
    assert found == expected
    assert [one.next_update for one in store.promises(source)] == [by_hand["next_update"]]


@pytest.mark.parametrize(("source", "date"), [("swindon", "2020-03"), ("enfield", "2020-10")])
def test_each_edition_is_published_as_a_digest(workspace: Path, store: Store, source: str, date: str) -> None:
    """The newest and all older editions have a page that names every entry's title."""
    assert date == store.editions(source)[0].date
    for edition in store.editions(source):
        digest = (workspace / "site" / source / "changes" / edition.date / "index.html").read_text("utf-8")
        text = digest.replace("&#39;", "'").replace("&amp;", "&")
        for entry in edition.amendments:
            assert entry.amendment.title is None or entry.amendment.title in text


def test_documents_have_sections(store: Store) -> None:
    """Standards and an action plan have sections of their own; an update without headings is one, with its list."""
    texts = {one.url: store.text(store.versions(one.id)[-1].id) for one in store.chapters(kind=ChapterKind.DOCUMENT)}
    titled = {url: [section.title for section in text.sections if section.title] for url, text in texts.items()}
    assert len(titled["file:swindon-practice-standards-2020-01.txt"]) >= 16
    assert len(titled["file:barnet-working-together-2013-actions.txt"]) >= 5
    (update,) = texts["file:working-together-update-2020-12.txt"].sections
    assert sum(block.kind is BlockKind.ITEM for block in update.blocks) == 20


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("supervision frequency", "swindon-practice-standards"),
        ("pre-birth assessment", "swindon-practice-standards"),
        ("controlling or coercive behaviour", "working-together-update"),
        ("learning and improvement framework", "barnet-working-together"),
    ],
)
def test_documents_are_searchable(workspace: Path, query: str, expected: str) -> None:
    """A practitioner's words lead to the document that has them."""
    found = json.loads(run(workspace, "search", query, "--json"))
    with_urls = {one["chapter"]: one["url"] for one in json.loads(run(workspace, "chapters", "--json"))}
    assert expected in with_urls[found["hits"][0]["chapter"]]
