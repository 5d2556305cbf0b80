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
_SPACE = re.compile(r"\s+")


def collapsed(text: str) -> str:
    """The text with every run of white space (non-breaking spaces among it) as one space, and none at the ends."""
    return _SPACE.sub(" ", text).strip()


def normalised(text: str) -> str:
    """The text blind to typography: straight quotes, plain hyphens, single spaces, no invisible characters."""
    return collapsed(text.translate(_SAME))


def slug(text: str) -> str:
    """The text as part of an address: lower-case ASCII words joined by hyphens; "section" if nothing is left."""
    words = re.findall(r"[a-z0-9]+", normalised(text).lower().replace("'", ""))
    return "-".join(words) or "section"
