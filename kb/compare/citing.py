"""How a section is called where it is spoken of."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model import SectionRef
from kb.text import normalised

OPENING_TEXT = "the opening text"
"""What stands before the first heading is called so."""
ELSEWHERE_HERE = "another place in this section"
"""How the section is called to which, or from which, text moved that stays in it."""


def named(section: SectionRef, *, title: bool = True) -> str:
    """A section as a reader cites it: "Section 3.2, Timescales"; "Appendix A"; “Contacts”."""
    label = section.after or section.before or ""
    heading = normalised(section.title)
    if not label:
        # Older layouts print the titles of boxes in capitals.
        heading = heading.capitalize() if heading.isupper() and " " in heading else heading
        return f"“{heading}”" if heading else OPENING_TEXT
    cited = f"Section {label}" if label[0].isdigit() else label
    return f"{cited}, {heading}" if title and heading else cited


def labelled(names: Sequence[str]) -> str:
    """Names of sections without titles as a list: "Sections 1, 3.2 and 5"."""
    numbers = [name.removeprefix("Section ") for name in names if name.startswith("Section ")]
    others = [name for name in names if not name.startswith("Section ")]
    if len(numbers) < 2:
        return in_words([*others, *(f"Section {number}" for number in numbers)])
    return in_words([*others, f"Sections {in_words(numbers)}"]) if others else f"Sections {in_words(numbers)}"


def in_words(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([*([", ".join(parts[:-1])] if parts[1:] else []), parts[-1]])
