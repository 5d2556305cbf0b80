"""`reread add`: from an address to a source that can be collected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.sources import CONFIG_TEMPLATE, load_config
from kb.cli import reread
from kb.demo import EditionServer, load_demo
from kb.errors import SourceError
from kb.workspace import Workspace
from tests.crawler.discovery.handbooks import flat_tables, mkdocs_nav, sphinx_tree
from tests.served import HOST, ServedManual, small_manual

DEMO = "http://wealdmoorchildcare.proceduresonline.example"


def run(workspace: Path, *arguments: str) -> int:
    """One command in a workspace, and the exit code it returns."""
    code = reread.main(["--quiet", "--workspace", str(workspace), *arguments], standalone_mode=False)
    return code if isinstance(code, int) else 0


def added(workspace: Path, proxy: str, url: str, *options: str) -> int:
    """`reread add` through a proxy, without waiting between requests."""
    return run(workspace, "add", url, "--proxy", proxy, "--delay", "0", *options)


@pytest.mark.parametrize(
    ("edition", "name", "chapters", "editions", "archives"),
    [(0, "wealdmoorchildcare", 40, 1, 1), (3, "wealdmoorcs", 40, 6, 0)],
)
def test_the_demo_in_both_layouts(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    edition: int,
    name: str,
    chapters: int,
    editions: int,
    archives: int,
) -> None:
    """Asked by its old address, it is followed to where it is; contents, log, archives, library are counted."""
    manual = load_demo()
    with EditionServer(manual) as server:
        server.show(manual.editions[edition])
        assert added(tmp_path, server.address, f"{DEMO}/contents.html", "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["name"], facts["title"]) == (name, "Wealdmoor Children's Services Procedures Manual")
    assert [one["chapters"] for one in facts["contents"]] == [chapters]
    assert [len(one["parts"]) for one in facts["contents"]] == [6]
    assert [one["editions"] for one in facts["amendments"]] == [editions]
    assert (len(facts["archives"]), len(facts["libraries"])) == (archives, 1 if edition else 0)
    assert facts["requests"] <= 12
    if edition:
        assert {one["url"].rpartition("/")[2] for one in facts["documents"]} == {
            "need-to-know-form-feb-2021.pdf",
            "practice-standards.docx",
        }
    source = load_config(tmp_path / "reread.toml").source(name)
    assert source.contents == tuple(one["url"] for one in facts["contents"])
    assert facts["written"] == str(tmp_path / "reread.toml")


def test_a_small_manual_is_added_and_collected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not found is said in words, and what is written is enough for an update."""
    with ServedManual(small_manual()) as manual:
        assert added(tmp_path, manual.source().proxy, f"http://{HOST}/p_fees.html", "--name", "ours") == 0
        said = capsys.readouterr().out
        assert run(tmp_path, "update") == 0
    assert "3 chapters in 1 part, from 'Visits' to 'Records'" in said
    assert "1 edition, 1 entry" in said
    assert "NOT FOUND      the manual's title" in said
    with Workspace(tmp_path).store() as store:
        assert [one.title for one in store.chapters("ours")] == ["Visits", "Fees", "Records"]
        assert len(store.editions("ours")) == 1


