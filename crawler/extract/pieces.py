"""The common middle of every format: headings and blocks in the order of the page, before they are a chapter."""

from __future__ import annotations

from dataclasses import dataclass

from kb.model import Block

BOLD_RANK = 7
"""The rank of a heading that is only a bold paragraph: below every real one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its rank (1 is strongest) and its text as printed, number and all.

    `boxed` says that it stands inside a box or note with an end of its own, so it opens no section.
    """

    rank: int
    text: str
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a container that a box's heading opened."""


Piece = Heading | Block | Close
