"""Turn a page's view into HTML. Templates show, views think: a template that asks for what is not there fails."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kb.resources import templates
from site_builder.places import SEARCH, relative, root_of


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main navigation."""

    key: str
    label: str
    place: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page of a manual: its name, the navigation, the feed."""

    title: str
    publisher: str
    home: str
    nav: tuple[NavItem, ...]
    atom: str
    address: str = ""
    site_home: str | None = None


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page to be written: where, with which template, showing what. `section` is the navigation's current key."""

    place: str
    template: str
    title: str
    view: object
    frame: Frame
    section: str = ""
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    trail: tuple[tuple[str, str], ...] = field(default=())


class Renderer:
    """Holds the compiled templates of one build."""

    def __init__(self) -> None:
        folder = templates()

        def load(name: str) -> str | None:
            found = folder / name
            return found.read_text("utf-8") if found.is_file() else None

        self._environment = Environment(
            loader=FunctionLoader(load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def page(self, page: SitePage) -> str:
        """The page as HTML, every link relative to its place."""

        def to(place: str) -> str:
            return relative(page.place, place)

        return self._environment.get_template(page.template).render(
            page=page, view=page.view, frame=page.frame, to=to, root=root_of(page.place), search=SEARCH
        )

    def document(self, template: str, **values: object) -> str:
        """A file that stands by itself, without the site's frame: a feed, a handout."""
        return self._environment.get_template(template).render(**values)
