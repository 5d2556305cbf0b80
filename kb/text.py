"""Text in the form in which it is compared: what a change of typography, white space or encoding cannot touch."""

from __future__ import annotations

import re

_SAME = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "―": "-",
        "−": "-",
        "…": "...",
        "­": None,  # soft hyphen
        "​": None,  # zero width space
        "‌": None,
        "‍": None,
        "⁠": None,
        "﻿": None,
    }
)


def collapsed(text: str) -> str:
    """The text with every run of white space (non-breaking spaces among it) as one space, and none at the ends."""
    return " ".join(text.split())


def normalised(text: str) -> str:
    """The text blind to typography: straight quotes, plain hyphens, single spaces, no invisible characters."""
    plain = text.isascii() and "`" not in text  # as most text is: then there is nothing to look up, sign by sign
    return collapsed(text if plain else text.translate(_SAME))


def slug(text: str) -> str:
    """The text as part of an address: lower-case ASCII words joined by hyphens; "section" if nothing is left."""
    words = re.findall(r"[a-z0-9]+", normalised(text).lower().replace("'", ""))
    return "-".join(words) or "section"
