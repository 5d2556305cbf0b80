"""docs/sources.md: its examples are configurations, and it names every key."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from crawler.layouts import LAYOUTS
from crawler.sources import Config, Selectors, Source, parse_config
from kb.model import Limits

DOC = Path(__file__).resolve().parents[3] / "docs" / "sources.md"


def examples() -> list[Config]:
    """The TOML blocks of the document, each loaded."""
    return [parse_config(text, DOC) for text in re.findall(r"```toml\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)]


def test_both_worked_examples_load() -> None:
    """A manual of a known family, and a handbook by selectors."""
    known, generic = (config.sources[0] for config in examples())
    assert known.all_hosts == ("oakenshaw.proceduresonline.com", "oakenshawcs.trixonline.co.uk")
    assert (generic.layout, generic.selectors) == (
        "generic",
        Selectors("nav.md-nav a", "article h1", "article", "div.was-it-useful"),
    )


def test_every_key_and_family_is_explained() -> None:
    """A key that can be declared has its row."""
    rows = set(re.findall(r"^\| `(\w+)` \|", DOC.read_text("utf-8"), re.MULTILINE))
    declared = {one.name for kind in (Source, Selectors, Limits) for one in fields(kind)} - {"name"}
    assert rows == declared
    assert all(f"`{family}`" in DOC.read_text("utf-8") for family in LAYOUTS)
