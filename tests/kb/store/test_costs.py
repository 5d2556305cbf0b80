"""What reading a run costs: transactions and statements grow with its chapters, and not faster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event

from crawler.sources import Source
from kb.model import Page, PageRole, RunKind
from kb.progress import Progress
from kb.stages.extracting import extract
from kb.store import Store
from tests.facts import moment
from tests.served import HOST, chapter_page, contents_page

MANUAL = Source("ourmanual", "Our Manual", (f"http://{HOST}/contents.html",))
FIRST = moment("2020-03-16")


@contextmanager
def counted(store: Store) -> Iterator[Counter[str]]:
    """Counts the statements that reach the database while the block runs, and the transactions that wrote."""
    counts: Counter[str] = Counter()

    def saw(connection: object, cursor: object, statement: str, *rest: object) -> None:
        counts["transactions" if statement == "BEGIN IMMEDIATE" else "statements"] += 1

    engine = store._engine
    event.listen(engine, "before_cursor_execute", saw)
    try:
        yield counts
    finally:
        event.remove(engine, "before_cursor_execute", saw)


def cost(folder: Path, chapters: int, runs: int = 1) -> Counter[str]:
    """What reading the last of so many equal collections of so many chapters costs."""
    folder.mkdir()
    listed = [(f"1.{place}", f"Chapter {place}", f"p_{place}.html") for place in range(chapters)]
    pages = {"contents.html": contents_page(*listed)}
    pages |= {name: chapter_page(title, f"Visits: What {title} says of visits and fees.") for _, title, name in listed}
    with closing(Store.open(folder / "kb.sqlite3")) as store:
        for day in range(runs):
            at = FIRST + timedelta(days=day)
            run = store.start_run(MANUAL.name, RunKind.COLLECT, at)
            for name, html in pages.items():
                role = PageRole.CONTENTS if name == "contents.html" else PageRole.CHAPTER
                store.keep_page(run.id, Page(MANUAL.name, f"http://{HOST}/{name}", at, html.encode()), role)
            store.finish_run(run.id, at, complete=True)
            with counted(store) as counts:
                report = extract(store, MANUAL, Progress(quiet=True))
            assert not report.problems
        assert len(store.chapters(MANUAL.name)) == chapters
    return counts


def test_a_first_collection_costs_a_few_statements_a_chapter(tmp_path: Path) -> None:
    """A chapter more costs no more than ten statements, however many there are, and no transaction of its own."""
    few, many = cost(tmp_path / "few", 20), cost(tmp_path / "many", 60)
    assert 40 <= many["statements"] - few["statements"] <= 400
    assert many["transactions"] == few["transactions"] <= 8


def test_an_unchanged_collection_costs_the_same_for_any_number(tmp_path: Path) -> None:
    """What stands as it stood is read and noted all at once."""
    few, many = cost(tmp_path / "few", 20, runs=2), cost(tmp_path / "many", 60, runs=2)
    assert many == few
