"""What a text appeals to: guidance, Acts, regulations, cases, local practice, inspections and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CitationKind(StrEnum):
    """What sort of authority is cited."""

    GUIDANCE = "guidance"
    ACT = "act"
    REGULATIONS = "regulations"
    CASE = "case"
    LOCAL = "local practice"
    INSPECTION = "inspection"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Citation:
    """One authority a text names.

    `name` is normalised, so that one authority has one name however manuals write it; `edition` is its year ("2018"),
    the neutral citation of a case, or "" where the text gives none; `section` what of it is named ("22G",
    "Regulation 44"); `text` the words as written.
    """

    kind: CitationKind
    name: str
    edition: str
    section: str
    text: str

    @property
    def in_words(self) -> str:
        """The authority as a reader would cite it: "Children Act 1989, 22G"."""
        named = f"{self.name} {self.edition}".strip()
        return f"{named}, {self.section}" if self.section else named

    @property
    def key(self) -> tuple[str, str, str]:
        """What is equal where two manuals cite the same thing, whatever part of it each names."""
        return (self.kind.value, self.name.casefold(), self.edition)
