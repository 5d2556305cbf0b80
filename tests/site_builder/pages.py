"""Read built pages strictly: what is open gets closed, and what a page links to is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
ASSETS = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("use", "href")}


@dataclass
class Outline(HTMLParser):
    """What a page consists of, gathered while it is parsed; `faults` are tags that do not match."""

    text: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    captions: int = 0
    tables: int = 0
    tags: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and tag == "a":
                self.links.append(value or "")
            if (tag, name) in ASSETS:
                self.assets.append(value or "")
            if name.startswith("on"):
                self.faults.append(f"{tag} has {name}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]} at {self.getpos()}")
        else:
            self.open.pop()


def outlines(site: Path) -> dict[Path, Outline]:
    """Every page of a built site."""
    return {path: Outline(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def broken_links(site: Path) -> list[str]:
    """Relative links and assets that lead to no file, or to an anchor that its page has not."""
    pages = outlines(site)
    broken = []
    for path, page in pages.items():
        for link in page.links + page.assets:
            if link.startswith(("https://", "http://", "mailto:")):
                continue
            way, _, anchor = link.partition("#")
            target = (path.parent / unquote(way)).resolve() if way else path
            known = pages.get(target)
            if not target.is_file() or (anchor and (known is None or unquote(anchor) not in known.ids)):
                broken.append(f"{path.relative_to(site)}: {link}")
    return broken
