"""HTML pages: parsed once, walked once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from crawler.addresses import normalised_url
from crawler.extract.elements import is_furniture
from crawler.extract.furniture import without_furniture
from crawler.extract.labels import box_kind, split_number
from crawler.extract.links import Links
from crawler.extract.notes import is_note_mark
from crawler.extract.outline import chapter_of
from crawler.extract.page_text import text_of
from crawler.extract.pieces import Close, Heading, Piece
from crawler.extract.strict import refuse_stand_in
from crawler.extract.tree import Element, first, parsed, selected, strings_in, strings_of
from crawler.extract.walk import Walk
from crawler.layouts import Reading
from kb.errors import ExtractError, Fault
from kb.model import Block, BlockKind, Chapter, ChapterKind, Page
from kb.text import collapsed

_USUAL_MAIN = Reading(name="").main
_OPENING = 8  # a title that is only text stands among the first few pieces of a page
_SENTENCE = 12  # words; what is shorter may be part of a menu


def read_html(
    page: Page, reading: Reading, html: str | None = None, kind: ChapterKind = ChapterKind.CHAPTER
) -> Chapter:
    """The chapter that an HTML page holds; `html` where the page's text has been made into HTML already."""
    source = text_of(page) if html is None else html
    root = parsed(source, page.url)
    roots = main_of(root, reading, page)
    walk = Walk(links_of(root, reading, page), skipped_in(root, reading, page))
    for each in roots:
        walk.main(each)
    named = _named_in_head(root)
    title, outside = _title_of(root, roots, named, reading, page)
    pieces, printed = _after_title(walk.pieces, title, outside)
    pieces = without_furniture(pieces)
    texts = [piece.text for piece in pieces if not isinstance(piece, Close)]
    refuse_stand_in((title, *named), texts, page, source)
    return chapter_of(pieces, title=printed, url=page.url, kind=kind)


def links_of(root: Element, reading: Reading, page: Page) -> Links:
    """Resolves the page's links, by its own `base` where it declares one."""
    base = next((tag.get("href", "") for tag in root.iter("base") if tag.get("href", "")), "")
    return Links(base or normalised_url(page.url), reading)


def main_of(root: Element, reading: Reading, page: Page) -> list[Element]:
    """The elements that hold the page's text, outermost only: of the first selector that matches any text."""
    for selector in reading.main:
        found = selected(root, selector, page)
        matched = set(found)
        outermost = [tag for tag in found if len(found) == 1 or matched.isdisjoint(tag.iterancestors())]
        if any(any(not text.isspace() for text in tag.itertext()) for tag in outermost):
            return outermost if reading.main != _USUAL_MAIN else [*_head_of(outermost), *outermost]
    raise ExtractError(
        f"nothing in {page.url} matches {' or '.join(map(repr, reading.main))} (layout {reading.name}): "
        f"set main under the source's selectors to what holds the text",
        Fault.LAYOUT,
    )


def _head_of(roots: list[Element]) -> list[Element]:
    """What stands before the text, where the page's title and sections of its own are in it: the text's beginning."""
    if any(first(tag, "h1") is not None for tag in roots):
        return []
    parent = roots[0].getparent()
    before = takewhile(lambda tag: tag is not roots[0], () if parent is None else parent)
    head = next((tag for tag in before if tag.tag == "div" and first(tag, "h1") is not None), None)
    if head is None or is_furniture(head):
        return []
    sections = (tag for tag in head.iter("h2", "h3") if not any(map(is_furniture, tag.iterancestors())))
    return [head] if any(tag.getnext() is not None for tag in sections) else []


def skipped_in(root: Element, reading: Reading, page: Page) -> frozenset[Element]:
    """The elements that the reading removes."""
    return frozenset(selected(root, ", ".join(reading.remove), page)) if reading.remove else frozenset()


