"""The configuration: which manuals are followed, and how each is declared (`reread.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kb.errors import SourceError

CONFIG_NAME = "reread.toml"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_RESERVED = {"search", "static"}
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

    `contents` are the addresses a collection starts from; `hosts` further hosts that belong to the manual; `delay` is
    in seconds between two requests; `proxy` an outbound proxy, where the network asks for one.
    """

    name: str
    title: str
    contents: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    layout: str = ""
    selectors: Selectors = field(default_factory=Selectors)
    delay: float = 1.0
    proxy: str = ""

    @property
    def all_hosts(self) -> tuple[str, ...]:
        """Every host whose pages belong to the manual."""
        starts = (urlsplit(url).hostname or "" for url in (*self.contents, *self.amendments))
        return tuple(dict.fromkeys(host.lower() for host in (*starts, *self.hosts) if host))


@dataclass(frozen=True, slots=True)
class Site:
    """How the published site presents itself."""

    title: str = "Procedures: what changed and what to read again"


@dataclass(frozen=True, slots=True)
class Config:
    """What `reread.toml` says. `contact` goes into the user agent, so that the manual's host can reach us."""

    sources: tuple[Source, ...] = ()
    site: Site = field(default_factory=Site)
    contact: str = ""
    database: str = ""

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
    _only(table, {"contact", "database", "site", "sources"}, f"{path}")
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
    )


def _source_of(name: str, table: Any, where: str) -> Source:
    if not isinstance(table, dict):
        raise SourceError(f"{where}: expected a table")
    _checked_name(name)
    texts, lists = {"title", "layout", "proxy"}, {"contents", "amendments", "hosts"}
    _only(table, texts | lists | {"delay", "selectors"}, where)
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
        layout=_text(table, "layout", where),
        selectors=Selectors(**{key: _text(selectors, key, f"{where} selectors") for key in selectors}),
        delay=_seconds(table, "delay", where),
        proxy=_text(table, "proxy", where),
    )


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


def _seconds(table: dict[str, Any], key: str, where: str) -> float:
    value = table.get(key, 1.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise SourceError(f"{where}: {key} should be a number of seconds from 0 to 3600")
    return float(value)


CONFIG_TEMPLATE = """\
# The configuration of a reread workspace. Every line that starts with "#" is a comment.

# Who to reach about the requests made. It is sent with each of them, so a live collection asks for it first.
contact = ""

# Facts are kept in kb.sqlite3 beside this file; any SQLAlchemy URL may stand in for it.
# database = "postgresql+psycopg://user@host/reread"

[site]
title = "Procedures: what changed and what to read again"

# One table for each manual. Its name is how commands call it. `reread add URL` looks at a manual and writes its table.
#
# [sources.ourmanual]
# title = "Our county's children's services procedures"
# contents = ["https://ourmanual.proceduresonline.com/contents.html"]   # where a collection starts
# amendments = []                # the amendment log, if the contents page does not link to it
# hosts = []                     # further hosts that belong to the manual
# layout = ""                    # "proceduresonline", "trixonline", "phew", "london" or "generic"; "": by the address
# delay = 1.0                    # seconds between two requests
# proxy = ""                     # an outbound proxy, if the network asks for one
#
# [sources.ourmanual.selectors]  # for manuals of no known layout (CSS selectors)
# contents_links = "nav.contents a"
# title = "h1"
# main = "main"
# remove = ".share"
"""
