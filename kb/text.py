"""Text in the form in which it is compared: what a change of typography, white space or encoding cannot touch."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SAME = {
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
    "­": "",  # soft hyphen
    "​": "",  # zero width space
    "‌": "",
    "‍": "",
    "⁠": "",
    "﻿": "",
}
"""What signs are compared as."""
_SIGN = re.compile(f"[{''.join(_SAME)}]")
_UNTIDY = ("`", "  ", *"\t\n\v\f\r\x1c\x1d\x1e\x1f")
"""What ASCII text with a space at either end has in it where it is not compared as it is."""


def collapsed(text: str) -> str:
    """The text with every run of white space (non-breaking spaces among it) as one space, and none at the ends."""
    return " ".join(text.split())


def normalised(text: str) -> str:
    """The text blind to typography: straight quotes, plain hyphens, single spaces, no invisible characters."""
    if not text.isascii() or "`" in text:
        # Looking for the few signs takes a tenth of the time of looking up every letter.
        text = _SIGN.sub(lambda found: _SAME[found.group()], text)
    # Most text has nothing to collapse: its only white space is single spaces (all other white space is unprintable).
    tidy = "  " not in text and text.isprintable() and text[:1] != " " != text[-1:]
    return text if tidy else collapsed(text)


def all_normalised(texts: Sequence[str]) -> Sequence[str]:
    """Each of the texts normalised."""
    together = f" {' '.join(texts)} "
    # Mostly nothing is to be done, which takes hardly longer to see for many texts than for one.
    if any(map(together.__contains__, _UNTIDY)):
        return [normalised(text) for text in texts]
    return texts if together.isascii() else [text if text.isascii() else normalised(text) for text in texts]


def slug(text: str) -> str:
    """The text as part of an address: lower-case ASCII words joined by hyphens; "section" if nothing is left."""
    words = re.findall(r"[a-z0-9]+", normalised(text).lower().replace("'", ""))
    return "-".join(words) or "section"
