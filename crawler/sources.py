"""The configuration: which manuals are followed, and how each is declared (`reread.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.hours import OpeningHours, parsed_hours
from crawler.layouts import LAYOUTS
from kb.errors import SourceError
from kb.model import Audience, Expected, Limits, ReadingRules

CONFIG_NAME = "reread.toml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_RESERVED = {"adoption", "search", "static"}
"""Folders of a published site of several manuals, in which each source has a folder of its name."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of a manual without a known layout; "" leaves the layout's own."""

    contents_links: str = ""
    title: str = ""
    main: str = ""
    remove: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One manual's declaration: where it is, how it is laid out, how politely it is asked.

    `contents` are the addresses a collection starts from; `hosts` further hosts that belong to the manual, or the
    folder of a host to which it keeps; `delay` is in seconds between two requests; `timeout` the seconds an answer may
    take and `largest` the MiB it may have; `proxy` an outbound proxy, where the network asks for one; `open`
    are the hours in which the host may be asked; within `full_check_every` of having been asked for, a chapter is not
    asked for again while the contents page states the same date of it; `brake` is what one run may bring without a
    person's look.
    """

    name: str
    title: str
    contents: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    layout: str = ""
    selectors: Selectors = field(default_factory=Selectors)
    delay: float = 1.0
    timeout: float = 60.0
    largest: float = 50.0
    proxy: str = ""
    open: OpeningHours | None = None
    full_check_every: timedelta = timedelta(0)
    brake: Limits = field(default_factory=Limits)

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Every host whose pages belong to the manual; where `hosts` names a folder of a host, that folder only."""
        return _all_hosts((*self.contents, *self.amendments), self.hosts)


