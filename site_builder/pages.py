"""Which pages a manual has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from site_builder.facts import ChapterFacts
from site_builder.lookup import Lookup
from site_builder.places import SEARCH, Places
from site_builder.render import Frame, NavItem, SitePage
from site_builder.views_about import about_view
from site_builder.views_changes import changes_view, edition_view
from site_builder.views_chapter import chapter_view, history_view
from site_builder.views_compare import compare_view
from site_builder.views_contents import contents_view, documents_view
from site_builder.views_days import manual_days_view
from site_builder.views_facts import edition_name, numbered
from site_builder.views_home import home_view
from site_builder.views_reread import reading_view


def frame_of(lookup: Lookup, site_home: str | None = None) -> Frame:
    """What stands around a manual's pages. `site_home` where the site spans several manuals."""
    manual, places = lookup.manual, lookup.places
    address = manual.address if manual.address.startswith(("http://", "https://")) else ""
    return Frame(manual.title, manual.named_publisher, places.home, _nav(places), places.atom, address, site_home)


def manual_pages(lookup: Lookup, frame: Frame, today: date) -> Iterator[SitePage]:
    """Every page of a manual except the search page, which the whole site shares."""
    places = lookup.places
    yield SitePage(places.home, "home.html", frame.title, home_view(lookup, today), frame, "home")
    yield from _reading_pages(lookup, frame)
    yield from _changes_pages(lookup, frame)
    contents = contents_view(lookup)
    yield SitePage(
        places.chapters, "chapters.html", "Chapters", contents, frame, "chapters", scripts=("static/filter.js",)
    )
    yield SitePage(places.documents, "documents.html", "Documents", documents_view(lookup), frame, "documents")
    yield SitePage(
        places.days,
        "manual-days.html",
        "The manual on a day",
        manual_days_view(lookup),
        frame,
        "chapters",
        scripts=("static/days.js",),
        trail=(("Chapters", places.chapters),),
    )
    yield SitePage(places.about, "about.html", "About this site", about_view(lookup, today), frame, "about")
    for text in lookup.manual.texts:
        if text.versions:
            yield from _chapter_pages(text, lookup, frame, today)


@dataclass(frozen=True, slots=True)
class SearchView:
    """What search.js is told: whether hits name their manual ("manual") or need not ("none")."""

    trail: str
    chapters: str | None


def search_page(frame: Frame, chapters: str | None = None) -> SitePage:
    """The page that search.js fills. `chapters` leads to the contents where the site has one manual."""
    return SitePage(
        SEARCH,
        "search.html",
        "Search",
        SearchView("none" if chapters else "manual", chapters),
        frame,
        "search",
        styles=("static/search.css",),
    )


def _nav(places: Places) -> tuple[NavItem, ...]:
    return (
        NavItem("home", "Home", places.home),
        NavItem("reread", "Reading list", places.reading_list),
        NavItem("changes", "Changes", places.changes),
        NavItem("chapters", "Chapters", places.chapters),
        NavItem("documents", "Documents", places.documents),
        NavItem("about", "About", places.about),
    )


def _reading_pages(lookup: Lookup, frame: Frame) -> Iterator[SitePage]:
    places, view = lookup.places, reading_view(lookup)
    scripts = ("static/reread.js",)
    yield SitePage(places.reading_list, "reread.html", "What to read again", view, frame, "reread", scripts)
    trail = (("What to read again", places.reading_list),)
    yield SitePage(places.sign_off, "sign-off.html", "Sign-off sheet", view, frame, "reread", scripts, trail=trail)


def _changes_pages(lookup: Lookup, frame: Frame) -> Iterator[SitePage]:
    places = lookup.places
    yield SitePage(places.changes, "changes.html", "Changes", changes_view(lookup), frame, "changes")
    trail = (("Changes", places.changes),)
    for edition in lookup.manual.editions:
        name, place = edition_name(edition), lookup.edition_place(edition)
        view = edition_view(edition, lookup)
        yield SitePage(place, "edition.html", f"What changed in {name}", view, frame, "changes", trail=trail)


def _chapter_pages(text: ChapterFacts, lookup: Lookup, frame: Frame, today: date) -> Iterator[SitePage]:
    places, slug, title = lookup.places, text.chapter.slug, numbered(text.chapter)
    section = "chapters" if text in lookup.manual.chapters else "documents"
    list_ = ("Chapters", places.chapters) if section == "chapters" else ("Documents", places.documents)
    latest = text.versions[-1]
    view = chapter_view(text, latest, lookup, today)
    yield SitePage(places.chapter(slug), "chapter.html", title, view, frame, section, trail=(list_,))
    trail = (list_, (text.chapter.title, places.chapter(slug)))
    yield SitePage(
        places.history(slug),
        "history.html",
        f"History of {title}",
        history_view(text, lookup),
        frame,
        section,
        scripts=("static/days.js",),
        trail=trail,
    )
    for each in text.versions:
        place, name = places.version(slug, each.version.ordinal), f"{title}, version {each.version.ordinal}"
        version = chapter_view(text, each, lookup, today)
        yield SitePage(place, "version.html", name, version, frame, section, trail=trail)
    for pair in text.comparisons:
        before, after = pair.before.ordinal, pair.after.ordinal
        yield SitePage(
            places.compare(slug, before, after),
            "compare.html",
            f"What changed in {title}, version {before} to {after}",
            compare_view(text, pair, lookup),
            frame,
            section,
            scripts=("static/compare.js",),
            trail=trail,
        )
