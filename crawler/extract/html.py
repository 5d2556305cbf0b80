"""HTML pages: parsed once, walked once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from crawler.addresses import normalised_url
from crawler.extract.elements import attribute
from crawler.extract.furniture import without_furniture
from crawler.extract.labels import box_kind, split_number
from crawler.extract.links import Links
from crawler.extract.outline import chapter_of
from crawler.extract.page_text import text_of
from crawler.extract.pieces import Close, Heading, Piece
from crawler.extract.strict import refuse_stand_in
from crawler.extract.walk import Walk
from crawler.layouts import Reading
from kb.errors import ExtractError
from kb.model import Chapter, ChapterKind, Page
from kb.text import collapsed

_SIMPLE = re.compile(
    r"(?=.)(?P<name>[a-z]\w*)?(?:(?P<sign>[#.])(?P<word>[\w-]+)|\[(?P<key>[\w-]+)(?:=[\"\']?(?P<value>[\w-]+)[\"\']?)?\])?"
)
_OPENING = 8  # a title that is only text stands among the first few pieces of a page


def read_html(
    page: Page, reading: Reading, html: str | None = None, kind: ChapterKind = ChapterKind.CHAPTER
) -> Chapter:
    """The chapter that an HTML page holds; `html` where the page's text has been made into HTML already."""
    soup = parsed(text_of(page) if html is None else html)
    roots = main_of(soup, reading, page)
    walk = Walk(links_of(soup, reading, page), skipped_in(soup, reading, page))
    for root in roots:
        walk.main(root)
    title, outside = _title_of(soup, roots, reading, page)
    pieces, printed = _after_title(walk.pieces, title, outside)
    pieces = without_furniture(pieces)
    words = sum(len(piece.text.split()) for piece in pieces if not isinstance(piece, Close))
    refuse_stand_in((title, *_named_in_head(soup)), words, page, soup)
    return chapter_of(pieces, title=printed, url=page.url, kind=kind)


def parsed(html: str) -> BeautifulSoup:
    """The page as a tree."""
    return BeautifulSoup(html, "lxml")


def links_of(soup: BeautifulSoup, reading: Reading, page: Page) -> Links:
    """Resolves the page's links, by its own `base` where it declares one."""
    base = soup.head.find("base", href=True) if soup.head else None
    normal = normalised_url(page.url)
    return Links(attribute(base, "href") or normal if isinstance(base, Tag) else normal, reading)


def main_of(soup: BeautifulSoup, reading: Reading, page: Page) -> list[Tag]:
    """The elements that hold the page's text, outermost only: of the first selector that matches any text."""
    for selector in reading.main:
        found = selected(soup, selector, page)
        inside = {id(child) for tag in found for child in tag.find_all(True)} if len(found) > 1 else set()
        outermost = [tag for tag in found if id(tag) not in inside]
        if any(any(text.strip() for text in tag.strings) for tag in outermost):
            return outermost
    raise ExtractError(
        f"nothing in {page.url} matches {' or '.join(map(repr, reading.main))} (layout {reading.name}): "
        f"set main under the source's selectors to what holds the text"
    )


def skipped_in(soup: BeautifulSoup, reading: Reading, page: Page) -> frozenset[int]:
    """The elements, by identity, that the reading removes."""
    if not reading.remove:
        return frozenset()
    return frozenset(map(id, selected(soup, ", ".join(reading.remove), page)))


def selected(soup: BeautifulSoup, selector: str, page: Page) -> list[Tag]:
    """The elements that a CSS selector picks, in order. Raises ExtractError for one that is no selector."""
    simple = [_SIMPLE.fullmatch(one.strip()) for one in selector.split(",")]
    if all(simple):  # a name, "#id", ".class" or "[role=main]" needs no selector engine, which costs more than the walk
        return [tag for tag in soup.find_all(True) if any(one is not None and _fits(tag, one) for one in simple)]
    try:
        return list(soup.select(selector))
    except SelectorSyntaxError as error:
        first = str(error).partition("\n")[0]
        raise ExtractError(
            f"cannot read {page.url}: {selector!r} is not a CSS selector ({first}); "
            f"correct it under the source's selectors"
        ) from error


def _fits(tag: Tag, simple: re.Match[str]) -> bool:
    name, sign, word, key, value = simple.group("name", "sign", "word", "key", "value")
    if name and tag.name != name:
        return False
    if sign == "#":
        return tag.attrs.get("id") == word
    if sign == ".":
        return word in attribute(tag, "class").split()
    return not key or (key in tag.attrs and (value is None or attribute(tag, key) == value))


def _title_of(soup: BeautifulSoup, roots: list[Tag], reading: Reading, page: Page) -> tuple[str, bool]:
    """The title as printed, and whether it stands outside the main text (in a header, or only in the head)."""
    named = _named_in_head(soup)
    for selector in reading.title:
        found = [tag for tag in selected(soup, selector, page) if tag.get_text(strip=True)]
        own = [tag for tag in found if any(root is tag or root in tag.parents for root in roots)]
        if own or found:
            texts = [_line_of(tag) for tag in own or found]
            agreed = next((text for text in texts if _letters(split_number(text)[1]) in map(_letters, named)), texts[0])
            return agreed, not own
    if reading.title != ("h1",):  # selectors that a source declares are demanded
        return "", True
    return (named[0] if named else ""), True


def _named_in_head(soup: BeautifulSoup) -> list[str]:
    """What the head calls the page: the publisher's `application-name`, and `title` without the name of the site."""
    names: list[str] = []
    head = soup.head or soup
    meta = head.find("meta", attrs={"name": "application-name"})
    title = head.find("title")
    if isinstance(title, Tag):
        names.append(re.split(r" [|»] ", collapsed(title.get_text()))[0])
    if isinstance(meta, Tag):
        names.append(collapsed(attribute(meta, "content")))
    return [name for name in names if name]


def _line_of(tag: Tag) -> str:
    return collapsed(tag.get_text(" ") if tag.find(["br", "p", "div"]) else tag.get_text())


def _after_title(pieces: Sequence[Piece], title: str, outside: bool) -> tuple[list[Piece], str]:
    """The pieces after the title, and the title as it is printed in the page (with its number, where it has one).

    What stands before a title is junk of the site's head. A title that is only in the page's head may still be repeated
    as the first line of the text.
    """
    wanted = _letters(split_number(title)[1])
    for place, piece in enumerate(pieces[:_OPENING] if outside else pieces):
        if isinstance(piece, Close) or not wanted:
            continue
        if outside and box_kind(piece.text):  # the text has begun
            break
        number, bare = split_number(piece.text)
        if _letters(bare) == wanted and (
            not outside or not isinstance(piece, Heading) or piece.rank == 1 or not number
        ):
            return list(pieces[place + 1 :]), piece.text
    return list(pieces), title


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
