"""A redline as one HTML file that stands by itself, with the same rows, styles and keys as the site's compare pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from kb.compare import RedlineRow
from kb.model import Comparison
from kb.resources import templates
from site_builder.render import Renderer
from site_builder.views_redline import RedlineView, redline_view


@dataclass(frozen=True, slots=True)
class RedlinePage:
    """What the file shows; `before` and `after` say where the two texts are from."""

    title: str
    before: str
    after: str
    redline: RedlineView


def redline_page(title: str, before: str, after: str, comparison: Comparison, rows: Sequence[RedlineRow]) -> str:
    """The file as HTML. The same comparison gives the same bytes; nothing in it refers to another file."""
    view = RedlinePage(title, before, after, redline_view(before, after, comparison, rows))
    return Renderer().document(
        "redline.html",
        view=view,
        styles=_own("site.css"),
        print_styles=_own("print.css"),
        scripts=(_own("site.js"), _own("compare.js")),
    )


def _own(name: str) -> Markup:
    """One of our style sheets or scripts: no text of a manual's is in them, so they need no escaping."""
    return Markup((templates() / "static" / name).read_text("utf-8"))  # noqa: S704
