"""A small manual in our own words, and plans in the form of the table of cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.search import Entry
from kb.text import slug

HERE = Path(__file__).parent


def entries() -> Iterator[Entry]:
    """The sections of `manual.txt`: a "#" line opens a chapter, a "##" line a section."""
    for chapter in re.split(r"^# ", (HERE / "manual.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, *sections = re.split(r"^## ", chapter, flags=re.MULTILINE)
        number, title = head.strip().split(" ", 1)
        for section in sections:
            heading, text = section.strip().split("\n", 1)
            label, _, shown = heading.partition(" ") if heading[0].isdigit() else ("", "", heading)
            location = f"chapters/{slug(title)}/index.html#{slug(heading)}"
            yield Entry("swanford", slug(title), title, location, text, label, shown, number, manual="Swanford")


def plan_row(plan: dict[str, Any]) -> dict[str, Any]:
    """A plan, as either side has it, in the form of `planner_cases.json`; what is empty is left out."""
    row = {
        "groups": [" | ".join(_alternative(one) for one in group["alternatives"]) for group in plan["groups"]],
        "optional": [group["said"] for group in plan["groups"] if group["optional"]],
        "phrases": list(plan["phrases"]),
        "expanded": {expansion["said"]: list(expansion["also"]) for expansion in plan["expansions"]},
        "ambiguous": [expansion["said"] for expansion in plan["expansions"] if expansion["ambiguous"]],
        "corrected": plan["corrected"],
        "unknown": list(plan["unknown"]),
    }
    return {key: value for key, value in row.items() if value or key == "groups"}


def _alternative(one: dict[str, Any]) -> str:
    weight = "" if one["weight"] == 1 else f" {one['weight']:g}"
    fills = "" if one["fills"] == len(one["terms"]) else f" ={one['fills']}"
    return " & ".join(one["terms"]) + weight + fills + (" loose" if one["loose"] else "")
