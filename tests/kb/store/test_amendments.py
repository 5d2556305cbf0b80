"""Log entries are kept as they were read, and a chapter that was found or decided for one outlives another reading."""

from __future__ import annotations

from kb.model import Amendment, AmendmentKind, AmendmentLog, Edition, EntryLink, Level, PageRole
from kb.store import Store
from tests.facts import SOURCE, kept_page, new_chapter, page

ENTRY = Amendment(
    None,
    AmendmentKind.UPDATED,
    "See Fees.",
    ("2",),
    Level.INFO,
    ("See",),
    links=(EntryLink("Fees", "http://manual.example/p_fees.html"),),
)


def keep(store: Store, day: str, *entries: Amendment) -> None:
    """Keeps a log page of a day with one edition of these entries."""
    of_day = page(f"log of {day}", day, "http://manual.example/amendments.html")
    kept_page(store, of_day, PageRole.LOG)
    store.keep_log(AmendmentLog((Edition("March 2020", "2020-03", entries),)), of_day, of_day.fetched_at)


def test_an_entry_is_kept_with_its_links(store: Store) -> None:
    """Everything an entry says comes back as it went in."""
    keep(store, "2020-03-16", ENTRY)
    ((logged,),) = (edition.amendments for edition in store.editions(SOURCE))
    assert logged.amendment == ENTRY


def test_what_was_decided_outlives_a_longer_print(store: Store) -> None:
    """A later page that prints more entries takes the words' place; the entry without a title keeps its chapter."""
    keep(store, "2020-03-16", ENTRY)
    ((logged,),) = (edition.amendments for edition in store.editions(SOURCE))
    chapter_id = new_chapter(store)
    store.resolve(logged.id, chapter_id, "a person's decision", 1.0)
    keep(store, "2020-04-16", ENTRY, Amendment("Visits", AmendmentKind.NEW, ""))
    (edition,) = store.editions(SOURCE)
    assert [(one.amendment.title, one.chapter_id, one.how) for one in edition.amendments] == [
        (None, chapter_id, "a person's decision"),
        ("Visits", None, ""),
    ]
