"""The style sheet's colours can be read by everybody."""

from __future__ import annotations

import re

import pytest

from kb.resources import templates

TEXT = 4.5
"""WCAG 2 level AA for text."""
EDGE = 3.0
"""The same for what only shows where something ends: the frame of a field, the ring of focus."""
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("ink", "soft", "accent", "accent-dark", "attention")
        for ground in ("paper", "tint")
    ],
    ("on-accent", "accent", TEXT),
    ("on-masthead", "masthead", TEXT),
    ("masthead-soft", "masthead", TEXT),
    ("attention", "attention-tint", TEXT),
    ("ink", "attention-tint", TEXT),
    ("came", "came-tint", TEXT),
    ("went", "went-tint", TEXT),
    ("came", "paper", TEXT),
    ("went", "paper", TEXT),
    ("focus", "paper", EDGE),
    ("focus", "tint", EDGE),
    ("line-strong", "paper", EDGE),
]


def schemes() -> list[dict[str, str]]:
    """The light colours, and the dark ones over them."""
    style = (templates() / "static" / "site.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root {(.*?)}", style, re.S)[:2]
    )
    return [light, {**light, **dark}]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast(scheme: dict[str, str], ink: str, ground: str, least: float) -> None:
    """Whatever is written on whatever ground has the contrast of level AA, in both schemes."""
    one, other = sorted((luminance(scheme[ink]), luminance(scheme[ground])))
    assert (other + 0.05) / (one + 0.05) >= least
