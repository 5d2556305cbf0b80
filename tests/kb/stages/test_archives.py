"""Archives in and out of a store: the times of the archive, no disturbed history, and the same versions again."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.cli import main as warcio_command

from crawler.sources import Config, Source
from kb.cli import reread
from kb.errors import UsageError
from kb.model import Origin, Outcome, RunKind
from kb.pipeline import update
from kb.progress import Progress
from kb.stages.exporting import export_warc
from kb.stages.extracting import Extracted, extract
from kb.stages.importing import Imported, import_files
from kb.store import Store
from kb.workspace import Workspace
from tests.crawler.archives.test_archives import response
from tests.facts import moment
from tests.served import HOST, ServedManual, chapter_page, contents_page, log_page, small_manual

VISITS = f"http://{HOST}/p_visits.html"
CONTENTS = f"http://{HOST}/contents.html"
SOURCE = Source("ourmanual", "Our manual", contents=(CONTENTS,))
NOW = moment("2022-01-01")


def visits(days: int) -> bytes:
    """The chapter with a time limit."""
    return chapter_page("Visits", f"First visit: The social worker visits within {days} working days.").encode()


def brought(store: Store, path: Path, at: datetime | None = None) -> tuple[Imported, Extracted]:
    """An import with all that follows of it."""
    imported = import_files(store, SOURCE, [path], at, None, now=NOW)
    return imported, extract(store, SOURCE, Progress(quiet=True))


def spans(store: Store) -> list[tuple[str, str, str]]:
    """Origin, first and last seen of each version of the only chapter."""
    (chapter,) = store.chapters()
    return [
        (one.origin.value, one.first_seen.isoformat()[:13], one.last_seen.isoformat()[:13])
        for one in store.versions(chapter.id)
    ]


def facts(store: Store) -> dict[str, object]:
    """All that a round trip has to keep: chapters as known, versions, statements, looks, editions."""
    known: dict[str, object] = {
        f"{one.source} {one.slug}": (
            (one.number, one.title, one.url, one.part, one.badge, one.withdrawn_at, one.former_titles),
            [
                (v.ordinal, v.origin, v.digest, v.page_digest, v.page_url, v.first_seen, v.last_seen, v.stated_on)
                for v in store.versions(one.id)
            ],
            [(said.text, said.first_seen, said.last_seen) for said in store.statements(one.id)],
            store.checked_at_of(one.source).get(one.id, ()),
        )
        for one in store.chapters()
    }
    known["editions"] = [store.editions(source) for source in store.sources()]
    return known


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store.open(tmp_path / "kb.sqlite3")


def archive(path: Path, *captures: tuple[str, int]) -> Path:
    """An archive of captures of the chapter, each a time and its number of days."""
    path.write_bytes(b"".join(response(VISITS, visits(days), when) for when, days in captures))
    return path


def test_captures_of_several_days_have_their_own_times(store: Store, tmp_path: Path) -> None:
    """In whatever order they lie in the file, and also where one day has several: first and last seen are right."""
    path = archive(
        tmp_path / "a.warc",
        ("2021-03-15T06:00:00Z", 5),
        ("2020-03-16T06:00:00Z", 7),
        ("2020-10-12T18:00:00Z", 5),
        ("2020-10-12T06:00:00Z", 7),
        ("2021-10-11T06:00:00Z", 7),
    )
    imported, report = brought(store, path)
    assert [run.started_at for run in imported.runs] == sorted(run.started_at for run in imported.runs)
    assert report.problems == []
    assert spans(store) == [
        ("first", "2020-03-16T06", "2020-10-12T06"),
        ("amended", "2020-10-12T18", "2021-03-15T06"),
        ("reverted", "2021-10-11T06", "2021-10-11T06"),
    ]


def test_a_given_day_overrides_the_archive(store: Store, tmp_path: Path) -> None:
    """Of several captures the latest is what was seen on that day."""
    path = archive(tmp_path / "a.warc", ("2020-03-16T06:00:00Z", 7), ("2020-10-12T06:00:00Z", 5))
    brought(store, path, moment("2021-03-15"))
    assert spans(store) == [("first", "2021-03-15T06", "2021-03-15T06")]


@pytest.mark.parametrize("day", ["2020-03-16", "2020-11-11"])
def test_an_older_page_does_not_disturb_the_history(store: Store, tmp_path: Path, day: str) -> None:
    """Before or between what is known: the page is kept, no version comes of it, one line says so."""
    brought(store, archive(tmp_path / "new.warc", ("2020-10-12T06:00:00Z", 5), ("2020-12-12T06:00:00Z", 5)))
    before = spans(store)
    _, report = brought(store, archive(tmp_path / "old.warc", (f"{day}T06:00:00Z", 7)))
    assert spans(store) == before
    (line,) = report.problems
    assert line.startswith(f"{VISITS}: seen on {int(day[8:])} ")
    assert "kept, but the history stays" in line
    assert [one.url for one in store.problems("ourmanual")] == [VISITS]
    assert store.page_count("ourmanual") == 2
    latest = store.latest_page("ourmanual", VISITS)
    assert latest is not None
    assert latest.body == visits(5)
    brought(store, archive(tmp_path / "next.warc", ("2021-03-15T06:00:00Z", 5)))
    assert store.problems("ourmanual") == ()


def test_an_older_page_that_says_what_is_known_is_no_problem(store: Store, tmp_path: Path) -> None:
    """Importing the same archive twice changes nothing and asks for nothing."""
    path = archive(tmp_path / "a.warc", ("2020-03-16T06:00:00Z", 7), ("2020-10-12T06:00:00Z", 5))
    brought(store, path)
    before = spans(store)
    _, report = brought(store, path)
    assert (spans(store), report.problems) == (before, [])


def test_an_older_contents_page_does_not_renumber(store: Store, tmp_path: Path) -> None:
    """What the latest contents page lists stays in force when an older archive comes in."""
    contents = f"http://{HOST}/contents.html"
    for name, number, when in (("new", "2.7", "2020-10-12T06:00:00Z"), ("old", "1.1", "2020-03-16T06:00:00Z")):
        listed = contents_page((number, "Visits", "p_visits.html")).encode()
        (tmp_path / f"{name}.warc").write_bytes(response(contents, listed, when) + response(VISITS, visits(5), when))
        brought(store, tmp_path / f"{name}.warc")
    assert [one.number for one in store.chapters()] == ["2.7"]


@pytest.mark.parametrize("name", ["cut.warc.gz", "page.wacz"])
def test_a_bad_archive_among_good_files_leaves_nothing(store: Store, tmp_path: Path, name: str) -> None:
    """All is read before anything is kept."""
    good, bad = archive(tmp_path / "a.warc", ("2020-03-16T06:00:00Z", 7)), tmp_path / name
    bad.write_bytes(b"\x1f\x8b\x08\0\0\0")
    with pytest.raises(UsageError):
        import_files(store, SOURCE, [good, bad], None, None, now=NOW)
    assert store.runs("ourmanual") == ()


def test_a_mirrored_folder_finds_the_known_address(store: Store, tmp_path: Path) -> None:
    """The ending that wget added is dropped where the chapter is known without it."""
    url = "http://cs.trixonline.example/chapter/visits"
    source = Source("ourmanual", "Our manual", hosts=("cs.trixonline.example",))
    (tmp_path / "a.warc").write_bytes(response(url, visits(7)))
    folder = tmp_path / "mirror" / "cs.trixonline.example" / "chapter"
    folder.mkdir(parents=True)
    (folder / "visits.html").write_bytes(visits(5))
    for path, at in ((tmp_path / "a.warc", None), (tmp_path / "mirror", moment("2020-10-12"))):
        imported = import_files(store, source, [path], at, None, now=NOW)
        extract(store, source, Progress(quiet=True))
        assert [one.url for one in store.checks(imported.runs[0].id)] == [url]
    assert [origin for origin, *_ in spans(store)] == ["first", "amended"]


def test_pages_of_other_places_are_left_out_and_said(store: Store, tmp_path: Path) -> None:
    """An archive holds whatever a browser met; a manual's old host may be among it."""
    (tmp_path / "a.warc").write_bytes(response("http://elsewhere.example/x.html", visits(7)))
    with pytest.raises(UsageError, match=r"none of the manual .*add their host"):
        import_files(store, SOURCE, [tmp_path / "a.warc"], None, None, now=NOW)
    assert store.runs("ourmanual") == ()


