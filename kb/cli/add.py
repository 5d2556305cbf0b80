"""`reread add`."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kb.cli.frame import DONE, NEEDS_A_PERSON, Frame, json_option, pass_frame, print_json
from kb.errors import SourceError

if TYPE_CHECKING:
    from crawler.found import Discovery

_TOLD_BY = {
    "host": "told by its host",
    "path": "told by its address",
    "markup": "told by its style sheets",
    "": "no known family: read by the selectors below",
}


@click.command()
@click.argument("url")
@click.option("--name", default="", help="What commands call the manual; made from its address where it is not given.")
@click.option("--contact", default="", help="How the manual's host can reach you; kept in reread.toml.")
@click.option("--proxy", default="", help="Ask through this proxy, now and in collections.")
@click.option(
    "--delay",
    type=click.FloatRange(0, 3600),
    default=1.0,
    show_default=True,
    help="Seconds between two requests, now and in collections.",
)
@click.option("--dry-run", is_flag=True, help="Only print what was found and what would be written.")
@json_option
@pass_frame
def command(
    frame: Frame, url: str, name: str, contact: str, proxy: str, delay: float, dry_run: bool, as_json: bool
) -> int:
    """Look at a manual's address and declare it in reread.toml.

    URL is the manual's home, its contents page or any of its chapters. A handful of pages are asked for, as politely as
    in a collection. What was found is printed with counts, and what was not found is said.
    """
    # Imported here: the readers of HTML and logs take a while, and `reread --help` needs none of them.
    from crawler.asking import Asker
    from crawler.declaring import appended, declaration
    from crawler.discovery import discovered

    config = frame.workspace.read_config()
    path = frame.workspace.config_path
    _refuse(frame, name, contact, proxy)
    ask = Asker(lambda: datetime.now(UTC), contact or frame.workspace.config().contact, proxy, delay)
    found = discovered(url if "://" in url else f"https://{url}", ask)
    chosen = name or found.name
    table = declaration(found, chosen, delay, proxy)
    text = appended(config, table, chosen, contact, path)
    written = bool(found.contents) and not dry_run
    if written:
        with frame.workspace.writing():
            frame.workspace.replace_config(config, text)
    if as_json:
        print_json(_json(found, chosen, len(ask.asked), table, str(path) if written else None))
    else:
        _tell(found, chosen, len(ask.asked))
        click.echo(
            f"\nadded [sources.{chosen}] to {path}: look it over, then `reread update {chosen}`"
            if written
            else f"\n{table}".rstrip()
        )
    if not found.contents:
        click.echo("nothing was written: a source needs a contents page to start from", err=True)
        return NEEDS_A_PERSON
    return DONE


def _refuse(frame: Frame, name: str, contact: str, proxy: str) -> None:
    """What can be known to be wrong before anything is asked for."""
    config = frame.workspace.config()
    if any(source.name == name for source in config.sources):
        raise SourceError(
            f"{frame.workspace.config_path} has a source {name!r} already: choose another --name, or edit its table"
        )
    if name:
        config.known_or_new(name)
    if not (contact or config.contact or proxy.startswith("http://127.0.0.1:")):
        raise SourceError(
            "no contact is set: add --contact you@your-council.example, "
            "so that the manual's host can reach you about the requests"
        )


def _tell(found: Discovery, name: str, requests: int) -> None:
    rows = [("address", f"{found.url} ({requests} requests)")]
    rows.append(("layout", f"{found.family} ({_TOLD_BY[found.told_by]})"))
    rows += [("name", name), ("title", found.title or "not found")]
    rows += [
        (
            "contents",
            f"{one.url}: {_counted(one.chapters, 'chapter')} in {_counted(len(one.parts), 'part')}, "
            f"from {one.first!r} to {one.last!r}",
        )
        for one in found.contents
    ]
    rows += [
        ("amendments", f"{log.url}: {_counted(log.editions, 'edition')}, {_counted(log.entries, 'entry', 'entries')}")
        for log in found.logs
    ]
    rows.append(("year archives", f"{len(found.archives)} {' '.join(found.archives)}".rstrip()))
    rows += [("library", url) for url in found.libraries]
    rows.append(("documents", _documents(found)))
    rows += [("selectors", f"{key} = {value}") for key, value in asdict(found.selectors).items() if value]
    for label, text in rows:
        click.echo(f"{label:<14} {text}")
    for miss in found.missing:
        click.echo(f"{'NOT FOUND':<14} {miss.what}: {miss.advice}")


def _documents(found: Discovery) -> str:
    kinds = Counter(url.rpartition(".")[2].upper() for url in found.documents)
    listed = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    noted = f"; noted without being read: {' '.join(found.noted)}" if found.noted else ""
    library = "the library, " if found.libraries else ""
    looked = f"the contents, {library}and {_counted(len(found.sampled), 'chapter')} looked at"
    return f"{len(found.documents)}{f' ({listed})' if listed else ''} linked from {looked}{noted}"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _json(found: Discovery, name: str, requests: int, table: str, written: str | None) -> dict[str, object]:
    return {
        "url": found.url,
        "requests": requests,
        "layout": found.family,
        "told_by": found.told_by,
        "name": name,
        "title": found.title or None,
        "contents": [asdict(one) for one in found.contents],
        "amendments": [asdict(log) for log in found.logs],
        "archives": list(found.archives),
        "libraries": list(found.libraries),
        "documents": [_linked(found, url) for url in found.documents],
        "noted": [_linked(found, url) for url in found.noted],
        "sampled": list(found.sampled),
        "selectors": asdict(found.selectors),
        "not_found": [asdict(miss) for miss in found.missing],
        "toml": table,
        "written": written,
    }


def _linked(found: Discovery, url: str) -> dict[str, object]:
    return {"url": url, "linked_from": [page for document, page in found.linked_from if document == url]}
