"""From the bytes of a page to its text: the right encoding, and the damage of earlier wrong ones mended."""

from __future__ import annotations

import codecs
import re

from kb.model import Page

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096  # a declaration further down is not looked at by browsers either (they stop at 1024)
# What is declared as Latin-1 or ASCII is Windows-1252 in practice, which has the curly quotes.
_WINDOWS = frozenset({"iso8859-1", "ascii", "latin-1", "cp1252"})
# A non-breaking space in UTF-8, read as Windows-1252 ("Â") or as Windows-1257 ("Ā") and saved again.
_BROKEN_SPACE = re.compile(r"[ÂĀ](?:\xa0|&nbsp;|&#160;)|(?<=[a-z.,;:)’'])[ÂĀ](?=\s)")


def text_of(page: Page) -> str:
    """The page's body as text: by its byte order mark, header, meta element, as UTF-8, or as Windows-1252."""
    return _mended(_decoded(page))


def _decoded(page: Page) -> str:
    body = page.body
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    meta = _META.search(body[:_HEAD])
    declared = (page.charset or "", meta.group(1).decode("ascii", "replace") if meta else "")
    for encoding in (*(name for name in map(_known, declared) if name), "utf-8"):
        # Text that is valid UTF-8 beyond ASCII is UTF-8, whatever an old page says of itself.
        for attempt in ("utf-8", encoding) if encoding in _WINDOWS else (encoding,):
            try:
                return body.decode("cp1252" if attempt in _WINDOWS else attempt)
            except (UnicodeDecodeError, UnicodeError):
                continue
    return body.decode("cp1252", "replace")


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name.strip())
    except LookupError:
        return None
    return found.name if found._is_text_encoding else None  # "base64" and its like decode no text


def _mended(text: str) -> str:
    return _BROKEN_SPACE.sub(" ", text) if "Â" in text or "Ā" in text else text