def _title_of(root: Element, roots: list[Element], named: list[str], reading: Reading, page: Page) -> tuple[str, bool]:
    """The title as printed, and whether it stands outside the main text (in a header, or only in the head)."""
    for selector in reading.title:
        found = [tag for tag in selected(root, selector, page) if strings_of(tag).strip()]
        own = [tag for tag in found if any(each is tag or each in tag.iterancestors() for each in roots)]
        if own or found:
            texts = [_line_of(tag) for tag in own or found]
            agreed = next((text for text in texts if _is_named(text, named)), None)
            if agreed is None and len(texts) > 1 and named:  # then they are headings of the text, not its title
                return named[0], True
            return agreed or texts[0], not own
    if reading.title != ("h1",):  # selectors that a source declares are demanded
        return "", True
    return (named[0] if named else ""), True


def _is_named(title: str, names: list[str]) -> bool:
    """Whether the head of the page calls it by this title, alone or with the name of the site."""
    wanted = _letters(split_number(title)[1])
    return bool(wanted) and any(
        name.startswith(wanted) or _letters(split_number(printed)[1]).startswith(wanted)
        for printed, name in ((one, _letters(one)) for one in names)
    )


def _named_in_head(root: Element) -> list[str]:
    """What the head calls the page: the publisher's `application-name`, and `title` without the name of the site."""
    title = first(root, "title")
    names = [re.split(r" [|»] ", collapsed(strings_of(title)))[0]] if title is not None else []
    names += [collapsed(tag.get("content", "")) for tag in root.iter("meta") if _is_application_name(tag)]
    return [name for name in names if name]


def _is_application_name(meta: Element) -> bool:
    return meta.get("name", "").lower() == "application-name"


def _line_of(tag: Element) -> str:
    """An element's text as one line, without marks of notes and furniture (the "¶" that links to a heading)."""
    parted = first(tag, "br", "p", "div") is not None
    kept = strings_in(tag, lambda inner: "" if is_furniture(inner) or is_note_mark(inner) else None)
    return collapsed((" " if parted else "").join(kept))


def _after_title(pieces: Sequence[Piece], title: str, outside: bool) -> tuple[list[Piece], str]:
    """The pieces after the title, and the title as it is printed in the page (with its number, where it has one).

    What stands before a title is junk of the site's head. A title that is only in the page's head may still be repeated
    as the first line of the text.
    """
    number, bare = split_number(title)
    wanted = _letters(bare)
    if not wanted:
        return list(pieces), title
    place = _repeated_at(pieces, number, wanted) if outside else _printed_at(pieces, wanted)
    return (list(pieces), title) if place is None else (list(pieces[place + 1 :]), _text_of(pieces[place]))


def _repeated_at(pieces: Sequence[Piece], number: str, wanted: str) -> int | None:
    """Where the text begins with its title again; a heading with a number of its own is that of a section."""
    for place, piece in enumerate(pieces[:_OPENING]):
        if isinstance(piece, Close):
            continue
        if box_kind(piece.text):  # the text has begun
            return None
        own, bare = split_number(piece.text)
        headed = not isinstance(piece, Heading) or piece.rank == 1 or own in ("", number)
        if headed and _letters(bare) == wanted:
            return place
    return None


def _printed_at(pieces: Sequence[Piece], wanted: str) -> int | None:
    """Where the title is printed: menus and banners before the text may have its words too, and print heads."""
    longest = 2 * len(wanted) + 20  # a number, spaces and marks may be added to the letters; most blocks are longer
    short = [at for at, piece in enumerate(pieces) if len(_text_of(piece)) <= longest]
    named = [at for at in short if _letters(split_number(_text_of(pieces[at]))[1]) == wanted]
    if not named:
        return None
    best = min(named, key=lambda at: (_unlike_title(pieces[at]), at))
    for at in named:
        again = at > best and _unlike_title(pieces[at]) == 0
        if again and all(len(_text_of(piece).split()) < _SENTENCE for piece in pieces[best:at]):
            best = at
    return best


def _unlike_title(piece: Piece) -> int:
    if isinstance(piece, Heading):
        return 0 if piece.rank == 1 else 1
    return 2 if isinstance(piece, Block) and piece.kind is BlockKind.ITEM else 1


def _text_of(piece: Piece) -> str:
    return "" if isinstance(piece, Close) else piece.text


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
