"""A source's table in `reread.toml`: written from what was found, appended without touching what stands there."""

from __future__ import annotations

import json
import re
from pathlib import Path

from crawler.addresses import address_key, normalised_url
from crawler.found import Discovery
from crawler.sources import Source, parse_config
from kb.errors import SourceError
from kb.text import collapsed

_CONTACT = re.compile(r"""^contact[ \t]*=[ \t]*(?:""|'')""", re.MULTILINE)


def declaration(found: Discovery, name: str, delay: float, proxy: str) -> str:
    """The commented table that declares what was found under a name."""
    title = _text(found.title) if found.title else f"{_text(name)}{_note('not found: write the title here')}"
    lines = [
        f"# Found by `reread add {_plain(found.url)}`.",
        f"[sources.{name}]",
        f"title = {title}",
        "contents = [" + _note("where a collection starts"),
        *(f"    {_text(one.url)},{_note(_counted(one.chapters, 'chapter'))}" for one in found.contents),
        "]",
        *_amendments(found),
    ]
    if found.folder:
        lines.append(
            f"hosts = [{_text(found.folder)}]{_note('everything found lies in this folder; nothing else is asked for')}"
        )
    if found.layout:
        lines.append(f"layout = {_text(found.layout)}{_note('told by the markup: the address does not tell it')}")
    if found.family == "generic":
        lines.append('layout = "generic"' + _note("no known family: see the selectors"))
    lines += [] if found.libraries else ["# No documents library was found."]
    lines += [f"# Documents library: {_plain(url)}" for url in found.libraries]
    lines.append(f"delay = {delay:g}{_note('seconds between two requests')}")
    if proxy:
        lines.append(f"proxy = {_text(proxy)}")
    if found.family == "generic":
        lines += ["", *_selectors(found, name)]
    return "\n".join(lines) + "\n"


def appended(config: str, table: str, name: str, contact: str, path: Path) -> str:
    """The configuration with a table at its end; every line that was there stays.

    A `contact` that is empty or missing is filled in. Raises SourceError for a name or a manual that is declared
    already, and where the result could not be read.
    """
    for source in parse_config(config, path).sources:
        if source.name == name:
            raise SourceError(f"{path} has a source {name!r} already: choose another --name, or edit its table")
        if _starts(source) & _starts(declared(table, name, path)):
            raise SourceError(f"{path} declares this manual already, as {source.name!r}: edit its table")
    text = _with_contact(config, contact) if contact and not parse_config(config, path).contact else config
    text = f"{text.rstrip()}\n\n{table}" if text.strip() else table
    try:
        parse_config(text, path)
    except SourceError as error:
        raise SourceError(f"the source cannot be added at the end of {path} ({error}): add it by hand") from error
    return text


def declared(table: str, name: str, path: Path) -> Source:
    """The source that a table declares. Raises SourceError for a name or value that cannot be one."""
    return parse_config(table, path).source(name)


def _with_contact(config: str, contact: str) -> str:
    line = f"contact = {_text(contact)}"
    filled, number = _CONTACT.subn(lambda _: line, config, count=1)
    return filled if number else f"{line}\n\n{config}"


def _starts(source: Source) -> set[str]:
    """Where collections of a source start, however it spells the addresses."""
    return {address_key(normalised_url(url)) for url in source.contents}


def _amendments(found: Discovery) -> list[str]:
    if not found.logs:
        return ["amendments = []" + _note("NOT FOUND: the amendment log's address, if the manual has one")]
    rows = [
        f"    {_text(log.url)},{_note(_counted(log.editions, 'edition'), _counted(log.entries, 'entry', 'entries'))}"
        for log in found.logs
    ]
    archives = [f"# Year archive, found from the log: {_plain(url)}" for url in found.archives]
    return ["amendments = [", *rows, "]", *archives]


def _selectors(found: Discovery, name: str) -> list[str]:
    chosen = found.selectors
    looked = f"on {_counted(len(found.sampled), 'chapter')} looked at"
    lines = [
        f"[sources.{name}.selectors]" + _note("CSS; proposed, so compare a chapter with what `reread show` prints")
    ]
    if chosen.contents_links:
        first, last = found.contents[0].first, found.contents[0].last
        lines.append(f"contents_links = {_text(chosen.contents_links)}{_note(f'from {first!r} to {last!r}')}")
    if chosen.main:
        lines.append(f"main = {_text(chosen.main)}{_note(f'holds the running text {looked}')}")
    else:
        lines.append('# main = "…"' + _note("NOT FOUND: what holds a chapter's text"))
    if chosen.title:
        lines.append(f"title = {_text(chosen.title)}{_note(f'differs {looked}')}")
    else:
        lines.append('# title = "h1"' + _note("the heading, as on any site"))
    if chosen.remove:
        texts = ", ".join(repr(one.text[:40]) for one in found.repeated if one.selector)
        lines.append(f"remove = {_text(chosen.remove)}{_note(f'the same on every chapter: {texts}')}")
    else:
        lines.append('# remove = ".share"' + _note("nothing inside the text was the same on every chapter"))
    return lines


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _text(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's, but for one control character."""
    return json.dumps(_plain(value), ensure_ascii=False)


def _note(*words: str) -> str:
    return f"  # {_plain(', '.join(words))}"


def _plain(value: str) -> str:
    """One line without control characters: nothing that a page says can end a comment or a string."""
    return "".join(character for character in collapsed(value) if character.isprintable())
