"""`reread documents`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, json_option, pass_frame, print_json, print_table, source_option
from kb.identity import comparable_address


@click.command()
@source_option
@json_option
@pass_frame
def command(frame: Frame, source: str | None, as_json: bool) -> None:
    """List the documents linked to, and what links to each.

    Word's older format, spreadsheets and the like are noted here, but not read.
    """
    from kb.naming import sources_named

    linked: dict[tuple[str, str], list[str]] = {}
    slugs: dict[tuple[str, str], str] = {}
    with frame.workspace.store(must_exist=True) as store:
        for name in sources_named(store, source):
            by_id = {chapter.id: chapter.slug for chapter in store.chapters(name)}
            addresses = store.addresses(name)
            for link in store.document_links(name):
                linked.setdefault((name, link.url), []).append(link.from_url)
                chapter_id = addresses.get(comparable_address(link.url))
                if chapter_id is not None:
                    slugs[name, link.url] = by_id[chapter_id]
    if as_json:
        print_json(
            [
                {"source": key[0], "url": key[1], "chapter": slugs.get(key), "linked_from": pages}
                for key, pages in linked.items()
            ]
        )
        return
    rows = [(slugs.get(key, "not read"), str(len(pages)), key[1]) for key, pages in linked.items()]
    print_table(rows, ("chapter", "linked from", "address"))
