"""The parts of a Word file that are read, and what its styles mean."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml

from crawler.extract.docx_numbers import W
from crawler.extract.tree import Element
from kb.errors import ExtractError, Fault
from kb.model import Page
from kb.text import collapsed

_LARGEST = 200 * 1024 * 1024  # unpacked; a small file that unpacks to more is a bomb
_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
_BODY_TEXT = 9  # Word's outline level for what is no heading


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name in lower case, and the rank of heading it makes, 0 for none."""

    name: str
    rank: int


@dataclass(frozen=True, slots=True)
class WordFile:
    """A Word file, opened. Targets are those of links, by the identifiers the text uses; notes by kind and number."""

    body: Element
    numbering: Element | None
    styles_part: Element | None
    styles: Mapping[str, Style]
    default_style: str
    targets: Mapping[str, str]
    notes: Mapping[tuple[str, str], Element]
    title: str


def opened(page: Page) -> WordFile:
    """The Word file in a page. Raises ExtractError for one that is damaged, encrypted or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(page.body)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > _LARGEST:
            raise ExtractError(
                f"{page.url} unpacks to {size:,} bytes, more than is read ({_LARGEST:,}): look at the file",
                Fault.BOMB,
            )
        return _parts_of(page.body)
    except (zipfile.BadZipFile, OpcError, SyntaxError, KeyError, ValueError, NotImplementedError) as error:
        # lxml's errors about broken XML are SyntaxErrors.
        raise ExtractError(
            f"{page.url} cannot be read as a Word document ({error}): open it in Word and save it again as .docx",
            Fault.DOCUMENT,
        ) from error


def _parts_of(body: bytes) -> WordFile:
    document = docx.Document(io.BytesIO(body))
    relations = document.part.rels
    targets = {name: str(one.target_ref) for name, one in relations.items() if one.is_external}
    parts: dict[str, Element] = {
        one.reltype.rpartition("/")[2]: parse_xml(one.target_part.blob)
        for one in relations.values()
        if not one.is_external and one.reltype.rpartition("/")[2] in {"numbering", "styles", "footnotes", "endnotes"}
    }
    notes = {
        (kind, note.get(f"{W}id", "")): note
        for kind in ("footnote", "endnote")
        for note in parts.get(f"{kind}s", ())
        if note.get(f"{W}type", "normal") == "normal"
    }
    styles = parts.get("styles")
    return WordFile(
        body=document.element.body,
        numbering=parts.get("numbering"),
        styles_part=styles,
        styles=_styles_in(styles) if styles is not None else {},
        default_style=_default_in(styles) if styles is not None else "",
        targets=targets,
        notes=notes,
        title=collapsed(document.core_properties.title or ""),
    )


def _styles_in(styles: Element) -> dict[str, Style]:
    names: dict[str, str] = {}
    based: dict[str, str] = {}
    outlined: dict[str, int] = {}
    for style in styles.iter(f"{W}style"):
        own = style.get(f"{W}styleId", "")
        names[own] = next((one.get(f"{W}val", "") for one in style.iter(f"{W}name")), own).lower()
        based[own] = next((one.get(f"{W}val", "") for one in style.iter(f"{W}basedOn")), "")
        level = outline_rank(style)
        if level is not None:
            outlined[own] = level
    return {own: Style(name, _rank_of(own, names, based, outlined)) for own, name in names.items()}


def outline_rank(element: Element) -> int | None:
    """The rank of heading that an outline level inside makes: 0 for body text, None where none is given."""
    level = next((one.get(f"{W}val", "") for one in element.iter(f"{W}outlineLvl")), "")
    if not level.isdecimal():
        return None
    return int(level) + 1 if int(level) < _BODY_TEXT else 0


def _rank_of(style: str, names: Mapping[str, str], based: Mapping[str, str], outlined: Mapping[str, int]) -> int:
    seen: set[str] = set()
    while style in names and style not in seen:
        seen.add(style)
        found = _HEADING_NAME.match(names[style])
        if found or style in outlined:
            return int(found.group(1)) if found else outlined[style]
        style = based[style]
    return 0


def _default_in(styles: Element) -> str:
    """The style of paragraphs that name none."""
    return next(
        (
            style.get(f"{W}styleId", "")
            for style in styles.iter(f"{W}style")
            if style.get(f"{W}type", "") == "paragraph" and style.get(f"{W}default", "") in {"1", "true"}
        ),
        "",
    )
