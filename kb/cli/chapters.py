"""`reread chapters`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, in_words, json_option, pass_frame, print_json, print_table, source_option
from kb.identity import comparable_address
from kb.model import ChapterKind, KnownChapter, Version
from kb.store import Store


@click.command()
@source_option
@json_option
@pass_frame
def command(frame: Frame, source: str | None, as_json: bool) -> None:
    """List the chapters and documents that are known."""
    from kb.naming import sources_named

    with frame.workspace.store(must_exist=True) as store:
        sources_named(store, source)
        known = [(chapter, store.versions(chapter.id)) for chapter in store.chapters(source)]
        links = _links(store, source)
    if as_json:
        print_json([_json(chapter, versions, links.get(chapter.id, [])) for chapter, versions in known])
        return
    rows = [
        (chapter.number, chapter.title, str(len(versions)), in_words(versions[-1].first_seen), _state(chapter))
        for chapter, versions in known
    ]
    print_table(rows, ("number", "title", "versions", "this text first seen", "state"))


def _state(chapter: KnownChapter) -> str:
    if chapter.withdrawn_at is not None:
        return f"withdrawn, not found on {in_words(chapter.withdrawn_at)}"
    in_force = "document in force" if chapter.kind is ChapterKind.DOCUMENT else "in force"
    return chapter.badge.lower() or in_force


def _links(store: Store, source: str | None) -> dict[int, list[str]]:
    """The pages that link to each document, by its chapter's id."""
    found: dict[int, list[str]] = {}
    for name in (source,) if source else store.sources():
        addresses = store.addresses(name)
        for link in store.document_links(name):
            chapter_id = addresses.get(comparable_address(link.url))
            if chapter_id is not None and link.from_url not in found.setdefault(chapter_id, []):
                found[chapter_id].append(link.from_url)
    return found


def _json(chapter: KnownChapter, versions: tuple[Version, ...], linked_from: list[str]) -> dict[str, object]:
    facts = _facts(chapter, versions)
    return facts | {"linked_from": linked_from} if chapter.kind is ChapterKind.DOCUMENT else facts


def _facts(chapter: KnownChapter, versions: tuple[Version, ...]) -> dict[str, object]:
    return {
        "source": chapter.source,
        "chapter": chapter.slug,
        "number": chapter.number,
        "title": chapter.title,
        "former_titles": list(chapter.former_titles),
        "part": chapter.part,
        "kind": chapter.kind.value,
        "url": chapter.url,
        "badge": chapter.badge,
        "versions": len(versions),
        "first_seen": versions[0].first_seen.isoformat(),
        "last_changed": versions[-1].first_seen.isoformat(),
        "last_seen": versions[-1].last_seen.isoformat(),
        "withdrawn_at": chapter.withdrawn_at.isoformat() if chapter.withdrawn_at else None,
    }