def test_a_listed_page_that_led_to_another_site_is_no_chapter(store: Store, tmp_path: Path) -> None:
    """What an archive met behind a redirect to a foreign host is left out, though the contents page lists the start."""
    listed = contents_page(("1.1", "Visits", "p_visits.html"), ("1.2", "Away", "p_away.html")).encode()
    away = response(f"http://{HOST}/p_away.html", b"", status="302 Found", Location="http://elsewhere.example/x.html")
    foreign = response("http://elsewhere.example/x.html", visits(9))
    (tmp_path / "a.warc").write_bytes(response(CONTENTS, listed) + response(VISITS, visits(7)) + away + foreign)
    imported, _ = brought(store, tmp_path / "a.warc")
    assert [one.url for one in store.chapters()] == [VISITS]
    assert "1 pages are none of the manual" in imported.notes[-1]


# --- out and in again


def checked(path: Path) -> None:
    """What `warcio check` says of a file: nothing, as it is sound."""
    said = io.StringIO()
    with redirect_stdout(said), pytest.raises(SystemExit) as left:
        warcio_command(["check", "-v", str(path)])
    assert not left.value.code, said.getvalue()
    assert "digest pass" in said.getvalue()


def round_trip(store: Store, source: Source, folder: Path, name: str = "a.warc.gz") -> Store:
    """The store that an export makes when it is imported into an empty workspace."""
    export_warc(store, store.sources(), folder / name)
    export_warc(store, store.sources(), folder / f"again-{name}")
    assert (folder / name).read_bytes() == (folder / f"again-{name}").read_bytes()
    checked(folder / name)
    other = Store.open(folder / f"{name}.sqlite3")
    import_files(other, source, [folder / name], None, None, now=NOW)
    extract(other, source, Progress(quiet=True))
    return other


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_export_of_collections_is_imported_as_it_was(tmp_path: Path, name: str) -> None:
    """Changed, unchanged, gone and returned chapters, a log, documents: all facts are the same again."""
    workspace = Workspace(tmp_path / "workspace")
    with ServedManual(small_manual(7)) as manual:
        source = manual.source()
        for day in ("2020-03-16", "2020-03-17", "2020-10-12", "2021-03-15", "2021-10-11"):
            if day == "2020-10-12":
                manual.pages = small_manual(5)
                del manual.pages["/p_fees.html"]
                manual.pages["/contents.html"] = contents_page(
                    ("1.1", "Visits", "p_visits.html"), ("1.2", "Records", "p_records.html")
                )
                manual.pages["/amendments.html"] = log_page("October 2020", ("Visits", "The time limit is shorter."))
            elif day == "2021-03-15":
                manual.pages = small_manual(7)
            update(workspace, Config(sources=(source,)), [source], Progress(quiet=True), moment(day))
    with workspace.store() as store:
        other = round_trip(store, source, tmp_path, name)
        assert facts(other) == facts(store)
        origins = [one.origin for one in other.versions(other.chapter("ourmanual", "visits").id)]
        assert origins == [Origin.FIRST, Origin.AMENDED, Origin.REVERTED]