@lru_cache
def _all_hosts(starts: tuple[str, ...], hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Remembered, because it is asked for with every page, and a library may start from hundreds of contents pages."""
    folders = {host.lower().partition("/")[0] for host in hosts if host.partition("/")[2].strip("/")}
    own = ((urlsplit(url).hostname or "").lower() for url in starts)
    return tuple(dict.fromkeys(host.lower() for host in (*(one for one in own if one not in folders), *hosts) if host))


@dataclass(frozen=True, slots=True)
class Site:
    """How the published site presents itself."""

    title: str = "Procedures: what changed and what to read again"


@dataclass(frozen=True, slots=True)
class Config:
    """What `reread.toml` says. `contact` goes into the user agent, so that the manual's host can reach us.

    `acronyms` are the place's own, each with what it stands for there.
    """

    sources: tuple[Source, ...] = ()
    site: Site = field(default_factory=Site)
    contact: str = ""
    database: str = ""
    reading: ReadingRules = field(default_factory=ReadingRules)
    acronyms: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def source(self, name: str) -> Source:
        """The source of a name. Raises SourceError where none is declared."""
        for source in self.sources:
            if source.name == name:
                return source
        known = ", ".join(source.name for source in self.sources) or "none yet"
        raise SourceError(f"no source {name!r} in {CONFIG_NAME} (declared: {known}): add a [sources.{name}] table")

    def known_or_new(self, name: str) -> Source:
        """The source of a name, or a bare one for pages that are only imported. Raises SourceError for a bad name."""
        for source in self.sources:
            if source.name == name:
                return source
        return Source(_checked_name(name), title=name.replace("-", " ").capitalize())


def load_config(path: Path) -> Config:
    """Reads a configuration. A missing file is an empty configuration.

    Raises SourceError, naming the file and the key, for anything that is not understood.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot read {path}: {error}") from error
    return parse_config(text, path)


def parse_config(text: str, path: Path) -> Config:
    """Reads the text of a configuration; `path` is where it stands. Raises SourceError as `load_config` does."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path} is not valid TOML: {error}") from error
    return _config_of(table, path)


def _config_of(table: dict[str, Any], path: Path) -> Config:
    _only(table, {"acronyms", "audiences", "contact", "database", "reading", "site", "sources"}, f"{path}")
    site = _table(table, "site", path)
    _only(site, {"title"}, f"{path} [site]")
    sources = tuple(
        _source_of(name, declaration, f"{path} [sources.{name}]")
        for name, declaration in _table(table, "sources", path).items()
    )
    return Config(
        sources=sources,
        site=Site(**{key: _text(site, key, f"{path} [site]") for key in site}),
        contact=_text(table, "contact", f"{path}"),
        database=_text(table, "database", f"{path}"),
        reading=_reading_of(table, path),
        acronyms=_acronyms_of(table, path),
    )


def _acronyms_of(table: dict[str, Any], path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
    acronyms, where = _table(table, "acronyms", path), f"{path} [acronyms]"
    declared = tuple((short.strip(), _texts(acronyms, short, where)) for short in acronyms)
    for short, names in declared:
        if not all(any(letter.isalnum() for letter in name) for name in (short, *names)) or not names:
            raise SourceError(f'{where}: {short!r} should stand for its name in full, such as DSL = "designated lead"')
    return declared


def _reading_of(table: dict[str, Any], path: Path) -> ReadingRules:
    reading = _table(table, "reading", path)
    where = f"{path} [reading]"
    _only(reading, {"words_a_minute"}, where)
    usual = ReadingRules().words_a_minute
    pace = _number(reading, "words_a_minute", where, "a number of words", 20, 1000, usual)
    audiences = _table(table, "audiences", path)
    return ReadingRules(round(pace), tuple(_audience_of(name, audiences[name], path) for name in audiences))


def _audience_of(name: str, table: Any, path: Path) -> Audience:
    where = f'{path} [audiences."{name}"]'
    if not isinstance(table, dict):
        raise SourceError(f"{where}: expected a table")
    _only(table, {"parts", "chapters", "titles", "citations"}, where)
    named = {key: tuple(filter(None, _texts(table, key, where))) for key in table}
    if not name.strip() or not any(named.values()):
        raise SourceError(f"{where}: name some parts, chapters, words of titles or citations")
    return Audience(name.strip(), **named)


def _source_of(name: str, table: Any, where: str) -> Source:
    if not isinstance(table, dict):
        raise SourceError(f"{where}: expected a table")
    _checked_name(name)
    texts, lists = {"title", "layout", "proxy", "open", "full_check_every"}, {"contents", "amendments", "hosts"}
    _only(table, texts | lists | {"brake", "delay", "largest", "selectors", "timeout"}, where)
    selectors = table.get("selectors", {})
    if not isinstance(selectors, dict):
        raise SourceError(f"{where} selectors: expected a table")
    _only(selectors, {"contents_links", "title", "main", "remove"}, f"{where} selectors")
    contents = _texts(table, "contents", where)
    for url in (*contents, *_texts(table, "amendments", where)):
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise SourceError(f"{where}: {url!r} is not an http address")
    return Source(
        name=name,
        title=_text(table, "title", where) or name,
        contents=contents,
        amendments=_texts(table, "amendments", where),
        hosts=_texts(table, "hosts", where),
        layout=_layout(table, where),
        selectors=Selectors(**{key: _text(selectors, key, f"{where} selectors") for key in selectors}),
        delay=_number(table, "delay", where, "a number of seconds", 0, 3600, 1.0),
        timeout=_number(table, "timeout", where, "a number of seconds", 1, 3600, 60.0),
        largest=_number(table, "largest", where, "a number of MiB", 0.001, 1000, 50.0),
        proxy=_text(table, "proxy", where),
        open=parsed_hours(_text(table, "open", where), where) if "open" in table else None,
        full_check_every=_span(table, "full_check_every", where),
        brake=_limits_of(table.get("brake", {}), f"{where} brake"),
    )


_MOST_NEW = 100
"""Chapters may be new by more than there were; a hundredfold of them is a slip of the pen."""


def _limits_of(table: Any, where: str) -> Limits:
    if not isinstance(table, dict):
        raise SourceError(f"{where}: expected a table")
    _only(table, {each.name for each in fields(Limits)}, where)
    usual = Limits()
    return Limits(
        changed=_share(table, "changed", usual.changed, where),
        shrunk=_share(table, "shrunk", usual.shrunk, where),
        vanished=_share(table, "vanished", usual.vanished, where),
        added=_share(table, "added", usual.added, where, _MOST_NEW),
        documents_vanished=_share(table, "documents_vanished", usual.documents_vanished, where),
        chapters=_expected(table, "chapters", where),
        documents=_expected(table, "documents", where),
    )


def _share(table: dict[str, Any], key: str, usual: float, where: str, most: int = 1) -> float:
    value = table.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise SourceError(f"{where}: {key} should be a share from 0 to {most}, such as 0.5 for half of the manual")
    return float(value)


def _expected(table: dict[str, Any], key: str, where: str) -> Expected | None:
    if key not in table:
        return None
    value = table[key]
    numbers = value if isinstance(value, list) else [value]
    whole = all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers)
    if not whole or len(numbers) not in {1, 2} or numbers != sorted(numbers):
        raise SourceError(f"{where}: {key} should be the least number, such as 120, or the least and most: [120, 160]")
    return Expected(*numbers)


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise SourceError(
            f"{name!r} cannot name a source: use up to 40 lower-case letters, digits and hyphens, "
            f"and not {' or '.join(sorted(_RESERVED))}"
        )
    return name


def _only(table: dict[str, Any], keys: set[str], where: str) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise SourceError(f"{where}: unknown key {unknown[0]!r} (known: {', '.join(sorted(keys))})")


def _table(table: dict[str, Any], key: str, path: Path) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise SourceError(f"{path}: {key} should be a table")
    return value


def _text(table: dict[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise SourceError(f"{where}: {key} should be a text in quotes")
    return value.strip()


def _texts(table: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise SourceError(f"{where}: {key} should be a list of texts")
    return tuple(one.strip() for one in value)


def _layout(table: dict[str, Any], where: str) -> str:
    layout = _text(table, "layout", where)
    if layout and layout not in LAYOUTS:
        raise SourceError(f"{where}: no layout {layout!r}: use one of {', '.join(LAYOUTS)}, or leave it out")
    return layout


def _number(table: dict[str, Any], key: str, where: str, what: str, least: float, most: float, usual: float) -> float:
    value = table.get(key, usual)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise SourceError(f"{where}: {key} should be {what} from {least} to {most}")
    return float(value)


_LONGEST_DAYS = 31
"""A site's own dates are not believed for longer than this: they are typed by hand."""


def _span(table: dict[str, Any], key: str, where: str) -> timedelta:
    """The time of "7 days" or "12 hours"; none where nothing is said."""
    found = re.fullmatch(r"(\d{1,4}) ?(day|hour)s?", _text(table, key, where))
    span = timedelta(**{f"{found[2]}s": int(found[1])}) if found else timedelta(0)
    if key in table and not timedelta(0) < span <= timedelta(days=_LONGEST_DAYS):
        raise SourceError(f'{where}: {key} should be such as "7 days" or "12 hours", and {_LONGEST_DAYS} days at most')
    return span


CONFIG_TEMPLATE = """\
# The configuration of a reread workspace. Every line that starts with "#" is a comment.

# Who to reach about the requests made. It is sent with each of them, so a live collection asks for it first.
contact = ""

# Facts are kept in kb.sqlite3 beside this file; any SQLAlchemy URL may stand in for it.
# database = "postgresql+psycopg://user@host/reread"

[site]
title = "Procedures: what changed and what to read again"

# How many words a minute the reading list reckons with.
# [reading]
# words_a_minute = 200

# One table for each team that should see what concerns it: a chapter does if any of these fits (docs/reading.md).
#
# [audiences."Fostering team"]
# parts = ["Fostering"]                                  # whole parts of the contents
# chapters = ["Private Fostering"]                       # chapters, by title, number or short name
# titles = ["foster carer"]                              # words in a title
# citations = ["Fostering Services Regulations 2011"]    # what a chapter's text cites

# What acronyms stand for here, beside those that reread knows: the search finds one by the other (docs/comparing.md).
#
# [acronyms]
# DSL = "designated safeguarding lead"
# EHM = ["early help module", "early help system"]

# One table for each manual. Its name is how commands call it. `reread add URL` looks at a manual and writes its table.
#
# [sources.ourmanual]
# title = "Our county's children's services procedures"
# contents = ["https://ourmanual.proceduresonline.com/contents.html"]   # where a collection starts
# amendments = []                # the amendment log, if the contents page does not link to it
# hosts = []                     # further hosts that belong to the manual; "host/folder": nothing but that folder
# layout = ""                    # "proceduresonline", "trixonline", "phew", "london" or "generic"; "": by the address
# delay = 1.0                    # seconds between two requests
# timeout = 60                   # seconds an answer may take
# largest = 50                   # MiB a page or document may have
# proxy = ""                     # an outbound proxy, if the network asks for one
# open = "19:00-07:00"           # ask only in these hours, in this computer's local time
# full_check_every = "7 days"    # till then, believe the dates on the contents page: the same date, so not asked for
#
# [sources.ourmanual.selectors]  # for manuals of no known layout (CSS selectors)
# contents_links = "nav.contents a"
# title = "h1"
# main = "main"
# remove = ".share"
#
# [sources.ourmanual.brake]      # a run that brings more than this is held until somebody looks (docs/brake.md)
# changed = 0.5                  # share of the chapters
# shrunk = 0.1                   # share of the chapters that lose most of their text
# vanished = 0.2                 # share of the chapters that are not found
# chapters = [120, 160]          # how many a collection should find: the least, or the least and the most
"""
