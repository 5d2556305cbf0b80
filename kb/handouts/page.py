"""The reading list as one HTML file that can be mailed or printed: it needs nothing else and runs no script."""

from __future__ import annotations

from kb.handouts.rows import Handout
from site_builder.render import Renderer


def as_page(sheet: Handout) -> bytes:
    """The page, with the list first and the sign-off sheet on a page of its own when printed."""
    return Renderer().document("handout.html", sheet=sheet).encode()