def test_what_was_not_asked_for_is_not_exported(store: Store, tmp_path: Path) -> None:
    """A chapter that was taken to stand by its date: no answer is made up for that day, and none is taken from it."""
    contents = contents_page(("1.1", "Visits", "p_visits.html")).encode()
    (tmp_path / "in.warc").write_bytes(response(CONTENTS, contents) + response(VISITS, visits(7)))
    imported, _ = brought(store, tmp_path / "in.warc")
    run = store.start_run("ourmanual", RunKind.COLLECT, moment("2020-03-18"))
    outcomes = {CONTENTS: Outcome.NOT_MODIFIED, VISITS: Outcome.DATED}
    for check, page in store.checked_pages(imported.runs[0].id):
        assert page is not None
        now = replace(check, run_id=run.id, checked_at=moment("2020-03-18"), outcome=outcomes[check.url])
        store.keep_check(now, page_id=page.id)
    store.finish_run(run.id, moment("2020-03-18"), complete=True)
    extract(store, SOURCE, Progress(quiet=True))
    assert spans(store) == [("first", "2020-03-16T06", "2020-03-16T06")]
    other = round_trip(store, SOURCE, tmp_path)
    assert facts(other) == facts(store)
    assert [check.url for check in other.checks(2)] == [CONTENTS]


def test_an_export_of_the_demo_is_imported_as_it_was(demo_workspace: Path, tmp_path: Path) -> None:
    """Four editions, a move to another host, renamed and withdrawn chapters, PDF and Word."""
    workspace = Workspace(demo_workspace)
    with workspace.store() as store:
        other = round_trip(store, workspace.config().sources[0], tmp_path)
        assert facts(other) == facts(store)


_DAYS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 4)), min_size=1, max_size=8)


@settings(max_examples=10, deadline=None)
@given(_DAYS)
def test_any_history_survives_a_round_trip(
    tmp_path_factory: pytest.TempPathFactory, looks: list[tuple[int, int]]
) -> None:
    """Whatever was seen on whatever days: exported and imported, the versions are the same."""
    folder = tmp_path_factory.mktemp("any")
    store = Store.open(folder / "kb.sqlite3")
    start = datetime(2020, 1, 1, tzinfo=UTC).toordinal()
    captures = [(f"{datetime.fromordinal(start + day):%Y-%m-%d}T06:00:00Z", text) for day, text in looks]
    brought(store, archive(folder / "in.warc", *captures))
    assert facts(round_trip(store, SOURCE, folder)) == facts(store)


def test_the_command_writes_what_import_takes(tmp_path: Path) -> None:
    """`reread import`, `export warc` and `import` again, as a person would; an existing file is never overwritten."""
    source = archive(tmp_path / "a.warc", ("2020-03-16T06:00:00Z", 7), ("2020-10-12T06:00:00Z", 5))
    out = str(tmp_path / "out.warc.gz")

    def run(workspace: str, *arguments: str) -> str:
        done = CliRunner().invoke(reread, ["--workspace", str(tmp_path / workspace), *arguments], standalone_mode=False)
        if done.exception:
            raise done.exception
        return done.output

    assert "a.warc: 2 pages" in run("one", "import", str(source), "--source", "ourmanual")
    assert "2 pages, 0 looks that found one unchanged" in run("one", "export", "warc", out)
    run("two", "import", out, "--source", "ourmanual")
    assert run("one", "history", "visits", "--json") == run("two", "history", "visits", "--json")
    with pytest.raises(UsageError, match="there already"):
        run("one", "export", "warc", out)
    with pytest.raises(UsageError, match="nothing is kept of 'other'"):
        run("one", "export", "warc", out, "--source", "other")
