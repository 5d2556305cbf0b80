"""A source's table: it can be read again, nothing that stood there is lost, nothing a page says can break out of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.declaring import appended, declaration
from crawler.found import Discovery, FoundContents, FoundLog
from crawler.proposing import Repeated
from crawler.sources import CONFIG_TEMPLATE, Selectors, parse_config
from kb.errors import SourceError

PATH = Path("reread.toml")
FOUND = Discovery(
    url="https://birch.example/guide/",
    family="generic",
    told_by="",
    name="birch",
    title='Birch "Lodge" Guide',
    contents=(FoundContents("https://birch.example/guide/", 5, (), "Visits", "Keys"),),
    logs=(FoundLog("https://birch.example/guide/changelog/", 1, 2, ()),),
    sampled=("https://birch.example/guide/keys/",),
    selectors=Selectors("nav a", "", "article", "div.ask"),
    repeated=(Repeated("div.ask", "Was this useful?"),),
)


ELM = replace(FOUND, contents=(replace(FOUND.contents[0], url="https://elm.example/guide/"),))


def test_what_is_written_is_what_was_found() -> None:
    """The table comes back as a source with the same values."""
    source = parse_config(declaration(FOUND, "birch", 2.5, "http://proxy.example:3128"), PATH).source("birch")
    assert (source.title, source.contents, source.amendments) == (
        'Birch "Lodge" Guide',
        ("https://birch.example/guide/",),
        ("https://birch.example/guide/changelog/",),
    )
    assert (source.selectors, source.layout) == (FOUND.selectors, "generic")
    assert (source.delay, source.proxy) == (2.5, "http://proxy.example:3128")


def test_what_stood_there_stays() -> None:
    """Comments and order of the configuration are kept to the letter, but for an empty contact that is filled in."""
    config = CONFIG_TEMPLATE + "# my own remark  \n"
    text = appended(config, declaration(FOUND, "birch", 1, ""), "birch", "me@ourshire.example", PATH)
    assert text.startswith(config.replace('contact = ""', 'contact = "me@ourshire.example"').rstrip())
    assert parse_config(text, PATH).contact == "me@ourshire.example"
    kept = appended(text, declaration(ELM, "elm", 1, ""), "elm", "other@ourshire.example", PATH)
    assert parse_config(kept, PATH).contact == "me@ourshire.example"
    assert [source.name for source in parse_config(kept, PATH).sources] == ["birch", "elm"]


@pytest.mark.parametrize(
    "before",
    ["", "# mine\n", "contact = ''  # mine\n", 'contact=""\n', "[sources.elm]\ntitle = 'Elm'\n", CONFIG_TEMPLATE],
)
def test_a_contact_that_is_given_is_never_lost(before: str) -> None:
    """Whether its line stands empty, in either of TOML's quotes, or not at all; comments stay."""
    text = appended(before, declaration(FOUND, "birch", 1, ""), "birch", "me@ourshire.example", PATH)
    assert parse_config(text, PATH).contact == "me@ourshire.example"
    assert [line for line in before.splitlines() if not line.startswith("contact") and line not in text] == []
    assert "# mine" in text or "# mine" not in before


def test_a_manual_is_declared_once() -> None:
    """Under another name, and however its address is spelt, it is the same manual; the message names the table."""
    before = '[sources.ours]\ncontents = ["http://www.birch.example/guide/index.html"]\n'
    with pytest.raises(SourceError, match=r"declares this manual already, as 'ours': edit its table"):
        appended(before, declaration(FOUND, "birch", 1, ""), "birch", "", PATH)


def test_a_name_is_declared_once() -> None:
    """A second source of a name is refused, also where a person wrote the first."""
    with pytest.raises(SourceError, match="already"):
        appended("[sources.birch]\n", declaration(FOUND, "birch", 1, ""), "birch", "", PATH)


def test_a_configuration_that_cannot_be_added_to_is_left_alone() -> None:
    """Where sources are an inline table, the result would not be TOML: it is said."""
    with pytest.raises(SourceError, match="add it by hand"):
        appended("sources = {}\n", declaration(FOUND, "birch", 1, ""), "birch", "", PATH)


@given(st.text(max_size=40))
def test_no_text_of_a_page_breaks_out(text: str) -> None:
    """Line ends, quotes and control characters of a title or a repeated block stay inside their string or comment."""
    hostile = replace(FOUND, title=f"x{text}", repeated=(Repeated("div.ask", text),), url=f"https://x.example/{text}")
    source = parse_config(declaration(hostile, "birch", 1, ""), PATH).source("birch")
    assert source.contents == ("https://birch.example/guide/",)