@pytest.mark.parametrize(
    ("pages", "start", "titles"),
    [
        (
            sphinx_tree(),
            "http://alder.example/handbook/house/keys.html",
            ["Visits to Families", "Meals and Kitchens", "Keys and Doors", "Journeys by Bus", "Keeping Records"],
        ),
        (
            mkdocs_nav(),
            "http://birch.example/guide/visits/",
            ["Visits to Families", "Meals and Kitchens", "Keys and Doors", "Keeping Records", "Complaints"],
        ),
        (
            flat_tables(),
            "http://cedar.example/staff/list.php",
            ["Meals and Kitchens", "Keys and Doors", "Visits to Families", "Journeys by Bus", "Keeping Records"],
        ),
    ],
    ids=["sphinx", "mkdocs", "tables"],
)  # fmt: skip
def test_a_handbook_of_no_known_family_is_followed(
    tmp_path: Path, pages: dict[str, str], start: str, titles: list[str]
) -> None:
    """With the proposed selectors every chapter comes with its title and text, and nothing of the site around it."""
    with ServedManual(pages) as manual:
        assert added(tmp_path, manual.source().proxy, start, "--name", "book") == 0
        run(tmp_path, "update")
    with Workspace(tmp_path).store() as store:
        chapters = store.chapters("book")
        assert [one.title for one in chapters][: len(titles)] == titles
        for chapter in chapters:
            text = store.text(store.versions(chapter.id)[-1].id)
            words = " ".join(block.text for section in text.sections for block in section.blocks)
            assert "officer sees to it" in words
            assert not any(word in words for word in ("Cedar Trust", "useful?", "Paper copies", "wardens", "Home"))


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It prints the table that would have been written."""
    with ServedManual(small_manual()) as manual:
        added(tmp_path / "new", manual.source().proxy, f"http://{HOST}/contents.html", "--dry-run")
    assert "[sources.ourmanual]" in capsys.readouterr().out
    assert not (tmp_path / "new").exists()


def test_the_configuration_is_kept(tmp_path: Path) -> None:
    """A person's comments and sources stay to the letter; the contact is filled in where it is empty."""
    mine = "# mine\n" + CONFIG_TEMPLATE
    (tmp_path / "reread.toml").write_text(mine)
    with ServedManual(small_manual()) as manual:
        added(tmp_path, manual.source().proxy, f"http://{HOST}/contents.html", "--contact", "me@ourshire.example")
    text = (tmp_path / "reread.toml").read_text()
    assert text.startswith(mine.replace('contact = ""', 'contact = "me@ourshire.example"').rstrip())


def test_an_existing_name_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    """Given as --name, at once; proposed from the address, before anything is written."""
    (tmp_path / "reread.toml").write_text("[sources.ourmanual]\n")
    with ServedManual(small_manual()) as manual:
        with pytest.raises(SourceError, match="already"):
            added(tmp_path, manual.source().proxy, f"http://{HOST}/contents.html", "--name", "ourmanual")
        assert manual.asked == []
        with pytest.raises(SourceError, match="already"):
            added(tmp_path, manual.source().proxy, f"http://{HOST}/contents.html")
    assert (tmp_path / "reread.toml").read_text() == "[sources.ourmanual]\n"


def test_the_same_manual_is_added_once(tmp_path: Path) -> None:
    """A second time it is refused under any name, also where a person wrote the first; the file stays as it is."""
    with ServedManual(small_manual()) as manual:
        proxy = manual.source().proxy
        added(tmp_path, proxy, f"http://{HOST}/p_fees.html", "--name", "ours")
        before = (tmp_path / "reread.toml").read_bytes()
        with pytest.raises(SourceError, match="declares this manual already, as 'ours'"):
            added(tmp_path, proxy, f"http://www.{HOST}/contents.html#top", "--name", "theirs")
    assert (tmp_path / "reread.toml").read_bytes() == before


def test_without_contents_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It needs a person, and the advice says what to do."""
    with ServedManual({"/about": "<h1>About</h1><p>We are few.</p>"}) as manual:
        assert added(tmp_path, manual.source().proxy, "http://elm.example/about") == 3
    said = capsys.readouterr()
    assert "NOT FOUND      a contents page: run `reread add` again" in said.out
    assert "nothing was written" in said.err
    assert not (tmp_path / "reread.toml").exists()


def test_a_live_host_is_not_asked_without_a_contact(tmp_path: Path) -> None:
    """As in a collection."""
    with pytest.raises(SourceError, match="--contact"):
        run(tmp_path, "add", "https://ourmanual.proceduresonline.com/")
